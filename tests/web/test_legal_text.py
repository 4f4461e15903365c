"""Legal text in pages: files handed in and assigned, links confirmed, versions compared, clauses that two change."""

import io
from collections.abc import Callable

import pytest

from tests.builders.consultations import add_modification
from tests.builders.word import deleted, inserted, paragraph, run, word_file
from tests.checking_client import CheckingClient
from tests.world import World
from voting.documents.legal_text.from_word import read_redline
from voting.domain.observations import ObservationKind
from voting.services import legal_text
from voting.services.observations import add_observation
from voting.worker import do_one_job

ClientFor = Callable[..., CheckingClient]
HERE = "/modifications/MP801/legal-text"
BEFORE = "8.3.3 The DCC may keep a register.\n\n8.3.4 Each User may check it.\n\n8.3.5 The Panel may report on it."
AFTER = BEFORE.replace("may", "shall")


@pytest.fixture
def analyst(world: World, client_for: ClientFor) -> CheckingClient:
    """The analyst's browser, with a modification to work on."""
    add_modification(world)
    return client_for(world, "analyst")


def imported(world: World, modification_id: int, to_be: str = AFTER) -> int:
    return int(
        world.do(
            legal_text.import_legal_text,
            "analyst",
            modification_id=modification_id,
            document="Appendix D",
            title="A policy (test)",
            sec_version="SEC 1.0 (test)",
            as_is=BEFORE,
            to_be=to_be,
        )
    )


def published(world: World, modification_id: int, to_be: str = AFTER) -> None:
    version_id = imported(world, modification_id, to_be)
    world.do(legal_text.publish_legal_text, "approver", version_id=version_id)


def hand_in(client: CheckingClient, sec_version: str = "SEC 1.0 (test)", name: str = "Appendix D.txt") -> str:
    """Two clean texts handed in; where the browser is sent next, empty where they were refused."""
    form = client.get(f"{HERE}/files").form("/files").fill(sec_version=sec_version)
    files = {"proposed": (io.BytesIO(AFTER.encode()), name), "in_force": (io.BytesIO(BEFORE.encode()), "before.txt")}
    return client.send(f"{HERE}/files", form, files=files).location


def test_files_are_handed_in_watched_and_assigned_with_one_press(world: World, analyst: CheckingClient) -> None:
    where = hand_in(analyst)
    waiting = analyst.get(where)
    assert "0 of 1 files read" in waiting.text
    assert "Make the drafts" not in waiting.text
    assert "to be assigned" in analyst.get(HERE).text.lower()
    do_one_job(world.database)
    page = analyst.get(where)
    assert "3 clauses, 3 changes" in page.text
    done = analyst.send(where, page.form("/files/1"))
    assert done.status == 303
    assert "1 draft is made" in analyst.follow(done).text
    assert "Appendix D" in analyst.get(where).text
    assert "shall" in analyst.get(f"{HERE}/appendix-d").text


def test_a_refused_file_says_why_and_offers_the_way_on(world: World, analyst: CheckingClient) -> None:
    where = hand_in(analyst, name="Appendix D.pdf")
    do_one_job(world.database)
    page = analyst.get(where)
    assert "cannot be compared" in page.text
    assert "Hand in other files" in page.text


def test_a_form_without_files_or_version_keeps_what_was_typed(analyst: CheckingClient) -> None:
    form = analyst.get(f"{HERE}/files").form("/files").fill(sec_version="SEC 30.0 of June")
    refused = analyst.send(f"{HERE}/files", form)
    assert refused.status == 422
    assert refused.has('input[value="SEC 30.0 of June"]')
    assert "at least one Word file" in refused.text
    form = analyst.get(f"{HERE}/files").form("/files").fill(sec_version="SEC 1.0")
    half = analyst.send(f"{HERE}/files", form, files={"proposed": (io.BytesIO(b"text"), "a.txt")})
    assert half.status == 422
    assert "needs both" in half.text


def test_a_file_without_a_document_is_asked_for_again(world: World, analyst: CheckingClient) -> None:
    where = hand_in(analyst, name="unnamed.txt")
    do_one_job(world.database)
    page = analyst.get(where)
    assert "Neither its name nor its first words" in page.text
    refused = analyst.send(where, page.form("/files/1"))
    assert refused.status == 422
    assert "leave it out" in refused.text
    left = analyst.send(where, page.form("/files/1").fill(**{"leave-1": "y"}))
    assert left.status == 422
    assert "No file is left" in left.text


def test_only_secas_sees_the_files(world: World, analyst: CheckingClient, client_for: ClientFor) -> None:
    where = hand_in(analyst)
    assert client_for(world, "administrator").get(where).status in {403, 404}
    assert client_for(world).get(f"{HERE}/files").status == 302


def test_links_that_the_register_proposes_are_confirmed_in_bulk(world: World, client_for: ClientFor) -> None:
    modification_id = add_modification(world)
    for number, cited in (("1", "8.3.3"), ("2", "99.9")):
        world.do(
            add_observation,
            "analyst",
            modification_id=modification_id,
            document="Appendix D",
            number=number,
            title=f"Finding {number}",
            text="What was found (test).",
            recommendation="Mend it (test).",
            kind=ObservationKind.CLARITY,
            cited_clauses=cited,
        )
    version_id = imported(world, modification_id)
    analyst = client_for(world, "analyst")
    page = analyst.get(f"{HERE}/appendix-d/links")
    assert "It cites 8.3.3" in page.text
    assert "there is no such clause" in page.text
    sent = analyst.send(f"{HERE}/appendix-d/links", page.form("/links"))
    assert "1 change is linked" in analyst.follow(sent).text
    assert "no further link" in analyst.get(f"{HERE}/appendix-d/links").text
    approver = client_for(world, "approver")
    publishing = approver.get(f"{HERE}/appendix-d/publish")
    assert "2 changes have no owner" in publishing.text
    assert "Finding 2" in publishing.text
    assert not publishing.has("input[name=past]")
    world.do(legal_text.mark_remaining_as_housekeeping, "analyst", version_id=version_id)
    assert approver.get(f"{HERE}/appendix-d/publish").has("input[name=past]")


def test_two_versions_are_compared_and_what_is_alike_is_folded(world: World, client_for: ClientFor) -> None:
    modification_id = add_modification(world)
    published(world, modification_id)
    published(world, modification_id, AFTER.replace("report on it", "report on it each year"))
    public = client_for(world)
    page = public.get(f"{HERE}/appendix-d/versions/1/2")
    assert "each year" in page.text
    assert "2 clauses alike in both versions" in page.text
    assert "alike" not in public.get(f"{HERE}/appendix-d/versions/1/2", show="all").text.replace("what is alike", "")
    assert "propose the same text" in public.get(f"{HERE}/appendix-d/versions/2/2").text
    assert public.get(f"{HERE}/appendix-d/versions/1/3").status == 404
    assert public.get(f"{HERE}/appendix-d").has('a[href$="/appendix-d/versions/1/2"]')


def test_a_clause_that_two_modifications_change_is_shown_to_both(world: World, client_for: ClientFor) -> None:
    published(world, add_modification(world))
    other = add_modification(world, "MP802", title="Another (test)")
    published(world, other, BEFORE.replace("8.3.4 Each User may", "8.3.4 Each User must"))
    public = client_for(world)
    ours = public.get(f"{HERE}/appendix-d")
    assert "1 clause is changed by another live modification too" in ours.text
    assert "MP802 Another (test)" in ours.text
    assert "MP801" in public.get("/modifications/MP802/legal-text/appendix-d").text.split("live modification too")[1]


def test_a_draft_of_another_modification_is_nobodys_business(world: World, client_for: ClientFor) -> None:
    published(world, add_modification(world))
    imported(world, add_modification(world, "MP802", title="Another (test)"))
    assert "MP802" not in client_for(world).get(f"{HERE}/appendix-d").text


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("redlined.docx", b"PK"),
        ("clean.docx", b"PK"),
        ("redlined.pdf", b"%PDF"),
        ("redlined.html", b"<!doctype html>"),
        ("akn.xml", b"<?xml"),
        ("clean.txt", b""),
        ("changes.txt", b""),
    ],
)
def test_the_text_is_taken_away_in_every_form(world: World, client_for: ClientFor, form: str, begins: bytes) -> None:
    published(world, add_modification(world))
    got = client_for(world).client.get(f"{HERE}/appendix-d/files/{form}")
    assert got.status_code == 200
    assert got.data[: len(begins)].lower() == begins.lower()
    assert f"MP801-appendix-d-v1-{form}" in got.headers["Content-Disposition"]


def test_a_draft_and_an_unknown_form_are_not_taken_away_by_the_public(world: World, client_for: ClientFor) -> None:
    imported(world, add_modification(world))
    public = client_for(world)
    assert public.get(f"{HERE}/appendix-d/files/redlined.docx").status == 404
    assert client_for(world, "analyst").get(f"{HERE}/appendix-d/files/anything.exe").status == 404


def test_a_word_file_comes_back_as_it_came_in(world: World, analyst: CheckingClient) -> None:
    redlined = word_file(paragraph(run("1.1 The DCC "), deleted("may"), inserted("shall"), run(" act.")))
    form = analyst.get(f"{HERE}/files").form("/files").fill(sec_version="SEC 1.0 (test)")
    where = analyst.send(f"{HERE}/files", form, files={"files": (io.BytesIO(redlined), "Appendix D.docx")}).location
    do_one_job(world.database)
    analyst.send(where, analyst.get(where).form("/files/1"))
    back = analyst.client.get(f"{HERE}/appendix-d/files/redlined.docx").data
    was, now = (read_redline(data).redline for data in (redlined, back))
    assert [[span._replace(hunk="") for span in clause.spans] for clause in now.clauses] == [
        [span._replace(hunk="") for span in clause.spans] for clause in was.clauses
    ]


def test_a_document_is_searched_by_number_and_by_words(world: World, analyst: CheckingClient) -> None:
    published(world, add_modification(world, number="MP802"))
    here = "/modifications/MP802/legal-text/appendix-d"
    by_number = analyst.get(f"{here}?find=8.3.4")
    assert "1 clause found for “8.3.4”" in by_number.text
    assert "Each User" in by_number.text
    assert "The Panel" not in by_number.text
    by_words = analyst.get(f"{here}?find=shall+keep&view=clean")
    assert "1 clause found for “shall keep”" in by_words.text
    assert by_words.has("[data-find] [name=view][value=clean]")
    nothing = analyst.get(f"{here}?find=%3Cb%3E")
    assert "0 clauses found for “<b>”" in nothing.text
    assert "No clause fits." in nothing.text
