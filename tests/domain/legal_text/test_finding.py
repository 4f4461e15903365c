"""What a person looks for in a document: numbers, defined terms and words, and what they find."""

import pytest

from voting.domain.legal_text import Clause, ClauseKind, ClauseState, Redline, find_clauses


def _clause(key: str, label: str, path: str, as_is: str | None, to_be: str | None) -> Clause:
    return Clause(
        key,
        ClauseKind.CLAUSE if label else ClauseKind.DEFINITION,
        1,
        None if as_is is None else label,
        None if to_be is None else label,
        as_is,
        to_be,
        ClauseState.UNCHANGED if as_is == to_be else ClauseState.CHANGED,
        (),
        path_as_is=None if as_is is None else path,
        path_to_be=None if to_be is None else path,
    )


REDLINE = Redline(
    "Appendix D",
    "50.0",
    (
        _clause(
            "a", "8.3.4", "8.3.4", "The DCC shall notify the Party by fax.", "The DCC shall notify the Party by post."
        ),
        _clause("b", "(a)", "8.3.4(a)", "within five\u00a0Working Days; and", "within five\u00a0Working Days; and"),
        _clause("c", "8.4", "8.4", "Under section 8.3.4 a Party’s non\u2011domestic key …", None),
        _clause("d", "", "", None, "“Recovery Key” means a key that recovers."),
    ),
    (),
)


@pytest.mark.parametrize(
    ("words", "meant", "saying"),
    [
        ("8.3.4", "a", "c"),
        ("section 8.3.4(a)", "b", ""),
        ("FAX", "", "a"),
        ("8.3", "", ""),
        ("notif", "", "a"),
        ("otify", "", ""),
        ("post", "", "a"),
        ("party notify", "", "a"),
        ("“notify the party”", "", "a"),
        ('"party notify"', "", ""),
        ("five working days", "", "b"),
        ("party's non-domestic", "", "c"),
        ("Recovery Key", "d", "d"),
        ("recovery key", "d", "d"),
        ("", "", ""),
        ("  ", "", ""),
        ("“”", "", ""),
        ("nowhere", "", ""),
    ],
)
def test_numbers_terms_and_words_find_their_clauses(words: str, meant: str, saying: str) -> None:
    found = find_clauses(REDLINE, words)
    assert "".join(clause.key for clause in found.meant) == meant
    assert "".join(clause.key for clause in found.saying) == saying


def test_words_must_stand_in_one_of_the_two_texts_together() -> None:
    assert find_clauses(REDLINE, "fax post").saying == ()
