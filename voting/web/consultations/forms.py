"""What the forms of a consultation share: the ids of ticked boxes, and the address of its page."""

from flask import url_for
from wtforms import Field

from voting.web.edge import house


def ids_in(field: Field) -> tuple[int, ...]:
    """The ids of ticked boxes; what is no number is no id."""
    return tuple(int(value) for value in field.data or () if str(value).isdecimal() and len(str(value)) < 12)


def address_of(endpoint: str, consultation_id: int) -> str:
    """A page's whole address for mails: from the settings, because a request may name any host."""
    return house().settings.base_url.rstrip("/") + url_for(endpoint, consultation_id=consultation_id)
