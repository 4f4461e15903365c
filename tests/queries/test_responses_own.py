"""The page of one's own answer: who sees it, what is on it at each time, and how many statements it takes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from tests.builders.consultations import AFTER_CLOSE, OpenedConsultation, open_consultation
from tests.builders.responses import (
    ANSWERED,
    agree,
    answer,
    clause,
    confirm,
    draft,
    enter,
    item_ids,
    many_parties,
    observation,
    question,
    submit,
)
from tests.world import World, at
from voting.db import Database
from voting.domain.consultations import ConsultationKind, ReturnState
from voting.domain.dispositions import DecidedBy, DispositionKind
from voting.domain.errors import NotFound, NotPermitted
from voting.domain.people import Role
from voting.domain.responses import DraftChoices, DraftingPosition, TypedItem
from voting.models.consultations import ConsultationRow
from voting.models.dispositions import DispositionHunk, DispositionRow
from voting.queries.responses import (
    RespondPage,
    answering_organisations,
    entered_version,
    evidence_file,
    own_version,
    respond_page,
)

PUBLISHED = "2026-04-07T12:00"


def _page(
    world: World,
    opened: OpenedConsultation,
    who: str = "brightloop_contributor",
    when: str = ANSWERED,
    party: str = "brightloop",
    **more: Any,
) -> RespondPage:
    with at(when):
        return world.look(
            respond_page,
            viewer=world.actor(who),
            now=datetime.fromisoformat(when).replace(tzinfo=UTC),
            consultation_id=opened.id,
            organisation_id=world.organisations[party],
            **more,
        )


@pytest.mark.parametrize("who", ["northgrid_signatory", "analyst", "approver", "administrator", "auditor"])
def test_the_page_is_the_organisations_own(world: World, who: str) -> None:
    opened = open_consultation(world)
    draft(world, opened, "brightloop", agree(question(opened), "Ours."))
    with pytest.raises(NotPermitted):
        _page(world, opened, who)


def test_a_consultation_that_has_not_opened_has_no_page(world: World) -> None:
    opened = open_consultation(world)
    with pytest.raises(NotFound):
        _page(world, opened, when="2026-03-02T09:59")


def test_a_modification_report_consultation_is_one_page_with_two_questions(world: World) -> None:
    opened = open_consultation(world, kind=ConsultationKind.MODIFICATION_REPORT)
    page = _page(world, opened)
    assert page.is_simple
    assert [place.target.number for place in page.places] == ["1", "2"]
    assert (page.current, page.text) == (None, None)
    assert page.working_days_left == 9


def test_without_a_register_each_changed_clause_is_a_place_and_its_text_stands_beside_it(world: World) -> None:
    opened = open_consultation(world, text=True)
    page = _page(world, opened, item=clause(opened))
    assert not page.is_simple
    assert [place.target.words for place in page.places if place.target.clause_key] == [
        "Appendix D, clause 1.1",
        "Appendix D, clause 1.2",
    ]
    assert page.text is not None
    assert [shown.label for shown in page.text.clauses] == ["1.1", "1.2"]
    assert page.text.sec_version == "SEC 30.0"


def test_with_a_register_each_observation_is_a_place_and_a_clause_only_where_it_is_asked_for(world: World) -> None:
    opened = open_consultation(world, observations=("1", "2"))
    with world.database.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE hunk SET observation_id = :one, owner = 'observation' WHERE id = :hunk"),
            {"one": opened.texts[0].observation_ids[0], "hunk": opened.texts[0].hunk_ids[1]},
        )
    page = _page(world, opened, item=observation(opened))
    assert [place.target.words for place in page.places[2:]] == [
        "Appendix D, observation 1",
        "Appendix D, observation 2",
    ]
    assert page.text is not None
    assert page.text.observation_text == "The register is kept and not published."
    assert [shown.label for shown in page.text.clauses] == ["1.2"]
    asked = _page(world, opened, item=clause(opened))
    assert asked.current is not None
    assert asked.current.target.words == "Appendix D, clause 1.1"
    bare = _page(world, opened, item=observation(opened, 2))
    assert bare.text is not None
    assert bare.text.clauses == ()


@pytest.mark.parametrize("item", ["clause:99:c1", "observation:99", "question:99999", "nonsense"])
def test_what_is_not_consulted_on_has_no_place(world: World, item: str) -> None:
    opened = open_consultation(world, text=True)
    with pytest.raises(NotFound):
        _page(world, opened, item=item)


def test_each_place_says_how_far_it_is_and_what_is_missing(world: World) -> None:
    opened = open_consultation(world, text=True)
    draft(
        world,
        opened,
        "brightloop",
        agree(clause(opened), "Clear."),
        TypedItem(clause(opened, "c2"), position=DraftingPosition.DISAGREE),
        by="reviewer",
    )
    page = _page(world, opened)
    states = {place.target.name: place.state for place in page.places}
    assert states[clause(opened)] == "answered"
    assert states[clause(opened, "c2")] == "draft"
    assert states[question(opened)] == "to_do"
    (incomplete,) = [place for place in page.places if place.refusals]
    assert [str(refusal) for refusal in incomplete.refusals] == ["Say why you disagree."]
    assert page.saved_by == "Brightloop Reviewer"
    assert page.current is not None
    assert page.current.target.name == question(opened)
    assert (page.coverage.answered, page.coverage.remaining) == (2, 2)


def test_the_page_says_who_may_draft_and_sign(world: World) -> None:
    opened = open_consultation(world)
    page = _page(world, opened)
    assert page.may_draft == ("Brightloop Contributor", "Brightloop Reviewer")
    assert page.may_sign == ("Brightloop Signatory",)
    assert not page.viewer_signs
    assert _page(world, opened, "brightloop_signatory").viewer_signs


def test_versions_say_which_counts_and_whether_the_draft_has_moved_on(world: World) -> None:
    opened = open_consultation(world)
    answer(world, opened, "brightloop", when="2026-03-05T10:00")
    entered = enter(world, opened, "brightloop", received_at="2026-03-04T10:00", when="2026-03-06T10:00")
    confirm(world, opened, entered.version_id, when="2026-03-06T11:00")
    page = _page(world, opened)
    assert [(one.number, one.counts, one.is_confirmed) for one in page.versions] == [(1, True, True), (2, False, True)]
    assert not page.is_changed_since_submitting
    draft(world, opened, "brightloop", choices=DraftChoices(also_for="Others (test)"))
    assert _page(world, opened).is_changed_since_submitting


def test_after_publication_each_point_stands_with_its_reply_and_the_text_changed(world: World) -> None:
    opened = open_consultation(world, text=True)
    receipt = answer(world, opened, "brightloop", agree(clause(opened), "Clear."), agree(clause(opened, "c2"), "Too."))
    _reply(world, opened, item_ids(world, receipt.version_id)[0])
    assert _page(world, opened, when=AFTER_CLOSE).points == ()
    _publish(world, opened)
    first, second = _page(world, opened, when=PUBLISHED).points
    assert (first.reply, first.detail, first.decided_by) == (
        DispositionKind.AGREED_OTHER_WORDING,
        "As follows.",
        DecidedBy.PROPOSER,
    )
    assert [(change.document_code, change.clause_label) for change in first.changes] == [("Appendix D", "1.1")]
    assert (second.reply, second.changes) == (None, ())


@pytest.mark.parametrize("when", [ANSWERED, AFTER_CLOSE, PUBLISHED])
def test_the_page_takes_six_statements_and_reads_no_other_answers(
    world: World,
    database: Database,
    statements: Callable[[Database], AbstractContextManager[list[str]]],
    when: str,
) -> None:
    opened = open_consultation(world, observations=("1", "2"))
    receipt = answer(world, opened, "brightloop", agree(observation(opened), "Ours."))
    _reply(world, opened, item_ids(world, receipt.version_id)[0])
    if when == PUBLISHED:
        _publish(world, opened)
    counted = []
    for more in (0, 5):
        for key in many_parties(world, "more", more):
            answer(world, opened, key)
        viewer = world.actor("brightloop_signatory")
        with database.reading() as (session, _now), statements(database) as seen:
            page = respond_page(
                session,
                viewer=viewer,
                now=datetime.fromisoformat(when).replace(tzinfo=UTC),
                consultation_id=opened.id,
                organisation_id=world.organisations["brightloop"],
            )
        counted.append(
            (len([one for one in seen if one != "BEGIN"]), len(page.places), len(page.versions), len(page.points))
        )
    assert counted[0] == counted[1]
    assert counted[0][0] <= 6


def test_a_version_is_read_in_full_by_its_own_people_alone(world: World) -> None:
    opened = open_consultation(world, text=True)
    answer(world, opened, "brightloop", agree(clause(opened), "Clear.", own_wording="Shall."))
    look = {"consultation_id": opened.id, "organisation_id": world.organisations["brightloop"], "number": 1}
    now = datetime(2026, 3, 10, 11, tzinfo=UTC)
    version = world.look(own_version, viewer=world.actor("brightloop_reviewer"), now=now, **look)
    (point,) = version.points
    assert (point.item.comment, point.item.own_wording, point.targets[0].words) == (
        "Clear.",
        "Shall.",
        "Appendix D, clause 1.1",
    )
    for who in ("northgrid_signatory", "analyst", "auditor"):
        with pytest.raises(NotPermitted):
            world.look(own_version, viewer=world.actor(who), now=now, **look)
    with pytest.raises(NotFound):
        world.look(own_version, viewer=world.actor("brightloop_reviewer"), now=now, **(look | {"number": 2}))


def test_an_entered_answer_and_its_message_are_secas_alone_and_a_submitted_one_is_not_read_this_way(
    world: World,
) -> None:
    opened = open_consultation(world)
    entered = enter(world, opened, "brightloop")
    submitted = answer(world, opened, "northgrid")
    now = datetime(2026, 3, 10, 11, tzinfo=UTC)
    look = {"now": now, "consultation_id": opened.id, "version_id": entered.version_id}
    second = world.look(entered_version, viewer=world.actor("approver"), **look)
    assert (second.full.points[0].item.comment, second.may_confirm) == ("From the e-mail.", True)
    assert not world.look(entered_version, viewer=world.actor("analyst"), **look).may_confirm
    name, content = world.look(evidence_file, viewer=world.actor("approver"), **look)
    assert (name, content) == ("message.eml", b"Dear SECAS, we agree.")
    for query in (entered_version, evidence_file):
        for who in ("brightloop_signatory", "northgrid_signatory", "auditor"):
            with pytest.raises(NotPermitted):
                world.look(query, viewer=world.actor(who), **look)
        with pytest.raises(NotFound):
            world.look(query, viewer=world.actor("approver"), **(look | {"version_id": submitted.version_id}))


def test_one_chooses_among_ones_own_organisations(world: World) -> None:
    opened = open_consultation(world)
    world.add_person("consultant", "brightloop", Role.PARTY_CONTRIBUTOR)
    submit_nothing = answer(world, opened, "northgrid")
    assert submit_nothing.version == 1
    now = datetime(2026, 3, 10, 11, tzinfo=UTC)
    page = world.look(answering_organisations, viewer=world.actor("consultant"), now=now, consultation_id=opened.id)
    assert [(one.name, one.state, one.may_sign) for one in page.organisations] == [
        ("Brightloop (test)", ReturnState.NOTHING_YET, False)
    ]
    other = world.look(
        answering_organisations, viewer=world.actor("northgrid_signatory"), now=now, consultation_id=opened.id
    )
    assert [(one.state, one.may_sign) for one in other.organisations] == [(ReturnState.SUBMITTED, True)]
    submit(world, opened, "northgrid")


def _publish(world: World, opened: OpenedConsultation) -> None:
    """Publication as a fact; whether it may happen is not what is asked here."""
    published_at = datetime(2026, 4, 7, 11, tzinfo=UTC)
    with world.database.engine.begin() as connection:
        connection.execute(
            sa.update(ConsultationRow)
            .where(ConsultationRow.id == opened.id)
            .values(published_at=published_at, published_by_id=world.people["approver"])
        )


def _reply(world: World, opened: OpenedConsultation, item_id: int) -> None:
    with world.database.engine.begin() as connection:
        made = connection.execute(
            sa.insert(DispositionRow)
            .values(
                response_item_id=item_id,
                kind=DispositionKind.AGREED_OTHER_WORDING,
                detail="As follows.",
                decided_by=DecidedBy.PROPOSER,
                drafted_by_id=world.people["analyst"],
                drafted_at=datetime(2026, 3, 25, tzinfo=UTC),
                is_shared_with_proposer=False,
                version=1,
            )
            .returning(DispositionRow.id)
        ).scalar_one()
        connection.execute(sa.insert(DispositionHunk).values(disposition_id=made, hunk_id=opened.texts[0].hunk_ids[0]))
