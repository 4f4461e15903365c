"""The register and the page of a modification: what they say, to whom, and in how many statements."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders.modifications import (
    add_consultation_row,
    add_modification,
    add_report_version,
    modification_at,
    move,
    move_request,
    version_of,
)
from tests.world import World, at
from voting import clock
from voting.db import Database
from voting.domain.errors import NotFound
from voting.domain.legal_text import ClauseState
from voting.domain.modifications.lifecycle import Causer, Move, Path, Stage, parse_number
from voting.domain.modifications.report import Cost, ModificationReport, Part, ReportOption
from voting.domain.modifications.timetable import Punctuality, Span
from voting.domain.observations import ObservationKind, ObservationState
from voting.domain.people import PUBLIC, Actor
from voting.models.legal_text import ClauseRow, CodeDocument, LegalTextVersion
from voting.models.observations import ObservationRow
from voting.queries.modifications.page import modification_page
from voting.queries.modifications.register import RegisterFilter, RegisterPage, modification_register
from voting.queries.modifications.views import ModificationView
from voting.services.modifications.looking import note_look
from voting.services.modifications.timetable import PlannedRow, set_timetable

TODAY = "2026-03-02T10:00"
Statements = Callable[[Database], AbstractContextManager[list[str]]]


def test_the_first_line_says_what_closes_when_the_board_meets_and_which_release_is_left(world: World) -> None:
    with at(TODAY):
        made = add_modification(
            world, stage=Stage.REPORT, options=(ReportOption(date(2026, 6, 25), date(2026, 5, 14)),)
        )
        _plan(world, made, PlannedRow("Change Board vote", Span(date(2026, 4, 22))))
        closes = clock.now() + timedelta(days=10, hours=7)
        add_consultation_row(world, made, opened_at=clock.now(), closes_at=closes)
        view = _page(world, "MP901")
    assert view.status == (
        "Modification Report Consultation closes Thu 12 Mar 2026 17:00 UK time, 8 Working Days left; Board 22 Apr "
        "2026; release not in the calendar if approved by 14 May 2026"
    )
    assert view.deadline is not None
    assert view.deadline.working_days_left == 8
    assert view.implementation.not_in_calendar == (date(2026, 6, 25),)


@pytest.mark.parametrize(
    ("stage", "beginning"),
    [
        (Stage.DEVELOPMENT, "Draft Proposal in development"),
        (Stage.REFINEMENT, "In refinement"),
        (Stage.BOARD, "At the Change Board; Change Board (test) 12 Mar 2026"),
        (Stage.PENDING_IMPLEMENTATION, "Approved 2 Mar 2026; to be implemented 1 May 2026"),
        (Stage.IMPLEMENTED, "Implemented 2 Mar 2026"),
        (Stage.REJECTED, "Rejected 2 Mar 2026; a Party may refer it to the Authority until"),
        (Stage.WITHDRAWN, "Withdrawn 2 Mar 2026"),
    ],
)
def test_each_stage_has_its_first_line(world: World, stage: Stage, beginning: str) -> None:
    with at(TODAY):
        number = modification_at(world, add_modification(world, stage=stage)).number
        assert _page(world, number).status.startswith(beginning)


def test_with_the_authority_the_first_line_says_since_when(world: World) -> None:
    with at(TODAY):
        add_modification(world, stage=Stage.AUTHORITY, path=Path.AUTHORITY_LED)
        assert _page(world, "MP901").status.startswith(
            "With the Authority since 2 Mar 2026; the Change Board recommended approval"
        )


def test_the_implementation_date_comes_with_the_rule_that_gave_it(world: World) -> None:
    with at(TODAY):
        add_modification(world, stage=Stage.PENDING_IMPLEMENTATION)
        implementation = _page(world, "MP901").implementation
    assert implementation.release_on == date(2026, 5, 1)
    assert "the decision of 2 Mar 2026 is on or before 1 Apr 2026" in implementation.sentence


@pytest.mark.parametrize("asked", ["MP901", "mp901", "DP901"])
def test_an_old_number_leads_to_the_modification_that_it_became(world: World, asked: str) -> None:
    add_modification(world, stage=Stage.REFINEMENT)
    assert _page(world, asked).number == "MP901"


def test_the_number_before_a_split_leads_to_the_first_part_which_names_the_others(world: World) -> None:
    with at(TODAY):
        made = add_modification(world, stage=Stage.REFINEMENT)
        parts = tuple(parse_number(number) for number in ("MP901A", "MP901B", "MP901C"))
        move(world, made, move_request(Move.SPLIT, Causer.PROPOSER, reason="Two questions.", part_numbers=parts))
        for asked in ("DP901", "MP901", "MP901A"):
            view = _page(world, asked)
            assert view.number == "MP901A"
            assert [number for number, _title in view.parts] == ["MP901B", "MP901C"]
        second = _page(world, "MP901B")
    assert second.split_from == "MP901A"
    assert [number for number, _title in second.parts] == ["MP901C"]


@pytest.mark.parametrize("asked", ["MP999", "nonsense", "MP901\x00", "'; DROP TABLE"])
def test_a_number_that_nobody_gave_is_not_there(world: World, asked: str) -> None:
    add_modification(world, stage=Stage.REFINEMENT)
    with pytest.raises(NotFound):
        _page(world, asked)


def test_a_draft_of_the_report_is_there_for_secas_and_the_proposer_alone(world: World) -> None:
    world.add_party("brightloop")
    made = add_modification(world, proposer="brightloop_signatory")
    add_report_version(world, made)
    add_report_version(world, made, is_published=False)
    seen = {
        name: [line.number for line in _page(world, "DP901", world.actor(name)).reports]
        for name in ("analyst", "auditor", "brightloop_signatory", "brightloop_contributor")
    }
    assert seen == {
        "analyst": [2, 1],
        "auditor": [1],
        "brightloop_signatory": [2, 1],
        "brightloop_contributor": [1],
    }
    assert [line.number for line in _page(world, "DP901").reports] == [1]


def test_a_consultation_that_was_never_opened_is_known_to_secas_alone(world: World) -> None:
    with at(TODAY):
        made = add_modification(world, stage=Stage.REPORT)
        consultation = add_consultation_row(world, made)
        _unopen(world, consultation)
        assert _page(world, "MP901").consultations == ()
        assert len(_page(world, "MP901", world.actor("analyst")).consultations) == 1


def test_moves_are_offered_to_secas_with_a_sentence_for_each_thing_missing(world: World) -> None:
    with at(TODAY):
        add_modification(world, stage=Stage.REPORT)
        offers = {offer.move: offer.missing for offer in _page(world, "MP901", world.actor("analyst")).offers}
        assert _page(world, "MP901", world.actor("auditor")).offers == ()
    assert offers[Move.APPROVE_REPORT] == ("It has no Modification Report yet. Import or write one first.",)
    assert offers[Move.PUT_ON_HOLD] == ()
    assert len(offers[Move.SEND_TO_BOARD]) == 4


def test_a_report_in_short_has_the_words_of_its_summary_and_its_costs(world: World) -> None:
    made = add_modification(world)
    report = ModificationReport(
        title="Clearer messages",
        parts=(Part("1", "Summary", "First paragraph.\n\nSecond paragraph.\n\nThird."), Part("2", "Issue", "No.")),
        impacted=("DCC",),
        costs=(Cost("DCC", text="No figure."),),
    )
    add_report_version(world, made, report)
    in_short = _page(world, "DP901").in_short
    assert in_short is not None
    assert in_short.paragraphs == ("First paragraph.", "Second paragraph.")
    assert in_short.impacted == ("DCC",)
    assert in_short.costs[0].amount is None


def test_what_changed_since_the_last_visit_is_told_once_the_visit_is_another_one(world: World) -> None:
    with at("2026-03-02T10:00"):
        made = add_modification(world)
        _look(world, "auditor", made)
    with at("2026-03-03T09:00"):
        move(world, made, move_request(Move.CONVERT, Causer.APPROVING_BODY))
        add_report_version(world, made)
        _plan(world, made, PlannedRow("Change Board vote", Span(date(2026, 4, 22))))
    with at("2026-03-03T10:00"):
        view = _look(world, "auditor", made)
        assert {change.words for change in view.changes} == {
            "Converted to a Modification Proposal",
            "Modification Report version 1 published",
            "Timetable changed",
        }
        assert view.looked_at is not None
        assert view.looked_at.hour == 10
    with at("2026-03-03T10:20"):
        assert len(_look(world, "auditor", made).changes) == 3
    with at("2026-03-03T12:00"):
        assert _look(world, "auditor", made).changes == ()


def test_a_first_look_and_the_public_are_told_of_no_changes(world: World) -> None:
    made = add_modification(world)
    for viewer in (PUBLIC, world.actor("auditor")):
        view = _page(world, "DP901", viewer)
        assert (view.looked_at, view.changes) == (None, ())
    assert _look(world, "auditor", made).is_new_look


def test_what_i_did_myself_is_no_news_to_me(world: World) -> None:
    with at("2026-03-02T10:00"):
        made = add_modification(world)
        _look(world, "analyst", made)
        _look(world, "second_analyst", made)
    with at("2026-03-02T11:00"):
        move(world, made, move_request(Move.CONVERT, Causer.APPROVING_BODY))
        _plan(world, made, PlannedRow("Change Board vote", Span(date(2026, 4, 22))))
        assert _page(world, "MP901", world.actor("analyst")).changes == ()
        assert len(_page(world, "MP901", world.actor("second_analyst")).changes) == 2


def test_the_timetable_says_what_is_overdue_late_and_contradicts_itself(world: World) -> None:
    with at(TODAY):
        made = add_modification(world)
        _plan(
            world,
            made,
            PlannedRow("Presented to the Change Sub-Committee", Span(date(2026, 2, 24))),
            PlannedRow("Modification Report Consultation", Span(date(2026, 4, 1), date(2026, 4, 22))),
            PlannedRow("Change Board vote", Span(date(2026, 4, 15))),
            PlannedRow("To be confirmed"),
            PlannedRow("Far away", Span(date(2126, 1, 1))),
        )
        view = _page(world, "DP901")
    lines = {line.words: line for line in view.timetable}
    assert lines["Presented to the Change Sub-Committee"].lateness.punctuality is Punctuality.OVERDUE
    assert lines["Presented to the Change Sub-Committee"].lateness.days == 4
    assert lines["Far away"].lateness.days == 0
    assert lines["To be confirmed"].state == "to_come"
    assert lines["Draft Proposal raised"].state == "done"
    assert view.timetable[-1].words == "To be confirmed"
    # The Proposal was raised today, after the meeting to which it is said to be presented.
    assert view.timetable_findings == (
        "“Presented to the Change Sub-Committee” begins before “Draft Proposal raised” is over.",
        "“Change Board vote” begins before “Modification Report Consultation” is over.",
    )


@pytest.mark.parametrize("who", [None, "brightloop_signatory", "member"])
def test_the_page_takes_the_same_few_statements_however_much_there_is(
    world: World, statements: Statements, who: str | None
) -> None:
    world.add_party("brightloop")
    world.add_person("member", None)
    with at(TODAY):
        made = add_modification(world, stage=Stage.REPORT)
        few = _counted(world, statements, who)
        for place in range(12):
            add_report_version(world, made)
            add_consultation_row(world, made, title=f"Consultation {place}")
            _clause(world, made, f"Appendix {chr(65 + place)}", "Words.")
        _plan(world, made, *(PlannedRow(f"Event {place}", Span(date(2026, 4, 1))) for place in range(40)))
        many = _counted(world, statements, who)
    assert few == many
    # Signing in takes two more, and a page for a Party or member may take eight.
    assert many <= 6


def test_the_register_is_searched_in_titles_reports_observations_and_clauses(world: World) -> None:
    with at(TODAY):
        _register_of_four(world)
        found = {
            words: [(line.number, line.found_in) for line in _register(world, find=words).lines]
            for words in (
                "zephyr",
                "marmalade",
                "gantry",
                "ÉCLAIR",
                "isolator",
                "50%_",
                "gantr_",
                "50%of",
                "%",
                "\\",
                "nowhere",
            )
        }
    assert found == {
        "zephyr": [("DP901", ("title",))],
        "marmalade": [("DP902", ("report",))],
        "gantry": [("DP903", ("observations",))],
        "ÉCLAIR": [],
        "isolator": [("DP904", ("clauses",))],
        "50%_": [("DP903", ("observations",))],
        "gantr_": [],
        "50%of": [],
        "%": [("DP904", ()), ("DP903", ()), ("DP902", ()), ("DP901", ())],
        "\\": [("DP904", ()), ("DP903", ()), ("DP902", ()), ("DP901", ())],
        "nowhere": [],
    }


def test_a_letter_beyond_ascii_is_found_in_a_report(world: World) -> None:
    made = add_modification(world)
    add_report_version(world, made, ModificationReport(title="Café “meters”"))
    assert _register(world, find="Café “meters”").total == 1


@pytest.mark.parametrize("words", ["\x00\x00ab", "\ud800\ud800", "x" * 5000, "'; --", "“”"])
def test_no_words_break_the_search(world: World, words: str) -> None:
    add_modification(world)
    assert _register(world, find=words).total == 0


def test_a_draft_is_found_by_those_alone_who_may_read_it(world: World) -> None:
    world.add_party("brightloop")
    made = add_modification(world, proposer="brightloop_signatory")
    add_report_version(world, made, ModificationReport(title="Secret marmalade"), is_published=False)
    _clause(world, made, "Appendix D", "A hidden isolator.", is_published=False)
    for words in ("marmalade", "isolator"):
        totals = [
            _register(world, viewer, find=words).total
            for viewer in (PUBLIC, world.actor("brightloop_contributor"), world.actor("brightloop_signatory"))
        ]
        assert totals == [0, 0, 1]
        assert _register(world, world.actor("analyst"), find=words).total == 1


def test_the_register_is_filtered_by_stage_and_path_and_sorted(world: World) -> None:
    with at(TODAY):
        add_modification(world, "DP901", "Beta (test)", Stage.REFINEMENT, path=Path.AUTHORITY_LED)
        add_modification(world, "DP1000", "alpha (test)")
        add_modification(world, "DP902", "Gamma (test)", Stage.WITHDRAWN)

    def numbers(**chosen: Any) -> list[str]:
        return [line.number for line in _register(world, **chosen).lines]

    assert numbers() == ["DP1000", "DP902", "MP901"]
    assert numbers(sort="number") == ["MP901", "DP902", "DP1000"]
    assert numbers(sort="title") == ["DP1000", "MP901", "DP902"]
    assert numbers(sort="-stage") == ["DP902", "MP901", "DP1000"]
    assert numbers(sort="'; DROP TABLE modification") == ["MP901", "DP902", "DP1000"]
    assert numbers(stage=Stage.REFINEMENT) == ["MP901"]
    assert numbers(path=Path.AUTHORITY_LED) == ["MP901"]
    assert numbers(is_live=True) == ["DP1000", "MP901"]


def test_the_register_names_the_next_event_of_what_is_live(world: World) -> None:
    with at(TODAY):
        made = add_modification(world, stage=Stage.REPORT)
        _plan(world, made, PlannedRow("Change Board vote", Span(date(2026, 4, 22))))
        planned = _register(world).lines[0].next_event
        add_consultation_row(world, made, opened_at=clock.now(), closes_at=clock.now() + timedelta(days=10))
        closing = _register(world).lines[0].next_event
        add_modification(world, "DP902", stage=Stage.PENDING_IMPLEMENTATION)
        pending = _register(world, stage=Stage.PENDING_IMPLEMENTATION).lines[0].next_event
    assert planned is not None
    assert (planned.words, planned.on) == ("Change Board vote", date(2026, 4, 22))
    assert closing is not None
    assert (closing.words, closing.on) == ("Consultation closes", date(2026, 3, 12))
    assert pending is not None
    assert (pending.words, pending.on) == ("Implementation", date(2026, 5, 1))


def test_the_register_takes_two_statements_and_fifty_rows_a_page(world: World, statements: Statements) -> None:
    with at(TODAY):
        for number in range(910, 963):
            add_modification(world, f"DP{number}")
    with world.database.reading() as (session, now), statements(world.database) as seen:
        page = modification_register(session, viewer=PUBLIC, now=now, chosen=RegisterFilter(find="meters", page=2))
    assert (len(page.lines), page.total, page.page, page.pages) == (3, 53, 2, 2)
    assert len([one for one in seen if not one.startswith("BEGIN")]) == 2
    assert _register(world, page=99).page == 2


def _page(world: World, number: str, viewer: Actor = PUBLIC) -> ModificationView:
    with world.database.reading() as (session, now):
        return modification_page(session, viewer=viewer, now=now, number=number)


def _register(world: World, viewer: Actor = PUBLIC, **chosen: Any) -> RegisterPage:
    with world.database.reading() as (session, now):
        return modification_register(session, viewer=viewer, now=now, chosen=RegisterFilter(**chosen))


def _look(world: World, who: str, modification_id: int) -> ModificationView:
    """What the page does: it shows what changed, and writes the look down."""
    number = modification_at(world, modification_id).number
    view = _page(world, number, world.actor(who))
    world.scratch(note_look, who, modification_id=modification_id)
    return view


def _counted(world: World, statements: Statements, who: str | None) -> int:
    viewer = world.actor(who) if who else PUBLIC
    with world.database.reading() as (session, now), statements(world.database) as seen:
        modification_page(session, viewer=viewer, now=now, number="MP901")
    return len([one for one in seen if not one.startswith("BEGIN")])


def _plan(world: World, modification_id: int, *rows: PlannedRow) -> None:
    view = _page(world, modification_at(world, modification_id).number)
    kept = [PlannedRow(line.words, line.planned, line.kind, line.id) for line in view.timetable]
    arguments = {"modification_id": modification_id, "seen_version": version_of(world, modification_id)}
    world.do(set_timetable, "analyst", rows=(*kept, *rows), **arguments)


def _unopen(world: World, consultation_id: int) -> None:
    with Session(world.database.engine) as session:
        from voting.models.consultations import ConsultationRow

        row = session.get_one(ConsultationRow, consultation_id)
        row.opened_at, row.opened_by_id = None, None
        session.commit()


def _register_of_four(world: World) -> None:
    add_modification(world, "DP901", "A zephyr (test)")
    add_report_version(world, add_modification(world, "DP902"), ModificationReport(title="Of marmalade"))
    third = add_modification(world, "DP903")
    with Session(world.database.engine) as session:
        document = CodeDocument(code="Appendix Z", title="Test")
        session.add(document)
        session.flush()
        session.add(
            ObservationRow(
                modification_id=third,
                code_document_id=document.id,
                number="1",
                position=1,
                title="About 50%_ of it",
                text="The gantry is not defined.",
                recommendation="Define it.",
                kind=next(iter(ObservationKind)),
                state=ObservationState.DRAFTED,
            )
        )
        session.commit()
    _clause(world, add_modification(world, "DP904"), "Appendix D", "The isolator shall be safe.")


def _clause(world: World, modification_id: int, code: str, words: str, *, is_published: bool = True) -> None:
    now = clock.now()
    with Session(world.database.engine) as session:
        document = CodeDocument(code=code, title="Test")
        session.add(document)
        session.flush()
        version = LegalTextVersion(
            modification_id=modification_id,
            code_document_id=document.id,
            number=1,
            sec_version="SEC 1.0 (test)",
            as_is_text="",
            to_be_text=words,
            prepared_by_id=world.people["analyst"],
            created_at=now,
            published_at=now if is_published else None,
            published_by_id=world.people["approver"] if is_published else None,
        )
        session.add(version)
        session.flush()
        session.add(
            ClauseRow(
                legal_text_version_id=version.id,
                key="a",
                position=1,
                kind="clause",
                level=1,
                text_to_be=words,
                state=ClauseState.INSERTED,
                value={},
                html=words,
            )
        )
        session.commit()


def test_the_days_on_which_a_consultation_opened_and_closed_stand_in_its_planned_row(world: World) -> None:
    planned = PlannedRow("Modification Report Consultation", Span(date(2026, 3, 2), date(2026, 3, 20)))
    with at(TODAY):
        made = add_modification(world, stage=Stage.REPORT)
        _plan(world, made, planned)
        add_consultation_row(world, made, opened_at=clock.now(), closes_at=clock.now() + timedelta(days=10))
        line = next(line for line in _page(world, "MP901").timetable if line.words == planned.words)
        assert (line.state, line.actual) == ("now", Span(date(2026, 3, 2)))
    with at("2026-03-13T10:00"):
        line = next(line for line in _page(world, "MP901").timetable if line.words == planned.words)
        assert (line.state, line.actual) == ("done", Span(date(2026, 3, 2), date(2026, 3, 12)))
        assert line.lateness.punctuality is Punctuality.EARLY
