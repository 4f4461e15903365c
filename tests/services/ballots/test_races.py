"""Votes that race with the close of their ballot: what a receipt was given for is counted, and nothing else is.

In CI a few rounds on a SQLite file and on PostgreSQL; `VOTING_FULL=1` runs many.
"""

import os
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine

from tests.builders.ballots import CLOSES, DURING, OpenBallot, choice, open_ballot
from tests.databases import databases_of_tests
from tests.world import World, at
from voting.db import Base, Database
from voting.domain.ballots.result_json import result_from_json
from voting.domain.errors import RuleBroken
from voting.models.ballots import BallotRow, VoteRow
from voting.services import ballots

ROUNDS = 25 if os.environ.get("VOTING_FULL") else 2


@pytest.fixture(params=["file", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database that several threads write to: a SQLite file, and PostgreSQL where there is one."""
    if request.param == "postgres":
        yield from databases_of_tests(request)
        return
    database = Database(f"sqlite:///{tmp_path / 'race.db'}", synchronous="OFF")
    Base.metadata.create_all(database.engine)
    yield database
    database.engine.dispose()


def at_once(*acts: Callable[[], object]) -> None:
    """Let every act begin at the same moment, each in a thread of its own, and wait for all."""
    barrier = threading.Barrier(len(acts))
    broken: list[BaseException] = []

    def run(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
        except RuleBroken:
            pass
        except BaseException as error:  # noqa: BLE001 - a thread's failure has to reach the test.
            broken.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []


def race(world: World, ballot: OpenBallot, close: Callable[[], object]) -> dict[str, str]:
    """All members vote while the ballot closes; the choice of each seat that was given a receipt."""
    acknowledged: dict[str, str] = {}
    actors = {seat: world.actor(seat) for seat in ballot.seats}

    def cast(seat: str, letter: str) -> Callable[[], None]:
        def act() -> None:
            world.do(
                ballots.cast_vote,
                actors[seat],
                ballot.lock,
                ballot_id=ballot.id,
                seat_id=ballot.seats[seat],
                choices={"proposed": choice(letter)},
            )
            acknowledged[seat] = choice(letter).choice.value

        return act

    at_once(close, *(cast(seat, "ar"[place % 2]) for place, seat in enumerate(ballot.seats)))
    return acknowledged


def counted(world: World, ballot: OpenBallot) -> dict[str, str]:
    with at("2026-03-11T09:00"):
        world.do(ballots.publish_result, "approver", ballot.lock, ballot_id=ballot.id, is_demonstration=True)
    with world.database.reading() as (session, _now):
        result = result_from_json(session.scalar(sa.select(BallotRow.result).where(BallotRow.id == ballot.id)))
    return {vote.seat_key: vote.choice.value for vote in result.votes}


def test_a_vote_that_races_with_an_early_close_is_acknowledged_and_counted_or_neither(world: World) -> None:
    seats = None
    for number in range(ROUNDS):
        ballot = open_ballot(world, number=f"MP{910 + number}", seats=seats)
        seats = ballot.seats
        with at(DURING):
            world.do(ballots.chair_closes_item, "large_1", ballot.lock, ballot_id=ballot.id)
        with time_machine.travel(DURING, tick=True):
            close = partial(
                world.do, ballots.close_ballot_early, world.actor("approver"), ballot.lock, ballot_id=ballot.id
            )
            acknowledged = race(world, ballot, close)
        with world.database.reading() as (session, _now):
            closed_at = session.scalar(sa.select(BallotRow.closed_early_at).where(BallotRow.id == ballot.id))
            kept = session.scalars(sa.select(VoteRow.cast_at).where(VoteRow.ballot_id == ballot.id)).all()
        assert closed_at is not None
        assert all(instant < closed_at for instant in kept)
        assert acknowledged == counted(world, ballot)


def test_a_vote_that_races_with_the_deadline_is_judged_by_the_clock_inside_the_write(world: World) -> None:
    seats = None
    for number in range(ROUNDS):
        ballot = open_ballot(world, number=f"MP{950 + number}", seats=seats)
        seats = ballot.seats
        with time_machine.travel(CLOSES - timedelta(milliseconds=20), tick=True):
            acknowledged = race(world, ballot, lambda: None)
        with world.database.reading() as (session, _now):
            kept = session.scalars(sa.select(VoteRow.cast_at).where(VoteRow.ballot_id == ballot.id)).all()
        assert all(instant <= CLOSES for instant in kept)
        assert acknowledged == counted(world, ballot)


def test_one_form_sent_twice_at_once_is_one_vote(world: World) -> None:
    ballot = open_ballot(world)
    receipts: list[str] = []
    with at(DURING):
        actor = world.actor("large_1")

    def send() -> None:
        made = world.do(
            ballots.cast_vote,
            actor,
            ballot.lock,
            ballot_id=ballot.id,
            seat_id=ballot.seats["large_1"],
            choices={"proposed": choice("a")},
            intent="one-form",
        )
        receipts.append(made.receipt)

    with time_machine.travel(DURING, tick=True):
        at_once(send, send, send)
    assert len(set(receipts)) == 1
    with world.database.reading() as (session, _now):
        assert session.scalar(sa.select(sa.func.count()).select_from(VoteRow)) == 1
