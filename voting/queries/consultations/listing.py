"""The list of consultations as a reader may know of it, each with its deadline in words and the reader's own state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from voting.db import fetched
from voting.domain.calendar import Calendar, deadline_in_words
from voting.domain.consultations import ConsultationKind, ConsultationState, ReturnState, return_state
from voting.domain.people import Actor
from voting.models.consultations import ConsultationRow, Invitation
from voting.models.people import Organisation
from voting.models.responses import DraftRow, ResponseRow, ResponseVersion
from voting.queries.calendar import working_days
from voting.queries.consultations.facts import state_of

_OWN: sa.BindParameter[Any] = sa.bindparam("organisations", expanding=True)


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
    wanted = [one for one in listed if (state is None or one.state is state) and _has(one, words.casefold().split())]
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
    by_consultation: dict[int, list[OwnState]] = {}
    for one in own_states(session, viewer):
        if one.consultation_id is not None:
            by_consultation.setdefault(one.consultation_id, []).append(one)
    order = (ReturnState.NOTHING_YET, ReturnState.WILL_NOT_RESPOND, ReturnState.SUBMITTED)
    return {
        consultation_id: min(found, key=lambda one: order.index(one.state)).words
        for consultation_id, found in by_consultation.items()
    }


@dataclass(frozen=True, slots=True)
class OwnState:
    """How far one organisation is with one consultation, as its own people read it."""

    organisation_id: int
    organisation: str
    consultation_id: int | None
    state: ReturnState
    has_draft: bool

    @property
    def words(self) -> str:
        """The state in words."""
        if self.state is ReturnState.NOTHING_YET:
            return "Draft, not submitted" if self.has_draft else "Not answered yet"
        return "No response sent" if self.state is ReturnState.WILL_NOT_RESPOND else "Submitted"


def own_states(session: Session, viewer: Actor, consultation_id: int | None = None) -> tuple[OwnState, ...]:
    """What the reader's own organisations returned, by their names, and whether they have a draft.

    Only for consultations that they were invited to or have begun to answer; an organisation without any has one line
    without a consultation. One statement, whose rows are these organisations' own: other people's answers never
    lengthen it.
    """
    if not viewer.answers_for:
        return ()
    about = {} if consultation_id is None else {"consultation": consultation_id}
    own = _own(of_one=consultation_id is not None)
    rows = fetched(session, own, organisations=tuple(viewer.answers_for), **about)
    traces: dict[tuple[int, str, int | None], list[tuple[str, bool]]] = {}
    for row in rows:
        traces.setdefault((row.id, row.name, row.consultation_id), []).append((row.what, bool(row.is_nil)))
    return tuple(_own_state(of, found) for of, found in traces.items())


def _own_state(of: tuple[int, str, int | None], found: list[tuple[str, bool]]) -> OwnState:
    submitted = [is_nil for what, is_nil in found if what == "version"]
    state = return_state(has_submitted=bool(submitted), last_was_nil=bool(submitted) and submitted[-1])
    return OwnState(*of, state, any(what == "draft" for what, _is_nil in found))


@cache
def _own(*, of_one: bool) -> sa.Select[*tuple[Any, ...]]:
    both = _traces(of_one=of_one).subquery()
    return (
        sa.select(Organisation.id, Organisation.name, both)
        .outerjoin(both, both.c.organisation_id == Organisation.id)
        .where(Organisation.id.in_(_OWN))
        .order_by(sa.func.lower(Organisation.name), both.c.consultation_id, both.c.number)
    )


def _traces(*, of_one: bool) -> sa.CompoundSelect[Any]:
    """Versions, drafts and invitations of these organisations, of one consultation or of all."""
    versions = sa.select(
        ResponseRow.consultation_id.label("consultation_id"),
        ResponseRow.organisation_id.label("organisation_id"),
        sa.literal("version").label("what"),
        ResponseVersion.number.label("number"),
        ResponseVersion.is_nil.label("is_nil"),
    ).join(ResponseVersion, ResponseVersion.response_id == ResponseRow.id)
    drafts = sa.select(
        DraftRow.consultation_id, DraftRow.organisation_id, sa.literal("draft"), sa.literal(0), sa.false()
    )
    invited = sa.select(
        Invitation.consultation_id, Invitation.organisation_id, sa.literal("invited"), sa.literal(0), sa.false()
    )
    # Here as well, so that no other organisation's row is even looked at.
    versions = versions.where(ResponseRow.organisation_id.in_(_OWN))
    drafts = drafts.where(DraftRow.organisation_id.in_(_OWN))
    invited = invited.where(Invitation.organisation_id.in_(_OWN))
    if of_one:
        one = sa.bindparam("consultation", type_=sa.Integer())
        versions = versions.where(ResponseRow.consultation_id == one)
        drafts = drafts.where(DraftRow.consultation_id == one)
        invited = invited.where(Invitation.consultation_id == one)
    return sa.union_all(versions, drafts, invited)
