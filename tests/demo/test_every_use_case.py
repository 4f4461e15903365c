"""Every use case of the services writes exactly one entry into the record, and none is forgotten here."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

import voting.services
from tests.builders.ballots import (
    AFTER,
    DURING,
    OPENED,
    choice,
    open_ballot,
    publish,
)
from tests.builders.consultations import (
    AFTER_CLOSE,
    Said,
    add_modification,
    keep_response,
    open_consultation,
    prepare_consultation,
)
from tests.builders.modifications import add_modification as raise_one
from tests.builders.modifications import move, move_request, version_of
from tests.builders.reports import PLAIN, imported_report, version_at
from tests.builders.responses import confirm, enter
from tests.demo.ledger import SERVICES, Ledger, WatchedWorld, name_of, watched_world
from tests.world import LONG_AGO, at
from voting.domain.ballots.roster import Standing
from voting.domain.confidentiality import Confidentiality
from voting.domain.consultations import QuestionKind
from voting.domain.dispositions import DispositionKind
from voting.domain.legal_text import HunkOwner
from voting.domain.modifications.lifecycle import ApprovingBody, Causer, Move
from voting.domain.modifications.timetable import Span
from voting.domain.observations import ObservationKind
from voting.domain.people import Role
from voting.models.consultations import ConsultationRow
from voting.models.legal_text import HunkRow, TextImportFile
from voting.models.modifications import TimetableEvent
from voting.queries.consultations.readiness import readiness
from voting.services import ballots, calendar, consultations, dispositions, legal_text, observations, people, reports
from voting.services import responses as answers
from voting.services.consultations import Contents, NewQuestion
from voting.services.dispositions import NewReply
from voting.services.legal_text import FileChoice, HandedIn
from voting.services.modifications.raising import edit_modification
from voting.services.modifications.timetable import PlannedRow, set_timetable, shift_timetable
from voting.worker import do_one_job

# Every use case by its module. What it is called in the record is its own name.
USE_CASES = {
    "ballots.casting": "cast_vote confirm_recorded_vote decline_recorded_vote record_vote",
    "ballots.correcting": "correct_result",
    "ballots.publishing": "publish_result",
    "ballots.rules": "add_rule_set",
    "ballots.running": (
        "chair_closes_item close_ballot_early declare_interest end_ballot_without_vote open_ballot prepare_ballot"
    ),
    "ballots.seats": "abolish_seat add_seat appoint_alternate appoint_member end_alternate end_membership",
    "calendar": "add_non_working_day add_release fill_bank_holidays move_release withdraw_non_working_day",
    "consultations.extending": "confirm_extension request_extension",
    "consultations.late": "rule_on_late",
    "consultations.opening": "open_consultation",
    "consultations.preparing": (
        "edit_consultation edit_questions invite_organisations prepare_consultation set_invitations"
    ),
    "consultations.publishing": "decide_leaks publish_consultation write_summary",
    "consultations.reminding": "remind_silent",
    "dispositions.confirming": "confirm_replies return_reply share_with_proposer",
    "dispositions.drafting": "draft_replies draft_reply",
    "legal_text.files": "hand_in_text_files settle_text_import",
    "legal_text.importing": "import_legal_text",
    "legal_text.owning": "confirm_links mark_remaining_as_housekeeping own_clauses own_hunks",
    "legal_text.publishing": "cancel_hunk publish_legal_text",
    "modifications.implementation": "set_implementation_options",
    "modifications.moving": "make_move make_moves",
    "modifications.raising": "edit_modification raise_modification",
    "modifications.timetable": "record_actual set_timetable shift_timetable",
    "observations.editing": "add_observation change_observation_state edit_observation",
    "observations.importing": "hand_in_annex import_observations",
    "people.organisations": (
        "add_organisation begin_party_category begin_voting_group cease_organisation edit_organisation"
    ),
    "people.persons": "add_person edit_person end_role grant_role set_password",
    "reports.correcting": "add_row assign_passage correct_fields dismiss_passage remove_row",
    "reports.importing": "import_report settle_import",
    "reports.publishing": "accept_finding publish_report",
    "responses.confirming": "confirm_entered_response link_response",
    "responses.entering": "enter_response",
    "responses.submitting": "send_nil_response submit_response",
}
# Takes part in a use case; whoever calls it makes the entry.
PARTS = {
    "ballots.casting.check_choices",
    "ballots.publishing.tell_of_result",
    "consultations.loading.permitted_consultation",
    "consultations.telling.people_of",
    "consultations.telling.tell",
    "consultations.withdrawing.withdraw_consultations",
    "dispositions.loading.closed_consultation",
    "dispositions.loading.record_replies",
    "files.keep_file",
    "history.record",
    "intents.earlier_or_kept",
    "intents.keep_result",
    "legal_text.drafting.put_draft",
    "legal_text.owning.record_hunks",
    "modifications.ending.withdraw_what_is_open",
    "modifications.moving.apply_move",
    "notices.send",
}
# Writes outside the record: drafts and last looks, sign-ins, queues. `Database.scratch` lets it touch nothing else.
OUTSIDE_THE_RECORD = {
    "jobs.claim_job",
    "jobs.job_done",
    "jobs.job_failed",
    "modifications.looking.note_look",
    "notices.claim_messages",
    "notices.message_failed",
    "notices.message_sent",
    "people.sign_in.end_session",
    "people.sign_in.prove_again",
    "people.sign_in.sign_in",
    "people.sign_in.start_session",
    "people.sign_in.touch_session",
    "responses.drafting.draft_again",
    "responses.drafting.remove_draft_item",
    "responses.drafting.save_draft",
    "responses.drafting.set_draft_choices",
    "responses.purging.purge_drafts",
}
ALL_USE_CASES = {f"{module}.{name}" for module, names in USE_CASES.items() for name in names.split()}

Scene = Callable[[WatchedWorld], None]
SCENES: list[Scene] = []


def scene(play: Scene) -> Scene:
    """A scene of what the story does not play."""
    SCENES.append(play)
    return play


def acts_of_services() -> Iterator[str]:
    """Every public function of the services that takes a session and the instant that decides."""
    for module in pkgutil.walk_packages(voting.services.__path__, SERVICES):
        for name, function in vars(importlib.import_module(module.name)).items():
            is_ours = inspect.isfunction(function) and function.__module__ == module.name
            if (
                is_ours
                and not name.startswith("_")
                and {"session", "now"} <= set(inspect.signature(function).parameters)
            ):
                yield name_of(function)


def test_every_public_act_of_the_services_is_known_for_what_it_is() -> None:
    kinds = [ALL_USE_CASES, PARTS, OUTSIDE_THE_RECORD]
    assert sum(map(len, kinds)) == len(set().union(*kinds)), "each is of one kind"
    found = set(acts_of_services())
    assert found - set().union(*kinds) == set(), "name it above; a new use case needs a scene too"
    assert set().union(*kinds) - found == set(), "these are gone"


def test_every_use_case_takes_its_actor_by_name_and_never_commits() -> None:
    for name in ALL_USE_CASES:
        module, _, function = f"{SERVICES}{name}".rpartition(".")
        use_case = getattr(importlib.import_module(module), function)
        parameters = inspect.signature(use_case).parameters
        assert parameters["actor"].kind is parameters["now"].kind is inspect.Parameter.KEYWORD_ONLY, name
        assert ".commit(" not in inspect.getsource(use_case), name


@pytest.mark.slow
@pytest.mark.usefixtures("story")
def test_each_use_case_writes_exactly_one_entry_each_time_it_is_carried_out(ledger: Ledger) -> None:
    for play in SCENES:
        play(watched_world(ledger))
    assert ALL_USE_CASES - set(ledger.written) == set(), "no scene plays these"
    wrong = {
        name: sorted(set(times) - {(name.rpartition(".")[2],)})
        for name, times in ledger.written.items()
        if name in ALL_USE_CASES
    }
    assert {name: times for name, times in wrong.items() if times} == {}
    assert not set(ledger.written) & (PARTS | OUTSIDE_THE_RECORD), "what makes no entry is never run by itself"


@scene
def votes(world: WatchedWorld) -> None:
    """One is recorded and declined, the chair closes the item, an approver the vote; the result is corrected."""
    ballot = open_ballot(world)
    with at(DURING):
        kept = world.do(
            ballots.record_vote,
            "analyst",
            ballot.lock,
            ballot_id=ballot.id,
            seat_id=ballot.seats["large_1"],
            given_by_id=world.people["large_1"],
            given_as=Standing.MEMBER,
            received_at=OPENED + timedelta(hours=2),
            evidence="E-mail of 2 March, 12:00",
            choices={"proposed": choice("r")},
        )
        world.do(
            ballots.decline_recorded_vote, "second_analyst", ballot.lock, receipt=kept.receipt, because="Approved."
        )
        world.do(ballots.chair_closes_item, "large_1", ballot.lock, ballot_id=ballot.id)
        world.do(ballots.close_ballot_early, "approver", ballot.lock, ballot_id=ballot.id)
    publish(world, ballot)
    with at(AFTER):
        world.do(
            ballots.correct_result, "approver", ballot.lock, ballot_id=ballot.id, correction="One figure is wrong."
        )


@scene
def a_vote_that_ends_without_one_and_seats_that_go(world: WatchedWorld) -> None:
    """An item is deferred; an alternate's appointment and a seat end."""
    ballot = open_ballot(world)
    with at(DURING):
        world.do(ballots.end_ballot_without_vote, "approver", ballot.lock, ballot_id=ballot.id, because="Deferred.")
        stand_in = world.do(
            ballots.appoint_alternate,
            "administrator",
            seat_id=ballot.seats["small_1"],
            person_id=world.people["auditor"],
            valid_from=LONG_AGO,
            evidence="Form of 3 January (test)",
        )
        world.do(ballots.end_alternate, "administrator", alternate_id=stand_in, valid_to=date(2026, 3, 1))
        seat = ballot.seats["consumer_1"]
        world.do(ballots.abolish_seat, "administrator", seat_id=seat, abolished_on=date(2026, 4, 1))


@scene
def the_calendar(world: WatchedWorld) -> None:
    """A day of SECAS's own comes and goes, and a Release moves."""
    with at(DURING):
        on = date(2026, 5, 29)
        world.do(calendar.add_non_working_day, "administrator", on=on, name="Move of the office (test)")
        world.do(calendar.withdraw_non_working_day, "administrator", on=on)
        made = world.do(calendar.add_release, "administrator", name="June 2026 (test)", release_on=date(2026, 6, 25))
        world.do(calendar.move_release, "administrator", release_id=made, seen_version=1, release_on=date(2026, 6, 26))


@scene
def a_consultation(world: WatchedWorld) -> None:
    """Prepared in several goes; another is extended, its silent reminded, and somebody invited late."""
    made = prepare_consultation(world)
    contents = Contents(title="Again", issue_on=date(2026, 3, 2), close_on=date(2026, 3, 23))
    asked = NewQuestion(QuestionKind.FREE_TEXT, "Anything else?")
    world.do(consultations.edit_consultation, "analyst", consultation_id=made, seen_version=1, contents=contents)
    world.do(consultations.edit_questions, "analyst", consultation_id=made, seen_version=2, questions=(asked,))
    organisations = [world.organisations["brightloop"]]
    world.do(consultations.set_invitations, "analyst", consultation_id=made, organisation_ids=organisations)


@scene
def an_open_consultation(world: WatchedWorld) -> None:
    """It is extended, its silent are reminded, and somebody is invited late."""
    opened = open_consultation(world)
    world.add_party("latecomer")
    with at(DURING):
        late = [world.organisations["latecomer"]]
        world.do(consultations.invite_organisations, "analyst", consultation_id=opened.id, organisation_ids=late)
        words = {"subject": "Reminder", "body": "It closes soon."}
        world.do(consultations.remind_silent, "analyst", consultation_id=opened.id, **words)
        asked = {"close_on": date(2026, 3, 26), "reason": "Two Parties asked.", "notice": "You have longer."}
        longer = world.do(consultations.request_extension, "analyst", consultation_id=opened.id, **asked)
        world.do(
            consultations.confirm_extension,
            "approver",
            lock=opened.lock,
            consultation_id=opened.id,
            extension_id=longer,
        )


@scene
def replies(world: WatchedWorld) -> None:
    """Several at once, one returned by the Proposer; a finding of the leak check is passed."""
    world.add_person("proposer", None, Role.ATTENDEE)
    opened = open_consultation(world, proposer="proposer", text=True)
    secret = "Our forecast for the third quarter is eleven thousand Devices."
    hidden = Said(secret, confidentiality=Confidentiality.SECAS_AND_AUTHORITY)
    _, (first,) = keep_response(world, opened, "brightloop", hidden, received="2026-03-05T10:00")
    _, (second,) = keep_response(world, opened, "northgrid", Said("Why?"), received="2026-03-05T10:00")
    telling = NewReply(DispositionKind.ANSWERED, f"Because of this: {secret}")
    with at(AFTER_CLOSE):
        about = {"consultation_id": opened.id}
        world.do(dispositions.draft_replies, "analyst", **about, item_ids=[first, second], reply=telling)
        world.do(dispositions.share_with_proposer, "analyst", **about, item_ids=(second,))
        world.do(dispositions.return_reply, "proposer", **about, item_id=second, seen_version=2, reason="Not so.")
        with world.database.reading() as (session, _now):
            found = readiness(session, row=session.get_one(ConsultationRow, opened.id)).findings
        ids = tuple(one.id for one in found if not one.is_decided)
        world.do(consultations.decide_leaks, "analyst", **about, findings=ids, reason="It is known already.")


@scene
def legal_text_by_hand_and_from_files(world: WatchedWorld) -> None:
    """Changes are owned one by one and as the register proposes; files are handed in, read and assigned."""
    modification_id = add_modification(world)
    before = "8.3.3 The DCC may keep a register.\n\n8.3.4 Each User may check it.\n\n8.3.5 The Panel may report on it."
    found = world.do(
        observations.add_observation,
        "analyst",
        modification_id=modification_id,
        document="Appendix D",
        number="1",
        title="Finding",
        text="What was found (test).",
        recommendation="Mend it (test).",
        kind=ObservationKind.CLARITY,
        cited_clauses="8.3.3",
    )
    world.do(
        observations.edit_observation,
        "analyst",
        observation_id=found,
        seen_version=1,
        title="Finding, said better",
        text="What was found (test).",
        recommendation="Mend it (test).",
        kind=ObservationKind.CLARITY,
        cited_clauses="8.3.3",
    )
    drafted = world.do(
        legal_text.import_legal_text,
        "analyst",
        modification_id=modification_id,
        document="Appendix D",
        title="A policy (test)",
        sec_version="SEC 1.0 (test)",
        as_is=before,
        to_be=before.replace("may", "shall"),
    )
    version_id = int(getattr(drafted, "version_id", drafted))
    with world.database.reading() as (session, _now):
        keys = list(
            session.scalars(
                sa.select(HunkRow.key).where(HunkRow.legal_text_version_id == version_id).order_by(HunkRow.position)
            )
        )
    world.do(legal_text.confirm_links, "analyst", version_id=version_id, links={keys[0]: found})
    world.do(legal_text.own_hunks, "analyst", version_id=version_id, hunk_keys=keys[1:], owner=HunkOwner.CONSEQUENTIAL)
    in_force = HandedIn("in force.txt", b"1.1 The DCC may keep a register of Recovery Events.")
    file = HandedIn("Appendix E.txt", b"1.1 The DCC shall keep a register of Recovery Events.", in_force=in_force)
    handed = world.do(
        legal_text.hand_in_text_files,
        "analyst",
        modification_id=modification_id,
        sec_version="SEC 1.0 (test)",
        files=[file],
    )
    while do_one_job(world.database):
        pass
    with world.database.reading() as (session, _now):
        (file_id,) = session.scalars(sa.select(TextImportFile.id))
    choices = {file_id: FileChoice("Appendix E")}
    world.do(legal_text.settle_text_import, "analyst", import_id=int(handed), seen_version=1, choices=choices)


@scene
def a_modification(world: WatchedWorld) -> None:
    """Its title is corrected, its timetable made and shifted, and one meeting makes two moves."""
    with at(DURING):
        made = raise_one(world)
        common: dict[str, Any] = {"modification_id": made}
        world.do(
            edit_modification,
            "analyst",
            **common,
            seen_version=version_of(world, made),
            title="Clearer still (test)",
            proposer_id=None,
            proposer_organisation_id=None,
            approving_body=ApprovingBody.PANEL,
        )
        with world.database.reading() as (session, _now):
            kept = session.scalars(sa.select(TimetableEvent).where(TimetableEvent.modification_id == made)).all()
        rows = (
            *(PlannedRow(row.text, id=row.id) for row in kept),
            PlannedRow("Change Board vote", Span(date(2026, 6, 1))),
        )
        world.do(set_timetable, "analyst", **common, seen_version=version_of(world, made), rows=rows)
        later = {"from_on": date(2026, 3, 2), "working_days_later": 2}
        world.do(shift_timetable, "analyst", **common, seen_version=version_of(world, made), **later)
        move(
            world,
            made,
            move_request(Move.CONVERT, Causer.APPROVING_BODY),
            move_request(Move.SKIP_REFINEMENT, Causer.APPROVING_BODY),
        )


@scene
def the_registers_of_people(world: WatchedWorld) -> None:
    """An organisation is renamed, a person's name corrected, an appointment ends."""
    with at(DURING):
        party = world.add_party("drift")
        who = {"actor": "administrator"}
        world.do(people.edit_organisation, **who, organisation_id=party, seen_version=1, name="Drift 2 (test)")
        person = world.people["drift_reviewer"]
        world.do(
            people.edit_person,
            **who,
            person_id=person,
            seen_version=1,
            name="Other Name",
            organisation_id=party,
            left_on=None,
        )
        grant = world.do(
            people.grant_role,
            **who,
            person_id=person,
            role=Role.ATTENDEE,
            organisation_id=None,
            valid_from=date(2026, 1, 1),
        )
        world.do(people.end_role, **who, grant_id=grant, valid_to=date(2026, 3, 2))


@scene
def a_report_finished_by_hand(world: WatchedWorld) -> None:
    """Fields and rows are corrected, a passage is assigned, and a later draft's differences are settled."""
    stray = PLAIN.replace("1. Summary", "A stray line that belongs to nothing we know of.\n\n1. Summary", 1)
    with at(DURING):
        modification = raise_one(world)
        made = imported_report(world, stray, modification_id=modification).version_id

        def act(use_case: Callable[..., Any], **arguments: Any) -> None:
            seen = version_at(world, made).version
            world.do(use_case, "analyst", version_id=made, seen_version=seen, **arguments)

        act(reports.assign_passage, unread="unread/1", to="parts/1/text")
        act(reports.correct_fields, typed={"number": "DP901"})
        act(reports.add_row, name="glossary", value={"acronym": "CH", "term": "Communications Hub"})
        act(reports.remove_row, path="glossary/CH")
        imported_report(world, PLAIN.replace("£1,200", "£1,300"), modification_id=modification)
        act(reports.settle_import, accepted=["costs/SECAS/amount_gbp"])


@scene
def an_answer_by_mail(world: WatchedWorld) -> None:
    """From an unknown sender: entered, linked, confirmed."""
    opened = open_consultation(world)
    entered = enter(world, opened, None)
    with at(DURING):
        world.do(
            answers.link_response,
            "analyst",
            opened.lock,
            consultation_id=opened.id,
            version_id=entered.version_id,
            organisation_id=world.organisations["brightloop"],
        )
    confirm(world, opened, entered.version_id)
