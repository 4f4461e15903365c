"""Conditions on rows say the same as the states that the rulebook derives from the same instants."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.builders.ballots import CLOSES, prepare_ballot
from tests.builders.consultations import closing_instant, prepare_consultation
from tests.world import World, at
from voting.domain.ballots.state import BallotState
from voting.domain.consultations import ConsultationState
from voting.models.ballots import BallotRow
from voting.models.consultations import ConsultationRow
from voting.queries.ballots.loading import ballot_is_open
from voting.queries.ballots.loading import state_of as state_of_ballot
from voting.queries.consultations.facts import (
    consultation_has_closed,
    consultation_is_open,
    consultation_waits_for_publication,
    state_of,
)

BEGUN = "2026-03-02T09:00"
SECOND = timedelta(seconds=1)
CLOSED = closing_instant()
OPENED = CLOSED - timedelta(days=14)
MOMENTS = (OPENED - SECOND, OPENED, CLOSED, CLOSED + SECOND, CLOSED + timedelta(days=9))
Condition = Callable[[datetime], sa.ColumnElement[bool]]
RAN_TO_ITS_CLOSE = {ConsultationState.CLOSED, ConsultationState.PUBLISHED}


@pytest.mark.parametrize(
    ("condition", "states"),
    [
        (consultation_is_open, {ConsultationState.OPEN}),
        (consultation_has_closed, RAN_TO_ITS_CLOSE),
        (consultation_waits_for_publication, {ConsultationState.CLOSED}),
    ],
)
@pytest.mark.parametrize(
    ("opened_at", "ended"),
    [
        (None, {}),
        (None, {"withdrawn_at": OPENED - SECOND}),
        (OPENED, {}),
        (OPENED, {"withdrawn_at": CLOSED}),
        (OPENED, {"published_at": CLOSED + SECOND}),
    ],
)
def test_a_condition_on_consultations_finds_those_in_its_states(
    world: World,
    condition: Condition,
    states: set[ConsultationState],
    opened_at: datetime | None,
    ended: dict[str, datetime],
) -> None:
    with at(BEGUN):
        made = prepare_consultation(world, invited=())
    with world.database.reading() as (session, _now):
        row = session.get_one(ConsultationRow, made)
        row.opened_at, row.opened_by_id = opened_at, world.people["approver"] if opened_at else None
        for name, instant in ended.items():
            setattr(row, name, instant)
        session.flush()
        # What is published or withdrawn is so from then on; nobody asks later how it stood before.
        for now in (each for each in MOMENTS if all(each >= instant for instant in ended.values())):
            found = session.scalar(sa.select(ConsultationRow.id).where(condition(now)))
            assert (found is not None) is (state_of(row, now) in states), now


@pytest.mark.parametrize("early", [None, CLOSES - timedelta(days=1)])
@pytest.mark.parametrize("ended", [{}, {"ended_at": CLOSES, "ended_because": "Deferred (test)"}])
@pytest.mark.parametrize("is_opened", [True, False])
def test_the_condition_on_ballots_finds_the_open_ones(
    world: World, early: datetime | None, ended: dict[str, object], is_opened: bool
) -> None:
    with at(BEGUN):
        made, _ = prepare_ballot(world)
    opened = CLOSES - timedelta(days=5)
    with world.database.reading() as (session, _now):
        row = session.get_one(BallotRow, made)
        if is_opened:
            row.opened_at, row.rules, row.closed_early_at = opened, {}, early
        for name, value in ended.items():
            setattr(row, name, value)
        session.flush()
        moments = (opened - SECOND, opened, early or opened, CLOSES, CLOSES + SECOND)
        for now in (each for each in moments if not ended or each >= CLOSES):
            found = session.scalar(sa.select(BallotRow.id).where(ballot_is_open(now)))
            assert (found is not None) is (state_of_ballot(row, now) is BallotState.OPEN), now
