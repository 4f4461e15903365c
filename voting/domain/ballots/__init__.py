"""The Change Board's vote: rules of counting, votes, tally, and the sentences in which the tally explains itself."""

from voting.domain.ballots.parameters import VotingCategory
from voting.domain.ballots.votes import VoteCapacity, VoteChoice

# The words that tables keep. Everything else is imported from the module that holds it.
__all__ = ["VoteCapacity", "VoteChoice", "VotingCategory"]
