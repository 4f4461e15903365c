"""Who sees what of a consultation, and with how many statements, whatever was answered."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest

from tests.builders.consultations import (
    AFTER_CLOSE,
    JUST_BEFORE_CLOSE,
    OPENED,
    OpenedConsultation,
    Said,
    add_modification,
    keep_response,
    open_consultation,
    prepare_consultation,
)
from tests.world import World, at
from voting.db import Database
from voting.domain.confidentiality import Confidentiality
from voting.domain.consultations import ConsultationKind, ConsultationNotClosed, ConsultationState
from voting.domain.dispositions import DispositionKind
from voting.domain.errors import NotFound, NotPermitted
from voting.domain.people import PUBLIC, Role
from voting.domain.responses.routes import ResponseRoute
from voting.queries.consultations import (
    answers_page,
    consultation_desk,
    consultation_list,
    consultation_page,
    preparation,
    preparation_of,
)
from voting.queries.dispositions import ReplyState, proposers_replies, reply_bench, reply_page
from voting.services import consultations, dispositions
from voting.services.dispositions import NewReply

Statements = Callable[[Database], AbstractContextManager[list[str]]]
NO = NewReply(DispositionKind.NOT_AGREED, "The steps follow the standard.")
SECRET = "Our forecast is eleven thousand Devices."


def viewer(world: World, name: str | None) -> Any:
    """The actor of this name, or the public."""
    return world.actor(name) if name else PUBLIC


def see(world: World, query: Callable[..., Any], name: str | None, **arguments: object) -> Any:
    """What somebody is shown now."""
    with world.database.reading() as (session, now):
        return query(session, viewer=viewer(world, name), now=now, **arguments)


@pytest.fixture
def opened(world: World) -> OpenedConsultation:
    """Open, with text, a Proposer who can sign in, one answer, one nil return, and one silent Party."""
    world.add_person("proposer", None, Role.ATTENDEE)
    opened = open_consultation(
        world, proposer="proposer", observations=("1",), invited=("brightloop", "northgrid", "silent")
    )
    text = opened.texts[0]
    keep_response(
        world,
        opened,
        "brightloop",
        Said("The step is missing.", "disagree", observation_id=text.observation_ids[0]),
        Said(SECRET, "no", confidentiality=Confidentiality.SECAS_AND_AUTHORITY),
        received="2026-03-05T10:00",
    )
    keep_response(world, opened, "northgrid", nil=True, received="2026-03-06T10:00")
    return opened


def reply_to_everything(world: World, opened: OpenedConsultation) -> None:
    """Every point that needs one gets a reply, which the Proposer confirms."""
    bench = see(world, reply_bench, "analyst", consultation_id=opened.id, state=ReplyState.MISSING)
    ids = [one.id for one in bench.points]
    world.do(dispositions.draft_replies, "analyst", consultation_id=opened.id, item_ids=ids, reply=NO)
    world.do(dispositions.share_with_proposer, "analyst", consultation_id=opened.id, item_ids=ids)
    world.do(dispositions.confirm_replies, "proposer", consultation_id=opened.id, seen_versions=dict.fromkeys(ids, 2))


def publish(world: World, opened: OpenedConsultation) -> None:
    """Everything at one moment."""
    world.do(consultations.publish_consultation, "approver", lock=opened.lock, consultation_id=opened.id)


# --- The list and the page -----------------------------------------------------------------------------------------


def test_what_is_prepared_only_secas_knows_of(world: World) -> None:
    made = prepare_consultation(world)
    with at(OPENED):
        for name in (None, "brightloop_signatory", "auditor"):
            assert see(world, consultation_list, name) == ()
            with pytest.raises(NotFound):
                see(world, consultation_page, name, consultation_id=made)
        (listed,) = see(world, consultation_list, "analyst")
    assert listed.state is ConsultationState.PREPARED


def test_the_list_puts_what_closes_next_first_and_tells_each_party_its_own_state(world: World) -> None:
    first = open_consultation(world)
    second = open_consultation(
        world, modification_id=add_modification(world, "MP802"), close_on=date(2026, 3, 20), title="Sooner"
    )
    keep_response(world, first, "brightloop", Said("x"), received="2026-03-05T10:00")
    with at("2026-03-18T10:00"):
        listed = see(world, consultation_list, "brightloop_contributor")
        assert [(one.id, one.own_words) for one in listed] == [
            (second.id, "Not answered yet"),
            (first.id, "Submitted"),
        ]
        assert [one.own_words for one in see(world, consultation_list, None)] == ["", ""]
        (found,) = see(world, consultation_list, None, words="sooner mp802")
        assert (found.id, found.working_days_left) == (second.id, 2)
        assert found.deadline_words == "closes Fri 20 Mar 2026 17:00 UK time, 2 Working Days left"
        assert see(world, consultation_list, None, state=ConsultationState.CLOSED) == ()


def test_the_page_shows_extensions_with_their_reasons_once_confirmed(world: World, opened: OpenedConsultation) -> None:
    with at("2026-03-20T10:00"):
        asked = world.do(
            consultations.request_extension,
            "analyst",
            consultation_id=opened.id,
            close_on=date(2026, 3, 26),
            reason="Two Parties asked.",
            notice="You have longer.",
        )
        page = see(world, consultation_page, "brightloop_signatory", consultation_id=opened.id)
        assert page.extensions == ()
        world.do(
            consultations.confirm_extension,
            "approver",
            lock=opened.lock,
            consultation_id=opened.id,
            extension_id=asked,
        )
        page = see(world, consultation_page, "brightloop_signatory", consultation_id=opened.id)
        assert [one.reason for one in page.extensions] == ["Two Parties asked."]
        assert page.deadline_words == "closes Thu 26 Mar 2026 17:00 UK time, 4 Working Days left"


# --- Sealed until close, and until publication ---------------------------------------------------------------------


def test_before_close_secas_sees_who_answered_and_nothing_of_what(world: World, opened: OpenedConsultation) -> None:
    with at(JUST_BEFORE_CLOSE):
        desk = see(world, consultation_desk, "analyst", consultation_id=opened.id)
        told = repr(desk)
        for words in (SECRET, "The step is missing", "disagree"):
            assert words not in told
        assert (desk.answered, desk.declined, desk.silent) == (1, 1, 1)
        assert (desk.replies, desk.matrix, desk.late) == (None, None, ())
        for query in (reply_bench, proposers_replies):
            with pytest.raises((ConsultationNotClosed, NotPermitted)):
                see(world, query, "analyst", consultation_id=opened.id)


@pytest.mark.parametrize("who", [None, "brightloop_signatory", "proposer", "auditor"])
def test_nobody_else_sees_the_desk_or_the_bench(world: World, opened: OpenedConsultation, who: str | None) -> None:
    with at(AFTER_CLOSE):
        for query in (consultation_desk, reply_bench):
            with pytest.raises(NotPermitted):
                see(world, query, who, consultation_id=opened.id)
        with pytest.raises(NotFound):
            see(world, answers_page, who, consultation_id=opened.id)


@pytest.mark.parametrize("who", [None, "northgrid_signatory", "auditor"])
def test_the_page_tells_nobody_how_many_answered(world: World, opened: OpenedConsultation, who: str | None) -> None:
    with at(JUST_BEFORE_CLOSE):
        before = see(world, consultation_page, who, consultation_id=opened.id)
        keep_response(world, opened, "silent", Said("More."), received=JUST_BEFORE_CLOSE)
        assert see(world, consultation_page, who, consultation_id=opened.id) == before


def test_after_close_the_desk_says_what_blocks_publication_and_who_said_what(
    world: World, opened: OpenedConsultation
) -> None:
    late, _ = keep_response(world, opened, "silent", Said("Late."), received=AFTER_CLOSE, late=True)
    with at(AFTER_CLOSE):
        desk = see(world, consultation_desk, "analyst", consultation_id=opened.id)
        assert desk.blockers == ("1 late response has no ruling.", "1 point has no reply.")
        assert [one.version_id for one in desk.late] == [late]
        names = {cell.name for row in desk.matrix.rows for cells in row.cells for cell in cells}
        assert names == {"Brightloop (test)"}
        world.do(
            consultations.rule_on_late,
            "approver",
            consultation_id=opened.id,
            response_version_id=late,
            admitted=False,
            reason="A day late without a cause.",
        )
        reply_to_everything(world, opened)
        desk = see(world, consultation_desk, "analyst", consultation_id=opened.id)
        assert desk.is_ready
        assert desk.replies.confirmed == 1


@pytest.mark.parametrize(
    ("confidentiality", "said"),
    [
        (Confidentiality.PUBLIC, ""),
        (Confidentiality.SECAS_AND_AUTHORITY, ""),
        (Confidentiality.ANONYMOUS, "Only 2 organisations answered: the name of an anonymous one may be guessed."),
    ],
)
def test_secas_is_warned_before_publication_that_a_name_may_be_guessed(
    world: World, confidentiality: Confidentiality, said: str
) -> None:
    opened = open_consultation(world)
    with at(JUST_BEFORE_CLOSE):
        keep_response(
            world, opened, "brightloop", Said("Ours."), received=JUST_BEFORE_CLOSE, confidentiality=confidentiality
        )
        keep_response(world, opened, "northgrid", Said("Theirs."), received=JUST_BEFORE_CLOSE)
    with at(AFTER_CLOSE):
        assert see(world, consultation_desk, "approver", consultation_id=opened.id).name_warning == said


def test_the_proposer_reads_what_is_shared_as_the_public_will(world: World, opened: OpenedConsultation) -> None:
    with at(AFTER_CLOSE):
        bench = see(world, reply_bench, "analyst", consultation_id=opened.id)
        assert {one.state for one in bench.points} == {ReplyState.MISSING, ReplyState.NOT_NEEDED}
        ids = [one.id for one in bench.points]
        world.do(dispositions.draft_replies, "analyst", consultation_id=opened.id, item_ids=ids, reply=NO)
        assert see(world, proposers_replies, "proposer", consultation_id=opened.id).points == ()
        grouped = world.do(dispositions.share_with_proposer, "analyst", consultation_id=opened.id, item_ids=ids)
        # The other point is declared blank: no reply to it may be shared either.
        assert [len(grouped.done), len(grouped.refused)] == [1, 1]
        shared = see(world, proposers_replies, "proposer", consultation_id=opened.id)
        assert len(shared.points) == 1
        assert SECRET not in repr([one.item for one in shared.points])
        for who in (None, "brightloop_signatory", "analyst"):
            with pytest.raises(NotPermitted):
                see(world, proposers_replies, who, consultation_id=opened.id)


@pytest.mark.parametrize(("who", "reads_secret"), [(None, False), ("northgrid_signatory", False), ("analyst", True)])
def test_published_answers_come_with_replies_and_late_rulings_and_keep_their_secrets(
    world: World, opened: OpenedConsultation, who: str | None, reads_secret: bool
) -> None:
    late, _ = keep_response(world, opened, "silent", Said("Late words."), received=AFTER_CLOSE, late=True)
    with at(AFTER_CLOSE):
        world.do(
            consultations.rule_on_late,
            "approver",
            consultation_id=opened.id,
            response_version_id=late,
            admitted=False,
            reason="A day late without a cause.",
        )
        reply_to_everything(world, opened)
        publish(world, opened)
        page = see(world, answers_page, who, consultation_id=opened.id)
    told = repr(page)
    assert (SECRET in told) is reads_secret
    assert "Late words." not in repr(page.groups)
    assert [one.ruling_reason for one in page.late] == ["A day late without a cause."]
    assert "The steps follow the standard." in told
    assert (page.shown, page.total) == (2, 2)


def test_the_answers_are_filtered_by_document_and_organisation(world: World, opened: OpenedConsultation) -> None:
    with at(AFTER_CLOSE):
        reply_to_everything(world, opened)
        publish(world, opened)
        for wanted, shown in (
            ({"document": "Appendix D"}, 1),
            ({"document": "Appendix Z"}, 0),
            ({"organisation": "Brightloop (test)"}, 2),
        ):
            page = see(world, answers_page, None, consultation_id=opened.id, **wanted)
            assert page.shown == shown


# --- Statements ----------------------------------------------------------------------------------------------------


def selects(seen: list[str]) -> int:
    """How many statements were sent; beginning a transaction is none."""
    return sum(statement != "BEGIN" for statement in seen)


def many_answers(world: World, opened: OpenedConsultation, parties: int) -> None:
    """Answers of so many more Parties, two points each, one of them entered by SECAS."""
    for place in range(parties):
        key = f"more{place}"
        world.add_party(key)
        opened.organisations[key] = world.organisations[key]
        route = ResponseRoute.EMAIL if place == 0 else ResponseRoute.PLATFORM
        said = (Said(f"Point {place}", "agree", observation_id=opened.texts[0].observation_ids[0]), Said("Two", "yes"))
        keep_response(world, opened, key, *said, received="2026-03-09T10:00", route=route)


@pytest.mark.parametrize(
    ("query", "who", "instant", "most"),
    [
        (consultation_page, "brightloop_signatory", JUST_BEFORE_CLOSE, 6),
        (consultation_page, None, JUST_BEFORE_CLOSE, 5),
        (consultation_page, "brightloop_signatory", AFTER_CLOSE, 5),
        (consultation_desk, "analyst", JUST_BEFORE_CLOSE, 8),
        (consultation_desk, "analyst", AFTER_CLOSE, 26),
        (reply_bench, "analyst", AFTER_CLOSE, 12),
        (proposers_replies, "proposer", AFTER_CLOSE, 11),
        (preparation_of, "analyst", AFTER_CLOSE, 8),
    ],
)
def test_the_number_of_statements_does_not_grow(
    world: World,
    opened: OpenedConsultation,
    statements: Statements,
    query: Callable[..., Any],
    who: str | None,
    instant: str,
    most: int,
) -> None:
    reader = viewer(world, who)

    def counted() -> int:
        with at(instant), world.database.reading() as (session, now), statements(world.database) as seen:
            query(session, viewer=reader, now=now, consultation_id=opened.id)
        return selects(seen)

    keep_response(world, opened, "silent", Said("One."), received="2026-03-07T10:00")
    few = counted()
    many_answers(world, opened, 5)
    assert counted() == few
    assert few <= most


def test_the_list_and_the_answers_take_few_statements(
    world: World, opened: OpenedConsultation, statements: Statements
) -> None:
    with at(AFTER_CLOSE):
        reply_to_everything(world, opened)
        publish(world, opened)
        reader = world.actor("brightloop_signatory")
        with world.database.reading() as (session, now), statements(world.database) as seen:
            consultation_list(session, viewer=reader, now=now)
        assert selects(seen) <= 3
        with world.database.reading() as (session, now), statements(world.database) as seen:
            answers_page(session, viewer=reader, now=now, consultation_id=opened.id)
        assert selects(seen) <= 6


def test_one_point_comes_with_the_changes_it_could_be_about(world: World, opened: OpenedConsultation) -> None:
    with at(AFTER_CLOSE):
        bench = see(world, reply_bench, "analyst", consultation_id=opened.id, document="Appendix D")
        (point,) = bench.points
        page = see(world, reply_page, "analyst", consultation_id=opened.id, item_id=point.id)
        assert [one.words for one in page.changes] == ["insert 'and publish'"] * 2
        assert len(page.others) == 1
        with pytest.raises(NotFound):
            see(world, reply_page, "analyst", consultation_id=opened.id, item_id=9999)


def test_preparing_offers_the_modifications_own_documents(world: World, opened: OpenedConsultation) -> None:
    other = add_modification(world, "MP802")
    with at(AFTER_CLOSE):
        assert see(world, preparation, "analyst", modification_id=other).texts == ()
        offered = see(world, preparation, "analyst", modification_id=opened.modification_id)
        assert [one.words for one in offered.texts] == ["Appendix D, version 1"]
        assert offered.suggested_close_on == date(2026, 4, 16)
        for who in (None, "approver", "brightloop_signatory"):
            with pytest.raises(NotPermitted):
                see(world, preparation, who, modification_id=other)


def test_a_report_consultations_summary_is_shown_with_the_answers_and_not_before(world: World) -> None:
    opened = open_consultation(world, kind=ConsultationKind.MODIFICATION_REPORT)
    keep_response(world, opened, "brightloop", Said("Yes.", "approve"), received="2026-03-05T10:00")
    with at(AFTER_CLOSE):
        world.do(
            consultations.write_summary, "analyst", consultation_id=opened.id, seen_version=2, summary="One in favour."
        )
        assert see(world, consultation_page, None, consultation_id=opened.id).summary == ""
        publish(world, opened)
        assert see(world, consultation_page, None, consultation_id=opened.id).summary == "One in favour."
        assert see(world, answers_page, None, consultation_id=opened.id).summary == "One in favour."
