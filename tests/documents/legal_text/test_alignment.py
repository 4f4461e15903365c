"""Clauses are found again after insertions, deletions, moves, splits and renumbering, and never mistaken."""

from collections.abc import Callable

import pytest

from voting.documents.legal_text import alignment as module
from voting.documents.legal_text.alignment import Entry, align, longest_in_common, plain


def _entries(*texts: str) -> list[Entry]:
    return [Entry(text, str(at)) for at, text in enumerate(texts, start=1)]


A, B, C, D = (
    f"the DCC shall {verb} each {thing} within one Working Day of its {event}"
    for verb, thing, event in (
        ("notify", "Party", "receipt"),
        ("revoke", "certificate", "expiry"),
        ("record", "verification by telephone", "completion in the register"),
        ("publish", "policy document on its website", "approval by the Panel"),
    )
)


@pytest.mark.parametrize(
    ("old", "new", "in_order", "moved"),
    [
        ([], [], [], []),
        ([A], [], [], []),
        ([A, B], [A, B], [(0, 0), (1, 1)], []),
        ([A, B], [A, C, B], [(0, 0), (1, 2)], []),
        ([A, B, C], [A, C], [(0, 0), (2, 1)], []),
        ([A, B, C, D], [B, C, D, A], [(1, 0), (2, 1), (3, 2)], [(0, 3)]),
        ([A, B], [A, f"{B} or sooner"], [(0, 0), (1, 1)], []),
        ([A, B, C, D], [f"{D} or sooner", A, B, C], [(0, 1), (1, 2), (2, 3)], [(3, 0)]),
        # Two halves of a clause: the first keeps its place.
        ([A], [A[: len(A) // 2], A[len(A) // 2 :]], [(0, 0)], []),
        # Repeated texts pair in order; a short one that vanishes here and turns up there has not moved.
        (["Not used."] * 3, ["Not used."] * 2, [(0, 0), (1, 1)], []),
        (["Not used.", A], [A, "Not used."], [(1, 0)], [(0, 1)]),
        (["General", A, B], [A, B, "General"], [(1, 0), (2, 1)], []),
        (["", A], ["", A], [(0, 0), (1, 1)], []),
        (["fax " * 9], ["post " * 9], [], []),
    ],
)
def test_pairs_stay_in_order_or_have_moved(
    old: list[str], new: list[str], in_order: list[tuple[int, int]], moved: list[tuple[int, int]]
) -> None:
    found = align(_entries(*old), _entries(*new))
    assert list(found.in_order) == in_order
    assert list(found.moved) == moved


def test_of_two_clauses_equally_alike_the_one_with_the_same_number_pairs() -> None:
    old = [Entry("by fax to the DCC now", "2")]
    new = [Entry("by post to the DCC now", "1"), Entry("by hand to the DCC now", "2")]
    assert align(old, new).in_order == ((0, 1),)


def test_a_repeated_text_that_lost_a_copy_keeps_the_copies_whose_numbers_stayed() -> None:
    old = [Entry("Not used.", "1"), Entry("Not used.", "2"), Entry("Not used.", "3")]
    new = [Entry("Not used.", "1"), Entry("Not used.", "3")]
    assert align(old, new).in_order == ((0, 0), (2, 1))


def test_all_clauses_swapped_all_move_but_one() -> None:
    texts = [f"clause {at} says something about subject {at * 7} at length" for at in range(200)]
    found = align(_entries(*texts), _entries(*reversed(texts)))
    assert len(found.in_order) == 1
    assert sorted([*found.in_order, *found.moved]) == [(at, 199 - at) for at in range(200)]


def test_of_two_clauses_that_may_have_moved_to_one_place_the_more_alike_did() -> None:
    found = align(_entries(f"{D} too", f"{D} or sooner", A, B, C), _entries(A, B, C, f"{D} or sooner yet"))
    assert found.moved == ((1, 3),)


def test_white_space_and_soft_hyphens_do_not_hide_a_clause() -> None:
    assert plain("inter\u00adoperable \u00a0 systems\n") == "interoperable systems"


def test_the_longest_sequence_in_common_gives_positions_on_both_sides() -> None:
    assert list(longest_in_common(["a", "b", "c"], ["b", "x", "c"])) == [(1, 0), (2, 2)]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("most_compared", [2_500, 0])
def test_every_clause_is_carried_through_edits_whose_truth_is_known_and_none_to_a_wrong_place(
    drafting: Callable[..., object], monkeypatch: pytest.MonkeyPatch, seed: int, most_compared: int
) -> None:
    # With 0 even the smallest gap takes the way that long gaps take, by rare runs of words.
    monkeypatch.setattr(module, "_MOST_COMPARED", most_compared)
    lawyer = drafting(seed)
    old = lawyer.draft(60)
    new = lawyer.edited(old)
    found = align(_entries(*(each.text for each in old)), _entries(*(each.text for each in new)))
    pairs = dict([*found.in_order, *found.moved])
    truth = {each.origin: at for at, each in enumerate(new) if each.origin is not None}
    # Either half of a split clause is its successor.
    wrong = [
        (at, pairs.get(at), truth.get(at))
        for at in range(len(old))
        if pairs.get(at) != truth.get(at)
        and not (at in truth and pairs.get(at) == truth[at] + 1 and new[truth[at] + 1].origin is None)
    ]
    assert wrong == []


def test_a_long_gap_of_clauses_that_differ_in_figures_alone_is_paired_by_number() -> None:
    old = [f"The Party shall pay a charge of £{at} for service {at * 7} within a month." for at in range(80)]
    new = [
        f"The Party shall pay a charge of £{at + 900} for service {at * 7 + 7000} within a month." for at in range(80)
    ]
    found = align(_entries(*old), _entries(*new))
    assert found.in_order == tuple((at, at) for at in range(80))
