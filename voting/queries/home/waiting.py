"""What waits for one person: to answer, sign, vote, confirm, rule on, publish; each with the day until which."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import NOW, fetched
from voting.domain.people import Actor, Role
from voting.models.ballots import BallotOption, BallotRow, RosterRow, VoteRow
from voting.models.consultations import ConsultationRow, Extension, Invitation
from voting.models.dispositions import DispositionRow
from voting.models.modifications import Modification, ReportVersion
from voting.models.people import Organisation
from voting.models.responses import DraftRow, ItemTarget, ResponseItemRow, ResponseRow, ResponseVersion
from voting.queries.ballots.loading import ballot_is_open, is_counted, waits_for_second_person
from voting.queries.consultations.facts import consultation_is_open, consultation_waits_for_publication


class What(StrEnum):
    """What is to be done."""

    VOTE = "vote"
    SIGN = "sign"
    ANSWER = "answer"
    CONFIRM_REPLIES = "confirm_replies"
    OPEN_CONSULTATION = "open_consultation"
    CONFIRM_EXTENSION = "confirm_extension"
    CONFIRM_RESPONSE = "confirm_response"
    RULE_ON_LATE = "rule_on_late"
    REPLY = "reply"
    PUBLISH_CONSULTATION = "publish_consultation"
    PUBLISH_REPORT = "publish_report"
    OPEN_BALLOT = "open_ballot"
    CONFIRM_VOTE = "confirm_vote"
    PUBLISH_RESULT = "publish_result"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what, for which modification, about which consultation, ballot or report, until when."""

    what: What
    modification_number: str
    modification_title: str
    about_id: int
    about: str
    organisation_id: int | None = None
    organisation: str = ""
    until: datetime | None = None


def waiting_for(session: Session, *, viewer: Actor, now: datetime) -> tuple[Waiting, ...]:
    """Everything that waits for this person, what has a deadline first and soonest first. At most eight statements."""
    found = [*_votes(session, viewer, now), *_answers(session, viewer, now), *_replies(session, viewer, now)]
    if viewer.is_secas:
        found += [*_of_secas(session, viewer, now)]
    far = datetime.max.replace(tzinfo=now.tzinfo)
    return tuple(sorted(found, key=lambda each: (each.until is None, each.until or far, each.modification_number)))


def _votes(session: Session, viewer: Actor, now: datetime) -> Iterator[Waiting]:
    seats = viewer.member_of_seats | viewer.alternate_for_seats
    if not seats:
        return
    rows = fetched(session, _seats_to_vote(), now=now, seats=tuple(seats))
    for ballot_id, closes_at, seat_name, number, title in rows:
        yield Waiting(What.VOTE, number, title, ballot_id, seat_name, until=closes_at)


@cache
def _seats_to_vote() -> sa.Select[*tuple[Any, ...]]:
    has_voted = sa.exists().where(VoteRow.roster_id == RosterRow.id, VoteRow.option_id == BallotOption.id, is_counted())
    return (
        sa.select(BallotRow.id, BallotRow.closes_at, RosterRow.seat_name, Modification.number, Modification.title)
        .join(RosterRow, RosterRow.ballot_id == BallotRow.id)
        .join(BallotOption, BallotOption.ballot_id == BallotRow.id)
        .join(Modification, Modification.id == BallotRow.modification_id)
        .where(ballot_is_open(NOW), RosterRow.seat_id.in_(sa.bindparam("seats", expanding=True)), ~has_voted)
        .where(RosterRow.holder_id.is_not(None), RosterRow.is_recused.is_(False))
        .distinct()
    )


def _answers(session: Session, viewer: Actor, now: datetime) -> Iterator[Waiting]:
    organisations = viewer.answers_for
    if not organisations:
        return
    rows = fetched(session, _answers_to_give(), now=now, organisations=tuple(organisations))
    for consultation_id, title, closes_at, organisation_id, organisation, number, name, has_draft in rows:
        what = What.SIGN if has_draft and viewer.signs_for(organisation_id) else What.ANSWER
        yield Waiting(what, number, name, consultation_id, title, organisation_id, organisation, closes_at)


@cache
def _answers_to_give() -> sa.Select[*tuple[Any, ...]]:
    answered = sa.exists().where(
        ResponseRow.consultation_id == ConsultationRow.id, ResponseRow.organisation_id == Organisation.id
    )
    return (
        sa.select(
            ConsultationRow.id,
            ConsultationRow.title,
            ConsultationRow.closes_at,
            Organisation.id,
            Organisation.name,
            Modification.number,
            Modification.title,
            DraftRow.id.is_not(None),
        )
        .join(Modification, Modification.id == ConsultationRow.modification_id)
        .join(Organisation, Organisation.id.in_(sa.bindparam("organisations", expanding=True)))
        .outerjoin(
            Invitation,
            sa.and_(Invitation.consultation_id == ConsultationRow.id, Invitation.organisation_id == Organisation.id),
        )
        .outerjoin(
            DraftRow,
            sa.and_(DraftRow.consultation_id == ConsultationRow.id, DraftRow.organisation_id == Organisation.id),
        )
        .where(consultation_is_open(NOW))
        .where(sa.or_(Invitation.consultation_id.is_not(None), DraftRow.id.is_not(None)))
        .where(sa.or_(~answered, DraftRow.id.is_not(None)))
    )


def _replies(session: Session, viewer: Actor, now: datetime) -> Iterator[Waiting]:
    if viewer.person_id is None:
        return
    for consultation_id, title, number, name in fetched(
        session, _replies_to_confirm(), now=now, viewer=viewer.person_id
    ):
        yield Waiting(What.CONFIRM_REPLIES, number, name, consultation_id, title)


@cache
def _replies_to_confirm() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(ConsultationRow.id, ConsultationRow.title, Modification.number, Modification.title)
        .join(Modification, Modification.id == ConsultationRow.modification_id)
        .join(ResponseRow, ResponseRow.consultation_id == ConsultationRow.id)
        .join(ResponseVersion, ResponseVersion.response_id == ResponseRow.id)
        .join(ResponseItemRow, ResponseItemRow.response_version_id == ResponseVersion.id)
        .join(DispositionRow, DispositionRow.response_item_id == ResponseItemRow.id)
        .where(consultation_waits_for_publication(NOW), Modification.proposer_id == sa.bindparam("viewer"))
        .where(DispositionRow.confirmed_at.is_(None), DispositionRow.is_shared_with_proposer.is_(True))
        .distinct()
    )


def _of_secas(session: Session, viewer: Actor, now: datetime) -> Iterator[Waiting]:
    approves, analyses = Role.SECAS_APPROVER in viewer.roles, Role.SECAS_ANALYST in viewer.roles
    if approves:
        yield from _to_open_or_publish(session, viewer, now)
        yield from _ballots(session, viewer, now)
        yield from _reports(session, viewer)
        yield from _extensions(session, viewer, now)
    if analyses:
        yield from _to_reply(session, now)
    yield from _entered_and_late(session, viewer)
    yield from _recorded_votes(session, viewer, now)


def _to_open_or_publish(session: Session, viewer: Actor, now: datetime) -> Iterator[Waiting]:
    prepared = sa.and_(ConsultationRow.opened_at.is_(None), ConsultationRow.withdrawn_at.is_(None))
    rows = session.execute(
        _consultations()
        .add_columns(ConsultationRow.opened_at)
        .where(sa.or_(prepared, consultation_waits_for_publication(now)))
        .where(ConsultationRow.prepared_by_id != viewer.person_id)
    )
    for consultation_id, title, closes_at, number, name, opened_at in rows:
        if opened_at is None:
            yield Waiting(What.OPEN_CONSULTATION, number, name, consultation_id, title, until=closes_at)
        else:
            yield Waiting(What.PUBLISH_CONSULTATION, number, name, consultation_id, title)


def _to_reply(session: Session, now: datetime) -> Iterator[Waiting]:
    # An item that says nothing but "no comment" has no target left to reply to, so any item with a target is looked at.
    unanswered = sa.exists().where(
        ResponseRow.consultation_id == ConsultationRow.id,
        ResponseVersion.response_id == ResponseRow.id,
        ResponseItemRow.response_version_id == ResponseVersion.id,
        ItemTarget.response_item_id == ResponseItemRow.id,
        ~sa.exists().where(DispositionRow.response_item_id == ResponseItemRow.id),
    )
    rows = session.execute(
        _consultations().where(
            consultation_waits_for_publication(now), ConsultationRow.asks_for_replies.is_(True), unanswered
        )
    )
    for consultation_id, title, _closes_at, number, name in rows:
        yield Waiting(What.REPLY, number, name, consultation_id, title)


def _ballots(session: Session, viewer: Actor, now: datetime) -> Iterator[Waiting]:
    rows = session.execute(
        sa.select(
            BallotRow.id, BallotRow.closes_at, BallotRow.opened_at, BallotRow.closed_early_at,
            Modification.number, Modification.title,
        )
        .join(Modification, Modification.id == BallotRow.modification_id)
        .where(BallotRow.published_at.is_(None), BallotRow.ended_at.is_(None))
        .where(BallotRow.prepared_by_id != viewer.person_id)
    )  # fmt: skip
    for ballot_id, closes_at, opened_at, closed_early_at, number, title in rows:
        if opened_at is None:
            yield Waiting(What.OPEN_BALLOT, number, title, ballot_id, "", until=closes_at)
        elif closes_at < now or closed_early_at is not None:
            yield Waiting(What.PUBLISH_RESULT, number, title, ballot_id, "")


def _reports(session: Session, viewer: Actor) -> Iterator[Waiting]:
    rows = session.execute(
        sa.select(ReportVersion.id, ReportVersion.number, Modification.number, Modification.title)
        .join(Modification, Modification.id == ReportVersion.modification_id)
        .where(ReportVersion.published_at.is_(None), ReportVersion.prepared_by_id != viewer.person_id)
    )
    for version_id, version, number, title in rows:
        yield Waiting(What.PUBLISH_REPORT, number, title, version_id, f"version {version}")


def _extensions(session: Session, viewer: Actor, now: datetime) -> Iterator[Waiting]:
    rows = session.execute(
        _consultations()
        .join(Extension, Extension.consultation_id == ConsultationRow.id)
        .where(Extension.confirmed_at.is_(None), Extension.requested_by_id != viewer.person_id)
        .where(consultation_is_open(now))
    )
    for consultation_id, title, closes_at, number, name in rows:
        yield Waiting(What.CONFIRM_EXTENSION, number, name, consultation_id, title, until=closes_at)


def _entered_and_late(session: Session, viewer: Actor) -> Iterator[Waiting]:
    to_confirm = sa.and_(
        ResponseVersion.entered_at.is_not(None),
        ResponseVersion.evidence_id.is_not(None),
        ResponseVersion.confirmed_at.is_(None),
        ResponseVersion.signed_by_id != viewer.person_id,
    )
    to_rule_on = sa.and_(ResponseVersion.is_late.is_(True), ResponseVersion.admitted.is_(None))
    rows = session.execute(
        _consultations()
        .add_columns(Organisation.id, Organisation.name, ResponseVersion.evidence_id, ResponseVersion.confirmed_at)
        .join(ResponseRow, ResponseRow.consultation_id == ConsultationRow.id)
        .join(ResponseVersion, ResponseVersion.response_id == ResponseRow.id)
        .outerjoin(Organisation, Organisation.id == ResponseRow.organisation_id)
        .where(sa.or_(to_confirm, to_rule_on))
        .where(ConsultationRow.published_at.is_(None), ConsultationRow.withdrawn_at.is_(None))
    )
    for consultation_id, title, _closes, number, name, organisation_id, organisation, evidence, confirmed in rows:
        what = What.CONFIRM_RESPONSE if evidence is not None and confirmed is None else What.RULE_ON_LATE
        yield Waiting(what, number, name, consultation_id, title, organisation_id, organisation or "")


def _recorded_votes(session: Session, viewer: Actor, now: datetime) -> Iterator[Waiting]:
    """Votes that somebody else recorded for a member; each receipt is looked at once, however many solutions it has."""
    rows = session.execute(
        sa.select(
            BallotRow.id, BallotRow.closes_at, ballot_is_open(now), RosterRow.seat_name, Modification.number,
            Modification.title, VoteRow.receipt,
        )
        .join(VoteRow, VoteRow.ballot_id == BallotRow.id)
        .join(RosterRow, RosterRow.id == VoteRow.roster_id)
        .join(Modification, Modification.id == BallotRow.modification_id)
        .where(waits_for_second_person(), VoteRow.entered_by_id != viewer.person_id)
        .where(BallotRow.published_at.is_(None), BallotRow.ended_at.is_(None))
        .distinct()
    )  # fmt: skip
    for ballot_id, closes_at, is_open, seat_name, number, title, _receipt in rows:
        yield Waiting(What.CONFIRM_VOTE, number, title, ballot_id, seat_name, until=closes_at if is_open else None)


def _consultations() -> sa.Select[int, str, datetime, str, str]:
    return sa.select(
        ConsultationRow.id, ConsultationRow.title, ConsultationRow.closes_at, Modification.number, Modification.title
    ).join(Modification, Modification.id == ConsultationRow.modification_id)
