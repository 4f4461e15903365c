"""Pasted text becomes clauses: numbers, levels, headings, definitions, wrapped lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.documents.legal_text import clause_text as module
from voting.documents.legal_text.clause_text import TextTooLong, clauses_from_text
from voting.documents.legal_text.numbering import typed_number
from voting.domain.legal_text import ClauseKind


@pytest.mark.parametrize(
    ("line", "label", "rest"),
    [
        ("1 Interpretation", "1", "Interpretation"),
        ("1. Interpretation", "1.", "Interpretation"),
        ("1.1 The DCC shall", "1.1", "The DCC shall"),
        ("8.3.4 The procedure", "8.3.4", "The procedure"),
        ("8.3.4. The procedure", "8.3.4.", "The procedure"),
        ("8.3.4A The procedure", "8.3.4A", "The procedure"),
        ("L1.17 The SMKI PMA", "L1.17", "The SMKI PMA"),
        ("8.3.4(a) The DCC", "8.3.4(a)", "The DCC"),
        ("(a) the DCC", "(a)", "the DCC"),
        ("(ii) the DCC", "(ii)", "the DCC"),
        ("(aa) the DCC", "(aa)", "the DCC"),
        ("(A7) the form", "(A7)", "the form"),
        ("(12) the form", "(12)", "the form"),
        ("(a)(i) the form", "(a)(i)", "the form"),
        ("(a) (i) the form", "(a) (i)", "the form"),
        ("a) the DCC", "a)", "the DCC"),
        ("a. the DCC", "a.", "the DCC"),
        ("iv. the DCC", "iv.", "the DCC"),
        ("Section 5 Revocation", "Section 5", "Revocation"),
        ("SECTION L: KEYS", "SECTION L:", "KEYS"),
        ("Schedule 2", "Schedule 2", ""),
        ("Part IV – Costs", "Part IV –", "Costs"),
        ("• a party", "•", "a party"),
        ("- a party", "-", "a party"),
        ("8.3.4", "8.3.4", ""),
    ],
)
def test_a_number_at_the_start_of_a_line_is_recognised_and_kept_as_written(line: str, label: str, rest: str) -> None:
    number = typed_number(line)
    assert number is not None
    assert (number.label, number.rest) == (label, rest)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "The DCC shall",
        "(the DCC) shall",
        "(DCC) shall",
        "(such notification to include",
        "24 February 2022",
        "2021 was a year",
        "1,200 pounds",
        "8.3.3, and 8.3.4",
        "17:00 on the day",
        "e.g. a form",
        "No. 5",
        "and. then",
        "-5 degrees",
        "50% of them",
        "a party",
    ],
)
def test_words_dates_and_figures_are_no_numbers_of_clauses(line: str) -> None:
    assert typed_number(line) is None


def _paths(text: str) -> list[str]:
    return [clause.path for clause in clauses_from_text(text)]


def _levels(text: str) -> list[int]:
    return [clause.level for clause in clauses_from_text(text)]


@pytest.mark.parametrize(
    ("numbers", "paths", "levels"),
    [
        (["8.3.4", "(a)", "(i)", "(ii)", "(b)", "8.3.5"],
         ["8.3.4", "8.3.4(a)", "8.3.4(a)(i)", "8.3.4(a)(ii)", "8.3.4(b)", "8.3.5"], [3, 4, 5, 5, 4, 3]),
        (["L1.17", "(a)", "(i)", "(A)", "(B)", "(ii)", "(b)"],
         ["L1.17", "L1.17(a)", "L1.17(a)(i)", "L1.17(a)(i)(A)", "L1.17(a)(i)(B)", "L1.17(a)(ii)", "L1.17(b)"],
         [2, 3, 4, 5, 5, 4, 3]),
        # (i) after (h) is a letter when (j) follows, and Roman when (ii) does.
        (["1.1", "(g)", "(h)", "(i)", "(j)"], ["1.1", "1.1(g)", "1.1(h)", "1.1(i)", "1.1(j)"], [2, 3, 3, 3, 3]),
        (["1.1", "(g)", "(h)", "(i)", "(ii)", "(i)", "(j)"],
         ["1.1", "1.1(g)", "1.1(h)", "1.1(h)(i)", "1.1(h)(ii)", "1.1(i)", "1.1(j)"], [2, 3, 3, 4, 4, 3, 3]),
        # (v) is a letter after (u) and Roman after (iv).
        (["1.1", "(t)", "(u)", "(v)", "(w)"], ["1.1", "1.1(t)", "1.1(u)", "1.1(v)", "1.1(w)"], [2, 3, 3, 3, 3]),
        (["1.1", "(a)", "(i)", "(ii)", "(iii)", "(iv)", "(v)", "(vi)"],
         ["1.1", "1.1(a)", *(f"1.1(a)({sign})" for sign in ("i", "ii", "iii", "iv", "v", "vi"))],
         [2, 3, 4, 4, 4, 4, 4, 4]),
        # (aa) after (z), and inserted after (a).
        (["1.1", "(y)", "(z)", "(aa)", "(ab)"], ["1.1", "1.1(y)", "1.1(z)", "1.1(aa)", "1.1(ab)"], [2, 3, 3, 3, 3]),
        (["1.1", "(a)", "(aa)", "(b)"], ["1.1", "1.1(a)", "1.1(aa)", "1.1(b)"], [2, 3, 3, 3]),
        (["1.1", "(a)", "(i)", "(A)", "(aa)", "(bb)"],
         ["1.1", "1.1(a)", "1.1(a)(i)", "1.1(a)(i)(A)", "1.1(aa)", "1.1(bb)"], [2, 3, 4, 5, 3, 3]),
        # Other marks count as other lists.
        (["1.", "a.", "i.", "ii.", "b.", "2."], ["1", "1(a)", "1(a)(i)", "1(a)(ii)", "1(b)", "2"], [1, 2, 3, 3, 2, 1]),
        (["8.3.4", "a)", "b)", "c)"], ["8.3.4", "8.3.4(a)", "8.3.4(b)", "8.3.4(c)"], [3, 4, 4, 4]),
        # A skipped level or number, a first number anywhere, a restart in an appendix.
        (["8.3.4", "(i)", "(ii)"], ["8.3.4", "8.3.4(i)", "8.3.4(ii)"], [3, 4, 4]),
        (["8.3.4", "8.3.7", "8.5"], ["8.3.4", "8.3.7", "8.5"], [3, 3, 2]),
        (["1.1", "Appendix A", "1.1", "(a)"], ["1.1", "Appendix A", "1.1", "1.1(a)"], [2, 0, 2, 3]),
        (["1A", "1B", "2", "2.1", "2.1A"], ["1A", "1B", "2", "2.1", "2.1A"], [1, 1, 1, 2, 2]),
        (["8.3.4(a)", "(b)", "8.3.4(c)(i)", "(ii)"], ["8.3.4(a)", "8.3.4(b)", "8.3.4(c)(i)", "8.3.4(c)(ii)"],
         [4, 4, 5, 5]),
        (["5.1", "(a) (i)", "(ii)", "(b)"], ["5.1", "5.1(a)(i)", "5.1(a)(ii)", "5.1(b)"], [2, 4, 4, 3]),
        (["1.1", "•", "•", "1.2"], ["1.1", "", "", "1.2"], [2, 3, 3, 2]),
        (["(A6)", "(A7)"], ["(A6)", "(A7)"], [1, 1]),
    ],
)  # fmt: skip
def test_a_clause_has_its_whole_number_and_its_depth(numbers: list[str], paths: list[str], levels: list[int]) -> None:
    text = "\n".join(f"{number} Something shall be done by the DCC." for number in numbers)
    if any(number.startswith("Appendix") for number in numbers):
        text = text.replace("Appendix A Something shall be done by the DCC.", "Appendix A Costs")
    assert _paths(text) == paths
    assert _levels(text) == levels
    assert [clause.label for clause in clauses_from_text(text)] == numbers


@pytest.mark.parametrize(
    ("after_h", "path"), [("(h) the following:", "1.1(h)(i)"), ("(h) the DCC;", "1.1(i)"), ("(h) any of—", "1.1(h)(i)")]
)
def test_a_last_i_after_h_is_roman_where_h_opens_a_list(after_h: str, path: str) -> None:
    assert _paths(f"1.1 It shall:\n(g) do;\n{after_h}\n(i) be done.")[-1] == path


def test_lines_that_a_page_wrapped_are_joined_and_numbers_that_a_sentence_cites_begin_no_clause() -> None:
    text = (
        "8.3.4 The procedure for verification and, where verified, revocation of credentials in\n"
        "respect of a SMKI Registration Authority Manager is as set out immediately in section\n"
        "8.3.3 and, where the request was made by telephone, in accordance with paragraphs (a) and\n"
        "(b) of that section, within\n"
        "(a) where the request is verified the DCC shall revoke the credentials as soon as is in\n"
        "the circumstances of the case reasonably practicable, and in any event within at most\n"
        "5 Working Days; and\n"
        "(b) in any other case the DCC shall inform the requesting Party.\n"
    )
    clauses = clauses_from_text(text)
    assert [clause.path for clause in clauses] == ["8.3.4", "8.3.4(a)", "8.3.4(b)"]
    assert clauses[0].text.endswith("in accordance with paragraphs (a) and (b) of that section, within")
    assert clauses[1].text.endswith("in any event within at most 5 Working Days; and")


def test_the_next_number_at_the_start_of_a_wrapped_line_begins_no_clause_after_a_word_that_cites_it() -> None:
    text = (
        "1.1 Where a Party makes a request the DCC shall verify it, and for that purpose it shall\n"
        "(a) where the request was made by telephone, act as is required by paragraph\n"
        "(b) below as if it had been made in writing and the Party had signed it in person;\n"
        "(b) where the request was made in writing, compare the signature with that which the\n"
        "Party gave to it.\n"
    )
    assert _paths(text) == ["1.1", "1.1(a)", "1.1(b)"]


def test_a_whole_number_before_a_small_letter_is_part_of_a_sentence() -> None:
    assert _paths("4 The DCC shall act.\n\n5 days are enough.\n\n5 The Party shall pay.") == ["4", "", "5"]


def test_a_text_with_a_line_a_paragraph_keeps_its_paragraphs_apart() -> None:
    long = (
        "The DCC shall notify each Party of the outcome of its verification as soon as is reasonably practicable, and "
    )
    text = (
        f"1.1 {long}{long}record it.\n(a) fax, or\n(b) telephone,\n"
        "in each case within the period allowed.\nRecords are kept."
    )
    clauses = clauses_from_text(text)
    assert [(clause.label, clause.text) for clause in clauses[1:]] == [
        ("(a)", "fax, or"),
        ("(b)", "telephone,"),
        ("", "in each case within the period allowed."),
        ("", "Records are kept."),
    ]


def test_a_page_that_became_text_with_every_line_apart_is_read_as_its_sentences_run() -> None:
    lines = [
        "1.1 The DCC shall verify the identity of the person who makes the request, and",
        "shall do so by a means that the Party agreed when it was given its credentials in",
        "accordance with this section, and shall record the outcome of the verification in",
        "the register that it keeps, where every one of the Parties may read it and where the",
        "Authority may read it.",
        "1.2 Where the request is verified the DCC shall revoke the credentials as soon as",
        "is reasonably practicable, and in any event within one Working Day of the receipt",
        "of the request.",
    ]
    assert [clause.path for clause in clauses_from_text("\n\n".join(lines))] == ["1.1", "1.2"]


def test_a_number_alone_on_its_line_takes_the_text_that_follows() -> None:
    clauses = clauses_from_text("8.3.4\nThe DCC shall verify it.\n\n8.4\n\nSupplier of Last Resort\n")
    assert [(clause.label, clause.text) for clause in clauses] == [
        ("8.3.4", "The DCC shall verify it."),
        ("8.4", "Supplier of Last Resort"),
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Establishment of the SMKI PMA", ClauseKind.HEADING),
        ("8.4 Supplier of Last Resort", ClauseKind.HEADING),
        ("SECTION L: SMART METERING KEY INFRASTRUCTURE", ClauseKind.HEADING),
        ("8.5 Not used", ClauseKind.CLAUSE),
        ("8.6 The DCC shall verify it", ClauseKind.CLAUSE),
        ("(a) Large Suppliers", ClauseKind.CLAUSE),
        ("“Recovery Key” means a key that recovers.", ClauseKind.DEFINITION),
        ("1.2 “Recovery Key” has the meaning given to it in Section A.", ClauseKind.DEFINITION),
        ("Recovery Key means a key that recovers.", ClauseKind.DEFINITION),
        ("Recovery Key\tmeans a key that recovers.", ClauseKind.DEFINITION),
        ("The DCC shall act if it means to.", ClauseKind.CLAUSE),
        ("Version\t1.0\tFirst issue", ClauseKind.TABLE_ROW),
        ("Note: this is guidance.", ClauseKind.NOTE),
        ("Note 2 – this is guidance.", ClauseKind.NOTE),
        ("[1] See the other document.", ClauseKind.FOOTNOTE),
        ("The DCC is notified.", ClauseKind.CLAUSE),
    ],
)
def test_a_clause_has_a_kind(line: str, kind: ClauseKind) -> None:
    (clause,) = clauses_from_text(line)
    assert clause.kind is kind


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", []),
        (" \n\t\n\u00a0\n", []),
        ("\ufeff\n\u00ad", []),
        ("by\u00a0fax  or\u2003post.", ["by fax or post."]),
        ("inter\u00adoper\u00adable systems.", ["interoperable systems."]),
        ("a\tb \t c", ["a\tb\tc"]),
        ("One.\r\n\r\nTwo.\r\n", ["One.", "Two."]),
        ("One.\x0cTwo.", ["One.", "Two."]),
        ("שלום עולם.", ["שלום עולם."]),
        ("a\x00b\ud800.", ["a\x00b\ud800."]),
        ("<script>alert(1)</script>.", ["<script>alert(1)</script>."]),
    ],
)
def test_white_space_of_the_page_goes_and_every_other_sign_stays(text: str, read: list[str]) -> None:
    assert [clause.text for clause in clauses_from_text(text)] == read


def test_a_word_cut_by_a_soft_hyphen_at_the_end_of_a_line_is_whole_again_and_a_typed_hyphen_stays() -> None:
    text = (
        "The DCC shall keep every one of its systems inter\u00ad\n"
        "operable, and shall do the same for those of a non-\n"
        "domestic supplier.\n"
    )
    (clause,) = clauses_from_text(text)
    assert "interoperable" in clause.text
    assert "a non-domestic supplier." in clause.text


def test_more_text_than_any_code_document_has_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CLAUSES", 2)
    with pytest.raises(TextTooLong, match=r"3 clauses, and at most 2 can be read at once\. Paste one"):
        clauses_from_text("1.1 One.\n1.2 Two.\n1.3 Three.")
    monkeypatch.setattr(module, "MOST_CHARACTERS", 10)
    with pytest.raises(TextTooLong, match="The text has 11 characters"):
        clauses_from_text("1.1 One two")


_LINES = st.lists(
    st.sampled_from(
        [
            "(a)",
            "(i) the DCC",
            "8.3.4 shall",
            "8.3.4",
            "of that",
            "Section 5",
            "• x",
            "",
            " ",
            "(h) y:",
            "5 Working",
            "A\tB",
        ]
    )
    | st.text(max_size=12),
    max_size=12,
).map("\n".join)


@given(text=_LINES)
@settings(max_examples=60, deadline=None)
def test_no_sign_of_a_text_is_lost_but_white_space_and_soft_hyphens(text: str) -> None:
    read = "".join(clause.label + clause.text for clause in clauses_from_text(text))
    dropped = {"\u00ad", "\ufeff", "\u200b"}
    assert "".join(sign for sign in read if not sign.isspace() and sign not in dropped) == "".join(
        sign for sign in text if not sign.isspace() and sign not in dropped
    )
