"""A small report in plain values, with every kind of field filled."""

from datetime import date
from decimal import Decimal

import pytest

from voting.domain.modifications.lifecycle import Path
from voting.domain.modifications.report import (
    BY_PROPOSER,
    Annex,
    AreaEffect,
    AreaView,
    CitedObservation,
    ConsumerArea,
    Contact,
    Cost,
    Footnote,
    GlossaryEntry,
    ModificationReport,
    ObjectiveEffect,
    ObjectiveView,
    Part,
    Proposer,
    ReportDocument,
    ReportOption,
    Solution,
    SolutionKind,
    TimetableRow,
)
from voting.domain.observations import ObservationState


@pytest.fixture
def report() -> ModificationReport:
    return ModificationReport(
        title="One clock for all hubs",
        number="MP940",
        contact=Contact("Philippa Marlowe", "020 7946 0900", "philippa.marlowe@example.org"),
        proposer=Proposer("Edmund Rooke", "Ferrybridge Clocks Ltd"),
        path=Path.AUTHORITY_DETERMINED,
        urgent=False,
        solutions=(
            Solution(SolutionKind.PROPOSED, "One clock."),
            Solution(SolutionKind.ALTERNATIVE, "Two clocks."),
            Solution(SolutionKind.ALTERNATIVE, "No clock."),
        ),
        parts=(Part("1", "Summary", "Two clocks differ."), Part("2", "Issue", "Which clock?")),
        appendices=(Part("1", "Glossary", "DCC Data Communications Company"),),
        impacted=("Large Suppliers", "DCC"),
        documents=(
            ReportDocument("Section G", "Security", ("2", "4"), ("7",)),
            ReportDocument("Appendix AE", None, ("4",), ()),
        ),
        costs=(
            Cost("DCC", None, None, Decimal(100000), Decimal(150000), approximate=True, text="A range."),
            Cost("SECAS", Decimal("2.5"), Decimal("1234.56"), text="A sum."),
        ),
        implementation_options=(
            ReportOption(date(2024, 6, 27), date(2024, 6, 13)),
            ReportOption(date(2024, 11, 7), None),
        ),
        objectives=(
            ObjectiveView("a", ObjectiveEffect.BETTER, BY_PROPOSER, "Because hubs agree."),
            ObjectiveView("a", ObjectiveEffect.WORSE, "Working Group", "Because it costs."),
        ),
        consumer_areas=(AreaView(ConsumerArea.LOWER_BILLS, AreaEffect.NEUTRAL, "Neutral."),),
        timetable=(
            TimetableRow("Draft Proposal raised", date(2024, 2, 5)),
            TimetableRow("Modification Report Consultation", date(2024, 2, 28), date(2024, 3, 20)),
            TimetableRow("Change Board Vote TBC"),
        ),
        glossary=(GlossaryEntry("DCC", "Data Communications Company"),),
        annexes=(Annex("A", "contains the redlined changes."),),
        observations=(
            CitedObservation("Appendix D", "2", ObservationState.CHANGED_AFTER_COMMENT),
            CitedObservation(None, "7", None),
        ),
        footnotes=(Footnote("1", "See the minutes."),),
        furniture=("Page 1 of 2", "Page 2 of 2"),
        unread=("A stray line.", "Another stray line."),
    )
