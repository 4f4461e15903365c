"""The office in which a walk takes place: a served register with people in it, and a clock that can be put on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import time_machine

from tests.browser.serving import served
from tests.browser.walks.walker import Walker
from tests.builders.ballots import confirmed_rules, keep_rules, seat_board
from tests.world import HOUSE, PASSWORD, World
from voting.db import Database
from voting.domain.calendar import LONDON
from voting.domain.people import OrganisationKind, PartyCategory
from voting.migrate import migrate
from voting.models.people import Person
from voting.services import calendar, people

# One seat each: enough for approval against one category that rejects and one that abstains.
BOARD = {"large": 1, "small": 1, "networks": 1, "consumer": 1}
MEMBERS = ("large_1", "networks_1", "consumer_1")


@dataclass
class Office:
    """Where everybody of a walk works. Before it begins there are organisations, people, seats, Releases and rules."""

    address: str
    world: World
    clock: time_machine.Traveller
    new_page: Callable[[], Any]
    walkers: dict[str, Walker] = field(default_factory=dict)

    def at(self, uk_time: str) -> None:
        """Put the clock of the server on: "2021-10-22 09:30"."""
        self.clock.move_to(datetime.fromisoformat(uk_time).replace(tzinfo=LONDON))

    def person(self, name: str) -> Walker:
        """The person of this name, wherever they are."""
        if name not in self.walkers:
            email = self._email(name) if name else ""
            self.walkers[name] = Walker(self.new_page(), self.address, email)
        return self.walkers[name]

    def walker(self, name: str = "") -> Walker:
        """The person of this name at the front page, signed in; no name is the public."""
        return self.person(name).comes()

    def _email(self, name: str) -> str:
        with self.world.database.reading() as (session, _now):
            return session.get_one(Person, self.world.people[name]).email


@contextmanager
def opened_office(chromium: Any, folder: Path, uk_time: str, *, with_script: bool) -> Iterator[Office]:
    """The office as it is at this time in the United Kingdom; the browsers in it run scripts or do not."""
    began = datetime.fromisoformat(uk_time).replace(tzinfo=LONDON)
    contexts: list[Any] = []

    def new_page() -> Any:
        context = chromium.new_context(
            viewport={"width": 1280, "height": 900}, java_script_enabled=with_script, reduced_motion="reduce"
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        return context.new_page()

    database = Database(f"sqlite:///{folder / 'walk.sqlite3'}", synchronous="OFF")
    migrate(database)
    with time_machine.travel(began, tick=True) as clock:
        world = World.begin(database)
        _fill_registers(world)
        with served(database) as address:
            yield Office(address, world, clock, new_page)
            for context in contexts:
                context.close()
    database.engine.dispose()


def _fill_registers(world: World) -> None:
    """Two Parties, the Proposer, the Board with its rules, the Releases; and everybody can sign in."""
    world.add_party("brightmere", PartyCategory.LARGE_SUPPLIERS)
    world.add_party("northgrid", PartyCategory.ELECTRICITY_NETWORKS)
    world.add_organisation("pma", "SMKI PMA (test)", OrganisationKind.SUB_COMMITTEE)
    world.add_person("proposer", "pma")
    seat_board(world, BOARD)
    keep_rules(world, confirmed_rules())
    for day in (date(2022, 2, 24), date(2022, 6, 30), date(2026, 6, 25)):
        world.do(calendar.add_release, HOUSE, name=f"{day:%B %Y}", release_on=day)
    for name in ("analyst", "approver", "brightmere_signatory", "northgrid_signatory", "proposer", *MEMBERS):
        world.do(people.set_password, HOUSE, person_id=world.people[name], password=PASSWORD)
