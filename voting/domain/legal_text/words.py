"""A redline in words: what is deleted, inserted, moved or renumbered, readable without colour or strike-through."""

from collections.abc import Iterable
from itertools import groupby

from voting.domain.legal_text.hunks import PARAGRAPH_MARK
from voting.domain.legal_text.values import Clause, ClauseState, Hunk, HunkState, Span, SpanKind
from voting.domain.legal_text.views import is_in_a_move


def words_first(clause: Clause, elsewhere: str = "") -> tuple[str, ...]:
    """The clause's changes, one phrase a hunk: "delete 'fax'; insert 'telephone'". Empty where nothing changes.

    `elsewhere` is the number of the other end of a move, where the caller knows it.
    """
    phrases = [renumbered_words(clause)] if clause.is_renumbered else []
    match clause.state:
        case ClauseState.INSERTED:
            phrases.append(_whole("insert", clause, clause.text_to_be))
        case ClauseState.DELETED:
            phrases.append(_whole("delete", clause, clause.text_as_is))
        case ClauseState.MOVED:
            phrases += _moved(clause, elsewhere)
        case ClauseState.CHANGED:
            phrases += [words for _, words in run_words(clause.spans)]
        case ClauseState.UNCHANGED | ClauseState.RENUMBERED | ClauseState.CANCELLED:
            pass
    return tuple(phrases)


def run_words(spans: Iterable[Span]) -> list[tuple[str, str]]:
    """Each hunk of these spans, in order, as (its key, its phrase)."""
    runs = groupby(spans, key=lambda span: (span.kind is not SpanKind.EQUAL, span.hunk))
    return [(hunk, _of_spans(tuple(run))) for (changed, hunk), run in runs if changed]


def hunk_words(hunk: Hunk) -> str:
    """One hunk as a phrase; a cancelled one says what was proposed and why it no longer is."""
    if hunk.is_move:
        phrase = f"move {quoted(hunk.delete_text or hunk.insert_text)}"
    else:
        phrase = _phrase(hunk.delete_text, hunk.insert_text)
    if hunk.state is HunkState.CANCELLED:
        return f"was proposed: {phrase}; cancelled because of {hunk.cancelled_because}"
    return phrase


def quoted(text: str) -> str:
    """A text between quotation marks, without white space around it; what has no words is named in words."""
    words = text.strip()
    if words == PARAGRAPH_MARK:
        return "a paragraph break"
    if words:
        return f"'{words}'"
    return "white space" if text else "an empty paragraph"


def renumbered_words(clause: Clause) -> str:
    """The change of number of a clause that is in both texts."""
    old, new = clause.label_as_is or "no number", clause.label_to_be or "no number"
    return f"renumber {old} as {new}"


def _whole(verb: str, clause: Clause, text: str | None) -> str:
    what = {"heading": "heading", "definition": "definition", "table_row": "table row"}.get(clause.kind, "clause")
    return f"{verb} {f'{what} {clause.path}'.strip()}: {quoted(text or '')}"


def _moved(clause: Clause, elsewhere: str) -> list[str]:
    if clause.text_to_be is None:
        return [f"move {quoted(clause.text_as_is or '')} to {elsewhere or 'another place'}"]
    # The moved text is quoted as it was, so that the edits named after it can be found in it.
    as_it_was = _joined(span for span in clause.spans if is_in_a_move(span))
    moved = f"move {quoted(as_it_was)} here from {elsewhere or 'another place'}"
    edits = (span for span in clause.spans if span.kind is not SpanKind.MOVE_TO)
    return [moved, *(words for _, words in run_words(edits))]


def _of_spans(run: tuple[Span, ...]) -> str:
    if run[0].kind is SpanKind.MOVE_FROM:
        return f"move {quoted(_joined(run))} to another place"
    if run[0].kind is SpanKind.MOVE_TO:
        return f"move {quoted(_joined(run))} here from another place"
    deleted = _joined(
        span
        for span in run
        if span.kind is SpanKind.DELETE and all(outer.kind is not SpanKind.INSERT for outer in span.within)
    )
    inserted = _joined(
        span
        for span in run
        if span.kind is SpanKind.INSERT and all(outer.kind is not SpanKind.DELETE for outer in span.within)
    )
    return _phrase(deleted, inserted)


def _joined(spans: Iterable[Span]) -> str:
    return "".join(span.text or PARAGRAPH_MARK for span in spans)


def _phrase(deleted: str, inserted: str) -> str:
    if deleted and inserted:
        return f"delete {quoted(deleted)}; insert {quoted(inserted)}"
    if deleted:
        return f"delete {quoted(deleted)}"
    if inserted:
        return f"insert {quoted(inserted)}"
    return "no words"
