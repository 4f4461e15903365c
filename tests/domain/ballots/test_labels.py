"""Every word that people read for the vote's enums."""

from enum import StrEnum

import pytest

from voting.domain.ballots import outcome, parameters, roster, state, tally, votes
from voting.domain.labels import label
from voting.domain.modifications import implementation

ENUMS = {
    member
    for module in (outcome, parameters, roster, state, tally, votes, implementation)
    for member in vars(module).values()
    if isinstance(member, type) and issubclass(member, StrEnum) and member.__module__ == module.__name__
}


@pytest.mark.parametrize("enum", sorted(ENUMS, key=lambda enum: enum.__name__))
def test_every_member_of_an_enum_has_words_of_its_own(enum: type[StrEnum]) -> None:
    words = [label(member) for member in enum]
    assert len(set(words)) == len(words)
    assert all(words)


def test_equal_values_of_different_enums_keep_their_own_words() -> None:
    assert label(votes.VoteCapacity.ALTERNATE) == "alternate"
    assert label(parameters.NoVotesRule.QUORUM_FAILS) == "the quorum fails"
    assert label(outcome.CategoryOutcome.QUORUM_FAILS) == "quorum fails"


def test_an_enum_without_words_is_an_error_and_not_a_blank() -> None:
    class Unknown(StrEnum):
        APPROVE = "approve"

    with pytest.raises(KeyError):
        label(Unknown.APPROVE)
