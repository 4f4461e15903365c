"""Observations from a Word file in pages: handed in, shown with the problems by row, confirmed in one form."""

import io
from collections.abc import Callable

import pytest

from tests.builders.annex_a import annex, annex_of, found, heading
from tests.builders.consultations import add_modification
from tests.builders.word import cell, paragraph, row, run
from tests.checking_client import CheckingClient, Page
from tests.world import World
from voting.domain.observations import ObservationKind
from voting.services.observations import add_observation

ClientFor = Callable[..., CheckingClient]
HERE = "/modifications/MP801/observations"


@pytest.fixture
def modification_id(world: World) -> int:
    """A modification with an empty register."""
    return add_modification(world)


@pytest.fixture
def analyst(world: World, modification_id: int, client_for: ClientFor) -> CheckingClient:
    """The analyst's browser."""
    return client_for(world, "analyst")


def add(world: World, modification_id: int, number: str, text: str = "What was found (test).") -> None:
    world.do(
        add_observation,
        "analyst",
        modification_id=modification_id,
        document="Appendix D",
        number=number,
        title="A finding",
        text=text,
        recommendation="Mend it (test).",
        kind=ObservationKind.CLARITY,
        cited_clauses="8.3.4",
    )


def hand_in(client: CheckingClient, data: bytes, name: str = "Annex A.docx") -> Page:
    """A file handed in."""
    form = client.get(f"{HERE}/files").form("/files")
    return client.send(f"{HERE}/files", form, files={"file": (io.BytesIO(data), name)})


def test_a_file_is_handed_in_looked_at_and_added_with_one_press(analyst: CheckingClient) -> None:
    start = analyst.get(HERE)
    assert start.has('a[href$="/observations/files"]')
    where = hand_in(analyst, annex_of(found("1"), found("2", done="Withdrawn: agreed"))).location
    page = analyst.get(where)
    assert "2 new, 0 in the register already, 0 that differ. 0 problems." in page.text
    assert "Appendix D" in page.text
    assert not page.has("select[name=state]"), "the file says every state outright"
    done = analyst.send(where, page.form(where).fill(kind="clarity"))
    assert (done.status, done.location) == (303, HERE)
    register = analyst.follow(done)
    assert "2 added, 0 overwritten, 0 left as before" in register.text
    assert "What was found (test)" in register.text
    assert "Nothing need be done" in analyst.get(where).text


def test_problems_are_shown_by_row_and_the_rest_can_be_added(analyst: CheckingClient) -> None:
    where = hand_in(analyst, annex_of(found("1"), found(""), found("TBC"))).location
    page = analyst.get(where)
    assert "Table 1, row 3" in page.text
    assert "It has no number" in page.text
    assert "“TBC” is no number" in page.text
    sent = analyst.send(where, page.form(where).fill(kind="technical"))
    assert "1 added" in analyst.follow(sent).text


def test_what_the_file_leaves_open_is_asked_and_nothing_chosen_is_lost(analyst: CheckingClient) -> None:
    rows = (found("1", done="The clause was amended."), found("2", done=""), found("3", done="Noted"))
    where = hand_in(analyst, annex_of(*rows)).location
    page = analyst.get(where)
    assert "This is a guess. What was done: The clause was amended." in page.text
    assert "Perhaps addressed" in page.text
    form = page.form(where)
    assert (form.values["state-0"], form.values["state-2"]) == ("addressed", "")
    refused = analyst.send(where, form.fill(kind="standards", state__0="withdrawn"))
    assert refused.status == 422
    assert "Appendix D observation 2: what was done leaves its state open" in refused.text
    again = refused.form(where)
    assert (again.values["kind"], again.values["state-0"]) == ("standards", "withdrawn")
    assert analyst.send(where, again.fill(state="drafted")).status == 303


def test_a_difference_is_shown_side_by_side_and_overwritten_only_where_it_is_ticked(
    world: World, modification_id: int, analyst: CheckingClient
) -> None:
    for number in ("1", "2", "3"):
        add(world, modification_id, number)
    data = annex_of(found("1"), found("2", text="Said better."), found("3", text="Said otherwise."))
    where = hand_in(analyst, data).location
    page = analyst.get(where)
    assert "0 new, 1 in the register already, 2 that differ" in page.text
    assert "observation What was found (test). Said better." in page.text
    nothing = analyst.send(where, page.form(where))
    assert nothing.status == 422
    assert "Tick an observation that differs" in nothing.text
    done = analyst.send(where, nothing.form(where).fill(take__1="y"))
    register = analyst.follow(done).text
    assert "0 added, 1 overwritten, 2 left as before" in register
    assert "Said better." in register
    assert "Said otherwise." not in register


def test_a_difference_that_somebody_changed_meanwhile_is_shown_again_before_it_is_overwritten(
    world: World, modification_id: int, analyst: CheckingClient
) -> None:
    add(world, modification_id, "1")
    where = hand_in(analyst, annex_of(found("1", text="Said better."))).location
    form = analyst.get(where).form(where).fill(take__0="y", seen__0="7")
    stale = analyst.send(where, form)
    assert stale.status == 422
    assert "Somebody changed this" in stale.text
    assert analyst.send(where, stale.form(where)).status == 303


def test_paragraphs_of_a_cell_stay_paragraphs_and_hostile_words_only_words(analyst: CheckingClient) -> None:
    hostile = row("1", "8.3", cell(paragraph(run("<script>alert(1)</script>"))), "", "Drafted")
    data = annex_of(hostile, row("2", "8.3", cell("First.", "Second."), "", "Drafted"))
    where = hand_in(analyst, data).location
    page = analyst.get(where)
    assert "<script>alert(1)</script>" in page.text
    analyst.send(where, page.form(where).fill(kind="clarity"))
    html = analyst.get(HERE).response.get_data(as_text=True)
    assert "<p>First.</p>" in html
    assert "<p>Second.</p>" in html


def test_a_file_that_waits_is_found_again_from_the_register(analyst: CheckingClient) -> None:
    where = hand_in(analyst, annex_of(found("1")), name="Annex <A>.docx").location
    page = analyst.get(HERE)
    assert "Annex <A>.docx" in page.text
    assert page.has(f'a[href="{where}"]')


@pytest.mark.parametrize(
    ("data", "words"), [(b"PK\x03\x04 nothing", "damaged"), (b"plain words", "not"), (b"", "empty")]
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(analyst: CheckingClient, data: bytes, words: str) -> None:
    refused = hand_in(analyst, data)
    assert refused.status == 422
    assert words in refused.text
    assert refused.has(".field-wrong")


def test_no_file_is_asked_for_one_and_a_file_without_observations_says_what_to_do(analyst: CheckingClient) -> None:
    refused = analyst.send(f"{HERE}/files", analyst.get(f"{HERE}/files").form("/files"))
    assert refused.status == 422
    assert "Choose the Word file" in refused.text
    page = analyst.follow(hand_in(analyst, annex(heading("Appendix D"))))
    assert "The file has no table" in page.text
    assert "No observation could be read" in page.text


@pytest.mark.parametrize("who", ["approver", "administrator", "auditor", None])
def test_only_who_keeps_the_register_hands_in_and_sees_files(
    world: World, analyst: CheckingClient, client_for: ClientFor, who: str | None
) -> None:
    where = hand_in(analyst, annex_of(found("1"))).location
    other = client_for(world, who)
    refused = 403 if who else 302
    assert other.get(f"{HERE}/files").status == refused
    assert other.get(where).status == refused
    assert other.post(where, kind="clarity").status == refused
    assert "Annex A.docx" not in other.get(HERE).text


def test_a_file_of_another_register_is_no_page(world: World, analyst: CheckingClient) -> None:
    add_modification(world, "MP802")
    where = hand_in(analyst, annex_of(found("1"))).location
    assert analyst.get(where.replace("MP801", "MP802")).status == 404
    assert analyst.get(f"{HERE}/files/999").status == 404
