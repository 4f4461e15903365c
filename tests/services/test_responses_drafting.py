"""Drafting an answer: by whom, on what, what two colleagues who wrote at once are shown, and when drafts pass away."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.builders.consultations import AFTER_CLOSE, add_modification, open_consultation, prepare_consultation
from tests.builders.responses import ANSWERED, agree, answer, clause, draft, observation, question, submit
from tests.world import World, at
from voting.domain.confidentiality import Confidentiality, PublicVersion
from voting.domain.errors import NotFound, NotPermitted
from voting.domain.responses import (
    CHOICES,
    ConsultationGone,
    DraftChoices,
    DraftingPosition,
    ResponseItem,
    TargetNotConsulted,
    TypedItem,
)
from voting.models.notices import Job
from voting.models.responses import DraftItemRow, DraftRow
from voting.services import responses
from voting.services.responses import DraftItemChanged, DraftsGone


def _comments(world: World) -> list[str]:
    with world.database.reading() as (session, _now):
        return list(session.scalars(sa.select(DraftItemRow.comment).order_by(DraftItemRow.id)))


def _draft(world: World) -> DraftRow:
    with world.database.reading() as (session, _now):
        return session.scalars(sa.select(DraftRow)).one()


def test_colleagues_draft_point_by_point_and_nothing_of_it_is_recorded(world: World) -> None:
    opened = open_consultation(world, text=True)
    size = world.history_size()
    draft(world, opened, "brightloop", agree(clause(opened), "Clear."), by="contributor")
    draft(world, opened, "brightloop", TypedItem(question(opened), comment="Half a thou"), by="reviewer")
    assert _comments(world) == ["Clear.", "Half a thou"]
    assert world.history_size() == size


@pytest.mark.parametrize("who", ["northgrid_signatory", "analyst", "approver", "auditor"])
def test_nobody_drafts_for_another_organisation(world: World, who: str) -> None:
    opened = open_consultation(world)
    with at(ANSWERED), pytest.raises(NotPermitted):
        world.scratch(
            responses.save_draft,
            who,
            consultation_id=opened.id,
            organisation_id=world.organisations["brightloop"],
            items=[agree(question(opened))],
        )


def test_a_consultation_that_has_not_opened_is_not_there(world: World) -> None:
    with at("2026-03-02T08:00"):
        made = prepare_consultation(world, modification_id=add_modification(world))
    with at("2026-03-02T09:00"), pytest.raises(NotFound):
        world.scratch(
            responses.save_draft,
            "brightloop_contributor",
            consultation_id=made,
            organisation_id=world.organisations["brightloop"],
            items=[TypedItem("question:1", comment="Early.")],
        )


@pytest.mark.parametrize(
    "name",
    ["question:999999", "observation:1", "clause:1:nowhere", "clause:1:", "question:x", "", "person:1", "question:१"],
)
def test_a_point_is_about_something_that_is_consulted_on(world: World, name: str) -> None:
    opened = open_consultation(world, text=True)
    with pytest.raises(TargetNotConsulted):
        draft(world, opened, "brightloop", TypedItem(name, comment="About what?"))


def test_a_question_of_another_consultation_is_no_target(world: World) -> None:
    first = open_consultation(world)
    second = open_consultation(world, modification_id=add_modification(world, "MP802"))
    with pytest.raises(TargetNotConsulted):
        draft(world, second, "brightloop", agree(question(first)))


def test_a_point_can_be_about_several_things(world: World) -> None:
    opened = open_consultation(world, observations=("1", "2"))
    draft(
        world, opened, "brightloop", agree(observation(opened), also_targets=(observation(opened, 2), clause(opened)))
    )
    with world.database.reading() as (session, _now):
        row = session.scalars(sa.select(DraftItemRow)).one()
        assert [row.target, *row.also_targets] == [observation(opened), observation(opened, 2), clause(opened)]


def test_what_a_database_cannot_keep_is_shown_as_a_replacement_sign(world: World) -> None:
    opened = open_consultation(world)
    draft(world, opened, "brightloop", agree(question(opened), "a\x00b\ud800c\r\nd"))
    assert _comments(world) == ["a\ufffdb\ufffdc\nd"]


def test_a_form_that_saw_what_stands_overwrites_it(world: World) -> None:
    opened = open_consultation(world)
    first = draft(world, opened, "brightloop", agree(question(opened), "One."))
    second = draft(world, opened, "brightloop", agree(question(opened), "Two."), seen=first.seen)
    assert second.conflicts == ()
    assert _comments(world) == ["Two."]


def test_a_stale_form_shows_both_texts_and_overwrites_nothing(world: World) -> None:
    opened = open_consultation(world)
    seen = draft(world, opened, "brightloop", agree(question(opened), "As both saw it.")).seen
    draft(world, opened, "brightloop", agree(question(opened), "The colleague's."), by="reviewer", seen=seen)
    saved = draft(world, opened, "brightloop", agree(question(opened), "Mine."), seen=seen)
    (conflict,) = saved.conflicts
    assert isinstance(conflict.current, ResponseItem)
    assert isinstance(conflict.mine, ResponseItem)
    assert (conflict.current.comment, conflict.mine.comment) == ("The colleague's.", "Mine.")
    assert conflict.changed_by == "Brightloop Reviewer"
    assert [difference.field for difference in conflict.differences] == ["comment"]
    assert _comments(world) == ["The colleague's."]
    again = draft(world, opened, "brightloop", agree(question(opened), "Mine."), seen={conflict.name: conflict.digest})
    assert again.conflicts == ()
    assert _comments(world) == ["Mine."]


def test_a_form_that_typed_nothing_into_a_point_leaves_a_colleagues_change(world: World) -> None:
    opened = open_consultation(world)
    seen = draft(world, opened, "brightloop", agree(question(opened), "Old.")).seen
    draft(world, opened, "brightloop", agree(question(opened), "New."), by="reviewer", seen=seen)
    saved = draft(world, opened, "brightloop", agree(question(opened), "Old."), seen=seen)
    assert saved.conflicts == ()
    assert _comments(world) == ["New."]


def test_one_conflict_does_not_keep_the_other_points_from_being_saved(world: World) -> None:
    opened = open_consultation(world, text=True)
    seen = draft(world, opened, "brightloop", agree(clause(opened), "Old."), agree(clause(opened, "c2"), "Old.")).seen
    draft(world, opened, "brightloop", agree(clause(opened), "Theirs."), by="reviewer", seen=seen)
    saved = draft(
        world, opened, "brightloop", agree(clause(opened), "Mine."), agree(clause(opened, "c2"), "Mine."), seen=seen
    )
    assert [conflict.name for conflict in saved.conflicts] == [clause(opened)]
    assert _comments(world) == ["Theirs.", "Mine."]


def test_a_blank_place_of_a_form_makes_no_point_and_brings_back_none_that_was_removed(world: World) -> None:
    opened = open_consultation(world)
    draft(world, opened, "brightloop", TypedItem(question(opened)))
    assert _comments(world) == []
    seen = draft(world, opened, "brightloop", agree(question(opened), "Gone soon.")).seen
    _remove(world, opened.id, question(opened), seen[question(opened)])
    draft(world, opened, "brightloop", agree(question(opened), "Gone soon."), seen=seen)
    assert _comments(world) == []


def test_a_point_that_a_colleague_changed_is_not_removed_unread(world: World) -> None:
    opened = open_consultation(world)
    seen = draft(world, opened, "brightloop", agree(question(opened), "Old.")).seen
    draft(world, opened, "brightloop", agree(question(opened), "New."), seen=seen)
    with pytest.raises(DraftItemChanged):
        _remove(world, opened.id, question(opened), seen[question(opened)])


def test_choices_that_a_colleague_changed_are_not_overwritten(world: World) -> None:
    opened = open_consultation(world)
    saw = {CHOICES: DraftChoices().digest}
    draft(
        world, opened, "brightloop", choices=DraftChoices(Confidentiality.SECAS_AND_AUTHORITY), seen=saw, by="reviewer"
    )
    saved = draft(world, opened, "brightloop", choices=DraftChoices(Confidentiality.ANONYMOUS), seen=saw)
    assert [conflict.name for conflict in saved.conflicts] == [CHOICES]
    assert _draft(world).confidentiality is Confidentiality.SECAS_AND_AUTHORITY
    untouched = draft(world, opened, "brightloop", choices=DraftChoices(), seen=saw)
    assert untouched.conflicts == ()
    assert _draft(world).confidentiality is Confidentiality.SECAS_AND_AUTHORITY


def test_drafting_goes_on_after_close_so_that_it_can_be_sent_as_late_until_drafts_pass_away(world: World) -> None:
    opened = open_consultation(world)
    draft(world, opened, "brightloop", agree(question(opened), "Late."), when=AFTER_CLOSE)
    with pytest.raises(DraftsGone):
        draft(world, opened, "brightloop", agree(question(opened), "Far too late."), when="2026-04-22T16:00")


def test_the_draft_begins_again_from_the_last_version_with_everything_in_it(world: World) -> None:
    opened = open_consultation(world, observations=("1",))
    item = TypedItem(
        observation(opened),
        also_targets=(clause(opened),),
        position=DraftingPosition.DISAGREE,
        comment="It is a secret.",
        own_wording="Keep it.",
        confidentiality=Confidentiality.SECAS_AND_AUTHORITY,
        public_version=PublicVersion("It is ours.", "", shows_position=True),
    )
    answer(world, opened, "brightloop", item, confidentiality=Confidentiality.ANONYMOUS)
    before = draft(world, opened, "brightloop", item).seen
    draft(world, opened, "brightloop", agree(observation(opened), "Spoilt."), seen=before)
    with at(ANSWERED):
        world.scratch(
            responses.draft_again,
            "brightloop_contributor",
            consultation_id=opened.id,
            organisation_id=world.organisations["brightloop"],
        )
    assert draft(world, opened, "brightloop", item).seen == before
    assert _comments(world) == ["It is a secret."]
    assert _draft(world).confidentiality is Confidentiality.ANONYMOUS
    assert submit(world, opened, "brightloop").version == 2


def test_a_draft_cannot_begin_from_what_was_never_submitted(world: World) -> None:
    opened = open_consultation(world)
    with at(ANSWERED), pytest.raises(NotFound):
        world.scratch(
            responses.draft_again,
            "brightloop_contributor",
            consultation_id=opened.id,
            organisation_id=world.organisations["brightloop"],
        )


def test_drafts_pass_away_20_working_days_after_close_and_not_before(world: World) -> None:
    opened = open_consultation(world)
    answer(world, opened, "brightloop")
    draft(world, opened, "northgrid", agree(question(opened), "Never submitted."))
    with world.database.reading() as (session, _now):
        job = session.scalars(sa.select(Job).where(Job.kind == "purge_drafts")).one()
    # 23 March 2026 and 20 Working Days, with Good Friday and Easter Monday between; summer time has begun by then.
    assert job.due_at.isoformat() == "2026-04-22T16:00:00+00:00"
    with at(job.due_at - timedelta(seconds=1)):
        responses.purge_drafts_job(world.database, job.payload)
    assert len(_comments(world)) == 2
    with at(job.due_at):
        responses.purge_drafts_job(world.database, job.payload)
        responses.purge_drafts_job(world.database, job.payload)
    assert _comments(world) == []


def test_a_withdrawn_consultation_takes_no_more_drafts(world: World) -> None:
    opened = open_consultation(world)
    with world.database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE consultation SET withdrawn_at = opened_at"))
    with pytest.raises(ConsultationGone):
        draft(world, opened, "brightloop", agree(question(opened)))


def _remove(world: World, consultation_id: int, target: str, seen: str) -> None:
    with at(ANSWERED):
        world.scratch(
            responses.remove_draft_item,
            "brightloop_contributor",
            consultation_id=consultation_id,
            organisation_id=world.organisations["brightloop"],
            target=target,
            seen=seen,
        )
