"""What a form of a shared draft had seen when it was shown, so that no colleague's text is overwritten unread."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from voting.domain.confidentiality import Confidentiality
from voting.domain.responses.items import ResponseItem

# The name under which the choices for the whole response stand among the points.
CHOICES = "choices"
_TOKEN_PART = re.compile(r"(?P<name>[^\s=]+)=(?P<digest>[0-9a-f]{16})", re.ASCII)


def item_digest(item: ResponseItem) -> str:
    """A short digest of all that was typed into a point, on which targets."""
    version = item.public_version
    return digest_of(
        *(target.key for target in item.targets),
        item.position or "",
        item.chosen,
        item.comment,
        item.own_wording,
        "".join(item.objectives),
        item.confidentiality or "",
        item.declared_blank,
        *((version.comment, version.own_wording, version.shows_position) if version else ()),
    )


def digest_of(*values: str | bool) -> str:
    """A short digest of some values in order."""
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]


def seen_token(seen: Mapping[str, str]) -> str:
    """What a form carries in its hidden field: the digest of each thing that it shows, by its name."""
    return " ".join(f"{name}={digest}" for name, digest in sorted(seen.items()))


def read_seen_token(token: str) -> dict[str, str]:
    """What the hidden field of a form says; what is no part of a token is passed over, and so counts as not seen."""
    found = (_TOKEN_PART.fullmatch(part) for part in token.split())
    return {match["name"]: match["digest"] for match in found if match}


@dataclass(frozen=True, slots=True)
class DraftChoices:
    """What holds for the whole answer: its confidentiality, on whose behalf besides, and "no comment on the rest"."""

    confidentiality: Confidentiality = Confidentiality.PUBLIC
    also_for: str = ""
    no_comment_on_the_rest: bool = False

    @property
    def digest(self) -> str:
        """What a form that shows them has seen."""
        return digest_of(self.confidentiality, self.also_for, self.no_comment_on_the_rest)
