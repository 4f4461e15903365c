"""Who acts for a seat in one ballot: shared by casting a vote and declaring an interest."""

from datetime import datetime

from voting.domain.ballots.roster import Appointments, Standing, standing_of
from voting.domain.ballots.votes import NotEntitled
from voting.domain.calendar import london_date
from voting.domain.errors import NotFound
from voting.domain.people import Actor
from voting.models.ballots import BallotRow, RosterRow


def acting_person(actor: Actor) -> int:
    """The person behind the actor; raises `NotEntitled` for the public."""
    if actor.person_id is None:
        raise NotEntitled("Sign in first.")
    return actor.person_id


def roster_seat(row: BallotRow, seat_id: int) -> RosterRow:
    """The seat as the ballot froze it. Raises `NotFound`."""
    seat = next((each for each in row.roster if each.seat_id == seat_id), None)
    if seat is None:
        raise NotFound("This seat does not count in this vote.")
    return seat


def acting_as(person: int, seat_key: str, occasion: str, appointments: Appointments, now: datetime) -> Standing:
    """As what the person may act for the seat today, in a ballot of this occasion; raises `NotEntitled`."""
    standing = standing_of(person, seat_key, london_date(now), occasion, appointments)
    if standing is None:
        raise NotEntitled("You may not act for this seat now. Ask the code administrator about your appointment.")
    return standing
