"""Keys are short, safe in an address, and never given twice."""

import re
from collections.abc import Callable
from itertools import cycle

import pytest

from voting.documents.legal_text.keys import KeysRanOut, short_key, unused_keys


def test_a_key_is_six_signs_that_are_safe_in_an_address_and_spell_no_word() -> None:
    assert all(re.fullmatch(r"[2-9b-df-hj-np-tv-xz]{6}", short_key()) for _ in range(200))


def test_a_key_in_use_or_empty_is_asked_for_again() -> None:
    given = cycle(["a", "b", "", "a", "c"])
    next_key = unused_keys(lambda: next(given), taken=["a"])
    assert [next_key(), next_key()] == ["b", "c"]


def test_a_source_without_another_key_is_refused(counted: Callable[..., Callable[[], str]]) -> None:
    with pytest.raises(KeysRanOut):
        unused_keys(lambda: "a", taken=["a"])()
    assert unused_keys(counted())() == "k1"
