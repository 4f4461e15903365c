"""The registers of organisations and people, as SECAS administers them."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from voting.domain.errors import NotFound
from voting.domain.people import CategoryPeriod, OrganisationKind, PartyCategory, Role, category_on
from voting.domain.periods import holds_on
from voting.models.people import Organisation, Person, RoleGrant, VotingGroupMembership


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One organisation as it stands on a day."""

    id: int
    key: str
    name: str
    kind: OrganisationKind
    category: PartyCategory | None
    voting_group: str | None
    ceased_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person and their present roles."""

    id: int
    name: str
    email: str
    organisation: str | None
    roles: tuple[Role, ...]
    left_on: date | None


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """One appointment, past or present."""

    id: int
    role: Role
    organisation: str | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation with its categories and groups over time and its people."""

    organisation: OrganisationRow
    categories: tuple[CategoryPeriod, ...]
    voting_groups: tuple[tuple[str, date, date | None], ...]
    people: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with every appointment."""

    person: PersonRow
    organisation_id: int | None
    version: int
    has_password: bool
    roles: tuple[RoleHeld, ...]


def organisation_register(session: Session, *, today: date) -> tuple[OrganisationRow, ...]:
    """Every organisation by name, with its category and Voting Group on the day."""
    rows = session.scalars(_organisations().order_by(sa.func.lower(Organisation.name))).all()
    return tuple(_organisation_row(row, today) for row in rows)


def organisation_page(session: Session, *, organisation_id: int, today: date) -> OrganisationPage:
    """One organisation whole. Raises `NotFound`."""
    row = session.scalar(_organisations().where(Organisation.id == organisation_id))
    if row is None:
        raise NotFound("There is no such organisation.")
    belongs = sa.or_(
        Person.organisation_id == organisation_id, Person.grants.any(RoleGrant.organisation_id == organisation_id)
    )
    people = session.scalars(_people().where(belongs).order_by(Person.name)).all()
    return OrganisationPage(
        _organisation_row(row, today),
        _periods(row),
        tuple((each.group.name, each.valid_from, each.valid_to) for each in row.voting_groups),
        tuple(_person_row(person, today) for person in people),
    )


def person_register(session: Session, *, today: date) -> tuple[PersonRow, ...]:
    """Everybody, by name."""
    people = session.scalars(_people().order_by(sa.func.lower(Person.name), Person.id)).all()
    return tuple(_person_row(person, today) for person in people)


def person_page(session: Session, *, person_id: int, today: date) -> PersonPage:
    """One person whole. Raises `NotFound`."""
    row = session.scalar(_people().where(Person.id == person_id))
    if row is None:
        raise NotFound("There is no such person.")
    held = tuple(
        RoleHeld(
            grant.id,
            grant.role,
            grant.organisation.name if grant.organisation else None,
            grant.valid_from,
            grant.valid_to,
        )
        for grant in row.grants
    )
    return PersonPage(_person_row(row, today), row.organisation_id, row.version, row.password_hash is not None, held)


def _organisations() -> sa.Select[Organisation]:
    return sa.select(Organisation).options(
        selectinload(Organisation.categories),
        selectinload(Organisation.voting_groups).joinedload(VotingGroupMembership.group),
    )


def _people() -> sa.Select[Person]:
    return sa.select(Person).options(
        selectinload(Person.organisation), selectinload(Person.grants).selectinload(RoleGrant.organisation)
    )


def _periods(row: Organisation) -> tuple[CategoryPeriod, ...]:
    return tuple(CategoryPeriod(each.category, each.valid_from, each.valid_to) for each in row.categories)


def _organisation_row(row: Organisation, today: date) -> OrganisationRow:
    groups = [each.group.name for each in row.voting_groups if holds_on(each, today)]
    return OrganisationRow(
        row.id,
        row.key,
        row.name,
        row.kind,
        category_on(_periods(row), today),
        groups[0] if groups else None,
        row.ceased_on,
        row.version,
    )


def _person_row(row: Person, today: date) -> PersonRow:
    roles = {grant.role for grant in row.grants if holds_on(grant, today)}
    organisation = row.organisation.name if row.organisation else None
    return PersonRow(row.id, row.name, row.email, organisation, tuple(sorted(roles)), row.left_on)
