"""The word diff gives both texts back exactly, never cuts a word, and reads like an edit that a person made."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from voting.documents.legal_text import word_diff as module
from voting.documents.legal_text.word_diff import tokens, word_diff, word_spans
from voting.domain.legal_text import Span, SpanKind, as_is_text, to_be_text

KEEP, ADD, CUT = SpanKind.EQUAL, SpanKind.INSERT, SpanKind.DELETE


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", []),
        ("by fax", ["by", " ", "fax"]),
        ("L1.17(c)", ["L1.17", "(", "c", ")"]),
        ("non-domestic", ["non-domestic"]),
        ("Party’s don't", ["Party’s", " ", "don't"]),
        ("£1,200.50, now", ["£", "1,200.50", ",", " ", "now"]),
        ("‘quoted’", ["‘", "quoted", "’"]),
        ("end. Next", ["end", ".", " ", "Next"]),
        ("a - b–c", ["a", " ", "-", " ", "b", "–", "c"]),
        ("a \t\n b", ["a", " \t\n ", "b"]),
        ("a\u00a0b", ["a", "\u00a0", "b"]),
        ("inter\u00adoperable", ["inter\u00adoperable"]),
        ("cafe\u0301 shop", ["cafe\u0301", " ", "shop"]),
        ("שָׁלוֹם עולם", ["שָׁלוֹם", " ", "עולם"]),
        ("snake_case", ["snake_case"]),
        ("a\x00b\ud800", ["a\x00b\ud800"]),
        ("?!", ["?", "!"]),
    ],
)
def test_a_token_is_a_word_white_space_or_one_mark(text: str, cut: list[str]) -> None:
    assert tokens(text) == cut


@pytest.mark.parametrize(
    ("as_is", "to_be", "pieces"),
    [
        ("", "", []),
        ("same", "same", [(KEEP, "same")]),
        ("", "new", [(ADD, "new")]),
        ("old", "", [(CUT, "old")]),
        ("by fax.", "by telephone.", [(KEEP, "by "), (CUT, "fax"), (ADD, "telephone"), (KEEP, ".")]),
        ("the DCC shall", "the DCC and Party shall", [(KEEP, "the DCC "), (ADD, "and Party "), (KEEP, "shall")]),
        ("the RA Manager", "the Registration Authority Manager", [
            (KEEP, "the "), (CUT, "RA"), (ADD, "Registration Authority"), (KEEP, " Manager"),
        ]),
        ("The RA Manager, or a Member, shall", "The Registration Authority Manager shall", [
            (KEEP, "The "), (CUT, "RA"), (ADD, "Registration Authority"), (KEEP, " Manager"),
            (CUT, ", or a Member,"), (KEEP, " shall"),
        ]),
        # White space alone between two changes is taken in, the deletion first.
        ("fax telex", "post mail", [(CUT, "fax telex"), (ADD, "post mail")]),
        # So is one short token, with the white space around it …
        ("holder of certificates", "owner of keys", [(CUT, "holder of certificates"), (ADD, "owner of keys")]),
        ("fax, telex", "post, mail", [(CUT, "fax, telex"), (ADD, "post, mail")]),
        # … and a longer token or two tokens are not.
        ("fax with telex", "post with mail", [
            (CUT, "fax"), (ADD, "post"), (KEEP, " with "), (CUT, "telex"), (ADD, "mail"),
        ]),
        ("fax to a telex", "post to a mail", [
            (CUT, "fax"), (ADD, "post"), (KEEP, " to a "), (CUT, "telex"), (ADD, "mail"),
        ]),
        # A short token at the end of a text is between no two changes.
        ("fax of", "post of", [(CUT, "fax"), (ADD, "post"), (KEEP, " of")]),
        ("within 5 Working Days", "within 15 Working Days", [
            (KEEP, "within "), (CUT, "5"), (ADD, "15"), (KEEP, " Working Days"),
        ]),
        ("8.3.4", "8.3.5", [(CUT, "8.3.4"), (ADD, "8.3.5")]),
        ("a\u00a0b", "a b", [(KEEP, "a"), (CUT, "\u00a0"), (ADD, " "), (KEEP, "b")]),
        ("interoperable", "inter\u00adoperable", [(CUT, "interoperable"), (ADD, "inter\u00adoperable")]),
        ("a  b", "a b", [(KEEP, "a "), (CUT, " "), (KEEP, "b")]),
        ("say fax", "say fax fax", [(KEEP, "say "), (ADD, "fax "), (KEEP, "fax")]),
        ("שלום עולם", "שלום ארץ", [(KEEP, "שלום "), (CUT, "עולם"), (ADD, "ארץ")]),
    ],
)  # fmt: skip
def test_an_edit_reads_as_a_person_would_mark_it(as_is: str, to_be: str, pieces: list[tuple[SpanKind, str]]) -> None:
    assert word_diff(as_is, to_be) == pieces


def test_the_spans_name_who_changed_what_and_when_and_leave_kept_text_alone() -> None:
    assert word_spans("by fax", "by post", "SECAS", "2021-11-01") == (
        Span(KEEP, "by "),
        Span(CUT, "fax", "SECAS", "2021-11-01"),
        Span(ADD, "post", "SECAS", "2021-11-01"),
    )


_TEXTS = st.lists(
    st.sampled_from(
        ["fax", "telephone", "the", "of", "DCC", " ", " ", "  ", ",", ".", "\u00a0", "\t", "(a)", "שלום", "e\u0301"]
    ),
    max_size=25,
).map("".join) | st.text(max_size=20)


@given(as_is=_TEXTS, to_be=_TEXTS)
@example(as_is="a\x00\ud800 b", to_be="\ud800 a\x00")
@example(as_is="fax", to_be="fax \udfff")
@example(as_is="fax ", to_be="fax")
@example(as_is="fax x", to_be="fax")
@settings(max_examples=60, deadline=None)
def test_both_texts_are_recovered_exactly_whatever_they_are(as_is: str, to_be: str) -> None:
    spans = word_spans(as_is, to_be)
    assert (as_is_text(spans), to_be_text(spans)) == (as_is, to_be)
    assert all(span.text for span in spans)
    kinds = [span.kind for span in spans]
    assert all((one, other) not in {(ADD, CUT), (one, one)} for one, other in pairwise(kinds))


@given(as_is=_TEXTS, to_be=_TEXTS)
@settings(max_examples=60, deadline=None)
def test_no_word_is_cut(as_is: str, to_be: str) -> None:
    for text, other_side in ((as_is, ADD), (to_be, CUT)):
        pieces = [piece for kind, piece in word_diff(as_is, to_be) if kind is not other_side]
        ends = {len("".join(pieces[:at])) for at in range(len(pieces))}
        inside = _positions_inside_words(text)
        assert not ends & inside


def _positions_inside_words(text: str) -> set[int]:
    inside: set[int] = set()
    at = 0
    for token in tokens(text):
        if not token.isspace():
            inside |= set(range(at + 1, at + len(token)))
        at += len(token)
    return inside


@given(text=_TEXTS)
@settings(max_examples=30, deadline=None)
def test_a_text_compared_with_itself_has_no_change(text: str) -> None:
    assert all(kind is KEEP for kind, _ in word_diff(text, text))


def test_a_clause_of_ten_thousand_words_keeps_what_did_not_change() -> None:
    words = [f"word{number % 997}" for number in range(10_000)]
    edited = [*words[:5_000], "inserted", *words[5_000:9_000], *words[9_001:]]
    pieces = word_diff(" ".join(words), " ".join(edited))
    assert [piece for kind, piece in pieces if kind is not KEEP] == ["inserted ", "word27 "]


def test_texts_too_long_for_one_table_differ_in_one_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_PAIRS", 4)
    assert word_diff("a b fax c telex d", "a b post c mail d") == [
        (KEEP, "a b "),
        (CUT, "fax c telex"),
        (ADD, "post c mail"),
        (KEEP, " d"),
    ]
    assert word_diff("a b c d", "a b c d e f") == [(KEEP, "a b c d"), (ADD, " e f")]
