"""Other forms of the template: other order and number of parts, paths, ticks, costs, dates, solutions and layouts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from voting.domain.modifications.lint import lint_report
from voting.domain.modifications.report import ReadReport, report_to_json

Variant = Callable[[str], ReadReport]
WITH_ALTERNATIVE = "determined_with_alternative"
OLDER = "older_template"
OTHER_ORDER = "other_order"
UNNUMBERED = "unnumbered_unwrapped"
OBSERVATIONS = "observations_and_two_alternatives"
CLEAN = "clean"
NUMBERED = "two_solutions_three_columns"


def _rows(read: ReadReport, name: str, *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(row[key] for key in keys) for row in report_to_json(read.report)[name]]


@pytest.mark.parametrize(
    ("name", "number", "title"),
    [
        (WITH_ALTERNATIVE, "MP905", "Faster joining of quay-side meters"),
        (OLDER, "SECMP0988", "Keeping spare aerials"),
        (OTHER_ORDER, "DP917", "Tidying the names of the tides"),
        (UNNUMBERED, "MP931A", "Lanterns on hubs"),
        (OBSERVATIONS, None, None),
        (CLEAN, "MP940", "One clock for all hubs"),
    ],
)
def test_number_and_title(variant: Variant, name: str, number: str | None, title: str | None) -> None:
    report = variant(name).report
    assert (report.number, report.title) == (number, title)


@pytest.mark.parametrize(
    ("name", "headings", "appendices"),
    [
        (
            WITH_ALTERNATIVE,
            [
                "Summary",
                "Issue",
                "Solution",
                "Impacts",
                "Costs",
                "Implementation approach",
                "Assessment of the proposal",
                "Case for change",
            ],
            ["Progression timetable", "Glossary"],
        ),
        (
            OLDER,
            [
                "Summary",
                "What is the issue?",
                "Solution",
                "Impacts",
                "Costs",
                "Implementation",
                "Working Group Discussions",
                "Conclusions",
            ],
            ["Glossary"],
        ),
        (
            OTHER_ORDER,
            [
                "Summary",
                "Solution",
                "Issue",
                "Costs",
                "Impacts",
                "Views and discussions",
                "Implementation",
                "Timetable",
                "Glossary",
            ],
            [],
        ),
        (
            UNNUMBERED,
            [
                "Summary",
                "Issue",
                "Solution",
                "Impacts",
                "Costs",
                "Implementation approach",
                "Assessment",
                "Timetable",
                "Glossary",
            ],
            [],
        ),
        (
            OBSERVATIONS,
            [
                "Summary",
                "Issue",
                "Solution",
                "Impacts",
                "Costs",
                "Implementation approach",
                "Assessment of the proposal",
            ],
            ["Progression timetable", "Glossary"],
        ),
    ],
)
def test_parts_and_appendices(variant: Variant, name: str, headings: list[str], appendices: list[str]) -> None:
    report = variant(name).report
    assert [part.heading for part in report.parts] == headings
    assert [part.number for part in report.parts] == [str(number) for number in range(1, len(headings) + 1)]
    assert [part.heading for part in report.appendices] == appendices


@pytest.mark.parametrize(
    ("name", "path", "urgent"),
    [
        (WITH_ALTERNATIVE, "authority_determined", None),
        (OLDER, "authority_determined", True),
        (OTHER_ORDER, "fast_track", None),
        (UNNUMBERED, "authority_led", False),
        (OBSERVATIONS, "self_governance", False),
    ],
)
def test_path_and_urgency(variant: Variant, name: str, path: str, urgent: bool | None) -> None:
    report = variant(name).report
    assert (report.path, report.urgent) == (path, urgent)


@pytest.mark.parametrize(
    ("name", "person", "on_behalf_of"),
    [
        (WITH_ALTERNATIVE, "Orla Quaysider", "Tidewater Metering Ltd"),
        (OLDER, None, "Juniper Networks Power plc"),
        (OTHER_ORDER, None, "SECAS"),
        (UNNUMBERED, "Wilhelmina Farrow", "Ofgem"),
        (OBSERVATIONS, "Beatrix Underhill", "Lamp Keepers Sub-Committee"),
    ],
)
def test_proposer(variant: Variant, name: str, person: str | None, on_behalf_of: str) -> None:
    proposer = variant(name).report.proposer
    assert (proposer.person, proposer.on_behalf_of) == (person, on_behalf_of)


@pytest.mark.parametrize(
    ("name", "contact"),
    [
        (WITH_ALTERNATIVE, ("Ingrid Tolland", "020 7946 0123", "ingrid.tolland@example.org")),
        (OLDER, ("Bram Oakenfold", "+44 (0)20 7946 0777", "bram.oakenfold@example.org")),
        (OTHER_ORDER, (None, None, None)),
    ],
)
def test_contact(variant: Variant, name: str, contact: tuple[str | None, ...]) -> None:
    found = variant(name).report.contact
    assert (found.name, found.phone, found.email) == contact


@pytest.mark.parametrize(
    ("name", "impacted"),
    [
        (WITH_ALTERNATIVE, ["Large Suppliers", "Small Suppliers", "Other SEC Parties", "DCC", "Meter Installers"]),
        (OLDER, ["Large Suppliers", "Small Suppliers", "DCC"]),
        (OTHER_ORDER, ["Large Suppliers", "Small Suppliers", "Electricity Network Operators"]),
        (UNNUMBERED, ["Small Suppliers", "DCC"]),
        (OBSERVATIONS, ["Large Suppliers", "Gas Network Operators"]),
    ],
)
def test_ticks(variant: Variant, name: str, impacted: list[str]) -> None:
    assert list(variant(name).report.impacted) == impacted


@pytest.mark.parametrize(
    ("name", "documents"),
    [
        (
            WITH_ALTERNATIVE,
            [
                # Spared by name in the impacts, mentioned by a member of the Working Group, and quoted from the Code.
                ("Section A", [], ["4"]),
                ("Section G", [], ["7"]),
                ("Section H", ["3", "4"], ["2"]),
                ("Schedule 9", ["4"], []),
                ("Appendix AC", ["3", "4"], ["2"]),
                ("Appendix AD", ["4"], []),
            ],
        ),
        (OLDER, [("Section F", ["2", "3", "4"], []), ("Appendix H", ["2", "3", "4"], [])]),
        (
            OTHER_ORDER,
            [
                ("Section C", ["2", "5"], []),
                ("Section D", ["2", "5"], ["3"]),
                ("Section K", ["2", "5"], []),
                ("Section T", [], ["3"]),
            ],
        ),
        (UNNUMBERED, [("Appendix I", ["2", "3", "4"], [])]),
        (
            OBSERVATIONS,
            [
                ("Section F", ["2", "4"], ["3", "7"]),
                ("Section M", [], ["2"]),
                ("Appendix G", ["2", "4"], ["3", "7"]),
                ("Appendix Y", ["2", "4"], ["7"]),
                ("Appendix AB", ["2", "4"], ["7"]),
            ],
        ),
    ],
)
def test_documents_required_and_cited(variant: Variant, name: str, documents: list[tuple[Any, ...]]) -> None:
    assert _rows(variant(name), "documents", "code", "required_by", "cited_in") == documents


def test_titles_of_documents_in_every_wording(variant: Variant) -> None:
    titles = {
        document.code: document.title
        for name in (WITH_ALTERNATIVE, OLDER, UNNUMBERED, OBSERVATIONS)
        for document in variant(name).report.documents
        if document.required_by
    }
    assert titles["Schedule 9"] == "Smart Metering Equipment Technical Specifications 2"
    assert titles["Appendix H"] == "CH Handover Support Materials"
    assert titles["Appendix I"] == "CH Installation and Maintenance Support Materials"
    # Wrapped inside its quotation marks.
    assert titles["Appendix Y"] == "Lamp Testing"


@pytest.mark.parametrize(
    ("name", "costs"),
    [
        (
            WITH_ALTERNATIVE,
            [
                ("DCC", None, None, 410000, 560000, True),
                ("DCC", None, None, 600000, 750000, True),
                ("SECAS", 3, 1800, None, None, True),
                ("SEC Parties", None, None, None, None, False),
            ],
        ),
        (
            OLDER,
            [
                ("DCC", None, None, None, 40000, True),
                ("SECAS", 2, None, None, None, False),
                ("SEC Parties", None, 0, None, None, False),
            ],
        ),
        (
            OTHER_ORDER,
            [
                ("SECAS", None, None, 1200, 1800, True),
                ("DCC", None, 0, None, None, False),
                ("Suppliers", None, None, None, None, False),
            ],
        ),
        (
            UNNUMBERED,
            [
                ("DCC", None, 2500000, None, None, True),
                ("DCC", None, 40000, None, None, False),
                ("SECAS", 0.5, 300, None, None, False),
            ],
        ),
        (
            OBSERVATIONS,
            [
                ("DCC", None, 12500, None, None, False),
                ("DCC", None, 90000, None, None, True),
                ("SECAS", 1, 600, None, None, True),
                ("SEC Parties", None, 0, None, None, False),
            ],
        ),
        (
            NUMBERED,
            [
                ("DCC", None, 90000, None, None, True),
                ("DCC", None, None, 240000, 310000, True),
                ("SECAS", 2, 1200, None, None, True),
            ],
        ),
    ],
)
def test_costs(variant: Variant, name: str, costs: list[tuple[Any, ...]]) -> None:
    keys = ("body", "effort_days", "amount_gbp", "min_gbp", "max_gbp", "approximate")
    assert _rows(variant(name), "costs", *keys) == costs


def test_a_cost_under_the_heading_of_a_solution_says_which(variant: Variant) -> None:
    texts = [cost.text for cost in variant(OBSERVATIONS).report.costs if cost.body == "DCC"]
    assert [text.split("\n")[0] for text in texts] == ["Proposed Solution", "Alternative Solution 2"]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        (WITH_ALTERNATIVE, [("2023-11-02", "2023-05-02")]),
        (OLDER, [("2016-11-03", "2016-10-06"), ("2017-02-23", "2017-01-26")]),
        # Ten Working Days after the decision: no day, and told below.
        (OTHER_ORDER, [(None, None)]),
        # "Before 1 February" ends on the day before.
        (UNNUMBERED, [("2024-06-29", "2024-01-31"), ("2024-11-07", "2024-06-30")]),
        (OBSERVATIONS, [("2021-11-04", "2021-10-21"), ("2022-02-24", "2022-02-10")]),
        (NUMBERED, [("2023-11-02", "2023-05-02"), ("2024-02-29", "2023-08-29"), (None, None)]),
    ],
)
def test_implementation_options(variant: Variant, name: str, options: list[tuple[str, str]]) -> None:
    assert _rows(variant(name), "implementation_options", "release_on", "decide_by") == options


def test_an_option_without_a_day_says_how_long_after_the_decision_and_for_which_solution(variant: Variant) -> None:
    assert _rows(variant(OTHER_ORDER), "implementation_options", "after_decision") == [("ten Working Days",)]
    first, second, third = report_to_json(variant(NUMBERED).report)["implementation_options"]
    assert first.keys() == second.keys() == {"release_on", "decide_by", "for_solution"}
    assert third == {
        "release_on": None,
        "decide_by": None,
        "after_decision": "10 Working Days",
        "for_solution": "Solution 2",
    }


@pytest.mark.parametrize(
    ("name", "solutions"),
    [
        (NUMBERED, ["proposed", "alternative"]),
        (WITH_ALTERNATIVE, ["proposed", "alternative"]),
        (OLDER, ["proposed"]),
        (OBSERVATIONS, ["proposed", "alternative", "alternative"]),
    ],
)
def test_solutions(variant: Variant, name: str, solutions: list[str]) -> None:
    report = variant(name).report
    assert [solution.kind for solution in report.solutions] == solutions
    assert all("Annex B" not in solution.text and "worked out" not in solution.text for solution in report.solutions)


@pytest.mark.parametrize(
    ("name", "objectives"),
    [
        (
            WITH_ALTERNATIVE,
            [
                ("a", "better", "proposer"),
                ("d", "neutral", "proposer"),
                ("a", "better", "Working Group"),
                ("g", "worse", "Working Group"),
            ],
        ),
        (OLDER, [("a", "better", "Working Group"), ("c", "better", "Working Group"), ("b", "neutral", "proposer")]),
        (OTHER_ORDER, [("g", "better", "proposer")]),
        (UNNUMBERED, [("c", "better", "Ofgem")]),
        (
            OBSERVATIONS,
            [("a", "better", "LKSC"), ("f", "better", "LKSC"), ("g", "better", "LKSC"), ("g", "better", "proposer")],
        ),
    ],
)
def test_objectives(variant: Variant, name: str, objectives: list[tuple[str, str, str]]) -> None:
    assert _rows(variant(name), "objectives", "letter", "effect", "by") == objectives


@pytest.mark.parametrize(
    ("name", "effects"),
    [
        (WITH_ALTERNATIVE, ["neutral", "positive", "positive", "positive", "negative"]),
        (UNNUMBERED, ["neutral", "neutral", "neutral", "positive", "neutral"]),
        (OLDER, []),
    ],
)
def test_consumer_areas(variant: Variant, name: str, effects: list[str]) -> None:
    assert [row[0] for row in _rows(variant(name), "consumer_areas", "effect")] == effects


@pytest.mark.parametrize(
    ("name", "timetable"),
    [
        (
            WITH_ALTERNATIVE,
            [
                ("Draft Proposal raised", "2022-10-04", None),
                ("Presented to CSC for initial comment", "2022-10-25", None),
                ("CSC converts Draft Proposal to Modification Proposal", "2022-11-29", None),
                ("Refinement Consultation", "2023-01-09", "2023-01-27"),
                ("Modification Report approved by CSC", "2023-03-28", None),
                # On the next page, under the header again, and wrapped inside its range.
                ("Modification Report Consultation", "2023-03-29", "2023-04-21"),
                ("Change Board vote w/c", "2023-04-24", None),
                ("Authority decision (anticipated) TBC", None, None),
            ],
        ),
        (
            OTHER_ORDER,
            [
                ("Raised", "2023-09-01", None),
                ("CSC approves the correction", "2023-09-12", None),
                ("TBC Implemented", None, None),
            ],
        ),
        (
            UNNUMBERED,
            [
                ("Draft Proposal raised", "2023-06-21", None),
                ("Working Group", "2023-09-04", None),
                ("Modification Report Consultation", "2023-12-01", "2023-12-22"),
                ("Change Board vote January 2024", None, None),
            ],
        ),
        (
            OBSERVATIONS,
            [
                ("Draft Proposal raised", "2021-06-21", None),
                ("Refinement Consultation – TBC", "2021-07-12", None),
                ("Change Board Vote TBC", None, None),
            ],
        ),
        (
            NUMBERED,
            [
                ("Draft Proposal raised", "2022-10-04", None),
                # What happened counts before what was planned.
                ("CSC converts Draft Proposal to Modification Proposal", "2022-12-06", None),
                ("Refinement Consultation", "2023-01-16", "2023-02-03"),
                ("Modification Report Consultation", "2023-03-29", "2023-04-21"),
                ("Change Board vote", "2023-04-26", None),
                ("Authority decision TBC", None, None),
            ],
        ),
    ],
)
def test_timetable(variant: Variant, name: str, timetable: list[tuple[Any, ...]]) -> None:
    assert _rows(variant(name), "timetable", "event", "starts_on", "ends_on") == timetable


@pytest.mark.parametrize("name", [WITH_ALTERNATIVE, OLDER, OTHER_ORDER, UNNUMBERED, OBSERVATIONS, CLEAN])
def test_wrapped_terms_of_the_glossary_are_put_together(variant: Variant, name: str) -> None:
    terms = {entry.acronym: entry.term for entry in variant(name).report.glossary}
    assert terms["SECAS"] == "Smart Energy Code Administrator and Secretariat"
    assert terms["DCC"] == "Data Communications Company"
    assert len(terms) >= 4


def test_observations_in_every_state(variant: Variant) -> None:
    assert _rows(variant(OBSERVATIONS), "observations", "document", "number", "state") == [
        ("Appendix G", "1", "addressed"),
        ("Appendix G", "2", "addressed"),
        ("Appendix G", "3", "addressed"),
        ("Appendix G", "4", "withdrawn"),
        ("Section F", "7", "resolved_elsewhere"),
        ("Appendix Y", "9", "carried_unresolved"),
        ("Appendix AB", "2", "changed_after_comment"),
        ("Appendix AB", "5", "changed_after_comment"),
    ]


def test_footnotes_with_raised_glued_and_wrapped_marks(variant: Variant) -> None:
    assert _rows(variant(WITH_ALTERNATIVE), "footnotes", "mark", "text") == [
        ("1", "Harbour Count 2022, table 3"),
        ("2", "The Panel as it was in March 2023"),
    ]
    notes = _rows(variant(OBSERVATIONS), "footnotes", "mark", "text")
    assert [mark for mark, _ in notes] == ["1", "2"]
    assert notes[1][1].endswith("a table of its own.")
    issue = variant(OBSERVATIONS).report.parts[1].text
    assert "agreed in May 2019 and was looked at again by the Lamp Keepers, whose" in issue


def test_running_heads_and_contents_are_furniture_and_nothing_is_left_unread(variant: Variant) -> None:
    for name in (WITH_ALTERNATIVE, OLDER, OTHER_ORDER, UNNUMBERED, OBSERVATIONS, CLEAN, NUMBERED):
        assert variant(name).report.unread == (), name
    furniture = variant(WITH_ALTERNATIVE).report.furniture
    assert furniture.count("Managed by") == 7
    assert any("........" in line for line in furniture)
    assert not any("Classification" in part.text for part in variant(WITH_ALTERNATIVE).report.parts)


def test_annexes_read_on_from_their_letters(variant: Variant) -> None:
    annexes = {annex.letter: annex.about for annex in variant(WITH_ALTERNATIVE).report.annexes}
    assert list(annexes) == ["A", "B", "C"]
    assert annexes["B"] == "holds the redlined text for the Proposed Solution and for the Alternative Solution."
    assert [annex.letter for annex in variant(OLDER).report.annexes] == ["A"]


def test_numbers_that_the_reader_gave_are_warned_of(variant: Variant) -> None:
    assert any("numbered in their order" in warning for warning in variant(UNNUMBERED).warnings)


def test_options_and_costs_of_two_solutions_are_no_contradiction(variant: Variant) -> None:
    assert lint_report(variant(NUMBERED).report) == ()


def test_a_clean_report_reads_without_a_finding(variant: Variant) -> None:
    read = variant(CLEAN)
    assert lint_report(read.report) == ()
    assert read.report.timetable[-1].starts_on == date(2024, 4, 24)
