"""The `voting` command: one clear line for each thing that can be done from a terminal."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from voting import clock, logs, migrate
from voting.config import Purpose, Settings, SettingsWrong
from voting.db import Database
from voting.domain.calendar import london_date
from voting.domain.errors import RuleBroken
from voting.domain.people import Actor, Role
from voting.services import calendar as calendar_service
from voting.services import people

COMMAND_LINE = Actor(person_id=None, name="command line", roles=frozenset({Role.ADMINISTRATOR}))


class Refused(click.ClickException):
    """What a rule or a setting refused, as one sentence on the terminal."""


def _settings(purpose: Purpose) -> Settings:
    try:
        return Settings.from_environment(os.environ, purpose)
    except SettingsWrong as wrong:
        raise Refused(str(wrong)) from None


def _database(settings: Settings) -> Database:
    if settings.is_sqlite:
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    return Database(settings.database_url)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(package_name="voting")
def main() -> None:
    """Consultation and Change Board voting for the Smart Energy Code."""


@main.command("migrate")
def migrate_command() -> None:
    """Bring the database to the tables that this version needs."""
    settings = _settings(Purpose.COMMAND)
    database = _database(settings)
    migrate.migrate(database)
    with database.transaction() as (session, now):
        calendar_service.fill_bank_holidays(session, actor=COMMAND_LINE, now=now)
    click.echo("The database is up to date.")


@main.command("add-person")
@click.option("--name", prompt=True, help="The person's full name.")
@click.option("--email", prompt=True, help="The address they sign in with.")
@click.option("--role", type=click.Choice([role.value for role in Role]), multiple=True, help="Once for each role.")
@click.password_option(help="At least fifteen characters; asked for if it is not given.")
def add_person(name: str, email: str, role: tuple[str, ...], password: str) -> None:
    """Add a person with a password and roles, for example the first administrator."""
    database = _database(_settings(Purpose.COMMAND))
    if not migrate.is_current(database):
        raise Refused("The database is not up to date. Run `voting migrate` first.")
    try:
        person_id = _add(database, name, email, password)
        for each in role:
            with database.transaction() as (session, now):
                people.grant_role(
                    session,
                    actor=COMMAND_LINE,
                    now=now,
                    person_id=person_id,
                    role=Role(each),
                    organisation_id=None,
                    valid_from=london_date(now),
                )
    except RuleBroken as refused:
        raise Refused(str(refused)) from None
    click.echo(f"Added {name}. They sign in as {email.strip().lower()}.")


def _add(database: Database, name: str, email: str, password: str) -> int:
    people.check_password(password, about=(name, email))
    with database.transaction() as (session, now):
        person_id = people.add_person(session, actor=COMMAND_LINE, now=now, name=name, email=email)
    with database.transaction() as (session, now):
        people.set_password(session, actor=COMMAND_LINE, now=now, person_id=person_id, password=password)
    return person_id
