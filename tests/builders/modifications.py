"""Modifications for tests: raised and moved by the product's own services to the stage that a test begins at."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.remembering import remembered
from tests.world import World
from voting import clock
from voting.domain.calendar import london_date
from voting.domain.consultations import ConsultationKind
from voting.domain.modifications.lifecycle import (
    ApprovingBody,
    BoardOutcome,
    Causer,
    Evidence,
    EvidenceKind,
    Move,
    MoveDetails,
    MoveRequest,
    NamedMeeting,
    Path,
    Stage,
)
from voting.domain.modifications.report import ModificationReport, ReportOption, report_to_json
from voting.models.consultations import ConsultationRow
from voting.models.modifications import Modification, ReportVersion, UploadedFile
from voting.services.modifications.implementation import set_implementation_options
from voting.services.modifications.moving import make_move, make_moves
from voting.services.modifications.raising import raise_modification

_DAY = timedelta(days=1)
_ONWARD = (Stage.BOARD, Stage.AUTHORITY, Stage.PENDING_IMPLEMENTATION, Stage.IMPLEMENTED)


@remembered
def add_modification(
    world: World,
    number: str = "DP901",
    title: str = "Clearer messages from meters (test)",
    stage: Stage = Stage.DEVELOPMENT,
    *,
    path: Path = Path.SELF_GOVERNANCE,
    proposer: str | None = None,
    approving_body: ApprovingBody = ApprovingBody.CHANGE_SUB_COMMITTEE,
    options: tuple[ReportOption, ...] | None = None,
) -> int:
    """A modification at a stage, and its id. Beyond Development it is converted, so `DP901` is then `MP901`.

    From the Change Board on it has a published report and a closed, published consultation on it, written as rows.
    `options`: by default one Release in 60 days, to be decided in 30 (Implemented: today).
    """
    made = world.do(
        raise_modification,
        "analyst",
        number=number,
        title=title,
        path=path,
        proposer_id=world.people[proposer] if proposer else None,
        approving_body=approving_body,
    )
    if stage in _ONWARD:
        ahead = 0 if stage is Stage.IMPLEMENTED else 30
        today = _today()
        usual = (ReportOption(today + 2 * ahead * _DAY, today + ahead * _DAY),)
        add_options(world, made, usual if options is None else options)
    elif options is not None:
        add_options(world, made, options)
    for request in _way_to(stage, path, world, made):
        move(world, made, request)
    return made


def add_options(world: World, modification_id: int, options: tuple[ReportOption, ...]) -> None:
    """An implementation approach."""
    world.do(
        set_implementation_options,
        "analyst",
        modification_id=modification_id,
        seen_version=version_of(world, modification_id),
        options=options,
    )


def move(world: World, modification_id: int, *requests: MoveRequest, by: str = "analyst") -> None:
    """Make these moves, in one entry."""
    seen = version_of(world, modification_id)
    if len(requests) == 1:
        world.do(make_move, by, modification_id=modification_id, seen_version=seen, request=requests[0])
    else:
        world.do(make_moves, by, modification_id=modification_id, seen_version=seen, requests=requests)


def move_request(
    name: Move,
    causer: Causer,
    kind: EvidenceKind | None = EvidenceKind.MINUTES,
    on: date | None = None,
    **details: object,
) -> MoveRequest:
    """A move with evidence of today (or `on`)."""
    evidence = Evidence(kind, "Minute 7.1 (test)", on or _today()) if kind else None
    return MoveRequest(name, causer, evidence, MoveDetails(**details))  # type: ignore[arg-type]


def modification_at(world: World, modification_id: int) -> Modification:
    """The row as it stands."""
    with world.database.reading() as (session, _now):
        return session.get_one(Modification, modification_id)


def version_of(world: World, modification_id: int) -> int:
    """The version that a form would carry now."""
    return modification_at(world, modification_id).version


def add_report_version(
    world: World,
    modification_id: int,
    report: ModificationReport | None = None,
    *,
    is_published: bool = True,
) -> int:
    """A report version as rows, without an import; its id."""
    now = clock.now()
    with Session(world.database.engine) as session:
        taken = session.scalar(
            sa.select(sa.func.max(ReportVersion.number)).where(ReportVersion.modification_id == modification_id)
        )
        content = b"A report (test)."
        file = UploadedFile(name="report.txt", sha256=b"t" * 32, size=len(content), content=content, uploaded_at=now)
        session.add(file)
        session.flush()
        row = ReportVersion(
            modification_id=modification_id,
            number=(taken or 0) + 1,
            report=report_to_json(report or ModificationReport(title="Clearer messages from meters (test)")),
            sources={"text": "", "passages": {}, "warnings": []},
            file_id=file.id,
            prepared_by_id=world.people["analyst"],
            created_at=now,
            published_at=now if is_published else None,
            published_by_id=world.people["approver"] if is_published else None,
        )
        session.add(row)
        session.commit()
        return row.id


def add_consultation_row(
    world: World,
    modification_id: int,
    *,
    kind: ConsultationKind = ConsultationKind.MODIFICATION_REPORT,
    opened_at: datetime | None = None,
    closes_at: datetime | None = None,
    published_at: datetime | None = None,
    title: str = "Modification Report Consultation (test)",
) -> int:
    """A consultation as a row, opened 30 days ago and closed 2 days ago if nothing else is said; its id."""
    now = clock.now()
    opened_at, closes_at = opened_at or now - 30 * _DAY, closes_at or now - 2 * _DAY
    with Session(world.database.engine) as session:
        row = ConsultationRow(
            modification_id=modification_id,
            kind=kind,
            title=title,
            issue_on=london_date(opened_at),
            close_on=london_date(closes_at),
            closes_at=closes_at,
            asks_for_replies=False,
            prepared_by_id=world.people["analyst"],
            prepared_at=opened_at,
            opened_at=opened_at,
            opened_by_id=world.people["approver"],
            published_at=published_at,
            published_by_id=world.people["approver"] if published_at else None,
        )
        session.add(row)
        session.commit()
        return row.id


def give_board_outcome(world: World, modification_id: int, outcome: BoardOutcome) -> None:
    """What publishing the Board's result leaves on the modification, without a ballot."""
    with Session(world.database.engine) as session:
        row = session.get_one(Modification, modification_id)
        row.board_outcome, row.board_voted_at = outcome, clock.now()
        session.commit()


def _way_to(stage: Stage, path: Path, world: World, modification_id: int) -> Iterable[MoveRequest]:
    """The moves that lead to a stage, made one by one as they are given."""
    if stage is Stage.DEVELOPMENT:
        return
    if stage is Stage.WITHDRAWN:
        yield move_request(Move.WITHDRAW, Causer.PROPOSER, EvidenceKind.NOTICE, reason="No longer wanted.")
        return
    yield move_request(Move.CONVERT, Causer.APPROVING_BODY)
    if stage is Stage.REFINEMENT:
        yield move_request(Move.BEGIN_REFINEMENT, Causer.APPROVING_BODY)
        return
    yield move_request(Move.SKIP_REFINEMENT, Causer.APPROVING_BODY)
    if stage is Stage.REPORT:
        return
    add_report_version(world, modification_id)
    yield move_request(Move.APPROVE_REPORT, Causer.APPROVING_BODY)
    add_consultation_row(world, modification_id, published_at=clock.now() - _DAY)
    meeting = NamedMeeting("Change Board (test)", _today() + 10 * _DAY)
    yield move_request(Move.SEND_TO_BOARD, Causer.SECAS_ANALYST, EvidenceKind.RECORD, meeting=meeting)
    if stage is not Stage.BOARD:
        yield from _after_board(stage, path, world, modification_id)


def _after_board(stage: Stage, path: Path, world: World, modification_id: int) -> Iterable[MoveRequest]:
    rejects = stage is Stage.REJECTED
    give_board_outcome(world, modification_id, BoardOutcome.REJECTED if rejects else BoardOutcome.APPROVED)
    window = clock.now() + (-1 if stage is Stage.IMPLEMENTED else 14) * _DAY
    if path is Path.SELF_GOVERNANCE:
        name = Move.BOARD_REJECTS if rejects else Move.BOARD_APPROVES
        yield move_request(name, Causer.BOARD, EvidenceKind.BALLOT_RESULT, referral_closes_at=window)
    else:
        yield move_request(Move.BOARD_RECOMMENDS, Causer.BOARD, EvidenceKind.BALLOT_RESULT)
    if path is not Path.SELF_GOVERNANCE and stage is not Stage.AUTHORITY:
        name = Move.AUTHORITY_REJECTS if rejects else Move.AUTHORITY_APPROVES
        yield move_request(name, Causer.AUTHORITY, EvidenceKind.LETTER)
    if stage is Stage.IMPLEMENTED:
        yield move_request(Move.IMPLEMENT, Causer.SECAS_ANALYST, EvidenceKind.RELEASE_NOTE)


def _today() -> date:
    return london_date(clock.now())
