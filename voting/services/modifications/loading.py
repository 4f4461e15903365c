"""How services find the modification they change."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.errors import NotFound
from voting.models.modifications import Modification
from voting.queries.modifications.loading import NO_SUCH_MODIFICATION


def modification_row(session: Session, modification_id: int) -> Modification:
    """The modification, locked on PostgreSQL until the transaction ends, so that two moves never cross.

    Raises `NotFound`.
    """
    row = session.scalar(sa.select(Modification).where(Modification.id == modification_id).with_for_update())
    if row is None:
        raise NotFound(NO_SUCH_MODIFICATION)
    return row
