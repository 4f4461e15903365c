"""The replies as SECAS works on them after close, one by one or together, and as the Proposer confirms them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.consultations import ConsultationNotClosed, ConsultationState
from voting.domain.dispositions import DispositionState, needs_reply
from voting.domain.errors import NotFound
from voting.domain.legal_text import hunk_from_dict, hunk_words
from voting.domain.people import Action, Actor, Subject, check_permitted
from voting.domain.responses import TargetKind
from voting.models.consultations import ConsultationDocument, ConsultationRow
from voting.models.legal_text import ClauseRow, CodeDocument, HunkRow, LegalTextVersion
from voting.models.people import Person
from voting.queries.consultations.facts import known_consultation
from voting.queries.dispositions.points import Point, Points, Reply, points_of
from voting.queries.responses.consulted import ConsultationView
from voting.queries.responses.readable import readable_answers
from voting.queries.responses.readable_values import ReadableAnswers, ReadableItem


class ReplyState(StrEnum):
    """Where a point stands on the way to its reply; `NOT_NEEDED` says nothing the public may read."""

    MISSING = "missing"
    DRAFTED = "drafted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class PointAtWork:
    """A point as this reader reads it, and the reply to it as it stands. `names` are those of drafter and confirmer."""

    id: int
    item: ReadableItem
    reply: Reply | None
    state: ReplyState
    drafted_by: str
    confirmed_by: str
    duplicate_of: str
    changes: tuple[str, ...]

    @property
    def where(self) -> str:
        """What it is about, in words."""
        return "; ".join(target.words for target in self.item.targets)


@dataclass(frozen=True, slots=True)
class ReplyBench:
    """All points of a consultation, filtered; `counts` are those of the whole."""

    about: ConsultationView
    points: tuple[PointAtWork, ...]
    counts: Mapping[ReplyState, int]
    total: int
    documents: tuple[str, ...]
    has_proposer: bool


@dataclass(frozen=True, slots=True)
class ChangeOffered:
    """A change of the legal text that a reply can name."""

    id: int
    document_code: str
    clause_label: str
    words: str
    is_near: bool


@dataclass(frozen=True, slots=True)
class ReplyPage:
    """One point with everything that drafting its reply needs."""

    about: ConsultationView
    point: PointAtWork
    others: tuple[PointAtWork, ...]
    changes: tuple[ChangeOffered, ...]
    previous_id: int | None
    next_id: int | None


def reply_bench(
    session: Session,
    *,
    viewer: Actor,
    now: datetime,
    consultation_id: int,
    state: ReplyState | None = None,
    document: str = "",
) -> ReplyBench:
    """Every point, filtered by where it stands and by document; eleven statements at most.

    Raises `NotPermitted`, `NotFound` and, until the deadline has passed, `ConsultationNotClosed`.
    """
    check_permitted(viewer, Action.READ_RETURNS)
    row, answers, points = _closed(session, viewer, now, consultation_id)
    everything = _at_work(session, answers, points)
    documents = sorted({code for one in everything for code in _documents(one)})
    wanted = tuple(
        one
        for one in everything
        if (state is None or one.state is state) and (not document or document in _documents(one))
    )
    return ReplyBench(
        about=answers.consultation,
        points=wanted,
        counts=Counter(one.state for one in everything),
        total=len(everything),
        documents=tuple(documents),
        has_proposer=row.modification.proposer_id is not None,
    )


def reply_page(session: Session, *, viewer: Actor, now: datetime, consultation_id: int, item_id: int) -> ReplyPage:
    """One point for drafting; twelve statements at most. Raises what `reply_bench` raises."""
    check_permitted(viewer, Action.READ_RETURNS)
    row, answers, points = _closed(session, viewer, now, consultation_id)
    everything = _at_work(session, answers, points)
    place = next((place for place, one in enumerate(everything) if one.id == item_id), None)
    if place is None:
        raise NotFound("There is no such point in the responses that count.")
    point = everything[place]
    return ReplyPage(
        about=answers.consultation,
        point=point,
        others=tuple(one for one in everything if one.id != item_id),
        changes=_changes_offered(session, row, point),
        previous_id=everything[place - 1].id if place else None,
        next_id=everything[place + 1].id if place + 1 < len(everything) else None,
    )


def proposers_replies(session: Session, *, viewer: Actor, now: datetime, consultation_id: int) -> ReplyBench:
    """The points that SECAS shared with the Proposer, as the public will read them, with their replies.

    Eleven statements at most. Raises `NotPermitted` for anybody but the Proposer, `NotFound` and
    `ConsultationNotClosed`.
    """
    row, answers, points = _closed(session, viewer, now, consultation_id)
    proposer = frozenset() if row.modification.proposer_id is None else frozenset({row.modification.proposer_id})
    check_permitted(viewer, Action.CONFIRM_REPLY, Subject(state="closed", proposer_ids=proposer))
    shared = tuple(
        one for one in _at_work(session, answers, points) if one.reply is not None and one.reply.is_shared_with_proposer
    )
    return ReplyBench(
        about=answers.consultation,
        points=shared,
        counts=Counter(one.state for one in shared),
        total=len(shared),
        documents=(),
        has_proposer=True,
    )


def _closed(
    session: Session, viewer: Actor, now: datetime, consultation_id: int
) -> tuple[ConsultationRow, ReadableAnswers, Points]:
    row = known_consultation(session, viewer=viewer, consultation_id=consultation_id)
    answers = readable_answers(session, viewer=viewer, now=now, consultation_id=consultation_id)
    if answers.consultation.state not in {ConsultationState.CLOSED, ConsultationState.PUBLISHED}:
        raise ConsultationNotClosed("Replies are written once the consultation has closed.")
    return row, answers, points_of(session, consultation_id=consultation_id, published_at=row.published_at)


def _at_work(session: Session, answers: ReadableAnswers, points: Points) -> tuple[PointAtWork, ...]:
    """The points that this reader reads at all, each with its reply."""
    readable = [
        (points.by_id[item.id], item) for item in answers.items if item.id is not None and item.id in points.by_id
    ]
    people = _people(session, [point.reply for point, _item in readable if point.reply is not None])
    changes = _changes_named(session, [point.reply for point, _item in readable if point.reply is not None])
    words = {point.id: _in_short(item) for point, item in readable}
    return tuple(_point_at_work(point, item, people, changes, words) for point, item in readable)


def _point_at_work(
    point: Point,
    item: ReadableItem,
    people: Mapping[int, str],
    changes: Mapping[int, str],
    words: Mapping[int, str],
) -> PointAtWork:
    reply = point.reply
    confirmation = reply.value.confirmation if reply is not None else None
    duplicate_of = reply.duplicate_of_id if reply is not None else None
    return PointAtWork(
        id=point.id,
        item=item,
        reply=reply,
        state=_state(point),
        drafted_by=people.get(reply.drafted_by_id, "") if reply is not None else "",
        confirmed_by=people.get(confirmation.confirmed_by, "") if confirmation is not None else "",
        duplicate_of=words.get(duplicate_of, "another point") if duplicate_of is not None else "",
        changes=tuple(changes[one] for one in reply.hunks if one in changes) if reply is not None else (),
    )


def _state(point: Point) -> ReplyState:
    reply = point.reply
    if reply is None:
        is_wanted = needs_reply(point.value) and not point.is_withheld
        return ReplyState.MISSING if is_wanted else ReplyState.NOT_NEEDED
    if reply.value.state is not DispositionState.DRAFTED:
        return ReplyState.CONFIRMED
    return ReplyState.RETURNED if reply.returned_because else ReplyState.DRAFTED


def _in_short(item: ReadableItem) -> str:
    """A point in a line: whose it is and what it is about."""
    about = "; ".join(target.words for target in item.targets)
    return f"{item.organisation or 'name withheld'}: {about}"


def _documents(point: PointAtWork) -> frozenset[str]:
    return frozenset(target.document_code for target in point.item.targets if target.document_code)


def _people(session: Session, replies: list[Reply]) -> dict[int, str]:
    confirmers = {one.value.confirmation.confirmed_by for one in replies if one.value.confirmation is not None}
    ids = confirmers | {one.drafted_by_id for one in replies}
    if not ids:
        return {}
    found = session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(ids))).all()
    return {person.id: person.name for person in found}


def _changes_named(session: Session, replies: list[Reply]) -> dict[int, str]:
    """The changes that replies name, in words, by their id."""
    ids = {hunk_id for one in replies for hunk_id in one.hunks}
    if not ids:
        return {}
    rows = session.execute(_hunks().where(HunkRow.id.in_(ids)))
    return {row.HunkRow.id: f"{row.code} {row.label or ''}: {_words(row.HunkRow)}" for row in rows}


def _changes_offered(session: Session, row: ConsultationRow, point: PointAtWork) -> tuple[ChangeOffered, ...]:
    """Every change of the documents consulted on that the point touches, those in its clauses first."""
    documents = _documents(point)
    clauses = {target.clause_label for target in point.item.targets if target.clause_label}
    statement = (
        _hunks()
        .join(ConsultationDocument, ConsultationDocument.legal_text_version_id == LegalTextVersion.id)
        .where(ConsultationDocument.consultation_id == row.id)
        .order_by(CodeDocument.id, HunkRow.position)
    )
    if documents:
        statement = statement.where(CodeDocument.code.in_(documents))
    offered = [
        ChangeOffered(
            one.HunkRow.id,
            one.code,
            one.label or "",
            _words(one.HunkRow),
            is_near=one.label in clauses or one.HunkRow.observation_id in _observations(point),
        )
        for one in session.execute(statement)
    ]
    return tuple(sorted(offered, key=lambda one: not one.is_near))


def _observations(point: PointAtWork) -> frozenset[int]:
    return frozenset(target.id for target in point.item.targets if target.kind is TargetKind.OBSERVATION)


def _hunks() -> sa.Select[HunkRow, str, str]:
    same_clause = sa.and_(
        ClauseRow.legal_text_version_id == HunkRow.legal_text_version_id, ClauseRow.key == HunkRow.clause_key
    )
    return (
        sa.select(
            HunkRow,
            CodeDocument.code.label("code"),
            sa.func.coalesce(ClauseRow.label_to_be, ClauseRow.label_as_is).label("label"),
        )
        .join(LegalTextVersion, LegalTextVersion.id == HunkRow.legal_text_version_id)
        .join(CodeDocument, CodeDocument.id == LegalTextVersion.code_document_id)
        .outerjoin(ClauseRow, same_clause)
    )


def _words(row: HunkRow) -> str:
    return hunk_words(hunk_from_dict(row.value))
