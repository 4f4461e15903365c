"""Dates, amounts, days of effort and code documents as reports write them."""

from datetime import date
from decimal import Decimal

import pytest

from voting.domain.modifications.report.bodies import box_named
from voting.domain.modifications.report.roles import PartRole, roles_of, template_roles
from voting.domain.modifications.report.written_amounts import find_amounts, find_effort, says_about
from voting.domain.modifications.report.written_dates import find_dates, single_date
from voting.domain.modifications.report.written_documents import (
    find_documents,
    in_order,
    listed_title,
    title_after,
)


@pytest.mark.parametrize(
    ("written", "starts_on", "ends_on"),
    [
        ("21 Jun 2021", "2021-06-21", None),
        ("21st June 2021", "2021-06-21", None),
        ("3rd of May 2021", "2021-05-03", None),
        ("21/06/2021", "2021-06-21", None),
        ("21.06.21", "2021-06-21", None),
        ("21-Jun-21", "2021-06-21", None),
        ("21 Sept 2021", "2021-09-21", None),
        ("21 Jun ’21", "2021-06-21", None),
        ("2021-06-21", "2021-06-21", None),
        ("June 21, 2021", "2021-06-21", None),
        ("w/c Mon 5 July 2021", "2021-07-05", None),
        ("22 Oct 2021 – 12 Nov 2021", "2021-10-22", "2021-11-12"),
        ("22/10/2021 to 12/11/2021", "2021-10-22", "2021-11-12"),
        ("1 – 21 Dec 2021", "2021-12-01", "2021-12-21"),
        ("22 Nov - 10 Dec 2021", "2021-11-22", "2021-12-10"),
        ("20 Dec – 10 Jan 2022", "2021-12-20", "2022-01-10"),
    ],
)
def test_a_written_date_is_read(written: str, starts_on: str, ends_on: str | None) -> None:
    found = find_dates(f"Event {written}")
    assert [(one.starts_on.isoformat(), one.ends_on.isoformat() if one.ends_on else None) for one in found] == [
        (starts_on, ends_on)
    ]


@pytest.mark.parametrize(
    "words",
    [
        "31 Feb 2021",
        "January 2022",
        "version 1.2.2021.3",
        "10 February 20 answers",
        "TBC",
        "£21 Jun",
        "12 Smarch 2021",
        "",
    ],
)
def test_what_is_no_full_date_is_none(words: str) -> None:
    assert find_dates(words) == ()


def test_two_dates_of_a_sentence_are_two() -> None:
    found = find_dates("after 3 May 2022 but on or before 1 June 2022")
    assert [one.starts_on for one in found] == [date(2022, 5, 3), date(2022, 6, 1)]


def test_a_single_date_is_the_whole_text_and_no_range() -> None:
    assert single_date(" 24 February 2022 ") == date(2022, 2, 24)
    assert single_date("on 24 February 2022") is None
    assert single_date("1 – 3 February 2022") is None


@pytest.mark.parametrize(
    ("written", "exact", "lowest", "highest"),
    [
        ("£1,200", "1200", None, None),
        ("£1,234.56", "1234.56", None, None),
        ("£1.2m", "1200000", None, None),
        ("£2.5 million", "2500000", None, None),
        ("£100k", "100000", None, None),
        ("GBP 500", "500", None, None),
        ("£100,000 to £150,000", None, "100000", "150000"),
        ("£100,000 – 150,000", None, "100000", "150000"),
        ("£1–1.5m", None, "1000000", "1500000"),
        ("between £5,000 and £6,000", None, "5000", "6000"),
        ("up to £50,000", None, None, "50000"),
        ("no more than £50,000", None, None, "50000"),
        ("at least £2 million", None, "2000000", None),
        ("in excess of £2 million", None, "2000000", None),
        ("£1,200 - 2 days", "1200", None, None),
    ],
)
def test_a_written_amount_is_read(written: str, exact: str | None, lowest: str | None, highest: str | None) -> None:
    (found,) = find_amounts(f"It costs {written}.")
    assert [found.exact, found.lowest, found.highest] == [
        Decimal(figure) if figure else None for figure in (exact, lowest, highest)
    ]


def test_two_amounts_joined_by_and_are_no_range() -> None:
    assert [one.exact for one in find_amounts("£600 and £700")] == [600, 700]


@pytest.mark.parametrize(
    ("words", "is_about"),
    [("approximately £1", True), ("an estimate of £1", True), ("c. £1", True), ("~£1", True), ("exactly £1", False)],
)
def test_words_of_estimation_are_known(words: str, is_about: bool) -> None:
    assert says_about(words) is is_about


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("two days of effort", ["2"]),
        ("3 days’ effort", ["3"]),
        ("half a day of effort", ["0.5"]),
        ("2 man days", ["2"]),
        ("one day, amounting to £600", ["1"]),
        ("two to three days of effort", [None]),
        ("between two and three days of effort", [None]),
        ("within ten Working Days of the decision", []),
        ("the consultation ran for fifteen days", []),
    ],
)
def test_days_of_effort_are_read_and_other_days_are_not(words: str, days: list[str | None]) -> None:
    assert [one.days for one in find_effort(words)] == [Decimal(day) if day else None for day in days]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("SEC Appendices A, C, E, G, K and P.", [f"Appendix {letter}" for letter in "ACEGKP"]),
        ("Sections F, G4.2 and H", ["Section F", "Section G", "Section H"]),
        ("Section L1.17", ["Section L"]),
        ("Appendix L and M", ["Appendix L", "Appendix M"]),
        ("Appendix D, A solution", ["Appendix D"]),
        ("Appendices A to D", ["Appendix A", "Appendix B", "Appendix C", "Appendix D"]),
        ("Schedules 8, 9 and 11", ["Schedule 8", "Schedule 9", "Schedule 11"]),
        ("Section L and DCC", ["Section L"]),
        ("section 8.3.3 and Appendix 1", []),
        ("Annex A", []),
    ],
)
def test_code_documents_are_found(words: str, codes: list[str]) -> None:
    assert [code for mention in find_documents(words) for code in mention.codes] == codes


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Section L ‘The DCC’s Keys’", "The DCC’s Keys"),
        ("Appendix AD – DCC User Interface Specification;", "DCC User Interface Specification"),
        ("Section A: Definitions and Interpretation", "Definitions and Interpretation"),
        ("Appendix AD (DCC User Interface Specification)", "DCC User Interface Specification"),
        ("Section F Smart Metering System Requirements", "Smart Metering System Requirements"),
        ("Section L1.17 ‘Duties’", None),
        ("Appendices A and B ‘Both’", None),
        ("Section F is left alone", None),
    ],
)
def test_an_item_of_a_list_gives_its_document_a_title(words: str, title: str | None) -> None:
    assert listed_title(words, find_documents(words)[0]) == title


def test_in_a_sentence_only_quotation_marks_make_a_title() -> None:
    words = "Section F – as it stands – says so"
    assert title_after(words, find_documents(words)[0]) is None


def test_documents_sort_in_the_order_of_the_code() -> None:
    codes = {"Appendix AB", "Appendix Z", "Schedule 9", "Section B", "Schedule 11"}
    assert in_order(codes) == ("Section B", "Schedule 9", "Schedule 11", "Appendix Z", "Appendix AB")


@pytest.mark.parametrize(
    ("heading", "roles"),
    [
        ("Summary", {PartRole.SUMMARY}),
        ("WHAT IS THE ISSUE?", {PartRole.ISSUE}),
        ("Alternative Solution 2", {PartRole.SOLUTION}),
        ("Impacts and costs", {PartRole.IMPACTS, PartRole.COSTS}),
        ("Implementation approach", {PartRole.IMPLEMENTATION}),
        ("Working Group discussions", {PartRole.ASSESSMENT}),
        ("Case for change", {PartRole.CONCLUSIONS}),
        ("Progression timetable", {PartRole.TIMETABLE}),
        ("Glossary", {PartRole.GLOSSARY}),
        ("Lanterns and their oil", set()),
    ],
)
def test_a_heading_tells_what_its_part_is_for(heading: str, roles: set[PartRole]) -> None:
    assert roles_of(heading) == roles


def test_a_sentence_is_no_heading_of_the_template() -> None:
    assert not template_roles("Summary of the proposal.")
    assert not template_roles("Views were given by a great many people who had come to the meeting that day")


@pytest.mark.parametrize(
    ("words", "box"),
    [("the DCC", "DCC"), ("Electricity Networks", "Electricity Network Operators"), ("Keepers of lamps", None)],
)
def test_a_box_is_known_by_its_other_wordings(words: str, box: str | None) -> None:
    assert box_named(words) == box
