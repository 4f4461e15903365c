"""Keys reach the next version, none by mistake, and every one is accounted for."""

from collections.abc import Callable

import pytest

from tests.builders.drafting import keys_through_word
from voting.documents.legal_text.carrying import carry_keys
from voting.documents.legal_text.comparison import compare_clauses
from voting.domain.legal_text import (
    ClauseState,
    ClauseText,
    HunkState,
    KeyOf,
    KeysCarried,
    Redline,
    broken_invariants,
    cancel_hunk,
    find_hunk,
)

IN_FORCE = """
8.1 The DCC shall notify each Party by telephone or by fax within one Working Day of the request.
8.2 The DCC shall keep a record of every request for at least three years after it was made.
8.3 Nothing in this section affects the rights of a Party under Section L.
"""
FIRST = IN_FORCE.replace("or by fax", "or by an authenticated message").replace("three years", "seven years")


def _accounts_for_all(previous: Redline, carried: KeysCarried) -> bool:
    lost = [left.key for left in carried.unplaced if left.what is KeyOf.CLAUSE]
    lost_hunks = [left.key for left in carried.unplaced if left.what is KeyOf.HUNK]
    return sorted([*carried.placed_clauses, *lost]) == sorted(clause.key for clause in previous.clauses) and sorted(
        [*carried.placed_hunks, *lost_hunks]
    ) == sorted(hunk.key for hunk in previous.hunks)


def _hunks(redline: Redline) -> dict[str, tuple[str, str]]:
    return {hunk.key: (hunk.delete_text, hunk.insert_text) for hunk in redline.hunks}


def test_the_same_text_again_keeps_every_key(redline_between: Callable[..., Redline]) -> None:
    previous = redline_between(IN_FORCE, FIRST)
    carried = carry_keys(previous, redline_between(IN_FORCE, FIRST, prefix="n"))
    assert carried.redline == previous
    assert carried.unplaced == ()


def test_clauses_and_hunks_keep_their_keys_though_numbers_and_wording_change(
    redline_between: Callable[..., Redline],
) -> None:
    previous = redline_between(IN_FORCE, FIRST)
    second = "8.1 This is a new first clause.\n" + FIRST.replace("an authenticated", "a signed").replace(
        "8.1 The", "8.2 The"
    )
    carried = carry_keys(previous, redline_between(IN_FORCE, second, prefix="n"))
    assert [clause.key for clause in carried.redline.clauses] == ["n1", "k1", "k2", "k3"]
    assert _hunks(carried.redline) == {
        "n5": ("", "This is a new first clause."),
        "k4": ("fax", "a signed message"),
        "k5": ("three", "seven"),
    }
    assert carried.unplaced == ()
    assert broken_invariants(carried.redline) == ()


def test_what_has_no_counterpart_is_listed_with_its_number_and_text(redline_between: Callable[..., Redline]) -> None:
    previous = redline_between(IN_FORCE, FIRST + "8.4 A wholly new clause that nobody wanted after all.\n")
    carried = carry_keys(previous, redline_between(IN_FORCE, IN_FORCE.replace("three", "seven"), prefix="n"))
    assert [(left.key, left.what, left.path, left.text) for left in carried.unplaced] == [
        ("k4", KeyOf.CLAUSE, "8.4", "A wholly new clause that nobody wanted after all."),
        ("k5", KeyOf.HUNK, "8.1", "an authenticated message"),
        ("k7", KeyOf.HUNK, "8.4", "A wholly new clause that nobody wanted after all."),
    ]
    assert _accounts_for_all(previous, carried)


def test_keys_survive_a_release_that_puts_the_proposal_into_force(redline_between: Callable[..., Redline]) -> None:
    previous = redline_between(IN_FORCE, FIRST)
    following = redline_between(FIRST, FIRST.replace("Section L", "Section M"), prefix="n")
    carried = carry_keys(previous, following)
    assert [clause.key for clause in carried.redline.clauses] == ["k1", "k2", "k3"]
    assert [left.key for left in carried.unplaced] == ["k4", "k5"]


def test_a_new_key_that_an_earlier_clause_had_is_replaced(redline_between: Callable[..., Redline]) -> None:
    previous = redline_between(IN_FORCE, IN_FORCE)
    following = redline_between(IN_FORCE, "8.0 A clause that nobody has seen before.\n" + IN_FORCE)
    carried = carry_keys(previous, following, new_key=lambda: "fresh")
    assert [clause.key for clause in carried.redline.clauses] == ["fresh", "k1", "k2", "k3"]
    assert broken_invariants(carried.redline) == ()


LINES = IN_FORCE.strip().splitlines()
MOVED = "\n".join([LINES[2], LINES[0], LINES[1]])


def test_a_clause_that_the_new_version_moves_is_where_it_goes(redline_between: Callable[..., Redline]) -> None:
    carried = carry_keys(redline_between(IN_FORCE, IN_FORCE), redline_between(IN_FORCE, MOVED, prefix="n"))
    assert [(clause.key, clause.state) for clause in carried.redline.clauses] == [
        ("k3", ClauseState.MOVED),
        ("k1", ClauseState.UNCHANGED),
        ("k2", ClauseState.UNCHANGED),
        ("n4", ClauseState.MOVED),
    ]
    assert carried.unplaced == ()


def test_a_clause_that_the_new_version_moves_and_edits_is_where_it_goes(
    redline_between: Callable[..., Redline],
) -> None:
    following = redline_between(IN_FORCE, MOVED.replace("Section L", "Section M"), prefix="n")
    carried = carry_keys(redline_between(IN_FORCE, IN_FORCE), following)
    assert [clause.key for clause in carried.redline.clauses] == ["k3", "k1", "k2", "n4"]
    back = carry_keys(following, redline_between(IN_FORCE, IN_FORCE))
    assert [clause.key for clause in back.redline.clauses] == ["n2", "n3", "n1"]


def test_a_clause_that_the_earlier_version_moved_keeps_its_key_where_the_new_one_has_it(
    redline_between: Callable[..., Redline],
) -> None:
    previous = redline_between(IN_FORCE, MOVED)
    assert previous.clauses[0].state is ClauseState.MOVED
    carried = carry_keys(previous, redline_between(IN_FORCE, IN_FORCE, prefix="n"))
    assert [clause.key for clause in carried.redline.clauses] == ["k2", "k3", "k1"]
    assert [left.key for left in carried.unplaced] == ["k4", "k5"]


def test_a_move_is_never_taken_for_an_edit_at_the_same_place(redline_between: Callable[..., Redline]) -> None:
    previous = redline_between(IN_FORCE, MOVED)
    deleted = "\n".join([LINES[0], LINES[1]])
    carried = carry_keys(previous, redline_between(IN_FORCE, deleted, prefix="n"))
    assert [left.key for left in carried.unplaced if left.what is KeyOf.HUNK] == ["k5"]
    assert broken_invariants(carried.redline) == ()


@pytest.mark.parametrize(("old", "hunk"), [("or by fax", ("fax", "an authenticated message")), ("", ("", "twice "))])
def test_a_cancelled_hunk_stays_visible_in_the_next_version(
    redline_between: Callable[..., Redline], old: str, hunk: tuple[str, str]
) -> None:
    proposed = FIRST if old else IN_FORCE.replace("notify each", "notify twice each").replace("three", "seven")
    previous = cancel_hunk(redline_between(IN_FORCE, proposed), "k4", "response 3")
    following = redline_between(IN_FORCE, IN_FORCE.replace("three", "nine"), prefix="n")
    carried = carry_keys(previous, following)
    kept = find_hunk(carried.redline, "k4")
    assert (kept.state, kept.cancelled_because) == (HunkState.CANCELLED, "response 3")
    assert (kept.delete_text, kept.insert_text) == hunk
    assert [each.key for each in carried.redline.hunks] == ["k4", "k5"]
    assert carried.unplaced == ()
    assert broken_invariants(carried.redline) == ()


def test_a_cancelled_hunk_whose_place_is_changed_now_is_the_change_that_stands_there(
    redline_between: Callable[..., Redline],
) -> None:
    previous = cancel_hunk(redline_between(IN_FORCE, FIRST), "k4", "response 3")
    carried = carry_keys(previous, redline_between(IN_FORCE, FIRST.replace("an authenticated", "a signed"), prefix="n"))
    assert find_hunk(carried.redline, "k4").state is HunkState.PROPOSED
    assert broken_invariants(carried.redline) == ()


def test_a_cancelled_hunk_in_a_clause_whose_text_in_force_changed_is_listed(
    redline_between: Callable[..., Redline],
) -> None:
    previous = cancel_hunk(redline_between(IN_FORCE, FIRST), "k4", "response 3")
    in_force = IN_FORCE.replace("within one Working Day", "at once")
    carried = carry_keys(previous, redline_between(in_force, in_force, prefix="n"))
    assert "k4" in [left.key for left in carried.unplaced]
    assert _accounts_for_all(previous, carried)


@pytest.mark.parametrize("first", [True, False])
def test_a_clause_that_was_to_be_inserted_stays_visible_after_it_was_cancelled(
    redline_between: Callable[..., Redline], first: bool
) -> None:
    new = "8.9 A wholly new clause that nobody wanted after all.\n"
    previous = redline_between(IN_FORCE, new + IN_FORCE if first else IN_FORCE + new)
    previous = cancel_hunk(previous, previous.hunks[0].key, "response 3")
    carried = carry_keys(previous, redline_between(IN_FORCE, FIRST, prefix="n"))
    ghost = carried.redline.clauses[0 if first else -1]
    assert (ghost.state, ghost.path) == (ClauseState.CANCELLED, "8.9")
    assert carried.unplaced == ()
    assert broken_invariants(carried.redline) == ()


def test_a_cancelled_clause_that_is_proposed_again_is_the_same_clause(redline_between: Callable[..., Redline]) -> None:
    proposed = IN_FORCE + "8.9 A wholly new clause that somebody wanted after all.\n"
    previous = redline_between(IN_FORCE, proposed)
    cancelled = cancel_hunk(previous, previous.hunks[0].key, "response 3")
    carried = carry_keys(cancelled, redline_between(IN_FORCE, proposed, prefix="n"))
    assert carried.redline == previous


def test_versions_without_anything_in_common_share_no_key(redline_between: Callable[..., Redline]) -> None:
    previous = redline_between("1.1 by fax.", "1.1 by fax now.")
    carried = carry_keys(previous, redline_between("שלום עולם.", "", prefix="n"))
    assert [left.key for left in carried.unplaced] == ["k1", "k2"]
    assert carry_keys(previous, redline_between("", "")).placed_clauses == ()


@pytest.mark.parametrize("seed", range(8))
def test_over_five_versions_whose_truth_is_known_every_key_arrives_and_none_at_a_wrong_clause(
    drafting: Callable[..., object],
    numbered: Callable[..., list[ClauseText]],
    counted: Callable[..., Callable[[], str]],
    seed: int,
) -> None:
    lawyer = drafting(seed)
    in_force = lawyer.draft(50)
    version = in_force
    redline = compare_clauses(numbered(in_force), numbered(version), new_key=counted("v0-"))
    key_of = {each.origin: clause.key for each, clause in zip(in_force, redline.clauses, strict=True)}
    for number in range(1, 6):
        version = lawyer.edited(version)
        following = compare_clauses(numbered(in_force), numbered(version), new_key=counted(f"v{number}-"))
        carried = carry_keys(redline, following, new_key=counted(f"again{number}-"))
        assert _accounts_for_all(redline, carried)
        redline = carried.redline
        assert broken_invariants(redline) == ()
        standing = [clause for clause in redline.clauses if clause.text_to_be is not None]
        arrived = {each.origin: clause.key for each, clause in zip(version, standing, strict=True)}
        wrong = {
            origin: key
            for origin, key in arrived.items()
            if origin is not None
            and key != key_of[origin]
            and not _is_other_half(origin, key_of[origin], version, standing)
        }
        assert wrong == {}
        key_of = arrived


def test_keys_arrive_through_the_word_files_of_five_versions() -> None:
    counted = keys_through_word(600, versions=5, seed=3)
    assert counted.wrong == []
    assert counted.kept >= counted.known * 0.999 > 2_000


def _is_other_half(origin: int, key: str, version: list[object], standing: list[object]) -> bool:
    at = next(at for at, each in enumerate(version) if each.origin == origin)
    return at + 1 < len(version) and version[at + 1].origin is None and standing[at + 1].key == key
