"""Who is signed in and what they may do, and the registers of organisations and people."""

from voting.queries.people.actors import SignedIn, actor_for_person, signed_in
from voting.queries.people.own import OwnPage, own_page
from voting.queries.people.registers import (
    OrganisationPage,
    OrganisationRow,
    PersonPage,
    PersonRow,
    RoleHeld,
    organisation_page,
    organisation_register,
    person_page,
    person_register,
)

__all__ = [
    "OrganisationPage",
    "OrganisationRow",
    "OwnPage",
    "PersonPage",
    "PersonRow",
    "RoleHeld",
    "SignedIn",
    "actor_for_person",
    "organisation_page",
    "organisation_register",
    "own_page",
    "person_page",
    "person_register",
    "signed_in",
]
