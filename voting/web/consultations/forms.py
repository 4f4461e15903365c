"""What the forms of a consultation share: typed text made storable, the address of its page, and words for choices."""

from collections.abc import Iterable
from enum import StrEnum

from flask import url_for
from wtforms import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types.

from voting.domain.labels import label
from voting.domain.responses import storable
from voting.web.edge import house, words_in


def typed(field: Field) -> str:
    """What was typed, without white space around it and without what no database keeps."""
    return storable(words_in(field))


def ids_in(field: Field) -> tuple[int, ...]:
    """The ids of ticked boxes; what is no number is no id."""
    return tuple(int(value) for value in field.data or () if str(value).isdecimal() and len(str(value)) < 12)


def address_of(endpoint: str, consultation_id: int) -> str:
    """A page's whole address for mails: from the settings, because a request may name any host."""
    return house().settings.base_url.rstrip("/") + url_for(endpoint, consultation_id=consultation_id)


def choices_of(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Choices for a field, from pairs of value and words."""
    return [SelectChoice(value, words) for value, words in pairs]


def choices_of_members(members: Iterable[StrEnum]) -> list[SelectChoice]:
    """Members of an enum as choices, in the words that people read."""
    return [SelectChoice(member.value, label(member)) for member in members]
