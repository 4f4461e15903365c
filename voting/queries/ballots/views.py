"""What pages and workbooks are given of a ballot: frozen views, with every seal already applied."""

from dataclasses import dataclass
from datetime import date, datetime

from voting.domain.ballots.explain import Sentence
from voting.domain.ballots.outcome import CategoryFinding, CategoryOutcome, OverallOutcome, OverallReason
from voting.domain.ballots.parameters import VotingCategory
from voting.domain.ballots.roster import Standing
from voting.domain.ballots.rules_in_words import RuleInWords
from voting.domain.ballots.state import BallotKind, BallotState
from voting.domain.ballots.tally import Tally
from voting.domain.ballots.votes import VoteChoice
from voting.domain.confidentiality import Classification
from voting.domain.labels import label
from voting.domain.modifications.lifecycle import BoardOutcome, Path

_WITHOUT_A_SIDE = frozenset(CategoryFinding) - {CategoryFinding.MORE_APPROVE, CategoryFinding.MORE_REJECT}


@dataclass(frozen=True, slots=True)
class BallotSummary:
    """A ballot in a list, with the state of the viewer's own seats."""

    id: int
    modification_number: str
    modification_title: str
    question: str
    kind: BallotKind
    state: BallotState
    closes_at: datetime
    published_at: datetime | None
    # For the viewer: the seats for which they may still vote.
    seats_waiting: tuple[str, ...]
    may_open_page: bool
    outcome: BoardOutcome | None


@dataclass(frozen=True, slots=True)
class OptionView:
    """A solution that is put to the vote."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class VoteView:
    """One vote as recorded."""

    seat_id: int
    seat_key: str
    seat_name: str
    category: VotingCategory
    option: str
    option_title: str
    choice: VoteChoice
    objectives: tuple[str, ...]
    reason: str
    given_by: str
    given_as: Standing
    recorded_by: str | None
    confirmed_by: str | None
    evidence: str
    cast_at: datetime
    received_at: datetime
    receipt: str
    is_confirmed: bool
    declined_because: str | None
    counts: bool


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat of the frozen roster. `has_voted` is None where turnout by seat is not the viewer's to see."""

    seat_id: int
    key: str
    name: str
    category: VotingCategory
    holder: str | None
    organisation: str | None
    interest_declared: bool
    is_recused: bool
    has_voted: bool | None


@dataclass(frozen=True, slots=True)
class MySeat:
    """A seat for which the viewer may act, with everything recorded for it."""

    seat_id: int
    key: str
    name: str
    standing: Standing
    can_vote: bool
    interest: str | None
    recorded: tuple[VoteView, ...]

    @property
    def standing_votes(self) -> tuple[VoteView, ...]:
        """The votes that count as things stand."""
        return tuple(vote for vote in self.recorded if vote.counts)


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One row of the published table, and what stands behind it."""

    category: VotingCategory
    seats: int
    vacant: int
    recused: int
    present: int
    approve: int
    reject: int
    abstain: int
    silent: int
    set_aside: int
    need: int
    quorum_met: bool
    finding: CategoryFinding
    outcome: CategoryOutcome

    @property
    def category_words(self) -> str:
        """The category as people read it."""
        return label(self.category)

    @property
    def note(self) -> str:
        """What the columns of the table cannot say: vacancies, recusals, silence, a tie, a missing quorum; or ""."""
        silent_words = "" if self.finding is CategoryFinding.NOBODY_VOTED else f"{self.silent} did not vote"
        said = [
            f"{self.vacant} vacant" if self.vacant else "",
            f"{self.recused} recused" if self.recused else "",
            f"{self.set_aside} voted in writing without attending" if self.set_aside else "",
            silent_words if self.silent else "",
            label(self.finding) if self.finding in _WITHOUT_A_SIDE else "",
            "" if self.quorum_met else f"quorum missing, {self.present} of {self.need}",
        ]
        words = ", ".join(word for word in said if word)
        return f"{self.category_words}: {words}" if words else ""


@dataclass(frozen=True, slots=True)
class OptionResult:
    """The result on one solution: the Board table plus three sentences."""

    option: OptionView
    rows: tuple[CategoryRow, ...]
    outcome: OverallOutcome
    reason: OverallReason
    outcome_sentence: Sentence
    why: Sentence
    next_step: Sentence
    passes: bool
    is_preferred: bool


@dataclass(frozen=True, slots=True)
class ReasonsOnObjective:
    """Why seats voted as they did, for one General SEC Objective of one solution."""

    option: OptionView
    letter: str
    approve: tuple[VoteView, ...]
    reject: tuple[VoteView, ...]
    abstain: tuple[VoteView, ...]


@dataclass(frozen=True, slots=True)
class AskedOfChair:
    """What the rules leave to the chair: a category without a majority, or (None) the result as a whole."""

    option: OptionView
    category: VotingCategory | None


@dataclass(frozen=True, slots=True)
class Correction:
    """What was added after publication; the result itself stands as it was published.

    `outcome` is the right one where this correction says that it is another than the one before it; of several
    solutions, `solution` is then the one that it approves.
    """

    text: str
    recorded_at: datetime
    recorded_by: str | None
    outcome: BoardOutcome | None = None
    solution: str = ""


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result, as counted (for SECAS, before publication) or as published.

    `votes` are all votes on record with names and reasons where the viewer may read them (Green, or public by the rule
    set); `votes_withheld` says that they were left out. `seats` is the frozen roster.
    """

    ballot_id: int
    modification_number: str
    modification_title: str
    path: Path | None
    question: str
    kind: BallotKind
    occasion: str
    state: BallotState
    opened_at: datetime | None
    closed_at: datetime | None
    is_published: bool
    published_at: datetime | None
    published_by: str | None
    report_number: int
    outcome: BoardOutcome
    options: tuple[OptionResult, ...]
    preference_sentence: str
    derivation: tuple[Sentence, ...]
    decision_on: date
    implements_on: date | None
    implementation_sentence: str
    referral_ends_on: date | None
    rule_set_name: str
    rule_set_version: str
    rule_set_confirmation: str
    rules: tuple[RuleInWords, ...]
    # Why it cannot be published as it stands: unconfirmed rules, or recorded votes that wait for a second person.
    rules_confirmed: bool
    waiting_for_confirmation: int
    attempts: int
    refused: int
    final: int
    superseded: int
    withdrawn: int
    seats: tuple["SeatView", ...]
    votes: tuple[VoteView, ...]
    votes_withheld: bool
    reasons: tuple[ReasonsOnObjective, ...]
    asked_of_chair: tuple[AskedOfChair, ...]
    asked_of_board: tuple[OptionView, ...]
    chair_evidence: str
    corrections: tuple[Correction, ...]
    tally: Tally
    classification: Classification

    @property
    def outcome_now(self) -> BoardOutcome:
        """The outcome as it stands, corrections taken in; `outcome` is the one that was published."""
        return next((each.outcome for each in reversed(self.corrections) if each.outcome is not None), self.outcome)


@dataclass(frozen=True, slots=True)
class PublishedConsultation:
    """A consultation on the modification, of which the Board reads the responses."""

    id: int
    title: str
    is_published: bool


@dataclass(frozen=True, slots=True)
class ImplementationChoice:
    """One option of the implementation approach."""

    release_on: date
    decide_by: date


@dataclass(frozen=True, slots=True)
class BallotView:
    """A ballot as one viewer sees it."""

    id: int
    modification_id: int
    modification_number: str
    modification_title: str
    path: Path | None
    question: str
    kind: BallotKind
    occasion: str
    state: BallotState
    opened_at: datetime | None
    closes_at: datetime
    closed_at: datetime | None
    working_days_left: int
    chair_closed_at: datetime | None
    published_at: datetime | None
    ended_because: str | None
    report_version_id: int
    report_number: int
    documents: int
    consultations: tuple[PublishedConsultation, ...]
    implementation: tuple[ImplementationChoice, ...]
    options: tuple[OptionView, ...]
    roster: tuple[SeatView, ...]
    # Seats that have voted on every solution, of those that can.
    turnout: int
    seats_able: int
    my_seats: tuple[MySeat, ...]
    visible_votes: tuple[VoteView, ...]
    waiting_for_confirmation: tuple[VoteView, ...]
    rule_set_name: str
    rule_set_confirmation: str
    notice_before_casting: str
    reason_needed_for: tuple[VoteChoice, ...]
    rules: tuple[RuleInWords, ...]
    votes_are_sealed: bool
    prepared_by_viewer: bool
    version: int
    classification: Classification
