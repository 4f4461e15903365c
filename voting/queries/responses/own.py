"""The page of one's own answer: what is asked, what is drafted, who may sign, what was submitted, what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import fetched
from voting.domain.calendar import Calendar, london_date
from voting.domain.confidentiality import Confidentiality
from voting.domain.consultations import ConsultationKind, ConsultationState, LateRuling, QuestionKind
from voting.domain.errors import NotFound
from voting.domain.people import Action, Actor, Role, Subject, check_permitted
from voting.domain.responses import (
    DraftChoices,
    NoCommentOnRest,
    ResponseItem,
    ResponseRoute,
    SubmittedVersion,
    TargetNotConsulted,
    counting_version,
    coverage,
    is_blank,
    item_digest,
    item_refusals,
    target_ref,
)
from voting.models.calendar import NonWorkingDay
from voting.models.consultations import ConsultationRow, QuestionRow
from voting.models.modifications import Modification
from voting.models.people import Organisation, Person, RoleGrant
from voting.models.responses import DraftItemRow, DraftRow, ResponseItemRow, ResponseRow, ResponseVersion
from voting.queries.people.periods import holds_on_day
from voting.queries.responses.consulted import ConsultationView, consultation_view, no_such_consultation
from voting.queries.responses.drafts import draft_item, names_of, submitted_item
from voting.queries.responses.own_values import OwnPoint, PlaceView, RespondPage, VersionView
from voting.queries.responses.replies import replies_to
from voting.queries.responses.targets import TargetView, places_consulted_on, question_target, targets_of_items
from voting.queries.responses.texts import text_under

_PEOPLE = {Role.PARTY_CONTRIBUTOR: "draft", Role.PARTY_REVIEWER: "draft", Role.PARTY_SIGNATORY: "sign"}


@dataclass(frozen=True, slots=True)
class _Head:
    """The consultation, the organisation, its draft and the questions, from one statement."""

    about: ConsultationView
    organisation: Organisation
    draft: DraftRow | None
    questions: tuple[QuestionRow, ...]


_OF_PLACES = frozenset({QuestionKind.BY_OBSERVATION, QuestionKind.BY_CLAUSE})


@dataclass(frozen=True, slots=True)
class _Around:
    """Who may draft and sign, and the Working Days left."""

    may_draft: tuple[str, ...]
    may_sign: tuple[str, ...]
    working_days_left: int


def respond_page(
    session: Session,
    *,
    viewer: Actor,
    now: datetime,
    consultation_id: int,
    organisation_id: int,
    item: str = "",
) -> RespondPage:
    """The page of this organisation's answer, with the place `item` (name of a target) open.

    At most six statements, none of which reads another organisation's rows. Raises `NotPermitted` for anybody outside
    the organisation, and `NotFound` for a consultation that has not opened or an item that is not consulted on.
    """
    check_permitted(viewer, Action.READ_OWN_RESPONSE, Subject(organisation_id=organisation_id))
    head = _head(session, now, consultation_id, organisation_id)
    is_published = head.about.state is ConsultationState.PUBLISHED
    rows = [] if is_published or head.draft is None else _draft_items(session, head.draft.id)
    places = _places(session, head, rows, item, is_published=is_published)
    current = _current(places, "" if is_published else item)
    versions = own_versions(session, head.about, organisation_id)
    around = _Around((), (), 0) if is_published else _around(session, now, head.about, organisation_id)
    is_simple = all(place.target.question_kind is not None for place in places)
    choices = _choices(head.draft)
    declared = NoCommentOnRest(0, now) if choices.no_comment_on_the_rest else None
    return RespondPage(
        consultation=head.about,
        organisation_id=organisation_id,
        organisation=head.organisation.name,
        working_days_left=around.working_days_left,
        is_simple=is_simple,
        places=places,
        current=None if is_simple else current,
        text=None if is_simple or current is None else text_under(session, consultation_id, current.target),
        coverage=coverage((place.item for place in places), (place.target.target for place in places), declared),
        choices=choices,
        has_draft=head.draft is not None,
        draft_version=head.draft.version if head.draft else 0,
        saved_at=head.draft.saved_at if head.draft else None,
        saved_by=max(rows, key=lambda row: row[0].saved_at)[1] if rows else "",
        may_draft=around.may_draft,
        may_sign=around.may_sign,
        viewer_signs=viewer.signs_for(organisation_id),
        versions=versions,
        points=_points(session, versions) if is_published else (),
    )


def _head(session: Session, now: datetime, consultation_id: int, organisation_id: int) -> _Head:
    rows = session.execute(_heads(), {"consultation": consultation_id, "organisation": organisation_id}).all()
    if not rows:
        raise no_such_consultation()
    consultation, modification, organisation, draft, _question = rows[0]
    if consultation.opened_at is None or now < consultation.opened_at:
        raise no_such_consultation()
    questions = tuple(filter(None, (row[4] for row in rows)))
    return _Head(consultation_view(consultation, modification, now), organisation, draft, questions)


@cache
def _heads() -> sa.Select[ConsultationRow, Modification, Organisation, DraftRow, QuestionRow]:
    theirs: sa.BindParameter[int] = sa.bindparam("organisation", type_=sa.Integer())
    drafted = sa.and_(DraftRow.consultation_id == ConsultationRow.id, DraftRow.organisation_id == theirs)
    return (
        sa.select(ConsultationRow, Modification, Organisation, DraftRow, QuestionRow)
        .join(Modification, Modification.id == ConsultationRow.modification_id)
        .join(Organisation, Organisation.id == theirs)
        .outerjoin(DraftRow, drafted)
        .outerjoin(QuestionRow, QuestionRow.consultation_id == ConsultationRow.id)
        .where(ConsultationRow.id == sa.bindparam("consultation"))
        .order_by(QuestionRow.position)
    )


def _choices(draft: DraftRow | None) -> DraftChoices:
    if draft is None:
        return DraftChoices()
    return DraftChoices(draft.confidentiality, draft.also_for, draft.no_comment_on_the_rest)


def _draft_items(session: Session, draft_id: int) -> list[tuple[DraftItemRow, str]]:
    rows = session.execute(
        sa.select(DraftItemRow, Person.name)
        .join(Person, Person.id == DraftItemRow.saved_by_id)
        .where(DraftItemRow.draft_id == draft_id)
        .order_by(DraftItemRow.id)
    )
    return [(row, name) for row, name in rows]


def _places(
    session: Session,
    head: _Head,
    rows: Sequence[tuple[DraftItemRow, str]],
    item: str,
    *,
    is_published: bool,
) -> tuple[PlaceView, ...]:
    """Every question, and every observation or changed clause consulted on, with what is drafted there.

    A Modification Report Consultation asks about places of the text only where one of its questions says so.
    """
    targets = [question_target(question) for question in head.questions]
    asks_of_places = head.about.kind is not ConsultationKind.MODIFICATION_REPORT or any(
        question.kind in _OF_PLACES for question in head.questions
    )
    if not is_published and asks_of_places:
        named = {name for row, _saved_by in rows for name in names_of(row)}
        named |= {_known_name(item)} if item else set()
        targets += places_consulted_on(
            session,
            consultation_id=head.about.id,
            modification_id=head.about.modification_id,
            named=named,
        )
    views = {view.name: view for view in targets}
    of_target = {row.target: (row, saved_by) for row, saved_by in rows}
    confidentiality = _choices(head.draft).confidentiality
    return tuple(_place(view, views, of_target.get(view.name), confidentiality) for view in targets)


def _known_name(item: str) -> str:
    try:
        return str(target_ref(item))
    except TargetNotConsulted as unknown:
        raise NotFound(str(unknown)) from unknown


def _place(
    view: TargetView,
    views: dict[str, TargetView],
    drafted: tuple[DraftItemRow, str] | None,
    confidentiality: Confidentiality,
) -> PlaceView:
    if drafted is None:
        blank = ResponseItem(key=view.name, targets=(view.target,))
        return PlaceView(view, (), blank, "to_do", (), item_digest(blank))
    row, saved_by = drafted
    point = draft_item(row, {name: one.target for name, one in views.items()})
    also = tuple(views[target.key] for target in point.targets[1:] if target.key in views)
    refusals = () if is_blank(point) else item_refusals(point, confidentiality)
    state = "to_do" if is_blank(point) else ("draft" if refusals else "answered")
    return PlaceView(view, also, point, state, refusals, item_digest(point), row.saved_at, saved_by)


def _current(places: Sequence[PlaceView], item: str) -> PlaceView | None:
    """The place that is asked for; else the first that has no answer yet; else the first."""
    if item:
        asked = next((place for place in places if place.target.name == item), None)
        if asked is None:
            raise NotFound("This consultation does not ask about that.")
        return asked
    return next((place for place in places if place.state == "to_do"), places[0] if places else None)


def own_versions(session: Session, about: ConsultationView, organisation_id: int) -> tuple[VersionView, ...]:
    """Every version that the organisation submitted, or SECAS entered for it, by number. One statement."""
    rows = session.execute(_versions(), {"consultation": about.id, "organisation": organisation_id}).all()
    counts = counting_version(
        tuple(_submitted(row) for row, _name in rows),
        about.closes_at,
        {row.number: _ruling(row) for row, _name in rows if row.admitted is not None},
    )
    return tuple(
        version_view(row, name, counts=counts is not None and counts.version == row.number) for row, name in rows
    )


@cache
def _versions() -> sa.Select[ResponseVersion, str]:
    return (
        sa.select(ResponseVersion, Person.name)
        .join(ResponseRow, ResponseRow.id == ResponseVersion.response_id)
        .join(Person, Person.id == ResponseVersion.signed_by_id)
        .where(ResponseRow.consultation_id == sa.bindparam("consultation"))
        .where(ResponseRow.organisation_id == sa.bindparam("organisation"))
        .order_by(ResponseVersion.number)
    )


def version_view(row: ResponseVersion, signed_by: str, *, counts: bool) -> VersionView:
    """A version in few words."""
    return VersionView(
        id=row.id,
        number=row.number,
        is_nil=row.is_nil,
        received_at=row.received_at,
        entered_at=row.entered_at,
        signed_by=signed_by,
        receipt=row.receipt,
        route=row.route,
        is_confirmed=_is_confirmed(row),
        is_late=row.is_late,
        admitted=row.admitted,
        ruling_reason=row.ruling_reason,
        counts=counts,
    )


def _is_confirmed(row: ResponseVersion) -> bool:
    return row.route is ResponseRoute.PLATFORM or row.confirmed_at is not None


def _submitted(row: ResponseVersion) -> SubmittedVersion:
    return SubmittedVersion(row.number, row.received_at, row.entered_at, row.is_nil, _is_confirmed(row))


def _ruling(row: ResponseVersion) -> LateRuling:
    return LateRuling(bool(row.admitted), row.ruling_reason, row.ruled_by_id or 0, row.ruled_at or row.entered_at)


def _around(session: Session, now: datetime, about: ConsultationView, organisation_id: int) -> _Around:
    """People and Working Days in one statement: (what, name or day, role, whether a bank holiday)."""
    today = london_date(now)
    first, last = date(today.year, 1, 1), date(london_date(about.closes_at).year, 12, 31)
    rows = fetched(session, _people_and_days(), organisation=organisation_id, today=today, first=first, last=last)
    by_act: dict[str, set[str]] = {"draft": set(), "sign": set()}
    for what, name, role, _is_bank_holiday in rows:
        if what == "person" and (act := _PEOPLE.get(Role(role))):
            by_act[act].add(name)
    days = [(date.fromisoformat(on), name, is_bank) for what, on, name, is_bank in rows if what == "day"]
    calendar = Calendar(
        frozenset(on for on, _name, is_bank in days if is_bank),
        {on: name for on, name, is_bank in days if not is_bank},
    )
    left = calendar.working_days_left(now, about.closes_at)
    return _Around(tuple(sorted(by_act["draft"])), tuple(sorted(by_act["sign"])), left)


@cache
def _people_and_days() -> sa.CompoundSelect[*tuple[Any, ...]]:
    today: sa.BindParameter[date] = sa.bindparam("today", type_=sa.Date())
    return sa.union_all(
        sa.select(sa.literal("person"), Person.name, sa.cast(RoleGrant.role, sa.Text), sa.false())
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.organisation_id == sa.bindparam("organisation"), holds_on_day(RoleGrant, today))
        .where(sa.or_(Person.left_on.is_(None), Person.left_on > today)),
        sa.select(
            sa.literal("day"),
            sa.cast(NonWorkingDay.on, sa.Text),
            NonWorkingDay.name,
            NonWorkingDay.added_by_id.is_(None),
        )
        .where(NonWorkingDay.withdrawn.is_(False))
        .where(NonWorkingDay.on >= sa.bindparam("first"), NonWorkingDay.on <= sa.bindparam("last")),
    )


def _points(session: Session, versions: Iterable[VersionView]) -> tuple[OwnPoint, ...]:
    """What became of each point of the version that counts."""
    counting = next((version for version in versions if version.counts), None)
    if counting is None or counting.is_nil:
        return ()
    rows = session.scalars(
        sa.select(ResponseItemRow)
        .where(ResponseItemRow.response_version_id == counting.id)
        .order_by(ResponseItemRow.position_in_response)
    ).all()
    targets = targets_of_items(session, [row.id for row in rows])
    replies = replies_to(session, [row.id for row in rows])
    points = []
    for row in rows:
        reply, views = replies.get(row.id), targets[row.id]
        points.append(
            OwnPoint(
                targets=views,
                item=submitted_item(row, (view.target for view in views)),
                reply=reply.kind if reply else None,
                detail=reply.detail if reply else "",
                adopted_wording=reply.adopted_wording if reply else "",
                decided_by=reply.decided_by if reply else None,
                changes=reply.changes if reply else (),
            )
        )
    return tuple(points)
