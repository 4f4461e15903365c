"""A later draft shows its differences field by field and never takes a hand correction away unasked."""

from dataclasses import replace
from datetime import date

import pytest

from voting.domain.modifications.report import (
    GlossaryEntry,
    ModificationReport,
    Part,
    TimetableRow,
    fields_of,
    with_field,
)
from voting.domain.modifications.report_diff import (
    DifferenceState,
    DifferenceUnknown,
    FieldDifference,
    apply_differences,
    report_diff,
)

_OLD = ModificationReport(
    title="Old title",
    parts=(Part("1", "Summary", "First words."), Part("2", "Issue", "Same words.")),
    timetable=(TimetableRow("Raised", date(2024, 1, 1)), TimetableRow("Change Board Vote TBC")),
    glossary=(GlossaryEntry("AAA", "Alpha"), GlossaryEntry("CCC", "Gamma")),
    unread=("left over",),
)
_NEW = ModificationReport(
    title="New title",
    parts=(Part("1", "Summary", "Other words."), Part("2", "Issue", "Same words."), Part("3", "Costs", "None.")),
    timetable=(TimetableRow("Raised", date(2024, 1, 1)), TimetableRow("Change Board Vote", date(2024, 5, 1))),
    glossary=(GlossaryEntry("BBB", "Beta"), GlossaryEntry("CCC", "Gamma")),
)


def _by_path(*corrected: str) -> dict[str, FieldDifference]:
    return {difference.path: difference for difference in report_diff(_OLD, _NEW, frozenset(corrected))}


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("title", DifferenceState.CHANGED),
        ("number", DifferenceState.SAME),
        ("parts/1/text", DifferenceState.CHANGED),
        ("parts/2/text", DifferenceState.SAME),
        ("parts/3", DifferenceState.ADDED),
        ("timetable/change board vote/starts_on", DifferenceState.CHANGED),
        ("timetable/raised/starts_on", DifferenceState.SAME),
        ("glossary/AAA", DifferenceState.REMOVED),
        ("glossary/BBB", DifferenceState.ADDED),
        ("glossary/CCC/term", DifferenceState.SAME),
        ("unread/1", DifferenceState.REMOVED),
    ],
)
def test_each_field_has_its_state(path: str, state: DifferenceState) -> None:
    assert _by_path()[path].state is state


def test_a_report_is_the_same_as_itself() -> None:
    differences = report_diff(_OLD, _OLD)
    assert {difference.state for difference in differences} == {DifferenceState.SAME}
    assert [difference.path for difference in differences] == [field.path for field in fields_of(_OLD)]


def test_a_corrected_field_conflicts_only_where_the_draft_says_otherwise() -> None:
    found = _by_path("title", "parts/2/text", "glossary/AAA/term", "glossary/BBB")
    assert found["title"].state is DifferenceState.CONFLICT_WITH_HAND_CORRECTION
    assert found["parts/2/text"].state is DifferenceState.SAME
    # A corrected row that the draft lacks is not lost, and one that was taken out by hand does not come back unasked.
    assert found["glossary/AAA"].state is DifferenceState.CONFLICT_WITH_HAND_CORRECTION
    assert found["glossary/BBB"].state is DifferenceState.CONFLICT_WITH_HAND_CORRECTION


def test_differences_are_grouped_by_the_part_they_are_in() -> None:
    found = _by_path()
    assert found["parts/1/text"].part == "parts/1"
    assert found["glossary/AAA"].part == "glossary"


def test_nothing_accepted_changes_nothing() -> None:
    assert apply_differences(_OLD, report_diff(_OLD, _NEW), frozenset()) == _OLD


def test_everything_accepted_gives_the_draft() -> None:
    differences = report_diff(_OLD, _NEW)
    assert apply_differences(_OLD, differences, frozenset(one.path for one in differences)) == _NEW
    back = report_diff(_NEW, _OLD)
    assert apply_differences(_NEW, back, frozenset(one.path for one in back)) == _OLD


def test_only_what_was_accepted_is_taken_over() -> None:
    taken = apply_differences(_OLD, report_diff(_OLD, _NEW), frozenset({"parts/1/text", "glossary/BBB"}))
    assert taken.title == "Old title"
    assert [part.text for part in taken.parts] == ["Other words.", "Same words."]
    assert [entry.acronym for entry in taken.glossary] == ["AAA", "BBB", "CCC"]


def test_a_hand_correction_stays_unless_it_is_accepted_by_its_own_path() -> None:
    corrected = with_field(_OLD, "title", "Typed title")
    differences = report_diff(corrected, _NEW, frozenset({"title"}))
    changed = frozenset(one.path for one in differences if one.state is DifferenceState.CHANGED)
    assert apply_differences(corrected, differences, changed).title == "Typed title"
    assert apply_differences(corrected, differences, changed | {"title"}).title == "New title"


def test_a_path_that_was_not_shown_cannot_be_accepted() -> None:
    with pytest.raises(DifferenceUnknown):
        apply_differences(_OLD, report_diff(_OLD, _NEW), frozenset({"parts/9/text"}))


def test_rows_that_came_in_meanwhile_stay() -> None:
    differences = report_diff(_OLD, _NEW)
    meanwhile = replace(_OLD, glossary=(*_OLD.glossary, GlossaryEntry("ZZZ", "Omega")))
    taken = apply_differences(meanwhile, differences, frozenset({"glossary/AAA"}))
    assert [entry.acronym for entry in taken.glossary] == ["CCC", "ZZZ"]
