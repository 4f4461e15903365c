"""Whom a consultation's notices go to: the people who can answer for an organisation, one mail each."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.calendar import london_date
from voting.domain.people import RESPONDENT_ROLES
from voting.models.consultations import Invitation
from voting.models.people import Person, RoleGrant
from voting.models.responses import DraftRow, ResponseRow
from voting.queries.people.periods import holds_on_day
from voting.services.notices import send


def people_of(session: Session, now: datetime, organisation_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """The people who may draft, review or sign today, by organisation; organisations without anybody are left out."""
    today = london_date(now)
    rows = session.execute(
        sa.select(RoleGrant.organisation_id, RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.organisation_id.in_(tuple(organisation_ids)), RoleGrant.role.in_(RESPONDENT_ROLES))
        .where(holds_on_day(RoleGrant, today))
        .where(sa.or_(Person.left_on.is_(None), Person.left_on > today))
    )
    found: dict[int, set[int]] = {}
    for organisation_id, person_id in rows:
        if organisation_id is None:
            continue
        found.setdefault(organisation_id, set()).add(person_id)
    return {organisation_id: frozenset(people) for organisation_id, people in found.items()}


def concerned_organisations(session: Session, consultation_id: int) -> frozenset[int]:
    """Everybody who was invited, has begun to answer or has answered."""
    asked: sa.CompoundSelect[int | None] = sa.union(
        sa.select(Invitation.organisation_id).where(Invitation.consultation_id == consultation_id),
        sa.select(DraftRow.organisation_id).where(DraftRow.consultation_id == consultation_id),
        sa.select(ResponseRow.organisation_id).where(
            ResponseRow.consultation_id == consultation_id, ResponseRow.organisation_id.is_not(None)
        ),
    )
    return frozenset(one for one in session.scalars(asked) if one is not None)


def tell(session: Session, now: datetime, people: Iterable[int], *, subject: str, body: str, once_key: str) -> int:
    """One mail to each person; gives to how many it goes."""
    everybody = sorted(set(people))
    for person_id in everybody:
        send(session, now, person_id=person_id, subject=subject, body=body, once_key=once_key)
    return len(everybody)


def with_address(words: str, address: str) -> str:
    """The words of a mail with the address of the page below them, where the edge gave one."""
    return f"{words}\n\n{address}\n" if address else f"{words}\n"
