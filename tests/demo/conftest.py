"""The demonstration, built once for all tests of it, with what each of its acts wrote into the record."""

from collections.abc import Iterator

import pytest

from tests.demo.ledger import Ledger
from voting.db import Base, Database
from voting.demo.preparing import build
from voting.demo.replay import Story


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    """What the use cases of the story wrote."""
    return Ledger()


@pytest.fixture(scope="session")
def story(ledger: Ledger) -> Iterator[Story]:
    """The demonstration as it comes out of the product's own services."""
    database = Database("sqlite://")
    Base.metadata.create_all(database.engine)
    act = Story.act
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            Story,
            "act",
            lambda told, use_case, person, when, **more: ledger.watch(
                database, use_case, lambda: act(told, use_case, person, when, **more)
            ),
        )
        yield build(database)
    database.engine.dispose()
