"""The record: every change has one entry, entries have no gaps, and what was hashed can be hashed again."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
import rfc8785
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.databases import databases_of_tests
from tests.world import HOUSE, World, at
from voting.db import Base, Database, HistoryRule
from voting.domain.history import RECEIPT_ALPHABET, Entry, new_receipt
from voting.domain.people import PUBLIC, OrganisationKind, PartyCategory
from voting.models.calendar import NonWorkingDay
from voting.models.history import HistoryEntry, HistoryHead, HistoryText, IdempotencyKey
from voting.models.notices import OutboxMessage
from voting.models.people import Organisation
from voting.services import calendar, people
from voting.services.history import record
from voting.services.intents import IntentReused, SeenVersionStale, check_seen_version, earlier_result, keep_result

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
PLAIN = Entry("test_change", None, ())
THREADS, EACH = 4, 5


@pytest.fixture(params=["file", pytest.param("postgres", marks=pytest.mark.postgres)])
def many_writers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database that several threads write to: a SQLite file, and PostgreSQL where there is one."""
    if request.param == "postgres":
        yield from databases_of_tests(request)
        return
    database = Database(f"sqlite:///{tmp_path / 'history.db'}", synchronous="OFF")
    Base.metadata.create_all(database.engine)
    yield database
    database.engine.dispose()


def entries_of(database: Database) -> list[HistoryEntry]:
    """Every entry, in order."""
    with database.reading() as (session, _now):
        return list(session.scalars(sa.select(HistoryEntry).order_by(HistoryEntry.index)))


def texts_of(database: Database) -> list[HistoryText]:
    """Every text beside the entries."""
    with database.reading() as (session, _now):
        return list(session.scalars(sa.select(HistoryText).order_by(HistoryText.entry_index, HistoryText.name)))


def head_of(database: Database) -> int | None:
    """How many entries the head says there are."""
    with database.reading() as (session, _now):
        return session.scalar(sa.select(HistoryHead.size))


def day(on: date = date(2031, 7, 1), name: str = "A day of rest") -> NonWorkingDay:
    """A row of the record that refers to nothing."""
    return NonWorkingDay(on=on, name=name)


def test_the_bytes_kept_are_the_canonical_json_that_was_hashed(world: World) -> None:
    entries = entries_of(world.database)
    assert len(entries) > 10
    for entry in entries:
        assert rfc8785.dumps(json.loads(entry.leaf)) == entry.leaf
        assert sha256(b"\x00" + entry.leaf).digest() == entry.leaf_hash


def test_the_leaf_says_what_its_row_says(world: World) -> None:
    for entry in entries_of(world.database):
        leaf = json.loads(entry.leaf)
        assert (leaf["format"], leaf["index"], leaf["use_case"]) == (1, entry.index, entry.use_case)
        assert (leaf["person"], leaf["receipt"]) == (entry.person_id, entry.receipt)
        assert datetime.fromisoformat(leaf["at"]) == entry.at
        assert len(bytes.fromhex(leaf["salt"])) == 16


def test_entries_are_counted_from_nought_without_a_gap(world: World) -> None:
    world.add_party("brightloop")
    indices = [entry.index for entry in entries_of(world.database)]
    assert indices == list(range(len(indices)))
    assert head_of(world.database) == len(indices)


def test_a_text_is_kept_beside_the_leaf_under_its_salted_digest(world: World) -> None:
    words = "Łódź — <script>alert(1)</script> =cmd"
    with world.database.transaction() as (session, now):
        session.add(day())
        texts = {"reason": words, "empty": ""}
        record(session, now, Entry("test_change", None, (), facts={"day": "2031-07-01"}, texts=texts))
    leaf = json.loads(entries_of(world.database)[-1].leaf)
    kept = texts_of(world.database)[-1]
    assert words not in json.dumps(leaf, ensure_ascii=False)
    assert list(leaf["texts"]) == ["reason"], "an empty text is none"
    assert (kept.name, kept.text) == ("reason", words)
    assert leaf["texts"]["reason"] == sha256((kept.salt or b"") + words.encode()).hexdigest() == kept.digest.hex()


def test_every_text_of_the_world_verifies_against_its_leaf(world: World) -> None:
    leaves = {entry.index: json.loads(entry.leaf) for entry in entries_of(world.database)}
    texts = texts_of(world.database)
    assert texts
    for kept in texts:
        assert sha256((kept.salt or b"") + (kept.text or "").encode()).digest() == kept.digest
        assert leaves[kept.entry_index]["texts"][kept.name] == kept.digest.hex()
    assert sum(len(leaf["texts"]) for leaf in leaves.values()) == len(texts)
    assert len({kept.salt for kept in texts}) == len(texts), "no two texts share a salt"


def test_the_same_change_twice_gives_different_hashes(world: World) -> None:
    for year in (2031, 2032):
        with world.database.transaction() as (session, now):
            session.add(day(date(year, 7, 1)))
            record(session, now, Entry("test_change", None, (), texts={"reason": "same"}))
    first, second = texts_of(world.database)[-2:]
    assert (first.text, first.digest == second.digest) == (second.text, False)


def test_a_text_that_was_taken_out_leaves_a_leaf_that_still_verifies(world: World) -> None:
    with world.database.transaction() as (session, now):
        session.add(day())
        record(session, now, Entry("test_change", None, (), texts={"reason": "to be taken out"}))
    with world.database.transaction() as (session, now):
        session.execute(
            sa.update(HistoryText).where(HistoryText.text == "to be taken out").values(text=None, salt=None)
        )
        record(session, now, Entry("test_redaction", None, ()))
    entry = entries_of(world.database)[-2]
    assert sha256(b"\x00" + entry.leaf).digest() == entry.leaf_hash
    assert "to be taken out" not in [kept.text for kept in texts_of(world.database)]


def test_a_change_without_an_entry_is_refused_and_undone(database: Database) -> None:
    with pytest.raises(HistoryRule, match="0 history entries"), database.transaction() as (session, _now):
        session.add(day())
    with database.reading() as (session, _now):
        assert session.scalars(sa.select(NonWorkingDay)).all() == []


def test_a_change_by_one_bulk_statement_needs_its_entry_as_well(world: World) -> None:
    with pytest.raises(HistoryRule, match="non_working_day"), world.database.transaction() as (session, _now):
        session.execute(sa.update(NonWorkingDay).values(name="Changed"))
    with world.database.reading() as (session, _now):
        assert "Changed" not in session.scalars(sa.select(NonWorkingDay.name)).all()


def test_two_entries_for_one_change_are_refused_and_undone(database: Database) -> None:
    with pytest.raises(HistoryRule, match="2 history entries"), database.transaction() as (session, now):  # noqa: PT012 - refused at its end
        session.add(day())
        record(session, now, PLAIN)
        record(session, now, PLAIN)
    assert entries_of(database) == []


def test_a_refused_use_case_takes_no_index(world: World) -> None:
    before = world.history_size()
    with pytest.raises(calendar.DayAlreadyThere):
        world.do(calendar.add_non_working_day, HOUSE, on=date(2026, 12, 25), name="Again")
    with pytest.raises(RuntimeError), world.database.transaction() as (session, now):  # noqa: PT012 - it breaks late
        session.add(day())
        record(session, now, PLAIN)
        raise RuntimeError
    assert (world.history_size(), head_of(world.database)) == (before, before)
    world.add_organisation("next", "Next Energy (test)")
    assert entries_of(world.database)[-1].index == before


def test_looking_leaves_no_entry(database: Database) -> None:
    with database.transaction() as (session, _now):
        session.scalars(sa.select(NonWorkingDay)).all()
    assert entries_of(database) == []
    with database.reading() as (session, _now):
        session.add(day())
        session.flush()
    with database.reading() as (session, _now):
        assert session.scalars(sa.select(NonWorkingDay)).all() == [], "a reading is rolled back"


def change_by_object(session: Session) -> None:
    """A new row of the record."""
    session.add(day())


def change_by_statement(session: Session) -> None:
    """A bulk change of the record."""
    session.execute(sa.update(Organisation).values(name="Changed"))


@pytest.mark.parametrize("change", [change_by_object, change_by_statement])
def test_scratch_refuses_the_tables_of_the_record(world: World, change: object) -> None:
    assert callable(change)
    with pytest.raises(HistoryRule, match="scratch may not change"), world.database.scratch() as (session, _now):
        change(session)
    with world.database.reading() as (session, _now):
        assert session.scalar(sa.select(NonWorkingDay.on).where(NonWorkingDay.on == date(2031, 7, 1))) is None
        assert "Changed" not in session.scalars(sa.select(Organisation.name)).all()


def test_scratch_takes_a_mail_and_leaves_no_entry(world: World) -> None:
    before = world.history_size()
    with world.database.scratch() as (session, now):
        session.add(OutboxMessage(person_id=world.people["analyst"], subject="A", body="B", created_at=now, due_at=now))
    assert world.history_size() == before


def test_writers_in_several_threads_leave_no_gap_and_no_double(many_writers: Database) -> None:
    broken: list[BaseException] = []
    barrier = threading.Barrier(THREADS)

    def write(thread: int) -> None:
        try:
            barrier.wait(timeout=30)
            for turn in range(EACH):
                with many_writers.transaction() as (session, now):
                    session.add(day(date(2031, thread + 1, turn + 1)))
                    session.flush()
                    texts = {"reason": f"{thread}.{turn}"}
                    record(session, now, Entry("test_change", None, (), facts={"by": thread}, texts=texts))
        except BaseException as error:  # noqa: BLE001 - a thread's failure has to reach the test.
            broken.append(error)

    # PostgreSQL makes the head once; two first entries at the same moment would meet its primary key.
    with many_writers.transaction() as (session, now):
        session.add(day())
        session.flush()
        record(session, now, PLAIN)
    with many_writers.transaction() as (session, now):
        session.execute(sa.delete(NonWorkingDay))
        record(session, now, PLAIN)
    threads = [threading.Thread(target=partial(write, thread)) for thread in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert broken == []
    entries = entries_of(many_writers)
    assert [entry.index for entry in entries] == list(range(THREADS * EACH + 2))
    assert head_of(many_writers) == len(entries)
    assert all(sha256(b"\x00" + entry.leaf).digest() == entry.leaf_hash for entry in entries)
    assert len({kept.text for kept in texts_of(many_writers)}) == THREADS * EACH


def test_a_receipt_has_twelve_letters_that_do_not_look_alike() -> None:
    codes = {new_receipt() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        parts = code.split("-")
        assert [len(part) for part in parts] == [4, 4, 4]
        assert set("".join(parts)) <= set(RECEIPT_ALPHABET)
    assert not set(RECEIPT_ALPHABET) & set("01IO")


def keep(world: World, who: str = "analyst", key: str = "k1", use_case: str = "cast", **body: object) -> None:
    """Keep a result of an intent."""
    actor = world.actor(who)
    with world.database.scratch() as (session, now):
        keep_result(session, now, actor, key, use_case, body, {"receipt": "7K2H", "body": str(body)})


def earlier(world: World, who: str = "analyst", key: str = "k1", use_case: str = "cast", **body: object) -> object:
    """What the intent gave the first time."""
    actor = world.actor(who)
    return world.look(lambda session: earlier_result(session, actor, key, use_case, body))


def test_the_same_intent_gives_the_first_result_again(world: World) -> None:
    assert earlier(world, seat=1, choice="approve") is None
    keep(world, seat=1, choice="approve")
    found = earlier(world, choice="approve", seat=1)
    assert isinstance(found, dict)
    assert found["receipt"] == "7K2H"


@pytest.mark.parametrize(
    ("use_case", "body"),
    [("cast", {"seat": 1, "choice": "reject"}), ("cast", {"seat": 1}), ("submit", {"seat": 1, "choice": "approve"})],
)
def test_the_same_key_with_another_body_is_refused(world: World, use_case: str, body: dict[str, object]) -> None:
    keep(world, seat=1, choice="approve")
    with pytest.raises(IntentReused):
        earlier(world, use_case=use_case, **body)


def test_the_key_of_another_person_is_another_intent(world: World) -> None:
    keep(world, seat=1)
    assert earlier(world, who="second_analyst", seat=2) is None
    assert earlier(world, key="k2", seat=2) is None


def test_nothing_is_kept_for_no_key_and_for_nobody(world: World) -> None:
    keep(world, key="")
    with world.database.scratch() as (session, now):
        keep_result(session, now, PUBLIC, "k1", "cast", {}, {})
    with world.database.reading() as (session, _now):
        assert session.scalars(sa.select(IdempotencyKey)).all() == []
        assert earlier_result(session, PUBLIC, "k1", "cast", {}) is None
    assert earlier(world, key="") is None


def test_a_form_that_saw_what_stands_passes_and_an_older_one_meets_its_rival() -> None:
    check_seen_version(3, 3)
    for seen in (0, 2, 4):
        with pytest.raises(SeenVersionStale) as refused:
            check_seen_version(seen, 3, "title")
        assert refused.value.field == "title"


def test_the_time_of_an_entry_is_the_instant_that_decided(world: World) -> None:
    with at(NOW):
        made = world.do(people.add_organisation, HOUSE, name="Timed (test)", kind=OrganisationKind.PARTY, key="timed")
        world.do(
            people.begin_party_category,
            HOUSE,
            organisation_id=made,
            category=PartyCategory.SMALL_SUPPLIERS,
            valid_from=date(2026, 1, 1),
        )
    assert [entry.at for entry in entries_of(world.database)[-2:]] == [NOW, NOW]
    assert b'"at":"2026-03-02T10:00:00.000000Z"' in entries_of(world.database)[-1].leaf
