"""The pages of consultations: who may open each, what a refusal keeps, and the way from preparing to publishing."""

from datetime import date

import pytest

from tests.builders.consultations import (
    AFTER_CLOSE,
    JUST_BEFORE_CLOSE,
    OPENED,
    OpenedConsultation,
    Said,
    add_modification,
    add_text,
    keep_response,
    open_consultation,
    prepare_consultation,
)
from tests.checking_client import CheckingClient
from tests.world import World, at
from voting.domain.confidentiality import Confidentiality
from voting.domain.consultations import ConsultationKind
from voting.domain.people import Role
from voting.domain.responses import ResponseRoute
from voting.services import consultations

HOSTILE = "<script>alert(1)</script> =cmd \x00 \"'"
SECAS_PAGES = ("desk", "publish")
ANALYST_PAGES = ("extend", "remind", "summary", "findings", "invited", "edit", "questions")


def client(world: World, name: str | None = None) -> CheckingClient:
    """A browser of this person."""
    return CheckingClient.signed_in(world, name)


@pytest.fixture
def opened(world: World) -> OpenedConsultation:
    """Open on one document with an observation, answered by one Party."""
    world.add_person("proposer", None, Role.ATTENDEE)
    made = open_consultation(world, proposer="proposer", observations=("1",))
    keep_response(
        world,
        made,
        "brightloop",
        Said(f"The step is missing. {HOSTILE[:25]}", "disagree", observation_id=made.texts[0].observation_ids[0]),
        received="2026-03-05T10:00",
    )
    return made


def at_page(opened: OpenedConsultation, page: str = "") -> str:
    """The path of a page of this consultation."""
    return f"/consultations/{opened.id}" + (f"/{page}" if page else "")


# --- Who may -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [*SECAS_PAGES, *ANALYST_PAGES, "replies", "replies/together"])
def test_pages_of_secas_are_nobody_elses(world: World, opened: OpenedConsultation, page: str) -> None:
    with at(AFTER_CLOSE):
        assert client(world).get(at_page(opened, page)).status == 302
        for name in ("brightloop_signatory", "auditor", "proposer"):
            assert client(world, name).get(at_page(opened, page)).status in {403, 404}, name


@pytest.mark.parametrize("page", ["desk", "publish", "extend", "remind", "invited", "questions", "edit"])
def test_pages_of_secas_open_for_secas_while_it_is_open(world: World, opened: OpenedConsultation, page: str) -> None:
    with at(JUST_BEFORE_CLOSE):
        assert client(world, "analyst").get(at_page(opened, page)).status == 200


@pytest.mark.parametrize("page", ["desk", "publish", "summary", "findings", "replies", "answers"])
def test_pages_of_secas_open_for_secas_after_close(world: World, opened: OpenedConsultation, page: str) -> None:
    with at(AFTER_CLOSE):
        assert client(world, "analyst").get(at_page(opened, page)).status == 200


@pytest.mark.parametrize(("page", "may_post"), [("publish", "approver"), ("replies/1", "analyst")])
def test_who_may_only_read_a_page_cannot_send_its_form(
    world: World, opened: OpenedConsultation, page: str, may_post: str
) -> None:
    # Both read it; the form belongs to one of them, who is told by the service what is still missing.
    with at(AFTER_CLOSE):
        for name in ("analyst", "approver"):
            browser = client(world, name)
            assert browser.get(at_page(opened, page)).status == 200
            assert browser.post(at_page(opened, page)).status == (422 if name == may_post else 403), name


@pytest.mark.parametrize("name", [None, "brightloop_signatory", "auditor", "proposer", "analyst", "approver"])
def test_everybody_reads_the_list_and_an_open_consultation(
    world: World, opened: OpenedConsultation, name: str | None
) -> None:
    with at(JUST_BEFORE_CLOSE):
        browser = client(world, name)
        assert "Test consultation" in browser.get("/consultations").text
        page = browser.get(at_page(opened))
        assert "closes today, Mon 23 Mar 2026 17:00 UK time" in page.text
        assert "Appendix D" in page.text
        assert browser.get(at_page(opened, "answers")).status == 404
    for secret in ("The step is missing", "disagree"):
        assert secret not in page.text


def test_a_prepared_consultation_is_not_there_for_anybody_else(world: World) -> None:
    made = prepare_consultation(world)
    assert client(world).get(f"/consultations/{made}").status == 404
    assert client(world, "brightloop_signatory").get(f"/consultations/{made}").status == 404
    assert "only SECAS sees this page" in client(world, "analyst").get(f"/consultations/{made}").text


def test_a_party_is_told_its_own_state_and_where_to_answer(world: World, opened: OpenedConsultation) -> None:
    with at(JUST_BEFORE_CLOSE):
        ours = client(world, "brightloop_contributor").get(at_page(opened))
        theirs = client(world, "northgrid_contributor").get(at_page(opened))
    assert "Brightloop (test): Submitted" in ours.text
    assert "Northgrid (test): Not answered yet" in theirs.text


# --- Preparing and opening -----------------------------------------------------------------------------------------


def test_an_analyst_prepares_asks_invites_and_an_approver_opens(world: World) -> None:
    with at(OPENED):
        modification = add_modification(world)
        add_text(world, modification)
        world.add_party("brightloop")
        analyst = client(world, "analyst")
        path = "/consultations/new?modification=mp801"
        page = analyst.get(path)
        sent = analyst.send(path, page.form().fill(title="Views wanted", introduction=HOSTILE))
        questions = analyst.follow(sent)
        form = questions.form()
        form.fill(**{"questions-2-text": "Which?", "questions-2-kind": "preferred_option", "questions-2-options": "A"})
        refused = analyst.send(sent.location, form)
        assert refused.status == 422
        assert "give at least two different ones" in refused.text
        assert refused.form().values["questions-2-text"] == "Which?"
        desk = analyst.follow(analyst.send(sent.location, refused.form().fill(**{"questions-2-options": "A\nB"})))
        assert "An approver, who is a second person, opens it." in desk.text
        assert not desk.has('a[href$="/open"]')
        approver = client(world, "approver")
        path = sent.location.replace("/questions", "")
        look = approver.get(f"{path}/open")
        assert "3 questions" in look.text or "Which?" in look.text
        assert "1 organisations" in look.text
        done = approver.follow(approver.send(f"{path}/open", look.form()))
        assert "It is open, and 3 people are told." in done.text
        public = client(world).get(path)
        assert "alert(1)" in public.text
        assert not public.has("main script")


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong(world: World) -> None:
    with at(OPENED):
        add_modification(world)
        analyst = client(world, "analyst")
        path = "/consultations/new?modification=MP801"
        form = analyst.get(path).form().fill(title="Kept words", close_on="2026-03-02")
        refused = analyst.send(path, form)
    assert refused.status == 422
    assert "It would close before it opens" in refused.text
    assert refused.form().values["title"] == "Kept words"
    assert client(world, "analyst").get("/consultations/new?modification=MP999").status == 404


def test_editing_shows_the_window_and_its_warnings(world: World) -> None:
    made = prepare_consultation(world, close_on=date(2026, 3, 6))
    analyst = client(world, "analyst")
    page = analyst.get(f"/consultations/{made}/edit")
    assert "The window is 4 Working Days, fewer than the usual 15." in page.text
    sent = analyst.send(f"/consultations/{made}/edit", page.form().fill(close_on="2026-03-23", title="Longer"))
    assert "Longer" in analyst.follow(sent).text
    stale = analyst.send(f"/consultations/{made}/edit", page.form().fill(title="Mine"))
    assert stale.status == 422
    assert "Somebody changed this" in stale.text


# --- Running -------------------------------------------------------------------------------------------------------


def test_an_extension_is_asked_for_and_confirmed_on_two_pages_by_two_people(
    world: World, opened: OpenedConsultation
) -> None:
    with at("2026-03-20T10:00"):
        analyst, approver = client(world, "analyst"), client(world, "approver")
        path = at_page(opened, "extend")
        form = analyst.get(path).form().fill(close_on="2026-03-20", reason="Asked for.", notice="Longer.")
        refused = analyst.send(path, form)
        assert "never shortened" in refused.text
        assert refused.form().values["reason"] == "Asked for."
        desk = analyst.follow(analyst.send(path, refused.form().fill(close_on="2026-03-26")))
        assert "Look and confirm" not in desk.text
        desk = approver.get(at_page(opened, "desk"))
        confirm = desk.tree.query('a[href*="/extensions/"]')[0].attrs["href"]
        look = approver.get(confirm)
        assert "Thu 26 Mar 2026 17:00 UK time" in look.text
        done = approver.follow(approver.send(confirm, look.form()))
        assert "The deadline is moved, and 6 people are told." in done.text
        assert "Nothing waits to be confirmed." in approver.get(confirm).text
        assert "Asked for." in client(world).get(at_page(opened)).text


def test_a_reminder_is_seen_as_it_leaves_and_goes_to_the_silent(world: World, opened: OpenedConsultation) -> None:
    with at("2026-03-20T10:00"):
        analyst = client(world, "analyst")
        page = analyst.get(at_page(opened, "remind"))
        assert "Northgrid (test)" in page.text
        assert "Brightloop (test)" not in page.text
        seen = analyst.send(at_page(opened, "remind"), page.form().fill(subject="Last call", body="Please\nanswer."))
        assert "Last call" in seen.text
        done = analyst.follow(analyst.send("", seen.form("/remind/send")))
        assert "3 people of 1 organisations are reminded." in done.text


def test_a_late_response_is_read_and_ruled_on(world: World, opened: OpenedConsultation) -> None:
    version, _ = keep_response(world, opened, "northgrid", Said("Late words."), received=AFTER_CLOSE, late=True)
    with at(AFTER_CLOSE):
        approver = client(world, "approver")
        assert "to rule on" in approver.get(at_page(opened, "desk")).text.lower()
        path = at_page(opened, f"late/{version}")
        page = approver.get(path)
        assert "Late words." in page.text
        refused = approver.send(path, page.form().fill(admitted="yes"))
        assert (refused.status, "Give the reason." in refused.text) == (422, True)
        done = approver.follow(approver.send(path, page.form().fill(admitted="no", reason="Without a cause.")))
        assert "Without a cause." in done.text
        assert not approver.get(path).tree.query("main form")
        assert approver.get(at_page(opened, "late/999")).status == 404


def test_the_desk_leads_to_what_was_entered_and_waits(world: World, opened: OpenedConsultation) -> None:
    mail = {"received": "2026-03-05T10:00", "route": ResponseRoute.EMAIL, "confirmed": False}
    unknown, _ = keep_response(world, opened, None, Said("x"), **mail)
    known, _ = keep_response(world, opened, "northgrid", Said("x"), **mail)
    with at(JUST_BEFORE_CLOSE):
        desk = client(world, "analyst").get(at_page(opened, "desk"))
        for version in (unknown, known):
            assert desk.has(f'a[href$="/entered/{version}"]')
        assert desk.has('a[href$="/respond/enter"]')
        assert not client(world, "approver").get(at_page(opened, "desk")).has('a[href$="/respond/enter"]')
    assert "waits for its sender to be named" in desk.text


# --- Replies and publication ---------------------------------------------------------------------------------------


def test_from_a_drafted_reply_to_the_published_page(world: World, opened: OpenedConsultation) -> None:
    with at(AFTER_CLOSE):
        analyst, approver, proposer = (client(world, name) for name in ("analyst", "approver", "proposer"))
        assert "1 point has no reply." in analyst.get(at_page(opened, "desk")).text
        bench = analyst.get(at_page(opened, "replies"), state="missing")
        link = bench.tree.query('a[href*="/replies/"]')[0].attrs["href"]
        page = analyst.get(link)
        refused = analyst.send(link, page.form().fill(kind="not_agreed", detail=" "))
        assert (refused.status, "Say why, or in what way" in refused.text) == (422, True)
        hunk = str(opened.texts[0].hunk_ids[0])
        form = refused.form().fill(kind="agreed_in_part", detail="The first half.", hunks_cancelled=[hunk])
        form.values["adopted_wording"] = "within ten Working Days"
        assert "Drafted." in analyst.follow(analyst.send(link, form)).text
        assert "Nothing waits for you." in proposer.get(at_page(opened, "replies/to-confirm")).text
        bench = analyst.get(at_page(opened, "replies"))
        tick = bench.tree.query('input[name="items"]')[0].attrs["value"]
        form = bench.form("/replies/together").fill(items=tick)
        form.action = at_page(opened, "replies/share")
        assert "1 reply is shared with the Proposer." in analyst.follow(analyst.send("", form)).text
        waiting = proposer.get(at_page(opened, "replies/to-confirm"))
        assert "The first half." in waiting.text
        tick = waiting.tree.query('input[name="items"]')[0].attrs["value"]
        done = proposer.follow(proposer.send("", waiting.form("/replies/confirm").fill(items=tick)))
        assert "1 reply is confirmed." in done.text
        for name in (None, "brightloop_signatory"):
            assert client(world, name).get(at_page(opened, "answers")).status == 404
        look = approver.get(at_page(opened, "publish"))
        published = approver.follow(approver.send(at_page(opened, "publish"), look.form()))
        assert "Everything is published" in published.text
        public = client(world).get(at_page(opened, "answers"))
    said = (
        "The step is missing.",
        "Agreed in part",
        "The first half.",
        "within ten Working Days",
        "Decided by Proposer",
    )
    assert [words for words in said if words not in public.text] == []
    assert not public.has("main script")


def test_a_proposer_returns_a_reply_and_an_approver_confirms_with_evidence(
    world: World, opened: OpenedConsultation
) -> None:
    with at(AFTER_CLOSE):
        analyst, approver, proposer = (client(world, name) for name in ("analyst", "approver", "proposer"))
        bench = analyst.get(at_page(opened, "replies"))
        tick = bench.tree.query('input[name="items"]')[0].attrs["value"]
        page = analyst.follow(analyst.send("", bench.form("/replies/together").fill(items=tick)))
        form = page.form("").fill(kind="out_of_scope", detail="Elsewhere.")
        assert "1 reply is drafted." in analyst.follow(analyst.send("", form)).text
        bench = analyst.get(at_page(opened, "replies"))
        tick = bench.tree.query('input[name="items"]')[0].attrs["value"]
        form = bench.form("/replies/together").fill(items=tick)
        form.action = at_page(opened, "replies/share")
        analyst.send("", form)
        path = proposer.get(at_page(opened, "replies/to-confirm")).tree.query('a[href$="/return"]')[0].attrs["href"]
        back = proposer.get(path)
        assert proposer.send(path, back.form()).status == 422
        proposer.send(path, back.form().fill(reason="It is in scope."))
        assert "It is in scope." in analyst.get(at_page(opened, "replies"), state="returned").text
        bench = approver.get(at_page(opened, "replies"))
        tick = bench.tree.query('input[name="items"]')[0].attrs["value"]
        form = bench.form("/replies/together").fill(items=tick)
        form.action = at_page(opened, "replies/confirm")
        ask = approver.send("", form)
        assert ask.status == 200
        refused = approver.send("", ask.form("/replies/confirm"))
        assert "Attach the message or minute" in refused.text
        done = approver.send("", refused.form("/replies/confirm").fill(evidence="E-mail of 24 March"))
        assert "1 reply is confirmed." in approver.follow(done).text


def test_a_report_consultation_is_published_after_its_summary_and_its_findings(world: World) -> None:
    opened = open_consultation(world, kind=ConsultationKind.MODIFICATION_REPORT)
    secret = Said(
        "Our forecast is eleven thousand Devices.", "approve", confidentiality=Confidentiality.SECAS_AND_AUTHORITY
    )
    keep_response(world, opened, "brightloop", secret, received="2026-03-05T10:00")
    with at(AFTER_CLOSE):
        analyst, approver = client(world, "analyst"), client(world, "approver")
        assert "The factual summary of the responses is not written." in analyst.get(at_page(opened, "publish")).text
        path = at_page(opened, "summary")
        telling = analyst.get(path).form().fill(summary="They wrote: our forecast is eleven thousand devices.")
        page = analyst.follow(analyst.send(path, telling))
        assert "1 finding of the leak check is not decided." in page.text
        path = at_page(opened, "findings")
        form = analyst.get(path).form()
        found = analyst.get(path).tree.query('input[name="findings"]')[0].attrs["value"]
        assert analyst.send(path, form.fill(findings=found)).status == 422
        page = analyst.follow(analyst.send(path, form.fill(findings=found, reason="The respondent agreed.")))
        assert "Ready to publish" in page.text
        look = approver.get(at_page(opened, "publish"))
        approver.follow(approver.send(at_page(opened, "publish"), look.form()))
        public = client(world).get(at_page(opened, "answers"))
    assert "Withheld by the respondent" in public.text
    assert "Classification of this page: White" in public.text


def test_who_may_not_publish_sees_that_it_is_ready_and_no_button(world: World) -> None:
    opened = open_consultation(world, kind=ConsultationKind.MODIFICATION_REPORT)
    with at(AFTER_CLOSE):
        page = client(world, "analyst").get(at_page(opened, "publish"))
        assert "An approver who prepared none of it publishes it." in page.text
        assert not page.tree.query("main form")
        tried = client(world, "analyst").post(at_page(opened, "publish"))
        assert tried.status in {403, 422}


def test_a_withdrawn_consultation_says_so(world: World, opened: OpenedConsultation) -> None:
    with at("2026-03-10T10:00"), world.database.transaction() as (session, now):
        consultations.withdraw_consultations(session, now=now, modification_id=opened.modification_id)
        session.info.setdefault("history", []).append(lambda: None)
    with at("2026-03-11T10:00"):
        assert "withdrawn together with its modification" in client(world).get(at_page(opened)).text
        assert "withdrawn with its modification" in client(world).get("/consultations").text.lower()
