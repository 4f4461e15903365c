"""Building the demonstration's database."""

import sqlalchemy as sa

from voting import clock, migrate
from voting.db import Base, Database
from voting.demo import ballots, consultations, modifications, register, texts
from voting.demo.content import Dates
from voting.demo.guide import Guide, guide
from voting.demo.replay import Story
from voting.domain.calendar import Calendar, london_date
from voting.models.people import Person
from voting.services.calendar import FIRST_YEAR, YEARS_AHEAD, bank_holidays

FOLDERS = ("mp900", "mp901", "mp902", "mp903", "mp904")
MARK = ".example"


class NotADemonstration(RuntimeError):
    """The database holds something that the demonstration did not put there."""


def prepare(database: Database, *, keep: bool) -> Guide:
    """Build the demonstration in this database, or go on with it as it was left; gives the guide to it.

    Raises `NotADemonstration` rather than touch a database that holds anybody real.
    """
    migrate.migrate(database)
    _check_is_ours(database)
    if keep and _is_built(database):
        return guide()
    _empty(database)
    build(database)
    return guide()


def build(database: Database) -> Story:
    """Play the whole story into an empty database."""
    now = clock.now()
    today = london_date(now)
    calendar = Calendar(frozenset(bank_holidays(range(FIRST_YEAR, today.year + YEARS_AHEAD + 1))))
    story = Story(database, Dates(today, calendar))
    register.load(story)
    for folder in FOLDERS:
        modifications.tell(story, folder)
        texts.tell(story, folder)
        consultations.tell(story, folder)
        ballots.tell(story, folder)
    story.play()
    return story


def _check_is_ours(database: Database) -> None:
    """Everybody in a demonstration has an address that cannot exist."""
    with database.reading() as (session, _now):
        real = session.scalar(sa.select(Person.id).where(Person.email.not_like(f"%{MARK}")).limit(1))
    if real is not None:
        raise NotADemonstration(
            "This database holds real people, and the demonstration would empty it. Give the demonstration a database "
            "of its own in VOTING_DATABASE_URL, or leave that out."
        )


def _is_built(database: Database) -> bool:
    with database.reading() as (session, _now):
        return session.scalar(sa.select(Person.id).limit(1)) is not None


def _empty(database: Database) -> None:
    with database.engine.begin() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        else:
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
