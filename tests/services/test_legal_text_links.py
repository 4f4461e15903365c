"""Links that the register proposes, confirmed in bulk, and the two reports before publication."""

import pytest
import sqlalchemy as sa

from tests.builders.consultations import add_modification
from tests.world import World
from voting.domain.legal_text import HunkOwner, HunksWithoutOwner, ObservationsWithoutChange
from voting.domain.observations import ObservationKind
from voting.models.legal_text import LegalTextVersion
from voting.queries.legal_text.links import LinksPage, links_page
from voting.services import legal_text
from voting.services.legal_text.owning import NothingSelected, ObservationOfAnotherDocument
from voting.services.observations import add_observation

BEFORE = "8.3.3 The DCC may keep a register.\n\n8.3.4 Each User may check it.\n\n8.3.5 The Panel may report on it."
AFTER = BEFORE.replace("may", "shall")


def drafted(world: World, **cites: str) -> int:
    """A draft of Appendix D with three changes, and observations by number ("o1") with what they cite."""
    modification_id = add_modification(world)
    for number, cited in cites.items():
        add_one(world, modification_id, number, cited)
    return int(
        world.do(
            legal_text.import_legal_text,
            "analyst",
            modification_id=modification_id,
            document="Appendix D",
            title="A policy (test)",
            sec_version="SEC 1.0 (test)",
            as_is=BEFORE,
            to_be=AFTER,
        )
    )


def add_one(world: World, modification_id: int, number: str, cited: str, document: str = "Appendix D") -> int:
    return int(
        world.do(
            add_observation,
            "analyst",
            modification_id=modification_id,
            document=document,
            number=number,
            title=f"Finding {number}",
            text="What was found (test).",
            recommendation="Mend it (test).",
            kind=ObservationKind.CLARITY,
            cited_clauses=cited,
        )
    )


def look(world: World) -> LinksPage:
    return world.look(links_page, viewer=world.actor("analyst"), number="MP801", slug="appendix-d")


def test_proposals_are_confirmed_in_bulk_by_a_person(world: World) -> None:
    version_id = drafted(world, o1="8.3.3", o2="Appendix D 8.3.4")
    view = look(world)
    assert [(line.hunk.clause_label, line.observation.number, line.citation) for line in view.links] == [
        ("8.3.3", "o1", "8.3.3"),
        ("8.3.4", "o2", "Appendix D 8.3.4"),
    ]
    assert [hunk.clause_label for hunk in view.unowned] == ["8.3.3", "8.3.4", "8.3.5"]
    links = {line.hunk.key: line.observation.id for line in view.links}
    assert world.do(legal_text.confirm_links, "analyst", version_id=version_id, links=links) == 2
    after = look(world)
    assert after.links == ()
    assert [hunk.clause_label for hunk in after.unowned] == ["8.3.5"]


def test_what_has_an_owner_keeps_it(world: World) -> None:
    version_id = drafted(world, o1="8.3.3")
    (line,) = look(world).links
    world.do(
        legal_text.own_hunks, "analyst", version_id=version_id, hunk_keys=[line.hunk.key], owner=HunkOwner.CONSEQUENTIAL
    )
    with pytest.raises(NothingSelected):
        world.do(legal_text.confirm_links, "analyst", version_id=version_id, links={line.hunk.key: line.observation.id})


def test_an_observation_of_another_document_owns_nothing_here(world: World) -> None:
    version_id = drafted(world, o1="8.3.3")
    with world.database.reading() as (session, _now):
        modification_id = session.scalar(sa.select(LegalTextVersion.modification_id)) or 0
    other = add_one(world, modification_id, "o9", "1", document="Section L")
    (line,) = look(world).links
    with pytest.raises(ObservationOfAnotherDocument):
        world.do(legal_text.confirm_links, "analyst", version_id=version_id, links={line.hunk.key: other})


def test_citations_that_lead_nowhere_are_listed_with_why(world: World) -> None:
    drafted(world, o1="12.1", o2="8.3.3", o3="8.3.3")
    view = look(world)
    assert [(line.observation.number, line.citation, line.fault) for line in view.unplaced] == [
        ("o1", "12.1", "no_such_clause")
    ]
    assert [[each.number for each in line.observations] for line in view.contested] == [["o2", "o3"]]
    assert [each.number for each in view.without_change] == ["o1"]


def test_unowned_changes_block_and_observations_without_a_change_take_a_recorded_reason(world: World) -> None:
    version_id = drafted(world, o1="8.3.3", o2="99.1")
    with pytest.raises(HunksWithoutOwner):
        world.do(legal_text.publish_legal_text, "approver", version_id=version_id, past="Because.")
    world.do(legal_text.mark_remaining_as_housekeeping, "analyst", version_id=version_id)
    with pytest.raises(ObservationsWithoutChange, match="o2"):
        world.do(legal_text.publish_legal_text, "approver", version_id=version_id, past="  ")
    world.do(legal_text.publish_legal_text, "approver", version_id=version_id, past=" Its text comes later. ")
    with world.database.reading() as (session, _now):
        assert session.scalar(sa.select(LegalTextVersion.published_past)) == "Its text comes later."


def test_where_every_observation_leads_somewhere_no_reason_is_asked_or_kept(world: World) -> None:
    version_id = drafted(world, o1="8.3.3")
    world.do(legal_text.mark_remaining_as_housekeeping, "analyst", version_id=version_id)
    world.do(legal_text.publish_legal_text, "approver", version_id=version_id, past="Not needed.")
    with world.database.reading() as (session, _now):
        assert session.scalar(sa.select(LegalTextVersion.published_past)) is None
