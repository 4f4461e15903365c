"""Submitting an answer: who signs, when it is in time, what is kept, recorded and mailed, and what is refused."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.builders.consultations import (
    AFTER_CLOSE,
    OpenedConsultation,
    add_modification,
    closing_instant,
    open_consultation,
    prepare_consultation,
)
from tests.builders.responses import ANSWERED, agree, answer, clause, draft, question, submit
from tests.world import World, at
from voting.db import Lock
from voting.domain.confidentiality import Confidentiality, PublicVersion
from voting.domain.errors import NotFound, NotPermitted, RuleBroken
from voting.domain.responses import (
    ConsultationClosed,
    ConsultationGone,
    DraftingPosition,
    ItemsNotComplete,
    NilWithItems,
    NothingToSubmit,
    NotSignatory,
    Tray,
    TypedItem,
)
from voting.models.history import HistoryEntry, HistoryText
from voting.models.notices import OutboxMessage
from voting.models.responses import ItemTarget, ResponseItemRow, ResponseVersion
from voting.services import responses
from voting.services.intents import IntentReused
from voting.services.responses import DraftChangedSinceReview, SubmissionReceipt

CLOSES = closing_instant()


def _versions(world: World) -> list[ResponseVersion]:
    with world.database.reading() as (session, _now):
        return list(session.scalars(sa.select(ResponseVersion).order_by(ResponseVersion.id)))


def _nil(
    world: World, opened: OpenedConsultation, who: str = "brightloop_signatory", **more: object
) -> SubmissionReceipt:
    return world.do(
        responses.send_nil_response,
        who,
        lock=opened.lock,
        consultation_id=opened.id,
        organisation_id=world.organisations["brightloop"],
        **more,
    )


def test_a_signatory_submits_what_the_organisation_drafted_and_gets_a_receipt(world: World) -> None:
    opened = open_consultation(world, text=True)
    draft(world, opened, "brightloop", agree(clause(opened), "Clear."), TypedItem(question(opened, 2), comment="No."))
    draft(world, opened, "brightloop", TypedItem(question(opened)), by="reviewer")
    receipt = submit(world, opened, "brightloop")
    (version,) = _versions(world)
    assert (receipt.version, receipt.tray, receipt.code) == (1, Tray.IN_TIME, version.receipt)
    assert version.received_at == version.entered_at == receipt.recorded_at == datetime(2026, 3, 10, 10, tzinfo=UTC)
    with world.database.reading() as (session, _now):
        items = session.scalars(sa.select(ResponseItemRow).order_by(ResponseItemRow.position_in_response)).all()
        assert [(item.key, item.comment) for item in items] == [
            (question(opened, 2), "No."),
            (clause(opened), "Clear."),
        ]
        targets = session.scalars(sa.select(ItemTarget).order_by(ItemTarget.id)).all()
        assert [(target.question_id, target.clause_id) for target in targets] == [
            (opened.question_ids[1], None),
            (None, opened.texts[0].clause_ids[0]),
        ]


def test_a_full_copy_goes_to_the_signatory_alone(world: World) -> None:
    opened = open_consultation(world, text=True)
    item = agree(
        clause(opened),
        "Our secret.",
        own_wording="Shall publish.",
        confidentiality=Confidentiality.SECAS_AND_AUTHORITY,
        public_version=PublicVersion("It is ours.", "", shows_position=True),
    )
    receipt = answer(world, opened, "brightloop", item)
    with world.database.reading() as (session, _now):
        mails = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.subject.like("Receipt%"))).all()
    assert [mail.person_id for mail in mails] == [world.people["brightloop_signatory"]]
    for words in (receipt.code, "Our secret.", "Shall publish.", "It is ours.", "Appendix D, clause 1.1", "Agree"):
        assert words in mails[0].body


def test_the_record_tells_that_something_was_returned_and_keeps_its_words_as_salted_texts(world: World) -> None:
    opened = open_consultation(world)
    receipt = answer(
        world, opened, "brightloop", agree(question(opened), "Sealed words."), confidentiality=Confidentiality.ANONYMOUS
    )
    assert world.use_cases()[-1] == "submit_response"
    with world.database.reading() as (session, _now):
        entry = session.scalars(sa.select(HistoryEntry).where(HistoryEntry.receipt == receipt.code)).one()
        texts = dict(
            session.execute(
                sa.select(HistoryText.name, HistoryText.text).where(HistoryText.entry_index == entry.index)
            ).all()
        )
    assert texts["item 1 comment"] == "Sealed words."
    assert texts["confidentiality"] == "anonymous"
    for sealed in (b"Sealed", b"agree", b"anonymous", question(opened).encode()):
        assert sealed not in entry.leaf


@pytest.mark.parametrize("by", ["contributor", "reviewer"])
def test_only_a_signatory_signs(world: World, by: str) -> None:
    opened = open_consultation(world)
    draft(world, opened, "brightloop", agree(question(opened)))
    with at(ANSWERED), pytest.raises(NotSignatory):
        world.do(
            responses.submit_response,
            f"brightloop_{by}",
            consultation_id=opened.id,
            organisation_id=world.organisations["brightloop"],
        )


@pytest.mark.parametrize("who", ["northgrid_signatory", "analyst", "approver", "auditor"])
def test_nobody_signs_for_another_organisation(world: World, who: str) -> None:
    opened = open_consultation(world)
    draft(world, opened, "brightloop", agree(question(opened)))
    size = world.history_size()
    with at(ANSWERED):
        for use_case in (responses.submit_response, responses.send_nil_response):
            with pytest.raises(NotPermitted):
                world.do(use_case, who, consultation_id=opened.id, organisation_id=world.organisations["brightloop"])
    assert world.history_size() == size


def test_a_consultation_that_has_not_opened_cannot_be_answered(world: World) -> None:
    with at("2026-03-02T08:00"):
        made = prepare_consultation(world, modification_id=add_modification(world))
        with pytest.raises(NotFound):
            world.do(
                responses.submit_response,
                "brightloop_signatory",
                consultation_id=made,
                organisation_id=world.organisations["brightloop"],
            )


def test_what_is_not_complete_is_refused_point_by_point(world: World) -> None:
    opened = open_consultation(world, text=True)
    draft(
        world,
        opened,
        "brightloop",
        TypedItem(clause(opened), position=DraftingPosition.DISAGREE),
        TypedItem(clause(opened, "c2"), comment="And my position?"),
        agree(question(opened)),
    )
    with pytest.raises(ItemsNotComplete) as refused:
        submit(world, opened, "brightloop")
    assert set(refused.value.refusals) == {clause(opened), clause(opened, "c2")}
    assert _versions(world) == []


def test_nothing_is_no_answer_but_no_comment_on_all_of_it_is(world: World) -> None:
    opened = open_consultation(world)
    with pytest.raises(NothingToSubmit):
        submit(world, opened, "brightloop")
    with at(ANSWERED):
        world.scratch(
            responses.set_draft_choices,
            "brightloop_contributor",
            consultation_id=opened.id,
            organisation_id=world.organisations["brightloop"],
            no_comment_on_the_rest=True,
            also_for=" Brightloop Gas (test) ",
        )
    submit(world, opened, "brightloop")
    (version,) = _versions(world)
    assert (version.no_comment_on_the_rest, version.is_nil, version.also_for) == (True, False, "Brightloop Gas (test)")


def test_confidential_texts_without_a_public_version_are_blanked_in_one_act(world: World) -> None:
    opened = open_consultation(world, text=True)
    items = (
        agree(clause(opened), "A secret."),
        agree(question(opened), "Open.", confidentiality=Confidentiality.PUBLIC),
    )
    with pytest.raises(ItemsNotComplete):
        answer(world, opened, "brightloop", *items, confidentiality=Confidentiality.BOARD_AND_AUTHORITY)
    submit(world, opened, "brightloop", blank_the_rest=True)
    with world.database.reading() as (session, _now):
        blanks = dict(session.execute(sa.select(ResponseItemRow.key, ResponseItemRow.declared_blank)).all())
    assert blanks == {question(opened): False, clause(opened): True}


def test_an_answer_is_amended_until_close_and_every_version_is_kept_with_the_keys_of_its_points(world: World) -> None:
    opened = open_consultation(world, text=True)
    seen = draft(world, opened, "brightloop", agree(clause(opened), "One.")).seen
    first = submit(world, opened, "brightloop")
    draft(world, opened, "brightloop", agree(clause(opened), "Two."), agree(clause(opened, "c2"), "More."), seen=seen)
    second = submit(world, opened, "brightloop", when=CLOSES)
    assert (first.version, second.version) == (1, 2)
    with world.database.reading() as (session, _now):
        rows = session.execute(
            sa.select(ResponseVersion.number, ResponseItemRow.key, ResponseItemRow.comment)
            .join(ResponseItemRow, ResponseItemRow.response_version_id == ResponseVersion.id)
            .order_by(ResponseVersion.number, ResponseItemRow.position_in_response)
        ).all()
    assert rows == [(1, clause(opened), "One."), (2, clause(opened), "Two."), (2, clause(opened, "c2"), "More.")]


def test_after_close_submit_says_when_it_closed_and_keeps_the_text(world: World) -> None:
    opened = open_consultation(world)
    draft(world, opened, "brightloop", agree(question(opened), "Almost."))
    with pytest.raises(ConsultationClosed) as refused:
        submit(world, opened, "brightloop", when=CLOSES + timedelta(microseconds=1))
    assert str(refused.value).startswith("This consultation closed at Mon 23 Mar 2026 17:00 UK time.")
    assert refused.value.draft.items[0].comment == "Almost."
    assert _versions(world) == []
    late = submit(world, opened, "brightloop", when=AFTER_CLOSE, as_late=True)
    assert late.tray is Tray.LATE
    (version,) = _versions(world)
    assert (version.is_late, version.admitted) == (True, None)


def test_sending_as_late_before_the_close_is_simply_in_time(world: World) -> None:
    opened = open_consultation(world)
    assert answer(world, opened, "brightloop", as_late=True).tray is Tray.IN_TIME


def test_the_instant_that_decides_is_read_after_the_lock_is_held(world: World) -> None:
    opened = open_consultation(world)
    draft(world, opened, "brightloop", agree(question(opened), "In the last second."))
    signatory = world.actor("brightloop_signatory")
    outcome: list[object] = []

    def press_submit() -> None:
        try:
            outcome.append(
                world.do(
                    responses.submit_response,
                    signatory,
                    lock=opened.lock,
                    consultation_id=opened.id,
                    organisation_id=world.organisations["brightloop"],
                )
            )
        except RuleBroken as refused:
            outcome.append(refused)

    with at(CLOSES) as clock:
        with world.database.transaction(Lock("consultation", opened.id)):
            waiting = threading.Thread(target=press_submit)
            waiting.start()
            time.sleep(0.05)
            assert outcome == []
            clock.move_to(CLOSES + timedelta(seconds=1))
        waiting.join()
    assert isinstance(outcome[0], ConsultationClosed)


def test_two_signatories_at_once_make_two_versions_of_one_response(world: World) -> None:
    opened = open_consultation(world)
    draft(world, opened, "brightloop", agree(question(opened)))
    signatory = world.actor("brightloop_signatory")

    def press_submit() -> None:
        world.do(
            responses.submit_response,
            signatory,
            lock=opened.lock,
            consultation_id=opened.id,
            organisation_id=world.organisations["brightloop"],
        )

    with at(ANSWERED):
        both = [threading.Thread(target=press_submit) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
    assert [(version.response_id, version.number) for version in _versions(world)] == [
        (_versions(world)[0].response_id, 1),
        (_versions(world)[0].response_id, 2),
    ]


def test_a_form_that_is_sent_twice_gives_the_first_receipt_again(world: World) -> None:
    opened = open_consultation(world)
    draft(world, opened, "brightloop", agree(question(opened)))
    first = submit(world, opened, "brightloop", intent="k1")
    # The second click arrives after the close: it is still the same act.
    assert submit(world, opened, "brightloop", intent="k1", when=AFTER_CLOSE) == first
    assert len(_versions(world)) == 1
    with pytest.raises(IntentReused):
        submit(world, opened, "brightloop", intent="k1", blank_the_rest=True)


def test_a_signatory_signs_what_was_reviewed_and_nothing_else(world: World) -> None:
    opened = open_consultation(world)
    seen = draft(world, opened, "brightloop", agree(question(opened), "Reviewed.")).seen
    draft(world, opened, "brightloop", agree(question(opened), "Slipped in."), seen=seen)
    with pytest.raises(DraftChangedSinceReview):
        submit(world, opened, "brightloop", seen_version=2)
    assert submit(world, opened, "brightloop", seen_version=3).version == 1


def test_no_response_is_sent_once_and_an_answer_may_still_follow(world: World) -> None:
    opened = open_consultation(world)
    with at(ANSWERED):
        first = _nil(world, opened, intent="n1")
        assert _nil(world, opened, intent="n1") == first
    assert world.use_cases()[-1] == "send_nil_response"
    answer(world, opened, "brightloop")
    assert [(version.number, version.is_nil) for version in _versions(world)] == [(1, True), (2, False)]


def test_no_response_is_refused_where_the_draft_answers_something_or_it_has_closed(world: World) -> None:
    opened = open_consultation(world)
    with at(AFTER_CLOSE), pytest.raises(ConsultationClosed):
        _nil(world, opened)
    with at(ANSWERED), pytest.raises(NotSignatory):
        _nil(world, opened, who="brightloop_reviewer")
    draft(world, opened, "brightloop", agree(question(opened)))
    with at(ANSWERED), pytest.raises(NilWithItems):
        _nil(world, opened)


def test_a_withdrawn_consultation_takes_no_answer(world: World) -> None:
    opened = open_consultation(world)
    draft(world, opened, "brightloop", agree(question(opened)))
    with world.database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE consultation SET withdrawn_at = opened_at"))
    with pytest.raises(ConsultationGone):
        submit(world, opened, "brightloop")
