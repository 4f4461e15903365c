"""Clauses as HTML, made once at publication: one fragment shows redline, clean and in force, another the words.

The page switches views by classes alone: `as-is-only`, `to-be-only` and `in-neither` say in which text a piece stands,
and `redline-only` marks what belongs to the redline itself (spoken words, owners, where a move goes, the ¶ of a
paragraph that is split or merged). `in-force-alone` and `clean-alone` mark text that only that view shows here, because
there it begins this clause, while the redline shows it in the clause before.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from voting.documents.legal_text.shown import automatic_label
from voting.domain.legal_text import (
    PARAGRAPH_MARK,
    Clause,
    ClauseKind,
    ClauseState,
    Hunk,
    HunkState,
    Redline,
    Span,
    SpanKind,
    View,
    borrowed,
    hunk_keys,
    hunk_words,
    is_in_as_is,
    is_in_to_be,
    renumbered_words,
    view_text,
    words_first,
)

# No browser keeps the first, and the others cannot be sent at all.
_UNSENDABLE = re.compile("[\x00\ud800-\udfff]")
_DEEPEST = 9
# States in which the words name the clause as a whole, and not each hunk in it.
_NAMED_WHOLE = frozenset({ClauseState.INSERTED, ClauseState.DELETED, ClauseState.MOVED})
_LOWEST_HEADING = 6
# A name is far quicker than asking the enum for its member, and there is one for each clause and piece of text.
_EQUAL, _UNCHANGED, _RENUMBERED = SpanKind.EQUAL, ClauseState.UNCHANGED, ClauseState.RENUMBERED
_HEADING, _CANCELLED = ClauseKind.HEADING, HunkState.CANCELLED


@dataclass(frozen=True, slots=True)
class OwnerMark:
    """What a hunk says of its owner: `token` names it in `data-owner` for filters, `words` are read beside the hunk."""

    token: str
    words: str


class ClauseHtml(NamedTuple):
    """One clause as stored: its fragment for redline, clean and in force, and its changes in words (may be empty)."""

    key: str
    html: str
    words: str


@dataclass(frozen=True, slots=True)
class DocumentHtml:
    """Every clause of a document in order, and the clauses that show each hunk, by the hunk's key."""

    clauses: tuple[ClauseHtml, ...]
    hunk_clauses: Mapping[str, tuple[str, ...]]


def document_html(redline: Redline, owners: Mapping[str, OwnerMark] | None = None, heading: int = 3) -> DocumentHtml:
    """The whole document as fragments. `heading` is the HTML level of the outermost headings among the clauses.

    Each clause is a `div` with `id="c-<key>"`, its number a permalink; each hunk a `span` with `data-hunk`, the first
    of them also with `id="h-<key>"`. All text is escaped; there is no inline style and no script.
    """
    pages, words = clause_fragments(redline, owners or {}, heading)
    if not _is_sendable("".join(pages)) or not _is_sendable("".join(words)):
        pages, words = list(map(_made_sendable, pages)), list(map(_made_sendable, words))
    return DocumentHtml(
        clauses=tuple(map(ClauseHtml, [clause.key for clause in redline.clauses], pages, words)),
        hunk_clauses={hunk.key: hunk.places for hunk in redline.hunks},
    )


def clause_fragments(redline: Redline, owners: Mapping[str, OwnerMark], heading: int) -> tuple[list[str], list[str]]:
    """The fragment of each clause in order, and its changes in words, where what no page can hold is still in them."""
    writing = _Writing(redline, owners, heading)
    pages, words = [], []
    for clause in redline.clauses:
        is_plain = _is_plain(clause)
        pages.append(writing.clause(clause, is_plain=is_plain))
        words.append("" if is_plain and clause.state is _UNCHANGED else writing.words(clause))
    return pages, words


def clause_view_html(clause: Clause, view: View) -> str:
    """One clause in the clean or in-force view alone; empty where it does not exist in it, or for another view."""
    text = view_text(clause, view)
    if text is None:
        return ""
    label = clause.label_to_be if view is View.CLEAN else clause.label_as_is
    return _made_sendable(
        f'<div class="clause level-{min(clause.level, _DEEPEST)} kind-{clause.kind}">'
        f'<span class="number">{_safe(label or "")}</span><p class="text" dir="auto">{_escaped(text)}</p></div>'
    )


def _is_sendable(html: str) -> bool:
    try:
        html.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in html


def _made_sendable(html: str) -> str:
    return _UNSENDABLE.sub("\ufffd", html)


def _safe(text: str) -> str:
    """Text between tags; three in four have nothing to replace, which is quicker seen than done."""
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def _safe_key(key: str) -> str:
    return key if key.isalnum() else escape(key)


def _spoken(words: str) -> str:
    return f'<span class="visually-hidden redline-only">{words}</span>'


_RENUMBERED_FROM = _spoken("renumbered from ")
_RENUMBERED_TO = _spoken("to ")
_ALONE = {View.IN_FORCE: "in-force-alone", View.CLEAN: "clean-alone"}
_MARK = f'<span class="paragraph-mark redline-only">{PARAGRAPH_MARK}</span>'
# What stands around a piece, by what happened to it and where it stands.
_AROUND = {
    (kind, where): (f'<{tag} class="{where}">{_spoken(begins)}', f"{_spoken(ends)}</{tag}>")
    for kind, tag, begins, ends in (
        (SpanKind.DELETE, "del", "deleted: ", " end of deletion "),
        (SpanKind.INSERT, "ins", "inserted: ", " end of insertion "),
        (SpanKind.MOVE_FROM, "del", "moved from here: ", " end of moved text "),
        (SpanKind.MOVE_TO, "ins", "moved to here: ", " end of moved text "),
    )
    for where in ("as-is-only", "to-be-only", "in-neither")
}


class _Writing:
    """One document while it is written."""

    def __init__(self, redline: Redline, owners: Mapping[str, OwnerMark], heading: int) -> None:
        self.owners = owners
        self.heading = heading
        self.hunks = {hunk.key: hunk for hunk in redline.hunks}
        self.paths = {clause.key: clause.path for clause in redline.clauses}
        self.shown: dict[str, set[str]] = {}
        self.borrowed = {view: borrowed(redline.clauses, view) for view in _ALONE}
        self.row: tuple[int, ...] | None = None

    def clause(self, clause: Clause, *, is_plain: bool) -> str:
        classes = _classes(clause)
        if clause.cell is not None or self.row is not None:
            classes += self._row_class(clause)
        key = _safe_key(clause.key)
        tag = "p"
        if clause.kind is _HEADING:
            tag = f"h{min(self.heading + max(clause.level - 1, 0), _LOWEST_HEADING)}"
        text = _escaped(clause.text_to_be or "") if is_plain else self._begins(clause) + self._pieces(clause)
        return (
            f'<div class="{classes}" id="c-{key}">{self._number(clause, key)}'
            f'<{tag} class="text" dir="auto">{text}</{tag}></div>'
        )

    def words(self, clause: Clause) -> str:
        if clause.state in _NAMED_WHOLE:
            phrases = list(words_first(clause, self._elsewhere(clause)))
            hunks = [hunk for hunk in self._hunks_of(clause) if hunk.state is _CANCELLED]
        else:
            phrases = [renumbered_words(clause)] if clause.is_renumbered else []
            hunks = self._hunks_of(clause)
        phrases += [hunk_words(hunk) for hunk in hunks]
        if not phrases:
            return ""
        items = "</li><li>".join([_safe(phrase) for phrase in phrases])
        return f'<ul class="words" dir="auto"><li>{items}</li></ul>'

    def _hunks_of(self, clause: Clause) -> list[Hunk]:
        return [self.hunks[key] for key in hunk_keys(clause)]

    def _number(self, clause: Clause, key: str) -> str:
        old, new = clause.label_as_is, clause.label_to_be
        if old != new and clause.is_renumbered:
            return (
                f'<a class="number" href="#c-{key}"><span class="as-is-only number-was">{_RENUMBERED_FROM}'
                f'{_safe(old or "¶")}</span> <span class="to-be-only number-is">{_RENUMBERED_TO}'
                f"{_safe(new or '¶')}</span></a>"
            )
        name = _safe(clause.path).replace('"', "&quot;") or _place(clause)
        shown = automatic_label(old, clause.text_as_is) if new is None else automatic_label(new, clause.text_to_be)
        return f'<a class="number" href="#c-{key}" aria-label="Link to {name}">{_safe(shown) or "¶"}</a>'

    def _row_class(self, clause: Clause) -> str:
        """Where a row of a table begins."""
        row, self.row = self.row, None if clause.cell is None else clause.cell[:2]
        return "" if self.row is None else " cell" if row == self.row else " cell new-row"

    def _begins(self, clause: Clause) -> str:
        """What the clause begins with in a view in which text of earlier clauses runs on into it."""
        return "".join(
            f'<span class="{alone}">{_escaped("".join(span.text for span in self.borrowed[view][clause.key]))}</span>'
            for view, alone in _ALONE.items()
            if clause.key in self.borrowed[view]
        )

    def _pieces(self, clause: Clause) -> str:
        html = ""
        for hunk_key, run in groupby(clause.spans, key=_hunk_key):
            pieces = "".join(map(_piece, run))
            html += self._hunk(self.hunks[hunk_key], clause, pieces) if hunk_key else pieces
        return html

    def _hunk(self, hunk: Hunk, clause: Clause, pieces: str) -> str:
        key = _safe_key(hunk.key)
        clauses_before = self.shown.setdefault(hunk.key, set())
        identity = "" if clauses_before else f' id="h-{key}"'
        owner = self.owners.get(hunk.key)
        if owner is not None:
            identity += f' data-owner="{escape(owner.token)}"'
        # A move that edits interrupt comes in several pieces: what is said of it is said once a clause.
        note = "" if clause.key in clauses_before else self._note(hunk, clause, owner)
        clauses_before.add(clause.key)
        classes = "hunk cancelled" if hunk.state is _CANCELLED else "hunk"
        return f'<span class="{classes}"{identity} data-hunk="{key}">{pieces}{note}</span>'

    def _note(self, hunk: Hunk, clause: Clause, owner: OwnerMark | None) -> str:
        note = "" if owner is None else f'<small class="owner redline-only"> {_safe(owner.words)} </small>'
        if hunk.state is _CANCELLED:
            return f'{note}<small class="cancelled-note redline-only"> ({_safe(hunk_words(hunk))}) </small>'
        return note + self._other_end(hunk, clause) if hunk.is_move else note

    def _other_end(self, hunk: Hunk, clause: Clause) -> str:
        leaves = clause.key in hunk.from_clause_keys
        key = _across(hunk, clause.key)
        where = _safe(self.paths.get(key) or "another place")
        words = f"moved to {where}" if leaves else f"moved from {where}"
        return f'<a class="moved redline-only" href="#c-{_safe_key(key)}"> {words} </a>'

    def _elsewhere(self, clause: Clause) -> str:
        if clause.state is not ClauseState.MOVED:
            return ""
        moves = (self.hunks[span.hunk] for span in clause.spans if span.hunk and self.hunks[span.hunk].is_move)
        hunk = next(moves, None)
        return self.paths.get(_across(hunk, clause.key), "") if hunk else ""


_hunk_key = attrgetter("hunk")


def _place(clause: Clause) -> str:
    if clause.cell is None:
        return "this paragraph"
    return f"row {clause.cell.row + 1}, column {clause.cell.column + 1}"


def _is_plain(clause: Clause) -> bool:
    """Whether there is nothing to show but the text itself, as in most of a document."""
    spans = clause.spans
    if not spans:
        return not clause.text_as_is and not clause.text_to_be
    span = spans[0]
    return len(spans) == 1 and span.kind is _EQUAL and not span.hunk and clause.text_as_is == clause.text_to_be


def _escaped(text: str) -> str:
    safe = _safe(text)
    return safe.replace("\t", '<span class="tab">\t</span>') if "\t" in safe else safe


def _classes(clause: Clause) -> str:
    # Every clause passes here. A member is a string: adding it is far quicker than formatting it or asking its value.
    level = min(_DEEPEST, clause.level)
    state = clause.state
    classes = f"clause level-{level} kind-" + clause.kind + " " + state
    if state is _UNCHANGED or state is _RENUMBERED:
        return classes
    classes += " change-bar"
    if clause.text_as_is is None:
        return f"{classes} {'in-neither' if clause.text_to_be is None else 'to-be-only'}"
    return f"{classes} as-is-only" if clause.text_to_be is None else classes


def _across(hunk: Hunk, clause_key: str) -> str:
    """The clause at the other end of a move, pair by pair where a block moves."""
    ours, theirs = hunk.from_clause_keys, hunk.clause_keys
    if clause_key not in ours:
        ours, theirs = theirs, ours
    at = ours.index(clause_key)
    return theirs[min(at, len(theirs) - 1)]


def _piece(span: Span) -> str:
    if span.kind is _EQUAL:
        return _escaped(span.text)
    where = "as-is-only" if is_in_as_is(span) else "to-be-only" if is_in_to_be(span) else "in-neither"
    begins, ends = _AROUND[span.kind, where]
    return f"{begins}{_escaped(span.text) if span.text else _MARK}{ends}"
