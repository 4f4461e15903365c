"""Answers that came by another way: evidence, time of receipt, unknown senders, and the second person."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from tests.builders.consultations import AFTER_CLOSE, open_consultation
from tests.builders.responses import ANSWERED, agree, answer, confirm, enter, question
from tests.world import World, at
from voting.documents.gate import FileRefused, Limits
from voting.domain.errors import NotFound, NotPermitted
from voting.domain.responses import (
    EvidenceMissing,
    ItemsNotComplete,
    ReceivedBeforeOpening,
    ReceivedInTheFuture,
    ResponseRoute,
    Tray,
    TypedItem,
)
from voting.models.modifications import UploadedFile
from voting.models.notices import OutboxMessage
from voting.models.responses import ResponseRow, ResponseVersion, counting_versions
from voting.services import responses
from voting.services.responses import (
    AlreadyConfirmed,
    AlreadyLinked,
    EnteredAnswer,
    EnteredReceipt,
    Evidence,
    NotLinkedYet,
    RouteNotOurs,
    SenderMissing,
)


def _counting(world: World) -> list[int]:
    with world.database.reading() as (session, _now):
        counting = counting_versions()
        return list(session.scalars(sa.select(counting.c.response_version_id)))


def _link(world: World, consultation_id: int, version_id: int, party: str, by: str = "analyst") -> EnteredReceipt:
    with at(ANSWERED):
        return world.do(
            responses.link_response,
            by,
            consultation_id=consultation_id,
            version_id=version_id,
            organisation_id=world.organisations[party],
        )


def test_an_entered_answer_keeps_the_message_and_both_times_and_counts_once_confirmed(world: World) -> None:
    opened = open_consultation(world)
    entered = enter(world, opened, "brightloop")
    assert entered.tray is Tray.TO_CONFIRM
    assert _counting(world) == []
    confirmed = confirm(world, opened, entered.version_id)
    assert confirmed.tray is Tray.IN_TIME
    assert _counting(world) == [entered.version_id]
    with world.database.reading() as (session, _now):
        version = session.get_one(ResponseVersion, entered.version_id)
        file = session.get_one(UploadedFile, version.evidence_id)
        assert (file.name, file.content) == ("message.eml", b"Dear SECAS, we agree.")
    assert version.received_at == datetime(2026, 3, 9, 15, tzinfo=UTC)
    assert version.entered_at == datetime(2026, 3, 10, 10, tzinfo=UTC)
    assert world.use_cases()[-2:] == ["enter_response", "confirm_entered_response"]


def test_the_copy_goes_to_the_organisations_signatory_when_it_is_confirmed(world: World) -> None:
    opened = open_consultation(world)
    entered = enter(world, opened, "brightloop")
    assert _mailed(world, "From the e-mail.") == []
    confirm(world, opened, entered.version_id)
    assert _mailed(world, "From the e-mail.") == [world.people["brightloop_signatory"]]


@pytest.mark.parametrize("by", ["analyst", "brightloop_signatory", "auditor"])
def test_who_entered_it_cannot_confirm_it_and_nobody_outside_secas(world: World, by: str) -> None:
    opened = open_consultation(world)
    entered = enter(world, opened, "brightloop")
    with pytest.raises(NotPermitted):
        confirm(world, opened, entered.version_id, by=by)


@pytest.mark.parametrize("by", ["approver", "brightloop_signatory", "auditor"])
def test_only_an_analyst_enters_answers(world: World, by: str) -> None:
    opened = open_consultation(world)
    with pytest.raises(NotPermitted):
        enter(world, opened, "brightloop", by=by)


def test_an_answer_is_confirmed_once_and_a_form_sent_twice_gives_the_first_result(world: World) -> None:
    opened = open_consultation(world)
    entered = enter(world, opened, "brightloop", intent="e1")
    assert enter(world, opened, "brightloop", intent="e1") == entered
    confirm(world, opened, entered.version_id)
    with pytest.raises(AlreadyConfirmed):
        confirm(world, opened, entered.version_id)


@pytest.mark.parametrize(
    ("entering", "refusal"),
    [
        ({"evidence": Evidence("", b"")}, EvidenceMissing),
        ({"evidence": Evidence("big.eml", b"x" * 20), "limits": Limits(upload_bytes=10)}, FileRefused),
        ({"received_at": "2026-03-10T10:01"}, ReceivedInTheFuture),
        ({"received_at": "2026-03-01T10:00"}, ReceivedBeforeOpening),
        ({"route": ResponseRoute.PLATFORM}, RouteNotOurs),
        ({"answer": EnteredAnswer((TypedItem("question:1", comment="No position."),))}, ItemsNotComplete),
    ],
    ids=["no message", "a file too large", "from the future", "before it opened", "in the product", "not complete"],
)
def test_what_is_refused(world: World, entering: dict[str, object], refusal: type[Exception]) -> None:
    opened = open_consultation(world)
    if refusal is ItemsNotComplete:
        entering = {"answer": EnteredAnswer((TypedItem(question(opened), comment="No position."),))}
    size = world.history_size()
    with pytest.raises(refusal):
        enter(world, opened, "brightloop", **entering)  # type: ignore[arg-type]
    assert world.history_size() == size


def test_an_answer_of_nobody_is_refused(world: World) -> None:
    opened = open_consultation(world)
    with pytest.raises(SenderMissing):
        enter(world, opened, None, sender="  ")


def test_what_was_received_in_time_is_in_time_however_late_it_is_entered(world: World) -> None:
    opened = open_consultation(world)
    entered = enter(world, opened, "brightloop", received_at="2026-03-23T17:00", when=AFTER_CLOSE)
    assert confirm(world, opened, entered.version_id, when=AFTER_CLOSE).tray is Tray.IN_TIME
    late = enter(world, opened, "northgrid", received_at="2026-03-23T17:01", when=AFTER_CLOSE)
    assert confirm(world, opened, late.version_id, when=AFTER_CLOSE).tray is Tray.LATE
    assert _counting(world) == [entered.version_id]


def test_an_email_typed_in_later_does_not_overtake_what_its_sender_did_in_the_product_since(world: World) -> None:
    opened = open_consultation(world)
    submitted = answer(world, opened, "brightloop", when="2026-03-11T10:00")
    entered = enter(world, opened, "brightloop", received_at="2026-03-09T15:00", when="2026-03-12T10:00")
    confirm(world, opened, entered.version_id, when="2026-03-12T11:00")
    assert _counting(world) == [submitted.version_id]


def test_an_unknown_senders_answer_waits_until_it_is_linked_and_then_confirmed(world: World) -> None:
    opened = open_consultation(world)
    entered = enter(world, opened, None)
    assert entered.tray is Tray.TO_LINK
    with pytest.raises(NotLinkedYet):
        confirm(world, opened, entered.version_id)
    linked = _link(world, opened.id, entered.version_id, "brightloop")
    assert linked.tray is Tray.TO_CONFIRM
    with pytest.raises(AlreadyLinked):
        _link(world, opened.id, entered.version_id, "northgrid")
    confirm(world, opened, entered.version_id)
    assert _counting(world) == [entered.version_id]


def test_who_linked_it_is_no_second_person(world: World) -> None:
    opened = open_consultation(world)
    entered = enter(world, opened, None)
    _link(world, opened.id, entered.version_id, "brightloop", by="second_analyst")
    with pytest.raises(NotPermitted):
        confirm(world, opened, entered.version_id, by="second_analyst")
    confirm(world, opened, entered.version_id, by="approver")


def test_an_answer_that_is_linked_to_who_answered_before_becomes_the_next_version(world: World) -> None:
    opened = open_consultation(world)
    answer(world, opened, "brightloop", when="2026-03-05T10:00")
    entered = enter(world, opened, None)
    _link(world, opened.id, entered.version_id, "brightloop")
    confirm(world, opened, entered.version_id)
    with world.database.reading() as (session, _now):
        rows = session.execute(
            sa.select(ResponseVersion.number, ResponseRow.organisation_id)
            .join(ResponseRow, ResponseRow.id == ResponseVersion.response_id)
            .order_by(ResponseVersion.number)
        ).all()
        assert session.scalar(sa.select(sa.func.count()).select_from(ResponseRow)) == 1
    assert rows == [(1, world.organisations["brightloop"]), (2, world.organisations["brightloop"])]
    assert _counting(world) == [entered.version_id]


def test_what_was_submitted_in_the_product_cannot_be_confirmed_or_linked(world: World) -> None:
    opened = open_consultation(world)
    submitted = answer(world, opened, "brightloop")
    with pytest.raises(NotFound):
        confirm(world, opened, submitted.version_id)
    with pytest.raises(NotFound):
        _link(world, opened.id, submitted.version_id, "northgrid")


def test_an_entered_answer_of_another_consultation_is_not_found(world: World) -> None:
    opened = open_consultation(world)
    entered = enter(world, opened, "brightloop", agree(question(opened), "Here."))
    with at(ANSWERED), pytest.raises(NotFound):
        world.do(
            responses.confirm_entered_response,
            "second_analyst",
            consultation_id=opened.id + 1,
            version_id=entered.version_id,
        )


def _mailed(world: World, words: str) -> list[int]:
    with world.database.reading() as (session, _now):
        return list(session.scalars(sa.select(OutboxMessage.person_id).where(OutboxMessage.body.contains(words))))
