"""Every field of a report has a path, can be corrected by hand, and takes up what was unread."""

from datetime import date
from decimal import Decimal

import pytest

from voting.domain.modifications.lifecycle import Path
from voting.domain.modifications.report import (
    FieldHoldsNoText,
    FieldKind,
    FieldNotUnderstood,
    FieldUnknown,
    FieldValue,
    GlossaryEntry,
    ModificationReport,
    NotARow,
    ReportJsonNotUnderstood,
    TimetableRow,
    assign_unread,
    dismiss_unread,
    field_at,
    fields_of,
    path_after,
    row_paths,
    with_field,
    with_row,
    with_typed_field,
    without_row,
)


def test_every_field_has_one_path_and_every_path_leads_to_its_field(report: ModificationReport) -> None:
    fields = fields_of(report)
    assert len({field.path for field in fields}) == len(fields)
    assert all(field_at(report, field.path) == field for field in fields)
    assert all(with_field(report, field.path, field.value) == report for field in fields)


def test_paths_name_rows_by_what_tells_them_apart(report: ModificationReport) -> None:
    paths = [field.path for field in fields_of(report)]
    for path in (
        *("title", "contact/email", "proposer/on_behalf_of", "path", "impacted", "parts/2/text"),
        *("solutions/proposed/text", "solutions/alternative/text", "solutions/alternative#2/text"),
        *("documents/Appendix AE/required_by", "costs/SECAS/amount_gbp", "implementation_options/2/release_on"),
        *("objectives/a proposer/effect", "objectives/a Working Group/effect", "consumer_areas/lower_bills/effect"),
        *("timetable/change board vote/event", "glossary/DCC/term", "annexes/A/about", "footnotes/1/text"),
        *("observations/Appendix D 2/state", "observations/7/state", "furniture/2", "unread/1"),
    ):
        assert path in paths


def test_a_row_keeps_its_path_when_rows_come_before_it(report: ModificationReport) -> None:
    longer = with_row(report, "glossary", {"acronym": "CSC", "term": "Change Sub-Committee"}, at=0)
    assert field_at(longer, "glossary/DCC/term") == field_at(report, "glossary/DCC/term")


def test_signs_of_the_path_inside_a_name_are_written_otherwise() -> None:
    report = ModificationReport(glossary=(GlossaryEntry("A/B#~", "x"), GlossaryEntry("A/B#~", "y")))
    assert row_paths(report, "glossary") == ("glossary/A~1B~2~0", "glossary/A~1B~2~0#2")
    assert field_at(report, "glossary/A~1B~2~0#2/term").value == "y"


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        ("title", "  Two clocks ", "Two clocks"),
        ("title", "", None),
        ("path", "self_governance", Path.SELF_GOVERNANCE),
        ("urgent", "Yes", True),
        ("urgent", "no", False),
        ("urgent", "", None),
        ("impacted", "DCC\n\n Small Suppliers ", ("DCC", "Small Suppliers")),
        ("impacted", "", ()),
        ("costs/SECAS/amount_gbp", "£1,200", Decimal(1200)),
        ("costs/SECAS/amount_gbp", "1200.50", Decimal("1200.50")),
        ("costs/SECAS/approximate", "yes", True),
        ("timetable/draft proposal raised/starts_on", "21st June 2021", date(2021, 6, 21)),
        ("timetable/draft proposal raised/starts_on", "2021-06-21", date(2021, 6, 21)),
        ("implementation_options/2/decide_by", "", None),
        ("unread/2", "mended", "mended"),
    ],
)
def test_a_field_takes_what_a_person_types(
    report: ModificationReport, path: str, typed: str, value: FieldValue
) -> None:
    assert field_at(with_typed_field(report, path, typed), path).value == value


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("path", "by_lot"),
        ("urgent", "perhaps"),
        ("costs/SECAS/amount_gbp", "about 1200"),
        ("costs/SECAS/amount_gbp", "=1+1"),
        ("costs/SECAS/amount_gbp", "-5"),
        ("timetable/draft proposal raised/starts_on", "June 2021"),
        ("timetable/draft proposal raised/starts_on", "31 February 2021"),
        ("timetable/draft proposal raised/starts_on", "1 to 3 June 2021"),
        ("costs/SECAS/body", "  "),
        ("consumer_areas/lower_bills/effect", ""),
    ],
)
def test_a_field_refuses_what_it_cannot_hold(report: ModificationReport, path: str, typed: str) -> None:
    with pytest.raises(FieldNotUnderstood) as refused:
        with_typed_field(report, path, typed)
    assert refused.value.field == path


@pytest.mark.parametrize(
    "path",
    ["", "nothing", "title/x", "contact/fax", "parts/9/text", "parts/1/colour", "parts/1", "parts", "glossary//x"],
)
def test_a_path_that_leads_nowhere_is_refused(report: ModificationReport, path: str) -> None:
    with pytest.raises(FieldUnknown):
        with_field(report, path, "x")
    with pytest.raises(FieldUnknown):
        with_typed_field(report, path, "x")
    with pytest.raises(FieldUnknown):
        field_at(report, path)


def test_a_field_of_the_wrong_kind_is_refused(report: ModificationReport) -> None:
    with pytest.raises(FieldNotUnderstood):
        with_field(report, "impacted", "DCC")
    with pytest.raises(FieldNotUnderstood):
        with_field(report, "title", Decimal(1))


def test_correcting_what_names_a_row_changes_its_path(report: ModificationReport) -> None:
    assert path_after(report, "glossary/DCC/acronym", "DCC plc") == "glossary/DCC plc/acronym"
    assert path_after(report, "glossary/DCC/term", "x") == "glossary/DCC/term"


def test_an_event_keeps_its_path_when_its_date_is_settled(report: ModificationReport) -> None:
    settled = with_field(report, "timetable/change board vote/event", "Change Board Vote")
    assert row_paths(settled, "timetable") == row_paths(report, "timetable")


def test_rows_are_added_and_taken_out(report: ModificationReport) -> None:
    row = {"event": "Implemented", "starts_on": "2024-06-27", "ends_on": None}
    longer = with_row(report, "timetable", row)
    assert longer.timetable[-1] == TimetableRow("Implemented", date(2024, 6, 27))
    assert without_row(longer, "timetable/implemented") == report
    assert with_row(report, "unread", "new").unread[-1] == "new"
    with pytest.raises(NotARow):
        without_row(report, "timetable/nothing")
    with pytest.raises(NotARow):
        with_row(report, "title", "x")
    with pytest.raises(ReportJsonNotUnderstood):
        with_row(report, "timetable", {"event": "x"})


def test_an_unread_passage_goes_to_a_field_and_is_no_longer_unread(report: ModificationReport) -> None:
    assigned = assign_unread(report, "unread/1", "parts/2/text")
    assert assigned.parts[1].text == "Which clock?\n\nA stray line."
    assert assigned.unread == ("Another stray line.",)
    assert assign_unread(report, "unread/2", "title").title == "One clock for all hubs Another stray line."
    assert assign_unread(with_field(report, "title", None), "unread/2", "title").title == "Another stray line."


def test_a_dismissed_passage_is_kept_as_furniture(report: ModificationReport) -> None:
    dismissed = dismiss_unread(report, "unread/1")
    assert dismissed.unread == ("Another stray line.",)
    assert dismissed.furniture[-1] == "A stray line."


@pytest.mark.parametrize("to_path", ["impacted", "timetable/draft proposal raised/starts_on", "path", "unread/2"])
def test_a_passage_is_assigned_only_to_a_field_that_holds_text(report: ModificationReport, to_path: str) -> None:
    with pytest.raises(FieldHoldsNoText):
        assign_unread(report, "unread/1", to_path)


def test_nothing_unread_at_a_path_is_refused(report: ModificationReport) -> None:
    with pytest.raises(NotARow):
        dismiss_unread(report, "unread/9")
    with pytest.raises(NotARow):
        assign_unread(report, "title", "parts/2/text")


def test_a_choice_lists_what_it_may_hold(report: ModificationReport) -> None:
    field = field_at(report, "observations/Appendix D 2/state")
    assert field.kind is FieldKind.CHOICE
    assert field.optional
    assert "carried_unresolved" in field.choices
