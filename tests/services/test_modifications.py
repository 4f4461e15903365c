"""Raising and moving modifications: what a move changes, who may make it, and what is refused without a trace."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.builders.modifications import (
    add_consultation_row,
    add_modification,
    add_options,
    add_report_version,
    give_board_outcome,
    modification_at,
    move,
    move_request,
    version_of,
)
from tests.world import World, at
from voting import clock
from voting.domain.consultations import ConsultationKind
from voting.domain.errors import NotFound, NotPermitted
from voting.domain.history import Entry
from voting.domain.modifications.lifecycle import (
    BoardOutcome,
    Causer,
    ConsultationOpen,
    EvidenceKind,
    EvidenceMissing,
    ModificationFacts,
    Move,
    NamedMeeting,
    NotTheirsToCause,
    NumberNotRecognised,
    Path,
    ReportAlreadyApproved,
    ReportNotPublished,
    Stage,
    parse_number,
)
from voting.domain.modifications.report import ReportOption
from voting.domain.modifications.timetable import EventKind
from voting.models.ballots import Decision
from voting.models.consultations import ConsultationRow
from voting.models.modifications import Modification, ModificationMove, TimetableEvent
from voting.queries.modifications.facts import facts_of
from voting.services.history import record
from voting.services.intents import SeenVersionStale
from voting.services.modifications.moving import NumberTaken, apply_move, implementation_of, make_move
from voting.services.modifications.raising import (
    ProposerUnknown,
    RaisedAsDraftProposal,
    RaisedInFuture,
    TitleWrong,
    edit_modification,
    raise_modification,
)

TODAY = "2026-03-02T10:00"
CONVERT = (Move.CONVERT, Causer.APPROVING_BODY)


@pytest.mark.parametrize("stage", list(Stage))
def test_the_builder_brings_a_modification_to_each_stage_and_leaves_one_entry_a_use_case(
    world: World, stage: Stage
) -> None:
    with at(TODAY):
        path = Path.AUTHORITY_DETERMINED if stage is Stage.AUTHORITY else Path.SELF_GOVERNANCE
        row = modification_at(world, add_modification(world, stage=stage, path=path))
    assert row.stage is stage
    assert row.number == ("DP901" if stage in {Stage.DEVELOPMENT, Stage.WITHDRAWN} else "MP901")
    assert world.use_cases().count("raise_modification") == 1


def test_conversion_keeps_the_number_and_is_recorded_with_its_minute_and_in_the_timetable(world: World) -> None:
    with at(TODAY):
        made = add_modification(world)
        move(world, made, move_request(*CONVERT, on=date(2026, 2, 27)))
    row = modification_at(world, made)
    assert (row.number, row.stage, row.version) == ("MP901", Stage.DEVELOPMENT, 2)
    with world.database.reading() as (session, _now):
        kept = session.scalars(sa.select(ModificationMove)).one()
        events = {event.kind: event for event in session.scalars(sa.select(TimetableEvent))}
    assert (kept.evidence_kind, kept.evidence, kept.evidence_on) == (
        EvidenceKind.MINUTES,
        "Minute 7.1 (test)",
        date(2026, 2, 27),
    )
    assert events[EventKind.CONVERTED].actual_start_on == date(2026, 2, 27)
    assert events[EventKind.DRAFT_PROPOSAL_RAISED].actual_start_on == date(2026, 3, 2)
    assert world.use_cases()[-1] == "make_move"


def test_one_meeting_converts_skips_refinement_and_approves_the_report_in_one_entry(world: World) -> None:
    with at(TODAY):
        made = add_modification(world)
        add_report_version(world, made)
        body = Causer.APPROVING_BODY
        move(
            world,
            made,
            move_request(*CONVERT),
            move_request(Move.SKIP_REFINEMENT, body),
            move_request(Move.APPROVE_REPORT, body),
        )
    row = modification_at(world, made)
    assert (row.number, row.stage, row.report_approved_on) == ("MP901", Stage.REPORT, date(2026, 3, 2))
    assert world.use_cases()[-2:] == ["raise_modification", "make_moves"]


def test_if_one_move_of_a_meeting_is_refused_none_is_made(world: World) -> None:
    with at(TODAY):
        made = add_modification(world)
        size = world.history_size()
        body = Causer.APPROVING_BODY
        with pytest.raises(EvidenceMissing):
            move(world, made, move_request(*CONVERT), move_request(Move.SKIP_REFINEMENT, body, None))
    assert modification_at(world, made).number == "DP901"
    assert world.history_size() == size


@pytest.mark.parametrize("who", ["analyst", "approver", "administrator"])
def test_anybody_at_secas_records_what_another_body_caused(world: World, who: str) -> None:
    made = add_modification(world)
    move(world, made, move_request(*CONVERT), by=who)
    assert modification_at(world, made).number == "MP901"


def test_nobody_else_records_a_move(world: World) -> None:
    world.add_party("brightloop")
    made = add_modification(world, proposer="brightloop_signatory")
    for who in ("auditor", "brightloop_signatory"):
        with pytest.raises(NotPermitted):
            move(world, made, move_request(*CONVERT), by=who)


def test_an_analyst_cannot_say_that_an_approver_put_it_on_hold(world: World) -> None:
    with at(TODAY):
        made = add_modification(world)
        hold = move_request(
            Move.PUT_ON_HOLD,
            Causer.SECAS_APPROVER,
            EvidenceKind.RECORD,
            reason="Awaiting a forecast.",
            review_on=date(2026, 5, 1),
        )
        with pytest.raises(NotTheirsToCause):
            move(world, made, hold)
        move(world, made, hold, by="approver")
        row = modification_at(world, made)
        assert (row.on_hold_reason, row.on_hold_review_on) == ("Awaiting a forecast.", date(2026, 5, 1))
        resume = move_request(Move.RESUME, Causer.SECAS_APPROVER, EvidenceKind.RECORD, reason="It is here.")
        move(world, made, resume, by="approver")
    assert modification_at(world, made).on_hold_reason is None


def test_a_form_that_saw_an_older_state_moves_nothing(world: World) -> None:
    made = add_modification(world)
    move(world, made, move_request(*CONVERT))
    with pytest.raises(SeenVersionStale):
        world.do(make_move, "analyst", modification_id=made, seen_version=1, request=move_request(*CONVERT))


def test_there_is_no_move_of_a_modification_that_is_not_there(world: World) -> None:
    with pytest.raises(NotFound):
        world.do(make_move, "analyst", modification_id=9, seen_version=1, request=move_request(*CONVERT))


def test_the_facts_follow_from_the_tables(world: World) -> None:
    with at(TODAY):
        made = add_modification(world, stage=Stage.REPORT)
        assert not _facts(world, made).report_drafted
        add_report_version(world, made, is_published=False)
        facts = _facts(world, made)
        assert facts.report_drafted
        assert not facts.report_published
        add_report_version(world, made)
        assert _facts(world, made).report_published
        add_consultation_row(world, made, opened_at=clock.now(), closes_at=clock.now() + timedelta(days=20))
        facts = _facts(world, made)
        assert facts.consultation_open
        assert not facts.report_consultation_closed
    with at("2026-03-22T10:00:00.000001"):
        facts = _facts(world, made)
        assert not facts.consultation_open
        assert facts.report_consultation_closed
        assert not facts.report_responses_published


def test_a_consultation_of_another_kind_is_not_the_one_on_the_report(world: World) -> None:
    with at(TODAY):
        made = add_modification(world, stage=Stage.REPORT)
        add_consultation_row(world, made, kind=ConsultationKind.REFINEMENT, published_at=clock.now())
        assert not _facts(world, made).report_consultation_closed


def test_after_a_return_by_the_board_the_report_is_published_anew_and_the_answers_stay_good(world: World) -> None:
    with at(TODAY):
        made = add_modification(world, stage=Stage.BOARD)
    with at("2026-03-12T10:00"):
        move(world, made, move_request(Move.BOARD_RETURNS, Causer.BOARD, reason="What does it cost?"))
        facts = _facts(world, made)
        assert (facts.stage, facts.report_drafted, facts.report_published) == (Stage.REPORT, True, False)
        assert facts.report_responses_published
        assert not facts.report_approved
    with at("2026-03-13T10:00"):
        move(world, made, move_request(Move.APPROVE_REPORT, Causer.APPROVING_BODY))
        meeting = NamedMeeting("Change Board", date(2026, 4, 1))
        send = move_request(Move.SEND_TO_BOARD, Causer.SECAS_ANALYST, EvidenceKind.RECORD, meeting=meeting)
        with pytest.raises(ReportNotPublished):
            move(world, made, send)
        add_report_version(world, made)
        move(world, made, send)
    assert modification_at(world, made).board_meeting_on == date(2026, 4, 1)


def test_after_a_return_to_refinement_a_new_consultation_is_needed(world: World) -> None:
    with at(TODAY):
        made = add_modification(world, stage=Stage.REPORT)
        add_report_version(world, made)
        add_consultation_row(world, made, published_at=clock.now())
        assert _facts(world, made).report_responses_published
        move(world, made, move_request(Move.RETURN_TO_REFINEMENT, Causer.APPROVING_BODY, reason="Costs are missing."))
        facts = _facts(world, made)
        assert (facts.report_published, facts.report_consultation_closed, facts.report_responses_published) == (
            False,
            False,
            False,
        )


def test_a_report_is_approved_once(world: World) -> None:
    with at(TODAY):
        made = add_modification(world, stage=Stage.REPORT)
        add_report_version(world, made)
        approve = move_request(Move.APPROVE_REPORT, Causer.APPROVING_BODY)
        move(world, made, approve)
        with pytest.raises(ReportAlreadyApproved):
            move(world, made, approve)


def test_the_implementation_date_follows_from_the_vote_on_path_3_not_from_the_publication(world: World) -> None:
    options = (ReportOption(date(2026, 6, 25), date(2026, 3, 12)), ReportOption(date(2026, 11, 5), date(2026, 10, 1)))
    with at(TODAY):
        made = add_modification(world, stage=Stage.BOARD, options=options)
    with at("2026-03-12T23:30"):
        give_board_outcome(world, made, BoardOutcome.APPROVED)
    with at("2026-03-16T10:00"):
        window = datetime(2026, 3, 30, 16, tzinfo=UTC)
        approves = move_request(
            Move.BOARD_APPROVES, Causer.BOARD, EvidenceKind.BALLOT_RESULT, referral_closes_at=window
        )
        move(world, made, approves)
    row = modification_at(world, made)
    assert (row.decision_on, row.implements_on) == (date(2026, 3, 12), date(2026, 6, 25))
    assert row.referral_closes_at == window
    with world.database.reading() as (session, _now):
        result = implementation_of(session, session.get_one(Modification, made))
    assert result is not None
    assert "on or before 12 Mar 2026" in result.sentence


def test_a_referral_takes_the_decision_back_until_the_authority_decides(world: World) -> None:
    with at(TODAY):
        made = add_modification(world, stage=Stage.PENDING_IMPLEMENTATION)
        refer = move_request(Move.REFER_TO_AUTHORITY, Causer.PARTY, EvidenceKind.NOTICE, reason="It costs too much.")
        move(world, made, refer)
        row = modification_at(world, made)
        assert (row.stage, row.decision_on, row.implements_on) == (Stage.AUTHORITY, None, None)
    with at("2026-03-20T10:00"):
        letter = move_request(Move.AUTHORITY_APPROVES, Causer.AUTHORITY, EvidenceKind.LETTER, date(2026, 3, 18))
        move(world, made, letter)
    row = modification_at(world, made)
    assert (row.stage, row.decision_on, row.authority_letter_on) == (
        Stage.PENDING_IMPLEMENTATION,
        date(2026, 3, 18),
        date(2026, 3, 18),
    )
    assert row.implements_on == date(2026, 5, 1)
    with world.database.reading() as (session, _now):
        decision = session.scalars(sa.select(Decision)).one()
    assert (decision.body, decision.outcome, decision.decision_on) == ("authority", "approved", date(2026, 3, 18))


def test_a_rejection_by_the_authority_has_a_decision_date_and_no_implementation_date(world: World) -> None:
    with at(TODAY):
        made = add_modification(world, stage=Stage.REJECTED, path=Path.AUTHORITY_LED)
    row = modification_at(world, made)
    assert (row.decision_on, row.implements_on) == (date(2026, 3, 2), None)


def test_a_decision_after_every_option_has_no_implementation_date_until_there_is_a_new_approach(world: World) -> None:
    with at(TODAY):
        made = add_modification(world, stage=Stage.BOARD)
    with at("2026-04-20T10:00"):
        give_board_outcome(world, made, BoardOutcome.APPROVED)
        window = clock.now() + timedelta(days=14)
        approves = move_request(
            Move.BOARD_APPROVES, Causer.BOARD, EvidenceKind.BALLOT_RESULT, referral_closes_at=window
        )
        move(world, made, approves)
        assert modification_at(world, made).implements_on is None
        add_options(world, made, (ReportOption(date(2026, 11, 5), date(2026, 10, 1)),))
    assert modification_at(world, made).implements_on == date(2026, 11, 5)


def test_a_withdrawal_withdraws_the_open_consultation_with_it(world: World) -> None:
    with at(TODAY):
        made = add_modification(world, stage=Stage.REPORT)
        add_report_version(world, made)
        consultation = add_consultation_row(
            world, made, opened_at=clock.now(), closes_at=clock.now() + timedelta(days=20)
        )
        with pytest.raises(ConsultationOpen):
            move(world, made, move_request(Move.RETURN_TO_REFINEMENT, Causer.APPROVING_BODY, reason="Costs."))
        withdraw = move_request(Move.WITHDRAW, Causer.PROPOSER, EvidenceKind.NOTICE, reason="No longer wanted.")
        move(world, made, withdraw)
    assert modification_at(world, made).stage is Stage.WITHDRAWN
    with world.database.reading() as (session, _now):
        assert session.get_one(ConsultationRow, consultation).withdrawn_at is not None
        kinds = set(session.scalars(sa.select(TimetableEvent.kind)))
    assert {EventKind.WITHDRAWN, EventKind.CONSULTATION_WITHDRAWN} <= kinds


def test_a_split_makes_rows_for_the_other_parts_with_plans_but_without_the_report(world: World) -> None:
    with at(TODAY):
        options = (ReportOption(date(2026, 6, 25), date(2026, 3, 12)),)
        made = add_modification(world, stage=Stage.REFINEMENT, options=options)
        add_report_version(world, made)
        parts = tuple(parse_number(number) for number in ("MP901A", "MP901B", "MP901C"))
        move(world, made, move_request(Move.SPLIT, Causer.PROPOSER, reason="Two questions.", part_numbers=parts))
    with world.database.reading() as (session, now):
        rows = {row.number: row for row in session.scalars(sa.select(Modification))}
        assert set(rows) == {"MP901A", "MP901B", "MP901C"}
        assert rows["MP901A"].id == made
        other = rows["MP901B"]
        assert (other.split_from_id, other.stage) == (made, Stage.REFINEMENT)
        assert not facts_of(session, other, now).report_drafted
        kinds = session.scalars(sa.select(TimetableEvent.kind).where(TimetableEvent.modification_id == other.id)).all()
        assert EventKind.SPLIT in kinds


def test_a_split_into_a_taken_number_is_refused(world: World) -> None:
    with at(TODAY):
        made = add_modification(world, stage=Stage.REFINEMENT)
        parts = tuple(parse_number(number) for number in ("MP901A", "MP901B"))
        split = move_request(Move.SPLIT, Causer.PROPOSER, reason="Two questions.", part_numbers=parts)
        move(world, made, split)
        with pytest.raises(NumberTaken):
            move(world, made, split)


def test_a_result_moves_the_modification_within_its_own_entry(world: World) -> None:
    """What publishing a result does: it sets the outcome, applies the move and records once."""
    with at(TODAY):
        made = add_modification(world, stage=Stage.BOARD)
        actor = world.actor("approver")
        with world.database.transaction() as (session, now):
            row = session.get_one(Modification, made)
            row.board_outcome, row.board_voted_at = BoardOutcome.REJECTED, now
            request = move_request(
                Move.BOARD_REJECTS,
                Causer.BOARD,
                EvidenceKind.BALLOT_RESULT,
                referral_closes_at=now + timedelta(days=14),
            )
            changed = apply_move(session, now=now, actor=actor, row=row, request=request)
            record(session, now, Entry("publish_result", actor.person_id, changed, modification_id=made))
    assert {table for table, _id in changed} == {"modification", "modification_move", "timetable_event"}
    assert modification_at(world, made).stage is Stage.REJECTED
    assert world.use_cases()[-1] == "publish_result"


@pytest.mark.parametrize(
    ("number", "refusal"),
    [
        ("MP901", RaisedAsDraftProposal),
        ("DP901A", RaisedAsDraftProposal),
        ("901", NumberNotRecognised),
        ("=cmd", NumberNotRecognised),
    ],
)
def test_a_modification_is_raised_under_the_number_of_a_draft_proposal(
    world: World, number: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        world.do(raise_modification, "analyst", number=number, title="Any (test)")


def test_a_number_is_given_once_even_after_conversion_and_split(world: World) -> None:
    with at(TODAY):
        made = add_modification(world, stage=Stage.REFINEMENT)
        with pytest.raises(NumberTaken):
            add_modification(world)
        parts = tuple(parse_number(number) for number in ("MP901A", "MP901B"))
        move(world, made, move_request(Move.SPLIT, Causer.PROPOSER, reason="Two questions.", part_numbers=parts))
        with pytest.raises(NumberTaken):
            add_modification(world)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"title": "  "}, TitleWrong),
        ({"title": "x" * 301}, TitleWrong),
        ({"raised_on": date(2026, 3, 3)}, RaisedInFuture),
        ({"proposer_id": 999}, ProposerUnknown),
        ({"proposer_organisation_id": 999}, ProposerUnknown),
    ],
)
def test_a_modification_needs_a_title_a_past_day_and_a_known_proposer(
    world: World, changed: dict[str, object], refusal: type[Exception]
) -> None:
    with at(TODAY), pytest.raises(refusal):
        world.do(raise_modification, "analyst", **({"number": "DP901", "title": "Any (test)"} | changed))


def test_a_title_keeps_hostile_words_as_words(world: World) -> None:
    made = add_modification(world, title="=cmd|' /C calc'!A0 <script>\x00\ud800")
    assert modification_at(world, made).title == "=cmd|' /C calc'!A0 <script>��"


def test_what_is_known_of_a_modification_is_corrected_by_an_analyst_who_saw_what_stands(world: World) -> None:
    world.add_party("brightloop")
    made = add_modification(world)
    arguments = {
        "modification_id": made,
        "title": "Clearer still (test)",
        "proposer_id": world.people["brightloop_signatory"],
        "proposer_organisation_id": world.organisations["brightloop"],
        "approving_body": modification_at(world, made).approving_body,
    }
    with pytest.raises(SeenVersionStale):
        world.do(edit_modification, "analyst", seen_version=9, **arguments)
    with pytest.raises(NotPermitted):
        world.do(edit_modification, "approver", seen_version=1, **arguments)
    world.do(edit_modification, "analyst", seen_version=1, **arguments)
    row = modification_at(world, made)
    assert (row.title, row.proposer_id) == ("Clearer still (test)", world.people["brightloop_signatory"])
    assert version_of(world, made) == 2


def _facts(world: World, modification_id: int) -> ModificationFacts:
    with world.database.reading() as (session, now):
        return facts_of(session, session.get_one(Modification, modification_id), now)
