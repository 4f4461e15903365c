"""A report and its JSON are exact inverses, and what is not of the shape is refused by name."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.modifications.lifecycle import Path
from voting.domain.modifications.report import (
    Cost,
    FieldNotUnderstood,
    ModificationReport,
    Passage,
    ReadReport,
    ReportDocument,
    ReportJsonNotUnderstood,
    ReportOption,
    TimetableRow,
    passages_for,
    read_from_json,
    read_to_json,
    report_from_json,
    report_to_json,
    sources_to_json,
    words_of,
)

_KEYS = [
    *("title", "number", "contact", "proposer", "path", "urgent", "solutions", "parts", "appendices", "impacted"),
    *("documents", "costs", "implementation_options", "objectives", "consumer_areas", "timetable", "glossary"),
    *("annexes", "observations", "footnotes", "furniture", "unread"),
]


def test_a_report_comes_back_from_its_json(report: ModificationReport) -> None:
    written = json.loads(json.dumps(report_to_json(report)))
    assert report_from_json(written) == report
    assert report_to_json(report_from_json(written)) == report_to_json(report)


def test_an_empty_report_comes_back_from_its_json() -> None:
    assert report_from_json(report_to_json(ModificationReport())) == ModificationReport()


def test_the_keys_are_those_of_the_shape_in_its_order(report: ModificationReport) -> None:
    written = report_to_json(report)
    assert list(written) == _KEYS
    assert list(written["costs"][0]) == [
        *("body", "effort_days", "amount_gbp", "min_gbp", "max_gbp", "approximate", "text")
    ]


def test_what_few_reports_say_is_written_only_where_one_does() -> None:
    plain, relative = ReportOption(), ReportOption(after_decision="10 Working Days", for_solution="Solution 2")
    written = report_to_json(ModificationReport(implementation_options=(plain, relative)))
    assert written["implementation_options"] == [
        {"release_on": None, "decide_by": None},
        {"release_on": None, "decide_by": None, "after_decision": "10 Working Days", "for_solution": "Solution 2"},
    ]
    assert report_from_json(written).implementation_options == (plain, relative)


def test_what_a_report_does_not_say_is_null_or_an_empty_list() -> None:
    written = report_to_json(ModificationReport())
    assert [key for key, value in written.items() if value is None] == ["title", "number", "path", "urgent"]
    assert written["contact"] == {"name": None, "phone": None, "email": None}
    assert all(value == [] for value in written.values() if isinstance(value, list))


def test_whole_pounds_are_written_without_a_fraction(report: ModificationReport) -> None:
    first, second = report_to_json(report)["costs"]
    assert (first["min_gbp"], first["amount_gbp"]) == (100000, None)
    assert (second["effort_days"], second["amount_gbp"]) == (2.5, 1234.56)
    assert isinstance(first["min_gbp"], int)


def _without(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda data: data.pop(key)


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        (_without("unread"), ReportJsonNotUnderstood),
        (lambda data: data.update(extra=1), ReportJsonNotUnderstood),
        (lambda data: data.update(parts={}), ReportJsonNotUnderstood),
        (lambda data: data["parts"].append("1. Summary"), ReportJsonNotUnderstood),
        (lambda data: data["parts"][0].pop("text"), ReportJsonNotUnderstood),
        (lambda data: data.update(contact=None), ReportJsonNotUnderstood),
        (lambda data: data["implementation_options"][0].pop("decide_by"), ReportJsonNotUnderstood),
        (lambda data: data["implementation_options"][0].update(soon=True), ReportJsonNotUnderstood),
        (lambda data: data.update(path="by_lot"), FieldNotUnderstood),
        (lambda data: data.update(urgent="no"), FieldNotUnderstood),
        (lambda data: data.update(title=7), FieldNotUnderstood),
        (lambda data: data["timetable"][0].update(starts_on="21 Jun 2021"), FieldNotUnderstood),
        (lambda data: data["costs"][0].update(min_gbp="a lot"), FieldNotUnderstood),
        (lambda data: data["costs"][0].update(min_gbp=True), FieldNotUnderstood),
        (lambda data: data["costs"][0].update(min_gbp=-1), FieldNotUnderstood),
        (lambda data: data["costs"][0].update(min_gbp=float("inf")), FieldNotUnderstood),
        (lambda data: data["costs"][0].update(body=None), FieldNotUnderstood),
        (lambda data: data["objectives"][0].update(effect="positive"), FieldNotUnderstood),
        (lambda data: data.update(impacted="DCC"), FieldNotUnderstood),
        (lambda data: data.update(unread=[1]), FieldNotUnderstood),
    ],
)
def test_json_of_another_shape_is_refused(
    report: ModificationReport, spoil: Callable[[dict[str, Any]], None], refusal: type[Exception]
) -> None:
    data = report_to_json(report)
    spoil(data)
    with pytest.raises(refusal):
        report_from_json(data)


_TEXT = st.text(max_size=20)
_MONEY = st.none() | st.decimals(min_value=0, max_value=10**9, places=2)
_REPORTS = st.builds(
    ModificationReport,
    title=st.none() | _TEXT,
    path=st.none() | st.sampled_from(Path),
    urgent=st.none() | st.booleans(),
    impacted=st.lists(_TEXT, max_size=3).map(tuple),
    documents=st.lists(st.builds(ReportDocument, code=_TEXT, title=st.none() | _TEXT), max_size=3).map(tuple),
    costs=st.lists(
        st.builds(Cost, body=_TEXT, amount_gbp=_MONEY, min_gbp=_MONEY, approximate=st.booleans(), text=_TEXT),
        max_size=3,
    ).map(tuple),
    timetable=st.lists(
        st.builds(TimetableRow, event=_TEXT, starts_on=st.none() | st.dates(), ends_on=st.none() | st.dates()),
        max_size=3,
    ).map(tuple),
    unread=st.lists(_TEXT, max_size=3).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(_REPORTS)
def test_any_report_comes_back_from_its_json(made: ModificationReport) -> None:
    assert report_from_json(report_to_json(made)) == made


def test_a_reading_keeps_the_passages_beside_the_report(report: ModificationReport) -> None:
    sources = {"documents/Section G": (Passage(3, 4),), "documents/Section G/title": (Passage(4, 4),)}
    read = ReadReport(report, "a\n\n b \nc", sources, ("Look over the numbers.",))
    assert read_from_json(json.loads(json.dumps(read_to_json(read)))) == read
    assert "passages" in sources_to_json(read)
    assert passages_for(read, "documents/Section G/title") == (Passage(4, 4),)
    assert passages_for(read, "documents/Section G/code") == (Passage(3, 4),)
    assert passages_for(read, "title") == ()
    assert words_of(read, Passage(1, 3)) == "a\nb"


@pytest.mark.parametrize(
    "data",
    [{}, {"sources": {}}, {"sources": {"text": "", "passages": [], "warnings": []}, "report": {}}, {"sources": None}],
)
def test_a_reading_of_another_shape_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ReportJsonNotUnderstood):
        read_from_json(data)
