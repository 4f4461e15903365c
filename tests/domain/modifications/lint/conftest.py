"""A report in plain values with which nothing is wrong, and one that shows which findings a report has."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from voting.domain.modifications.lifecycle import Path
from voting.domain.modifications.lint import Finding, LintRule, lint_report
from voting.domain.modifications.report import (
    BY_PROPOSER,
    Annex,
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

_SUMMARY = (
    "Hubs take the time from two clocks. This modification will directly impact Large Suppliers and the Data "
    "Communications Company (DCC), and will indirectly impact all SEC Parties. The cost to the DCC is £25,000."
)
_ISSUE = "What is the issue?\n\nChanges are required to SEC Section G and to Appendix AE, which name both clocks."
_IMPACTS = (
    "SEC Party Categories impacted\n✓ Large Suppliers Small Suppliers\nElectricity Network Operators Gas Network "
    "Operators\nOther SEC Parties ✓ DCC\n\nThe modification affects these documents:\n\n• Section G ‘Security’\n"
    "• Appendix AE ‘Code of Connection’"
)
_OPTIONS = (
    "SECAS recommends one of two implementation dates:\n\n• 27 June 2024 if a decision is received on or before 13 "
    "June 2024; or\n• 7 November 2024 if a decision is received after 13 June 2024 but on or before 24 October 2024."
)
_ASSESSMENT = (
    "The review of the clocks\n\nObservation 3 of Appendix AE on section 4.2 has not been resolved, because its author "
    "is away.\n\nObjective (a)\n\nThe Proposer believes it better facilitates Objective (a) because hubs agree on the "
    "time."
)
_TIMETABLE = (
    "Event Date\nDraft Proposal raised 5 Feb 2024\nModification Report Consultation 28 Feb 2024 – 20 Mar 2024\n"
)
_GLOSSARY = (
    "DCC Data Communications Company\nSEC Smart Energy Code\nSECAS Smart Energy Code Administrator and Secretariat"
)


@pytest.fixture
def clean() -> ModificationReport:
    return ModificationReport(
        path=Path.SELF_GOVERNANCE,
        parts=(
            Part("1", "Summary", _SUMMARY),
            Part("2", "Issue", _ISSUE),
            Part("3", "Solution", "Only the second clock is named."),
            Part("4", "Impacts", _IMPACTS),
            Part("5", "Costs", "DCC costs\n\nThe cost to the DCC is £25,000."),
            Part("6", "Implementation approach", _OPTIONS),
            Part("7", "Assessment of the proposal", _ASSESSMENT),
        ),
        appendices=(
            Part("1", "Progression timetable", f"{_TIMETABLE}Change Board Vote 24 Apr 2024"),
            Part("2", "Glossary", _GLOSSARY),
        ),
        impacted=("Large Suppliers", "DCC"),
        documents=(
            ReportDocument("Section G", "Security", ("2", "4")),
            ReportDocument("Appendix AE", "Code of Connection", ("2", "4"), ("7",)),
        ),
        costs=(Cost("DCC", amount_gbp=Decimal(25000), text="The cost to the DCC is £25,000."),),
        implementation_options=(
            ReportOption(date(2024, 6, 27), date(2024, 6, 13)),
            ReportOption(date(2024, 11, 7), date(2024, 10, 24)),
        ),
        objectives=(
            ObjectiveView(
                "a",
                ObjectiveEffect.BETTER,
                BY_PROPOSER,
                "The Proposer believes it better facilitates Objective (a) because hubs agree on the time.",
            ),
        ),
        timetable=(
            TimetableRow("Draft Proposal raised", date(2024, 2, 5)),
            TimetableRow("Modification Report Consultation", date(2024, 2, 28), date(2024, 3, 20)),
            TimetableRow("Change Board Vote", date(2024, 4, 24)),
        ),
        glossary=(
            GlossaryEntry("DCC", "Data Communications Company"),
            GlossaryEntry("SEC", "Smart Energy Code"),
            GlossaryEntry("SECAS", "Smart Energy Code Administrator and Secretariat"),
        ),
        annexes=(Annex("A", "lists the observations."), Annex("B", "contains the redlined documents.")),
        observations=(CitedObservation("Appendix AE", "3", ObservationState.CARRIED_UNRESOLVED),),
    )


@pytest.fixture
def only() -> Callable[[ModificationReport, LintRule], Finding]:
    """The one finding of a report, which is of this rule: nothing else may come with it."""

    def of(report: ModificationReport, rule: LintRule) -> Finding:
        findings = lint_report(report)
        assert [finding.rule for finding in findings] == [rule]
        return findings[0]

    return of
