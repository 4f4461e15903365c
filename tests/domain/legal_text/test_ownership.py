"""Every hunk has an owner where there is a register, and one without blocks publication."""

from collections.abc import Callable

import pytest

from voting.domain.legal_text import (
    HunkOwner,
    HunksWithoutOwner,
    ObservationOwnerNotNamed,
    Ownership,
    OwnerWithoutRegister,
    Redline,
    RedlineInconsistent,
    Span,
    SpanKind,
    cancel_hunk,
    check_publishable,
    ownership_of,
    remaining_as_housekeeping,
    unowned_hunks,
)

OF_TWO = Ownership(HunkOwner.OBSERVATION, "Appendix D 2")
HOUSEKEEPING = Ownership(HunkOwner.HOUSEKEEPING)
CONSEQUENTIAL = Ownership(HunkOwner.CONSEQUENTIAL)
SOLUTION = Ownership(HunkOwner.PROPOSED_SOLUTION)


@pytest.fixture
def redline(redline_of: Callable[..., Redline]) -> Redline:
    return redline_of(
        *([Span(SpanKind.DELETE, word), Span(SpanKind.EQUAL, " x")] for word in ("fax", "telex", "wire", "a"))
    )


@pytest.mark.parametrize(
    ("owners", "has_register", "unowned"),
    [
        ({}, False, []),
        ({"h1": HOUSEKEEPING}, False, []),
        ({}, True, ["h1", "h2", "h3", "h4"]),
        ({"h1": OF_TWO, "h2": HOUSEKEEPING, "h3": CONSEQUENTIAL}, True, ["h4"]),
        ({"h1": OF_TWO, "h2": OF_TWO, "h3": OF_TWO, "h4": SOLUTION}, True, ["h4"]),
    ],
)
def test_with_a_register_a_hunk_needs_an_observation_or_a_mark_and_without_one_nothing(
    redline: Redline, owners: dict[str, Ownership], has_register: bool, unowned: list[str]
) -> None:
    found = unowned_hunks(redline.hunks, owners, has_register=has_register)
    assert [hunk.key for hunk in found] == unowned


def test_without_a_register_the_proposed_solution_owns_what_nobody_marked() -> None:
    assert ownership_of("h1", {}, has_register=False) == SOLUTION
    assert ownership_of("h1", {"h1": HOUSEKEEPING}, has_register=False) == HOUSEKEEPING
    assert ownership_of("h1", {}, has_register=True) is None


def test_a_cancelled_hunk_needs_no_owner(redline: Redline) -> None:
    cancelled = cancel_hunk(redline, "h1", "a response")
    assert [hunk.key for hunk in unowned_hunks(cancelled.hunks, {}, has_register=True)] == ["h2", "h3", "h4"]


def test_marking_all_remaining_as_housekeeping_is_one_act_that_leaves_owners_alone(redline: Redline) -> None:
    owners = remaining_as_housekeeping(redline.hunks, {"h2": OF_TWO}, has_register=True)
    assert owners == {"h1": HOUSEKEEPING, "h2": OF_TWO, "h3": HOUSEKEEPING, "h4": HOUSEKEEPING}
    check_publishable(redline, owners, has_register=True)


def test_an_unowned_hunk_blocks_publication_and_the_sentence_says_where_it_is(redline: Redline) -> None:
    with pytest.raises(HunksWithoutOwner) as refused:
        check_publishable(redline, {}, has_register=True)
    assert str(refused.value) == (
        "4 changes have no owner in Appendix D (1: delete 'fax'; 2: delete 'telex'; 3: delete 'wire'; …). "
        "Link each to an observation, or mark it consequential or housekeeping."
    )
    with pytest.raises(HunksWithoutOwner, match=r"^1 change has no owner in Appendix D \(4: delete 'a'\)"):
        check_publishable(redline, dict.fromkeys(("h1", "h2", "h3"), HOUSEKEEPING), has_register=True)


def test_without_a_register_a_redline_is_published_as_it_is_unless_it_names_an_observation(redline: Redline) -> None:
    check_publishable(redline, {"h9": OF_TWO}, has_register=False)
    with pytest.raises(OwnerWithoutRegister, match="names observation Appendix D 2"):
        check_publishable(redline, {"h1": OF_TWO}, has_register=False)


def test_a_redline_that_does_not_add_up_is_never_publishable(redline: Redline) -> None:
    with pytest.raises(RedlineInconsistent):
        check_publishable(Redline("", "", redline.clauses, ()), {}, has_register=False)


@pytest.mark.parametrize(("owner", "observation"), [(HunkOwner.OBSERVATION, ""), (HunkOwner.HOUSEKEEPING, "2")])
def test_an_observation_is_named_exactly_when_it_is_the_owner(owner: HunkOwner, observation: str) -> None:
    with pytest.raises(ObservationOwnerNotNamed):
        Ownership(owner, observation)
