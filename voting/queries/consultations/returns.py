"""What each organisation has returned so far: submitted, will not respond, or nothing yet. No word of any answer."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.calendar import london_date
from voting.domain.consultations import ReturnState, chase_list, return_state
from voting.domain.people import PartyCategory
from voting.domain.responses.routes import ResponseRoute
from voting.models.consultations import ConsultationRow, Invitation
from voting.models.people import Organisation, PartyCategoryPeriod
from voting.models.responses import ResponseRow, ResponseVersion
from voting.queries.people.periods import holds_on_day


@dataclass(frozen=True, slots=True)
class OrganisationReturn:
    """One organisation that was invited or has answered; `routes` says by which ways its versions came."""

    organisation_id: int
    name: str
    category: PartyCategory | None
    is_invited: bool
    state: ReturnState
    submitted_at: datetime | None
    versions: int
    route: ResponseRoute | None
    is_late: bool


def returns_of(session: Session, *, now: datetime, row: ConsultationRow) -> tuple[OrganisationReturn, ...]:
    """Every invited organisation and every other that answered, by name; one statement.

    Only what counts or may still count: a response that arrived late shows as such. Drafts are nothing yet.
    """
    today = london_date(now)
    last = (
        sa.select(
            ResponseVersion.response_id,
            sa.func.max(ResponseVersion.number).label("number"),
        )
        .group_by(ResponseVersion.response_id)
        .subquery()
    )
    answered = (
        sa.select(
            ResponseRow.organisation_id,
            ResponseVersion.is_nil,
            ResponseVersion.received_at,
            ResponseVersion.number,
            ResponseVersion.route,
            ResponseVersion.is_late,
        )
        .join(last, last.c.response_id == ResponseRow.id)
        .join(
            ResponseVersion,
            sa.and_(ResponseVersion.response_id == ResponseRow.id, ResponseVersion.number == last.c.number),
        )
        .where(ResponseRow.consultation_id == row.id)
        .subquery()
    )
    category = sa.and_(
        PartyCategoryPeriod.organisation_id == Organisation.id,
        holds_on_day(PartyCategoryPeriod, today),
    )
    invited = sa.and_(Invitation.organisation_id == Organisation.id, Invitation.consultation_id == row.id)
    found = session.execute(
        sa.select(
            Organisation.id,
            Organisation.name,
            PartyCategoryPeriod.category,
            Invitation.organisation_id.is_not(None).label("is_invited"),
            answered,
        )
        .outerjoin(PartyCategoryPeriod, category)
        .outerjoin(Invitation, invited)
        .outerjoin(answered, answered.c.organisation_id == Organisation.id)
        .where(sa.or_(Invitation.organisation_id.is_not(None), answered.c.organisation_id.is_not(None)))
        .order_by(sa.func.lower(Organisation.name))
    )
    return tuple(
        OrganisationReturn(
            organisation_id=each.id,
            name=each.name,
            category=each.category,
            is_invited=bool(each.is_invited),
            state=return_state(has_submitted=each.number is not None, last_was_nil=bool(each.is_nil)),
            submitted_at=each.received_at,
            versions=each.number or 0,
            route=each.route,
            is_late=bool(each.is_late),
        )
        for each in found
    )


def silent(returns: tuple[OrganisationReturn, ...]) -> tuple[OrganisationReturn, ...]:
    """The invited that have returned nothing."""
    invited = [one for one in returns if one.is_invited]
    return chase_list(invited, [one for one in returns if one.state is not ReturnState.NOTHING_YET], [])
