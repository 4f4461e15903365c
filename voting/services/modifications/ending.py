"""What ends with a modification that is withdrawn: its consultations and the votes on it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.models.ballots import BallotRow
from voting.models.consultations import ConsultationRow

WITHDRAWN = "The modification was withdrawn."


def withdraw_what_is_open(session: Session, *, now: datetime, modification_id: int) -> list[tuple[str, int]]:
    """End every consultation and ballot of the modification that has no published outcome; gives what was changed.

    What was published stays published.
    """
    changed: list[tuple[str, int]] = []
    consultations = session.scalars(
        sa.select(ConsultationRow).where(
            ConsultationRow.modification_id == modification_id,
            ConsultationRow.published_at.is_(None),
            ConsultationRow.withdrawn_at.is_(None),
        )
    )
    for consultation in consultations:
        consultation.withdrawn_at, consultation.version = now, consultation.version + 1
        changed.append(("consultation", consultation.id))
    ballots = session.scalars(
        sa.select(BallotRow).where(
            BallotRow.modification_id == modification_id, BallotRow.published_at.is_(None), BallotRow.ended_at.is_(None)
        )
    )
    for ballot in ballots:
        ballot.ended_at, ballot.ended_because, ballot.version = now, WITHDRAWN, ballot.version + 1
        changed.append(("ballot", ballot.id))
    session.flush()
    return changed
