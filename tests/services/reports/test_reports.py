"""Reports: drafts keep their hand corrections, findings take reasons, and published versions never change."""

from pathlib import Path
from typing import Any

import pytest

from tests.builders.consultations import add_text
from tests.builders.modifications import add_modification
from tests.builders.reports import PLAIN, imported_report, version_at
from tests.world import World, at
from voting.domain.errors import NotFound, NotPermitted
from voting.domain.modifications.lint import finding_to_json, lint_report
from voting.domain.modifications.report import FieldNotUnderstood
from voting.domain.modifications.report_diff import DifferenceUnknown
from voting.domain.people import Role
from voting.queries.reports import read_of, version_row
from voting.queries.reports.loading import findings_on
from voting.services import reports
from voting.services.intents import SeenVersionStale
from voting.services.reports.importing import NothingWaits, VersionPublished
from voting.services.reports.publishing import (
    DifferencesWait,
    FindingsOpen,
    FindingUnknown,
    PassagesUnread,
    ReasonMissing,
)

TODAY = "2026-03-02T10:00"
STRAY = PLAIN.replace("1. Summary", "A stray line that belongs to nothing we know of.\n\n1. Summary", 1)


def _act(world: World, use_case: Any, by: str, version_id: int, **arguments: Any) -> Any:
    seen = version_at(world, version_id).version
    return world.do(use_case, by, version_id=version_id, seen_version=seen, **arguments)


def _pass_all(world: World, version_id: int) -> int:
    with world.database.reading() as (session, _now):
        findings = reports.open_findings(session, session.get_one(type(version_at(world, version_id)), version_id))
    for each in findings:
        world.do(
            reports.accept_finding,
            "analyst",
            version_id=version_id,
            rule=each.rule.value,
            message=each.message,
            reason="Settled with the Proposer (test).",
        )
    return len(findings)


def _published(world: World, text: str = PLAIN) -> int:
    made = imported_report(world, text).version_id
    _pass_all(world, made)
    world.do(reports.publish_report, "approver", version_id=made)
    return made


def test_an_import_makes_a_draft_and_the_same_intent_makes_no_second_one(world: World) -> None:
    with at(TODAY):
        modification = add_modification(world)
        first = imported_report(world, modification_id=modification, intent="once")
        again = imported_report(world, modification_id=modification, intent="once")
    assert first == again
    assert (first.number, first.waits) == (1, False)
    assert world.use_cases().count("import_report") == 1


def test_only_the_analyst_imports_and_not_on_a_modification_that_has_ended(world: World) -> None:
    with at(TODAY):
        modification = add_modification(world)
        with pytest.raises(NotPermitted):
            imported_report(world, modification_id=modification, by="approver")
        with pytest.raises(NotFound):
            imported_report(world, modification_id=modification + 99)


def test_a_hand_correction_survives_a_later_draft_that_says_otherwise(world: World) -> None:
    with at(TODAY):
        modification = add_modification(world)
        made = imported_report(world, modification_id=modification).version_id
        _act(world, reports.correct_fields, "analyst", made, typed={"title": "Corrected by hand (test)"})
        later = imported_report(
            world,
            PLAIN.replace("Clearer meter", "Clearest meter").replace("£1,200", "£1,300"),
            modification_id=modification,
        )
        assert (later.waits, later.version_id) == (True, made)
        assert version_at(world, made).report["title"] == "Corrected by hand (test)"
        taken = _act(world, reports.settle_import, "analyst", made, accepted=["costs/SECAS/amount_gbp"])
    row = version_at(world, made)
    assert (taken, row.report["title"], row.report["costs"][1]["amount_gbp"]) == (1, "Corrected by hand (test)", 1300)
    assert row.hand_corrected == ["title"]


def test_an_accepted_conflict_is_taken_over_and_an_unknown_difference_is_refused(world: World) -> None:
    with at(TODAY):
        modification = add_modification(world)
        made = imported_report(world, modification_id=modification).version_id
        with pytest.raises(NothingWaits):
            _act(world, reports.settle_import, "analyst", made, accepted=[])
        _act(world, reports.correct_fields, "analyst", made, typed={"costs/SECAS/amount_gbp": "£2,000"})
        imported_report(world, PLAIN.replace("£1,200", "£1,300"), modification_id=modification)
        with pytest.raises(DifferenceUnknown):
            _act(world, reports.settle_import, "analyst", made, accepted=["costs/Nobody/amount_gbp"])
        _act(world, reports.settle_import, "analyst", made, accepted=["costs/SECAS/amount_gbp"])
    row = version_at(world, made)
    assert (row.report["costs"][1]["amount_gbp"], row.hand_corrected) == (1300, [])


def test_fields_left_as_they_stood_are_no_corrections_and_a_renamed_row_takes_its_corrections_along(
    world: World,
) -> None:
    with at(TODAY):
        made = imported_report(world).version_id
        text = version_at(world, made).report["parts"][0]["text"].replace("\n", "\r\n")
        _act(world, reports.correct_fields, "analyst", made, typed={"parts/1/text": text, "parts/1/number": "1"})
        assert version_at(world, made).hand_corrected == []
        row = "documents/Appendix D"
        _act(world, reports.correct_fields, "analyst", made, typed={f"{row}/title": "Its title (test)"})
        _act(
            world, reports.correct_fields, "analyst", made, typed={f"{row}/code": "Appendix E", f"{row}/cited_in": "7"}
        )
    corrected = version_at(world, made).hand_corrected
    assert corrected == [f"documents/Appendix E/{name}" for name in ("cited_in", "code", "title")]


@pytest.mark.parametrize(
    ("path", "typed"), [("costs/DCC/max_gbp", "a lot"), ("parts/1/heading", " "), ("path", "the_other_one")]
)
def test_what_a_field_cannot_hold_is_refused_under_its_path(world: World, path: str, typed: str) -> None:
    with at(TODAY):
        made = imported_report(world).version_id
        with pytest.raises(FieldNotUnderstood) as refused:
            _act(world, reports.correct_fields, "analyst", made, typed={path: typed})
    assert refused.value.field == path


def test_what_no_database_keeps_is_replaced_and_kept(world: World) -> None:
    with at(TODAY):
        made = imported_report(world).version_id
        _act(world, reports.correct_fields, "analyst", made, typed={"title": "=cmd|\x00 <script> \ud800"})
    assert version_at(world, made).report["title"] == "=cmd|\ufffd <script> \ufffd"


def test_who_saw_an_older_version_overwrites_nothing(world: World) -> None:
    with at(TODAY):
        made = imported_report(world).version_id
        _act(world, reports.correct_fields, "analyst", made, typed={"title": "First (test)"})
        with pytest.raises(SeenVersionStale):
            world.do(
                reports.correct_fields, "second_analyst", version_id=made, seen_version=1, typed={"title": "Second"}
            )


def test_unread_passages_stand_in_the_way_until_each_is_placed_or_dismissed(world: World) -> None:
    with at(TODAY):
        made = imported_report(world, STRAY).version_id
        _pass_all(world, made)
        with pytest.raises(PassagesUnread):
            world.do(reports.publish_report, "approver", version_id=made)
        while version_at(world, made).report["unread"]:
            _act(world, reports.dismiss_passage, "analyst", made, unread="unread/1")
        world.do(reports.publish_report, "approver", version_id=made)
    row = version_at(world, made)
    assert row.published_at is not None
    assert row.dismissed[0]["by"] == world.people["analyst"]


def test_a_finding_is_passed_only_with_a_reason_and_only_if_the_report_has_it(world: World) -> None:
    with at(TODAY):
        made = imported_report(world).version_id
        finding = next(
            each for each in lint_report(read_of(version_at(world, made)).report) if each.severity.value == "warning"
        )
        about = {"version_id": made, "rule": finding.rule.value, "message": finding.message}
        with pytest.raises(ReasonMissing):
            world.do(reports.accept_finding, "analyst", **about, reason=" \n")
        with pytest.raises(FindingUnknown):
            world.do(reports.accept_finding, "analyst", **(about | {"message": "No such"}), reason="Because (test).")
        with pytest.raises(FindingsOpen):
            world.do(reports.publish_report, "approver", version_id=made)


def test_nobody_who_prepared_a_draft_publishes_it(world: World) -> None:
    with at(TODAY):
        world.add_person("both", "secas", Role.SECAS_ANALYST, Role.SECAS_APPROVER)
        made = imported_report(world).version_id
        _act(world, reports.correct_fields, "both", made, typed={"title": "By another hand (test)"})
        _pass_all(world, made)
        with pytest.raises(NotPermitted):
            world.do(reports.publish_report, "both", version_id=made)
        world.do(reports.publish_report, "approver", version_id=made)


def test_a_published_version_never_changes_and_the_next_import_is_the_next_version(world: World) -> None:
    with at(TODAY):
        made = _published(world)
        before = version_at(world, made)
        for use_case, arguments in (
            (reports.correct_fields, {"typed": {"title": "Too late (test)"}}),
            (reports.remove_row, {"path": "parts/1"}),
            (reports.dismiss_passage, {"unread": "unread/1"}),
            (reports.settle_import, {"accepted": []}),
        ):
            with pytest.raises(VersionPublished):
                _act(world, use_case, "analyst", made, **arguments)
        with pytest.raises(VersionPublished):
            world.do(reports.publish_report, "approver", version_id=made)
        following = imported_report(world, modification_id=before.modification_id)
    after = version_at(world, made)
    assert (after.report, after.sources, after.version) == (before.report, before.sources, before.version)
    assert (following.number, following.waits) == (2, False)


def test_a_later_draft_that_waits_stands_in_the_way_of_publishing(world: World) -> None:
    with at(TODAY):
        modification = add_modification(world)
        made = imported_report(world, modification_id=modification).version_id
        _pass_all(world, made)
        imported_report(world, PLAIN.replace("£1,200", "£1,300"), modification_id=modification)
        with pytest.raises(DifferencesWait):
            world.do(reports.publish_report, "approver", version_id=made)


def test_a_row_that_was_taken_out_does_not_come_back_unasked(world: World) -> None:
    with at(TODAY):
        modification = add_modification(world)
        made = imported_report(world, modification_id=modification).version_id
        _act(world, reports.remove_row, "analyst", made, path="costs/SECAS")
        imported_report(world, modification_id=modification)
        _act(world, reports.settle_import, "analyst", made, accepted=[])
    assert [cost["body"] for cost in version_at(world, made).report["costs"]] == ["DCC"]


def test_the_real_report_is_published_after_its_findings_were_passed_with_reasons(world: World, shared: Path) -> None:
    with at(TODAY):
        made = imported_report(world, (shared / "seed" / "modification-report.txt").read_bytes()).version_id
        messages = " ".join(each.message for each in lint_report(read_of(version_at(world, made)).report))
        assert "requires changes to 13 documents and part 4 names 19" in messages
        for missing in ("Section L", "Appendix J", "Appendix K", "Appendix O", "Appendix P", "Appendix X"):
            assert missing in messages
        assert "SMKI PMA" in messages
        with pytest.raises(FindingsOpen):
            world.do(reports.publish_report, "approver", version_id=made)
        assert _pass_all(world, made) >= 2
        world.do(reports.publish_report, "approver", version_id=made)
    assert version_at(world, made).published_by_id == world.people["approver"]


def test_the_legal_text_of_the_modification_is_annex_b(world: World) -> None:
    with at(TODAY):
        modification = add_modification(world)
        made = imported_report(world, modification_id=modification).version_id
        assert "annex_b_differs" not in {finding["rule"] for finding in _found(world, made)}
        add_text(world, modification, code="Appendix D", published=False)
        assert "annex_b_differs" not in {finding["rule"] for finding in _found(world, made)}
        add_text(world, modification, code="Appendix Q", published=False)
        (finding,) = [finding for finding in _found(world, made) if finding["rule"] == "annex_b_differs"]
        assert finding["message"] == "Annex B has files for Appendix Q, which the impacts do not name."
        with pytest.raises(FindingsOpen):
            world.do(reports.publish_report, "approver", version_id=made)
        _pass_all(world, made)
        world.do(reports.publish_report, "approver", version_id=made)


def test_a_published_version_is_not_held_against_legal_text_that_came_later(world: World) -> None:
    with at(TODAY):
        made = _published(world)
        before = _found(world, made)
    with at("2026-03-02T11:00"):
        add_text(world, version_at(world, made).modification_id, code="Appendix Q")
        assert _found(world, made) == before


def _found(world: World, version_id: int) -> list[dict[str, Any]]:
    with world.database.reading() as (session, _now):
        return [finding_to_json(each) for each in findings_on(session, version_row(session, version_id))]
