"""One point of a response: the positions it can take, on what, in which words, and whether it is complete."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from voting.domain.confidentiality import (
    Confidentiality,
    PublicVersion,
    check_public_version,
    effective,
    withholds_text,
)
from voting.domain.consultations import QuestionKind
from voting.domain.errors import RuleBroken

# In UTF-16 units, in which Excel counts, so that every text fits into one cell of a workbook.
LONGEST_TEXT = 30_000
OBJECTIVE_LETTERS = ("a", "b", "c", "d", "e", "f", "g")


class DraftingPosition(StrEnum):
    """A position on drafting."""

    AGREE = "agree"
    AGREE_WITH_CHANGE = "agree_with_change"
    DISAGREE = "disagree"
    QUESTION = "question"
    NO_COMMENT = "no_comment"


class ApprovalPosition(StrEnum):
    """A position on whether the modification should be approved."""

    APPROVE = "approve"
    REJECT = "reject"
    NO_VIEW = "no_view"


class YesNo(StrEnum):
    """An answer to a question that asks for yes or no."""

    YES = "yes"
    NO = "no"


Position = DraftingPosition | ApprovalPosition | YesNo


class TargetKind(StrEnum):
    """What an item can be about."""

    QUESTION = "question"
    OBSERVATION = "observation"
    CLAUSE = "clause"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that an item is about. Of a question also its kind, its options and whether it asks for a reason."""

    kind: TargetKind
    key: str
    question_kind: QuestionKind | None = None
    options: tuple[str, ...] = ()
    comment_required: bool = False


@dataclass(frozen=True, slots=True)
class ResponseItem:
    """One point. `confidentiality` None: the response's choice holds. `chosen` is one of the options of a question.

    A text that the public may not read has a version for publication, or is declared blank.
    """

    key: str
    targets: tuple[Target, ...]
    position: Position | None = None
    comment: str = ""
    own_wording: str = ""
    chosen: str = ""
    objectives: tuple[str, ...] = ()
    confidentiality: Confidentiality | None = None
    public_version: PublicVersion | None = None
    declared_blank: bool = False


class ItemRefused(RuleBroken):
    """An item that cannot be submitted as it stands; the subclass says why."""


class NoTarget(ItemRefused):
    """An item about nothing."""


class TargetTwice(ItemRefused):
    """An item that names one target twice."""


class TargetsDoNotFit(ItemRefused):
    """Targets that are answered in different ways, so that one position cannot answer them all."""


class PositionMissing(ItemRefused):
    """No position was taken."""


class PositionDoesNotFit(ItemRefused):
    """A position of another kind than the target asks for."""


class OptionNotOffered(ItemRefused):
    """An option was not chosen, or one that the question does not offer."""


class ObjectiveNotKnown(ItemRefused):
    """A letter that is none of the General SEC Objectives'."""


class CommentMissing(ItemRefused):
    """The position needs a comment that explains it."""


class WordingOrCommentMissing(ItemRefused):
    """An agreement with a change that does not say which change."""


class TextTooLong(ItemRefused):
    """A text longer than can be kept and exported whole."""


class PublicVersionMissing(ItemRefused):
    """A confidential text with neither a version for publication nor a declared blank."""


class BlankWithVersion(ItemRefused):
    """A version for publication beside the declaration that there is none."""


# What kind of position each question asks for; the rest are answered in words alone.
_OF_QUESTION: Mapping[QuestionKind, type[Position]] = MappingProxyType(
    {
        QuestionKind.YES_NO_RATIONALE: YesNo,
        QuestionKind.APPROVAL: ApprovalPosition,
        QuestionKind.BY_OBSERVATION: DraftingPosition,
        QuestionKind.BY_CLAUSE: DraftingPosition,
    }
)
_NEEDS_COMMENT = frozenset({DraftingPosition.DISAGREE, DraftingPosition.QUESTION})
_SAYS_NOTHING = frozenset({DraftingPosition.NO_COMMENT, ApprovalPosition.NO_VIEW})


def position_kind(target: Target) -> type[Position] | None:
    """The kind of position that the target asks for; None where it is answered in words alone."""
    if target.kind is not TargetKind.QUESTION:
        return DraftingPosition
    return _OF_QUESTION.get(target.question_kind) if target.question_kind is not None else None


def text_length(text: str) -> int:
    """The length of a text in UTF-16 units, in which the limit is given; a lone surrogate counts as one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def item_refusals(item: ResponseItem, response_choice: Confidentiality) -> tuple[RuleBroken, ...]:
    """Everything that keeps the item from being submitted, so that a form can show all of it at once."""
    refusals: list[RuleBroken] = []
    for check in _CHECKS:
        refusals += check(item)
    refusals += _confidentiality_refusals(item, response_choice)
    return tuple(refusals)


def is_complete(item: ResponseItem, response_choice: Confidentiality) -> bool:
    """Whether nothing keeps the item from being submitted."""
    return not item_refusals(item, response_choice)


def check_item(item: ResponseItem, response_choice: Confidentiality) -> None:
    """Pass, or raise the first of `item_refusals`."""
    for refusal in item_refusals(item, response_choice):
        raise refusal


def says_something(item: ResponseItem) -> bool:
    """Whether there is anything in it that a reply could answer."""
    return bool(item.comment.strip() or item.own_wording.strip())


def is_blank(item: ResponseItem) -> bool:
    """Whether nothing has been answered in it, so that it is an empty place on a form and no point of the response."""
    return item.position is None and not (item.chosen or item.objectives or says_something(item))


def takes_no_view(item: ResponseItem) -> bool:
    """Whether the item declares that it has no comment or view."""
    return item.position in _SAYS_NOTHING and not says_something(item)


def _target_refusals(item: ResponseItem) -> Iterator[ItemRefused]:
    if not item.targets:
        yield NoTarget("Say what this is about: a question, an observation or a clause.", "targets")
        return
    names = [(target.kind, target.key) for target in item.targets]
    if len(set(names)) < len(names):
        yield TargetTwice("This names the same target twice. Remove one of them.", "targets")
    kinds = {kind for kind in map(position_kind, item.targets) if kind is not None}
    if len(kinds) > 1:
        yield TargetsDoNotFit(
            "These targets are answered in different ways. Make one item for each way of answering.", "targets"
        )


def _position_refusals(item: ResponseItem) -> Iterator[ItemRefused]:
    kinds = {kind for kind in map(position_kind, item.targets) if kind is not None}
    if not item.targets or len(kinds) > 1:
        return
    kind = next(iter(kinds), None)
    if kind is None and item.position is not None:
        yield PositionDoesNotFit("This is answered in words, without a position.", "position")
    elif kind is not None and item.position is None:
        yield PositionMissing("Choose your position.", "position")
    elif kind is not None and not isinstance(item.position, kind):
        yield PositionDoesNotFit("This position does not answer what is asked. Choose one of those shown.", "position")


def _question_refusals(item: ResponseItem) -> Iterator[ItemRefused]:
    for target in item.targets:
        if target.question_kind is QuestionKind.PREFERRED_OPTION and item.chosen not in target.options:
            yield OptionNotOffered("Choose one of the options that the question offers.", "chosen")
    if item.chosen and not any(target.question_kind is QuestionKind.PREFERRED_OPTION for target in item.targets):
        yield OptionNotOffered("Nothing here asks for an option.", "chosen")
    unknown = [letter for letter in item.objectives if letter not in OBJECTIVE_LETTERS]
    if unknown:
        yield ObjectiveNotKnown(
            f"There is no General SEC Objective ({unknown[0][:3]}). They are (a) to (g).", "objectives"
        )


def _comment_refusals(item: ResponseItem) -> Iterator[ItemRefused]:
    has_comment, has_wording = bool(item.comment.strip()), bool(item.own_wording.strip())
    if item.position is DraftingPosition.AGREE_WITH_CHANGE and not (has_comment or has_wording):
        yield WordingOrCommentMissing(
            "You agree with a change: write the wording you propose, or say in a comment what to change.", "own_wording"
        )
    elif not has_comment and _comment_is_needed(item):
        yield CommentMissing(_WHY_A_COMMENT.get(item.position, "Write your answer."), "comment")


_WHY_A_COMMENT: Mapping[Position | None, str] = MappingProxyType(
    {
        DraftingPosition.DISAGREE: "Say why you disagree.",
        DraftingPosition.QUESTION: "Write your question.",
        ApprovalPosition.APPROVE: "Say why it should be approved, against the General SEC Objectives.",
        ApprovalPosition.REJECT: "Say why it should be rejected, against the General SEC Objectives.",
        YesNo.YES: "Give the reason for your answer.",
        YesNo.NO: "Give the reason for your answer.",
    }
)


def _comment_is_needed(item: ResponseItem) -> bool:
    if item.position in _NEEDS_COMMENT:
        return True
    if item.position is None:
        # Answered in words alone, so without words it is no answer; choosing an option is one.
        return bool(item.targets) and not item.chosen and all(position_kind(one) is None for one in item.targets)
    return item.position not in _SAYS_NOTHING and any(target.comment_required for target in item.targets)


def _length_refusals(item: ResponseItem) -> Iterator[ItemRefused]:
    version = item.public_version
    texts = (
        ("comment", "The comment", item.comment),
        ("own_wording", "Your own wording", item.own_wording),
        ("public_version", "The comment for publication", version.comment if version else ""),
        ("public_version", "The wording for publication", version.own_wording if version else ""),
    )
    for field, name, text in texts:
        over = text_length(text) - LONGEST_TEXT
        if over > 0:
            yield TextTooLong(
                f"{name} is over the limit of {LONGEST_TEXT:,} characters by {over:,}. Shorten it, or make two items.",
                field,
            )


_CHECKS: tuple[Callable[[ResponseItem], Iterator[ItemRefused]], ...] = (
    _target_refusals,
    _position_refusals,
    _question_refusals,
    _comment_refusals,
    _length_refusals,
)


def _confidentiality_refusals(item: ResponseItem, response_choice: Confidentiality) -> Iterator[RuleBroken]:
    choice = effective(response_choice, item.confidentiality)
    if item.declared_blank and item.public_version is not None:
        yield BlankWithVersion(
            "There is a version for publication, and it is declared blank. Keep one of the two.", "public_version"
        )
        return
    try:
        check_public_version(choice, item.public_version)
    except RuleBroken as broken:
        yield broken
        return
    stated = item.declared_blank or item.public_version is not None
    if withholds_text(choice) and says_something(item) and not stated:
        yield PublicVersionMissing(
            "The public will not read this text. Write a version for publication, or declare it left blank.",
            "public_version",
        )
