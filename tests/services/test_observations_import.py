"""Observations from a Word file: handed in, confirmed, added or overwritten in one entry, nothing taken silently."""

import json
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from tests.builders.annex_a import HEAD, annex_of, found
from tests.builders.consultations import add_modification
from tests.builders.word import row
from tests.world import World
from voting.documents.annex_a import read_annex
from voting.documents.gate import FileRefused
from voting.domain.errors import NotFound, NotPermitted
from voting.domain.modifications.lifecycle import Stage
from voting.domain.observations import ObservationKind, ObservationState, PlaceNotNamed, TransitionRefused
from voting.models.history import HistoryEntry
from voting.models.modifications import UploadedFile
from voting.models.observations import ObservationMove, ObservationRow
from voting.queries.observations import annex_page, observation_register, waiting_files
from voting.services import observations
from voting.services.intents import SeenVersionStale
from voting.services.observations import ImportChoices, Imported, KindNotChosen, NothingToImport, StateNotChosen

S = ObservationState
CLARITY = ImportChoices(kind=ObservationKind.CLARITY)


def handed_in(world: World, modification_id: int, data: bytes, **more: Any) -> int:
    return int(
        world.do(
            observations.hand_in_annex,
            "analyst",
            modification_id=modification_id,
            name="Annex A.docx",
            content=data,
            reading=read_annex(data),
            **more,
        )
    )


def imported(
    world: World, modification_id: int, data: bytes, choices: ImportChoices = CLARITY, **more: Any
) -> Imported:
    result: Imported = world.do(
        observations.import_observations,
        "analyst",
        modification_id=modification_id,
        file_id=handed_in(world, modification_id, data),
        choices=choices,
        **more,
    )
    return result


def register(world: World) -> dict[str, ObservationRow]:
    with world.database.reading() as (session, _now):
        return {row.number: row for row in session.scalars(sa.select(ObservationRow))}


def last_leaf(world: World) -> dict[str, Any]:
    with world.database.reading() as (session, _now):
        leaf = session.scalars(sa.select(HistoryEntry.leaf).order_by(HistoryEntry.index.desc())).first()
    value: dict[str, Any] = json.loads(leaf or b"{}")
    return value


def test_a_file_goes_into_the_register_with_one_entry_and_is_kept(world: World) -> None:
    modification_id = add_modification(world)
    data = annex_of(found("10"), found("2", done="Addressed: a new clause"), found(""))
    assert imported(world, modification_id, data) == Imported(added=2, overwritten=0, left=0)
    assert world.use_cases()[-2:] == ["hand_in_annex", "import_observations"]
    leaf = last_leaf(world)
    assert len(leaf["changed"]) == 2
    assert leaf["facts"]["added"] == [
        {"document": "Appendix D", "number": "10", "state": "drafted"},
        {"document": "Appendix D", "number": "2", "state": "addressed"},
    ]
    assert leaf["facts"]["problems"] == ["Table 1, row 4"]
    assert "Appendix D 2: text" in leaf["texts"]
    view = world.look(observation_register, viewer=world.actor("analyst"), number="MP801")
    assert [(line.number, line.title, line.cited_clauses, line.kind) for line in view.lines] == [
        ("2", "What was found (test)", "8.3.4", ObservationKind.CLARITY),
        ("10", "What was found (test)", "8.3.4", ObservationKind.CLARITY),
    ]
    with world.database.reading() as (session, _now):
        assert session.scalars(sa.select(UploadedFile.content)).all() == [data]


@pytest.mark.parametrize(
    ("done", "state", "reason", "moves"),
    [
        ("Drafted", S.DRAFTED, "", 0),
        ("Drafted for the legal text", S.DRAFTED, "Drafted for the legal text", 0),
        ("Addressed", S.ADDRESSED, "From “Annex A.docx”, table 1, row 2.", 1),
        ("Withdrawn: agreed", S.WITHDRAWN, "Withdrawn: agreed", 1),
        ("Changed after comment by Party 3", S.CHANGED_AFTER_COMMENT, "Changed after comment by Party 3", 2),
        ("Resolved elsewhere: form 7", S.RESOLVED_ELSEWHERE, "Resolved elsewhere: form 7", 1),
    ],
)
def test_the_words_of_what_was_done_give_the_state_its_reason_and_its_moves(
    world: World, done: str, state: S, reason: str, moves: int
) -> None:
    imported(world, add_modification(world), annex_of(found("1", done=done)))
    kept = register(world)["1"]
    assert (kept.state, kept.state_reason) == (state, reason)
    with world.database.reading() as (session, _now):
        assert len(session.scalars(sa.select(ObservationMove)).all()) == moves


def test_a_guess_is_nobodys_word_until_a_person_settles_it(world: World) -> None:
    modification_id = add_modification(world)
    data = annex_of(found("1", done="The clause was amended."), found("2", done=""))
    before = world.history_size()
    with pytest.raises(StateNotChosen, match="Appendix D observation 1"):
        imported(world, modification_id, data)
    assert register(world) == {}
    settled = replace(CLARITY, states={("Appendix D", "1"): S.ADDRESSED})
    with pytest.raises(StateNotChosen, match="Appendix D observation 2"):
        imported(world, modification_id, data, settled)
    imported(world, modification_id, data, replace(settled, state=S.DRAFTED))
    assert {number: kept.state for number, kept in register(world).items()} == {"1": S.ADDRESSED, "2": S.DRAFTED}
    assert world.history_size() == before + 4, "three files handed in, one taken in"


def test_the_kind_is_chosen_where_the_file_does_not_say(world: World) -> None:
    modification_id = add_modification(world)
    with pytest.raises(KindNotChosen):
        imported(world, modification_id, annex_of(found("1")), ImportChoices())
    assert register(world) == {}


def test_what_is_the_same_is_left_and_what_differs_is_overwritten_only_where_it_is_ticked(world: World) -> None:
    modification_id = add_modification(world)
    imported(world, modification_id, annex_of(found("1"), found("2"), found("3")))
    again = annex_of(
        found("1"),
        found("2", text="Said better."),
        found("3", text="Said otherwise.", done="Addressed: new text"),
        found("4"),
    )
    choices = replace(CLARITY, overwrite={("Appendix D", "3"): 1})
    assert imported(world, modification_id, again, choices) == Imported(added=1, overwritten=1, left=2)
    kept = register(world)
    assert [kept[number].text for number in "123"] == [
        "What was found (test).",
        "What was found (test).",
        "Said otherwise.",
    ]
    assert (kept["3"].state, kept["3"].version, kept["2"].version) == (S.ADDRESSED, 2, 1)
    assert kept["3"].title == "What was found (test)", "the file has no title, so that it takes none away"
    assert last_leaf(world)["facts"]["overwritten"] == [{"document": "Appendix D", "number": "3", "state": "addressed"}]
    with pytest.raises(NothingToImport):
        imported(world, modification_id, again)


def test_a_difference_is_not_overwritten_once_somebody_else_changed_it(world: World) -> None:
    modification_id = add_modification(world)
    imported(world, modification_id, annex_of(found("1")))
    stale = replace(CLARITY, overwrite={("Appendix D", "1"): 7})
    with pytest.raises(SeenVersionStale):
        imported(world, modification_id, annex_of(found("1", text="Other.")), stale)


def test_a_state_that_cannot_be_reached_or_says_too_little_names_the_observation(world: World) -> None:
    modification_id = add_modification(world)
    with pytest.raises(PlaceNotNamed, match="Appendix D observation 1: Say where"):
        imported(world, modification_id, annex_of(found("1", done="Resolved elsewhere")))
    imported(world, modification_id, annex_of(found("1", done="Carried unresolved: no data")))
    back = replace(CLARITY, overwrite={("Appendix D", "1"): 1})
    with pytest.raises(TransitionRefused, match="Appendix D observation 1"):
        imported(world, modification_id, annex_of(found("1", done="Drafted")), back)


def test_a_form_sent_twice_has_one_effect(world: World) -> None:
    modification_id = add_modification(world)
    data = annex_of(found("1"))
    file_id = handed_in(world, modification_id, data, intent="one")
    assert handed_in(world, modification_id, data, intent="one") == file_id
    about: dict[str, Any] = {"modification_id": modification_id, "file_id": file_id}
    first = world.do(observations.import_observations, "analyst", **about, choices=CLARITY, intent="two")
    size = world.history_size()
    assert world.do(observations.import_observations, "analyst", **about, choices=CLARITY, intent="two") == first
    assert world.history_size() == size


def test_only_a_file_that_was_handed_in_for_this_register_is_taken(world: World) -> None:
    here, there = add_modification(world), add_modification(world, "MP802")
    data = annex_of(found("1"))
    file_id = handed_in(world, there, data)
    analyst = world.actor("analyst")
    with pytest.raises(NotFound):
        world.look(annex_page, viewer=analyst, number="MP801", file_id=file_id)
    with pytest.raises(NotFound):
        world.do(
            observations.import_observations,
            "analyst",
            modification_id=here,
            file_id=file_id,
            choices=CLARITY,
        )
    assert world.look(annex_page, viewer=analyst, number="MP802", file_id=file_id).reading == read_annex(data)


@pytest.mark.parametrize("who", ["approver", "administrator", "auditor"])
def test_who_may_not_change_the_register_neither_hands_in_nor_reads_nor_imports(world: World, who: str) -> None:
    modification_id = add_modification(world)
    data = annex_of(found("1"))
    file_id = handed_in(world, modification_id, data)
    common: dict[str, Any] = {"modification_id": modification_id}
    with pytest.raises(NotPermitted):
        world.do(observations.hand_in_annex, who, **common, name="a.docx", content=data, reading=read_annex(data))
    about = {"file_id": file_id, "choices": CLARITY}
    with pytest.raises(NotPermitted):
        world.do(observations.import_observations, who, **common, **about)
    viewer = world.actor(who)
    with pytest.raises(NotPermitted):
        world.look(annex_page, viewer=viewer, number="MP801", file_id=file_id)
    assert world.look(waiting_files, viewer=viewer, number="MP801") == ()


def test_a_register_that_is_closed_takes_no_file(world: World) -> None:
    modification_id = add_modification(world, stage=Stage.IMPLEMENTED)
    with pytest.raises(NotPermitted):
        handed_in(world, modification_id, annex_of(found("1")))


def test_files_wait_until_something_of_them_is_taken_in(world: World) -> None:
    modification_id = add_modification(world)
    analyst = world.actor("analyst")
    handed_in(world, modification_id, annex_of(found("")))
    imported(world, modification_id, annex_of(found("1")))
    assert world.look(waiting_files, viewer=analyst, number="MP801") == (), "it was put right under the same name"
    waiting = handed_in(world, modification_id, annex_of(found("9")))
    (file,) = world.look(waiting_files, viewer=analyst, number="MP801")
    assert (file.id, file.name) == (waiting, "Annex A.docx")


def test_a_page_of_a_file_takes_no_statement_more_for_a_longer_register(world: World, statements: Any) -> None:
    modification_id = add_modification(world)
    analyst = world.actor("analyst")
    asked = []
    for most in (1, 12):
        data = annex_of(*(found(f"{most}.{at}") for at in range(most)))
        imported(world, modification_id, data)
        file_id = handed_in(world, modification_id, data)
        with statements(world.database) as seen:
            world.look(annex_page, viewer=analyst, number="MP801", file_id=file_id)
        asked.append(len([each for each in seen if each.lstrip().upper().startswith("SELECT")]))
    assert asked[0] == asked[1] <= 3


def test_a_file_is_read_in_a_process_of_its_own_and_refused_in_a_sentence() -> None:
    data = annex_of(found("1"), row("2", *HEAD[1:]))
    assert observations.read_annex_file(data, "a.docx") == read_annex(data)
    with pytest.raises(FileRefused):
        observations.read_annex_file(b"PK\x03\x04 nothing", "a.docx")
    with pytest.raises(FileRefused, match="the most that can be taken in"):
        observations.read_annex_file(data, "a.docx", upload_bytes=100)
