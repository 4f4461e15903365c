"""Consultations: prepared by one, opened by another, extended only forward, withdrawn only with their modification."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from tests.builders.consultations import (
    AFTER_CLOSE,
    JUST_BEFORE_CLOSE,
    OPENED,
    OpenedConsultation,
    Said,
    add_modification,
    add_parties,
    add_report,
    add_text,
    closing_instant,
    keep_response,
    open_consultation,
    prepare_consultation,
)
from tests.world import World, at
from voting.domain.consultations import (
    ClosesBeforeItOpens,
    ConsultationKind,
    ConsultationNotClosed,
    ConsultationOver,
    ConsultationState,
    NeverShortened,
    NoQuestions,
    NoticeMissing,
    NotLate,
    NotReadyForConsultation,
    NotReadyToPublish,
    OpenedBefore,
    QuestionKind,
    ReasonMissing,
    RuledBefore,
    TooLateToAdmit,
    WrongStageForConsultation,
)
from voting.domain.errors import NotFound, NotPermitted, RuleBroken
from voting.domain.history import Entry
from voting.domain.modifications.lifecycle import Stage
from voting.domain.responses.routes import ResponseRoute
from voting.models.consultations import ConsultationRow, Extension, QuestionRow
from voting.models.dispositions import DispositionRow
from voting.models.notices import OutboxMessage
from voting.models.responses import DraftRow
from voting.queries.consultations.facts import state_of
from voting.services import consultations
from voting.services.consultations import (
    Contents,
    DocumentTwice,
    DraftInConsultation,
    ExtensionOvertaken,
    MailIncomplete,
    ModificationOver,
    NewQuestion,
    NobodyIsSilent,
    NobodyNew,
    NotOfThisModification,
    NotReadyForRuling,
    OpensBeforeIssue,
    QuestionIncomplete,
    ReportNotNamed,
    TitleMissing,
)
from voting.services.history import record
from voting.services.intents import SeenVersionStale

TITLE = Contents(title="Again", issue_on=date(2026, 3, 2), close_on=date(2026, 3, 23))
FREE = NewQuestion(QuestionKind.FREE_TEXT, "Anything else?")


def row_of(world: World, consultation_id: int) -> ConsultationRow:
    """The consultation as it is kept."""
    with world.database.reading() as (session, _now):
        return session.get_one(ConsultationRow, consultation_id)


def mails(world: World) -> list[tuple[str, str]]:
    """Whom a mail goes to, and its subject, in order."""
    names = {number: name for name, number in world.people.items()}
    with world.database.reading() as (session, _now):
        rows = session.execute(sa.select(OutboxMessage.person_id, OutboxMessage.subject).order_by(OutboxMessage.id))
        return [(names[person], subject) for person, subject in rows]


# --- Preparing -----------------------------------------------------------------------------------------------------


def test_a_prepared_consultation_asks_what_its_kind_asks_and_closes_at_five_uk_time(world: World) -> None:
    with at("2026-03-01T10:00"):
        made = prepare_consultation(world, close_on=date(2026, 4, 1))
    row = row_of(world, made)
    # Summer time has begun by then, so 17:00 in London is 16:00 UTC.
    assert row.closes_at == datetime(2026, 4, 1, 16, tzinfo=UTC)
    assert row.asks_for_replies
    with world.database.reading() as (session, now):
        kinds = session.scalars(sa.select(QuestionRow.kind).order_by(QuestionRow.position)).all()
        assert state_of(session.get_one(ConsultationRow, made), now) is ConsultationState.PREPARED
    assert kinds == [QuestionKind.BY_CLAUSE, QuestionKind.FREE_TEXT]
    assert mails(world) == []


def test_where_there_is_a_register_the_drafting_is_asked_about_by_observation(world: World) -> None:
    modification = add_modification(world)
    text = add_text(world, modification, observations=("1",))
    made = prepare_consultation(world, modification_id=modification, texts=(text,))
    with world.database.reading() as (session, _now):
        asked = session.scalars(sa.select(QuestionRow.kind).where(QuestionRow.consultation_id == made)).all()
    assert QuestionKind.BY_OBSERVATION in asked
    assert QuestionKind.BY_CLAUSE not in asked


def test_a_short_window_is_warned_about_and_never_blocks(world: World) -> None:
    made = prepare_consultation(world, close_on=date(2026, 3, 4))
    with at(OPENED):
        world.do(consultations.open_consultation, "approver", consultation_id=made)


@pytest.mark.parametrize("who", ["approver", "auditor", "brightloop_signatory"])
def test_only_an_analyst_prepares(world: World, who: str) -> None:
    add_parties(world, ("brightloop",))
    with pytest.raises(NotPermitted):
        prepare_consultation(world, by=who)


def test_what_cannot_be_prepared(world: World) -> None:
    modification, other = add_modification(world, "MP801"), add_modification(world, "MP802")
    ours, theirs = add_text(world, modification), add_text(world, other)
    again = add_text(world, modification)
    report = add_report(world, other)

    def prepare(refused: type[RuleBroken], **changes: Any) -> None:
        with pytest.raises(refused):
            prepare_consultation(world, modification_id=modification, **changes)

    prepare(TitleMissing, title="  ")
    prepare(ClosesBeforeItOpens, close_on=date(2026, 3, 2))
    prepare(NotOfThisModification, texts=(theirs,))
    prepare(NotOfThisModification, report_version_id=report)
    prepare(DocumentTwice, texts=(ours, again))
    prepare(QuestionIncomplete, questions=(NewQuestion(QuestionKind.FREE_TEXT, " "),))
    prepare(QuestionIncomplete, questions=(NewQuestion(QuestionKind.PREFERRED_OPTION, "Which?", options=("A", "A ")),))
    prepare(QuestionIncomplete, questions=(NewQuestion(QuestionKind.FREE_TEXT, "Which?", options=("A", "B")),))


def test_a_modification_that_has_ended_is_not_consulted_on(world: World) -> None:
    ended = add_modification(world, stage=Stage.WITHDRAWN)
    with pytest.raises(ModificationOver):
        prepare_consultation(world, modification_id=ended)


def test_contents_and_questions_change_until_it_opens_and_not_after(world: World) -> None:
    made = prepare_consultation(world)
    world.do(consultations.edit_consultation, "second_analyst", consultation_id=made, seen_version=1, contents=TITLE)
    with pytest.raises(SeenVersionStale):
        world.do(consultations.edit_questions, "analyst", consultation_id=made, seen_version=1, questions=(FREE,))
    with pytest.raises(NoQuestions):
        world.do(consultations.edit_questions, "analyst", consultation_id=made, seen_version=2, questions=())
    world.do(consultations.edit_questions, "analyst", consultation_id=made, seen_version=2, questions=(FREE, FREE))
    with at(OPENED):
        world.do(consultations.open_consultation, "approver", consultation_id=made)
        with pytest.raises(OpenedBefore):
            world.do(consultations.edit_consultation, "analyst", consultation_id=made, seen_version=4, contents=TITLE)
        with pytest.raises(OpenedBefore):
            world.do(consultations.edit_questions, "analyst", consultation_id=made, seen_version=4, questions=(FREE,))
        with pytest.raises(OpenedBefore):
            world.do(consultations.set_invitations, "analyst", consultation_id=made, organisation_ids=())
    assert row_of(world, made).title == "Again"


def test_the_list_of_the_invited_grows_until_close(world: World) -> None:
    opened = open_consultation(world)
    add_parties(world, ("latecomer",))
    new, there = world.organisations["latecomer"], world.organisations["brightloop"]
    with at(JUST_BEFORE_CLOSE):
        added = world.do(
            consultations.invite_organisations,
            "analyst",
            consultation_id=opened.id,
            organisation_ids=[new, there],
        )
        assert added == (new,)
        with pytest.raises(NobodyNew):
            world.do(consultations.invite_organisations, "analyst", consultation_id=opened.id, organisation_ids=[there])
        with pytest.raises(NotFound):
            world.do(consultations.invite_organisations, "analyst", consultation_id=opened.id, organisation_ids=[9999])
    with at(AFTER_CLOSE), pytest.raises(ConsultationOver):
        world.do(consultations.invite_organisations, "analyst", consultation_id=opened.id, organisation_ids=[new])


# --- Opening -------------------------------------------------------------------------------------------------------


def test_opening_tells_the_people_of_the_invited_once_and_is_recorded_once(world: World) -> None:
    made = prepare_consultation(world)
    size = world.history_size()
    with at(OPENED):
        told = world.do(consultations.open_consultation, "approver", consultation_id=made)
    assert told == 6
    assert {person for person, _ in mails(world)} == {
        f"{party}_{role}" for party in ("brightloop", "northgrid") for role in ("contributor", "reviewer", "signatory")
    }
    assert world.history_size() == size + 1
    row = row_of(world, made)
    assert row.opened_at == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert row.closes_at == closing_instant()


@pytest.mark.parametrize("who", ["analyst", "second_analyst", "administrator", "brightloop_signatory"])
def test_only_an_approver_opens(world: World, who: str) -> None:
    made = prepare_consultation(world)
    with at(OPENED), pytest.raises((NotPermitted, NotFound)):
        world.do(consultations.open_consultation, who, consultation_id=made)


def test_the_one_who_prepared_it_never_opens_it(world: World) -> None:
    both = world.add_person("both", "secas", *(world.actor("analyst").roles | world.actor("approver").roles))
    made = prepare_consultation(world, by="both")
    with at(OPENED), pytest.raises(NotPermitted, match="second person"):
        world.do(consultations.open_consultation, "both", consultation_id=made)
    assert both


def test_it_is_not_opened_twice_nor_before_its_day_nor_once_its_closing_day_has_passed(world: World) -> None:
    made = prepare_consultation(world)
    with at("2026-03-01T23:30"), pytest.raises(OpensBeforeIssue, match="Mon 2 Mar 2026"):
        world.do(consultations.open_consultation, "approver", consultation_id=made)
    with at("2026-03-23T17:00"), pytest.raises(ClosesBeforeItOpens):
        world.do(consultations.open_consultation, "approver", consultation_id=made)
    with at(OPENED):
        world.do(consultations.open_consultation, "approver", consultation_id=made)
        with pytest.raises(NotPermitted):
            world.do(consultations.open_consultation, "approver", consultation_id=made)


def test_opened_later_than_planned_it_is_issued_on_the_day_it_opens(world: World) -> None:
    made = prepare_consultation(world)
    with at("2026-03-05T09:00"):
        world.do(consultations.open_consultation, "approver", consultation_id=made)
    assert row_of(world, made).issue_on == date(2026, 3, 5)


def test_opening_puts_no_draft_before_people(world: World) -> None:
    modification = add_modification(world, stage=Stage.REPORT)
    text = add_text(world, modification, published=False)
    made = prepare_consultation(world, modification_id=modification, texts=(text,))
    with at(OPENED), pytest.raises(DraftInConsultation, match="Appendix D"):
        world.do(consultations.open_consultation, "approver", consultation_id=made)
    draft = add_report(world, modification, published=False)
    about_report = prepare_consultation(world, modification_id=modification, report_version_id=draft)
    with at(OPENED), pytest.raises(DraftInConsultation, match="report"):
        world.do(consultations.open_consultation, "approver", consultation_id=about_report)


def test_each_kind_has_its_stage_and_a_report_consultation_its_published_report(world: World) -> None:
    early = add_modification(world, "MP801", stage=Stage.DEVELOPMENT)
    wrong = prepare_consultation(world, kind=ConsultationKind.REFINEMENT, modification_id=early)
    with at(OPENED), pytest.raises(WrongStageForConsultation):
        world.do(consultations.open_consultation, "approver", consultation_id=wrong)
    unread = add_modification(world, "MP802", stage=Stage.REPORT)
    kind = ConsultationKind.MODIFICATION_REPORT
    draft = add_report(world, unread, published=False)
    made = prepare_consultation(world, kind=kind, modification_id=unread, report_version_id=draft)
    with at(OPENED), pytest.raises(NotReadyForConsultation):
        world.do(consultations.open_consultation, "approver", consultation_id=made)
    ready = add_modification(world, "MP803", stage=Stage.REPORT)
    made = prepare_consultation(world, kind=kind, modification_id=ready)
    contents = TITLE
    world.do(consultations.edit_consultation, "analyst", consultation_id=made, seen_version=1, contents=contents)
    with at(OPENED), pytest.raises(ReportNotNamed):
        world.do(consultations.open_consultation, "approver", consultation_id=made)


# --- Extending -----------------------------------------------------------------------------------------------------


def ask(world: World, opened: OpenedConsultation, **changes: Any) -> int:
    """A request for three days more."""
    asked = {"close_on": date(2026, 3, 26), "reason": "Two Parties asked.", "notice": "You have longer."} | changes
    return world.do(consultations.request_extension, "analyst", consultation_id=opened.id, **asked)


def confirm(world: World, opened: OpenedConsultation, extension_id: int, who: str = "approver") -> int:
    """The confirmation by a second person."""
    return world.do(
        consultations.confirm_extension,
        who,
        lock=opened.lock,
        consultation_id=opened.id,
        extension_id=extension_id,
    )


def test_an_extension_moves_the_deadline_when_a_second_person_confirms_and_keeps_the_old_one(world: World) -> None:
    opened = open_consultation(world)
    with at("2026-03-20T12:00"):
        asked = ask(world, opened)
        assert row_of(world, opened.id).closes_at == closing_instant()
        assert confirm(world, opened, asked) == 6
    row = row_of(world, opened.id)
    assert (row.closes_at, row.close_on) == (closing_instant(date(2026, 3, 26)), date(2026, 3, 26))
    with world.database.reading() as (session, now):
        kept = session.get_one(Extension, asked)
        assert (kept.from_at, kept.to_at) == (closing_instant(), row.closes_at)
    with at("2026-03-24T12:00"), world.database.reading() as (session, now):
        assert state_of(session.get_one(ConsultationRow, opened.id), now) is ConsultationState.OPEN


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"close_on": date(2026, 3, 23)}, NeverShortened),
        ({"close_on": date(2026, 3, 10)}, NeverShortened),
        ({"reason": " "}, ReasonMissing),
        ({"notice": ""}, NoticeMissing),
    ],
)
def test_what_is_no_extension(world: World, changes: dict[str, Any], refused: type[RuleBroken]) -> None:
    opened = open_consultation(world)
    with at("2026-03-20T12:00"), pytest.raises(refused):
        ask(world, opened, **changes)


def test_the_clock_decides_whether_an_extension_comes_in_time(world: World) -> None:
    opened = open_consultation(world)
    with at(closing_instant()):
        asked = ask(world, opened)
    with at("2026-03-23T17:00:00.000001"):
        with pytest.raises(NotPermitted):
            confirm(world, opened, asked)
        with pytest.raises(NotPermitted):
            ask(world, opened)
    assert row_of(world, opened.id).closes_at == closing_instant()


def test_the_one_who_asked_never_confirms_and_a_later_request_replaces_an_earlier(world: World) -> None:
    world.add_person("both", "secas", *(world.actor("analyst").roles | world.actor("approver").roles))
    opened = open_consultation(world)
    with at("2026-03-20T12:00"):
        own = world.do(
            consultations.request_extension,
            "both",
            consultation_id=opened.id,
            close_on=date(2026, 3, 25),
            reason="r",
            notice="n",
        )
        with pytest.raises(NotPermitted, match="second person"):
            confirm(world, opened, own, "both")
        later = ask(world, opened)
        with pytest.raises(ExtensionOvertaken):
            confirm(world, opened, own)
        confirm(world, opened, later)
        with pytest.raises(ExtensionOvertaken):
            confirm(world, opened, later)
        with pytest.raises(NotFound):
            confirm(world, opened, 999)


# --- Reminding -----------------------------------------------------------------------------------------------------


def remind(world: World, opened: OpenedConsultation, **changes: Any) -> consultations.Reminded:
    """A reminder in words that were seen."""
    words = {"subject": "Please answer", "body": "It closes on Monday."} | changes
    return world.do(consultations.remind_silent, "analyst", consultation_id=opened.id, **words)


def test_the_silent_alone_are_reminded(world: World) -> None:
    opened = open_consultation(world, invited=("brightloop", "northgrid", "silent", "nobody"))
    keep_response(world, opened, "brightloop", Said("words"), received="2026-03-05T10:00")
    keep_response(world, opened, "northgrid", nil=True, received="2026-03-05T10:00")
    with world.database.scratch() as (session, now):
        # A draft is nothing yet.
        session.add(
            DraftRow(
                consultation_id=opened.id,
                organisation_id=world.organisations["silent"],
                confidentiality="public",
                saved_at=now,
            )
        )
    with world.database.transaction() as (session, now):
        session.execute(sa.text("UPDATE person SET left_on = '2026-01-01' WHERE name LIKE 'Nobody%'"))
        record(session, now, Entry("test_leaving", None, ()))
    before = len(mails(world))
    with at("2026-03-20T12:00"):
        reminded = remind(world, opened)
    assert reminded.organisation_ids == (world.organisations["silent"],)
    assert reminded.unreachable_ids == (world.organisations["nobody"],)
    assert {person for person, _ in mails(world)[before:]} == {
        f"silent_{r}" for r in ("contributor", "reviewer", "signatory")
    }


def test_one_intent_reminds_once(world: World) -> None:
    opened = open_consultation(world)
    with at("2026-03-20T12:00"):
        first = remind(world, opened, intent="one")
        count = len(mails(world))
        assert remind(world, opened, intent="one") == first
        assert len(mails(world)) == count


def test_what_is_no_reminder(world: World) -> None:
    opened = open_consultation(world, invited=("brightloop",))
    with at("2026-03-20T12:00"):
        for words in ({"subject": " "}, {"body": ""}):
            with pytest.raises(MailIncomplete):
                remind(world, opened, **words)
        keep_response(world, opened, "brightloop", Said("words"), received="2026-03-05T10:00")
        with pytest.raises(NobodyIsSilent):
            remind(world, opened)
    with at(AFTER_CLOSE), pytest.raises(RuleBroken, match="open"):
        remind(world, opened)


# --- Late responses ------------------------------------------------------------------------------------------------


def rule(world: World, opened: OpenedConsultation, version: int, who: str = "analyst", **changes: Any) -> str:
    """A ruling that admits."""
    ruling = {"admitted": True, "reason": "A filter held it back."} | changes
    return world.do(consultations.rule_on_late, who, consultation_id=opened.id, response_version_id=version, **ruling)


def test_a_late_response_is_admitted_once_with_a_reason_and_its_sender_is_told(world: World) -> None:
    opened = open_consultation(world)
    version, _ = keep_response(world, opened, "brightloop", Said("late words"), received=AFTER_CLOSE, late=True)
    before = len(mails(world))
    with at("2026-03-25T10:00"):
        with pytest.raises(ReasonMissing):
            rule(world, opened, version, reason="  ")
        receipt = rule(world, opened, version)
        assert receipt.count("-") == 2
        with pytest.raises(RuledBefore):
            rule(world, opened, version, admitted=False)
    assert {person for person, _ in mails(world)[before:]} == {
        f"brightloop_{role}" for role in ("contributor", "reviewer", "signatory")
    }


def test_what_needs_no_ruling_or_is_not_ready_for_one(world: World) -> None:
    opened, other = open_consultation(world), open_consultation(world, modification_id=add_modification(world, "MP802"))
    in_time, _ = keep_response(world, opened, "brightloop", Said("words"), received="2026-03-05T10:00")
    mail = {"received": AFTER_CLOSE, "late": True, "route": ResponseRoute.EMAIL}
    unconfirmed, _ = keep_response(world, opened, "northgrid", Said("x"), confirmed=False, **mail)
    unknown, _ = keep_response(world, opened, None, Said("x"), **mail)
    elsewhere, _ = keep_response(world, other, "northgrid", Said("x"), **mail)
    with at("2026-03-25T10:00"):
        for version, refused in (
            (in_time, NotLate),
            (unconfirmed, NotReadyForRuling),
            (unknown, NotReadyForRuling),
            (elsewhere, NotFound),
        ):
            with pytest.raises(refused):
                rule(world, opened, version)
        with pytest.raises(NotPermitted):
            rule(world, opened, in_time, "brightloop_signatory")


# --- Publishing ----------------------------------------------------------------------------------------------------


def publish(world: World, opened: OpenedConsultation, who: str = "approver", **changes: Any) -> str:
    """Publication under the lock."""
    return world.do(consultations.publish_consultation, who, lock=opened.lock, consultation_id=opened.id, **changes)


def report_consultation(world: World) -> OpenedConsultation:
    """A Modification Report Consultation with one answer, open."""
    opened = open_consultation(world, kind=ConsultationKind.MODIFICATION_REPORT)
    keep_response(world, opened, "brightloop", Said("It helps (f).", position="approve"), received="2026-03-05T10:00")
    return opened


def summarise(world: World, opened: OpenedConsultation, words: str = "One answer, in favour.") -> None:
    """The factual summary, by the analyst."""
    version = row_of(world, opened.id).version
    world.do(consultations.write_summary, "analyst", consultation_id=opened.id, seen_version=version, summary=words)


def test_a_report_consultation_is_published_with_its_summary_and_people_are_told_once(world: World) -> None:
    opened = report_consultation(world)
    with at(AFTER_CLOSE):
        with pytest.raises(NotReadyToPublish, match="summary"):
            publish(world, opened)
        summarise(world, opened)
        before = len(mails(world))
        receipt = publish(world, opened, intent="one")
        assert publish(world, opened, intent="one") == receipt
    assert {person.split("_")[0] for person, _ in mails(world)[before:]} == {"brightloop", "northgrid"}
    assert len(mails(world)) == before + 6
    assert row_of(world, opened.id).published_at == datetime(2026, 3, 24, 10, tzinfo=UTC)


def test_nothing_is_published_or_summarised_before_the_clock_says_closed(world: World) -> None:
    opened = report_consultation(world)
    with at(JUST_BEFORE_CLOSE):
        with pytest.raises(ConsultationNotClosed):
            summarise(world, opened)
        with pytest.raises(NotPermitted):
            publish(world, opened)


def test_who_prepared_any_of_it_never_publishes(world: World) -> None:
    world.add_person("both", "secas", *(world.actor("analyst").roles | world.actor("approver").roles))
    opened = report_consultation(world)
    with at(AFTER_CLOSE):
        version = row_of(world, opened.id).version
        world.do(consultations.write_summary, "both", consultation_id=opened.id, seen_version=version, summary="S.")
        with pytest.raises(NotPermitted, match="second person"):
            publish(world, opened, "both")
        with pytest.raises(NotPermitted):
            publish(world, opened, "analyst")
        publish(world, opened, "second_approver")
        with pytest.raises(NotPermitted):
            publish(world, opened, "second_approver")
        with pytest.raises(ConsultationNotClosed):
            summarise(world, opened, "Other words.")


def test_what_waits_for_somebody_blocks_publication(world: World) -> None:
    opened = report_consultation(world)
    mail = {"received": "2026-03-05T10:00", "route": ResponseRoute.EMAIL}
    late, _ = keep_response(world, opened, "northgrid", Said("late"), received=AFTER_CLOSE, late=True)
    keep_response(world, opened, None, Said("x"), confirmed=False, **mail)
    with at(AFTER_CLOSE):
        summarise(world, opened)
        with pytest.raises(NotReadyToPublish) as refused:
            publish(world, opened)
        for words in ("1 late response", "not linked", "second person"):
            assert words in str(refused.value)
        rule(world, opened, late, admitted=False, reason="Ten Working Days late.")
        with pytest.raises(NotReadyToPublish) as refused:
            publish(world, opened)
        assert "late response" not in str(refused.value)


def test_after_publication_a_late_response_can_be_refused_and_not_admitted(world: World) -> None:
    opened = report_consultation(world)
    with at(AFTER_CLOSE):
        summarise(world, opened)
        publish(world, opened)
    late, _ = keep_response(world, opened, "northgrid", Said("late"), received="2026-03-25T10:00", late=True)
    with at("2026-03-26T10:00"):
        with pytest.raises(TooLateToAdmit):
            rule(world, opened, late)
        rule(world, opened, late, admitted=False)


# --- Withdrawing ---------------------------------------------------------------------------------------------------


def test_consultations_end_with_their_modification_and_what_was_published_stays(world: World) -> None:
    modification = add_modification(world, stage=Stage.REPORT)
    kept = open_consultation(world, kind=ConsultationKind.MODIFICATION_REPORT, modification_id=modification)
    with at(AFTER_CLOSE):
        publish(world, kept)
    still_open = open_consultation(
        world,
        modification_id=modification,
        opened="2026-03-25T10:00",
        issue_on=date(2026, 3, 25),
        close_on=date(2026, 4, 20),
    )
    with at("2026-03-30T10:00"), world.database.transaction() as (session, now):
        withdrawn = consultations.withdraw_consultations(session, now=now, modification_id=modification)
        record(session, now, Entry("test_withdraw", None, ()))
    assert withdrawn == [still_open.id]
    with at("2026-03-30T10:01"), world.database.reading() as (session, now):
        states = [state_of(session.get_one(ConsultationRow, one.id), now) for one in (kept, still_open)]
    assert states == [ConsultationState.PUBLISHED, ConsultationState.WITHDRAWN]
    with at("2026-03-30T10:01"), pytest.raises(NotPermitted):
        ask(world, still_open, close_on=date(2026, 4, 30))


def test_there_is_no_reply_where_none_is_asked_for(world: World) -> None:
    report_consultation(world)
    with world.database.reading() as (session, _now):
        assert session.scalar(sa.select(sa.func.count()).select_from(DispositionRow)) == 0
