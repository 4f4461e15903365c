"""A citation finds its clause, and an ambiguous one all its candidates."""

from collections.abc import Callable

import pytest

from voting.domain.legal_text import (
    Clause,
    ClauseKind,
    LabelIndex,
    Redline,
    Span,
    SpanKind,
    View,
    cancel_hunk,
    defined_term,
    label_path,
    resolve_label,
)


@pytest.mark.parametrize(
    ("parent", "label", "path"),
    [
        ("", "8.3.4", "8.3.4"),
        ("", "8.3.4.", "8.3.4"),
        ("", "L1.17", "L1.17"),
        ("8.3.4", "(a)", "8.3.4(a)"),
        ("8.3.4", "a)", "8.3.4(a)"),
        ("8.3.4", "a.", "8.3.4(a)"),
        ("8.3.4(a)", "(ii)", "8.3.4(a)(ii)"),
        ("8.3", "(A7)", "8.3(A7)"),
        ("8.3", "(a)(i)", "8.3(a)(i)"),
        ("8.3", "(a) (i)", "8.3(a)(i)"),
        ("8", "1)", "8(1)"),
        ("8.3", "8.3.4 (a)", "8.3.4(a)"),
        ("", "Schedule 2", "Schedule 2"),
        ("", "SECTION L:", "SECTION L"),
        ("8.3", "•", ""),
        ("8.3", "", ""),
    ],
)
def test_a_whole_number_is_made_of_its_parents_and_its_own(parent: str, label: str, path: str) -> None:
    assert label_path(parent, label) == path


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("“Recovery Key” means a key.", "Recovery Key"),
        ('"Recovery Key" has the meaning given in Section A.', "Recovery Key"),
        ("Recovery Key: means a key", "Recovery Key"),
        ("“Recovery Key”, shall mean a key", "Recovery Key"),
        ("The DCC shall notify the Party.", ""),
        ("", ""),
    ],
)
def test_a_definition_gives_its_term(text: str, term: str) -> None:
    assert defined_term(text) == term


@pytest.fixture
def redline(clause_of: Callable[..., Clause], redline_of: Callable[..., Redline]) -> Redline:
    """Section L with L1.17(c), a renumbered clause, a definition, a repeated 1.1 and a Schedule."""

    def numbered(number: int, as_is: str | None, to_be: str | None, text: str = "x", **more: ClauseKind) -> Clause:
        kind = SpanKind.EQUAL if as_is and to_be else SpanKind.INSERT if to_be else SpanKind.DELETE
        clause = clause_of(number, [Span(kind, text)], **more)
        return clause._replace(label_as_is=as_is, label_to_be=to_be, path_as_is=as_is, path_to_be=to_be)

    return redline_of(
        numbered(1, "L1.17", "L1.17"),
        numbered(2, "L1.17(c)", "L1.17(c)"),
        numbered(3, "L1.17(C)", "L1.17(C)"),
        numbered(4, "L2.1", "L2.2"),
        numbered(5, None, "L2.1"),
        numbered(6, "L3.9", None),
        numbered(7, "L4(A7)", "L4(A7)"),
        numbered(8, "", "", "“Recovery Key” means a key.", kind=ClauseKind.DEFINITION),
        numbered(9, "1.1", "1.1"),
        numbered(10, "Schedule 2", "Schedule 2"),
        numbered(11, "1.1", "1.1"),
        numbered(12, "2", "2"),
        document="Section L ‘Smart Metering Key Infrastructure’",
    )


@pytest.mark.parametrize(
    ("citation", "keys"),
    [
        ("L1.17(c)", ["c2"]),
        ("#L1.17(c)", ["c2"]),
        ("L1.17 (c)", ["c2"]),
        ("L1.17(C)", ["c3"]),
        ("l1.17(c)", ["c2"]),
        ("1.17(c)", ["c2"]),
        ("Section L1.17(c)", ["c2"]),
        ("SEC Section L 1.17(c)", ["c2"]),
        ("Section L paragraph 1.17", ["c1"]),
        ("clause L1.17", ["c1"]),
        ("(A7)", ["c7"]),
        ("L2.1", ["c4", "c5"]),
        ("L3.9", ["c6"]),
        ("1.1", ["c9", "c11"]),
        ("Schedule 2", ["c10"]),
        ("paragraph 2", ["c12"]),
        ("Recovery Key", ["c8"]),
        ("“recovery key”", ["c8"]),
        ("Appendix D section 1.17", []),
        ("L9.99", []),
        ("no such thing", []),
        ("", []),
        ("(", []),
        ("\x00\ud800", []),
    ],
)
def test_a_citation_gives_its_candidates_in_document_order(redline: Redline, citation: str, keys: list[str]) -> None:
    assert [clause.key for clause in resolve_label(redline, citation)] == keys


def test_a_view_settles_which_clause_a_number_means(redline: Redline) -> None:
    labels = LabelIndex(redline)
    assert [clause.key for clause in labels.resolve("L2.1", View.CLEAN)] == ["c5"]
    assert [clause.key for clause in labels.resolve("L2.1", View.IN_FORCE)] == ["c4"]
    assert labels.resolve("L3.9", View.CLEAN) == ()


def test_a_clause_in_neither_text_is_not_what_its_number_means(
    clause_of: Callable[..., Clause], redline_of: Callable[..., Redline]
) -> None:
    redline = redline_of(clause_of(1, [Span(SpanKind.INSERT, "x")], label="8.4"))
    assert len(resolve_label(redline, "8.4")) == 1
    assert resolve_label(cancel_hunk(redline, "h1", "a response"), "8.4") == ()


def test_a_document_without_letters_of_its_own_takes_any_document_name(
    clause_of: Callable[..., Clause], redline_of: Callable[..., Redline]
) -> None:
    redline = redline_of(clause_of(1, [Span(SpanKind.EQUAL, "x")], label="8.3.4"), document="")
    assert len(resolve_label(redline, "Appendix D section 8.3.4")) == 1
