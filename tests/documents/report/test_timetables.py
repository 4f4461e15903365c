"""Timetables with other columns than event and date: a second date, first and last days, a status, who does it."""

import pytest

from voting.documents.report import read_report_text
from voting.documents.report.timetable_columns import Column, columns_of

RAISED, VOTE = ("Draft Proposal raised", "2022-10-04", None), ("Change Board vote", "2023-04-26", None)
Row = tuple[str, str | None, str | None]


def rows_of(table: str) -> list[Row]:
    """The timetable of a report whose last appendix is this table."""
    report = read_report_text(
        f"1. Summary\nWords.\n\n2. Issue\nMore words.\n\nAppendix 1: Progression timetable\n\n{table}\n"
    ).report
    assert report.unread == ()
    iso = [
        (row.starts_on and row.starts_on.isoformat(), row.ends_on and row.ends_on.isoformat())
        for row in report.timetable
    ]
    return [(row.event, *days) for row, days in zip(report.timetable, iso, strict=True)]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Event/Action Date", "event date"),
        ("Event/Action Planned date Actual date", "event planned actual"),
        ("Event Planned Actual date date", "event planned actual"),
        ("| Milestone | Target date | Revised date | Status |", "event planned revised note"),
        ("No. Activity Start date End date", "number event start end"),
        ("Date Event Status", "date event note"),
        ("Stage Owner When", "event body date"),
        ("Event Date and place", ""),
        ("Events are dated", ""),
        ("Draft Proposal raised 4 Oct 2022", ""),
        ("", ""),
    ],
)
def test_a_header_is_names_of_columns_and_nothing_else(header: str, columns: str) -> None:
    assert columns_of(header) == tuple(Column(name) for name in columns.split())


# Lines of a table, apart by two slashes.
TABLES = """
Event/Action Date // Draft Proposal raised 4 Oct 2022 // Change Board vote 26 Apr 2023
Event/Action // Date // Draft Proposal raised // 4 Oct 2022 // Change Board vote // 26 Apr 2023
Event Planned Actual // date date // Draft Proposal raised 3/10/2022 4/10/2022 // Change Board vote 26/04/2023
Event // Planned // Actual // Draft Proposal raised // 3 Oct 2022 // 4 Oct 2022 // Change Board vote // 26 Apr 2023
Event/Action Planned date Actual date // Draft Proposal raised TBC 4 Oct 2022 // Change Board vote 26 Apr 2023 –
Event Planned Actual // Draft Proposal raised Mon 3 Oct 2022 Tue 4 Oct 2022 // Change Board vote Wed 26 Apr 2023 TBC
Event Planned Actual // Draft Proposal raised 3 Oct 2022 4 Oct 2022 // Event Planned Actual // Change Board vote 26 Apr 2023
No. Milestone Target date Revised date // 1 Draft Proposal raised 3 Oct 2022 4 Oct 2022 // 2. Change Board vote 26 Apr 2023
| Event | Planned | Actual | // | Draft Proposal raised | 3 Oct 2022 | 4 Oct 2022 | // | Change Board vote | 26 Apr 2023 | |
Event/Action Date Status // Draft Proposal raised 4 Oct 2022 Complete // Change Board vote 26 Apr 2023 Not started
Event Date Comment // Draft Proposal raised 4 Oct 2022 moved from 3 Oct 2022 // Change Board vote 26 Apr 2023
Date Event Status // 4 Oct 2022 Draft Proposal raised Complete // Wed 26 Apr 2023 Change Board vote Planned
Planned Actual Event // 3 Oct 2022 4 Oct 2022 Draft Proposal raised // 26 Apr 2023 Change Board vote
Event Owner Date // Draft Proposal raised Proposer 4 Oct 2022 // Change Board vote Change Board 26 Apr 2023
Event Date Owner // Draft Proposal raised 4 Oct 2022 Proposer // Change Board vote 26 Apr 2023 Change Board
Activity Start date End date // Draft Proposal raised 4 Oct 2022 4 Oct 2022 // Change Board vote 26 Apr 2023
"""  # noqa: E501 - a table reads best as one line each.


@pytest.mark.parametrize("table", TABLES.strip().splitlines())
def test_the_same_two_rows_are_read_from_every_kind_of_columns(table: str) -> None:
    assert rows_of(table.replace(" // ", "\n")) == [RAISED, VOTE]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            "Event/Action Planned date Actual date\nRefinement Consultation 9 – 27 Jan 2023 16 Jan – 3 Feb 2023",
            [("Refinement Consultation", "2023-01-16", "2023-02-03")],
        ),
        (
            "Event/Action Planned date Actual date\nModification Report Consultation 29 Mar –\n21 Apr 2023",
            [("Modification Report Consultation", "2023-03-29", "2023-04-21")],
        ),
        (
            "Activity Start date End date\nRefinement Consultation 9 Jan 2023 27 Jan 2023",
            [("Refinement Consultation", "2023-01-09", "2023-01-27")],
        ),
        ("Activity From To\nWorking Group 1 Feb 2023 TBC", [("Working Group – TBC", "2023-02-01", None)]),
        ("Activity From To\nWorking Group TBC TBC", [("Working Group TBC", None, None)]),
        ("Event Planned Actual\nAuthority decision TBC TBC", [("Authority decision TBC", None, None)]),
        (
            "Event Planned Actual\nCSC converts Draft Proposal to Modification 29 Nov 2022 6 Dec 2022\nProposal",
            [("CSC converts Draft Proposal to Modification Proposal", "2022-12-06", None)],
        ),
        (
            (
                "Event Date Status\nPresented to the Working\nGroup 1 Feb 2023\nComplete\n"
                "Change Board vote 26 Apr 2023 Open"
            ),
            [("Presented to the Working Group", "2023-02-01", None), VOTE],
        ),
        (
            "Event Planned Actual\nEvents in italics are planned and may move.\nChange Board vote 26 Apr 2023",
            [VOTE],
        ),
        ("Event Planned Actual\nNothing is settled yet", []),
    ],
)
def test_ranges_unsettled_dates_and_wrapped_rows_keep_together(table: str, rows: list[Row]) -> None:
    assert rows_of(table) == rows
