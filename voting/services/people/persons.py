"""People, and what they are appointed to."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry
from voting.domain.people import RESPONDENT_ROLES, Action, Actor, Role, check_permitted
from voting.models.people import Organisation, Person, RoleGrant, SignInSession
from voting.services.history import record
from voting.services.intents import check_seen_version
from voting.services.people.organisations import NameTaken
from voting.services.people.passwords import hash_password


class RoleNeedsOrganisation(RuleBroken):
    """A respondent's role is held in one organisation; the other roles in none."""


def add_person(
    session: Session, *, actor: Actor, now: datetime, name: str, email: str, organisation_id: int | None = None
) -> int:
    """Add a person and give the id. The name and address enter the record only as salted hashes."""
    check_permitted(actor, Action.ADMINISTER)
    email = email.strip().lower()
    if session.scalar(sa.select(Person.id).where(Person.email == email)):
        raise NameTaken("Somebody with this address is already here. Open their page instead.", "email")
    if organisation_id is not None and session.get(Organisation, organisation_id) is None:
        raise NotFound("There is no such organisation.")
    row = Person(name=name.strip(), email=email, organisation_id=organisation_id)
    session.add(row)
    session.flush()
    record(
        session,
        now,
        Entry(
            "add_person",
            actor.person_id,
            (("person", row.id),),
            facts={"organisation": organisation_id},
            texts={"name": row.name},
        ),
    )
    return row.id


def edit_person(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    seen_version: int,
    name: str,
    organisation_id: int | None,
    left_on: date | None,
) -> None:
    """Correct a name or organisation, or note that the person left, which ends every sign-in at once."""
    check_permitted(actor, Action.ADMINISTER)
    row = _person(session, person_id)
    check_seen_version(seen_version, row.version, "name")
    row.name, row.organisation_id, row.left_on, row.version = name.strip(), organisation_id, left_on, row.version + 1
    if left_on is not None:
        _end_sign_ins(session, now, person_id)
    record(
        session,
        now,
        Entry(
            "edit_person",
            actor.person_id,
            (("person", row.id),),
            facts={"organisation": organisation_id, "left_on": left_on.isoformat() if left_on else None},
            texts={"name": row.name},
        ),
    )


def grant_role(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    role: Role,
    organisation_id: int | None,
    valid_from: date,
) -> int:
    """Appoint a person to a role from a day on and give the grant's id. Raises `RoleNeedsOrganisation`."""
    check_permitted(actor, Action.ADMINISTER)
    _person(session, person_id)
    if (role in RESPONDENT_ROLES) != (organisation_id is not None):
        raise RoleNeedsOrganisation(
            "Name the organisation for a respondent's role, and none for any other.", "organisation_id"
        )
    row = RoleGrant(person_id=person_id, role=role, organisation_id=organisation_id, valid_from=valid_from)
    session.add(row)
    session.flush()
    record(
        session,
        now,
        Entry(
            "grant_role",
            actor.person_id,
            (("role_grant", row.id), ("person", person_id)),
            facts={"role": role.value, "organisation": organisation_id, "valid_from": valid_from.isoformat()},
        ),
    )
    return row.id


def end_role(session: Session, *, actor: Actor, now: datetime, grant_id: int, valid_to: date) -> None:
    """End an appointment; what the person did under it stands."""
    check_permitted(actor, Action.ADMINISTER)
    row = session.get(RoleGrant, grant_id)
    if row is None:
        raise NotFound("There is no such appointment.")
    row.valid_to = max(valid_to, row.valid_from)
    record(
        session,
        now,
        Entry(
            "end_role",
            actor.person_id,
            (("role_grant", row.id), ("person", row.person_id)),
            facts={"valid_to": row.valid_to.isoformat()},
        ),
    )


def set_password(session: Session, *, actor: Actor, now: datetime, person_id: int, password: str) -> None:
    """Set one's own password (or, as administrator, a first one). Ends every sign-in of that person."""
    if actor.person_id != person_id:
        check_permitted(actor, Action.ADMINISTER)
    row = _person(session, person_id)
    row.password_hash = hash_password(password, about=(row.name, row.email))
    row.version += 1
    _end_sign_ins(session, now, person_id)
    record(session, now, Entry("set_password", actor.person_id, (("person", row.id),)))


def _person(session: Session, person_id: int) -> Person:
    row = session.get(Person, person_id)
    if row is None:
        raise NotFound("There is no such person.")
    return row


def _end_sign_ins(session: Session, now: datetime, person_id: int) -> None:
    live = (SignInSession.person_id == person_id) & SignInSession.ended_at.is_(None)
    session.execute(sa.update(SignInSession).where(live).values(ended_at=now))
