"""The register by hand: findings added, edited, and moved through their states with a reason."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry
from voting.domain.modifications.lifecycle import parse_number
from voting.domain.observations import (
    ObservationFacts,
    ObservationKey,
    ObservationKind,
    ObservationState,
    StateChange,
    change_state,
    parse_document,
    parse_observation_number,
)
from voting.domain.people import Actor
from voting.models.legal_text import CodeDocument, HunkRow
from voting.models.observations import ObservationMove, ObservationRow
from voting.services.history import record
from voting.services.intents import check_seen_version
from voting.services.legal_text.code_documents import document_of_code
from voting.services.observations.loading import permitted_modification, put_in_order


class NumberTaken(RuleBroken):
    """The document has an observation of this number already."""


class TextMissing(RuleBroken):
    """An observation says what was found."""


def add_observation(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    modification_id: int,
    document: str,
    document_title: str = "",
    number: str,
    title: str,
    text: str,
    recommendation: str,
    kind: ObservationKind,
    cited_clauses: str = "",
) -> int:
    """Add an observation, drafted, and give its id. Raises `NumberTaken`, `TextMissing`, `DocumentNotRecognised`."""
    permitted_modification(session, actor, modification_id)
    code, number = parse_document(document), parse_observation_number(number)
    code_document = document_of_code(session, code, document_title)
    taken = sa.select(ObservationRow.id).where(
        ObservationRow.modification_id == modification_id,
        ObservationRow.code_document_id == code_document.id,
        ObservationRow.number == number,
    )
    if session.scalar(taken):
        raise NumberTaken(f"{code} has an observation {number} already. Numbers count within a document.", "number")
    _check_says_something(text)
    row = ObservationRow(
        modification_id=modification_id,
        code_document_id=code_document.id,
        number=number,
        position=0,
        title=title.strip(),
        text=text.strip(),
        recommendation=recommendation.strip(),
        kind=kind,
        state=ObservationState.DRAFTED,
        cited_clauses=cited_clauses.strip(),
    )
    session.add(row)
    session.flush()
    put_in_order(session, modification_id)
    _record(session, now, actor, "add_observation", row, {"document": code, "number": number, "kind": kind.value})
    return row.id


def edit_observation(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    observation_id: int,
    seen_version: int,
    title: str,
    text: str,
    recommendation: str,
    kind: ObservationKind,
    cited_clauses: str,
) -> None:
    """Correct the words of an observation; its number and state have acts of their own."""
    row = _observation(session, observation_id)
    permitted_modification(session, actor, row.modification_id)
    check_seen_version(seen_version, row.version, "text")
    _check_says_something(text)
    row.title, row.text, row.recommendation = title.strip(), text.strip(), recommendation.strip()
    row.kind, row.cited_clauses, row.version = kind, cited_clauses.strip(), row.version + 1
    _record(session, now, actor, "edit_observation", row, {"kind": kind.value})


def change_observation_state(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    observation_id: int,
    seen_version: int,
    to: ObservationState,
    reason: str = "",
    comment: str = "",
    place: str = "",
) -> None:
    """Move an observation to another state, with what that state has to say. Raises `TransitionRefused`."""
    row = _observation(session, observation_id)
    modification = permitted_modification(session, actor, row.modification_id)
    check_seen_version(seen_version, row.version, "state")
    code = session.get_one(CodeDocument, row.code_document_id).code
    hunks = tuple(session.scalars(sa.select(HunkRow.key).where(HunkRow.observation_id == row.id).distinct()))
    before = ObservationFacts(ObservationKey(parse_number(modification.number), code, row.number), row.state, hunks)
    after = change_state(before, StateChange(to, reason, comment, place))
    said = "; ".join(part.strip() for part in (reason, comment, place) if part.strip())
    session.add(
        ObservationMove(
            observation_id=row.id,
            from_state=row.state.value,
            to_state=after.state.value,
            reason=said,
            at=now,
            by_id=actor.person_id,
        )
    )
    row.state, row.state_reason, row.version = after.state, said, row.version + 1
    _record(session, now, actor, "change_observation_state", row, {"to": to.value, "from": before.state.value})


def _check_says_something(text: str) -> None:
    if not text.strip():
        raise TextMissing("Say what was found.", "text")


def _observation(session: Session, observation_id: int) -> ObservationRow:
    row = session.get(ObservationRow, observation_id)
    if row is None:
        raise NotFound("There is no such observation.")
    return row


def _record(
    session: Session, now: datetime, actor: Actor, use_case: str, row: ObservationRow, facts: dict[str, object]
) -> None:
    texts = {"text": row.text, "recommendation": row.recommendation, "reason": row.state_reason}
    record(
        session,
        now,
        Entry(
            use_case,
            actor.person_id,
            (("observation", row.id),),
            facts=facts,
            texts=texts,
            modification_id=row.modification_id,
        ),
    )
