"""Which sequence a typed number continues: letters against Roman numbers, doubled letters, numbers of several parts."""

from functools import partial

import pytest

from voting.documents.legal_text.numbering import Numbering, TypedNumber, typed_number


def _ahead(numbers: list[TypedNumber], at: int) -> list[str]:
    return [number.parts[0][1] for number in numbers[at + 1 :]]


def paths(labels: str, opening: str = "") -> list[str]:
    """The whole number of each label, of which those in `opening` end like the beginning of a list."""
    found = [typed_number(f"{label} Something.") for label in labels.split()]
    numbers = [number for number in found if number is not None]
    assert len(numbers) == len(found)
    numbering = Numbering()
    given = [
        numbering.place(number, at > 0 and numbers[at - 1].label in opening.split(), partial(_ahead, numbers, at))
        for at, number in enumerate(numbers)
    ]
    return [path for _level, path in given]


def in_clause(clause: str, rest: str) -> list[str]:
    """The whole numbers of a clause and of what stands in it."""
    return [clause, *(f"{clause}{each}" for each in rest.split())]


@pytest.mark.parametrize(
    ("labels", "inside"),
    [
        # Roman beneath a letter that is not (h).
        ("(d) (e) (i) (f)", "(d) (e) (e)(i) (f)"),
        ("(d) (e) (i) (ii) (iii) (f)", "(d) (e) (e)(i) (e)(ii) (e)(iii) (f)"),
        ("(e) (i) (A) (B) (ii) (f)", "(e) (e)(i) (e)(i)(A) (e)(i)(B) (e)(ii) (f)"),
        ("(k) (l) (i) (ii) (m)", "(k) (l) (l)(i) (l)(ii) (m)"),
        # The alphabet goes on over (i), (v) and (x).
        ("(g) (h) (i) (j)", "(g) (h) (i) (j)"),
        ("(t) (u) (v) (w) (x) (y)", "(t) (u) (v) (w) (x) (y)"),
        # Roman beneath (h), and (i) again as a letter.
        ("(g) (h) (i) (ii) (i) (j)", "(g) (h) (h)(i) (h)(ii) (i) (j)"),
        ("(h) (i) (ii) (iii) (i)", "(h) (h)(i) (h)(ii) (h)(iii) (i)"),
        # The letter (i), with Roman numbers beneath it.
        ("(g) (h) (i) (i) (ii) (j)", "(g) (h) (i) (i)(i) (i)(ii) (j)"),
        ("(h) (i) (A) (i) (ii) (B) (j)", "(h) (i) (i)(A) (i)(A)(i) (i)(A)(ii) (i)(B) (j)"),
        # Both sequences come to (v) or (x) at once.
        ("(u) (i) (ii) (iii) (iv) (v) (vi) (v)", "(u) (u)(i) (u)(ii) (u)(iii) (u)(iv) (u)(v) (u)(vi) (v)"),
        ("(u) (i) (ii) (iii) (iv) (v) (w)", "(u) (u)(i) (u)(ii) (u)(iii) (u)(iv) (v) (w)"),
        ("(u) (i) (ii) (iii) (iv) (v) (v) (w)", "(u) (u)(i) (u)(ii) (u)(iii) (u)(iv) (u)(v) (v) (w)"),
        ("(u) (i) (ii) (iii) (iv) (v)", "(u) (u)(i) (u)(ii) (u)(iii) (u)(iv) (u)(v)"),
        # After (z) come (aa) and (bb), or (ab).
        ("(y) (z) (aa) (bb) (cc)", "(y) (z) (aa) (bb) (cc)"),
        ("(y) (z) (aa) (ab) (ac)", "(y) (z) (aa) (ab) (ac)"),
        ("(z) (aa) (i) (ii) (bb)", "(z) (aa) (aa)(i) (aa)(ii) (bb)"),
        ("(hh) (ii) (jj)", "(hh) (ii) (jj)"),
        # Capitals are sequences of their own.
        ("(a) (H) (I) (J) (b)", "(a) (a)(H) (a)(I) (a)(J) (b)"),
        ("(a) (H) (I) (II) (b)", "(a) (a)(H) (a)(H)(I) (a)(H)(II) (b)"),
    ],
)
def test_a_sign_belongs_to_the_sequence_that_goes_on_after_it(labels: str, inside: str) -> None:
    assert paths(f"L1.17 {labels}") == in_clause("L1.17", inside)


@pytest.mark.parametrize(
    ("opening", "last"), [("(h)", "1.1(h)(i)"), ("", "1.1(i)")], ids=["(h) opens a list", "(h) ends like any other"]
)
@pytest.mark.parametrize("after", ["", "1.2 (a) (i) (ii)", "1.2 (a) (b) (c) (d) (e) (f) (g) (h) (i) (j)"])
def test_a_last_i_after_h_is_judged_by_how_h_ends_and_not_by_the_clauses_that_follow(
    opening: str, last: str, after: str
) -> None:
    assert paths(f"1.1 (g) (h) (i) {after}", opening)[3] == last


def test_two_in_a_row_are_judged_by_how_h_ends_where_both_readings_are_possible() -> None:
    assert paths("1.1 (g) (h) (i) (i) (j)", "(h)") == in_clause("1.1", "(g) (h) (h)(i) (i) (j)")
    assert paths("1.1 (g) (h) (i) (i) (j)") == in_clause("1.1", "(g) (h) (i) (i)(i) (j)")


@pytest.mark.parametrize(
    ("labels", "whole"),
    [
        ("L1.17(e)(i) L1.17(e)(ii) L1.17(f)", "L1.17(e)(i) L1.17(e)(ii) L1.17(f)"),
        ("L1.17(e) (ii) (f)", "L1.17(e) L1.17(e)(ii) L1.17(f)"),
        ("1.1(g) (h)(i) (ii) (i)", "1.1(g) 1.1(h)(i) 1.1(h)(ii) 1.1(i)"),
        ("1.1(g) (h)(i) (j)", "1.1(g) 1.1(h)(i) 1.1(j)"),
        ("1.1(a)(i) (ii) (b)(i) (ii)", "1.1(a)(i) 1.1(a)(ii) 1.1(b)(i) 1.1(b)(ii)"),
        ("1.1(a)(i)(A) (B) (ii)(A)", "1.1(a)(i)(A) 1.1(a)(i)(B) 1.1(a)(ii)(A)"),
        ("1.1(aa)(i) (bb)(i)", "1.1(aa)(i) 1.1(bb)(i)"),
    ],
)
def test_the_parts_of_one_number_stand_one_beneath_another(labels: str, whole: str) -> None:
    assert paths(labels) == whole.split()
