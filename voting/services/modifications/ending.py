"""What ends with a modification that is withdrawn: its consultations and the votes on it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.models.ballots import BallotRow
from voting.services.consultations import withdraw_consultations

WITHDRAWN = "The modification was withdrawn."


def withdraw_what_is_open(session: Session, *, now: datetime, modification_id: int) -> list[tuple[str, int]]:
    """End every consultation and ballot of the modification that has no published outcome; gives what was changed.

    What was published stays published.
    """
    withdrawn = withdraw_consultations(session, now=now, modification_id=modification_id)
    ballots = session.scalars(
        sa.select(BallotRow).where(
            BallotRow.modification_id == modification_id, BallotRow.published_at.is_(None), BallotRow.ended_at.is_(None)
        )
    ).all()
    for ballot in ballots:
        ballot.ended_at, ballot.ended_because, ballot.version = now, WITHDRAWN, ballot.version + 1
    session.flush()
    return [("consultation", made) for made in withdrawn] + [("ballot", ballot.id) for ballot in ballots]
