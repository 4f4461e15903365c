"""Rows read and written past the unit of work: on both databases, in the same transaction, and under the same watch."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.world import World
from voting.db import Database, HistoryRule, fetched, inserted, inserted_id, inserted_once
from voting.domain.history import Entry
from voting.domain.people import Actor, OrganisationKind
from voting.models.calendar import NonWorkingDay
from voting.models.history import IdempotencyKey
from voting.models.people import Organisation
from voting.services.history import record
from voting.services.intents import IntentReused, earlier_or_kept

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
DAYS = sa.select(NonWorkingDay.on, NonWorkingDay.name).order_by(NonWorkingDay.on)
REST = {"on": date(2031, 7, 1), "name": "A day of rest"}
PLAIN = Entry("test_change", None, ())


def kept(session: Session, actor: Actor, key: str = "k1", **body: object) -> dict[str, object] | None:
    """What an intent gave before, or None."""
    return earlier_or_kept(session, NOW, actor, key, "cast", body, {"receipt": str(body)})


def test_rows_come_as_the_types_of_their_columns(database: Database) -> None:
    with database.transaction() as (session, now):
        inserted(session, NonWorkingDay, REST, {"on": date(2031, 7, 2), "name": "Another"})
        record(session, now, PLAIN)
    with database.reading() as (session, _now):
        assert [tuple(row) for row in fetched(session, DAYS)] == [
            (date(2031, 7, 1), "A day of rest"),
            (date(2031, 7, 2), "Another"),
        ]


def test_what_was_added_before_is_there_when_it_is_asked_for(database: Database) -> None:
    with database.transaction() as (session, now):
        session.add(NonWorkingDay(**REST))
        assert [row.name for row in fetched(session, DAYS)] == ["A day of rest"]
        record(session, now, PLAIN)


def test_a_row_gets_an_id_and_what_its_columns_have_by_default(database: Database) -> None:
    with database.transaction() as (session, now):
        row = {"key": "brightloop", "name": "Brightloop (test)", "kind": OrganisationKind.PARTY}
        made = [inserted_id(session, Organisation, row | {"key": key, "name": key}) for key in ("one", "two")]
        record(session, now, PLAIN)
        assert made[0] != made[1]
        assert [session.get_one(Organisation, id_).version for id_ in made] == [1, 1]


def test_a_plain_insert_without_an_entry_is_refused_and_undone(database: Database) -> None:
    with pytest.raises(HistoryRule, match="non_working_day"), database.transaction() as (session, _now):
        inserted(session, NonWorkingDay, REST)
    with pytest.raises(HistoryRule, match="scratch may not change"), database.scratch() as (session, _now):
        inserted(session, NonWorkingDay, REST)
    with pytest.raises(HistoryRule, match="non_working_day"), database.transaction() as (session, _now):
        session.connection().execute(sa.insert(NonWorkingDay), [REST])
    with database.reading() as (session, _now):
        assert fetched(session, DAYS) == []


def test_a_change_that_was_refused_is_not_held_against_the_next_one(database: Database) -> None:
    with pytest.raises(HistoryRule), database.transaction() as (session, _now):
        inserted(session, NonWorkingDay, REST)
    with database.transaction() as (session, _now):
        assert fetched(session, DAYS) == []


def test_a_row_that_is_there_already_is_left_out(world: World) -> None:
    row = {
        "person_id": world.people["analyst"],
        "key": "k1",
        "use_case": "cast",
        "body_hash": b"",
        "result": {},
        "at": NOW,
    }
    with world.database.scratch() as (session, _now):
        assert inserted_once(session, IdempotencyKey, row)
        assert not inserted_once(session, IdempotencyKey, row | {"use_case": "submit"})
    with world.database.reading() as (session, _now):
        assert session.scalars(sa.select(IdempotencyKey.use_case)).all() == ["cast"]


def test_an_intent_is_kept_once_and_gives_its_first_result_again(world: World) -> None:
    analyst = world.actor("analyst")
    with world.database.scratch() as (session, _now):
        assert kept(session, analyst, seat=1) is None
    with world.database.scratch() as (session, _now):
        assert kept(session, analyst, seat=1) == {"receipt": "{'seat': 1}"}
        assert kept(session, analyst, "k2", seat=2) is None
        assert kept(session, analyst, "", seat=3) is None
        with pytest.raises(IntentReused):
            kept(session, analyst, seat=2)


def test_an_intent_that_a_rule_refused_is_new_the_next_time(world: World) -> None:
    analyst = world.actor("analyst")
    with pytest.raises(ZeroDivisionError), world.database.scratch() as (session, _now):  # noqa: PT012 - undone at its end
        kept(session, analyst, seat=1)
        raise ZeroDivisionError
    with world.database.scratch() as (session, _now):
        assert kept(session, analyst, seat=1) is None
