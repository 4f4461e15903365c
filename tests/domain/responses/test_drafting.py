"""A response while it is drafted: what is open, what a version keeps, and two people on one item."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.confidentiality import Confidentiality, PublicVersion
from voting.domain.responses import (
    Coverage,
    Draft,
    DraftingPosition,
    FieldDifference,
    NoCommentOnRest,
    ResponseItem,
    Target,
    TargetKind,
    as_submitted,
    coverage,
    merge_item,
)

D = DraftingPosition
TARGETS = tuple(Target(TargetKind.OBSERVATION, f"d-{number}") for number in range(1, 7))
DECLARED = NoCommentOnRest(5, datetime(2021, 12, 20, tzinfo=UTC))


def item(*targets: Target, position: D | None = D.DISAGREE, comment: str = "because") -> ResponseItem:
    """An item about these targets."""
    return ResponseItem("i1", targets, position, comment)


@pytest.mark.parametrize(
    ("items", "declared", "expected"),
    [
        ((), None, Coverage(6, 0, 0, 0, 6)),
        ((), DECLARED, Coverage(6, 0, 0, 6, 0)),
        ((item(TARGETS[0]),), None, Coverage(6, 1, 0, 0, 5)),
        ((item(*TARGETS[:3]),), DECLARED, Coverage(6, 3, 0, 3, 0)),
        ((item(TARGETS[0]), item(TARGETS[0])), None, Coverage(6, 1, 0, 0, 5)),
        ((item(TARGETS[0], position=D.NO_COMMENT, comment=""),), None, Coverage(6, 0, 1, 0, 5)),
        (
            (item(TARGETS[0], position=D.NO_COMMENT, comment=""), item(TARGETS[0])),
            None,
            Coverage(6, 1, 0, 0, 5),
        ),
        ((item(TARGETS[0], position=None, comment=""),), None, Coverage(6, 0, 0, 0, 6)),
        ((item(Target(TargetKind.CLAUSE, "d-1")),), None, Coverage(6, 0, 0, 0, 6)),
    ],
)
def test_coverage_counts_each_target_once(
    items: tuple[ResponseItem, ...], declared: NoCommentOnRest | None, expected: Coverage
) -> None:
    assert coverage(items, TARGETS, declared) == expected


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (Coverage(6, 1, 0, 0, 5), "1 answered, 5 open, which is fine"),
        (Coverage(6, 1, 2, 3, 0), "1 answered, 2 without comment, no comment declared on the other 3"),
        (Coverage(1, 1, 0, 0, 0), "1 answered"),
    ],
)
def test_coverage_is_said_in_counts_and_never_as_a_percentage(counts: Coverage, sentence: str) -> None:
    assert counts.sentence == sentence
    assert "%" not in counts.sentence


picks = st.lists(st.tuples(st.sampled_from(TARGETS), st.sampled_from([None, *D]), st.sampled_from(["", "words"])))


@settings(max_examples=60, deadline=None)
@given(picks, st.sampled_from([None, DECLARED]))
def test_the_counts_of_a_coverage_always_add_up(
    made: list[tuple[Target, D | None, str]], declared: NoCommentOnRest | None
) -> None:
    counts = coverage([item(one, position=position, comment=text) for one, position, text in made], TARGETS, declared)
    assert counts.answered + counts.no_comment + counts.declared + counts.remaining == counts.targets == len(TARGETS)
    assert counts.remaining == 0 or declared is None


def test_a_version_keeps_no_empty_places_and_declares_its_blanks() -> None:
    secret = replace(item(TARGETS[0]), confidentiality=Confidentiality.SECAS_AND_AUTHORITY)
    versioned = replace(secret, public_version=PublicVersion("words", "", shows_position=False))
    empty = item(TARGETS[1], position=None, comment=" ")
    bare = replace(secret, comment="", position=D.AGREE)
    public = item(TARGETS[2])
    draft = Draft(7, Confidentiality.PUBLIC, (secret, versioned, empty, bare, public), blank_the_rest=True)
    assert as_submitted(draft).items == (replace(secret, declared_blank=True), versioned, bare, public)
    assert as_submitted(replace(draft, blank_the_rest=False)).items == (secret, versioned, bare, public)


SEEN = item(TARGETS[0])
THEIRS = replace(SEEN, comment="their words")
MINE = replace(SEEN, position=D.AGREE)


def test_where_one_side_changed_its_text_is_taken() -> None:
    assert merge_item(SEEN, SEEN, MINE).item == MINE
    assert merge_item(SEEN, THEIRS, SEEN).item == THEIRS
    assert merge_item(SEEN, THEIRS, THEIRS).item == THEIRS
    assert merge_item(SEEN, SEEN, SEEN).is_settled


def test_where_both_sides_changed_both_are_shown_and_nothing_is_taken() -> None:
    merge = merge_item(SEEN, THEIRS, replace(MINE, comment="my words"))
    assert merge.item is None
    assert merge.differences == (
        FieldDifference("position", D.DISAGREE, D.DISAGREE, D.AGREE),
        FieldDifference("comment", "because", "their words", "my words"),
    )
    assert [one.clashes for one in merge.differences] == [False, True]


def test_a_secret_added_by_one_is_never_joined_to_a_publication_by_the_other() -> None:
    seen = replace(SEEN, confidentiality=Confidentiality.SECAS_AND_AUTHORITY, declared_blank=True)
    secret_added = replace(seen, comment="it costs us £4m")
    made_public = replace(seen, confidentiality=Confidentiality.PUBLIC, declared_blank=False)
    merge = merge_item(seen, secret_added, made_public)
    assert not merge.is_settled
    assert {one.field for one in merge.differences} == {"comment", "confidentiality", "declared_blank"}


words = st.sampled_from(["", "one", "two"])
versions = st.builds(lambda position, comment: item(TARGETS[0], position=position, comment=comment),
                     st.sampled_from([D.AGREE, D.DISAGREE]), words)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(versions, versions, versions)
def test_a_merge_never_invents_an_item_and_never_loses_one(
    seen: ResponseItem, current: ResponseItem, mine: ResponseItem
) -> None:
    merge = merge_item(seen, current, mine)
    if merge.item is not None:
        assert merge.item in (current, mine)
        assert seen in (current, mine) or current == mine
    else:
        assert merge.differences
        for difference in merge.differences:
            assert (difference.current, difference.mine) == (
                getattr(current, difference.field), getattr(mine, difference.field),
            )  # fmt: skip
