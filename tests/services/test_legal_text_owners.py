"""Who owns the changes of a draft, once some were carried over from a time without a register."""

import pytest
import sqlalchemy as sa

from tests.builders.consultations import add_modification, add_text
from tests.world import World
from voting.domain.legal_text import Hunk, HunkOwner, HunkState, hunk_to_dict
from voting.models.legal_text import HunkRow
from voting.queries.legal_text.clauses import document_page
from voting.queries.legal_text.documents import documents_page
from voting.services import legal_text

CLAUSES = ("1.1", "1.2", "1.3", "1.4")
KEYS = ("h-c1", "h-c2", "h-c3", "h-c4")


def draft(world: World, *observations: str) -> int:
    """A draft of four changes: without an owner, of the Proposed Solution, consequential, and cancelled."""
    modification_id = add_modification(world)
    made = add_text(world, modification_id, clauses=CLAUSES, observations=observations, published=False)
    for key, owner in (("h-c2", HunkOwner.PROPOSED_SOLUTION), ("h-c3", HunkOwner.CONSEQUENTIAL)):
        world.do(legal_text.own_hunks, "analyst", version_id=made.version_id, hunk_keys=[key], owner=owner)
    with world.database.engine.begin() as connection:
        because = "After comment (test)"
        hunk = Hunk("h-c4", ("c4",), "", "and publish ", state=HunkState.CANCELLED, cancelled_because=because)
        connection.execute(
            sa.update(HunkRow)
            .where(HunkRow.key == "h-c4")
            .values(state=HunkState.CANCELLED, cancelled_because=because, value=hunk_to_dict(hunk))
        )
    return made.version_id


def owners(world: World, version_id: int) -> dict[str, HunkOwner | None]:
    with world.database.reading() as (session, _now):
        rows = session.execute(sa.select(HunkRow.key, HunkRow.owner).where(HunkRow.legal_text_version_id == version_id))
        return {row.key: row.owner for row in rows}


def test_with_a_register_the_proposed_solution_is_no_owner_so_its_changes_are_marked_too(world: World) -> None:
    version_id = draft(world, "1")
    assert world.do(legal_text.mark_remaining_as_housekeeping, "analyst", version_id=version_id) == 2
    housekeeping = HunkOwner.HOUSEKEEPING
    assert owners(world, version_id) == dict(
        zip(KEYS, (housekeeping, housekeeping, HunkOwner.CONSEQUENTIAL, None), strict=True)
    )


def test_without_a_register_nothing_remains_to_be_marked(world: World) -> None:
    version_id = draft(world)
    before = owners(world, version_id)
    assert world.do(legal_text.mark_remaining_as_housekeeping, "analyst", version_id=version_id) == 0
    assert owners(world, version_id) == before


@pytest.mark.parametrize(("observations", "unowned"), [(("1",), ["h-c1", "h-c2"]), ((), [])])
def test_the_pages_count_as_the_rule_does(world: World, observations: tuple[str, ...], unowned: list[str]) -> None:
    draft(world, *observations)
    analyst = world.actor("analyst")
    (line,) = world.look(documents_page, viewer=analyst, number="MP801").documents
    assert (line.unowned, line.changes, line.cancelled) == (len(unowned), 3, 1)
    page = world.look(document_page, viewer=analyst, number="MP801", slug="appendix-d")
    without = [hunk.key for hunk in page.hunks if hunk.owner is None and hunk.state is HunkState.PROPOSED]
    assert without == unowned
