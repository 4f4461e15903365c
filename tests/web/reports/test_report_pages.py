"""The pages of a report without JavaScript: imported, finished at the desk, published, read by everybody."""

import io
from pathlib import Path
from typing import Any

import pytest

from tests.builders.modifications import add_modification
from tests.builders.reports import PLAIN, imported_report, version_at
from tests.checking_client import CheckingClient
from tests.world import World, at
from voting.domain.modifications.lint import lint_report
from voting.queries.reports import read_of

TODAY = "2026-03-02T10:00"
BASE = "/modifications/DP901/reports"
STRAY = PLAIN.replace("1. Summary", "A stray line that belongs to nothing we know of.\n\n1. Summary", 1)


def _pass_all(client: CheckingClient, version: int = 1) -> None:
    desk = client.get(f"{BASE}/{version}/desk")
    for link in [a.attrs["href"] for a in desk.tree.query("a") if "/desk/findings/" in (a.attrs.get("href") or "")]:
        form = client.get(link).form("").fill(reason="Known, and settled with the Proposer (test).")
        assert client.send(link, form).status == 303


def test_an_uploaded_file_becomes_a_draft_that_is_finished_and_published_by_a_second_person(
    world: World, client_for: Any
) -> None:
    with at(TODAY):
        add_modification(world)
        analyst, approver = client_for(world, "analyst"), client_for(world, "approver")
        form = analyst.get(f"{BASE}/import").form("/import")
        sent = analyst.send(f"{BASE}/import", form, files={"file": (io.BytesIO(PLAIN.encode()), "report.txt")})
        assert sent.location.endswith(f"{BASE}/1/desk")
        assert "13" not in analyst.follow(sent).text[:20]
        _pass_all(analyst)
        page = approver.get(f"{BASE}/1/publish")
        published = approver.send(f"{BASE}/1/publish", page.form("/publish"))
        assert published.status == 303
        public = client_for(world).get(f"{BASE}/1")
    assert public.status == 200
    assert public.has("#part-4")
    assert "about £100,000 to £150,000" in public.text
    assert "Known, and settled with the Proposer (test)." in public.text


def test_a_draft_is_no_page_for_the_public_and_its_desk_is_for_secas_alone(world: World, client_for: Any) -> None:
    with at(TODAY):
        world.add_party("alpha")
        imported_report(world, modification_id=add_modification(world, proposer="alpha_signatory"))
        assert client_for(world).get(f"{BASE}/1").status == 404
        assert "No version yet" in client_for(world).get(BASE).text
        proposer = client_for(world, "alpha_signatory")
        assert proposer.get(f"{BASE}/1").status == 200
        assert proposer.get(f"{BASE}/1/desk").status == 403
        assert client_for(world, "alpha_reviewer").get(f"{BASE}/1").status == 404
        assert client_for(world, "approver").get(f"{BASE}/1/desk").status == 200
        assert client_for(world).get(f"{BASE}/1/desk").status == 302


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.7 and more", "report.pdf", "is a damaged PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "report.png", "is a picture"),
        (b"", "empty.txt", "empty"),
        (b"A letter to a friend, and nothing else.", "letter.txt", "none of the headings"),
    ],
)
def test_a_file_of_another_kind_gets_its_sentence_and_nothing_is_kept(
    world: World, client_for: Any, content: bytes, name: str, sentence: str
) -> None:
    with at(TODAY):
        add_modification(world)
        client = client_for(world, "analyst")
        form = client.get(f"{BASE}/import").form("/import")
        refused = client.send(f"{BASE}/import", form, files={"file": (io.BytesIO(content), name)})
    assert refused.status == 422
    assert sentence in refused.text


def test_pasted_text_that_is_refused_is_kept_in_the_form(world: World, client_for: Any) -> None:
    with at(TODAY):
        add_modification(world)
        client = client_for(world, "analyst")
        form = client.get(f"{BASE}/import").form("/import").fill(text="Not <script>a</script> report.")
        refused = client.send(f"{BASE}/import", form)
    assert refused.status == 422
    assert refused.form("/import").values["text"] == "Not <script>a</script> report."


def test_a_file_far_too_large_gets_the_page_that_says_so(world: World, client_for: Any) -> None:
    with at(TODAY):
        add_modification(world)
        client = client_for(world, "analyst")
        client.app.config["MAX_CONTENT_LENGTH"] = 50_000
        form = client.get(f"{BASE}/import").form("/import")
        refused = client.send(f"{BASE}/import", form, files={"file": (io.BytesIO(b"x" * 100_000), "big.txt")})
    assert refused.status == 413
    assert "too large" in refused.text


def test_a_field_stands_beside_its_passage_and_a_correction_is_marked(world: World, client_for: Any) -> None:
    with at(TODAY):
        made = imported_report(world)
        client = client_for(world, "analyst")
        path = f"{BASE}/1/desk/field?path=costs/DCC"
        page = client.get(path)
        assert "between £100,000 and £150,000" in page.text
        saved = client.send(path, page.form("costs%2FDCC").fill(field4="£160,000"))
        assert saved.status == 303
        desk = client.get(f"{BASE}/1/desk")
    assert "by hand" in desk.text.lower()
    assert version_at(world, made.version_id).hand_corrected == ["costs/DCC/max_gbp"]


def test_what_a_field_cannot_hold_is_said_beside_it_and_stays_typed(world: World, client_for: Any) -> None:
    with at(TODAY):
        imported_report(world)
        client = client_for(world, "analyst")
        path = f"{BASE}/1/desk/field?path=costs/DCC"
        refused = client.send(path, client.get(path).form("costs%2FDCC").fill(field2="a lot"))
    assert refused.status == 422
    assert "is not a number" in refused.text
    assert refused.form("costs%2FDCC").values["field2"] == "a lot"


def test_who_saves_after_somebody_else_is_told_and_can_save_again(world: World, client_for: Any) -> None:
    with at(TODAY):
        made = imported_report(world)
        first, second = client_for(world, "analyst"), client_for(world, "second_analyst")
        path = f"{BASE}/1/desk/field?path=title"
        late = second.get(path).form("path=title").fill(field0="A later title (test)")
        first.send(path, first.get(path).form("path=title").fill(field0="An earlier title (test)"))
        refused = second.send(path, late)
        assert (refused.status, "Somebody changed this" in refused.text) == (422, True)
        assert second.send(path, refused.form("path=title")).status == 303
    assert version_at(world, made.version_id).report["title"] == "A later title (test)"


def test_rows_are_added_and_taken_out(world: World, client_for: Any) -> None:
    with at(TODAY):
        made = imported_report(world)
        client = client_for(world, "analyst")
        add = f"{BASE}/1/desk/add/glossary"
        assert client.send(add, client.get(add).form("glossary").fill(field0="DCC")).status == 422
        sent = client.send(add, client.get(add).form("glossary").fill(field0="DCC", field1="Data company (test)"))
        assert sent.status == 303
        assert version_at(world, made.version_id).report["glossary"] == [
            {"acronym": "DCC", "term": "Data company (test)"}
        ]
        row = f"{BASE}/1/desk/field?path=glossary/DCC"
        page = client.get(row)
        assert client.send(row, page.form("path=glossary/DCC")).status == 303
    assert version_at(world, made.version_id).report["glossary"] == []


def test_a_stray_passage_is_placed_or_dismissed(world: World, client_for: Any) -> None:
    with at(TODAY):
        made = imported_report(world, STRAY.replace("1. Summary", "Another stray line, to go.\n\n1. Summary", 1))
        client = client_for(world, "analyst")
        count = len(version_at(world, made.version_id).report["unread"])
        assert count
        path = f"{BASE}/1/desk/unread/1"
        assert client.send(path, client.get(path).form("unread/1")).status == 422
        placed = client.send(path, client.get(path).form("unread/1").fill(to="parts/1/text"))
        assert placed.status == 303
        while version_at(world, made.version_id).report["unread"]:
            form = client.get(path).form("unread/1")
            form.action += "/dismiss"
            assert client.send(path, form).status == 303
    assert "stray line" in version_at(world, made.version_id).report["parts"][0]["text"]


def test_the_differences_of_a_later_draft_are_never_ticked_beforehand(world: World, client_for: Any) -> None:
    with at(TODAY):
        made = imported_report(world)
        client = client_for(world, "analyst")
        title = f"{BASE}/1/desk/field?path=title"
        client.send(title, client.get(title).form("path=title").fill(field0="Corrected by hand (test)"))
        form = client.get(f"{BASE}/import").form("/import")
        form.fill(text=PLAIN.replace("Clearer meter messages", "Clearest meter messages").replace("£1,200", "£1,300"))
        page = client.follow(client.send(f"{BASE}/import", form))
        assert "corrected this by hand" in page.text
        form = page.form("/differences")
        assert "accepted" not in form.values
        taken = client.send(f"{BASE}/1/differences", form.fill(accepted=["costs/SECAS/amount_gbp"]))
        assert taken.status == 303
    report = version_at(world, made.version_id).report
    assert (report["title"], report["costs"][1]["amount_gbp"]) == ("Corrected by hand (test)", 1300)


def test_publishing_says_what_stands_in_its_way(world: World, client_for: Any) -> None:
    with at(TODAY):
        imported_report(world)
        approver = client_for(world, "approver")
        page = approver.get(f"{BASE}/1/publish")
        refused = approver.send(f"{BASE}/1/publish", page.form("/publish"))
        assert refused.status == 422
        assert "still open" in refused.text
        assert client_for(world, "analyst").get(f"{BASE}/1/publish").status == 403


def test_hostile_text_is_shown_as_text(world: World, client_for: Any) -> None:
    with at(TODAY):
        imported_report(world, PLAIN.replace("Messages of meters", "<script>alert(1)</script> <b style='x'>Messages"))
        client = client_for(world, "analyst")
        page, desk = client.get(f"{BASE}/1"), client.get(f"{BASE}/1/desk")
    assert not page.has("main b[style]")
    assert "<script>alert(1)</script>" in page.text
    assert desk.status == 200


def test_every_row_of_the_real_report_has_a_form_and_every_link_of_its_desk_leads_somewhere(
    world: World, client_for: Any, shared: Path
) -> None:
    with at(TODAY):
        made = imported_report(world, (shared / "seed" / "modification-report.txt").read_bytes())
        client = client_for(world, "analyst")
        desk = client.get(f"{BASE}/1/desk")
        links = {a.attrs["href"] for a in desk.tree.query("main a") if (a.attrs.get("href") or "").startswith(BASE)}
        some = sorted(link for link in links if "/field?" in link)[::30]
        assert all(client.get(link.partition("#")[0]).status == 200 for link in some)
        page = client.get(f"{BASE}/1")
        findings = lint_report(read_of(version_at(world, made.version_id)).report)
    assert len([link for link in links if "/field?" in link]) > 60
    hrefs = [a.attrs.get("href") or "" for a in desk.tree.query("main a")]
    anchors = {href.partition("#")[2] for href in hrefs if href.startswith(f"{BASE}/1#")}
    assert anchors
    assert all(page.has(f"#{anchor}") for anchor in anchors)
    assert "names 19" in findings[0].message
