"""Organisations over time, people and their appointments, and signing in."""

from voting.services.people.organisations import (
    add_organisation,
    begin_party_category,
    begin_voting_group,
    cease_organisation,
    edit_organisation,
)
from voting.services.people.passwords import PasswordTooWeak, check_password
from voting.services.people.persons import add_person, edit_person, end_role, grant_role, set_password
from voting.services.people.sign_in import TooManyTries, end_session, prove_again, sign_in, start_session, touch_session

__all__ = [
    "PasswordTooWeak",
    "TooManyTries",
    "add_organisation",
    "add_person",
    "begin_party_category",
    "begin_voting_group",
    "cease_organisation",
    "check_password",
    "edit_organisation",
    "edit_person",
    "end_role",
    "end_session",
    "grant_role",
    "prove_again",
    "set_password",
    "sign_in",
    "start_session",
    "touch_session",
]
