"""The `voting` command: one clear line for each thing that can be done from a terminal."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from voting import demo, logs, migrate, serve
from voting.cli_legal_text import LEGAL_TEXT_COMMANDS
from voting.cli_observations import OBSERVATION_COMMANDS
from voting.cli_reports import REPORT_COMMANDS
from voting.config import Purpose, Settings, SettingsWrong
from voting.db import Database
from voting.domain.calendar import london_date
from voting.domain.errors import RuleBroken
from voting.domain.people import RESPONDENT_ROLES, Actor, Role
from voting.services import calendar as calendar_service
from voting.services import people

COMMAND_LINE = Actor(person_id=None, name="command line", roles=frozenset({Role.ADMINISTRATOR}))
HOUSE_ROLES = [role.value for role in Role if role not in RESPONDENT_ROLES]


class Refused(click.ClickException):
    """What a rule or a setting refused, as sentences on the terminal."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(package_name="voting")
def main() -> None:
    """Consultation and Change Board voting for the Smart Energy Code."""


@main.command("demo")
@click.option("--keep", is_flag=True, help="Go on with the demonstration as it was left.")
def demo_command(*, keep: bool) -> None:
    """Load the demonstration and serve it on this machine."""
    settings = _settings(Purpose.DEMONSTRATION)
    _check_address(settings)
    # What is built here can be built again, so it need not wait for the disk; serving it does.
    database = _database(settings, synchronous="OFF")
    click.echo(
        "Building the demonstration, which takes about half a minute." if not keep else "Opening it as it was left."
    )
    try:
        guide = demo.prepare(database, keep=keep)
    except (demo.NotADemonstration, RuleBroken) as refused:
        raise Refused(str(refused)) from None
    database.engine.dispose()
    click.echo(guide.text(settings.base_url))
    # The server's own process reads its settings from the environment, as it does outside the demonstration.
    os.environ |= {
        "VOTING_SECRET_KEY": settings.secret_key,
        "VOTING_DATABASE_URL": settings.database_url,
        "VOTING_DEMONSTRATION": "yes",
    }
    serve.serve(settings)


@main.command("serve")
def serve_command() -> None:
    """Serve the pages; the settings come from the environment."""
    settings = _settings(Purpose.SERVE)
    _check_address(settings)
    logs.configure_logging(settings.log_level)
    database = _database(settings)
    if not migrate.is_current(database):
        raise Refused("The database is not up to date. Run `voting migrate` first.")
    database.engine.dispose()
    click.echo(f"Serving {settings.base_url}")
    serve.serve(settings)


@main.command("migrate")
def migrate_command() -> None:
    """Bring the database to the tables that this version needs."""
    database = _database(_settings(Purpose.COMMAND))
    migrate.migrate(database)
    with database.transaction() as (session, now):
        calendar_service.fill_bank_holidays(session, actor=COMMAND_LINE, now=now)
    click.echo("The database is up to date.")


@main.command("add-person")
@click.option("--name", prompt=True, help="The person's full name.")
@click.option("--email", prompt=True, help="The address they sign in with.")
@click.option("--role", "roles", type=click.Choice(HOUSE_ROLES), multiple=True, help="Once for each role.")
@click.password_option(help="At least fifteen characters; asked for if it is not given.")
def add_person(name: str, email: str, roles: tuple[str, ...], password: str) -> None:
    """Add a person with a password and roles, such as the first administrator."""
    database = _database(_settings(Purpose.COMMAND))
    if not migrate.is_current(database):
        raise Refused("The database is not up to date. Run `voting migrate` first.")
    try:
        people.check_password(password, about=(name, email))
        _add(database, name, email, password, roles)
    except RuleBroken as refused:
        raise Refused(str(refused)) from None
    click.echo(f"Added {name}, who signs in as {email.strip().lower()}.")


@main.command("test", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run the tests; further arguments go to pytest."""
    checkout = Path(__file__).resolve().parent.parent
    if not (checkout / "tests").is_dir() or find_spec("pytest") is None:
        raise Refused("The tests belong to a checkout. Run `python3 -m voting test` in one.")
    os.chdir(checkout)
    # Files stay whole, because their tests share what they begin from; `tests/conftest.py` puts the long ones first.
    several = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    spread = [] if any(argument.startswith("-n") for argument in arguments) else several
    command = [sys.executable, "-m", "pytest", *spread, *arguments]
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter, with what was typed after `test`.


for command in (*REPORT_COMMANDS, *LEGAL_TEXT_COMMANDS, *OBSERVATION_COMMANDS):
    main.add_command(command)


def _settings(purpose: Purpose) -> Settings:
    try:
        return Settings.from_environment(os.environ, purpose)
    except SettingsWrong as wrong:
        raise Refused(str(wrong)) from None


def _check_address(settings: Settings) -> None:
    try:
        serve.check_address(settings)
    except serve.AddressTaken as taken:
        raise Refused(str(taken)) from None


def _database(settings: Settings, synchronous: str = "FULL") -> Database:
    if settings.is_sqlite:
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    return Database(settings.database_url, synchronous=synchronous)


def _add(database: Database, name: str, email: str, password: str, roles: tuple[str, ...]) -> None:
    with database.transaction() as (session, now):
        person_id = people.add_person(session, actor=COMMAND_LINE, now=now, name=name, email=email)
    with database.transaction() as (session, now):
        people.set_password(session, actor=COMMAND_LINE, now=now, person_id=person_id, password=password)
    for role in roles:
        with database.transaction() as (session, now):
            people.grant_role(
                session,
                actor=COMMAND_LINE,
                now=now,
                person_id=person_id,
                role=Role(role),
                organisation_id=None,
                valid_from=london_date(now),
            )
