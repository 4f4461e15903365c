"""The life cycle: every move of the table, every refusal, and the paths that real modifications took."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from voting.domain.modifications.lifecycle import (
    CONDITIONS,
    ENDED,
    LIVE,
    MOVES,
    RULES,
    BallotOpen,
    BoardOutcome,
    Causer,
    Condition,
    ConsultationOpen,
    ConvertedBefore,
    DecidedElsewhere,
    DetailMissing,
    DetailWrong,
    Evidence,
    EvidenceFromTheFuture,
    EvidenceKind,
    EvidenceMissing,
    EvidenceOfWrongKind,
    Hold,
    IsNotOnHold,
    IsOnHold,
    ModificationFacts,
    Move,
    MoveDetails,
    MoveRefused,
    MoveRequest,
    NamedMeeting,
    NoPublishedResult,
    NoReferralWindow,
    NotFromThisStage,
    NotTheirsToCause,
    NotYetConverted,
    Path,
    PathNotSet,
    ReferralWindowOpen,
    ReleaseDateNotReached,
    ReportAlreadyApproved,
    ReportConsultationNotClosed,
    ReportNotApproved,
    ReportNotDrafted,
    ReportNotPublished,
    ResponsesNotPublished,
    ResultIsPublished,
    ResultSaysOtherwise,
    ResultStands,
    Stage,
    UrgentBefore,
    available_moves,
    check_move,
    check_moves,
    parse_number,
)
from voting.domain.modifications.timetable import EventKind

NOW = datetime(2022, 1, 20, 12, tzinfo=UTC)
TODAY = date(2022, 1, 20)
BOARD_MEETING = NamedMeeting("Change Board", TODAY)
WINDOW_CLOSES = datetime(2022, 2, 3, 17, tzinfo=UTC)

DRAFT = ModificationFacts(parse_number("DP900"), path=Path.SELF_GOVERNANCE)
CONVERTED = replace(DRAFT, number=parse_number("MP900"))
IN_REFINEMENT = replace(CONVERTED, stage=Stage.REFINEMENT)
IN_REPORT = replace(CONVERTED, stage=Stage.REPORT, report_drafted=True)
APPROVED_REPORT = replace(IN_REPORT, report_approved=True)
READY_FOR_BOARD = replace(
    APPROVED_REPORT, report_published=True, report_consultation_closed=True, report_responses_published=True
)
AT_BOARD = replace(READY_FOR_BOARD, stage=Stage.BOARD, board_meeting=BOARD_MEETING)
VOTED_FOR = replace(AT_BOARD, board_outcome=BoardOutcome.APPROVED)
VOTED_AGAINST = replace(AT_BOARD, board_outcome=BoardOutcome.REJECTED)
AT_AUTHORITY = replace(VOTED_FOR, stage=Stage.AUTHORITY, path=Path.AUTHORITY_DETERMINED)
PENDING = replace(VOTED_FOR, stage=Stage.PENDING_IMPLEMENTATION, referral_closes_at=WINDOW_CLOSES)
REJECTED = replace(VOTED_AGAINST, stage=Stage.REJECTED, referral_closes_at=WINDOW_CLOSES)
WINDOW_PASSED = replace(PENDING, referral_closes_at=NOW - timedelta(seconds=1))
RELEASED = replace(PENDING, referral_closes_at=None, release_on=TODAY)
ON_HOLD = Hold("awaiting the DCC", date(2022, 3, 1))

DETAILS = MoveDetails(
    reason="because",
    review_on=date(2022, 3, 1),
    path=Path.AUTHORITY_LED,
    meeting=NamedMeeting("Change Board", date(2022, 2, 17)),
    part_numbers=(parse_number("MP900A"), parse_number("MP900B")),
    referral_closes_at=WINDOW_CLOSES,
)


def request(move: Move, details: MoveDetails = DETAILS) -> MoveRequest:
    """The move as its table row wants it: the first causer and kind of evidence in the row, all details given."""
    rule = RULES[move]
    kind = min(rule.evidence, default=None)
    evidence = Evidence(kind, "minute 7", TODAY) if kind else None
    return MoveRequest(move, min(rule.causers), evidence, details)


SUCCESSES: list[tuple[Move, ModificationFacts, ModificationFacts]] = [
    (Move.SET_PATH, DRAFT, replace(DRAFT, path=Path.AUTHORITY_LED)),
    (Move.MARK_URGENT, DRAFT, replace(DRAFT, urgent=True)),
    (Move.CONVERT, DRAFT, CONVERTED),
    (Move.BEGIN_REFINEMENT, CONVERTED, IN_REFINEMENT),
    (Move.SKIP_REFINEMENT, CONVERTED, replace(CONVERTED, stage=Stage.REPORT)),
    (Move.END_REFINEMENT, IN_REFINEMENT, replace(IN_REFINEMENT, stage=Stage.REPORT)),
    (
        Move.RETURN_TO_REFINEMENT,
        READY_FOR_BOARD,
        replace(IN_REPORT, stage=Stage.REFINEMENT),
    ),
    (Move.APPROVE_REPORT, IN_REPORT, APPROVED_REPORT),
    (
        Move.FAST_TRACK_APPROVES,
        replace(APPROVED_REPORT, path=Path.FAST_TRACK),
        replace(APPROVED_REPORT, path=Path.FAST_TRACK, stage=Stage.PENDING_IMPLEMENTATION),
    ),
    (
        Move.FAST_TRACK_REJECTS,
        replace(IN_REPORT, path=Path.FAST_TRACK),
        replace(IN_REPORT, path=Path.FAST_TRACK, stage=Stage.REJECTED),
    ),
    (Move.SEND_TO_BOARD, READY_FOR_BOARD, replace(AT_BOARD, board_meeting=DETAILS.meeting)),
    (Move.BOARD_APPROVES, VOTED_FOR, PENDING),
    (Move.BOARD_REJECTS, VOTED_AGAINST, REJECTED),
    (Move.BOARD_RECOMMENDS, replace(VOTED_FOR, path=Path.AUTHORITY_DETERMINED), AT_AUTHORITY),
    (
        Move.BOARD_RECOMMENDS,
        replace(VOTED_AGAINST, path=Path.AUTHORITY_LED),
        replace(VOTED_AGAINST, path=Path.AUTHORITY_LED, stage=Stage.AUTHORITY),
    ),
    (
        Move.BOARD_RETURNS,
        replace(AT_BOARD, board_outcome=BoardOutcome.NOT_DECIDED),
        replace(IN_REPORT, report_consultation_closed=True, report_responses_published=True),
    ),
    (
        Move.BOARD_DEFERS,
        replace(AT_BOARD, board_outcome=BoardOutcome.NOT_DECIDED),
        replace(AT_BOARD, board_meeting=DETAILS.meeting),
    ),
    (
        Move.BOARD_CORRECTS,
        replace(PENDING, board_outcome=BoardOutcome.REJECTED),
        replace(VOTED_AGAINST, referral_closes_at=None),
    ),
    (Move.BOARD_CORRECTS, replace(REJECTED, board_outcome=BoardOutcome.APPROVED), VOTED_FOR),
    (
        Move.BOARD_CORRECTS,
        replace(AT_AUTHORITY, board_outcome=BoardOutcome.NOT_DECIDED),
        replace(AT_BOARD, path=Path.AUTHORITY_DETERMINED, board_outcome=BoardOutcome.NOT_DECIDED),
    ),
    (Move.AUTHORITY_APPROVES, AT_AUTHORITY, replace(AT_AUTHORITY, stage=Stage.PENDING_IMPLEMENTATION)),
    (Move.AUTHORITY_REJECTS, AT_AUTHORITY, replace(AT_AUTHORITY, stage=Stage.REJECTED)),
    (
        Move.AUTHORITY_SENDS_BACK,
        AT_AUTHORITY,
        replace(
            IN_REPORT,
            path=Path.AUTHORITY_DETERMINED,
            report_consultation_closed=True,
            report_responses_published=True,
        ),
    ),
    (
        Move.REFER_TO_AUTHORITY,
        PENDING,
        replace(PENDING, stage=Stage.AUTHORITY, referral_closes_at=None, referred=True),
    ),
    (
        Move.REFER_TO_AUTHORITY,
        REJECTED,
        replace(REJECTED, stage=Stage.AUTHORITY, referral_closes_at=None, referred=True),
    ),
    (Move.CLOSE_REFERRAL_WINDOW, WINDOW_PASSED, replace(PENDING, referral_closes_at=None)),
    (Move.IMPLEMENT, RELEASED, replace(RELEASED, stage=Stage.IMPLEMENTED)),
    (
        Move.IMPLEMENT,
        replace(WINDOW_PASSED, release_on=TODAY),
        replace(WINDOW_PASSED, release_on=TODAY, stage=Stage.IMPLEMENTED),
    ),
    (Move.PUT_ON_HOLD, IN_REFINEMENT, replace(IN_REFINEMENT, hold=Hold("because", date(2022, 3, 1)))),
    (
        Move.REVIEW_HOLD,
        replace(IN_REFINEMENT, hold=ON_HOLD),
        replace(IN_REFINEMENT, hold=Hold("because", date(2022, 3, 1))),
    ),
    (Move.RESUME, replace(IN_REFINEMENT, hold=ON_HOLD), IN_REFINEMENT),
    (Move.SPLIT, CONVERTED, replace(CONVERTED, number=parse_number("MP900A"))),
    (
        Move.WITHDRAW,
        replace(AT_BOARD, ballot_open=True, consultation_open=True, hold=ON_HOLD),
        replace(AT_BOARD, stage=Stage.WITHDRAWN),
    ),
]


@pytest.mark.parametrize(("move", "before", "after"), SUCCESSES)
def test_a_move_makes_these_facts(move: Move, before: ModificationFacts, after: ModificationFacts) -> None:
    assert check_move(before, request(move), NOW).facts == after


def test_every_move_has_one_row_and_a_case_above() -> None:
    assert [rule.move for rule in MOVES] == list(Move)
    assert {move for move, _, _ in SUCCESSES} == set(Move)
    assert set(CONDITIONS) == set(Condition)


def test_every_listed_causer_and_kind_of_evidence_is_accepted_and_no_other() -> None:
    for move, before, after in SUCCESSES:
        asked = request(move)
        for causer in Causer:
            if causer in RULES[move].causers:
                assert check_move(before, replace(asked, causer=causer), NOW).facts == after
            else:
                with pytest.raises(NotTheirsToCause):
                    check_move(before, replace(asked, causer=causer), NOW)
        for kind in EvidenceKind:
            other = replace(asked, evidence=Evidence(kind, "minute 7", TODAY))
            if kind in RULES[move].evidence or not RULES[move].evidence:
                assert check_move(before, other, NOW).facts == after
            else:
                with pytest.raises(EvidenceOfWrongKind):
                    check_move(before, other, NOW)


def test_a_move_starts_at_the_stages_of_its_row_and_nowhere_else() -> None:
    for move, before, _ in SUCCESSES:
        for stage in set(Stage) - RULES[move].from_stages:
            with pytest.raises(NotFromThisStage):
                check_move(replace(before, stage=stage), request(move), NOW)


def test_nothing_but_a_referral_and_a_correction_leads_out_of_an_end() -> None:
    leaving = {(rule.move, stage) for rule in MOVES for stage in rule.from_stages & ENDED if rule.to_stage}
    assert leaving == {(Move.REFER_TO_AUTHORITY, Stage.REJECTED), (Move.BOARD_CORRECTS, Stage.REJECTED)}
    assert set(Stage) == LIVE | ENDED


ON_HOLD_STOPS = [
    Move.CONVERT,
    Move.BEGIN_REFINEMENT,
    Move.SKIP_REFINEMENT,
    Move.END_REFINEMENT,
    Move.RETURN_TO_REFINEMENT,
    Move.APPROVE_REPORT,
    Move.FAST_TRACK_APPROVES,
    Move.FAST_TRACK_REJECTS,
    Move.SEND_TO_BOARD,
    Move.BOARD_APPROVES,
    Move.BOARD_REJECTS,
    Move.BOARD_RECOMMENDS,
    Move.IMPLEMENT,
    Move.PUT_ON_HOLD,
]


@pytest.mark.parametrize("move", ON_HOLD_STOPS)
def test_a_hold_stops_what_would_push_it_on(move: Move) -> None:
    before = next(facts for candidate, facts, _ in SUCCESSES if candidate is move)
    with pytest.raises(IsOnHold):
        check_move(replace(before, hold=ON_HOLD), request(move), NOW)


@pytest.mark.parametrize("move", [Move.AUTHORITY_APPROVES, Move.REFER_TO_AUTHORITY, Move.WITHDRAW, Move.BOARD_DEFERS])
def test_a_hold_does_not_stop_what_comes_from_outside(move: Move) -> None:
    before, after = next((before, after) for candidate, before, after in SUCCESSES if candidate is move)
    assert check_move(replace(before, hold=ON_HOLD), request(move), NOW).facts.stage is after.stage


def test_a_hold_ends_with_the_modification() -> None:
    moved = check_move(replace(AT_AUTHORITY, hold=ON_HOLD), request(Move.AUTHORITY_REJECTS), NOW)
    assert moved.facts.hold is None
    moved = check_move(replace(AT_AUTHORITY, hold=ON_HOLD), request(Move.AUTHORITY_APPROVES), NOW)
    assert moved.facts.hold == ON_HOLD


REFUSALS: list[tuple[Move, ModificationFacts, type[MoveRefused]]] = [
    (Move.BOARD_CORRECTS, PENDING, ResultStands),
    (Move.BOARD_CORRECTS, REJECTED, ResultStands),
    (Move.BOARD_CORRECTS, AT_AUTHORITY, ResultStands),
    (Move.BOARD_CORRECTS, replace(PENDING, board_outcome=None), ResultStands),
    # What the Authority has before it, or has decided, does not hang on the Board's result any more.
    (Move.BOARD_CORRECTS, replace(REJECTED, board_outcome=BoardOutcome.APPROVED, referred=True), ResultStands),
    (
        Move.BOARD_CORRECTS,
        replace(PENDING, board_outcome=BoardOutcome.REJECTED, path=Path.AUTHORITY_LED),
        ResultStands,
    ),
    (Move.BOARD_CORRECTS, replace(AT_AUTHORITY, board_outcome=BoardOutcome.REJECTED), ResultStands),
    (Move.SET_PATH, replace(DRAFT, consultation_open=True), ConsultationOpen),
    (Move.SET_PATH, replace(DRAFT, path=Path.AUTHORITY_LED), DetailWrong),
    (Move.MARK_URGENT, replace(DRAFT, urgent=True), UrgentBefore),
    (Move.CONVERT, CONVERTED, ConvertedBefore),
    (Move.CONVERT, replace(DRAFT, path=None), PathNotSet),
    (Move.BEGIN_REFINEMENT, DRAFT, NotYetConverted),
    (Move.SKIP_REFINEMENT, DRAFT, NotYetConverted),
    (Move.END_REFINEMENT, replace(IN_REFINEMENT, consultation_open=True), ConsultationOpen),
    (Move.RETURN_TO_REFINEMENT, replace(IN_REPORT, consultation_open=True), ConsultationOpen),
    (Move.APPROVE_REPORT, replace(IN_REPORT, report_drafted=False), ReportNotDrafted),
    (Move.APPROVE_REPORT, APPROVED_REPORT, ReportAlreadyApproved),
    (Move.FAST_TRACK_APPROVES, APPROVED_REPORT, DecidedElsewhere),
    (Move.FAST_TRACK_APPROVES, replace(IN_REPORT, path=Path.FAST_TRACK), ReportNotApproved),
    (Move.FAST_TRACK_REJECTS, IN_REPORT, DecidedElsewhere),
    (Move.SEND_TO_BOARD, replace(READY_FOR_BOARD, path=Path.FAST_TRACK), DecidedElsewhere),
    (Move.SEND_TO_BOARD, replace(READY_FOR_BOARD, report_approved=False), ReportNotApproved),
    (Move.SEND_TO_BOARD, replace(READY_FOR_BOARD, report_published=False), ReportNotPublished),
    (Move.SEND_TO_BOARD, replace(READY_FOR_BOARD, report_consultation_closed=False), ReportConsultationNotClosed),
    (Move.SEND_TO_BOARD, replace(READY_FOR_BOARD, report_responses_published=False), ResponsesNotPublished),
    (Move.SEND_TO_BOARD, replace(READY_FOR_BOARD, consultation_open=True), ConsultationOpen),
    (Move.BOARD_APPROVES, replace(VOTED_FOR, path=Path.AUTHORITY_DETERMINED), DecidedElsewhere),
    (Move.BOARD_APPROVES, replace(VOTED_FOR, ballot_open=True), BallotOpen),
    (Move.BOARD_APPROVES, AT_BOARD, ResultSaysOtherwise),
    (Move.BOARD_APPROVES, VOTED_AGAINST, ResultSaysOtherwise),
    (Move.BOARD_APPROVES, replace(AT_BOARD, board_outcome=BoardOutcome.NOT_DECIDED), ResultSaysOtherwise),
    (Move.BOARD_REJECTS, VOTED_FOR, ResultSaysOtherwise),
    (Move.BOARD_REJECTS, replace(VOTED_AGAINST, path=Path.AUTHORITY_LED), DecidedElsewhere),
    (Move.BOARD_RECOMMENDS, VOTED_FOR, DecidedElsewhere),
    (Move.BOARD_RECOMMENDS, replace(AT_BOARD, path=Path.AUTHORITY_LED), NoPublishedResult),
    (Move.BOARD_RETURNS, VOTED_FOR, ResultIsPublished),
    (Move.BOARD_RETURNS, replace(AT_BOARD, ballot_open=True), BallotOpen),
    (Move.BOARD_DEFERS, VOTED_AGAINST, ResultIsPublished),
    (Move.BOARD_DEFERS, replace(AT_BOARD, ballot_open=True), BallotOpen),
    (Move.REFER_TO_AUTHORITY, replace(PENDING, referral_closes_at=None), NoReferralWindow),
    (Move.REFER_TO_AUTHORITY, WINDOW_PASSED, NoReferralWindow),
    (Move.CLOSE_REFERRAL_WINDOW, PENDING, ReferralWindowOpen),
    (Move.CLOSE_REFERRAL_WINDOW, RELEASED, ReferralWindowOpen),
    (Move.IMPLEMENT, replace(PENDING, release_on=TODAY), ReferralWindowOpen),
    (Move.IMPLEMENT, replace(RELEASED, release_on=None), ReleaseDateNotReached),
    (Move.IMPLEMENT, replace(RELEASED, release_on=TODAY + timedelta(days=1)), ReleaseDateNotReached),
    (Move.REVIEW_HOLD, IN_REFINEMENT, IsNotOnHold),
    (Move.RESUME, IN_REFINEMENT, IsNotOnHold),
    (Move.SPLIT, replace(CONVERTED, consultation_open=True), ConsultationOpen),
    (Move.WITHDRAW, VOTED_FOR, ResultIsPublished),
]


@pytest.mark.parametrize(("move", "before", "refusal"), REFUSALS)
def test_a_refusal_names_the_missing_condition(
    move: Move, before: ModificationFacts, refusal: type[MoveRefused]
) -> None:
    with pytest.raises(refusal) as refused:
        check_move(before, request(move), NOW)
    assert str(refused.value).endswith(".")


def test_every_condition_has_a_move_that_it_stops() -> None:
    stopped = {refusal for _, _, refusal in REFUSALS} | {IsOnHold}
    assert {rule.refusal for rule in CONDITIONS.values()} <= stopped
    assert {condition for rule in MOVES for condition in rule.conditions} == set(Condition)


@pytest.mark.parametrize(
    ("move", "before", "details", "refusal", "field"),
    [
        (Move.BOARD_RETURNS, AT_BOARD, MoveDetails(reason=" \n"), DetailMissing, "reason"),
        (Move.PUT_ON_HOLD, DRAFT, replace(DETAILS, review_on=None), DetailMissing, "review_on"),
        (Move.PUT_ON_HOLD, DRAFT, replace(DETAILS, review_on=TODAY), DetailWrong, "review_on"),
        (Move.SET_PATH, DRAFT, MoveDetails(), DetailMissing, "path"),
        (Move.SEND_TO_BOARD, READY_FOR_BOARD, MoveDetails(), DetailMissing, "meeting"),
        (
            Move.SEND_TO_BOARD,
            READY_FOR_BOARD,
            MoveDetails(meeting=NamedMeeting(" ", TODAY)),
            DetailMissing,
            "meeting",
        ),
        (
            Move.BOARD_DEFERS,
            AT_BOARD,
            replace(DETAILS, meeting=NamedMeeting("Change Board", TODAY - timedelta(days=1))),
            DetailWrong,
            "meeting",
        ),
        (Move.BOARD_APPROVES, VOTED_FOR, MoveDetails(), DetailMissing, "referral_closes_at"),
        (Move.SPLIT, CONVERTED, replace(DETAILS, part_numbers=(parse_number("MP900A"),)), DetailMissing, "parts"),
        *(
            (
                Move.SPLIT,
                CONVERTED,
                replace(DETAILS, part_numbers=(parse_number("MP900A"), parse_number(other))),
                DetailWrong,
                "parts",
            )
            for other in ("MP901B", "DP900B", "MP900A", "MP900")
        ),
    ],
)
def test_what_a_move_needs_besides_is_asked_for(
    move: Move, before: ModificationFacts, details: MoveDetails, refusal: type[MoveRefused], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        check_move(before, request(move, details), NOW)
    assert refused.value.field == field


def test_a_recommendation_to_the_authority_opens_no_referral_window() -> None:
    before = replace(VOTED_FOR, path=Path.AUTHORITY_DETERMINED)
    assert check_move(before, request(Move.BOARD_RECOMMENDS, MoveDetails()), NOW).facts.referral_closes_at is None


@pytest.mark.parametrize(
    ("evidence", "refusal"),
    [
        (None, EvidenceMissing),
        (Evidence(EvidenceKind.MINUTES, "  ", TODAY), EvidenceMissing),
        (Evidence(EvidenceKind.LETTER, "letter 3", TODAY), EvidenceOfWrongKind),
        (Evidence(EvidenceKind.MINUTES, "minute 7", TODAY + timedelta(days=1)), EvidenceFromTheFuture),
    ],
)
def test_a_move_without_proof_is_refused(evidence: Evidence | None, refusal: type[MoveRefused]) -> None:
    with pytest.raises(refusal):
        check_move(DRAFT, MoveRequest(Move.CONVERT, Causer.APPROVING_BODY, evidence), NOW)


def test_evidence_is_dated_by_the_calendar_of_london() -> None:
    late_evening = datetime(2021, 6, 30, 23, 30, tzinfo=UTC)
    next_day_in_london = Evidence(EvidenceKind.MINUTES, "minute 7", date(2021, 7, 1))
    request_then = MoveRequest(Move.CONVERT, Causer.APPROVING_BODY, next_day_in_london)
    assert check_move(DRAFT, request_then, late_evening).facts == CONVERTED


def test_the_referral_window_includes_its_last_instant() -> None:
    last = replace(PENDING, referral_closes_at=NOW)
    assert check_move(last, request(Move.REFER_TO_AUTHORITY), NOW).facts.referred
    with pytest.raises(ReferralWindowOpen):
        check_move(replace(last, release_on=TODAY), request(Move.IMPLEMENT), NOW)
    after = NOW + timedelta(microseconds=1)
    with pytest.raises(NoReferralWindow):
        check_move(last, request(Move.REFER_TO_AUTHORITY), after)
    implemented = check_move(replace(last, release_on=TODAY), request(Move.IMPLEMENT), after)
    assert implemented.facts.stage is Stage.IMPLEMENTED


def test_a_withdrawal_ends_its_open_consultation_and_vote() -> None:
    both = replace(AT_BOARD, consultation_open=True, ballot_open=True)
    assert check_move(both, request(Move.WITHDRAW), NOW).events == (
        EventKind.WITHDRAWN,
        EventKind.CONSULTATION_WITHDRAWN,
        EventKind.BALLOT_WITHDRAWN,
    )
    assert check_move(AT_BOARD, request(Move.WITHDRAW), NOW).events == (EventKind.WITHDRAWN,)


def test_no_other_move_ends_an_open_consultation() -> None:
    both = replace(AT_BOARD, consultation_open=True, ballot_open=True)
    held = check_move(both, request(Move.PUT_ON_HOLD), NOW)
    assert held.events == (EventKind.PUT_ON_HOLD,)
    assert held.facts.consultation_open
    assert held.facts.ballot_open


def test_the_meeting_can_be_on_the_day_of_the_evidence() -> None:
    details = MoveDetails(meeting=BOARD_MEETING)
    assert check_move(READY_FOR_BOARD, request(Move.SEND_TO_BOARD, details), NOW).facts == AT_BOARD


def test_a_split_gives_every_part_the_same_standing() -> None:
    moved = check_move(IN_REPORT, request(Move.SPLIT), NOW)
    assert [str(part.number) for part in (moved.facts, *moved.other_parts)] == ["MP900A", "MP900B"]
    assert {part.stage for part in (moved.facts, *moved.other_parts)} == {Stage.REPORT}


def test_conversion_and_report_approval_can_be_one_meeting() -> None:
    moved = check_moves(
        replace(DRAFT, report_drafted=True),
        (request(Move.CONVERT), request(Move.SKIP_REFINEMENT), request(Move.APPROVE_REPORT)),
        NOW,
    )
    assert moved.facts == APPROVED_REPORT
    assert moved.events == (EventKind.CONVERTED, EventKind.REFINEMENT_SKIPPED, EventKind.REPORT_APPROVED)


def test_of_the_moves_of_one_meeting_all_are_made_or_none() -> None:
    with pytest.raises(ReportNotDrafted):
        check_moves(DRAFT, (request(Move.CONVERT), request(Move.SKIP_REFINEMENT), request(Move.APPROVE_REPORT)), NOW)


def test_after_a_split_each_part_moves_on_its_own() -> None:
    with pytest.raises(NotFromThisStage, match="split"):
        check_moves(CONVERTED, (request(Move.SPLIT), request(Move.BEGIN_REFINEMENT)), NOW)


def test_a_decision_referred_to_the_authority_can_go_either_way_or_back() -> None:
    referred = check_move(REJECTED, request(Move.REFER_TO_AUTHORITY), NOW).facts
    assert check_move(referred, request(Move.AUTHORITY_APPROVES), NOW).facts.stage is Stage.PENDING_IMPLEMENTATION
    assert check_move(referred, request(Move.AUTHORITY_REJECTS), NOW).facts.stage is Stage.REJECTED
    again = check_move(referred, request(Move.AUTHORITY_SENDS_BACK), NOW).facts
    assert (again.stage, again.report_approved, again.board_outcome, again.referred) == (
        Stage.REPORT, False, None, False,
    )  # fmt: skip


def test_a_returned_report_can_go_back_to_the_board_without_a_new_consultation() -> None:
    returned = check_move(AT_BOARD, request(Move.BOARD_RETURNS), NOW).facts
    approved = check_move(returned, request(Move.APPROVE_REPORT), NOW).facts
    with pytest.raises(ReportNotPublished):
        check_move(approved, request(Move.SEND_TO_BOARD), NOW)
    again = check_move(replace(approved, report_published=True), request(Move.SEND_TO_BOARD), NOW)
    assert again.facts.stage is Stage.BOARD


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            replace(DRAFT, path=None),
            {
                Move.SET_PATH: (),
                Move.MARK_URGENT: (),
                Move.CONVERT: (Condition.PATH_IS_SET,),
                Move.BEGIN_REFINEMENT: (Condition.IS_CONVERTED,),
                Move.SKIP_REFINEMENT: (Condition.IS_CONVERTED,),
                Move.PUT_ON_HOLD: (),
                Move.REVIEW_HOLD: (Condition.ON_HOLD,),
                Move.RESUME: (Condition.ON_HOLD,),
                Move.SPLIT: (),
                Move.WITHDRAW: (),
            },
        ),
        (
            replace(AT_BOARD, ballot_open=True),
            {
                Move.BOARD_APPROVES: (Condition.NO_BALLOT_OPEN, Condition.RESULT_APPROVED),
                Move.BOARD_REJECTS: (Condition.NO_BALLOT_OPEN, Condition.RESULT_REJECTED),
                Move.BOARD_RECOMMENDS: (
                    Condition.AUTHORITY_DECIDES,
                    Condition.NO_BALLOT_OPEN,
                    Condition.RESULT_PUBLISHED,
                ),
                Move.BOARD_RETURNS: (Condition.NO_BALLOT_OPEN,),
                Move.BOARD_DEFERS: (Condition.NO_BALLOT_OPEN,),
                Move.PUT_ON_HOLD: (),
                Move.REVIEW_HOLD: (Condition.ON_HOLD,),
                Move.RESUME: (Condition.ON_HOLD,),
                Move.WITHDRAW: (),
            },
        ),
        (replace(RELEASED, stage=Stage.IMPLEMENTED), {}),
        (replace(DRAFT, stage=Stage.WITHDRAWN), {}),
    ],
)
def test_the_page_is_told_every_move_and_what_it_still_misses(
    facts: ModificationFacts, expected: dict[Move, tuple[Condition, ...]]
) -> None:
    assert dict(available_moves(facts, NOW)) == expected


@pytest.mark.parametrize("change", [lambda facts: facts, lambda facts: replace(facts, hold=ON_HOLD)])
def test_a_move_shown_without_a_missing_condition_is_never_refused_for_one(
    change: Callable[[ModificationFacts], ModificationFacts],
) -> None:
    for facts in {change(before) for _, before, _ in SUCCESSES}:
        for move, missing in available_moves(facts, NOW):
            if missing:
                with pytest.raises(CONDITIONS[missing[0]].refusal):
                    check_move(facts, request(move), NOW)
            else:
                # What it needs besides may still be wrong: the parts of a split, a path that is set already.
                with suppress(DetailMissing, DetailWrong):
                    check_move(facts, request(move), NOW)
