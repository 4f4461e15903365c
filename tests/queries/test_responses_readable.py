"""The one reader of answers: who reads what before close, after close and once published, and how many statements."""

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
    question,
)
from tests.world import World, at
from voting.db import Database
from voting.domain.confidentiality import Confidentiality, PublicVersion, Reading
from voting.domain.consultations import ReturnState
from voting.domain.dispositions import DecidedBy, DispositionKind
from voting.domain.people import PUBLIC, Actor, PartyCategory, Role
from voting.domain.responses import DraftingPosition, ResponseRoute, TypedItem
from voting.models.consultations import ConsultationRow
from voting.models.dispositions import DispositionHunk, DispositionRow
from voting.queries.responses import ReadableAnswers, ReadableItem, ReadableReply, readable_answers

PUBLISHED = "2026-04-07T12:00"
BOARD = Actor(person_id=9001, name="Member", member_of_seats=frozenset({1}))
AUTHORITY = Actor(person_id=9002, name="Authority", is_authority=True)


def _read(world: World, opened: OpenedConsultation, who: str | Actor, when: str = ANSWERED) -> ReadableAnswers:
    with at(when):
        viewer = world.actor(who) if isinstance(who, str) else who
        now = datetime.fromisoformat(when).replace(tzinfo=UTC)
        return world.look(readable_answers, viewer=viewer, now=now, consultation_id=opened.id)


def _publish(world: World, opened: OpenedConsultation) -> None:
    """Publication as a fact; whether it may happen is not what is asked here."""
    published_at = datetime(2026, 4, 7, 11, tzinfo=UTC)
    with world.database.engine.begin() as connection:
        connection.execute(
            sa.update(ConsultationRow)
            .where(ConsultationRow.id == opened.id)
            .values(published_at=published_at, published_by_id=world.people["approver"])
        )


def _reply(world: World, item_id: int, **more: Any) -> int:
    with world.database.engine.begin() as connection:
        return connection.execute(
            sa.insert(DispositionRow)
            .values(
                **{
                    "response_item_id": item_id,
                    "kind": DispositionKind.NOT_AGREED,
                    "detail": "Because of the words that you wrote.",
                    "decided_by": DecidedBy.PROPOSER,
                    "drafted_by_id": world.people["analyst"],
                    "drafted_at": datetime(2026, 3, 25, tzinfo=UTC),
                    "is_shared_with_proposer": False,
                    "version": 1,
                }
                | more
            )
            .returning(DispositionRow.id)
        ).scalar_one()


def _one(answers: ReadableAnswers) -> ReadableItem:
    (item,) = answers.items
    return item


SECAS = ["analyst", "approver", "administrator"]


@pytest.mark.parametrize("who", [*SECAS, "auditor", "northgrid_signatory", PUBLIC, BOARD, AUTHORITY])
def test_before_close_nobody_outside_the_organisation_reads_an_item(world: World, who: str | Actor) -> None:
    opened = open_consultation(world)
    answer(world, opened, "brightloop")
    read = _read(world, opened, who)
    assert read.items == ()
    if who in SECAS:
        (respondent,) = read.respondents
        assert (respondent.state, respondent.organisation) == (ReturnState.SUBMITTED, "Brightloop (test)")
        assert (respondent.confidentiality, respondent.submitted_at, respondent.receipt) == (None, None, None)
    else:
        assert read.respondents == ()


def test_before_close_its_own_people_read_all_of_it(world: World) -> None:
    opened = open_consultation(world)
    receipt = answer(world, opened, "brightloop", confidentiality=Confidentiality.ANONYMOUS)
    item = _one(_read(world, opened, "brightloop_reviewer"))
    assert (item.reading, item.comment) == (Reading.FULL, "The words of brightloop.")
    assert (item.organisation, item.receipt) == ("Brightloop (test)", receipt.code)


@pytest.mark.parametrize("when", [ANSWERED, AFTER_CLOSE, PUBLISHED])
@pytest.mark.parametrize("who", [*SECAS, "northgrid_signatory", PUBLIC])
def test_a_draft_is_never_read_by_anybody_else(world: World, who: str | Actor, when: str) -> None:
    opened = open_consultation(world)
    draft(world, opened, "brightloop", agree(question(opened), "Not submitted."))
    if when == PUBLISHED:
        _publish(world, opened)
    read = _read(world, opened, who, when)
    assert (read.items, read.respondents) == ((), ())


@pytest.mark.parametrize("who", SECAS)
def test_after_close_secas_reads_it_and_nobody_else_before_it_is_published(world: World, who: str) -> None:
    opened = open_consultation(world)
    answer(world, opened, "brightloop", confidentiality=Confidentiality.ANONYMOUS)
    item = _one(_read(world, opened, who, AFTER_CLOSE))
    assert (item.reading, item.organisation, item.comment) == (
        Reading.FULL,
        "Brightloop (test)",
        "The words of brightloop.",
    )
    for outsider in ("northgrid_signatory", "auditor", PUBLIC, BOARD, AUTHORITY):
        assert _read(world, opened, outsider, AFTER_CLOSE).items == ()


def test_what_secas_entered_is_read_by_secas_before_close_and_by_nobody_else(world: World) -> None:
    opened = open_consultation(world)
    entered = enter(world, opened, "brightloop")
    for confirmed in (False, True):
        if confirmed:
            confirm(world, opened, entered.version_id)
        item = _one(_read(world, opened, "approver"))
        assert (item.comment, item.route, item.counts) == ("From the e-mail.", ResponseRoute.EMAIL, confirmed)
        assert _read(world, opened, "northgrid_signatory").items == ()


def test_an_unknown_sender_is_shown_to_secas_by_what_is_known(world: World) -> None:
    opened = open_consultation(world)
    enter(world, opened, None)
    item = _one(_read(world, opened, "analyst"))
    assert (item.organisation_id, item.organisation) == (None, "Somebody at a maker of meters")


def test_a_consultation_open_to_secas_is_read_by_secas_as_it_comes(world: World) -> None:
    opened = open_consultation(world, is_open_to_secas=True)
    answer(world, opened, "brightloop")
    assert _one(_read(world, opened, "analyst")).comment == "The words of brightloop."
    assert _read(world, opened, "northgrid_signatory").items == ()


def _secret(opened: OpenedConsultation, **more: Any) -> TypedItem:
    return TypedItem(
        clause(opened),
        position=DraftingPosition.DISAGREE,
        comment="A secret.",
        own_wording="Secret wording.",
        **more,
    )


TOLD = PublicVersion("It is ours.", "", shows_position=False)
BLANK = {"declared_blank": True}
VERSION = {"public_version": TOLD}


@pytest.mark.parametrize(
    ("choice", "more", "who", "reading", "comment", "named"),
    [
        (Confidentiality.PUBLIC, {}, PUBLIC, Reading.FULL, "A secret.", True),
        (Confidentiality.ANONYMOUS, {}, PUBLIC, Reading.WITHOUT_NAME, "A secret.", False),
        (Confidentiality.ANONYMOUS, {}, BOARD, Reading.WITHOUT_NAME, "A secret.", False),
        (Confidentiality.ANONYMOUS, {}, AUTHORITY, Reading.FULL, "A secret.", True),
        (Confidentiality.BOARD_AND_AUTHORITY, VERSION, PUBLIC, Reading.PUBLIC_VERSION, "It is ours.", True),
        (Confidentiality.BOARD_AND_AUTHORITY, VERSION, BOARD, Reading.FULL, "A secret.", True),
        (Confidentiality.SECAS_AND_AUTHORITY, BLANK, "northgrid_signatory", Reading.DECLARED_BLANK, "", True),
        (Confidentiality.SECAS_AND_AUTHORITY, BLANK, BOARD, Reading.DECLARED_BLANK, "", True),
        (Confidentiality.SECAS_AND_AUTHORITY, BLANK, AUTHORITY, Reading.FULL, "A secret.", True),
        (Confidentiality.SECAS_AND_AUTHORITY, BLANK, "analyst", Reading.FULL, "A secret.", True),
    ],
)
def test_once_published_everybody_reads_what_its_confidentiality_lets_them(
    world: World,
    choice: Confidentiality,
    more: dict[str, Any],
    who: str | Actor,
    reading: Reading,
    comment: str,
    named: bool,
) -> None:
    opened = open_consultation(world, text=True)
    answer(world, opened, "brightloop", _secret(opened, **more), confidentiality=choice)
    _publish(world, opened)
    read = _read(world, opened, who, PUBLISHED)
    item = _one(read)
    assert (item.reading, item.comment, item.organisation is not None) == (reading, comment, named)
    is_whole = reading in {Reading.FULL, Reading.WITHOUT_NAME}
    assert item.own_wording == ("Secret wording." if is_whole else "")
    assert item.position is (DraftingPosition.DISAGREE if is_whole else None)
    (respondent,) = read.respondents
    assert (respondent.organisation is not None) is named


def test_nothing_tells_whose_a_nameless_item_is(world: World) -> None:
    opened = open_consultation(world, text=True)
    items = (agree(clause(opened, "c2"), "Zebra."), agree(clause(opened), "Aardvark."))
    answer(world, opened, "brightloop", *items, confidentiality=Confidentiality.ANONYMOUS)
    answer(world, opened, "northgrid", agree(clause(opened), "Badger."), confidentiality=Confidentiality.ANONYMOUS)
    _publish(world, opened)
    read = _read(world, opened, PUBLIC, PUBLISHED)
    assert [(item.key, item.comment) for item in read.items] == [
        ("without-name-1", "Aardvark."),
        ("without-name-2", "Badger."),
        ("without-name-3", "Zebra."),
    ]
    for item in read.items:
        assert (item.id, item.organisation_id, item.category, item.also_for) == (None, None, None, "")
        assert (item.submitted_at, item.version, item.route, item.receipt) == (None, None, None, None)
    assert [(one.organisation, one.category, one.submitted_at) for one in read.respondents] == [(None, None, None)] * 2


def test_only_the_version_that_counts_is_read(world: World) -> None:
    opened = open_consultation(world)
    seen = draft(world, opened, "brightloop", agree(question(opened), "Withdrawn words.")).seen
    with at(ANSWERED):
        answer(world, opened, "brightloop", agree(question(opened), "Withdrawn words."))
    draft(world, opened, "brightloop", agree(question(opened), "Better words."), seen=seen)
    answer(world, opened, "brightloop", agree(question(opened), "Better words."))
    for who in ("analyst", "brightloop_reviewer"):
        assert [item.comment for item in _read(world, opened, who, AFTER_CLOSE).items] == ["Better words."]


def test_a_late_answer_is_secas_alone_until_it_is_admitted(world: World) -> None:
    opened = open_consultation(world)
    answer(world, opened, "brightloop")
    late = answer(world, opened, "northgrid", when=AFTER_CLOSE, as_late=True)
    of_secas = _read(world, opened, "analyst", PUBLISHED)
    assert [(item.is_late, item.admitted, item.counts) for item in of_secas.items] == [
        (False, None, True),
        (True, None, False),
    ]
    _publish(world, opened)
    assert [item.comment for item in _read(world, opened, PUBLIC, PUBLISHED).items] == ["The words of brightloop."]
    _rule(world, late.version_id, admitted=False)
    refused = _read(world, opened, PUBLIC, PUBLISHED)
    assert [item.comment for item in refused.items] == ["The words of brightloop."]
    assert [(one.organisation, one.admitted, one.ruling_reason) for one in refused.respondents] == [
        ("Brightloop (test)", None, ""),
        ("Northgrid (test)", False, "Two days late."),
    ]
    _rule(world, late.version_id, admitted=True)
    assert len(_read(world, opened, PUBLIC, PUBLISHED).items) == 2


def _rule(world: World, version_id: int, *, admitted: bool) -> None:
    with world.database.engine.begin() as connection:
        connection.execute(
            sa.text(
                "UPDATE response_version SET admitted = :admitted, ruling_reason = 'Two days late.' WHERE id = :id"
            ),
            {"admitted": admitted, "id": version_id},
        )


def test_replies_are_read_by_others_once_published_and_a_blank_tells_only_their_kind(world: World) -> None:
    opened = open_consultation(world, text=True)
    shown, blank = clause(opened), clause(opened, "c2")
    items = (
        agree(shown, "Open."),
        agree(blank, "Hidden.", confidentiality=Confidentiality.SECAS_AND_AUTHORITY, declared_blank=True),
    )
    receipt = answer(world, opened, "brightloop", *items)
    adopted = "within ten Working Days"
    replies = [_reply(world, item_id, adopted_wording=adopted) for item_id in item_ids(world, receipt.version_id)]
    with world.database.engine.begin() as connection:
        hunks = zip(replies, opened.texts[0].hunk_ids, strict=True)
        connection.execute(
            sa.insert(DispositionHunk), [{"disposition_id": reply, "hunk_id": hunk} for reply, hunk in hunks]
        )
    assert [item.reply for item in _read(world, opened, "brightloop_signatory", AFTER_CLOSE).items] == [None, None]
    assert all(
        item.reply and not item.reply.is_published for item in _read(world, opened, "analyst", AFTER_CLOSE).items
    )
    _publish(world, opened)
    first, second = _read(world, opened, PUBLIC, PUBLISHED).items
    assert first.reply is not None
    assert second.reply is not None
    assert (first.reply.kind, first.reply.detail) == (
        DispositionKind.NOT_AGREED,
        "Because of the words that you wrote.",
    )
    assert (first.reply.hunk_keys, first.reply.is_published) == (("h-c1",), True)
    assert first.reply.adopted_wording == adopted
    # Which words of the text were changed and adopted, and who decided, would tell what the withheld point was about.
    assert second.reply == ReadableReply(DispositionKind.NOT_AGREED, "", None, None, (), is_published=True)


def test_a_blank_does_not_tell_of_which_other_point_it_repeats(world: World) -> None:
    opened = open_consultation(world)
    first = answer(world, opened, "brightloop")
    withheld = agree(
        question(opened), "Hidden.", confidentiality=Confidentiality.SECAS_AND_AUTHORITY, declared_blank=True
    )
    second = answer(world, opened, "northgrid", withheld)
    original, repeated = item_ids(world, first.version_id)[0], item_ids(world, second.version_id)[0]
    _reply(world, repeated, kind=DispositionKind.DUPLICATE_OF, duplicate_of_id=original)
    _publish(world, opened)
    by_name = {item.organisation: item for item in _read(world, opened, PUBLIC, PUBLISHED).items}
    reply = by_name["Northgrid (test)"].reply
    assert reply is not None
    assert (reply.kind, reply.duplicate_of_item_id) == (DispositionKind.DUPLICATE_OF, None)


def test_the_proposer_reads_before_publication_what_secas_shared_as_the_public_will(world: World) -> None:
    world.add_organisation("maker", "Maker (test)")
    world.add_person("proposer", "maker")
    opened = open_consultation(world, text=True, proposer="proposer")
    receipt = answer(
        world,
        opened,
        "brightloop",
        agree(clause(opened), "Shared."),
        agree(clause(opened, "c2"), "Kept."),
        confidentiality=Confidentiality.ANONYMOUS,
    )
    _reply(world, item_ids(world, receipt.version_id)[0], is_shared_with_proposer=True)
    assert _read(world, opened, "proposer").items == ()
    item = _one(_read(world, opened, "proposer", AFTER_CLOSE))
    assert (item.comment, item.organisation, item.reading) == ("Shared.", None, Reading.WITHOUT_NAME)
    assert item.id is not None
    assert item.reply is not None


def test_a_reply_points_at_no_item_that_the_viewer_is_not_told(world: World) -> None:
    opened = open_consultation(world)
    first = answer(world, opened, "brightloop", confidentiality=Confidentiality.ANONYMOUS)
    second = answer(world, opened, "northgrid")
    original, duplicate = item_ids(world, first.version_id)[0], item_ids(world, second.version_id)[0]
    _reply(world, duplicate, kind=DispositionKind.DUPLICATE_OF, duplicate_of_id=original)
    _publish(world, opened)
    by_name = {item.organisation: item for item in _read(world, opened, PUBLIC, PUBLISHED).items}
    reply = by_name["Northgrid (test)"].reply
    assert reply is not None
    assert reply.duplicate_of_item_id is None
    of_secas = {item.organisation: item.reply for item in _read(world, opened, "analyst", PUBLISHED).items}
    assert of_secas["Northgrid (test)"] is not None
    assert of_secas["Northgrid (test)"].duplicate_of_item_id == original


def test_an_item_names_its_category_on_the_closing_day_and_what_it_is_about(world: World) -> None:
    opened = open_consultation(world, text=True)
    answer(world, opened, "brightloop", agree(clause(opened), also_targets=(clause(opened, "c2"),)))
    item = _one(_read(world, opened, "analyst", AFTER_CLOSE))
    assert item.category is PartyCategory.SMALL_SUPPLIERS
    assert [(one.words, one.document_code, one.clause_label) for one in item.targets] == [
        ("Appendix D, clause 1.1", "Appendix D", "1.1"),
        ("Appendix D, clause 1.2", "Appendix D", "1.2"),
    ]


def test_a_board_member_who_also_works_for_a_party_reads_as_both(world: World) -> None:
    opened = open_consultation(world)
    answer(world, opened, "brightloop")
    both = Actor(
        person_id=9003,
        name="Both",
        roles=frozenset({Role.PARTY_REVIEWER}),
        organisations={Role.PARTY_REVIEWER: frozenset({world.organisations["brightloop"]})},
        member_of_seats=frozenset({1}),
    )
    assert _one(_read(world, opened, both)).comment == "The words of brightloop."


@pytest.mark.parametrize("when", [ANSWERED, PUBLISHED])
@pytest.mark.parametrize("who", ["analyst", "brightloop_signatory"])
def test_the_number_of_statements_does_not_grow_with_the_answers(
    world: World,
    database: Database,
    statements: Callable[[Database], AbstractContextManager[list[str]]],
    who: str,
    when: str,
) -> None:
    opened = open_consultation(world)
    counted = []
    for size in (1, 6):
        for key in ["brightloop"] if size == 1 else many_parties(world, "more", size):
            receipt = answer(world, opened, key)
            _reply(world, item_ids(world, receipt.version_id)[0])
        if when == PUBLISHED and size == 1:
            _publish(world, opened)
        viewer = world.actor(who)
        with database.reading() as (session, _now), statements(database) as seen:
            now = datetime.fromisoformat(when).replace(tzinfo=UTC)
            readable_answers(session, viewer=viewer, now=now, consultation_id=opened.id)
        counted.append(len([one for one in seen if one != "BEGIN"]))
    assert counted[0] == counted[1] <= 5
