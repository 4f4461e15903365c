"""What pages and workbooks are given of a ballot: frozen views, with every seal already applied."""

from dataclasses import dataclass
from datetime import date, datetime

from voting.domain.ballots.explain import Sentence
from voting.domain.ballots.parameters import VotingCategory
from voting.domain.ballots.roster import Standing
from voting.domain.ballots.state import BallotKind, BallotState
from voting.domain.ballots.tally import Tally
from voting.domain.ballots.votes import VoteChoice


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
    seats_waiting: tuple[str, ...]


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
    """One row of the published table."""

    category: VotingCategory
    seats: int
    vacant: int
    recused: int
    present: int
    approve: int
    reject: int
    abstain: int
    silent: int
    need: int
    quorum_met: bool
    finding: str
    outcome: str


@dataclass(frozen=True, slots=True)
class OptionResult:
    """The result on one solution: the Board table plus three sentences."""

    option: OptionView
    rows: tuple[CategoryRow, ...]
    outcome: str
    reason: str
    three_sentences: tuple[Sentence, ...]
    is_preferred: bool


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result, as counted (for SECAS, before publication) or as published."""

    ballot_id: int
    is_published: bool
    published_at: datetime | None
    published_by: str | None
    options: tuple[OptionResult, ...]
    derivation: tuple[Sentence, ...]
    decision_on: date
    implements_on: date | None
    implementation_sentence: str
    rule_set_name: str
    rule_set_version: str
    rule_set_confirmation: str
    attempts: int
    refused: int
    final: int
    superseded: int
    # Named votes and reasons where the viewer may read them (Green); otherwise empty and `votes_withheld`.
    votes: tuple[VoteView, ...]
    votes_withheld: bool
    tally: Tally


@dataclass(frozen=True, slots=True)
class BallotView:
    """A ballot as one viewer sees it."""

    id: int
    modification_id: int
    modification_number: str
    modification_title: str
    question: str
    kind: BallotKind
    occasion: str
    state: BallotState
    opened_at: datetime | None
    closes_at: datetime
    closed_at: datetime | None
    chair_closed_at: datetime | None
    published_at: datetime | None
    ended_because: str | None
    report_version_id: int
    report_number: int
    options: tuple[OptionView, ...]
    roster: tuple[SeatView, ...]
    turnout: int
    seats_able: int
    my_seats: tuple[MySeat, ...]
    visible_votes: tuple[VoteView, ...]
    waiting_for_confirmation: tuple[VoteView, ...]
    rule_set_name: str
    rule_set_confirmation: str
    notice_before_casting: str
    reason_needed_for: tuple[VoteChoice, ...]
    prepared_by_viewer: bool
