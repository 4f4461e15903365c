"""Organisations, their Party Categories and Voting Groups over time."""

import re
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry
from voting.domain.people import Action, Actor, OrganisationKind, PartyCategory, check_permitted
from voting.models.people import Organisation, PartyCategoryPeriod, VotingGroup, VotingGroupMembership
from voting.services.history import record
from voting.services.intents import check_seen_version


class NameTaken(RuleBroken):
    """Another organisation or person already has this name, key or address."""


class PeriodOverlaps(RuleBroken):
    """A period would begin before one that is already there."""


class NotAParty(RuleBroken):
    """Only a Party, other than the DCC, stands in a Party Category."""


def add_organisation(
    session: Session, *, actor: Actor, now: datetime, name: str, kind: OrganisationKind, key: str = ""
) -> int:
    """Add an organisation and give its id. Raises `NameTaken`."""
    check_permitted(actor, Action.ADMINISTER)
    key = key or _slug(name)
    if session.scalar(sa.select(Organisation.id).where((Organisation.name == name) | (Organisation.key == key))):
        raise NameTaken(
            "There is already an organisation of this name. Open it instead, or choose another name.", "name"
        )
    row = Organisation(key=key, name=name, kind=kind)
    session.add(row)
    session.flush()
    record(
        session,
        now,
        Entry(
            "add_organisation",
            actor.person_id,
            (("organisation", row.id),),
            facts={"kind": kind.value, "key": key, "name": name},
        ),
    )
    return row.id


def edit_organisation(
    session: Session, *, actor: Actor, now: datetime, organisation_id: int, seen_version: int, name: str
) -> None:
    """Rename an organisation; its past records keep pointing to it. Raises `NameTaken`, `SeenVersionStale`."""
    check_permitted(actor, Action.ADMINISTER)
    row = _organisation(session, organisation_id)
    check_seen_version(seen_version, row.version, "name")
    taken = sa.select(Organisation.id).where(Organisation.name == name, Organisation.id != row.id)
    if session.scalar(taken):
        raise NameTaken("Another organisation has this name.", "name")
    facts = {"from": row.name, "to": name}
    row.name, row.version = name, row.version + 1
    record(session, now, Entry("edit_organisation", actor.person_id, (("organisation", row.id),), facts=facts))


def begin_party_category(
    session: Session, *, actor: Actor, now: datetime, organisation_id: int, category: PartyCategory, valid_from: date
) -> int:
    """Put a Party into a category from a day on; the period before ends on that day. Gives the new period's id."""
    check_permitted(actor, Action.ADMINISTER)
    row = _organisation(session, organisation_id)
    if row.kind is not OrganisationKind.PARTY:
        raise NotAParty("Only a Party stands in a Party Category, and the DCC in none.", "category")
    last = row.categories[-1] if row.categories else None
    if last:
        _check_begins_after(last.valid_from, valid_from)
        last.valid_to = last.valid_to or valid_from
    period = PartyCategoryPeriod(organisation_id=row.id, category=category, valid_from=valid_from)
    session.add(period)
    session.flush()
    record(
        session,
        now,
        Entry(
            "begin_party_category",
            actor.person_id,
            (("organisation", row.id), ("party_category_period", period.id)),
            facts={"category": category.value, "valid_from": valid_from.isoformat()},
        ),
    )
    return period.id


def begin_voting_group(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    organisation_id: int,
    group_key: str,
    group_name: str,
    category: PartyCategory,
    valid_from: date,
) -> int:
    """Put a Party into a Voting Group from a day on, making the group if it is new. Gives the membership's id."""
    check_permitted(actor, Action.ADMINISTER)
    row = _organisation(session, organisation_id)
    last = row.voting_groups[-1] if row.voting_groups else None
    if last:
        _check_begins_after(last.valid_from, valid_from)
        last.valid_to = last.valid_to or valid_from
    group = session.scalar(sa.select(VotingGroup).where(VotingGroup.key == group_key))
    if group is None:
        group = VotingGroup(key=group_key, name=group_name, category=category)
        session.add(group)
        session.flush()
    elif group.category is not category:
        raise PeriodOverlaps("A Voting Group holds Parties of one Party Category only.", "group_key")
    membership = VotingGroupMembership(organisation_id=row.id, voting_group_id=group.id, valid_from=valid_from)
    session.add(membership)
    session.flush()
    record(
        session,
        now,
        Entry(
            "begin_voting_group",
            actor.person_id,
            (("organisation", row.id), ("voting_group", group.id), ("voting_group_membership", membership.id)),
            facts={"group": group.key, "valid_from": valid_from.isoformat()},
        ),
    )
    return membership.id


def cease_organisation(
    session: Session, *, actor: Actor, now: datetime, organisation_id: int, seen_version: int, ceased_on: date
) -> None:
    """Take an organisation off the registers from a day on; it stays in every past record."""
    check_permitted(actor, Action.ADMINISTER)
    row = _organisation(session, organisation_id)
    check_seen_version(seen_version, row.version, "ceased_on")
    row.ceased_on, row.version = ceased_on, row.version + 1
    periods: list[PartyCategoryPeriod | VotingGroupMembership] = [*row.categories, *row.voting_groups]
    for period in periods:
        if period.valid_to is None:
            period.valid_to = ceased_on
    record(
        session,
        now,
        Entry(
            "cease_organisation",
            actor.person_id,
            (("organisation", row.id),),
            facts={"ceased_on": ceased_on.isoformat()},
        ),
    )


def _organisation(session: Session, organisation_id: int) -> Organisation:
    row = session.get(Organisation, organisation_id)
    if row is None:
        raise NotFound("There is no such organisation.")
    return row


def _check_begins_after(earlier: date, later: date) -> None:
    if later <= earlier:
        raise PeriodOverlaps("The new period has to begin after the one that stands now began.", "valid_from")


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "organisation"
