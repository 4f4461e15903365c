"""The record: one entry for each use case, its index given under one lock as the last statement before commit."""

import secrets
from datetime import datetime
from typing import cast

import rfc8785
import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import fetched, inserted, inserted_once
from voting.domain.history import Entry, leaf_hash, leaf_value, salted
from voting.models.history import HistoryEntry, HistoryHead, HistoryText

SALT_BYTES = 16
# The row is locked from here to the commit.
_TAKE_INDEX = (
    sa.update(HistoryHead).where(HistoryHead.id == 1).values(size=HistoryHead.size + 1).returning(HistoryHead.size)
)


def record(session: Session, now: datetime, entry: Entry) -> None:
    """Ask for the one history entry of this use case.

    It is written when the transaction ends, after everything else, so that the lock that gives the index is held for
    the shortest time. `Database.transaction` refuses to commit a change without exactly one of these.
    """
    session.info.setdefault("history", []).append(lambda: _write(session, now, entry))


def _write(session: Session, now: datetime, entry: Entry) -> None:
    index = _next_index(session)
    texts = {name: salted(text, secrets.token_bytes(SALT_BYTES)) for name, text in entry.texts.items() if text}
    digests = {name: text.digest for name, text in texts.items()}
    value = leaf_value(entry, index=index, at=now, salt=secrets.token_bytes(SALT_BYTES), digests=digests)
    leaf = rfc8785.dumps(cast("dict[str, rfc8785._impl._Value]", value))  # noqa: SLF001 - the only name of its own type
    inserted(
        session,
        HistoryEntry,
        {
            "index": index,
            "at": now,
            "use_case": entry.use_case,
            "person_id": entry.person_id,
            "modification_id": entry.modification_id,
            "receipt": entry.receipt,
            "leaf": leaf,
            "leaf_hash": leaf_hash(leaf),
        },
    )
    if texts:
        inserted(
            session,
            HistoryText,
            *(
                {"entry_index": index, "name": name, "text": text.text, "salt": text.salt, "digest": text.digest}
                for name, text in texts.items()
            ),
        )


def _next_index(session: Session) -> int:
    taken = fetched(session, _TAKE_INDEX)
    if not taken:
        # Two first writers may both find nothing: one of them makes the row, and both then queue for it.
        inserted_once(session, HistoryHead, {"id": 1, "size": 0})
        taken = fetched(session, _TAKE_INDEX)
    return int(taken[0].size) - 1
