"""What each viewer may read of a report, in a number of statements that does not grow."""

from typing import Any

import pytest

from tests.builders.modifications import add_modification, add_report_version
from tests.builders.reports import imported_report
from tests.world import World, at
from voting.domain.errors import NotFound, NotPermitted
from voting.domain.people import PUBLIC
from voting.queries.reports import report_desk, report_page, report_versions

TODAY = "2026-03-02T10:00"


def test_drafts_are_read_by_the_proposer_and_secas_alone(world: World) -> None:
    with at(TODAY):
        world.add_party("alpha")
        world.add_party("beta")
        imported_report(world, modification_id=add_modification(world, proposer="alpha_signatory"))
        for name in ("analyst", "approver", "alpha_signatory"):
            page = world.look(report_page, viewer=world.actor(name), number="DP901", version_number=1)
            assert page.version.published_at is None
        for viewer in (PUBLIC, world.actor("alpha_reviewer"), world.actor("beta_signatory")):
            assert world.look(report_versions, viewer=viewer, number="DP901").versions == ()
            with pytest.raises(NotFound):
                world.look(report_page, viewer=viewer, number="DP901", version_number=1)
        with pytest.raises(NotPermitted):
            world.look(report_desk, viewer=world.actor("alpha_signatory"), number="DP901", version_number=1)


def test_a_field_on_the_desk_has_its_passage(world: World) -> None:
    with at(TODAY):
        imported_report(world)
        desk = world.look(report_desk, viewer=world.actor("analyst"), number="DP901", version_number=1)
    costs = dict(desk.groups)["costs"]
    assert any("£100,000" in passage for each in costs for passage in each.passages)
    assert "parts/1/text" in desk.text_fields
    assert desk.prepared_by_viewer


def test_the_pages_take_few_statements_however_many_versions_there_are(world: World, statements: Any) -> None:
    with at(TODAY):
        modification = add_modification(world)
        analyst = world.actor("analyst")
        counts = []
        for _ in range(2):
            for _ in range(4):
                add_report_version(world, modification)
            with statements(world.database) as seen:
                world.look(report_page, viewer=analyst, number="DP901", version_number=1)
                world.look(report_desk, viewer=analyst, number="DP901", version_number=1)
            counts.append(sum(each.lstrip().startswith("SELECT") for each in seen))
    assert counts[0] == counts[1] <= 11
