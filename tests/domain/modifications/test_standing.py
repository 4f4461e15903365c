"""The first line on a modification, for each stage and what can be true at it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from voting.domain.modifications.implementation import ImplementationOption
from voting.domain.modifications.lifecycle import (
    ApprovingBody,
    BoardOutcome,
    Hold,
    ModificationFacts,
    NamedMeeting,
    Path,
    Stage,
    parse_number,
)
from voting.domain.modifications.lifecycle.standing import OpenConsultation, StandingDates, status_sentence

NOW = datetime(2021, 12, 16, 10, tzinfo=UTC)
OPTIONS = (
    ImplementationOption(date(2022, 2, 24), date(2022, 2, 10), "February 2022 release"),
    ImplementationOption(date(2022, 6, 30), date(2022, 6, 16), "June 2022 release"),
)
AHEAD = StandingDates(board_on=date(2022, 1, 20), options=OPTIONS)
OPEN = OpenConsultation("Consultation", "closes Wed 22 Dec 2021 17:00 UK time, 4 Working Days left")
LEGAL_TEXT = OpenConsultation("Legal text consultation", "closes Fri 12 Nov 2021 17:00 UK time, 3 Working Days left")

DRAFT = ModificationFacts(parse_number("DP900"), path=Path.SELF_GOVERNANCE)
CONVERTED = replace(DRAFT, number=parse_number("MP900"))
REPORT = replace(CONVERTED, stage=Stage.REPORT)
APPROVED = replace(REPORT, report_approved=True)
BOARD = replace(APPROVED, stage=Stage.BOARD, board_meeting=NamedMeeting("Change Board", date(2022, 1, 20)))
AUTHORITY = replace(BOARD, stage=Stage.AUTHORITY, path=Path.AUTHORITY_DETERMINED)
PENDING = replace(BOARD, stage=Stage.PENDING_IMPLEMENTATION, release_on=date(2022, 2, 24))
REJECTED = replace(BOARD, stage=Stage.REJECTED)
WINDOW = datetime(2022, 2, 3, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "dates", "sentence"),
    [
        (DRAFT, StandingDates(), "Draft Proposal in development"),
        (
            DRAFT,
            StandingDates(approving_meeting=NamedMeeting("Change Sub-Committee", date(2021, 12, 28))),
            "Draft Proposal in development; Change Sub-Committee 28 Dec 2021",
        ),
        (
            DRAFT,
            StandingDates(approving_meeting=NamedMeeting("Change Sub-Committee", date(2021, 11, 30))),
            "Draft Proposal in development",
        ),
        (DRAFT, StandingDates(open_consultations=(LEGAL_TEXT,)), f"Legal text consultation {LEGAL_TEXT.closes}"),
        (CONVERTED, StandingDates(), "Converted to a Modification Proposal; refinement has not begun"),
        (replace(CONVERTED, stage=Stage.REFINEMENT), AHEAD, "In refinement; Board 20 Jan 2022"),
        (REPORT, StandingDates(), "Modification Report awaits approval by the Change Sub-Committee"),
        (
            replace(REPORT, approving_body=ApprovingBody.PANEL),
            StandingDates(approving_meeting=NamedMeeting("Panel", date(2021, 12, 17))),
            "Modification Report awaits approval by the Panel; Panel 17 Dec 2021",
        ),
        (
            APPROVED,
            AHEAD,
            (
                "Modification Report approved; its consultation has not opened; Board 20 Jan 2022; "
                "February 2022 release if approved by 10 Feb 2022"
            ),
        ),
        (
            APPROVED,
            replace(AHEAD, open_consultations=(OPEN,)),
            (
                "Consultation closes Wed 22 Dec 2021 17:00 UK time, 4 Working Days left; Board 20 Jan 2022; "
                "February 2022 release if approved by 10 Feb 2022"
            ),
        ),
        (
            replace(APPROVED, report_consultation_closed=True),
            AHEAD,
            (
                "Consultation closed; responses to be published; Board 20 Jan 2022; "
                "February 2022 release if approved by 10 Feb 2022"
            ),
        ),
        (
            replace(APPROVED, report_consultation_closed=True, report_responses_published=True),
            replace(AHEAD, board_on=date(2022, 2, 17)),
            "Consultation closed; responses published; Board 17 Feb 2022; June 2022 release if approved by 16 Jun 2022",
        ),
        (
            replace(APPROVED, path=Path.FAST_TRACK),
            StandingDates(options=OPTIONS),
            (
                "Modification Report approved; awaits the decision of the Change Sub-Committee; "
                "February 2022 release if approved by 10 Feb 2022"
            ),
        ),
        (
            BOARD,
            AHEAD,
            "At the Change Board; Change Board 20 Jan 2022; February 2022 release if approved by 10 Feb 2022",
        ),
        (
            replace(BOARD, ballot_open=True),
            replace(AHEAD, vote_closes="closes Thu 20 Jan 2022 17:00 UK time, 2 Working Days left"),
            (
                "Change Board vote closes Thu 20 Jan 2022 17:00 UK time, 2 Working Days left; February 2022 release if "
                "approved by 10 Feb 2022"
            ),
        ),
        (replace(BOARD, ballot_open=True), StandingDates(), "Change Board vote is open"),
        (
            replace(BOARD, board_outcome=BoardOutcome.APPROVED),
            StandingDates(),
            "The Change Board voted to approve it; its decision is to be recorded",
        ),
        (
            replace(BOARD, board_outcome=BoardOutcome.REJECTED),
            AHEAD,
            "The Change Board voted to reject it; its decision is to be recorded",
        ),
        (replace(BOARD, board_outcome=BoardOutcome.NOT_DECIDED), StandingDates(), "The Change Board did not decide"),
        (AUTHORITY, StandingDates(), "With the Authority"),
        (
            replace(AUTHORITY, board_outcome=BoardOutcome.APPROVED),
            replace(AHEAD, with_authority_since=date(2021, 12, 1)),
            (
                "With the Authority since 1 Dec 2021; the Change Board recommended approval; February 2022 release if "
                "approved by 10 Feb 2022"
            ),
        ),
        (
            replace(AUTHORITY, board_outcome=BoardOutcome.REJECTED),
            StandingDates(),
            "With the Authority; the Change Board recommended rejection",
        ),
        (
            replace(AUTHORITY, referred=True),
            StandingDates(with_authority_since=date(2021, 12, 1)),
            "Referred to the Authority by a Party since 1 Dec 2021",
        ),
        (
            replace(PENDING, referral_closes_at=WINDOW),
            StandingDates(decided_on=date(2022, 1, 20), release="February 2022 release"),
            (
                "Approved 20 Jan 2022; to be implemented 24 Feb 2022, February 2022 release; "
                "a Party may refer it to the Authority until Thu 3 Feb 2022 17:00 UK time"
            ),
        ),
        (
            replace(PENDING, referral_closes_at=datetime(2021, 12, 15, 17, tzinfo=UTC), release_on=None),
            StandingDates(decided_on=date(2021, 12, 1)),
            "Approved 1 Dec 2021; no release date applies",
        ),
        (PENDING, StandingDates(), "Approved; to be implemented 24 Feb 2022"),
        (
            replace(PENDING, stage=Stage.IMPLEMENTED),
            StandingDates(implemented_on=date(2022, 2, 24), release="February 2022 release"),
            "Implemented 24 Feb 2022, February 2022 release",
        ),
        (
            replace(REJECTED, referral_closes_at=WINDOW),
            StandingDates(decided_on=date(2022, 1, 20)),
            "Rejected 20 Jan 2022; a Party may refer it to the Authority until Thu 3 Feb 2022 17:00 UK time",
        ),
        (REJECTED, StandingDates(), "Rejected"),
        (
            replace(DRAFT, stage=Stage.WITHDRAWN),
            StandingDates(withdrawn_on=date(2021, 11, 5)),
            "Withdrawn 5 Nov 2021",
        ),
        (
            replace(CONVERTED, stage=Stage.REFINEMENT, hold=Hold("awaiting the DCC", date(2021, 12, 16))),
            StandingDates(),
            "On hold, review 16 Dec 2021: awaiting the DCC; In refinement",
        ),
        (
            replace(CONVERTED, stage=Stage.REFINEMENT, hold=Hold("awaiting the DCC", date(2021, 12, 15))),
            StandingDates(),
            "On hold, review was due 15 Dec 2021: awaiting the DCC; In refinement",
        ),
    ],
)
def test_the_first_line_says_where_it_stands(facts: ModificationFacts, dates: StandingDates, sentence: str) -> None:
    assert status_sentence(facts, dates, NOW) == sentence


def test_every_stage_has_a_first_line() -> None:
    for stage in Stage:
        assert status_sentence(replace(CONVERTED, stage=stage), StandingDates(), NOW)


def test_a_passed_board_date_is_left_out_and_passed_options_are_said() -> None:
    late = datetime(2022, 6, 17, 12, tzinfo=UTC)
    assert status_sentence(APPROVED, AHEAD, late) == (
        "Modification Report approved; its consultation has not opened; no release date is left: every date to decide "
        "by has passed or falls before the decision"
    )


def test_the_last_day_to_decide_still_counts() -> None:
    last_day = datetime(2022, 2, 10, 23, 59, tzinfo=UTC)
    sentence = status_sentence(AUTHORITY, StandingDates(options=OPTIONS), last_day)
    assert "February 2022 release if approved by 10 Feb 2022" in sentence


def test_what_is_today_is_still_to_come() -> None:
    day = datetime(2022, 1, 20, 12, tzinfo=UTC)
    meeting = StandingDates(approving_meeting=NamedMeeting("Change Sub-Committee", date(2022, 1, 20)))
    assert status_sentence(DRAFT, meeting, day) == "Draft Proposal in development; Change Sub-Committee 20 Jan 2022"
    assert "Board 20 Jan 2022" in status_sentence(APPROVED, AHEAD, day)
    assert "until Thu 3 Feb 2022" in status_sentence(replace(PENDING, referral_closes_at=WINDOW), AHEAD, WINDOW)
