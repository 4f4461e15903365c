"""The table of moves: from which stages, to which, caused by whom, proved by what, under which conditions."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from voting.domain.modifications.lifecycle.conditions import Condition
from voting.domain.modifications.lifecycle.details import Detail
from voting.domain.modifications.lifecycle.words import LIVE, Causer, EvidenceKind, Move, Stage
from voting.domain.modifications.timetable import EventKind


@dataclass(frozen=True, slots=True)
class MoveRule:
    """One row of the table. `to_stage` None: the stage stays. No kind of evidence listed: none is needed."""

    move: Move
    from_stages: frozenset[Stage]
    to_stage: Stage | None
    causers: frozenset[Causer]
    evidence: frozenset[EvidenceKind]
    events: tuple[EventKind, ...]
    conditions: tuple[Condition, ...] = ()
    details: tuple[Detail, ...] = ()


_SECAS = frozenset({Causer.SECAS_ANALYST, Causer.SECAS_APPROVER})
_APPROVING_BODY = frozenset({Causer.APPROVING_BODY})
_BOARD = frozenset({Causer.BOARD})
_AUTHORITY = frozenset({Causer.AUTHORITY})
_MINUTES = frozenset({EvidenceKind.MINUTES})
_LETTER = frozenset({EvidenceKind.LETTER})
_RESULT = frozenset({EvidenceKind.BALLOT_RESULT})
_RECORD = frozenset({EvidenceKind.RECORD, EvidenceKind.MINUTES})
_ANY_PAPER = frozenset({EvidenceKind.MINUTES, EvidenceKind.LETTER, EvidenceKind.NOTICE, EvidenceKind.RECORD})
_DEVELOPMENT = frozenset({Stage.DEVELOPMENT})
_REFINEMENT = frozenset({Stage.REFINEMENT})
_REPORT = frozenset({Stage.REPORT})
_AT_BOARD = frozenset({Stage.BOARD})
_AT_AUTHORITY = frozenset({Stage.AUTHORITY})
_BEFORE_BOARD = frozenset({Stage.DEVELOPMENT, Stage.REFINEMENT, Stage.REPORT})
_DECIDED = frozenset({Stage.PENDING_IMPLEMENTATION, Stage.REJECTED})

# What comes from outside the process (the Authority's letter, a Party's referral, a withdrawal) is not stopped by a
# hold, because it happened whether or not we had paused. Who may cause PUT_ON_HOLD, SPLIT and WITHDRAW, and up to which
# stage, is the best reading until SECAS confirms the clauses.
MOVES: tuple[MoveRule, ...] = (
    MoveRule(
        Move.SET_PATH,
        _BEFORE_BOARD,
        None,
        _SECAS | _APPROVING_BODY | _AUTHORITY,
        _ANY_PAPER,
        (EventKind.PATH_SET,),
        (Condition.NO_CONSULTATION_OPEN,),
        (Detail.PATH,),
    ),
    MoveRule(
        Move.MARK_URGENT,
        _BEFORE_BOARD,
        None,
        _AUTHORITY,
        _LETTER,
        (EventKind.MARKED_URGENT,),
        (Condition.NOT_URGENT_YET,),
    ),
    MoveRule(
        Move.CONVERT,
        _DEVELOPMENT,
        None,
        _APPROVING_BODY,
        _MINUTES,
        (EventKind.CONVERTED,),
        (Condition.IS_DRAFT_PROPOSAL, Condition.PATH_IS_SET, Condition.NOT_ON_HOLD),
    ),
    MoveRule(
        Move.BEGIN_REFINEMENT,
        _DEVELOPMENT,
        Stage.REFINEMENT,
        _SECAS | _APPROVING_BODY,
        _RECORD,
        (EventKind.REFINEMENT_BEGUN,),
        (Condition.IS_CONVERTED, Condition.NOT_ON_HOLD),
    ),
    MoveRule(
        Move.SKIP_REFINEMENT,
        _DEVELOPMENT,
        Stage.REPORT,
        _APPROVING_BODY,
        _MINUTES,
        (EventKind.REFINEMENT_SKIPPED,),
        (Condition.IS_CONVERTED, Condition.NOT_ON_HOLD),
    ),
    MoveRule(
        Move.END_REFINEMENT,
        _REFINEMENT,
        Stage.REPORT,
        _SECAS | _APPROVING_BODY,
        _RECORD,
        (EventKind.REFINEMENT_ENDED,),
        (Condition.NO_CONSULTATION_OPEN, Condition.NOT_ON_HOLD),
    ),
    MoveRule(
        Move.RETURN_TO_REFINEMENT,
        _REPORT,
        Stage.REFINEMENT,
        _APPROVING_BODY,
        _MINUTES,
        (EventKind.REPORT_RETURNED,),
        (Condition.NO_CONSULTATION_OPEN, Condition.NOT_ON_HOLD),
        (Detail.REASON,),
    ),
    MoveRule(
        Move.APPROVE_REPORT,
        _REPORT,
        None,
        _APPROVING_BODY,
        _MINUTES,
        (EventKind.REPORT_APPROVED,),
        (Condition.REPORT_DRAFTED, Condition.REPORT_NOT_APPROVED, Condition.NOT_ON_HOLD),
    ),
    MoveRule(
        Move.FAST_TRACK_APPROVES,
        _REPORT,
        Stage.PENDING_IMPLEMENTATION,
        _APPROVING_BODY,
        _MINUTES,
        (EventKind.APPROVING_BODY_DECIDED,),
        (Condition.APPROVING_BODY_DECIDES, Condition.REPORT_APPROVED, Condition.NOT_ON_HOLD),
    ),
    MoveRule(
        Move.FAST_TRACK_REJECTS,
        _REPORT,
        Stage.REJECTED,
        _APPROVING_BODY,
        _MINUTES,
        (EventKind.APPROVING_BODY_DECIDED,),
        (Condition.APPROVING_BODY_DECIDES, Condition.NOT_ON_HOLD),
        (Detail.REASON,),
    ),
    MoveRule(
        Move.SEND_TO_BOARD,
        _REPORT,
        Stage.BOARD,
        _SECAS | _APPROVING_BODY,
        _RECORD,
        (EventKind.SENT_TO_BOARD,),
        (
            Condition.BOARD_VOTES,
            Condition.REPORT_APPROVED,
            Condition.REPORT_PUBLISHED,
            Condition.REPORT_CONSULTATION_CLOSED,
            Condition.RESPONSES_PUBLISHED,
            Condition.NO_CONSULTATION_OPEN,
            Condition.NOT_ON_HOLD,
        ),
        (Detail.MEETING,),
    ),
    MoveRule(
        Move.BOARD_APPROVES,
        _AT_BOARD,
        Stage.PENDING_IMPLEMENTATION,
        _BOARD,
        _RESULT,
        (EventKind.BOARD_DECIDED,),
        (
            Condition.BOARD_DECIDES,
            Condition.NO_BALLOT_OPEN,
            Condition.RESULT_APPROVED,
            Condition.NOT_ON_HOLD,
        ),
        (Detail.REFERRAL_WINDOW,),
    ),
    MoveRule(
        Move.BOARD_REJECTS,
        _AT_BOARD,
        Stage.REJECTED,
        _BOARD,
        _RESULT,
        (EventKind.BOARD_DECIDED,),
        (
            Condition.BOARD_DECIDES,
            Condition.NO_BALLOT_OPEN,
            Condition.RESULT_REJECTED,
            Condition.NOT_ON_HOLD,
        ),
        (Detail.REFERRAL_WINDOW,),
    ),
    MoveRule(
        Move.BOARD_RECOMMENDS,
        _AT_BOARD,
        Stage.AUTHORITY,
        _BOARD,
        _RESULT,
        (EventKind.RECOMMENDED,),
        (
            Condition.AUTHORITY_DECIDES,
            Condition.NO_BALLOT_OPEN,
            Condition.RESULT_PUBLISHED,
            Condition.NOT_ON_HOLD,
        ),
    ),
    MoveRule(
        Move.BOARD_RETURNS,
        _AT_BOARD,
        Stage.REPORT,
        _BOARD,
        _MINUTES,
        (EventKind.BOARD_RETURNED,),
        (Condition.NO_BALLOT_OPEN, Condition.NO_RESULT_PUBLISHED),
        (Detail.REASON,),
    ),
    MoveRule(
        Move.BOARD_DEFERS,
        _AT_BOARD,
        None,
        _BOARD,
        _MINUTES,
        (EventKind.BOARD_DEFERRED,),
        (Condition.NO_BALLOT_OPEN, Condition.NO_RESULT_PUBLISHED),
        (Detail.REASON, Detail.MEETING),
    ),
    MoveRule(
        Move.BOARD_CORRECTS,
        _DECIDED | _AT_AUTHORITY,
        Stage.BOARD,
        _BOARD,
        _RESULT,
        (EventKind.RESULT_CORRECTED,),
        (Condition.RESULT_CORRECTED,),
        (Detail.REASON,),
    ),
    MoveRule(
        Move.AUTHORITY_APPROVES,
        _AT_AUTHORITY,
        Stage.PENDING_IMPLEMENTATION,
        _AUTHORITY,
        _LETTER,
        (EventKind.AUTHORITY_DECIDED,),
    ),
    MoveRule(
        Move.AUTHORITY_REJECTS,
        _AT_AUTHORITY,
        Stage.REJECTED,
        _AUTHORITY,
        _LETTER,
        (EventKind.AUTHORITY_DECIDED,),
    ),
    MoveRule(
        Move.AUTHORITY_SENDS_BACK,
        _AT_AUTHORITY,
        Stage.REPORT,
        _AUTHORITY,
        _LETTER,
        (EventKind.AUTHORITY_SENT_BACK,),
        (),
        (Detail.REASON,),
    ),
    MoveRule(
        Move.REFER_TO_AUTHORITY,
        _DECIDED,
        Stage.AUTHORITY,
        frozenset({Causer.PARTY}),
        frozenset({EvidenceKind.NOTICE, EvidenceKind.LETTER}),
        (EventKind.REFERRED,),
        (Condition.REFERRAL_WINDOW_OPEN,),
        (Detail.REASON,),
    ),
    MoveRule(
        Move.CLOSE_REFERRAL_WINDOW,
        _DECIDED,
        None,
        _SECAS,
        frozenset(),
        (EventKind.REFERRAL_WINDOW_CLOSED,),
        (Condition.REFERRAL_WINDOW_PASSED,),
    ),
    MoveRule(
        Move.IMPLEMENT,
        frozenset({Stage.PENDING_IMPLEMENTATION}),
        Stage.IMPLEMENTED,
        _SECAS,
        frozenset({EvidenceKind.RELEASE_NOTE}),
        (EventKind.IMPLEMENTED,),
        (Condition.NO_REFERRAL_POSSIBLE, Condition.RELEASE_REACHED, Condition.NOT_ON_HOLD),
    ),
    MoveRule(
        Move.PUT_ON_HOLD,
        LIVE,
        None,
        frozenset({Causer.SECAS_APPROVER, Causer.APPROVING_BODY, Causer.BOARD, Causer.AUTHORITY}),
        _ANY_PAPER,
        (EventKind.PUT_ON_HOLD,),
        (Condition.NOT_ON_HOLD,),
        (Detail.REASON, Detail.REVIEW_DATE),
    ),
    MoveRule(
        Move.REVIEW_HOLD,
        LIVE,
        None,
        frozenset({Causer.SECAS_APPROVER, Causer.APPROVING_BODY, Causer.BOARD, Causer.AUTHORITY}),
        _ANY_PAPER,
        (EventKind.HOLD_REVIEWED,),
        (Condition.ON_HOLD,),
        (Detail.REASON, Detail.REVIEW_DATE),
    ),
    MoveRule(
        Move.RESUME,
        LIVE,
        None,
        frozenset({Causer.SECAS_APPROVER, Causer.APPROVING_BODY, Causer.BOARD, Causer.AUTHORITY}),
        _ANY_PAPER,
        (EventKind.RESUMED,),
        (Condition.ON_HOLD,),
        (Detail.REASON,),
    ),
    MoveRule(
        Move.SPLIT,
        _BEFORE_BOARD,
        None,
        frozenset({Causer.PROPOSER, Causer.APPROVING_BODY}),
        frozenset({EvidenceKind.MINUTES, EvidenceKind.NOTICE}),
        (EventKind.SPLIT,),
        (Condition.NO_CONSULTATION_OPEN,),
        (Detail.REASON, Detail.PARTS),
    ),
    MoveRule(
        Move.WITHDRAW,
        _BEFORE_BOARD | _AT_BOARD,
        Stage.WITHDRAWN,
        frozenset({Causer.PROPOSER}),
        frozenset({EvidenceKind.NOTICE, EvidenceKind.LETTER}),
        (EventKind.WITHDRAWN,),
        (Condition.NO_RESULT_PUBLISHED,),
        (Detail.REASON,),
    ),
)
RULES: Mapping[Move, MoveRule] = MappingProxyType({rule.move: rule for rule in MOVES})
