"""What people type into a point, the names of targets, and what a form says that it has seen."""

from dataclasses import replace

import pytest

from voting.domain.confidentiality import Confidentiality, PublicVersion
from voting.domain.responses import (
    CHOICES,
    ApprovalPosition,
    DraftChoices,
    DraftingPosition,
    PositionNotKnown,
    ResponseItem,
    Target,
    TargetKind,
    TargetNotConsulted,
    TargetRef,
    TypedItem,
    YesNo,
    item_digest,
    position_named,
    read_seen_token,
    seen_token,
    target_ref,
)

TARGET = Target(TargetKind.OBSERVATION, "observation:7")
ITEM = ResponseItem(
    key="observation:7",
    targets=(TARGET,),
    position=DraftingPosition.DISAGREE,
    comment="Why.",
    own_wording="How.",
    confidentiality=Confidentiality.ANONYMOUS,
    public_version=PublicVersion("Told.", "", shows_position=True),
)


@pytest.mark.parametrize(
    ("name", "ref"),
    [
        ("question:12", TargetRef(TargetKind.QUESTION, 12)),
        ("observation:7", TargetRef(TargetKind.OBSERVATION, 7)),
        ("clause:3:k9", TargetRef(TargetKind.CLAUSE, 3, "k9")),
        ("clause:3:a:b", TargetRef(TargetKind.CLAUSE, 3, "a:b")),
    ],
)
def test_a_target_is_found_by_its_name(name: str, ref: TargetRef) -> None:
    assert target_ref(name) == ref
    assert str(ref) == name


@pytest.mark.parametrize(
    "name",
    ["", "question", "question:", "question:-1", "question:1:x", "clause:3", "clause:3:", "person:1", "question:²"],
)
def test_what_is_no_name_of_a_target_is_refused(name: str) -> None:
    with pytest.raises(TargetNotConsulted):
        target_ref(name)


@pytest.mark.parametrize("position", [*DraftingPosition, *ApprovalPosition, *YesNo])
def test_every_position_is_found_by_its_word(position: DraftingPosition) -> None:
    assert position_named(position.value) is position


def test_no_word_is_no_position_and_an_unknown_one_is_refused() -> None:
    assert position_named("") is None
    assert position_named(None) is None
    with pytest.raises(PositionNotKnown):
        position_named("perhaps")


def test_a_point_goes_through_typing_unchanged() -> None:
    typed = TypedItem(
        TARGET.key,
        position=ITEM.position,
        comment=ITEM.comment,
        own_wording=ITEM.own_wording,
        confidentiality=ITEM.confidentiality,
        public_version=ITEM.public_version,
    )
    assert typed.as_item({TARGET.key: TARGET}) == ITEM
    assert TypedItem("observation:7", also_targets=("clause:1:k",)).names == ("observation:7", "clause:1:k")


@pytest.mark.parametrize(
    "changed",
    [
        {"position": None},
        {"comment": "Why"},
        {"own_wording": ""},
        {"chosen": "A"},
        {"objectives": ("a",)},
        {"confidentiality": None},
        {"public_version": None},
        {"public_version": PublicVersion("Told.", "", shows_position=False)},
        {"declared_blank": True},
        {"targets": (TARGET, Target(TargetKind.OBSERVATION, "observation:8"))},
    ],
)
def test_whatever_is_typed_differently_has_another_digest(changed: dict[str, object]) -> None:
    assert item_digest(replace(ITEM, **changed)) != item_digest(ITEM)  # type: ignore[arg-type]


def test_what_a_form_has_seen_goes_into_its_hidden_field_and_back() -> None:
    seen = {"clause:3:k9": item_digest(ITEM), CHOICES: DraftChoices().digest}
    assert read_seen_token(seen_token(seen)) == seen


@pytest.mark.parametrize(
    "token", ["", "nonsense", "question:1=xyz", "= 0123456789abcdef", "question:1=0123456789ABCDEF"]
)
def test_what_is_no_token_counts_as_not_seen(token: str) -> None:
    assert read_seen_token(token) == {}
