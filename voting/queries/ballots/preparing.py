"""What the form that prepares a vote, and the one that records a vote, offer to choose from."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.ballots.roster import Standing
from voting.domain.modifications.lifecycle import Stage
from voting.models.ballots import Alternate, BallotRow, BoardMember, RosterRow
from voting.models.modifications import Modification
from voting.models.people import Person
from voting.queries.modifications.loading import modification_numbered


@dataclass(frozen=True, slots=True)
class AtTheBoard:
    """A modification that stands with the Change Board."""

    id: int
    number: str
    title: str
    meeting: str
    meeting_on: date | None


@dataclass(frozen=True, slots=True)
class MayHaveVoted:
    """Somebody whose vote for a seat may have come by another route."""

    seat_id: int
    seat_name: str
    person_id: int
    person: str
    standing: Standing


def modification_at_board(session: Session, *, number: str) -> AtTheBoard:
    """The modification whose vote is to be prepared. Raises `NotFound`."""
    return _at_board(modification_numbered(session, number))


def modifications_at_board(session: Session) -> tuple[AtTheBoard, ...]:
    """Every modification that stands with the Board and has no vote under way."""
    live = sa.select(BallotRow.id).where(
        BallotRow.modification_id == Modification.id, BallotRow.published_at.is_(None), BallotRow.ended_at.is_(None)
    )
    rows = session.scalars(
        sa.select(Modification).where(Modification.stage == Stage.BOARD, ~live.exists()).order_by(Modification.number)
    )
    return tuple(_at_board(row) for row in rows)


def who_may_have_voted(session: Session, *, ballot_id: int) -> tuple[MayHaveVoted, ...]:
    """Members and alternates, past and present, of the seats that count in a ballot; the rules judge the day."""
    columns = (RosterRow.position, RosterRow.seat_id, RosterRow.seat_name, Person.id, Person.name)
    of_ballot = (RosterRow.ballot_id == ballot_id, RosterRow.holder_id.is_not(None))
    rows = session.execute(
        sa.union_all(
            sa.select(*columns, sa.literal(Standing.MEMBER.value).label("standing"))
            .join(BoardMember, BoardMember.seat_id == RosterRow.seat_id)
            .join(Person, Person.id == BoardMember.person_id)
            .where(*of_ballot),
            sa.select(*columns, sa.literal(Standing.ALTERNATE.value).label("standing"))
            .join(Alternate, Alternate.seat_id == RosterRow.seat_id)
            .join(Person, Person.id == Alternate.person_id)
            .where(*of_ballot),
        )
    ).all()
    ordered = sorted(set(rows), key=lambda row: (row[0], row[5] != Standing.MEMBER.value, row[4]))
    return tuple(
        MayHaveVoted(seat_id, seat, person_id, person, Standing(standing))
        for _position, seat_id, seat, person_id, person, standing in ordered
    )


def _at_board(row: Modification) -> AtTheBoard:
    return AtTheBoard(row.id, row.number, row.title, row.board_meeting or "", row.board_meeting_on)
