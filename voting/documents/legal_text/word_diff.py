"""The word diff of two texts: which words are deleted and inserted, cleaned up so that a person can read it."""

import re
from collections.abc import Hashable, Sequence
from itertools import accumulate

from rapidfuzz.distance import Indel

from voting.domain.legal_text import Span, SpanKind

# Signs that stand alone: everything that is neither white space nor part of a word. Naming the marks instead of the
# letters keeps combining accents, vowel points, emoji and every script inside their words.
_MARKS = (
    r"!-/:-@\[-^`{-~"  # ASCII, without the underscore
    r"\u00a1-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7"  # Latin-1
    r"\u058a\u05be\u05c0\u05c3\u05c6\u060c\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965"  # Hebrew, Arabic, Indic
    r"\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2190-\u23ff\u2500-\u27bf\u2900-\u2bff\u2e00-\u2e7f"
    r"\u3001-\u3003\u3008-\u3020\u3030\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_WORD = rf"[^\s{_MARKS}]+"
# A hyphen, apostrophe, full stop or comma inside a word belongs to it: non-domestic, Party’s, L1.17, 1,200.
_TOKEN = re.compile(rf"{_WORD}(?:[-'’.,\u2010\u2011]{_WORD})*|\s+|.", re.DOTALL)
_SHORT = 3
# The table that one comparison needs grows with the product of the two lengths, a bit a pair: this is 50 MB.
_MOST_PAIRS = 400_000_000

# A change: where it begins and ends in the text as is, and where in the text to be.
_Change = tuple[int, int, int, int]


def tokens(text: str) -> list[str]:
    """The text cut into words, runs of white space and single marks; joined again they are the text."""
    return _TOKEN.findall(text)


def word_spans(as_is: str, to_be: str, author: str = "", date: str = "") -> tuple[Span, ...]:
    """The spans that turn one text into the other: `word_diff` as values, with who changed it and when."""
    return tuple(
        Span(kind, text) if kind is SpanKind.EQUAL else Span(kind, text, author, date)
        for kind, text in word_diff(as_is, to_be)
    )


def word_diff(as_is: str, to_be: str) -> list[tuple[SpanKind, str]]:
    """What is kept, deleted and inserted to turn one text into the other, never cutting inside a word.

    Kept and deleted pieces are the text as is, kept and inserted ones the text to be, exactly. What is kept between
    two changes and is only white space, or one token of at most three signs with the white space around it, counts
    as changed on both sides; changes that then touch are one, the deletion first. No piece is empty.
    """
    if as_is == to_be:
        return [(SpanKind.EQUAL, as_is)] if as_is else []
    made: list[tuple[SpanKind, str]] = []
    at = 0
    for old_from, old_to, new_from, new_to in _cleaned(as_is, to_be, _changes(as_is, to_be)):
        if at < old_from:
            made.append((SpanKind.EQUAL, as_is[at:old_from]))
        if old_from < old_to:
            made.append((SpanKind.DELETE, as_is[old_from:old_to]))
        if new_from < new_to:
            made.append((SpanKind.INSERT, to_be[new_from:new_to]))
        at = old_to
    if at < len(as_is):
        made.append((SpanKind.EQUAL, as_is[at:]))
    return made


def _changes(as_is: str, to_be: str) -> list[_Change]:
    """What differs, in order: chunks between spaces are compared first, then the tokens of those that differ.

    Cutting at spaces costs a tenth of cutting into tokens, and most of a clause is the same on both sides.
    """
    old, new = as_is.split(" "), to_be.split(" ")
    old_before, new_before = [0, *accumulate(map(len, old))], [0, *accumulate(map(len, new))]
    old_length, new_length = len(as_is), len(to_be)
    changes: list[_Change] = []
    # The last chunk has no space after it: wrapped, it is never taken for the same word before a space.
    for old_from, old_to, new_from, new_to in _differences([*old[:-1], (old[-1],)], [*new[:-1], (new[-1],)]):
        # A chunk begins after those before it and one space for each; the last has no space.
        change = (
            min(old_before[old_from] + old_from, old_length),
            min(old_before[old_to] + old_to, old_length),
            min(new_before[new_from] + new_from, new_length),
            min(new_before[new_to] + new_to, new_length),
        )
        if change[0] == change[1] or change[2] == change[3]:
            changes.append(change)
        else:
            changes += _changes_of_tokens(as_is, to_be, change)
    return changes


def _changes_of_tokens(as_is: str, to_be: str, change: _Change) -> list[_Change]:
    old_from, old_to, new_from, new_to = change
    was, becomes = as_is[old_from:old_to], to_be[new_from:new_to]
    if was[-1] == becomes[-1] == " " and was[:-1].isalnum() and becomes[:-1].isalnum():
        # One word for another, the commonest edit, has no tokens to compare.
        return [(old_from, old_to - 1, new_from, new_to - 1)]
    old, new = tokens(was), tokens(becomes)
    old_at = list(accumulate(map(len, old), initial=old_from))
    new_at = list(accumulate(map(len, new), initial=new_from))
    return [(old_at[a], old_at[b], new_at[c], new_at[d]) for a, b, c, d in _differences(old, new)]


def _differences(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[_Change]:
    """What differs between two lists, as ranges of both, in order and never touching.

    Lists too long for one table are called different as a whole between what they begin and end with alike.
    """
    if len(old) * len(new) > _MOST_PAIRS:
        return _differing_middle(old, new)
    found: list[_Change] = []
    at_old = at_new = 0
    for alike in Indel.editops(old, new).as_matching_blocks():
        if at_old < alike.a or at_new < alike.b:
            found.append((at_old, alike.a, at_new, alike.b))
        at_old, at_new = alike.a + alike.size, alike.b + alike.size
    return found


def _differing_middle(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[_Change]:
    shortest = min(len(old), len(new))
    start = next((at for at in range(shortest) if old[at] != new[at]), shortest)
    end = next((at for at in range(shortest - start) if old[-1 - at] != new[-1 - at]), shortest - start)
    return [(start, len(old) - end, start, len(new) - end)]


def _cleaned(as_is: str, to_be: str, changes: Sequence[_Change]) -> list[_Change]:
    """The changes with short equalities between them taken in. Ranges are contiguous, so taking in is widening."""
    cleaned: list[_Change] = []
    for change in changes:
        if cleaned and _is_short(as_is[cleaned[-1][1] : change[0]]):
            cleaned[-1] = (cleaned[-1][0], change[1], cleaned[-1][2], change[3])
        else:
            cleaned.append(change)
    return [_without_shared_space(as_is, to_be, change) for change in cleaned]


def _without_shared_space(as_is: str, to_be: str, change: _Change) -> _Change:
    """The change without the white space that both of its sides end with: taking in equalities leaves some."""
    old_from, old_to, new_from, new_to = change
    while (
        old_from < old_to
        and new_from < new_to
        and as_is[old_to - 1] == to_be[new_to - 1]
        and as_is[old_to - 1].isspace()
    ):
        old_to, new_to = old_to - 1, new_to - 1
    return old_from, old_to, new_from, new_to


def _is_short(kept: str) -> bool:
    """Whether what is kept between two changes is too short to read, white space around its one token not counted."""
    word = kept.strip()
    return not word or (len(word) <= _SHORT and len(tokens(word)) == 1)
