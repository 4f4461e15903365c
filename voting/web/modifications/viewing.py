"""How every page of a modification reads it: as the one who is here may see it."""

from voting.queries.modifications.page import modification_page
from voting.queries.modifications.views import ModificationView
from voting.web.edge import current_actor, reading


def viewed(number: str) -> ModificationView:
    """The modification of this number. Raises `NotFound`."""
    with reading() as (session, now):
        return modification_page(session, viewer=current_actor(), now=now, number=number)
