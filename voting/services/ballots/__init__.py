"""The Change Board's vote: seats, rule sets, and a ballot from preparing to publishing its result."""

from voting.services.ballots.casting import (
    Choice,
    VoteReceipt,
    cast_vote,
    check_choices,
    confirm_recorded_vote,
    count_refused_attempt,
    decline_recorded_vote,
    record_vote,
    recorded_ballot,
)
from voting.services.ballots.correcting import correct_result
from voting.services.ballots.publishing import publish_result
from voting.services.ballots.rules import add_rule_set
from voting.services.ballots.running import (
    chair_closes_item,
    close_ballot_early,
    declare_interest,
    end_ballot_without_vote,
    open_ballot,
    prepare_ballot,
)
from voting.services.ballots.seats import (
    abolish_seat,
    add_seat,
    appoint_alternate,
    appoint_member,
    end_alternate,
    end_membership,
)

__all__ = [
    "Choice",
    "VoteReceipt",
    "abolish_seat",
    "add_rule_set",
    "add_seat",
    "appoint_alternate",
    "appoint_member",
    "cast_vote",
    "chair_closes_item",
    "check_choices",
    "close_ballot_early",
    "confirm_recorded_vote",
    "correct_result",
    "count_refused_attempt",
    "declare_interest",
    "decline_recorded_vote",
    "end_alternate",
    "end_ballot_without_vote",
    "end_membership",
    "open_ballot",
    "prepare_ballot",
    "publish_result",
    "record_vote",
    "recorded_ballot",
]
