"""The pages of modifications: what each person finds there, and what a refused form keeps."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.builders.modifications import (
    add_consultation_row,
    add_modification,
    add_report_version,
    modification_at,
    move,
    move_request,
)
from tests.checking_client import CheckingClient
from tests.world import World, at
from voting import clock
from voting.domain.modifications.lifecycle import Causer, Move, Stage, parse_number
from voting.domain.modifications.report import ModificationReport, ReportOption

ClientFor = Callable[..., CheckingClient]
TODAY = "2026-03-02T10:00"


@pytest.fixture
def client(world: World, client_for: ClientFor) -> CheckingClient:
    """The analyst's browser."""
    return client_for(world, "analyst")


def test_the_register_is_public_searched_and_filtered_by_its_address(world: World, client_for: ClientFor) -> None:
    with at(TODAY):
        add_modification(world, "DP901", "A zephyr (test)", Stage.REFINEMENT)
        add_report_version(world, add_modification(world, "DP902"), ModificationReport(title="Of marmalade"))
        public = client_for(world)
        assert "2 found" in public.get("/modifications").text
        found = public.get("/modifications", find="marmalade")
        assert "DP902" in found.text
        assert "MP901" not in found.text
        assert "Found in: report" in found.text
        assert "MP901" not in public.get("/modifications", stage="development").text
        assert "No modification fits" in public.get("/modifications", find="nowhere").text
        assert public.get("/modifications", stage="nonsense", sort="'", page="99").status == 200


def test_an_empty_register_says_what_will_appear(world: World, client_for: ClientFor) -> None:
    assert "appear here when they are raised" in client_for(world).get("/modifications").text


def test_the_public_reads_where_it_stands_and_is_offered_nothing_to_do(world: World, client_for: ClientFor) -> None:
    with at(TODAY):
        made = add_modification(world, stage=Stage.REPORT)
        closes = clock.now() + timedelta(days=10, hours=7)
        add_consultation_row(world, made, opened_at=clock.now(), closes_at=closes)
        page = client_for(world).get("/modifications/MP901")
    assert page.status == 200
    assert "Modification Report Consultation closes Thu 12 Mar 2026 17:00 UK time, 8 Working Days left." in page.text
    assert "8 Working Days left" in page.text
    assert "Answers are hidden until it closes" in page.text
    assert "What can happen next" not in page.text
    assert "waits for you" not in page.text
    assert not page.has('a[href$="/edit"]')


@pytest.mark.parametrize("stage", list(Stage))
def test_there_is_a_page_at_every_stage(world: World, client: CheckingClient, stage: Stage) -> None:
    with at(TODAY):
        number = modification_at(world, add_modification(world, stage=stage)).number
        page = client.get(f"/modifications/{number}")
    assert page.status == 200
    assert page.has("ol.timeline")


@pytest.mark.parametrize("asked", ["DP901", "mp901", "MP%20901"])
def test_an_old_number_redirects_to_the_present_one(world: World, client_for: ClientFor, asked: str) -> None:
    add_modification(world, stage=Stage.REFINEMENT)
    page = client_for(world).get(f"/modifications/{asked}")
    assert (page.status, page.location) == (301, "/modifications/MP901")


@pytest.mark.parametrize("asked", ["MP999", "nonsense", "%00", "%ED%A0%80"])
def test_there_is_no_page_for_a_number_that_nobody_gave(world: World, client_for: ClientFor, asked: str) -> None:
    assert client_for(world).get(f"/modifications/{asked}").status == 404


def test_a_visit_is_told_what_changed_since_the_one_before(world: World, client_for: ClientFor) -> None:
    auditor = client_for(world, "auditor")
    with at("2026-03-02T10:00"):
        made = add_modification(world)
        assert "Changed since" not in client_for(world, "auditor").get("/modifications/DP901").text
    with at("2026-03-03T09:00"):
        move(world, made, move_request(Move.CONVERT, Causer.APPROVING_BODY))
    with at("2026-03-03T10:00"):
        auditor = client_for(world, "auditor")
        for _reload in range(2):
            page = auditor.get("/modifications/MP901")
            assert "Changed since you last looked (Mon 2 Mar 2026 10:00 UK time)" in page.text
            assert "Converted to a Modification Proposal" in page.text
    with at("2026-03-03T12:00"):
        assert "Nothing." in client_for(world, "auditor").get("/modifications/MP901").text


def test_a_modification_is_raised_and_its_page_opens(world: World, client: CheckingClient) -> None:
    with at(TODAY):
        client = CheckingClient.signed_in(world, "analyst")
        form = client.get("/modifications/new").form().fill(number="dp905", title="Clearer screens (test)")
        sent = client.send("/modifications/new", form)
        page = client.follow(sent)
    assert "DP905 Clearer screens (test)" in page.text
    assert "Draft Proposal in development." in page.text


def test_a_refused_form_keeps_what_was_typed_and_names_its_field(world: World, client: CheckingClient) -> None:
    add_modification(world, "DP905")
    form = client.get("/modifications/new").form().fill(number="DP905", title="<script>alert(1)</script>")
    page = client.send("/modifications/new", form)
    assert page.status == 422
    assert "This number is taken by DP905." in page.text
    assert page.has('a[href="#number"]')
    assert page.form("/new").values["title"] == "<script>alert(1)</script>"


def test_the_title_is_corrected_and_a_stale_form_is_refused(world: World, client: CheckingClient) -> None:
    made = add_modification(world)
    form = client.get("/modifications/DP901/edit").form().fill(title="Clearer still (test)")
    assert client.send("/modifications/DP901/edit", form).status == 303
    assert modification_at(world, made).title == "Clearer still (test)"
    page = client.send("/modifications/DP901/edit", form.fill(title="Too late (test)"))
    assert page.status == 422
    assert "Somebody changed this" in page.text
    assert page.form("/edit").values["title"] == "Too late (test)"


def test_a_move_is_recorded_with_its_evidence(world: World, client: CheckingClient) -> None:
    with at(TODAY):
        add_modification(world)
        client = CheckingClient.signed_in(world, "analyst")
        assert client.get("/modifications/DP901").has('a[href$="/moves/convert"]')
        form = client.get("/modifications/DP901/moves/convert").form()
        refused = client.send("/modifications/DP901/moves/convert", form.fill(evidence="Minute 7.1"))
        assert refused.status == 422
        assert "Give its date" in refused.text
        again = refused.form("/convert")
        assert again.values["evidence"] == "Minute 7.1"
        sent = client.send("/modifications/DP901/moves/convert", again.fill(evidence_on="2026-02-27"))
        assert client.get("/modifications/MP901").status == 200
    assert sent.status == 303


def test_a_move_that_cannot_be_made_yet_says_what_is_missing_and_has_no_form(
    world: World, client: CheckingClient
) -> None:
    add_modification(world, stage=Stage.REPORT)
    page = client.get("/modifications/MP901/moves/send_to_board")
    assert "Its Modification Report is not approved." in page.text
    assert not page.has('form[action$="/send_to_board"]')


@pytest.mark.parametrize("name", ["board_approves", "nonsense", "implement"])
def test_there_is_no_page_for_a_move_that_does_not_start_here(world: World, client: CheckingClient, name: str) -> None:
    add_modification(world, stage=Stage.BOARD)
    assert client.get(f"/modifications/MP901/moves/{name}").status == 404


def test_a_hold_is_put_by_an_approver_with_reason_and_review_date(world: World, client: CheckingClient) -> None:
    with at(TODAY):
        made = add_modification(world)
        approver = CheckingClient.signed_in(world, "approver")
        address = "/modifications/DP901/moves/put_on_hold"
        form = (
            approver.get(address)
            .form()
            .fill(
                causer="secas_approver",
                evidence_kind="record",
                evidence="File note 3",
                evidence_on="2026-03-02",
                reason="Awaiting a forecast.",
            )
        )
        refused = approver.send(address, form)
        assert "Give the date on which this will be looked at again." in refused.text
        assert approver.send(address, refused.form("/put_on_hold").fill(review_on="2026-05-01")).status == 303
        assert "On hold, review 1 May 2026: Awaiting a forecast." in approver.get("/modifications/DP901").text
    assert modification_at(world, made).on_hold_review_on == date(2026, 5, 1)


def test_a_split_is_recorded_and_the_old_number_leads_to_its_first_part(world: World) -> None:
    with at(TODAY):
        add_modification(world, stage=Stage.REFINEMENT)
        client = CheckingClient.signed_in(world, "analyst")
        address = "/modifications/MP901/moves/split"
        form = (
            client.get(address)
            .form()
            .fill(
                causer="proposer",
                evidence_kind="notice",
                evidence="Letter of 1 March",
                evidence_on="2026-03-01",
                reason="Two questions.",
                parts="MP901A and more",
            )
        )
        refused = client.send(address, form)
        assert refused.status == 422
        assert "is not the number of a modification" in refused.text
        sent = client.send(address, refused.form("/split").fill(parts="MP901A, MP901B"))
        page = client.get("/modifications/MP901A")
    assert sent.status == 303
    assert "Other parts: MP901B" in page.text
    assert parse_number("MP901B").suffix == "B"


def test_one_meeting_is_recorded_on_one_page(world: World) -> None:
    with at(TODAY):
        made = add_modification(world)
        add_report_version(world, made)
        client = CheckingClient.signed_in(world, "analyst")
        address = "/modifications/DP901/meeting"
        nothing = client.send(address, client.get(address).form().fill(evidence="CSC 28", evidence_on="2026-03-02"))
        assert "Tick what the meeting decided." in nothing.text
        form = nothing.form("/meeting").fill(moves=["convert", "skip_refinement", "approve_report"])
        assert client.send(address, form).status == 303
    row = modification_at(world, made)
    assert (row.number, row.stage, row.report_approved_on) == ("MP901", Stage.REPORT, date(2026, 3, 2))
    assert world.use_cases()[-1] == "make_moves"


def test_the_timetable_is_planned_shifted_and_what_happened_is_recorded(world: World) -> None:
    with at(TODAY):
        add_modification(world)
        client = CheckingClient.signed_in(world, "analyst")
        address = "/modifications/DP901/timetable"
        form = client.get(address).form("/timetable")
        form.fill(rows__1__words="Change Board vote", rows__1__starts_on="22 April")
        refused = client.send(address, form)
        assert refused.status == 422
        assert "“22 April” in row 2 is no date." in refused.text
        again = refused.form("/timetable")
        assert again.values["rows-1-words"] == "Change Board vote"
        assert client.send(address, again.fill(rows__1__starts_on="2026-04-22")).status == 303
        shift = client.get(f"{address}/shift").form().fill(working_days="2")
        assert client.send(f"{address}/shift", shift).status == 303
        assert "Fri 24 Apr 2026" in client.get("/modifications/DP901").text
        link = client.get(address).tree.query('a[href$="/happened"]')[0].attrs["href"]
        happened = client.get(link).form().fill(starts_on="2026-03-01")
        assert client.send(link, happened).status == 303
        page = client.get("/modifications/DP901")
    assert "Sun 1 Mar 2026" in page.text
    assert "earlier" in page.text


def test_a_row_that_happened_stays_when_the_timetable_is_saved_again(world: World, client: CheckingClient) -> None:
    made = add_modification(world)
    form = client.get("/modifications/DP901/timetable").form("/timetable")
    assert client.send("/modifications/DP901/timetable", form).status == 303
    assert modification_at(world, made).version == 2
    assert "Draft Proposal raised" in client.get("/modifications/DP901").text


def test_implementation_options_are_set_and_shown_in_words(world: World, client: CheckingClient) -> None:
    with at(TODAY):
        add_modification(world)
        client = CheckingClient.signed_in(world, "analyst")
        address = "/modifications/DP901/implementation"
        form = client.get(address).form("/implementation")
        form.fill(options__0__release_on="2026-06-25", options__0__decide_by="2026-07-01")
        refused = client.send(address, form)
        assert refused.status == 422
        assert "comes before the day by which it must be decided" in refused.text
        again = refused.form("/implementation")
        assert again.values["options-0-release_on"] == "2026-06-25"
        assert client.send(address, again.fill(options__0__decide_by="2026-05-14")).status == 303
        page = client.get("/modifications/DP901")
    assert "25 Jun 2026 (release not in the calendar) if decided by 14 May 2026." in page.text
    assert "A release date is not in the calendar" in page.text


def test_the_implementation_date_stands_on_the_page_with_its_rule(world: World, client_for: ClientFor) -> None:
    with at(TODAY):
        add_modification(
            world, stage=Stage.PENDING_IMPLEMENTATION, options=(ReportOption(date(2026, 6, 25), date(2026, 5, 14)),)
        )
        page = client_for(world).get("/modifications/MP901")
    assert "because the decision of 2 Mar 2026 is on or before 14 May 2026." in page.text


@pytest.mark.parametrize(
    "address",
    [
        "/modifications/new",
        "/modifications/DP901/edit",
        "/modifications/DP901/timetable",
        "/modifications/DP901/implementation",
    ],
)
@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("approver", 403), (None, 302)])
def test_only_an_analyst_comes_to_the_forms_that_edit(
    world: World, client_for: ClientFor, address: str, who: str | None, status: int
) -> None:
    add_modification(world)
    assert client_for(world, who).get(address).status == status


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("approver", 200), ("administrator", 200), (None, 302)])
def test_moves_are_recorded_by_secas_alone(world: World, client_for: ClientFor, who: str | None, status: int) -> None:
    add_modification(world)
    for address in ("/modifications/DP901/moves/convert", "/modifications/DP901/meeting"):
        assert client_for(world, who).get(address).status == status
