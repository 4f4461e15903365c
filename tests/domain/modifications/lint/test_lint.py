"""The lint finds what contradicts or is missing, points at both places, and leaves a clean report alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from voting.domain.modifications.lint import (
    Finding,
    LintRule,
    Place,
    Severity,
    finding_to_json,
    lint_report,
)
from voting.domain.modifications.report import (
    CitedObservation,
    Cost,
    GlossaryEntry,
    ModificationReport,
    ObjectiveEffect,
    ObjectiveView,
    Part,
    ReportDocument,
    ReportOption,
    TimetableRow,
)
from voting.domain.observations import ObservationState

Only = Callable[[ModificationReport, LintRule], Finding]


def _with_text(report: ModificationReport, number: str, text: str) -> ModificationReport:
    parts = tuple(replace(part, text=text) if part.number == number else part for part in report.parts)
    return replace(report, parts=parts)


def _added(report: ModificationReport, number: str, text: str) -> ModificationReport:
    return _with_text(report, number, f"{next(p.text for p in report.parts if p.number == number)} {text}")


def test_a_clean_report_has_no_findings(clean: ModificationReport) -> None:
    assert lint_report(clean) == ()
    assert lint_report(clean, annex_b_files=("SEC Section G redline.docx", "Appendix_AE-v0.2.docx")) == ()


def test_documents_of_issue_and_impacts_are_compared(clean: ModificationReport, only: Only) -> None:
    report = replace(
        _added(clean, "4", "\n• Appendix AC ‘Procedures’"),
        documents=(*clean.documents, ReportDocument("Appendix AC", "Procedures", ("4",))),
    )
    finding = only(report, LintRule.DOCUMENTS_DIFFER)
    assert finding.severity is Severity.ERROR
    assert finding.message == (
        "Part 2 requires changes to 2 documents and part 4 names 3. Part 2 does not name Appendix AC."
    )
    assert finding.places == (
        Place("2", "Changes are required to SEC Section G and to Appendix AE, which name both clocks."),
        Place("4", "• Appendix AC ‘Procedures’"),
    )


def test_a_document_of_the_issue_that_impacts_lack_is_named(clean: ModificationReport, only: Only) -> None:
    documents = (clean.documents[0], replace(clean.documents[1], required_by=("2",)))
    finding = only(replace(clean, documents=documents), LintRule.DOCUMENTS_DIFFER)
    assert "Part 4 does not name Appendix AE." in finding.message
    assert [place.part for place in finding.places] == ["2", "4"]


def test_an_issue_that_lists_no_documents_is_not_compared(clean: ModificationReport) -> None:
    documents = tuple(replace(document, required_by=("4",)) for document in clean.documents)
    assert lint_report(replace(clean, documents=documents)) == ()


def test_a_document_of_another_part_has_to_be_among_the_impacts(clean: ModificationReport, only: Only) -> None:
    report = replace(
        _with_text(clean, "3", "Section H will be amended."),
        documents=(*clean.documents, ReportDocument("Section H", None, ("3",))),
    )
    finding = only(report, LintRule.DOCUMENT_NOT_IN_IMPACTS)
    assert finding.places[0] == Place("3", "Section H will be amended.")
    assert finding.places[1].part == "4"


def test_documents_that_are_only_cited_are_not_compared(clean: ModificationReport) -> None:
    assert (
        lint_report(replace(clean, documents=(*clean.documents, ReportDocument("Section F", None, (), ("2",))))) == ()
    )


def test_the_files_of_annex_b_are_the_documents_of_the_impacts(clean: ModificationReport) -> None:
    (finding,) = lint_report(clean, annex_b_files=("section-g.docx", "SEC Appendix Q.docx", "read me.txt"))
    assert finding.rule is LintRule.ANNEX_B_DIFFERS
    assert "no file for Appendix AE" in finding.message
    assert "files for Appendix Q" in finding.message
    assert [place.part for place in finding.places] == ["", "", "4"]


def test_a_body_of_the_summary_without_a_box_is_found(clean: ModificationReport, only: Only) -> None:
    report = _added(
        replace(clean, glossary=(*clean.glossary, GlossaryEntry("LKA", "Lamp Keepers Authority"))),
        "1",
        "Besides, the LKA and the DCC will be directly impacted.",
    )
    finding = only(report, LintRule.BODY_WITHOUT_BOX)
    assert finding.message == "Part 1 says that LKA is directly affected, and the form in part 4 has no box for it."
    assert finding.places[0].quote.startswith("Besides, the LKA and the DCC")
    assert finding.places[1].part == "4"
    assert "✓ DCC" in finding.places[1].quote


def test_a_body_of_the_summary_has_to_be_ticked(clean: ModificationReport, only: Only) -> None:
    finding = only(_added(clean, "1", "Gas Networks will be impacted."), LintRule.BODY_NOT_TICKED)
    assert "does not tick Gas Network Operators" in finding.message
    assert [place.part for place in finding.places] == ["1", "4"]


def test_all_parties_means_every_category(clean: ModificationReport, only: Only) -> None:
    finding = only(_added(clean, "1", "It will impact all SEC Parties."), LintRule.BODY_NOT_TICKED)
    assert (
        "Small Suppliers, Electricity Network Operators, Gas Network Operators and Other SEC Parties" in finding.message
    )


def test_a_tick_that_the_summary_leaves_out_is_found(clean: ModificationReport, only: Only) -> None:
    finding = only(replace(clean, impacted=(*clean.impacted, "Small Suppliers")), LintRule.TICK_NOT_IN_SUMMARY)
    assert [place.part for place in finding.places] == ["1", "4"]


@pytest.mark.parametrize(
    "sentence",
    [
        "This modification will indirectly impact Gas Networks.",
        "Small Suppliers will not be impacted.",
        "Neither Small Suppliers nor Gas Networks will be impacted.",
        "This modification will impact the DCC Systems.",
        "This change is targeted for June.",
    ],
)
def test_sentences_that_name_no_affected_body_are_left_alone(clean: ModificationReport, sentence: str) -> None:
    assert lint_report(_added(clean, "1", sentence)) == ()


def test_a_summary_that_names_nobody_is_left_alone(clean: ModificationReport) -> None:
    assert lint_report(_with_text(clean, "1", "Hubs take the time from two clocks. SECAS and DCC agree.")) == ()


@pytest.mark.parametrize(
    ("observation", "rule"),
    [
        (CitedObservation("Appendix AE", "3", None), LintRule.OBSERVATION_WITHOUT_STATE),
        (CitedObservation(None, "3", ObservationState.DRAFTED), LintRule.OBSERVATION_WITHOUT_DOCUMENT),
    ],
)
def test_an_observation_needs_document_and_state(
    clean: ModificationReport, only: Only, observation: CitedObservation, rule: LintRule
) -> None:
    finding = only(replace(clean, observations=(observation,)), rule)
    assert finding.severity is Severity.ERROR
    assert finding.places == (
        Place("7", "Observation 3 of Appendix AE on section 4.2 has not been resolved, because its author is away."),
        Place("", "Annex A lists the observations."),
    )


def test_an_observation_needs_a_clause_and_if_left_open_a_reason(clean: ModificationReport) -> None:
    report = _with_text(clean, "7", "Observation 3 of Appendix AE has not been resolved.")
    assert [finding.rule for finding in lint_report(report)] == [
        LintRule.OBSERVATION_WITHOUT_REASON,
        LintRule.OBSERVATION_WITHOUT_CLAUSE,
    ]


def test_an_acronym_that_nothing_explains_is_found(clean: ModificationReport, only: Only) -> None:
    finding = only(_added(clean, "3", "The XYZ agrees."), LintRule.ACRONYM_UNDEFINED)
    assert finding.places == (
        Place("3", "The XYZ agrees."),
        Place("Appendix 2", "SECAS Smart Energy Code Administrator and Secretariat"),
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "The Xylophone Youth Zone (XYZ) agrees, and so do other XYZ members.",
        "The XYZ (Xylophone Youth Zone) agrees.",
        "MP134A and DP171 changed Appendix AB, Section L1.17 and Schedules 8 and 9 in the UK.",
        "The SECs of others and the DCC’s own are not meant.",
        "See user_XYZ@example.org.",
        "A SHOUTED HEADING",
    ],
)
def test_explained_acronyms_and_names_are_left_alone(clean: ModificationReport, sentence: str) -> None:
    assert lint_report(_added(clean, "3", f"\n{sentence}")) == ()


def test_a_glossary_entry_that_nothing_uses_is_noted(clean: ModificationReport, only: Only) -> None:
    report = replace(
        clean,
        glossary=(*clean.glossary, GlossaryEntry("XYZ", "Xylophone Youth Zone")),
        appendices=(clean.appendices[0], Part("2", "Glossary", "XYZ Xylophone Youth Zone")),
    )
    finding = only(report, LintRule.ACRONYM_UNUSED)
    assert finding.severity is Severity.NOTE
    assert finding.places[0] == Place("Appendix 2", "XYZ Xylophone Youth Zone")


def test_a_range_that_ends_before_it_starts_is_found(clean: ModificationReport, only: Only) -> None:
    rows = (clean.timetable[0], TimetableRow("Refinement", date(2024, 3, 3), date(2024, 3, 1)), clean.timetable[2])
    assert only(replace(clean, timetable=rows), LintRule.RANGE_BACKWARDS).severity is Severity.ERROR


def test_rows_that_go_back_in_time_are_found(clean: ModificationReport, only: Only) -> None:
    rows = (clean.timetable[1], clean.timetable[0], clean.timetable[2])
    finding = only(replace(clean, timetable=rows), LintRule.TIMETABLE_OUT_OF_ORDER)
    assert [place.quote for place in finding.places] == [
        "Modification Report Consultation 28 Feb 2024 – 20 Mar 2024",
        "Draft Proposal raised 5 Feb 2024",
    ]


def test_two_rows_on_one_day_and_rows_without_a_date_are_in_order(clean: ModificationReport) -> None:
    rows = (
        TimetableRow("Raised", date(2024, 2, 5)),
        TimetableRow("TBC"),
        TimetableRow("Seen", date(2024, 2, 5)),
        *clean.timetable[1:],
    )
    assert lint_report(replace(clean, timetable=rows)) == ()


def test_a_vote_before_its_consultation_is_over_is_found(clean: ModificationReport, only: Only) -> None:
    rows = (*clean.timetable[:2], TimetableRow("Change Board Vote", date(2024, 3, 20)))
    assert only(replace(clean, timetable=rows), LintRule.VOTE_BEFORE_CONSULTATION_ENDS).places


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        ((ReportOption(date(2024, 6, 27), date(2024, 6, 27)),), LintRule.OPTION_CANNOT_BE_MET),
        ((ReportOption(date(2024, 6, 27), date(2024, 4, 23)),), LintRule.OPTION_CANNOT_BE_MET),
        (
            (ReportOption(date(2024, 11, 7), date(2024, 10, 24)), ReportOption(date(2024, 6, 27), date(2024, 6, 13))),
            LintRule.OPTIONS_OUT_OF_ORDER,
        ),
        (
            (ReportOption(date(2024, 6, 27), None), ReportOption(date(2024, 11, 7), date(2024, 10, 24))),
            LintRule.OPTION_UNREACHABLE,
        ),
        ((), LintRule.NO_OPTIONS),
    ],
)
def test_options_that_cannot_be_met_are_found(
    clean: ModificationReport, only: Only, options: tuple[ReportOption, ...], rule: LintRule
) -> None:
    finding = only(replace(clean, implementation_options=options), rule)
    assert finding.places[0].part == "6"
    assert len(finding.places) == 2


def test_an_option_may_be_decided_on_the_day_of_the_vote(clean: ModificationReport) -> None:
    options = (ReportOption(date(2024, 6, 27), date(2024, 4, 24)),)
    assert lint_report(replace(clean, implementation_options=options)) == ()


def test_options_of_one_solution_are_not_held_against_those_of_another(clean: ModificationReport, only: Only) -> None:
    later = ReportOption(date(2024, 11, 7), date(2024, 10, 24), for_solution="Solution 1")
    earlier = ReportOption(date(2024, 6, 27), date(2024, 6, 13), for_solution="Solution 2")
    assert lint_report(replace(clean, implementation_options=(later, earlier))) == ()
    same = replace(later, for_solution="Solution 2")
    assert only(replace(clean, implementation_options=(same, earlier)), LintRule.OPTIONS_OUT_OF_ORDER)


def test_an_option_so_long_after_any_decision_leaves_none_after_it(clean: ModificationReport, only: Only) -> None:
    options = (ReportOption(after_decision="10 Working Days"), ReportOption(date(2024, 11, 7), date(2024, 10, 24)))
    found = only(replace(clean, implementation_options=options), LintRule.OPTION_UNREACHABLE)
    assert "implementation 10 Working Days after the decision" in found.message
    assert lint_report(replace(clean, implementation_options=options[:1])) == ()


@pytest.mark.parametrize(("after", "belongs"), [("20 June 2024", "neither"), ("6 June 2024", "both")])
def test_days_between_two_options_are_found(clean: ModificationReport, only: Only, after: str, belongs: str) -> None:
    text = next(part.text for part in clean.parts if part.number == "6").replace("after 13 June 2024", f"after {after}")
    assert belongs in only(_with_text(clean, "6", text), LintRule.OPTION_GAP).message


@pytest.mark.parametrize("heading", ["Summary", "Issue", "Solution", "Costs", "Progression timetable", "Glossary"])
def test_a_missing_part_is_found(clean: ModificationReport, heading: str) -> None:
    report = replace(
        clean,
        parts=tuple(part for part in clean.parts if part.heading != heading),
        appendices=tuple(part for part in clean.appendices if part.heading != heading),
    )
    missing = [finding for finding in lint_report(report) if finding.rule is LintRule.PART_MISSING]
    assert len(missing) == 1
    assert missing[0].places


def test_a_path_that_is_not_stated_is_found(clean: ModificationReport, only: Only) -> None:
    assert only(replace(clean, path=None), LintRule.PATH_NOT_STATED).severity is Severity.WARNING


def test_an_assessment_without_objectives_is_found(clean: ModificationReport, only: Only) -> None:
    assert only(replace(clean, objectives=()), LintRule.NO_OBJECTIVES).places


@pytest.mark.parametrize(
    ("text", "is_explained"),
    [
        ("The Proposer believes this will better facilitate SEC Objective (a).", False),
        ("The Proposer believes this will better facilitate SEC Objective (a) by it.", False),
        ("The Proposer believes this will better facilitate SEC Objective (a) by keeping one clock.", True),
    ],
)
def test_an_objective_needs_a_reason(clean: ModificationReport, text: str, is_explained: bool) -> None:
    view = ObjectiveView("a", ObjectiveEffect.BETTER, "Working Group", text)
    rules = [finding.rule for finding in lint_report(replace(clean, objectives=(view,)))]
    assert rules == ([] if is_explained else [LintRule.OBJECTIVE_WITHOUT_REASON])


def test_a_neutral_view_needs_no_reason(clean: ModificationReport) -> None:
    view = ObjectiveView("a", ObjectiveEffect.NEUTRAL, "proposer", "Neutral.")
    assert lint_report(replace(clean, objectives=(view,))) == ()


def test_a_cost_of_the_summary_that_the_costs_lack_is_found(clean: ModificationReport, only: Only) -> None:
    report = _with_text(clean, "5", "DCC costs\n\nThe cost to the DCC is £30,000.")
    costs = (Cost("DCC", amount_gbp=Decimal(30000), text="The cost to the DCC is £30,000."),)
    finding = only(replace(report, costs=costs), LintRule.COST_STATED_DIFFERENTLY)
    assert [place.quote for place in finding.places] == [
        "The cost to the DCC is £25,000.",
        "The cost to the DCC is £30,000.",
    ]


def test_one_body_with_two_costs_is_found_unless_they_are_of_different_things(
    clean: ModificationReport, only: Only
) -> None:
    report = _added(clean, "5", "The total is £26,000.")
    second = Cost("DCC", amount_gbp=Decimal(26000), text="The total is £26,000.")
    finding = only(replace(report, costs=(*clean.costs, second)), LintRule.COST_STATED_DIFFERENTLY)
    assert "£25,000 and £26,000" in finding.message
    other = replace(second, text="For the Alternative Solution the total is £26,000.")
    assert lint_report(replace(report, costs=(*clean.costs, other))) == ()


def test_the_grave_findings_come_first(clean: ModificationReport) -> None:
    report = replace(clean, path=None, implementation_options=(ReportOption(date(2024, 6, 27), date(2024, 6, 27)),))
    severities = [finding.severity for finding in lint_report(_added(report, "3", "The XYZ."))]
    assert severities == [Severity.ERROR, Severity.WARNING, Severity.WARNING]


def test_a_report_with_very_many_findings_of_a_kind_says_so(clean: ModificationReport) -> None:
    many = " ".join(f"{first}{second}Q{third}" for first in "BCDFGH" for second in "JKLMN" for third in "PRSTV")
    findings = lint_report(_added(clean, "3", f"Thus: {many}."))
    assert len(findings) == 100
    assert "There are more findings of this kind" in findings[-1].message


def test_a_finding_is_written_as_json() -> None:
    finding = Finding(LintRule.NO_OPTIONS, Severity.WARNING, "None.", (Place("6", "Words."),))
    assert finding_to_json(finding) == {
        "rule": "no_options",
        "severity": "warning",
        "message": "None.",
        "places": [{"part": "6", "quote": "Words."}],
    }


def test_an_empty_report_is_all_missing_parts_and_does_not_fail() -> None:
    rules = {finding.rule for finding in lint_report(ModificationReport())}
    assert rules == {LintRule.PART_MISSING, LintRule.PATH_NOT_STATED, LintRule.NO_OPTIONS}
