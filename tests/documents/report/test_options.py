"""The implementation approach in other words: days after the decision, options of each solution."""

import pytest

from voting.documents.report import read_report_text
from voting.domain.modifications.report import ModificationReport


def options_of(text: str) -> list[tuple[str | None, ...]]:
    """The options of a report whose implementation approach says this: release, decide by, after, for."""
    report: ModificationReport = read_report_text(
        f"1. Summary\nWords.\n\n2. Issue\nMore words.\n\n3. Implementation approach\n\n{text}\n\n4. Costs\nNone.\n"
    ).report
    return [
        (
            option.release_on and option.release_on.isoformat(),
            option.decide_by and option.decide_by.isoformat(),
            option.after_decision,
            option.for_solution,
        )
        for option in report.implementation_options
    ]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("An implementation date of 10 Working Days following decision is recommended.", "10 Working Days"),
        ("It will be implemented ten Working Days after the Change Board’s decision.", "ten Working Days"),
        ("It will be implemented one (1) Working Day following the Authority's decision.", "one (1) Working Day"),
        ("SECAS recommends implementation six months after the date of the decision.", "six months"),
        ("It is to be implemented within 5 working days of a decision to approve.", "5 working days"),
        ("It will be implemented immediately following approval, in an ad hoc SEC Release.", "immediately"),
        ("It will be implemented 20 days after it is approved.", "20 days"),
        ("SECAS recommends an implementation date of:\n• 10 Working Days following the decision.", "10 Working Days"),
    ],
)
def test_a_time_after_the_decision_is_an_option_without_a_day(text: str, after: str) -> None:
    assert options_of(text) == [(None, None, after, None)]


@pytest.mark.parametrize(
    "text",
    [
        "The decision may be referred to the Authority within 10 Working Days of the decision to implement it.",
        "The date of implementation is not known. A Party may appeal ten Working Days after the decision.",
        "The Change Board meets 10 Working Days after the decision of the CSC.",
        "It will be implemented when the DCC is ready.",
        "The consultation ran for 15 Working Days.",
    ],
)
def test_a_time_that_is_not_that_of_implementation_is_none(text: str) -> None:
    assert options_of(text) == []


def test_a_day_and_a_time_after_the_decision_may_both_be_given() -> None:
    text = "It will be implemented on 24 February 2022, or 10 Working Days following decision, whichever is the later."
    assert options_of(text) == [("2022-02-24", None, "10 Working Days", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Solution 1 will be implemented on 2 November 2023 and Solution 2 on 29 February 2024.",
        "Solution 1 would be implemented on 2 November 2023, while Solution 2 on 29 February 2024.",
        "Solution 1 will be implemented on 2 November 2023. Solution 2 will be implemented on 29 February 2024.",
        "The implementation dates are:\n• Solution 1: 2 November 2023\n• Solution 2: 29 February 2024",
        "Solution 1\nIt is implemented on 2 November 2023.\n\nSolution 2\nIt is implemented on 29 February 2024.",
    ],
)
def test_an_option_says_for_which_of_two_solutions_it_is(text: str) -> None:
    assert options_of(text) == [
        ("2023-11-02", None, None, "Solution 1"),
        ("2024-02-29", None, None, "Solution 2"),
    ]


def test_the_same_day_for_both_solutions_is_two_options() -> None:
    text = (
        "The Proposed Solution will be implemented on 2 November 2023, and the Alternative Solution on 2 November 2023."
    )
    assert options_of(text) == [
        ("2023-11-02", None, None, "Proposed Solution"),
        ("2023-11-02", None, None, "Alternative Solution"),
    ]


def test_one_solution_that_is_named_is_no_choice_between_solutions() -> None:
    text = (
        "The Proposed Solution will be implemented on 24 February 2022 if a decision is received by 10 February 2022."
    )
    assert options_of(text) == [("2022-02-24", "2022-02-10", None, None)]


@pytest.mark.parametrize(
    ("headings", "kinds"),
    [
        (("Solution 1", "Solution 2"), ["proposed", "alternative"]),
        (("Solution A: bells", "Solution B: whistles"), ["proposed", "alternative"]),
        (("Option 1 – bells", "Option 2 – whistles", "Option 3"), ["proposed", "alternative", "alternative"]),
        (("Solution 1 (Alternative Solution)", "Solution 2 (Proposed Solution)"), ["alternative", "proposed"]),
        (("Proposed Solution", "Option 1", "Option 2"), ["proposed"]),
        (("Solution 1",), ["proposed"]),
    ],
)
def test_solutions_that_are_numbered_instead_of_named(headings: tuple[str, ...], kinds: list[str]) -> None:
    texts = "\n\n".join(f"{heading}\nThe bell is rung in another way here." for heading in headings)
    report = read_report_text(
        f"1. Summary\nWords.\n\n2. Issue\nMore.\n\n3. Solution\n\n{texts}\n\n4. Costs\nNone.\n"
    ).report
    assert [solution.kind.value for solution in report.solutions] == kinds


def test_solutions_in_parts_of_their_own_are_the_proposed_one_and_an_alternative() -> None:
    report = read_report_text(
        "1. Summary\nWords.\n2. Solution 1\nA bell.\n3. Solution 2\nA whistle.\n4. Costs\nNone.\n"
    ).report
    assert [(each.kind.value, each.text) for each in report.solutions] == [
        ("proposed", "A bell."),
        ("alternative", "A whistle."),
    ]
