"""The four choices of confidentiality: who reads the text, who reads the name, and the plain warning beside each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from voting.domain.errors import RuleBroken


class Confidentiality(StrEnum):
    """One choice per response, with exceptions per item; from the widest circle of readers to the narrowest."""

    PUBLIC = "public"
    ANONYMOUS = "anonymous"
    BOARD_AND_AUTHORITY = "board_and_authority"
    SECAS_AND_AUTHORITY = "secas_and_authority"


class Reader(StrEnum):
    """As what somebody reads a published answer of another organisation."""

    ANYBODY = "anybody"
    BOARD = "board"
    AUTHORITY = "authority"
    SECAS = "secas"


_EVERYBODY = frozenset(Reader)
# Whose eyes the text is for, and whose the name. That the Board reads an anonymous answer without its name is the best
# reading of "anonymous"; it is corrected here and nowhere else.
TEXT_READERS: Mapping[Confidentiality, frozenset[Reader]] = MappingProxyType(
    {
        Confidentiality.PUBLIC: _EVERYBODY,
        Confidentiality.ANONYMOUS: _EVERYBODY,
        Confidentiality.BOARD_AND_AUTHORITY: frozenset({Reader.BOARD, Reader.AUTHORITY, Reader.SECAS}),
        Confidentiality.SECAS_AND_AUTHORITY: frozenset({Reader.AUTHORITY, Reader.SECAS}),
    }
)
NAME_READERS: Mapping[Confidentiality, frozenset[Reader]] = MappingProxyType(
    {
        Confidentiality.PUBLIC: _EVERYBODY,
        Confidentiality.ANONYMOUS: frozenset({Reader.AUTHORITY, Reader.SECAS}),
        Confidentiality.BOARD_AND_AUTHORITY: _EVERYBODY,
        Confidentiality.SECAS_AND_AUTHORITY: _EVERYBODY,
    }
)

WARNINGS: Mapping[Confidentiality, str] = MappingProxyType(
    {
        Confidentiality.PUBLIC: "Everybody will read this with your organisation's name.",
        Confidentiality.ANONYMOUS: (
            "Everybody will read this without your name; SECAS and the Authority see the name. With few respondents "
            "your name may be guessed."
        ),
        Confidentiality.BOARD_AND_AUTHORITY: (
            "Only the Change Board, the Authority and SECAS will read this. Others see that you answered, and your "
            "version for publication if you give one."
        ),
        Confidentiality.SECAS_AND_AUTHORITY: (
            "The Board will not see this, so it cannot weigh it. Others see that you answered, and your version for "
            "publication if you give one."
        ),
    }
)
# Below this many respondents, or this many in one category, a name is easily guessed.
FEW_RESPONDENTS = 5
FEW_IN_CATEGORY = 3


class PublicVersionNotNeeded(RuleBroken):
    """A version for publication beside a text that is published as it stands."""


class PublicVersionEmpty(RuleBroken):
    """A version for publication that says nothing: a declared blank says so openly."""


@dataclass(frozen=True, slots=True)
class PublicVersion:
    """What the public reads instead of a confidential text. Whether the position is shown is part of the choice."""

    comment: str
    own_wording: str
    shows_position: bool


def effective(response: Confidentiality, item: Confidentiality | None) -> Confidentiality:
    """The choice that holds for an item: its own exception, else the response's. An exception may widen or narrow."""
    return response if item is None else item


def withholds_text(choice: Confidentiality) -> bool:
    """Whether the public does not read the text, so that it needs a version for publication or a declared blank."""
    return Reader.ANYBODY not in TEXT_READERS[choice]


def withholds_name(response: Confidentiality, item: Confidentiality | None) -> bool:
    """Whether the public does not read whose item it is.

    An anonymous response stays without a name where one of its items goes to a narrower circle, or that item would name
    its author; an item that is expressly public carries its name.
    """
    choice = effective(response, item)
    if choice is Confidentiality.PUBLIC:
        return False
    return any(Reader.ANYBODY not in NAME_READERS[one] for one in (response, choice))


def check_public_version(choice: Confidentiality, version: PublicVersion | None) -> None:
    """Pass, or raise `PublicVersionNotNeeded` or `PublicVersionEmpty`."""
    if version is None:
        return
    if not withholds_text(choice):
        raise PublicVersionNotNeeded(
            "This text is published as it stands. Remove the version for publication, or restrict who reads the text.",
            "public_version",
        )
    if not (version.comment.strip() or version.own_wording.strip()):
        raise PublicVersionEmpty(
            "The version for publication is empty. Write one, or declare it left blank.", "public_version"
        )


def small_set_warning(anonymous_categories: tuple[str, ...], respondents_by_category: Mapping[str, int]) -> str:
    """A warning where names that are withheld may be guessed, or nothing.

    `anonymous_categories` holds the category of every respondent without a name; `respondents_by_category` counts all
    respondents, those included.
    """
    if not anonymous_categories:
        return ""
    total = sum(respondents_by_category.values())
    if total < FEW_RESPONDENTS:
        return f"Only {total} organisations answered: the name of an anonymous one may be guessed."
    small = sorted({name for name in anonymous_categories if respondents_by_category.get(name, 0) < FEW_IN_CATEGORY})
    if small:
        return f"Few organisations answered in {', '.join(small)}: the name of an anonymous one may be guessed."
    return ""
