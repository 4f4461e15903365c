"""What must be true before a move: each condition with its test, its sentence, and the refusal that names it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voting.domain.calendar import london_date
from voting.domain.modifications.lifecycle.refusals import (
    BallotOpen,
    ConsultationOpen,
    ConvertedBefore,
    DecidedElsewhere,
    IsNotOnHold,
    IsOnHold,
    MoveRefused,
    NoPublishedResult,
    NoReferralWindow,
    NotYetConverted,
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
    UrgentBefore,
)
from voting.domain.modifications.lifecycle.words import BoardOutcome, Causer, ModificationFacts, Stage


class Condition(StrEnum):
    """A condition of a move, by name."""

    IS_DRAFT_PROPOSAL = "is_draft_proposal"
    IS_CONVERTED = "is_converted"
    PATH_IS_SET = "path_is_set"
    NOT_URGENT_YET = "not_urgent_yet"
    NOT_ON_HOLD = "not_on_hold"
    ON_HOLD = "on_hold"
    REPORT_DRAFTED = "report_drafted"
    REPORT_APPROVED = "report_approved"
    REPORT_NOT_APPROVED = "report_not_approved"
    REPORT_PUBLISHED = "report_published"
    REPORT_CONSULTATION_CLOSED = "report_consultation_closed"
    RESPONSES_PUBLISHED = "responses_published"
    NO_CONSULTATION_OPEN = "no_consultation_open"
    NO_BALLOT_OPEN = "no_ballot_open"
    BOARD_VOTES = "board_votes"
    BOARD_DECIDES = "board_decides"
    AUTHORITY_DECIDES = "authority_decides"
    APPROVING_BODY_DECIDES = "approving_body_decides"
    RESULT_APPROVED = "result_approved"
    RESULT_REJECTED = "result_rejected"
    RESULT_PUBLISHED = "result_published"
    NO_RESULT_PUBLISHED = "no_result_published"
    RESULT_CORRECTED = "result_corrected"
    REFERRAL_WINDOW_OPEN = "referral_window_open"
    REFERRAL_WINDOW_PASSED = "referral_window_passed"
    NO_REFERRAL_POSSIBLE = "no_referral_possible"
    RELEASE_REACHED = "release_reached"


@dataclass(frozen=True, slots=True)
class ConditionRule:
    """How a condition is tested, what is said where it fails, and which refusal says it."""

    holds: Callable[[ModificationFacts, datetime], bool]
    refusal: type[MoveRefused]
    sentence: str


def _result_is_corrected(facts: ModificationFacts) -> bool:
    """Whether the stage followed from another result of the Board's vote; what the Authority decided never did."""
    if facts.board_outcome is None or facts.referred:
        return False
    if facts.decider is Causer.BOARD:
        led_here = {Stage.PENDING_IMPLEMENTATION: BoardOutcome.APPROVED, Stage.REJECTED: BoardOutcome.REJECTED}
        return facts.stage in led_here and facts.board_outcome is not led_here[facts.stage]
    return facts.stage is Stage.AUTHORITY and facts.board_outcome is BoardOutcome.NOT_DECIDED


def _window_is_open(facts: ModificationFacts, now: datetime) -> bool:
    return facts.referral_closes_at is not None and now <= facts.referral_closes_at


def _window_has_passed(facts: ModificationFacts, now: datetime) -> bool:
    return facts.referral_closes_at is not None and now > facts.referral_closes_at


def _release_is_reached(facts: ModificationFacts, now: datetime) -> bool:
    return facts.release_on is not None and facts.release_on <= london_date(now)


CONDITIONS: Mapping[Condition, ConditionRule] = {
    Condition.IS_DRAFT_PROPOSAL: ConditionRule(
        lambda facts, _now: facts.number.is_draft_proposal,
        ConvertedBefore,
        "It has been converted to a Modification Proposal already.",
    ),
    Condition.IS_CONVERTED: ConditionRule(
        lambda facts, _now: not facts.number.is_draft_proposal,
        NotYetConverted,
        "It is still a Draft Proposal. Record its conversion to a Modification Proposal first.",
    ),
    Condition.PATH_IS_SET: ConditionRule(
        lambda facts, _now: facts.path is not None,
        PathNotSet,
        "Its path is not set. Set the path by which it will be decided first.",
    ),
    Condition.NOT_URGENT_YET: ConditionRule(
        lambda facts, _now: not facts.urgent, UrgentBefore, "It is marked as urgent already."
    ),
    Condition.NOT_ON_HOLD: ConditionRule(
        lambda facts, _now: facts.hold is None, IsOnHold, "It is on hold. Resume it first."
    ),
    Condition.ON_HOLD: ConditionRule(lambda facts, _now: facts.hold is not None, IsNotOnHold, "It is not on hold."),
    Condition.REPORT_DRAFTED: ConditionRule(
        lambda facts, _now: facts.report_drafted,
        ReportNotDrafted,
        "It has no Modification Report yet. Import or write one first.",
    ),
    Condition.REPORT_APPROVED: ConditionRule(
        lambda facts, _now: facts.report_approved,
        ReportNotApproved,
        "Its Modification Report is not approved. Record the approving body's decision first.",
    ),
    Condition.REPORT_NOT_APPROVED: ConditionRule(
        lambda facts, _now: not facts.report_approved,
        ReportAlreadyApproved,
        "Its Modification Report is approved already.",
    ),
    Condition.REPORT_PUBLISHED: ConditionRule(
        lambda facts, _now: facts.report_published,
        ReportNotPublished,
        "Its Modification Report is not published. Publish it first.",
    ),
    Condition.REPORT_CONSULTATION_CLOSED: ConditionRule(
        lambda facts, _now: facts.report_consultation_closed,
        ReportConsultationNotClosed,
        "No Modification Report Consultation has closed. Hold one first.",
    ),
    Condition.RESPONSES_PUBLISHED: ConditionRule(
        lambda facts, _now: facts.report_responses_published,
        ResponsesNotPublished,
        "The responses to the Modification Report Consultation are not published. Publish them first: the Board "
        "reads them with the report.",
    ),
    Condition.NO_CONSULTATION_OPEN: ConditionRule(
        lambda facts, _now: not facts.consultation_open,
        ConsultationOpen,
        "A consultation on it is open. Wait until it closes: a consultation is never shortened.",
    ),
    Condition.NO_BALLOT_OPEN: ConditionRule(
        lambda facts, _now: not facts.ballot_open,
        BallotOpen,
        "The Change Board's vote on it is open. Close or void the vote first.",
    ),
    Condition.BOARD_VOTES: ConditionRule(
        lambda facts, _now: facts.decider in {Causer.BOARD, Causer.AUTHORITY},
        DecidedElsewhere,
        "On its path the Change Board has no vote.",
    ),
    Condition.BOARD_DECIDES: ConditionRule(
        lambda facts, _now: facts.decider is Causer.BOARD,
        DecidedElsewhere,
        "On its path the Change Board does not decide. Record a recommendation to the Authority instead.",
    ),
    Condition.AUTHORITY_DECIDES: ConditionRule(
        lambda facts, _now: facts.decider is Causer.AUTHORITY,
        DecidedElsewhere,
        "On its path the Authority does not decide, so there is nothing to recommend. Record the decision itself.",
    ),
    Condition.APPROVING_BODY_DECIDES: ConditionRule(
        lambda facts, _now: facts.decider is Causer.APPROVING_BODY,
        DecidedElsewhere,
        "It is not on the Fast-Track path. Send it to the Change Board.",
    ),
    Condition.RESULT_APPROVED: ConditionRule(
        lambda facts, _now: facts.board_outcome is BoardOutcome.APPROVED,
        ResultSaysOtherwise,
        "No published result of the Change Board's vote says that it is approved.",
    ),
    Condition.RESULT_REJECTED: ConditionRule(
        lambda facts, _now: facts.board_outcome is BoardOutcome.REJECTED,
        ResultSaysOtherwise,
        "No published result of the Change Board's vote says that it is rejected.",
    ),
    Condition.RESULT_PUBLISHED: ConditionRule(
        lambda facts, _now: facts.board_outcome in {BoardOutcome.APPROVED, BoardOutcome.REJECTED},
        NoPublishedResult,
        "The Change Board's vote has no published result to recommend. Publish the result first.",
    ),
    Condition.NO_RESULT_PUBLISHED: ConditionRule(
        lambda facts, _now: facts.board_outcome not in {BoardOutcome.APPROVED, BoardOutcome.REJECTED},
        ResultIsPublished,
        "The Change Board's vote has a published result. Record what follows from it.",
    ),
    Condition.RESULT_CORRECTED: ConditionRule(
        lambda facts, _now: _result_is_corrected(facts),
        ResultStands,
        "The published result of the Change Board's vote leads to where it stands. Correct the result first.",
    ),
    Condition.REFERRAL_WINDOW_OPEN: ConditionRule(
        _window_is_open,
        NoReferralWindow,
        "There is no open window for a referral: either the decision cannot be referred or the window has passed.",
    ),
    Condition.REFERRAL_WINDOW_PASSED: ConditionRule(
        _window_has_passed,
        ReferralWindowOpen,
        "There is no window for a referral that has passed. Wait until its last day is over.",
    ),
    Condition.NO_REFERRAL_POSSIBLE: ConditionRule(
        lambda facts, now: not _window_is_open(facts, now),
        ReferralWindowOpen,
        "A Party may still refer the decision to the Authority. Wait until the window has passed.",
    ),
    Condition.RELEASE_REACHED: ConditionRule(
        _release_is_reached,
        ReleaseDateNotReached,
        "The release date has not come, or no release is set. Record the implementation on the day or later.",
    ),
}


def missing_conditions(
    conditions: tuple[Condition, ...], facts: ModificationFacts, now: datetime
) -> tuple[Condition, ...]:
    """Which of the conditions do not hold, in the order in which they are listed."""
    return tuple(condition for condition in conditions if not CONDITIONS[condition].holds(facts, now))
