"""What a reader sees in each view is the text of that view, and nothing that anybody typed comes alive."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from justhtml import JustHTML

from voting.documents.legal_text.clause_html import DocumentHtml, OwnerMark, clause_view_html, document_html
from voting.domain.legal_text import (
    Clause,
    ClauseKind,
    ClauseState,
    Redline,
    Span,
    SpanKind,
    View,
    as_is_text,
    cancel_hunk,
    mark_hunks,
    to_be_text,
)

HIDDEN = {
    View.REDLINE: {"visually-hidden"},
    View.CLEAN: {"as-is-only", "in-neither", "redline-only"},
    View.IN_FORCE: {"to-be-only", "in-neither", "redline-only"},
}


class Reader(HTMLParser):
    """Reads a fragment as the style sheet shows it in one view: the clause's text, and the words spoken beside it."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view
        self.open: list[tuple[str, set[str]]] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.spoken = ""
        self.number = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.add(tag)
        self.attributes |= set(held)
        self.ids += [held["id"] or ""] if "id" in held else []
        self.open.append((tag, set((held.get("class") or "").split())))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        classes = set().union(*(held for _, held in self.open))
        if "visually-hidden" in classes:
            self.spoken += data
        if classes & HIDDEN[self.view]:
            return
        if "number" in classes:
            self.number += data
        elif "redline-only" not in classes and "text" in classes:
            self.text += data


def _read(html: str, view: View = View.REDLINE) -> Reader:
    reader = Reader(view)
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def _html(redline: Redline, number: int = 0) -> str:
    return document_html(redline).clauses[number].html


def test_a_changed_clause_shows_each_view_its_text_and_speaks_its_changes(
    redline_between: Callable[..., Redline],
) -> None:
    html = _html(redline_between("1.1 by fax now.", "1.1 by telephone now."))
    assert _read(html).text == "by faxtelephone now."
    assert _read(html, View.CLEAN).text == "by telephone now."
    assert _read(html, View.IN_FORCE).text == "by fax now."
    assert _read(html).spoken == "deleted:  end of deletion inserted:  end of insertion "
    assert '<del class="as-is-only">' in html
    assert '<ins class="to-be-only">' in html
    assert "change-bar" in html
    assert '<span class="hunk" id="h-k2" data-hunk="k2">' in html


def test_the_number_is_a_permalink_by_key_with_the_whole_number_for_a_name(
    redline_between: Callable[..., Redline],
) -> None:
    redline = redline_between("1.1 It shall:\n(a) act.", "1.1 It shall:\n(a) act.")
    assert _html(redline, 1) == (
        '<div class="clause level-3 kind-clause unchanged" id="c-k2">'
        '<a class="number" href="#c-k2" aria-label="Link to 1.1(a)">(a)</a>'
        '<p class="text" dir="auto">act.</p></div>'
    )
    assert 'aria-label="Link to this paragraph">¶</a>' in _html(redline_between("Words.", "Words."))


def test_a_renumbered_clause_shows_each_view_its_number_and_is_no_edit(redline_between: Callable[..., Redline]) -> None:
    html = _html(redline_between("1.1 The DCC shall act.", "1.2 The DCC shall act."))
    assert _read(html, View.CLEAN).number.strip() == "1.2"
    assert _read(html, View.IN_FORCE).number.strip() == "1.1"
    assert "<ins" not in html
    assert "<del" not in html
    assert "change-bar" not in html
    assert "renumbered from " in html


@pytest.mark.parametrize(
    ("as_is", "to_be", "classes"),
    [
        ("", "1.1 It is new.", "inserted change-bar to-be-only"),
        ("1.1 It is old.", "", "deleted change-bar as-is-only"),
        ("1.1 It stays.", "1.1 It stays.", "unchanged"),
    ],
)
def test_a_clause_says_by_its_classes_in_which_texts_it_is(
    redline_between: Callable[..., Redline], as_is: str, to_be: str, classes: str
) -> None:
    assert f'<div class="clause level-2 kind-clause {classes}" id="c-k1">' in _html(redline_between(as_is, to_be))


def test_a_clause_in_neither_text_shows_only_what_was_proposed_and_why_it_is_not(
    redline_between: Callable[..., Redline],
) -> None:
    redline = cancel_hunk(redline_between("", "1.1 It is new."), "k2", "response <3>")
    html = _html(redline)
    assert "cancelled change-bar in-neither" in html
    assert "(was proposed: insert 'It is new.'; cancelled because of response &lt;3&gt;)" in html
    assert document_html(redline).clauses[0].words == (
        '<ul class="words" dir="auto">'
        "<li>was proposed: insert 'It is new.'; cancelled because of response &lt;3&gt;</li></ul>"
    )


def test_a_cancelled_hunk_keeps_its_anchor_and_its_note_in_a_clause_that_is_as_it_was(
    redline_between: Callable[..., Redline],
) -> None:
    redline = cancel_hunk(redline_between("1.1 by fax now.", "1.1 by post now."), "k2", "response 3")
    html = _html(redline)
    assert '<span class="hunk cancelled" id="h-k2" data-hunk="k2">fax<small' in html
    assert _read(html, View.CLEAN).text == _read(html, View.IN_FORCE).text == "by fax now."
    assert redline.clauses[0].state is ClauseState.UNCHANGED


MOVING = [
    "1.1 The DCC shall notify each Party of it at once.",
    "1.2 The Panel shall publish a policy on its website by fax.",
    "1.3 The Authority may direct a review of the report.",
]
MOVED = "\n".join([MOVING[1].replace("fax", "post"), MOVING[0], MOVING[2]])


def test_both_ends_of_a_move_say_where_the_other_is_and_link_to_it(redline_between: Callable[..., Redline]) -> None:
    redline = redline_between("\n".join(MOVING), MOVED.replace("1.2 The Panel", "1.0 The Panel"))
    document = document_html(redline)
    ends = [clause for clause, held in zip(document.clauses, redline.clauses, strict=True) if held.state == "moved"]
    assert f'<a class="moved redline-only" href="#c-{ends[1].key}"> moved from 1.2 </a>' in ends[0].html
    assert f'<a class="moved redline-only" href="#c-{ends[0].key}"> moved to 1.0 </a>' in ends[1].html
    assert ends[0].html.count("moved from 1.2") == 1
    assert "here from 1.2</li><li>delete 'fax'; insert 'post'</li>" in ends[0].words
    assert "to 1.0</li>" in ends[1].words
    assert _read(ends[0].html, View.CLEAN).text == "The Panel shall publish a policy on its website by post."
    (move,) = [hunk for hunk in redline.hunks if hunk.is_move]
    assert document.hunk_clauses[move.key] == (ends[1].key, ends[0].key)


def test_a_move_to_a_place_without_a_number_says_another_place(redline_between: Callable[..., Redline]) -> None:
    bare = "\n".join(line.split(" ", 1)[1] for line in (MOVING[1], MOVING[0], MOVING[2]))
    plain = "\n".join(line.split(" ", 1)[1] for line in MOVING)
    pages = "".join(clause.html for clause in document_html(redline_between(plain, bare)).clauses)
    assert "moved to another place" in pages


def test_every_id_of_a_document_is_there_once(redline_between: Callable[..., Redline]) -> None:
    document = document_html(redline_between("\n".join(MOVING), MOVED))
    ids = [each for clause in document.clauses for each in _read(clause.html).ids]
    assert len(ids) == len(set(ids))
    assert {f"h-{key}" for key in document.hunk_clauses} <= set(ids)


def test_a_hunk_shows_its_owner_and_can_be_picked_by_it(redline_between: Callable[..., Redline]) -> None:
    redline = redline_between("1.1 by fax now.", "1.1 by post now.")
    html = document_html(redline, {"k2": OwnerMark("obs-2", "Observation 2 & more")}).clauses[0].html
    assert 'data-owner="obs-2"' in html
    assert '<small class="owner redline-only"> Observation 2 &amp; more </small>' in html
    assert _read(html, View.CLEAN).text == "by post now."


@pytest.mark.parametrize(
    ("line", "tag"),
    [
        ("SECTION L: KEYS AND CERTIFICATES", "h3"),
        ("8 Revocation", "h3"),
        ("8.4 Supplier of Last Resort", "h4"),
        ("8.3.4.5.6.7 Much Too Deep", "h6"),
        ("8.4 The DCC shall act.", "p"),
    ],
)
def test_a_heading_is_a_heading_of_its_depth(redline_between: Callable[..., Redline], line: str, tag: str) -> None:
    assert f'<{tag} class="text" dir="auto">' in _html(redline_between(line, line))


def test_the_cells_of_a_table_row_stay_apart(redline_between: Callable[..., Redline]) -> None:
    html = _html(redline_between("Version\t1.0", "Version\t1.1"))
    assert 'Version<span class="tab">\t</span>' in html
    assert _read(html, View.CLEAN).text == "Version\t1.1"


def test_one_view_alone_is_its_number_and_text(redline_between: Callable[..., Redline]) -> None:
    clause = redline_between("1.1 The DCC shall act by fax <now>.", "1.2 The DCC shall act by post <now>.").clauses[0]
    assert clause_view_html(clause, View.CLEAN) == (
        '<div class="clause level-2 kind-clause"><span class="number">1.2</span>'
        '<p class="text" dir="auto">The DCC shall act by post &lt;now&gt;.</p></div>'
    )
    assert "by fax" in clause_view_html(clause, View.IN_FORCE)
    assert clause_view_html(clause, View.WORDS) == ""
    assert clause_view_html(redline_between("", "1.1 It is new.").clauses[0], View.IN_FORCE) == ""


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</p></div><style>*{display:none}</style>",
    "&lt;script&gt;",
    "<!--",
    "]]>",
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "\x00<b\x00>",
    "\ud800",
    "\u202eelif",
    "<ins>",
]
_TEXT = st.lists(st.sampled_from([*HOSTILE, "fax", " ", "\t"]), min_size=1, max_size=4).map("".join)


def _as_sent(text: str) -> str:
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


def _hostile(pieces: list[tuple[SpanKind, str]], words: str) -> Redline:
    """A redline in which the key, the numbers, the author and every text are what an attacker typed."""
    spans = tuple(Span(kind, text, words, words) for kind, text in pieces)
    clause = Clause(
        key=words,
        kind=ClauseKind.CLAUSE,
        level=3,
        label_as_is=words,
        label_to_be=f"{words}2",
        text_as_is=as_is_text(spans),
        text_to_be=to_be_text(spans),
        state=ClauseState.CHANGED,
        spans=spans,
        path_as_is=words,
        path_to_be=f"{words}2",
    )
    numbers = count()
    return Redline(words, words, *mark_hunks([clause], lambda: f"{words}{next(numbers)}"))


@given(
    pieces=st.lists(st.tuples(st.sampled_from([SpanKind.EQUAL, SpanKind.INSERT, SpanKind.DELETE]), _TEXT), max_size=3),
    words=st.sampled_from(HOSTILE),
)
@settings(max_examples=40, deadline=None)
def test_hostile_text_is_only_ever_text(pieces: list[tuple[SpanKind, str]], words: str) -> None:
    redline = _hostile(pieces, words)
    page = document_html(redline, {hunk.key: OwnerMark(words, words) for hunk in redline.hunks}).clauses[0]
    page.html.encode()
    read = _read(page.html)
    assert read.tags <= {"div", "a", "p", "span", "del", "ins", "small"}
    assert read.attributes <= {"class", "id", "href", "aria-label", "dir", "data-hunk", "data-owner"}
    assert _read(page.words).tags <= {"ul", "li"}
    assert _read(page.words).attributes <= {"class", "dir"}
    for view, text in ((View.CLEAN, redline.clauses[0].text_to_be), (View.IN_FORCE, redline.clauses[0].text_as_is)):
        assert _read(page.html, view).text == _as_sent(text or "")


@given(as_is=_TEXT, to_be=_TEXT)
@settings(max_examples=30, deadline=None)
def test_each_view_reads_as_its_text_for_any_two_texts(
    redline_between: Callable[..., Redline], as_is: str, to_be: str
) -> None:
    redline = redline_between(as_is, to_be)
    for clause, page in zip(redline.clauses, document_html(redline).clauses, strict=True):
        if clause.text_to_be is not None:
            assert _read(page.html, View.CLEAN).text == _as_sent(clause.text_to_be)
        if clause.text_as_is is not None:
            assert _read(page.html, View.IN_FORCE).text == _as_sent(clause.text_as_is)


def test_the_whole_page_is_valid_html(redline_between: Callable[..., Redline]) -> None:
    document: DocumentHtml = document_html(redline_between("\n".join(MOVING), MOVED))
    body = "".join(clause.html + clause.words for clause in document.clauses)
    parsed = JustHTML(
        f'<!DOCTYPE html><html lang="en"><head><title>x</title></head><body>{body}</body></html>', strict=True
    )
    assert parsed.root is not None
    assert "style=" not in body
    assert "<li></li>" not in body
