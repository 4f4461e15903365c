"""A redline as plain text: either of the two texts, or every change in words."""

import re
from collections.abc import Iterator

from voting.documents.legal_text.shown import MoveEnds, automatic_label
from voting.domain.legal_text import (
    Clause,
    ClauseKind,
    ClauseState,
    Hunk,
    HunkState,
    Redline,
    View,
    hunk_keys,
    hunk_words,
    view_text,
    words_first,
)

# What would steer a terminal, and what UTF-8 cannot hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def plain_text(redline: Redline, view: View) -> str:
    """The redline as text with a line at its end: the clean or the in-force text, or the changes in words.

    Clauses stand apart by a blank line, their numbers before them; rows of a table follow one another, their cells
    apart by tabs. In words there is a line for each change, under the number of its clause. A redline needs more than
    plain text, so that `View.REDLINE` gives the words too. Control characters become U+FFFD.
    """
    lines = _texts(redline, view) if view in {View.CLEAN, View.IN_FORCE} else _words(redline)
    return _UNWRITABLE.sub("\ufffd", "".join(f"{line}\n" for line in [*_title(redline, view), *lines]))


def _title(redline: Redline, view: View) -> Iterator[str]:
    what = {View.CLEAN: "text as proposed", View.IN_FORCE: "text in force"}.get(view, "changes in words")
    if redline.document:
        yield f"{redline.document}: {what}"
    if redline.sec_version:
        yield f"Against SEC version {redline.sec_version}"
    if redline.document or redline.sec_version:
        yield ""


def _texts(redline: Redline, view: View) -> Iterator[str]:
    in_table = True
    for clause in redline.clauses:
        text = view_text(clause, view)
        if text is None:
            continue
        label = clause.label_to_be if view is View.CLEAN else clause.label_as_is
        is_row = clause.kind is ClauseKind.TABLE_ROW
        if not (in_table and is_row):
            yield ""
        in_table = is_row
        yield f"{automatic_label(label, text)} {text}".strip(" ")


def _words(redline: Redline) -> Iterator[str]:
    moves = MoveEnds(redline)
    hunks = {hunk.key: hunk for hunk in redline.hunks}
    for clause in redline.clauses:
        if clause.state is ClauseState.UNCHANGED and not any(span.hunk for span in clause.spans):
            continue
        phrases = [*words_first(clause, moves.of(clause)), *_cancelled(clause, hunks)]
        if phrases:
            yield f"{clause.path or 'A paragraph without a number'}:"
            yield from (f"  {phrase}" for phrase in phrases)


def _cancelled(clause: Clause, hunks: dict[str, Hunk]) -> Iterator[str]:
    for key in hunk_keys(clause):
        if hunks[key].state is HunkState.CANCELLED:
            yield hunk_words(hunks[key])
