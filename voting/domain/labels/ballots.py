"""The words that people read for the enums of ballots."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from voting.domain.ballots.outcome import CategoryFinding, CategoryOutcome, CountUnit, OverallOutcome, OverallReason
from voting.domain.ballots.parameters import (
    AbstentionRule,
    AlternateReach,
    CategoryTieRule,
    ChangeOfVoteRule,
    InterestRule,
    MajorityOf,
    NoVotesRule,
    OverallKind,
    OverallTieRule,
    PreferenceRule,
    PresenceRule,
    PublicationRule,
    QuorumKind,
    ReasonRule,
    Tiers,
    Visibility,
    VotingCategory,
    WhoseVoteCounts,
)
from voting.domain.ballots.roster import AlternateKind, Standing
from voting.domain.ballots.state import BallotKind, BallotState
from voting.domain.ballots.tally import PreferenceFinding
from voting.domain.ballots.votes import VoteCapacity, VoteChoice

LABELS: dict[type[StrEnum], Mapping[Any, str]] = {
    VotingCategory: {
        VotingCategory.LARGE_SUPPLIERS: "Large Suppliers",
        VotingCategory.SMALL_SUPPLIERS: "Small Suppliers",
        VotingCategory.NETWORKS: "Networks",
        VotingCategory.ELECTRICITY_NETWORKS: "Electricity Networks",
        VotingCategory.GAS_NETWORKS: "Gas Networks",
        VotingCategory.OTHER_SEC_PARTIES: "Other SEC Parties",
        VotingCategory.CONSUMER: "Consumer Representative",
    },
    VoteChoice: {
        VoteChoice.APPROVE: "Approve",
        VoteChoice.REJECT: "Reject",
        VoteChoice.ABSTAIN: "Abstain",
    },
    VoteCapacity: {
        VoteCapacity.MEMBER: "member",
        VoteCapacity.ALTERNATE: "alternate",
        VoteCapacity.SECRETARY: "recorded by the secretary",
    },
    Standing: {
        Standing.MEMBER: "member",
        Standing.ALTERNATE: "alternate",
    },
    AlternateKind: {
        AlternateKind.STANDING: "standing alternate",
        AlternateKind.ONE_MEETING: "alternate for one meeting",
    },
    BallotKind: {
        BallotKind.MEETING: "vote at a meeting",
        BallotKind.EX_COMMITTEE: "ex-committee vote",
    },
    BallotState: {
        BallotState.PREPARED: "prepared",
        BallotState.OPEN: "open",
        BallotState.CLOSED: "closed",
        BallotState.PUBLISHED: "result published",
        BallotState.ENDED_WITHOUT_VOTE: "ended without a vote",
    },
    CategoryFinding: {
        CategoryFinding.MORE_APPROVE: "majority to approve",
        CategoryFinding.MORE_REJECT: "majority to reject",
        CategoryFinding.NO_MAJORITY: "no majority",
        CategoryFinding.ALL_ABSTAINED: "all who voted abstained",
        CategoryFinding.NOBODY_VOTED: "nobody voted",
        CategoryFinding.NO_SEAT_CAN_VOTE: "no seat could vote",
    },
    CategoryOutcome: {
        CategoryOutcome.APPROVES: "approves",
        CategoryOutcome.REJECTS: "rejects",
        CategoryOutcome.NOT_COUNTED: "not counted",
        CategoryOutcome.AWAITS_CHAIR: "awaits the chair",
        CategoryOutcome.QUORUM_FAILS: "quorum fails",
        CategoryOutcome.SHOWN_ONLY: "shown, not part of the count",
        CategoryOutcome.COUNTED_TOGETHER: "counted with all other seats",
    },
    OverallOutcome: {
        OverallOutcome.APPROVED: "approved",
        OverallOutcome.REJECTED: "rejected",
        OverallOutcome.NO_QUORUM: "not decided (no quorum)",
        OverallOutcome.AWAITS_CHAIR: "not decided (awaits the chair)",
        OverallOutcome.REFERRED: "not decided (referred)",
        OverallOutcome.VOTE_AGAIN: "not decided (to be voted on again)",
    },
    OverallReason: {
        OverallReason.APPROVING_OUTNUMBER: "more approve than reject",
        OverallReason.REJECTING_OUTNUMBER: "more reject than approve",
        OverallReason.EQUAL: "neither side prevails",
        OverallReason.NOTHING_COUNTED: "nothing was counted",
        OverallReason.ALL_APPROVE: "all approve",
        OverallReason.NOT_ALL_APPROVE: "not all approve",
        OverallReason.THRESHOLD_REACHED: "the threshold is reached",
        OverallReason.THRESHOLD_MISSED: "the threshold is missed",
        OverallReason.QUORUM_MISSING: "a quorum is missing",
        OverallReason.CATEGORY_AWAITS_CHAIR: "a category awaits the chair",
    },
    CountUnit: {
        CountUnit.CATEGORIES: "categories",
        CountUnit.WEIGHT: "weight",
        CountUnit.VOTES: "votes",
    },
    PreferenceFinding: {
        PreferenceFinding.NONE_PASSES: "no solution passes",
        PreferenceFinding.ONE_PASSES: "the only solution that passes",
        PreferenceFinding.STRONGER_APPROVAL: "the stronger approval",
        PreferenceFinding.EQUAL_APPROVAL: "equal approval, for the Board to say",
        PreferenceFinding.BOARD_TO_SAY: "for the Board to say",
        PreferenceFinding.BOARD_SAID: "said by the Board",
        PreferenceFinding.SOLUTION_STILL_OPEN: "a solution is still undecided",
    },
    Tiers: {
        Tiers.MEMBER_CATEGORY_OVERALL: "members, then categories, then overall",
        Tiers.FLAT_MAJORITY: "all seats together",
        Tiers.WEIGHTED_GROUPS: "members, then weighted categories, then overall",
    },
    MajorityOf: {
        MajorityOf.VOTES_CAST: "more approve than reject among votes cast",
        MajorityOf.THOSE_PRESENT: "more than half of those present",
        MajorityOf.SEATS: "more than half of the seats that can vote",
    },
    AbstentionRule: {
        AbstentionRule.SHOWN_NOT_COUNTED: "shown, not counted",
        AbstentionRule.COUNTS_AS_REJECT: "counts as reject",
    },
    CategoryTieRule: {
        CategoryTieRule.NOT_COUNTED: "not counted",
        CategoryTieRule.COUNTS_AS_REJECT: "counts as reject",
        CategoryTieRule.CHAIR_DECIDES: "the chair decides",
    },
    NoVotesRule: {
        NoVotesRule.NOT_COUNTED: "not counted",
        NoVotesRule.COUNTS_AS_REJECT: "counts as reject",
        NoVotesRule.QUORUM_FAILS: "the quorum fails",
    },
    OverallKind: {
        OverallKind.APPROVING_OUTNUMBER_REJECTING: "approving outnumber rejecting",
        OverallKind.ALL_MUST_APPROVE: "all that count must approve",
        OverallKind.THRESHOLD_SHARE: "a share must approve",
    },
    OverallTieRule: {
        OverallTieRule.REJECTED: "rejected, with that reason",
        OverallTieRule.CHAIR_DECIDES: "the chair decides",
        OverallTieRule.REFER: "referred",
        OverallTieRule.VOTE_AGAIN: "voted on again",
    },
    PreferenceRule: {
        PreferenceRule.STRONGER_APPROVAL: "the solution with the stronger approval",
        PreferenceRule.BOARD_SAYS: "the solution the Board says",
    },
    QuorumKind: {
        QuorumKind.FIGURES: "figures",
        QuorumKind.SHARE_OF_SEATS: "share of seats",
        QuorumKind.NO_QUORUM: "none",
    },
    ReasonRule: {
        ReasonRule.APPROVE_AND_REJECT: "required for approve and reject, with objectives",
        ReasonRule.EVERY_CHOICE: "required for every choice, with objectives for approve and reject",
        ReasonRule.OPTIONAL: "optional",
    },
    Visibility: {
        Visibility.HIDDEN_UNLESS_ROLL_CALL: "hidden from others until close, open in a roll call",
        Visibility.HIDDEN_IN_BOTH: "hidden from others until close",
        Visibility.OPEN_IN_BOTH: "open",
    },
    PresenceRule: {
        PresenceRule.WRITTEN_VOTES_COUNT: "written votes count",
        PresenceRule.ONLY_ATTENDING_COUNT: "only seats that attend count",
        PresenceRule.READ_OUT_NOT_COUNTED: "written votes are read out, not counted",
    },
    PublicationRule: {
        PublicationRule.NAMED_VOTES_GREEN: "counts public; named votes and reasons for Parties",
        PublicationRule.NAMED_VOTES_PUBLIC: "counts, named votes and reasons public",
    },
    ChangeOfVoteRule: {
        ChangeOfVoteRule.UNTIL_CLOSE: "until close, each change kept",
        ChangeOfVoteRule.FIRST_VOTE_FINAL: "first vote final",
    },
    AlternateReach: {
        AlternateReach.ONE_SEAT: "one alternate acts for one seat",
        AlternateReach.SEVERAL_SEATS: "one alternate may act for several seats",
    },
    WhoseVoteCounts: {
        WhoseVoteCounts.LATEST: "the latest vote of the seat counts",
        WhoseVoteCounts.PRINCIPALS: "the member's vote prevails",
    },
    InterestRule: {
        InterestRule.RECORDED_VOTE_STANDS: "recorded, vote stands",
        InterestRule.SEAT_RECUSED: "seat recused",
    },
}
