"""One ballot as one viewer may see it, and the lists of ballots."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from voting.domain.ballots.roster import Appointments, Standing, standing_of
from voting.domain.ballots.rule_set import confirmation_in_words
from voting.domain.ballots.state import BallotState, notice_before_casting
from voting.domain.ballots.votes import VoteChoice, needs_reason
from voting.domain.calendar import london_date
from voting.domain.errors import NotFound
from voting.domain.people import Action, Actor, check_permitted
from voting.models.ballots import BallotOption, BallotRow, RosterRow, VoteRow
from voting.models.modifications import ReportVersion
from voting.queries.ballots.loading import appointments_of, ballot_row, roster_of, rules_of, state_of, times_of
from voting.queries.ballots.views import BallotSummary, BallotView, MySeat, OptionView, SeatView, VoteView
from voting.queries.ballots.votes import may_read_others_votes, seats_voted, votes_with_names


def ballot_detail(session: Session, *, viewer: Actor, now: datetime, ballot_id: int) -> BallotView:
    """The ballot for a member, SECAS or an auditor. Nothing in it tells how a sealed ballot stands.

    Who acts for a seat sees all that is recorded for it; turnout by seat is SECAS's, in numbers the Board's too.
    """
    check_permitted(viewer, Action.READ_BALLOT)
    row = ballot_row(session, ballot_id)
    state, rules = state_of(row, now), rules_of(session, row)
    if state is BallotState.PREPARED and not viewer.is_secas:
        raise NotFound("There is no such vote.")
    reads_all = may_read_others_votes(viewer, rules, row.kind, state)
    mine = viewer.member_of_seats | viewer.alternate_for_seats
    needs_all = reads_all or viewer.is_secas
    views, _ = votes_with_names(session, row.id, rules, only_seats=None if needs_all else mine)
    own = appointments_of(session, mine) if mine else Appointments(())
    voted = seats_voted(views) if needs_all else _turnout(session, row.id)
    options = tuple(OptionView(option.key, option.title) for option in row.options)
    report_number = session.scalar(sa.select(ReportVersion.number).where(ReportVersion.id == row.report_version_id))
    complete = {seat.seat_key for seat in row.roster if all((seat.seat_key, option.key) in voted for option in options)}
    return BallotView(
        id=row.id,
        modification_id=row.modification_id,
        modification_number=row.modification.number,
        modification_title=row.modification.title,
        question=row.question,
        kind=row.kind,
        occasion=row.occasion,
        state=state,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        closed_at=times_of(row).closed_at if state in {BallotState.CLOSED, BallotState.PUBLISHED} else None,
        chair_closed_at=row.chair_closed_at,
        published_at=row.published_at,
        ended_because=row.ended_because,
        report_version_id=row.report_version_id,
        report_number=report_number or 0,
        options=options,
        roster=tuple(_seat(seat, complete, shows_turnout=viewer.is_secas) for seat in row.roster),
        turnout=len(complete),
        seats_able=sum(seat.can_vote for seat in roster_of(row)),
        my_seats=_my_seats(viewer, row, own, views, now),
        visible_votes=tuple(view for view in views if view.is_confirmed) if reads_all else (),
        waiting_for_confirmation=_waiting(viewer, views),
        rule_set_name=f"{rules.name}, version {rules.version}",
        rule_set_confirmation=confirmation_in_words(rules),
        notice_before_casting=notice_before_casting(rules),
        reason_needed_for=tuple(choice for choice in VoteChoice if needs_reason(rules, choice)),
        prepared_by_viewer=viewer.person_id == row.prepared_by_id,
    )


def ballot_list(session: Session, *, viewer: Actor, now: datetime) -> tuple[BallotSummary, ...]:
    """Ballots that the viewer may know of, the open ones first, then by closing time, latest first."""
    rows = session.scalars(
        sa.select(BallotRow)
        .options(selectinload(BallotRow.modification), selectinload(BallotRow.options), selectinload(BallotRow.roster))
        .where(BallotRow.opened_at.is_not(None) if not viewer.is_secas else sa.true())
        .order_by(BallotRow.closes_at.desc())
    ).all()
    works_with_it = viewer.is_board or viewer.is_secas
    mine = viewer.member_of_seats | viewer.alternate_for_seats
    voted = _voted_by_seat(session, [row.id for row in rows], mine) if mine else {}
    summaries = [
        BallotSummary(
            row.id,
            row.modification.number,
            row.modification.title,
            row.question,
            row.kind,
            state,
            row.closes_at,
            row.published_at,
            _waiting_seats(row, mine, voted) if state is BallotState.OPEN else (),
        )
        for row in rows
        if (state := state_of(row, now)) is BallotState.PUBLISHED or works_with_it
    ]
    return tuple(sorted(summaries, key=lambda each: each.state is not BallotState.OPEN))


def _seat(seat: RosterRow, complete: set[str], *, shows_turnout: bool) -> SeatView:
    return SeatView(
        seat.seat_id,
        seat.seat_key,
        seat.seat_name,
        seat.category,
        seat.holder_name,
        seat.organisation_name,
        seat.interest_declared is not None,
        seat.is_recused,
        seat.seat_key in complete if shows_turnout else None,
    )


def _my_seats(
    viewer: Actor, row: BallotRow, own: Appointments, views: tuple[VoteView, ...], now: datetime
) -> tuple[MySeat, ...]:
    if viewer.person_id is None:
        return ()
    held = []
    for seat in row.roster:
        standing = standing_of(viewer.person_id, seat.seat_key, london_date(now), row.occasion, own)
        if standing is not None:
            can_vote = seat.holder_id is not None and not seat.is_recused and state_of(row, now) is BallotState.OPEN
            recorded = tuple(view for view in views if view.seat_key == seat.seat_key)
            held.append(
                MySeat(
                    seat.seat_id,
                    seat.seat_key,
                    seat.seat_name,
                    standing,
                    can_vote,
                    seat.interest_declared,
                    recorded,
                )
            )
    return tuple(sorted(held, key=lambda each: each.standing is not Standing.MEMBER))


def _waiting(viewer: Actor, views: tuple[VoteView, ...]) -> tuple[VoteView, ...]:
    return tuple(view for view in views if not view.is_confirmed) if viewer.is_secas else ()


def _turnout(session: Session, ballot_id: int) -> frozenset[tuple[str, str]]:
    """(seat key, option) of every confirmed vote: who has voted, never how."""
    rows = session.execute(
        sa.select(RosterRow.seat_key, BallotOption.key)
        .select_from(VoteRow)
        .join(RosterRow, RosterRow.id == VoteRow.roster_id)
        .join(BallotOption, BallotOption.id == VoteRow.option_id)
        .where(VoteRow.ballot_id == ballot_id)
        .where(sa.or_(VoteRow.entered_by_id == VoteRow.given_by_id, VoteRow.confirmed_at.is_not(None)))
        .distinct()
    )
    return frozenset((seat, option) for seat, option in rows)


def _voted_by_seat(session: Session, ballots: list[int], seats: frozenset[int]) -> dict[tuple[int, int], int]:
    rows = session.execute(
        sa.select(VoteRow.ballot_id, RosterRow.seat_id, sa.func.count(sa.distinct(VoteRow.option_id)))
        .join(RosterRow, RosterRow.id == VoteRow.roster_id)
        .where(VoteRow.ballot_id.in_(ballots), RosterRow.seat_id.in_(seats))
        .group_by(VoteRow.ballot_id, RosterRow.seat_id)
    )
    return {(ballot, seat): count for ballot, seat, count in rows}


def _waiting_seats(row: BallotRow, mine: frozenset[int], voted: dict[tuple[int, int], int]) -> tuple[str, ...]:
    return tuple(
        seat.seat_name
        for seat in row.roster
        if seat.seat_id in mine
        and seat.holder_id is not None
        and not seat.is_recused
        and voted.get((row.id, seat.seat_id), 0) < len(row.options)
    )
