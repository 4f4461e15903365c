"""Preparing, opening and ending a ballot: what is frozen, and who has to be a second person."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from voting.domain.ballots.parameters import InterestRule
from voting.domain.ballots.roster import Seat, freeze_seat
from voting.domain.ballots.state import BallotKind, BallotState, check_early_close
from voting.domain.calendar import instant_in_words, london_date
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry, instant
from voting.domain.modifications.lifecycle import Stage
from voting.domain.people import Action, Actor, check_permitted
from voting.domain.periods import holds_on
from voting.models.ballots import (
    BallotDocument,
    BallotOption,
    BallotRow,
    BoardMember,
    RosterRow,
    RuleSetVersion,
    SeatRow,
)
from voting.models.legal_text import LegalTextVersion
from voting.models.modifications import Modification, ReportVersion
from voting.queries.ballots.loading import (
    appointments_of,
    ballot_row,
    frozen_ballot,
    rules_of,
    state_of,
    subject_of,
    votes_of,
)
from voting.queries.modifications.loading import modification_known
from voting.services.ballots.acting import acting_as, acting_person, roster_seat
from voting.services.history import record
from voting.services.notices import send


class NotWithTheBoard(RuleBroken):
    """The modification does not stand with the Change Board."""


class ReportNotPublished(RuleBroken):
    """The Board votes on a published report and no other."""


class ClosesTooSoon(RuleBroken):
    """The closing time has passed already."""


class NothingToVoteOn(RuleBroken):
    """A ballot puts at least one solution to the vote."""


class AnotherBallotIsOpen(RuleBroken):
    """A modification has one vote at a time."""


class NotOpen(RuleBroken):
    """The ballot is not open for this."""


class InterestMissing(RuleBroken):
    """An interest is declared without saying which."""


class ItemClosedBefore(RuleBroken):
    """The chair has closed the item already."""


class EndReasonMissing(RuleBroken):
    """An item ends without a vote and without a reason."""


def prepare_ballot(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    modification_id: int,
    question: str,
    options: Mapping[str, str],
    rule_set_version_id: int,
    closes_at: datetime,
    kind: BallotKind = BallotKind.EX_COMMITTEE,
    occasion: str = "",
) -> int:
    """Prepare a ballot on the latest published report and give its id.

    `options` maps a short key to the solution's title, in the order of voting. Raises `NotWithTheBoard`,
    `ReportNotPublished`, `NothingToVoteOn`, `ClosesTooSoon`, `AnotherBallotIsOpen`.
    """
    check_permitted(actor, Action.PREPARE_BALLOT)
    modification = modification_known(session, modification_id)
    _check_with_the_board(modification)
    if not options:
        raise NothingToVoteOn("Name at least one solution to vote on.", "options")
    _check_closes_later(closes_at, now)
    _check_none_live(session, modification_id)
    row = BallotRow(
        modification_id=modification_id,
        question=question,
        report_version_id=_published_report(session, modification_id),
        rule_set_version_id=_rule_set(session, rule_set_version_id).id,
        kind=kind,
        occasion=occasion.strip() or f"vote on {modification.number}",
        closes_at=closes_at,
        prepared_by_id=actor.person_id,
        prepared_at=now,
        options=[
            BallotOption(key=key, position=position, title=title)
            for position, (key, title) in enumerate(options.items(), start=1)
        ],
    )
    session.add(row)
    session.flush()
    facts: dict[str, object] = {"closes_at": instant(closes_at), "options": list(options), "kind": kind.value}
    _record(session, now, actor, "prepare_ballot", row, facts)
    return row.id


def open_ballot(session: Session, *, actor: Actor, now: datetime, ballot_id: int) -> None:
    """Open a ballot as a second person: rules, roster, report and legal text are frozen, and members are told.

    Raises `ClosesTooSoon`, `NotWithTheBoard`, `ReportNotPublished`, and `CategoryHasNoSeats` where a seat belongs to a
    category that the rule set does not seat.
    """
    row = ballot_row(session, ballot_id)
    check_permitted(actor, Action.OPEN_BALLOT, subject_of(row, now))
    _check_closes_later(row.closes_at, now, "")
    _check_with_the_board(row.modification)
    version = _rule_set(session, row.rule_set_version_id)
    # What the Board votes on is what is published when it begins to vote, not when the vote was prepared.
    row.report_version_id = _published_report(session, row.modification_id)
    row.rules, row.opened_at, row.opened_by_id, row.version = version.rules, now, actor.person_id, row.version + 1
    rules = rules_of(session, row)
    for seat in _seats(session, now):
        member = next((m for m in seat.members if holds_on(m, london_date(now))), None)
        frozen = freeze_seat(
            rules,
            Seat(
                seat.key,
                seat.category,
                member.person.name if member else "",
                member.organisation.name if member else "",
            ),
            interest_declared=False,
            present=None,
        )
        row.roster.append(
            RosterRow(
                seat_id=seat.id,
                seat_key=seat.key,
                seat_name=seat.name,
                category=frozen.category,
                position=seat.position,
                holder_id=member.person_id if member else None,
                holder_name=member.person.name if member else None,
                organisation_name=member.organisation.name if member else None,
                is_recused=frozen.recused,
            )
        )
    documents = _published_legal_text(session, row.modification_id)
    session.add_all(BallotDocument(ballot_id=row.id, legal_text_version_id=each) for each in documents)
    session.flush()
    facts = {
        "rules": row.rules,
        "roster": [[seat.seat_key, seat.category.value, seat.holder_id] for seat in row.roster],
        "report_version": row.report_version_id,
        "legal_text_versions": list(documents),
        "closes_at": instant(row.closes_at),
    }
    _record(session, now, actor, "open_ballot", row, facts)
    _tell_members(session, now, row)


def declare_interest(
    session: Session, *, actor: Actor, now: datetime, ballot_id: int, seat_id: int, interest: str
) -> None:
    """Declare an interest for one's seat; whether that takes the seat out of the count is the rule set's to say.

    A further interest joins the one declared before. Raises `NotEntitled`, `NotOpen`, `InterestMissing`.
    """
    row = ballot_row(session, ballot_id)
    check_permitted(actor, Action.DECLARE_INTEREST, subject_of(row, now, seat_id=seat_id))
    seat = roster_seat(row, seat_id)
    acting_as(acting_person(actor), seat.seat_key, row.occasion, appointments_of(session, [seat_id]), now)
    if state_of(row, now) is not BallotState.OPEN:
        raise NotOpen("An interest is declared here while the vote is open. Tell the chair and the secretary.")
    if not interest.strip():
        raise InterestMissing("Say what the interest is.", "interest")
    said = interest.strip()
    seat.interest_declared = f"{seat.interest_declared}\n\n{said}" if seat.interest_declared else said
    seat.is_recused = rules_of(session, row).interest.value is InterestRule.SEAT_RECUSED
    record(
        session,
        now,
        Entry(
            "declare_interest",
            actor.person_id,
            (("roster", seat.id),),
            facts={"ballot": row.id, "seat": seat.seat_key, "recused": seat.is_recused},
            texts={"interest": said},
            modification_id=row.modification_id,
        ),
    )


def chair_closes_item(session: Session, *, actor: Actor, now: datetime, ballot_id: int) -> None:
    """The chair closes the item, after which the approver may close the ballot before its deadline."""
    row = ballot_row(session, ballot_id)
    check_permitted(actor, Action.CHAIR_CLOSES_ITEM, subject_of(row, now))
    if row.chair_closed_at is not None:
        raise ItemClosedBefore(f"The chair closed this item {instant_in_words(row.chair_closed_at)}.")
    row.chair_closed_at, row.version = now, row.version + 1
    _record(session, now, actor, "chair_closes_item", row, {})


def close_ballot_early(session: Session, *, actor: Actor, now: datetime, ballot_id: int) -> None:
    """Close once every seat that can vote has voted, or the chair has closed the item. Raises `EarlyCloseTooSoon`."""
    row = ballot_row(session, ballot_id)
    check_permitted(actor, Action.CLOSE_BALLOT_EARLY, subject_of(row, now))
    frozen = frozen_ballot(session, row)
    voted = {(vote.seat_key, vote.option) for vote in votes_of(session, row.id)}
    check_early_close(frozen.roster, frozen.options, voted, row.chair_closed_at is not None)
    row.closed_early_at, row.closed_early_by_id, row.version = now, actor.person_id, row.version + 1
    _record(session, now, actor, "close_ballot_early", row, {})


def end_ballot_without_vote(session: Session, *, actor: Actor, now: datetime, ballot_id: int, because: str) -> None:
    """End an item that was deferred, returned or withdrawn: its votes stay on record and are not counted."""
    row = ballot_row(session, ballot_id)
    check_permitted(actor, Action.END_BALLOT, subject_of(row, now))
    if not because.strip():
        raise EndReasonMissing("Say why the item ends without a vote.", "because")
    row.ended_at, row.ended_because, row.version = now, because.strip(), row.version + 1
    _record(session, now, actor, "end_ballot_without_vote", row, {"because": because.strip()})


def _check_closes_later(closes_at: datetime, now: datetime, field: str = "closes_on") -> None:
    if closes_at <= now:
        raise ClosesTooSoon("The closing time has passed. Prepare the vote with a later one.", field)


def _check_with_the_board(modification: Modification) -> None:
    if modification.stage is not Stage.BOARD:
        raise NotWithTheBoard("Send the modification to the Change Board first, then put it to the vote.")


def _rule_set(session: Session, rule_set_version_id: int) -> RuleSetVersion:
    row = session.get(RuleSetVersion, rule_set_version_id)
    if row is None:
        raise NotFound("There is no such rule set.")
    return row


def _is_live(modification_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(
        BallotRow.modification_id == modification_id, BallotRow.published_at.is_(None), BallotRow.ended_at.is_(None)
    )


def _check_none_live(session: Session, modification_id: int) -> None:
    if session.scalar(sa.select(BallotRow.id).where(_is_live(modification_id)).limit(1)):
        raise AnotherBallotIsOpen("A vote on this modification is under way. Publish or end it first.")


def _published_report(session: Session, modification_id: int) -> int:
    latest = session.scalar(
        sa.select(ReportVersion.id)
        .where(ReportVersion.modification_id == modification_id, ReportVersion.published_at.is_not(None))
        .order_by(ReportVersion.number.desc())
        .limit(1)
    )
    if latest is None:
        raise ReportNotPublished("Publish the Modification Report first: the Board votes on a published one.")
    return latest


def _published_legal_text(session: Session, modification_id: int) -> tuple[int, ...]:
    mine = sa.and_(LegalTextVersion.modification_id == modification_id, LegalTextVersion.published_at.is_not(None))
    latest = (
        sa.select(LegalTextVersion.code_document_id, sa.func.max(LegalTextVersion.number).label("number"))
        .where(mine)
        .group_by(LegalTextVersion.code_document_id)
        .subquery()
    )
    same = sa.and_(
        latest.c.code_document_id == LegalTextVersion.code_document_id, latest.c.number == LegalTextVersion.number
    )
    chosen = sa.select(LegalTextVersion.id).join(latest, same).where(mine).order_by(LegalTextVersion.id)
    return tuple(session.scalars(chosen))


def _seats(session: Session, now: datetime) -> list[SeatRow]:
    return list(
        session.scalars(
            sa.select(SeatRow)
            .where(sa.or_(SeatRow.abolished_on.is_(None), SeatRow.abolished_on > london_date(now)))
            .options(
                selectinload(SeatRow.members).options(
                    joinedload(BoardMember.person), joinedload(BoardMember.organisation)
                )
            )
            .order_by(SeatRow.position)
        )
    )


def _tell_members(session: Session, now: datetime, row: BallotRow) -> None:
    number = row.modification.number
    for seat in row.roster:
        if seat.holder_id is not None:
            send(
                session,
                now,
                person_id=seat.holder_id,
                subject=f"{number}: the Change Board vote is open",
                body=(
                    f"{row.question}\n\nThe vote on {number}, {row.modification.title}, is open until "
                    f"{instant_in_words(row.closes_at)}. Sign in to read the report and to vote for {seat.seat_name}.\n"
                ),
                once_key=f"ballot-open:{row.id}",
            )


def _record(
    session: Session, now: datetime, actor: Actor, use_case: str, row: BallotRow, facts: Mapping[str, object]
) -> None:
    entry = Entry(use_case, actor.person_id, (("ballot", row.id),), facts=facts, modification_id=row.modification_id)
    record(session, now, entry)
