"""The lists of ballots: what waits for the viewer's vote, what SECAS has prepared, and what is published."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.ballots.roster import standing_of
from voting.domain.ballots.state import BallotState, BallotTimes, ballot_state
from voting.domain.calendar import london_date
from voting.domain.modifications.lifecycle import BoardOutcome
from voting.domain.people import Action, Actor, may
from voting.models.ballots import BallotOption, BallotRow, Decision, RosterRow, VoteRow
from voting.models.modifications import Modification
from voting.queries.ballots.loading import appointments_of, is_counted
from voting.queries.ballots.views import BallotSummary


def ballot_list(session: Session, *, viewer: Actor, now: datetime) -> tuple[BallotSummary, ...]:
    """Ballots that the viewer may know of: those that wait for their vote, other open ones, then the latest first.

    The public and Parties know of a vote once its result is published. Three statements at most.
    """
    columns = BallotRow.__table__.c
    outcome = (
        sa.select(Decision.outcome)
        .where(Decision.ballot_id == BallotRow.id)
        .order_by(Decision.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(
            columns.id,
            columns.question,
            columns.kind,
            columns.opened_at,
            columns.closes_at,
            columns.closed_early_at,
            columns.ended_at,
            columns.published_at,
            Modification.number,
            Modification.title,
            outcome.label("outcome"),
        )
        .join(Modification, Modification.id == BallotRow.modification_id)
        .where(_known_to(viewer))
        .order_by(columns.closes_at.desc(), columns.id.desc())
    ).all()
    states = {row.id: ballot_state(_times(row), now) for row in rows}
    open_ones = [ballot for ballot, state in states.items() if state is BallotState.OPEN]
    waiting = seats_waiting(session, viewer=viewer, now=now, ballot_ids=open_ones)
    opens_pages = may(viewer, Action.READ_BALLOT)
    summaries = [
        BallotSummary(
            id=row.id,
            modification_number=row.number,
            modification_title=row.title,
            question=row.question,
            kind=row.kind,
            state=states[row.id],
            closes_at=row.closes_at,
            published_at=row.published_at,
            seats_waiting=waiting.get(row.id, ()),
            may_open_page=opens_pages,
            outcome=BoardOutcome(row.outcome) if row.outcome else None,
        )
        for row in rows
    ]
    return tuple(sorted(summaries, key=lambda each: (not each.seats_waiting, each.state is not BallotState.OPEN)))


def seats_waiting(
    session: Session, *, viewer: Actor, now: datetime, ballot_ids: list[int]
) -> dict[int, tuple[str, ...]]:
    """For each open ballot the seats for which the viewer may act and on which something is still not voted."""
    mine = viewer.member_of_seats | viewer.alternate_for_seats
    if viewer.person_id is None or not mine or not ballot_ids:
        return {}
    options = sa.select(sa.func.count(BallotOption.id)).where(BallotOption.ballot_id == BallotRow.id).scalar_subquery()
    voted = (
        sa.select(sa.func.count(sa.distinct(VoteRow.option_id)))
        .where(VoteRow.roster_id == RosterRow.id, is_counted())
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(BallotRow.id, BallotRow.occasion, RosterRow.seat_key, RosterRow.seat_name)
        .join(BallotRow, BallotRow.id == RosterRow.ballot_id)
        .where(BallotRow.id.in_(ballot_ids), RosterRow.seat_id.in_(mine))
        .where(RosterRow.holder_id.is_not(None), RosterRow.is_recused.is_(False), voted < options)
        .order_by(RosterRow.position)
    ).all()
    appointments = appointments_of(session, mine)
    found: dict[int, tuple[str, ...]] = {}
    for ballot, occasion, key, name in rows:
        if standing_of(viewer.person_id, key, london_date(now), occasion, appointments) is not None:
            found[ballot] = (*found.get(ballot, ()), name)
    return found


def _known_to(viewer: Actor) -> sa.ColumnElement[bool]:
    if viewer.is_secas:
        return sa.true()
    if may(viewer, Action.READ_BALLOT):
        return BallotRow.opened_at.is_not(None)
    return BallotRow.published_at.is_not(None)


def _times(row: Any) -> BallotTimes:
    return BallotTimes(row.opened_at, row.closes_at, row.closed_early_at, row.ended_at, row.published_at)
