"""One ballot as one viewer may see it."""

from datetime import datetime

from sqlalchemy.orm import Session

from voting.domain.ballots.roster import Appointments, Standing, standing_of
from voting.domain.ballots.rule_set import confirmation_in_words
from voting.domain.ballots.rules_in_words import rules_in_words
from voting.domain.ballots.state import BallotState, are_votes_visible, notice_before_casting
from voting.domain.ballots.votes import VoteChoice, needs_reason
from voting.domain.calendar import london_date
from voting.domain.confidentiality import Classification
from voting.domain.errors import NotFound
from voting.domain.people import Action, Actor, check_permitted
from voting.models.ballots import BallotRow, RosterRow
from voting.queries.ballots.beside import beside_ballot
from voting.queries.ballots.loading import (
    NO_SUCH_VOTE,
    appointments_of,
    ballot_row,
    roster_of,
    rules_of,
    state_of,
    times_of,
)
from voting.queries.ballots.views import BallotView, MySeat, OptionView, SeatView, VoteView
from voting.queries.ballots.votes import may_read_others_votes, seats_voted, votes_with_names, without_evidence
from voting.queries.calendar import working_days

_STOPPED = frozenset({BallotState.CLOSED, BallotState.PUBLISHED})


def ballot_detail(session: Session, *, viewer: Actor, now: datetime, ballot_id: int) -> BallotView:
    """The ballot for a member, SECAS or an auditor. Nothing in it tells how a sealed ballot stands.

    Who acts for a seat sees all that is recorded for it; turnout by seat is SECAS's, in numbers the Board's too. Six
    statements; while votes are sealed its rows do not grow with other seats' votes. Raises `NotFound`.
    """
    check_permitted(viewer, Action.READ_BALLOT)
    row = ballot_row(session, ballot_id)
    state = state_of(row, now)
    if row.opened_at is None and not viewer.is_secas:
        raise NotFound(NO_SUCH_VOTE)
    rules = rules_of(session, row)
    reads_all = may_read_others_votes(viewer, rules, row.kind, state)
    mine = viewer.member_of_seats | viewer.alternate_for_seats
    views, _ = votes_with_names(session, row.id, rules, only_seats=None if reads_all or viewer.is_secas else mine)
    own = appointments_of(session, mine) if mine else Appointments(())
    beside = beside_ballot(session, row)
    options = tuple(OptionView(option.key, option.title) for option in row.options)
    shown = tuple(view for view in views if view.is_confirmed) if reads_all else ()
    return BallotView(
        id=row.id,
        modification_id=row.modification_id,
        modification_number=row.modification.number,
        modification_title=row.modification.title,
        path=row.modification.path,
        question=row.question,
        kind=row.kind,
        occasion=row.occasion,
        state=state,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        closed_at=times_of(row).closed_at if state in _STOPPED else None,
        working_days_left=working_days(session).working_days_left(now, row.closes_at),
        chair_closed_at=row.chair_closed_at,
        published_at=row.published_at,
        ended_because=row.ended_because,
        report_version_id=row.report_version_id,
        report_number=row.report_version.number,
        documents=beside.documents,
        consultations=beside.consultations,
        implementation=beside.implementation,
        options=options,
        roster=_roster(row, views, options, shows_turnout=viewer.is_secas),
        turnout=beside.turnout,
        seats_able=sum(seat.can_vote for seat in roster_of(row)),
        my_seats=_my_seats(viewer, row, own, views, now),
        visible_votes=shown if viewer.is_secas else without_evidence(shown),
        waiting_for_confirmation=_waiting(viewer, views),
        rule_set_name=f"{rules.name}, version {rules.version}",
        rule_set_confirmation=confirmation_in_words(rules),
        notice_before_casting=notice_before_casting(rules),
        reason_needed_for=tuple(choice for choice in VoteChoice if needs_reason(rules, choice)),
        rules=rules_in_words(rules),
        votes_are_sealed=not are_votes_visible(rules, row.kind, BallotState.OPEN),
        prepared_by_viewer=viewer.person_id == row.prepared_by_id,
        version=row.version,
        classification=Classification.GREEN if state is BallotState.PUBLISHED else Classification.AMBER,
    )


def _roster(
    row: BallotRow, views: tuple[VoteView, ...], options: tuple[OptionView, ...], *, shows_turnout: bool
) -> tuple[SeatView, ...]:
    voted = seats_voted(views)
    return tuple(
        seat_view(seat, all((seat.seat_key, option.key) in voted for option in options) if shows_turnout else None)
        for seat in row.roster
    )


def seat_view(seat: RosterRow, has_voted: bool | None) -> SeatView:
    """A seat of the frozen roster as pages show it."""
    return SeatView(
        seat.seat_id,
        seat.seat_key,
        seat.seat_name,
        seat.category,
        seat.holder_name,
        seat.organisation_name,
        seat.interest_declared is not None,
        seat.is_recused,
        has_voted,
    )


def _my_seats(
    viewer: Actor, row: BallotRow, own: Appointments, views: tuple[VoteView, ...], now: datetime
) -> tuple[MySeat, ...]:
    if viewer.person_id is None:
        return ()
    held = []
    is_open = state_of(row, now) is BallotState.OPEN
    for seat in row.roster:
        standing = standing_of(viewer.person_id, seat.seat_key, london_date(now), row.occasion, own)
        if standing is not None:
            held.append(
                MySeat(
                    seat.seat_id,
                    seat.seat_key,
                    seat.seat_name,
                    standing,
                    is_open and seat.holder_id is not None and not seat.is_recused,
                    seat.interest_declared,
                    tuple(view for view in views if view.seat_key == seat.seat_key),
                )
            )
    return tuple(sorted(held, key=lambda each: each.standing is not Standing.MEMBER))


def _waiting(viewer: Actor, views: tuple[VoteView, ...]) -> tuple[VoteView, ...]:
    if not viewer.is_secas:
        return ()
    return tuple(view for view in views if not view.is_confirmed and view.declined_because is None)
