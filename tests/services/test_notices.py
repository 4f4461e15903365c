"""Mails and jobs: asked for once, taken by one worker, tried again with growing pauses, and given up at last."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.world import World
from voting.db import Database
from voting.domain.notices import LONGEST_WAIT, TRIES, next_try_at
from voting.models.notices import Job, OutboxMessage
from voting.services import jobs, notices
from voting.services.jobs import DueJob
from voting.services.notices import DueMessage

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def send(world: World, who: str = "analyst", once_key: str | None = None, now: datetime = NOW) -> None:
    """Ask for a mail to somebody."""
    with world.database.transaction() as (session, _now):
        notices.send(session, now, person_id=world.people[who], subject=f"To {who}", body="Words.", once_key=once_key)


def claim(world: World, now: datetime = NOW, limit: int = 20) -> tuple[DueMessage, ...]:
    """What a worker takes from the outbox at an instant."""
    with world.database.scratch() as (session, _now):
        return notices.claim_messages(session, now=now, limit=limit)


def only_message(world: World) -> OutboxMessage:
    """The one mail that there is."""
    with world.database.reading() as (session, _now):
        return session.scalars(sa.select(OutboxMessage)).one()


def fail(world: World, message: DueMessage, now: datetime) -> None:
    """Let a mail fail."""
    with world.database.scratch() as (session, _now):
        notices.message_failed(session, now=now, message_id=message.id, error="451 later")


def test_a_mail_reaches_the_address_that_the_person_has_now(world: World) -> None:
    send(world)
    (message,) = claim(world)
    assert (message.address, message.subject, message.body) == ("analyst@secas.example", "To analyst", "Words.")


def test_one_cause_gives_one_mail_to_each_person(world: World) -> None:
    for who in ("analyst", "approver", "analyst"):
        send(world, who, "ballot-opened:7")
    assert [message.subject for message in claim(world)] == ["To analyst", "To approver"]


def test_the_cause_stays_used_up_after_the_mail_was_sent(world: World) -> None:
    send(world, once_key="ballot-opened:7")
    (message,) = claim(world)
    with world.database.scratch() as (session, _now):
        notices.message_sent(session, now=NOW, message_id=message.id)
    send(world, once_key="ballot-opened:7")
    assert claim(world, NOW + timedelta(days=1)) == ()
    assert only_message(world).sent_at == NOW


def test_mails_without_a_cause_are_all_sent(world: World) -> None:
    send(world)
    send(world)
    assert len(claim(world)) == 2


def test_a_mail_of_a_change_that_was_refused_is_never_sent(world: World) -> None:
    with pytest.raises(RuntimeError), world.database.transaction() as (session, now):  # noqa: PT012 - it breaks late
        notices.send(session, now, person_id=world.people["analyst"], subject="A", body="B")
        session.flush()
        raise RuntimeError
    assert claim(world, NOW + timedelta(days=36_500)) == ()


def test_a_claimed_mail_is_nobody_elses_until_its_lease_ends(world: World) -> None:
    send(world)
    (first,) = claim(world)
    assert claim(world, NOW + notices.LEASE - timedelta(microseconds=1)) == ()
    (again,) = claim(world, NOW + notices.LEASE)
    assert again == first
    assert only_message(world).attempts == 2


def test_a_worker_takes_the_mails_that_waited_longest_up_to_its_limit(world: World) -> None:
    for who, minutes in (("analyst", 3), ("approver", 1), ("auditor", 2)):
        send(world, who, now=NOW + minutes * MINUTE)
    later = NOW + 5 * MINUTE
    assert {message.subject for message in claim(world, later, limit=2)} == {"To approver", "To auditor"}
    assert {message.subject for message in claim(world, later, limit=2)} == {"To analyst"}


def test_a_mail_is_not_sent_before_its_time(world: World) -> None:
    send(world, now=NOW + MINUTE)
    assert claim(world, NOW) == ()


def test_a_failed_mail_waits_longer_each_time_and_is_given_up_with_its_reason(world: World) -> None:
    send(world)
    now, waits = NOW, []
    for attempt in range(1, TRIES + 1):
        (message,) = claim(world, now)
        fail(world, message, now)
        row = only_message(world)
        assert (row.attempts, row.last_error) == (attempt, "451 later")
        if row.failed_at is None:
            assert claim(world, row.due_at - timedelta(microseconds=1)) == ()
            waits.append((row.due_at - now) // MINUTE)
            now = row.due_at
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256]
    assert only_message(world).failed_at == now
    assert claim(world, now + timedelta(days=365)) == ()


@pytest.mark.parametrize(
    ("attempts", "wait"), [(1, MINUTE), (2, 2 * MINUTE), (9, 256 * MINUTE), (TRIES, None), (TRIES + 1, None)]
)
def test_the_pause_doubles_until_it_is_given_up(attempts: int, wait: timedelta | None) -> None:
    assert next_try_at(NOW, attempts) == (None if wait is None else NOW + wait)
    assert wait is None or wait <= LONGEST_WAIT


def ask(database: Database, key: str | None = None, due_at: datetime = NOW, **payload: object) -> None:
    """Ask for a job."""
    with database.transaction() as (session, _now):
        jobs.ask_for(session, kind="close_ballot", payload=payload, due_at=due_at, once_key=key)


def take(database: Database, now: datetime = NOW) -> DueJob | None:
    """The job that a worker takes at an instant."""
    with database.scratch() as (session, _now):
        return jobs.claim_job(session, now=now)


def only_job(database: Database) -> Job:
    """The one job that there is."""
    with database.reading() as (session, _now):
        return session.scalars(sa.select(Job)).one()


def test_a_job_is_taken_once_until_its_lease_ends(database: Database) -> None:
    ask(database, ballot=7)
    first = take(database)
    assert first is not None
    assert (first.kind, first.payload) == ("close_ballot", {"ballot": 7})
    assert take(database, NOW + jobs.LEASE - timedelta(microseconds=1)) is None
    assert take(database, NOW + jobs.LEASE) == first
    assert only_job(database).attempts == 2


def test_a_job_is_not_taken_before_its_time_nor_after_it_was_done(database: Database) -> None:
    ask(database)
    assert take(database, NOW - timedelta(microseconds=1)) is None
    job = take(database)
    assert job is not None
    with database.scratch() as (session, _now):
        jobs.job_done(session, now=NOW, job_id=job.id)
    assert take(database, NOW + timedelta(days=1)) is None
    assert only_job(database).done_at == NOW


def test_the_job_that_waited_longest_comes_first(database: Database) -> None:
    for minutes in (3, 1, 2):
        ask(database, due_at=NOW + minutes * MINUTE, minutes=minutes)
    taken = [take(database, NOW + 5 * MINUTE) for _ in range(4)]
    assert [job and job.payload["minutes"] for job in taken] == [1, 2, 3, None]


def test_asking_again_moves_the_job_that_is_waiting(database: Database) -> None:
    ask(database, "close:7", NOW, ballot=7)
    ask(database, "close:7", NOW + MINUTE, ballot=7, extended=True)
    assert take(database, NOW) is None
    job = take(database, NOW + MINUTE)
    assert job is not None
    assert job.payload == {"ballot": 7, "extended": True}


def test_asking_again_for_what_was_done_changes_nothing(database: Database) -> None:
    ask(database, "close:7")
    job = take(database)
    assert job is not None
    with database.scratch() as (session, _now):
        jobs.job_done(session, now=NOW, job_id=job.id)
    ask(database, "close:7", NOW + MINUTE, ballot=8)
    assert take(database, NOW + timedelta(days=1)) is None
    assert only_job(database).payload == {}


def test_a_failed_job_waits_longer_each_time_and_is_given_up_with_its_reason(database: Database) -> None:
    ask(database)
    now = NOW
    for attempt in range(1, TRIES + 1):
        job = take(database, now)
        assert job is not None
        with database.scratch() as (session, _now):
            jobs.job_failed(session, now=now, job_id=job.id, error="disk full")
        row = only_job(database)
        assert (row.attempts, row.last_error, row.leased_until) == (attempt, "disk full", None)
        now = row.due_at
    assert only_job(database).failed_at is not None
    assert take(database, now + timedelta(days=365)) is None
