"""The classes White, Green, Amber and Red: which one an item has, and which one an export of several carries."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from voting.domain.confidentiality.choices import Confidentiality
from voting.domain.confidentiality.visibility import ItemFacts, Reading
from voting.domain.errors import RuleBroken


class Classification(StrEnum):
    """Who may hold a paper: the public, Parties, named bodies, named people. In rising order."""

    WHITE = "white"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class NothingClassified(RuleBroken):
    """An export of nothing, which has no class to carry."""


class NothingToRead(RuleBroken):
    """An item that is hidden, and so can be in no export."""


_RANK = {classification: rank for rank, classification in enumerate(Classification)}
# A full item's class by its confidentiality. White and Amber are facts; which of the rest means what is the best
# reading, as is that contact details are for named bodies.
_OF_FULL_ITEM: Mapping[Confidentiality, Classification] = MappingProxyType(
    {
        Confidentiality.PUBLIC: Classification.WHITE,
        Confidentiality.ANONYMOUS: Classification.RED,
        Confidentiality.BOARD_AND_AUTHORITY: Classification.AMBER,
        Confidentiality.SECAS_AND_AUTHORITY: Classification.RED,
    }
)
UNPUBLISHED = Classification.AMBER
CONTACT_DETAILS = Classification.AMBER


def highest(classes: Iterable[Classification]) -> Classification:
    """The highest of the classes; raises `NothingClassified` for none at all."""
    held = tuple(classes)
    if not held:
        raise NothingClassified("There is nothing to classify. Choose what the export should contain.")
    return max(held, key=_RANK.__getitem__)


def item_classification(item: ItemFacts, reading: Reading, *, is_published: bool) -> Classification:
    """The class of what is read of an item; what is not published yet is never White.

    Raises `NothingToRead` for a hidden item.
    """
    if reading is Reading.HIDDEN:
        raise NothingToRead("This item is hidden and cannot be exported.")
    of_text = _class_of_reading(item, reading)
    return of_text if is_published else highest((of_text, UNPUBLISHED))


def _class_of_reading(item: ItemFacts, reading: Reading) -> Classification:
    if reading in {Reading.PUBLIC_VERSION, Reading.DECLARED_BLANK}:
        return Classification.WHITE
    if reading is Reading.FULL and Confidentiality.ANONYMOUS in {item.choice, item.response_choice}:
        # The name is what the class protects here, whatever the text's own circle is.
        named = item.item_choice is Confidentiality.PUBLIC
        return Classification.WHITE if named else Classification.RED
    if item.choice is Confidentiality.ANONYMOUS:
        return Classification.WHITE
    return _OF_FULL_ITEM[item.choice]


def export_classification(parts: Iterable[Classification], *, has_contact_details: bool) -> Classification:
    """The class an export carries: the highest of what it contains, and never White with personal contact details."""
    return highest((*parts, *((CONTACT_DETAILS,) if has_contact_details else ())))
