"""Ballots as each viewer may see them: lists, one ballot, its result, seats and rule sets."""

from voting.queries.ballots.ballot import ballot_detail
from voting.queries.ballots.ballots import ballot_list, seats_waiting
from voting.queries.ballots.one_seat import SeatInBallot, question_put
from voting.queries.ballots.preparing import (
    AtTheBoard,
    MayHaveVoted,
    modification_at_board,
    modifications_at_board,
    who_may_have_voted,
)
from voting.queries.ballots.result import result_view
from voting.queries.ballots.rule_sets import RuleSetSummary, RuleSetView, rule_set_list, rule_set_view
from voting.queries.ballots.seats import (
    Appointment,
    Choosable,
    SeatOnRegister,
    people_to_appoint,
    seat_on_register,
    seat_register,
)
from voting.queries.ballots.views import BallotSummary, BallotView, MySeat, ResultView, VoteView

__all__ = [
    "Appointment",
    "AtTheBoard",
    "BallotSummary",
    "BallotView",
    "Choosable",
    "MayHaveVoted",
    "MySeat",
    "ResultView",
    "RuleSetSummary",
    "RuleSetView",
    "SeatInBallot",
    "SeatOnRegister",
    "VoteView",
    "ballot_detail",
    "ballot_list",
    "modification_at_board",
    "modifications_at_board",
    "people_to_appoint",
    "question_put",
    "result_view",
    "rule_set_list",
    "rule_set_view",
    "seat_on_register",
    "seat_register",
    "seats_waiting",
    "who_may_have_voted",
]
