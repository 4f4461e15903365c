"""The demonstration as a story, and what each of its acts wrote into the record."""

from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.demo.ledger import Ledger
from tests.demonstration import Demonstration
from voting.demo.replay import Story


@pytest.fixture(scope="session")
def ledger(built_demonstration: Demonstration) -> Ledger:
    """What the use cases of the story wrote."""
    return Ledger(defaultdict(list, built_demonstration.written))


@pytest.fixture(scope="session")
def story(built_demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The demonstration as it comes out of the product's own services."""
    with built_demonstration.copied(tmp_path_factory.mktemp("story")) as story:
        yield story
