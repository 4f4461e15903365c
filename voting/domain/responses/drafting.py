"""A response while it is drafted: all of it, what remains to be answered, and what to do when two people wrote."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime

from voting.domain.confidentiality import Confidentiality, effective, withholds_text
from voting.domain.responses.items import ResponseItem, Target, TargetKind, is_blank, says_something, takes_no_view


@dataclass(frozen=True, slots=True)
class NoCommentOnRest:
    """One declared act: the organisation has no comment on everything that no item answers."""

    declared_by: int
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A response of one organisation as it stands now.

    `is_nil`: "No response", which stops reminders. `blank_the_rest`: every confidential text without a version for
    publication is declared blank in one act.
    """

    organisation_id: int | None
    confidentiality: Confidentiality
    items: tuple[ResponseItem, ...] = ()
    no_comment_on_rest: NoCommentOnRest | None = None
    is_nil: bool = False
    blank_the_rest: bool = False


def as_submitted(draft: Draft) -> Draft:
    """The draft as a version keeps it: without the empty places of its form, with every blank declared."""
    items = tuple(item for item in draft.items if not is_blank(item))
    if draft.blank_the_rest:
        items = tuple(_blanked(item, draft.confidentiality) for item in items)
    return replace(draft, items=items)


def _blanked(item: ResponseItem, response_choice: Confidentiality) -> ResponseItem:
    withheld = withholds_text(effective(response_choice, item.confidentiality))
    if withheld and says_something(item) and item.public_version is None:
        return replace(item, declared_blank=True)
    return item


@dataclass(frozen=True, slots=True)
class Coverage:
    """What has been answered, in counts. There is no percentage: one good comment is a whole answer."""

    targets: int
    answered: int
    no_comment: int
    declared: int
    remaining: int

    @property
    def sentence(self) -> str:
        """The counts in words."""
        parts = [f"{self.answered} answered"]
        if self.no_comment:
            parts.append(f"{self.no_comment} without comment")
        if self.declared:
            parts.append(f"no comment declared on the other {self.declared}")
        if self.remaining:
            parts.append(f"{self.remaining} open, which is fine")
        return ", ".join(parts)


def coverage(
    items: Iterable[ResponseItem], targets: Iterable[Target], no_comment_on_rest: NoCommentOnRest | None
) -> Coverage:
    """How many of the targets are answered, without comment, covered by the declaration, or open.

    Items about things that are not among the targets change nothing; a target with several items counts once, and as
    answered if any of them says something.
    """
    wanted = {(target.kind, target.key) for target in targets}
    answered: set[tuple[TargetKind, str]] = set()
    silent: set[tuple[TargetKind, str]] = set()
    for item in (one for one in items if not is_blank(one)):
        touched = {(target.kind, target.key) for target in item.targets} & wanted
        (silent if takes_no_view(item) else answered).update(touched)
    silent -= answered
    rest = len(wanted) - len(answered) - len(silent)
    declared = rest if no_comment_on_rest is not None else 0
    return Coverage(len(wanted), len(answered), len(silent), declared, rest - declared)


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field of an item in three versions: as the form saw it, as it is now, and as the form wants it."""

    field: str
    seen: object
    current: object
    mine: object

    @property
    def clashes(self) -> bool:
        """Whether both sides changed the field, and to different things."""
        return self.seen not in (self.current, self.mine) and self.current != self.mine


@dataclass(frozen=True, slots=True)
class Merge:
    """What to do with a form that saw an older version: take `item`, or show both texts with their differences."""

    item: ResponseItem | None
    differences: tuple[FieldDifference, ...]

    @property
    def is_settled(self) -> bool:
        """Whether nothing has to be asked."""
        return self.item is not None


def merge_item(seen: ResponseItem, current: ResponseItem, mine: ResponseItem) -> Merge:
    """What becomes of a draft item when the form saw `seen`, `current` is stored by now, and the form holds `mine`.

    Where only one side changed anything, or both changed it alike, that side's item is taken. In every other case both
    are shown and nothing is taken: fields of two people are never mixed, because a position belongs to its comment, and
    a text that one made public must not be one that the other has just added a secret to.
    """
    if mine in (seen, current):
        return Merge(current, ())
    if current == seen:
        return Merge(mine, ())
    differences = tuple(
        FieldDifference(field.name, *(getattr(item, field.name) for item in (seen, current, mine)))
        for field in fields(ResponseItem)
        if getattr(current, field.name) != getattr(mine, field.name)
    )
    return Merge(None, differences)
