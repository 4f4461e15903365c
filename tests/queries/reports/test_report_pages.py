"""What each viewer may read of a report, in a number of statements that does not grow."""

from typing import Any

import pytest
import sqlalchemy as sa

from tests.builders.ballots import seat_board
from tests.builders.consultations import add_text
from tests.builders.modifications import add_modification, add_report_version
from tests.builders.reports import imported_report
from tests.world import World, at
from voting.domain.errors import NotFound, NotPermitted
from voting.domain.modifications.lifecycle import ApprovingBody
from voting.domain.people import PUBLIC, Action, Role, may
from voting.models.modifications import Modification
from voting.queries.legal_text.documents import documents_page
from voting.queries.modifications.loading import drafts_read_by, subject_of
from voting.queries.modifications.page import modification_page
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


BODIES = {
    "panel_member": ApprovingBody.PANEL,
    "csc_member": ApprovingBody.CHANGE_SUB_COMMITTEE,
}


@pytest.fixture
def drafted(world: World) -> World:
    """A draft report and draft legal text on a modification that each body approves, and their members; a Board."""
    with at(TODAY):
        world.add_person("panel_member", None, Role.PANEL_MEMBER)
        world.add_person("csc_member", None, Role.CHANGE_SUB_COMMITTEE_MEMBER)
        world.add_party("alpha")
        seat_board(world, {"large": 1})
        for number, body in (("DP901", ApprovingBody.PANEL), ("DP902", ApprovingBody.CHANGE_SUB_COMMITTEE)):
            made = add_modification(world, number, approving_body=body, proposer="alpha_signatory")
            imported_report(world, modification_id=made)
            add_text(world, made, published=False, observations=("1",))
    return world


@pytest.mark.parametrize("name", ["public", "analyst", "alpha_signatory", "alpha_reviewer", "large_1", *BODIES])
def test_the_approving_body_reads_the_drafts_of_what_it_approves_everywhere(drafted: World, name: str) -> None:
    with at(TODAY):
        viewer = PUBLIC if name == "public" else drafted.actor(name)
        for number, body in (("DP901", ApprovingBody.PANEL), ("DP902", ApprovingBody.CHANGE_SUB_COMMITTEE)):
            reads = name in {"analyst", "alpha_signatory"} or BODIES.get(name) is body
            report = drafted.look(report_versions, viewer=viewer, number=number)
            texts = drafted.look(documents_page, viewer=viewer, number=number)
            with drafted.database.reading() as (session, now):
                page = modification_page(session, viewer=viewer, now=now, number=number)
                theirs = session.scalars(sa.select(Modification.number).where(drafts_read_by(viewer))).all()
                row = session.scalars(sa.select(Modification).where(Modification.number == number)).one()
                # The table of permissions and its twin in SQL say the same.
                assert may(viewer, Action.READ_REPORT_DRAFT, subject_of(row)) is reads
            shown = (report.versions, texts.documents, page.reports, page.documents, number in theirs)
            assert tuple(map(bool, shown)) == (reads,) * len(shown), number
            if reads:
                version = drafted.look(report_page, viewer=viewer, number=number, version_number=1)
                assert (version.approving_body, version.reads_drafts) == (body, True)


@pytest.mark.parametrize("name", list(BODIES))
def test_the_desk_is_not_the_approving_body_s(drafted: World, name: str) -> None:
    with at(TODAY), pytest.raises(NotPermitted):
        drafted.look(report_desk, viewer=drafted.actor(name), number="DP902", version_number=1)


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
