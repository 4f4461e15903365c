"""Typed text that can be kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.typed_text import storable


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("a\x00b", "a\ufffdb"),
        ("half a pair: \ud83d.", "half a pair: \ufffd."),
        ("\x01\x08\x0e\x1f\x7f\x9f", "\ufffd" * 6),
        ("one\r\ntwo\rthree\x0bfour\x85five\r\r\n", "one\ntwo\nthree\nfour\nfive\n\n"),
        ("tab\tand page\x0c stay", "tab\tand page\x0c stay"),
        ("a whole pair: \U0001f514, £, “é”", "a whole pair: \U0001f514, £, “é”"),
        ("\ufffd", "\ufffd"),
    ],
)
def test_only_what_cannot_be_kept_is_replaced(typed: str, kept: str) -> None:
    assert storable(typed) == kept


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec=None)))
def test_what_is_kept_can_always_be_sent_and_stays_as_it_is(text: str) -> None:
    kept = storable(text)
    kept.encode()
    assert "\x00" not in kept
    assert not {"\r", "\x0b", "\x1b", "\x85"} & set(kept)
    assert storable(kept) == kept
