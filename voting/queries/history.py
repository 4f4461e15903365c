"""Reading the record: a receipt and what it stands for, and the entries in order."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.errors import NotFound
from voting.domain.people import Action, Actor, check_permitted
from voting.models.history import HistoryEntry
from voting.models.modifications import Modification
from voting.models.people import Person

ENTRIES_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class ReceiptCheck:
    """What the record says of a receipt: when, what kind of act, for which modification. Not by whom, and not what."""

    code: str
    at: datetime
    use_case: str
    index: int
    leaf_hash: str
    modification_number: str | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of the history."""

    index: int
    at: datetime
    use_case: str
    person: str | None
    modification_number: str | None
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One page of the history, newest first."""

    entries: tuple[EntryRow, ...]
    total: int
    page: int
    pages: int


def receipt_check(session: Session, *, viewer: Actor, code: str) -> ReceiptCheck:
    """What stands behind a receipt code, typed in any case and with or without its dashes. Raises `NotFound`.

    Whoever holds the code may check it; what was answered or voted is not shown, so that a lost receipt breaks no seal.
    """
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    row = session.execute(
        sa.select(HistoryEntry, Modification.number)
        .outerjoin(Modification, Modification.id == HistoryEntry.modification_id)
        .where(HistoryEntry.receipt == "-".join((plain[:4], plain[4:8], plain[8:])))
    ).first()
    if row is None:
        raise NotFound("The record has no such receipt. Check the twelve letters and digits.", "code")
    entry, number = row
    is_own = viewer.person_id is not None and viewer.person_id == entry.person_id
    return ReceiptCheck(
        entry.receipt or "", entry.at, entry.use_case, entry.index, entry.leaf_hash.hex(), number, is_own
    )


def history_page(session: Session, *, viewer: Actor, page: int = 1, modification: str = "") -> EntryPage:
    """Entries of the history, newest first, of one modification if its number is given. For SECAS and auditors."""
    check_permitted(viewer, Action.READ_HISTORY)
    chosen = sa.true() if not modification else Modification.number == modification
    joined = sa.select(HistoryEntry).outerjoin(Modification, Modification.id == HistoryEntry.modification_id)
    total = session.scalar(joined.with_only_columns(sa.func.count()).where(chosen)) or 0
    pages = max(1, -(-total // ENTRIES_A_PAGE))
    page = min(max(page, 1), pages)
    rows = session.execute(
        joined.with_only_columns(HistoryEntry, Modification.number, Person.name)
        .outerjoin(Person, Person.id == HistoryEntry.person_id)
        .where(chosen)
        .order_by(HistoryEntry.index.desc())
        .limit(ENTRIES_A_PAGE)
        .offset((page - 1) * ENTRIES_A_PAGE)
    )
    entries = tuple(
        EntryRow(entry.index, entry.at, entry.use_case, person, number, json.loads(entry.leaf)["facts"])
        for entry, number, person in rows
    )
    return EntryPage(entries, total, page, pages)
