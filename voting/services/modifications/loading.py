"""How services find the modification they change."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.errors import NotFound
from voting.domain.people import Subject
from voting.models.modifications import Modification


def modification_row(session: Session, modification_id: int) -> Modification:
    """The modification, locked on PostgreSQL until the transaction ends, so that two moves never cross.

    Raises `NotFound`.
    """
    row = session.scalar(sa.select(Modification).where(Modification.id == modification_id).with_for_update())
    if row is None:
        raise NotFound("There is no such modification.")
    return row


def subject_of(row: Modification) -> Subject:
    """The modification as permission sees it."""
    proposers = frozenset({row.proposer_id}) if row.proposer_id is not None else frozenset[int]()
    return Subject(state=row.stage.value, proposer_ids=proposers)
