"""One intent, one effect: a form that is sent twice gives the first result again; changed forms meet their rival."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from voting.db import inserted, inserted_once
from voting.domain.errors import RuleBroken
from voting.domain.people import Actor
from voting.models.history import IdempotencyKey


class IntentReused(RuleBroken):
    """The key of an intent came back with another body."""


class SeenVersionStale(RuleBroken):
    """Somebody else changed the thing after this form was shown; nothing was overwritten."""


def earlier_result(
    session: Session, actor: Actor, key: str, use_case: str, body: Mapping[str, Any]
) -> dict[str, Any] | None:
    """What this intent gave the first time, or None if it is new. Raises `IntentReused` for another body."""
    if not key or actor.person_id is None:
        return None
    earlier = session.get(IdempotencyKey, (actor.person_id, key))
    if earlier is None:
        return None
    if earlier.use_case != use_case or earlier.body_hash != _hash(body):
        raise IntentReused("This form was already sent with other content. Open the page again and send it from there.")
    return earlier.result


def keep_result(
    session: Session,
    now: datetime,
    actor: Actor,
    key: str,
    use_case: str,
    body: Mapping[str, Any],
    result: Mapping[str, Any],
) -> None:
    """Keep what this intent gave, for the case that its form comes again."""
    if key and actor.person_id is not None:
        inserted(session, IdempotencyKey, _row(now, actor.person_id, key, use_case, body, result))


def earlier_or_kept(
    session: Session,
    now: datetime,
    actor: Actor,
    key: str,
    use_case: str,
    body: Mapping[str, Any],
    result: Mapping[str, Any],
) -> dict[str, Any] | None:
    """`earlier_result` and `keep_result` at once, for a result that is known before anything is checked.

    None where the intent is new; then `result` is kept, unless the transaction is undone because a rule refuses it.
    """
    if not key or actor.person_id is None:
        return None
    if inserted_once(session, IdempotencyKey, _row(now, actor.person_id, key, use_case, body, result)):
        return None
    return earlier_result(session, actor, key, use_case, body)


def _row(
    now: datetime, person_id: int, key: str, use_case: str, body: Mapping[str, Any], result: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "key": key,
        "use_case": use_case,
        "body_hash": _hash(body),
        "result": dict(result),
        "at": now,
    }


def check_seen_version(seen: int, current: int, field: str = "") -> None:
    """Pass if the form saw what stands now; otherwise raise `SeenVersionStale`."""
    if seen != current:
        raise SeenVersionStale(
            "Somebody changed this after you opened it. Your text is kept below; compare it with what stands now, "
            "then save again.",
            field,
        )


def _hash(body: Mapping[str, Any]) -> bytes:
    # Compared with itself alone and never shown: plain sorted JSON will do, without the rules of the record.
    return hashlib.sha256(json.dumps(dict(body), sort_keys=True).encode()).digest()
