"""The words of the life cycle: stages, paths, who causes a move, what proves it, and the facts it is judged on."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from voting.domain.modifications.lifecycle.numbers import ModificationNumber


class Stage(StrEnum):
    """Where a modification stands. Conversion is told by its number, which turns from DP to MP, not by a stage."""

    DEVELOPMENT = "development"
    REFINEMENT = "refinement"
    REPORT = "report"
    BOARD = "board"
    AUTHORITY = "authority"
    PENDING_IMPLEMENTATION = "pending_implementation"
    IMPLEMENTED = "implemented"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


# A rejected modification may still be referred to the Authority while its window is open; the other two are over.
ENDED = frozenset({Stage.IMPLEMENTED, Stage.REJECTED, Stage.WITHDRAWN})
LIVE = frozenset(Stage) - ENDED


class Path(StrEnum):
    """By which path a modification is decided (SEC Section D): 1, 2, 3, and Fast-Track besides."""

    AUTHORITY_LED = "authority_led"
    AUTHORITY_DETERMINED = "authority_determined"
    SELF_GOVERNANCE = "self_governance"
    FAST_TRACK = "fast_track"


class ApprovingBody(StrEnum):
    """The body that converts Draft Proposals and approves reports: the Panel until 2021, the CSC since."""

    PANEL = "panel"
    CHANGE_SUB_COMMITTEE = "change_sub_committee"


class Causer(StrEnum):
    """Who may cause a move. Who types it in is another matter, and the table of permissions'."""

    SECAS_ANALYST = "secas_analyst"
    SECAS_APPROVER = "secas_approver"
    APPROVING_BODY = "approving_body"
    PROPOSER = "proposer"
    BOARD = "board"
    AUTHORITY = "authority"
    PARTY = "party"


# Who decides on each path. Paths 1 to 3 are facts; Fast-Track is the best reading until SECAS confirms its clause.
_DECIDERS: dict[Path, Causer] = {
    Path.AUTHORITY_LED: Causer.AUTHORITY,
    Path.AUTHORITY_DETERMINED: Causer.AUTHORITY,
    Path.SELF_GOVERNANCE: Causer.BOARD,
    Path.FAST_TRACK: Causer.APPROVING_BODY,
}


class EvidenceKind(StrEnum):
    """What proves that a move was really made."""

    MINUTES = "minutes"
    BALLOT_RESULT = "ballot_result"
    LETTER = "letter"
    NOTICE = "notice"
    RELEASE_NOTE = "release_note"
    RECORD = "record"


class BoardOutcome(StrEnum):
    """What the published result of the Board's vote says, as far as the life cycle needs it."""

    APPROVED = "approved"
    REJECTED = "rejected"
    NOT_DECIDED = "not_decided"


class Move(StrEnum):
    """Each named act that moves a modification, or changes a fact its next move depends on."""

    SET_PATH = "set_path"
    MARK_URGENT = "mark_urgent"
    CONVERT = "convert"
    BEGIN_REFINEMENT = "begin_refinement"
    SKIP_REFINEMENT = "skip_refinement"
    END_REFINEMENT = "end_refinement"
    RETURN_TO_REFINEMENT = "return_to_refinement"
    APPROVE_REPORT = "approve_report"
    FAST_TRACK_APPROVES = "fast_track_approves"
    FAST_TRACK_REJECTS = "fast_track_rejects"
    SEND_TO_BOARD = "send_to_board"
    BOARD_APPROVES = "board_approves"
    BOARD_REJECTS = "board_rejects"
    BOARD_RECOMMENDS = "board_recommends"
    BOARD_RETURNS = "board_returns"
    BOARD_DEFERS = "board_defers"
    BOARD_CORRECTS = "board_corrects"
    AUTHORITY_APPROVES = "authority_approves"
    AUTHORITY_REJECTS = "authority_rejects"
    AUTHORITY_SENDS_BACK = "authority_sends_back"
    REFER_TO_AUTHORITY = "refer_to_authority"
    CLOSE_REFERRAL_WINDOW = "close_referral_window"
    IMPLEMENT = "implement"
    PUT_ON_HOLD = "put_on_hold"
    REVIEW_HOLD = "review_hold"
    RESUME = "resume"
    SPLIT = "split"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves a move: its kind, where it is found (a minute, a letter's reference), and its date."""

    kind: EvidenceKind
    reference: str
    dated_on: date


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a modification is on hold, and when that is looked at again."""

    reason: str
    review_on: date


@dataclass(frozen=True, slots=True)
class NamedMeeting:
    """A meeting as people name it, and its date."""

    name: str
    held_on: date


@dataclass(frozen=True, slots=True)
class ModificationFacts:
    """Everything on which the next move depends, as it stands now. Services read it from the tables."""

    number: ModificationNumber
    stage: Stage = Stage.DEVELOPMENT
    path: Path | None = None
    urgent: bool = False
    approving_body: ApprovingBody = ApprovingBody.CHANGE_SUB_COMMITTEE
    hold: Hold | None = None
    report_drafted: bool = False
    report_approved: bool = False
    report_published: bool = False
    # Of the Modification Report Consultation held since the approval in force, not of any other.
    report_consultation_closed: bool = False
    report_responses_published: bool = False
    consultation_open: bool = False
    ballot_open: bool = False
    # The published result of the Board's latest vote on this report; a return or a sending back clears it.
    board_outcome: BoardOutcome | None = None
    board_meeting: NamedMeeting | None = None
    referral_closes_at: datetime | None = None
    referred: bool = False
    release_on: date | None = None

    @property
    def decider(self) -> Causer | None:
        """Who decides on its path; `None` while that is not set."""
        return _DECIDERS[self.path] if self.path is not None else None


@dataclass(frozen=True, slots=True)
class MoveDetails:
    """What some moves need besides evidence; each rule of the table names what it needs."""

    reason: str = ""
    review_on: date | None = None
    path: Path | None = None
    meeting: NamedMeeting | None = None
    part_numbers: tuple[ModificationNumber, ...] = ()
    referral_closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MoveRequest:
    """A move as somebody asks for it."""

    move: Move
    causer: Causer
    evidence: Evidence | None = None
    details: MoveDetails = MoveDetails()
