"""The list of consultations as a reader may know of it, each with its deadline in words and the reader's own state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from voting.domain.calendar import Calendar, deadline_in_words
from voting.domain.consultations import ConsultationKind, ConsultationState, ReturnState, return_state
from voting.domain.people import Actor
from voting.models.consultations import ConsultationRow, Invitation
from voting.models.responses import DraftRow, ResponseRow, ResponseVersion
from voting.queries.calendar import working_days
from voting.queries.consultations.facts import state_of


@dataclass(frozen=True, slots=True)
class ListedConsultation:
    """One consultation in the list. `own_words` says how far the reader's organisations are, "" for nobody's."""

    id: int
    modification_number: str
    modification_title: str
    title: str
    kind: ConsultationKind
    state: ConsultationState
    closes_at: datetime
    deadline_words: str
    working_days_left: int
    own_words: str


def consultation_list(
    session: Session, *, viewer: Actor, now: datetime, state: ConsultationState | None = None, words: str = ""
) -> tuple[ListedConsultation, ...]:
    """The consultations, those that close next first and then the latest; three statements at most.

    What is prepared only SECAS is told of. No count of answers is here for anybody. `words` are looked for in the
    number and the titles.
    """
    rows = session.scalars(
        sa.select(ConsultationRow)
        .options(joinedload(ConsultationRow.modification))
        .where(sa.true() if viewer.is_secas else ConsultationRow.opened_at <= now)
    ).all()
    days = working_days(session)
    own = _own_words(session, viewer)
    listed = [_listed(row, now, days, own) for row in rows]
    wanted = [
        one for one in listed if (state is None or one.state is state) and _has(one, words.casefold().split())
    ]
    running = {ConsultationState.OPEN, ConsultationState.PREPARED}
    first = sorted((one for one in wanted if one.state in running), key=lambda one: (one.closes_at, one.id))
    then = sorted((one for one in wanted if one.state not in running), key=lambda one: (one.closes_at, one.id))
    return (*first, *reversed(then))


def _has(one: ListedConsultation, words: list[str]) -> bool:
    text = f"{one.modification_number} {one.modification_title} {one.title}".casefold()
    return all(word in text for word in words)


def _listed(row: ConsultationRow, now: datetime, days: Calendar, own: Mapping[int, str]) -> ListedConsultation:
    state = state_of(row, now)
    is_open = state is ConsultationState.OPEN
    return ListedConsultation(
        id=row.id,
        modification_number=row.modification.number,
        modification_title=row.modification.title,
        title=row.title,
        kind=row.kind,
        state=state,
        closes_at=row.closes_at,
        deadline_words=deadline_words(row, now, days),
        working_days_left=days.working_days_left(now, row.closes_at) if is_open else 0,
        own_words=own.get(row.id, ""),
    )


def deadline_words(row: ConsultationRow, now: datetime, days: Calendar) -> str:
    """How it closes or closed; one that was withdrawn has no deadline any more."""
    if state_of(row, now) is ConsultationState.WITHDRAWN:
        return "withdrawn with its modification"
    return deadline_in_words(row.closes_at, now, days)


def _own_words(session: Session, viewer: Actor) -> dict[int, str]:
    """How far the reader's own organisations are with each consultation; of two organisations the one less far."""
    if not viewer.answers_for:
        return {}
    organisations = tuple(viewer.answers_for)
    states = own_states(session, organisations)
    return {consultation_id: _least_far(found) for consultation_id, found in states.items()}


def _least_far(found: Mapping[int, tuple[ReturnState, bool]]) -> str:
    order = (ReturnState.NOTHING_YET, ReturnState.WILL_NOT_RESPOND, ReturnState.SUBMITTED)
    state, has_draft = min(found.values(), key=lambda one: order.index(one[0]))
    return own_state_words(state, has_draft=has_draft)


def own_state_words(state: ReturnState, *, has_draft: bool) -> str:
    """How far an organisation is, as its own people read it."""
    if state is ReturnState.NOTHING_YET:
        return "Draft, not submitted" if has_draft else "Not answered yet"
    return "No response sent" if state is ReturnState.WILL_NOT_RESPOND else "Submitted"


def own_states(
    session: Session, organisations: tuple[int, ...], consultation_id: int | None = None
) -> dict[int, dict[int, tuple[ReturnState, bool]]]:
    """By consultation and organisation: what these organisations returned, and whether they have a draft.

    Only consultations that they were invited to, or have begun to answer, are in it.

    One statement whose rows are these organisations' own: other people's answers never lengthen it.
    """
    versions = sa.select(
        ResponseRow.consultation_id,
        ResponseRow.organisation_id,
        sa.literal("version").label("what"),
        ResponseVersion.number,
        ResponseVersion.is_nil,
    ).join(ResponseVersion, ResponseVersion.response_id == ResponseRow.id)
    drafts = sa.select(
        DraftRow.consultation_id, DraftRow.organisation_id, sa.literal("draft"), sa.literal(0), sa.false()
    )
    invited = sa.select(
        Invitation.consultation_id, Invitation.organisation_id, sa.literal("invited"), sa.literal(0), sa.false()
    )
    parts = [
        part.where(table.organisation_id.in_(organisations))
        for part, table in ((versions, ResponseRow), (drafts, DraftRow), (invited, Invitation))
    ]
    if consultation_id is not None:
        tables = (ResponseRow, DraftRow, Invitation)
        parts = [
            part.where(table.consultation_id == consultation_id) for part, table in zip(parts, tables, strict=True)
        ]
    kept: dict[tuple[int, int], list[tuple[str, int, bool]]] = {}
    for of_consultation, organisation_id, what, number, is_nil in session.execute(sa.union_all(*parts)):
        kept.setdefault((of_consultation, organisation_id), []).append((what, number, bool(is_nil)))
    found: dict[int, dict[int, tuple[ReturnState, bool]]] = {}
    for (of_consultation, organisation_id), lines in kept.items():
        submitted = sorted((number, is_nil) for what, number, is_nil in lines if what == "version")
        state = return_state(has_submitted=bool(submitted), last_was_nil=bool(submitted) and submitted[-1][1])
        has_draft = any(what == "draft" for what, _number, _nil in lines)
        found.setdefault(of_consultation, {})[organisation_id] = (state, has_draft)
    return found
