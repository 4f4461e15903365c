"""A browser that has the page of a published text is told so before the text is read, while nothing has changed."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.builders.consultations import add_modification, add_text
from tests.checking_client import CheckingClient
from tests.counting import counted
from tests.world import World
from voting.models.legal_text import LegalTextVersion
from voting.models.modifications import Modification
from voting.models.observations import ObservationRow

PAGE = "/modifications/MP801/legal-text/appendix-d"


@pytest.fixture
def reader(world: World) -> CheckingClient:
    """Somebody of the public before the published text of a modification."""
    add_text(world, add_modification(world), observations=("1",))
    reader = CheckingClient.signed_in(world)
    reader.get(PAGE)
    return reader


def asked_again(reader: CheckingClient, tag: str, path: str = PAGE) -> int:
    """The status that a browser gets which says that it has the page of this tag."""
    return reader.client.get(path, headers={"If-None-Match": tag}).status_code


def tag_of(reader: CheckingClient, path: str = PAGE) -> str:
    """The tag of the page as it stands."""
    return reader.client.get(path).headers["ETag"]


def an_observation_edited(world: World) -> None:
    """Its title stands beside the text."""
    with Session(world.database.engine) as session:
        session.execute(sa.update(ObservationRow).values(version=ObservationRow.version + 1))
        session.commit()


def another_version_published(world: World) -> None:
    """The switch of versions names it."""
    with world.database.reading() as (session, _now):
        modification = session.scalars(sa.select(Modification.id)).one()
    add_text(world, modification)


def another_modification_published(world: World) -> None:
    """Clauses that both change are named."""
    add_text(world, add_modification(world, "MP802"))


def the_text_changed(world: World) -> None:
    """A change was cancelled after comment."""
    with Session(world.database.engine) as session:
        session.execute(sa.update(LegalTextVersion).values(page_etag="another"))
        session.commit()


def test_who_has_the_page_is_told_so_before_the_text_is_read(world: World, reader: CheckingClient) -> None:
    tag = tag_of(reader)
    with counted(world.database) as asked:
        assert asked_again(reader, tag) == 304
    assert asked.statements <= 3
    assert asked_again(reader, '"another"') == 200


@pytest.mark.parametrize(
    "happens",
    [an_observation_edited, another_version_published, another_modification_published, the_text_changed],
)
def test_what_stands_on_the_page_changes_its_tag(
    world: World, reader: CheckingClient, happens: Callable[[World], None]
) -> None:
    tag = tag_of(reader)
    happens(world)
    assert asked_again(reader, tag) == 200


def test_another_reader_has_another_page(world: World, reader: CheckingClient) -> None:
    assert asked_again(CheckingClient.signed_in(world, "analyst"), tag_of(reader)) == 200


def test_only_what_changes_is_another_page(reader: CheckingClient) -> None:
    assert asked_again(reader, tag_of(reader), PAGE + "?show=changes") == 200


def test_a_draft_is_never_kept(world: World) -> None:
    add_text(world, add_modification(world), published=False)
    analyst = CheckingClient.signed_in(world, "analyst")
    assert "ETag" not in analyst.client.get(PAGE).headers
