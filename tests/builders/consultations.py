"""Consultations for tests: in a few lines a modification with or without legal text, and a consultation open on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.remembering import remembered
from tests.world import World, at
from voting.db import Lock
from voting.domain.calendar import deadline_at
from voting.domain.confidentiality import Confidentiality
from voting.domain.consultations import ConsultationKind
from voting.domain.history import Entry, new_receipt
from voting.domain.legal_text import ClauseState, Hunk, HunkState, hunk_to_dict
from voting.domain.modifications.lifecycle import ApprovingBody, Path, Stage
from voting.domain.observations import ObservationKind, ObservationState
from voting.domain.people import PartyCategory
from voting.domain.responses.routes import ResponseRoute
from voting.models.consultations import QuestionRow
from voting.models.legal_text import ClauseRow, CodeDocument, HunkRow, LegalTextVersion
from voting.models.modifications import Modification, ReportVersion, UploadedFile
from voting.models.observations import ObservationRow
from voting.models.responses import ItemTarget, ResponseItemRow, ResponseRow, ResponseVersion
from voting.services import consultations
from voting.services.consultations import Contents, NewQuestion
from voting.services.history import record

OPENED = "2026-03-02T10:00"
CLOSE_ON = date(2026, 3, 23)
# The deadline of `open_consultation` is 17:00 UK time on 23 March 2026: 17:00 UTC, as summer time has not begun.
JUST_BEFORE_CLOSE = "2026-03-23T16:59:59"
AFTER_CLOSE = "2026-03-24T10:00"


@dataclass(frozen=True)
class TextMade:
    """Legal text that was made for one document: ids of its version, clauses, hunks and observations."""

    version_id: int
    document_code: str
    clause_keys: tuple[str, ...]
    clause_ids: tuple[int, ...]
    hunk_ids: tuple[int, ...]
    observation_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class OpenedConsultation:
    """A consultation that was prepared and opened."""

    id: int
    modification_id: int
    question_ids: tuple[int, ...]
    organisations: Mapping[str, int]
    texts: tuple[TextMade, ...] = field(default=())

    @property
    def lock(self) -> Lock:
        """The row whose deadline decides."""
        return Lock("consultation", self.id)


@remembered
def add_modification(
    world: World,
    number: str = "MP801",
    *,
    stage: Stage = Stage.REFINEMENT,
    proposer: str | None = None,
    title: str = "A test modification",
) -> int:
    """A modification as it stands at a stage, with its report approved where it is that far; rows without the moves."""
    with world.database.transaction() as (session, now):
        row = Modification(
            number=number,
            title=title,
            stage=stage,
            path=Path.SELF_GOVERNANCE,
            approving_body=ApprovingBody.CHANGE_SUB_COMMITTEE,
            proposer_id=world.people[proposer] if proposer else None,
            raised_on=date(2026, 1, 5),
            report_approved_on=date(2026, 2, 20) if stage in {Stage.REPORT, Stage.BOARD} else None,
        )
        session.add(row)
        session.flush()
        record(session, now, Entry("test_modification", None, (("modification", row.id),), modification_id=row.id))
        return row.id


def add_report(world: World, modification_id: int, *, published: bool = True) -> int:
    """A report version of a modification, published by an approver unless it is to stay a draft."""
    with world.database.transaction() as (session, now):
        file = UploadedFile(name="report.txt", sha256=bytes(32), size=1, content=b"x", uploaded_at=now)
        session.add(file)
        session.flush()
        row = ReportVersion(
            modification_id=modification_id,
            number=1,
            report={},
            sources={},
            file_id=file.id,
            prepared_by_id=world.people["analyst"],
            created_at=now,
            published_at=now if published else None,
            published_by_id=world.people["approver"] if published else None,
        )
        session.add(row)
        session.flush()
        record(session, now, Entry("test_report", None, (("report_version", row.id),)))
        return row.id


def add_text(
    world: World,
    modification_id: int,
    *,
    code: str = "Appendix D",
    clauses: Iterable[str] = ("1.1", "1.2"),
    observations: Iterable[str] = (),
    published: bool = True,
) -> TextMade:
    """One version of one document: a clause and a change in it for each label, and observations by number."""
    labels = tuple(clauses)
    with world.database.transaction() as (session, now):
        document = session.scalar(sa.select(CodeDocument).where(CodeDocument.code == code))
        if document is None:
            document = CodeDocument(code=code, title=f"{code} (test)")
            session.add(document)
            session.flush()
        earlier = sa.select(sa.func.count()).where(
            LegalTextVersion.modification_id == modification_id, LegalTextVersion.code_document_id == document.id
        )
        number = (session.scalar(earlier) or 0) + 1
        version = LegalTextVersion(
            modification_id=modification_id,
            code_document_id=document.id,
            number=number,
            sec_version="SEC 30.0",
            as_is_text="",
            to_be_text="",
            prepared_by_id=world.people["analyst"],
            created_at=now,
            published_at=now if published else None,
            published_by_id=world.people["approver"] if published else None,
        )
        session.add(version)
        session.flush()
        keys = tuple(f"c{place}" for place, _ in enumerate(labels, start=1))
        rows = [
            _clause(version.id, place, key, label) for place, (key, label) in enumerate(zip(keys, labels, strict=True))
        ]
        hunks = [_hunk(version.id, place, key) for place, key in enumerate(keys)]
        found = [_observation(modification_id, document.id, place, one) for place, one in enumerate(observations)]
        session.add_all([*rows, *hunks, *found])
        session.flush()
        record(session, now, Entry("test_legal_text", None, (("legal_text_version", version.id),)))
        return TextMade(
            version.id,
            code,
            keys,
            tuple(row.id for row in rows),
            tuple(hunk.id for hunk in hunks),
            tuple(one.id for one in found),
        )


@remembered
def prepare_consultation(
    world: World,
    *,
    kind: ConsultationKind = ConsultationKind.LEGAL_TEXT,
    modification_id: int | None = None,
    proposer: str | None = None,
    invited: Iterable[str] = ("brightloop", "northgrid"),
    texts: tuple[TextMade, ...] = (),
    questions: tuple[NewQuestion, ...] | None = None,
    by: str = "analyst",
    issue_on: date = date(2026, 3, 2),
    close_on: date = CLOSE_ON,
    report_version_id: int | None = None,
    **contents: Any,
) -> int:
    """A prepared consultation; the invited Parties are added to the world where they are missing."""
    add_parties(world, invited)
    if modification_id is None:
        stage = Stage.REPORT if kind is ConsultationKind.MODIFICATION_REPORT else Stage.REFINEMENT
        modification_id = add_modification(world, stage=stage, proposer=proposer)
    if kind is ConsultationKind.MODIFICATION_REPORT and report_version_id is None:
        report_version_id = add_report(world, modification_id)
    return world.do(
        consultations.prepare_consultation,
        by,
        modification_id=modification_id,
        kind=kind,
        contents=Contents(
            title=contents.pop("title", "Test consultation"),
            issue_on=issue_on,
            close_on=close_on,
            introduction=contents.pop("introduction", "Please tell us what you think."),
            report_version_id=report_version_id,
            legal_text_version_ids=tuple(text.version_id for text in texts),
            **contents,
        ),
        questions=questions,
        invited=[world.organisations[key] for key in invited],
    )


@remembered
def open_consultation(
    world: World,
    *,
    opened: str = OPENED,
    by: str = "approver",
    modification_id: int | None = None,
    proposer: str | None = None,
    kind: ConsultationKind = ConsultationKind.LEGAL_TEXT,
    invited: Iterable[str] = ("brightloop", "northgrid"),
    text: bool = False,
    observations: Iterable[str] = (),
    texts: tuple[TextMade, ...] = (),
    **prepared: Any,
) -> OpenedConsultation:
    """A consultation open from 2 March 2026 10:00 to 23 March 17:00 UK time, by default on legal text without any text.

    With `text` one document, Appendix D with the clauses 1.1 and 1.2, is made for it; with `observations` (numbers) it
    also has a register. `texts` brings text that was made before (needs `modification_id`).
    """
    when = instant(opened)
    with at(when - timedelta(hours=1)):
        add_parties(world, invited)
        if modification_id is None:
            stage = Stage.REPORT if kind is ConsultationKind.MODIFICATION_REPORT else Stage.REFINEMENT
            modification_id = add_modification(world, stage=stage, proposer=proposer)
        if text or observations:
            texts = (*texts, add_text(world, modification_id, observations=observations))
        made = prepare_consultation(
            world, kind=kind, modification_id=modification_id, invited=tuple(invited), texts=texts, **prepared
        )
    with at(when):
        world.do(consultations.open_consultation, by, lock=Lock("consultation", made), consultation_id=made)
    with world.database.reading() as (session, _now):
        questions = sa.select(QuestionRow.id).where(QuestionRow.consultation_id == made).order_by(QuestionRow.position)
        question_ids = tuple(session.scalars(questions))
    return OpenedConsultation(made, modification_id, question_ids, dict(world.organisations), texts)


@dataclass(frozen=True)
class Said:
    """One point to be kept: about a question (its place, counted from 0), an observation or a clause."""

    comment: str = ""
    position: str | None = None
    own_wording: str = ""
    question: int | None = 0
    observation_id: int | None = None
    clause_id: int | None = None
    confidentiality: Confidentiality | None = None
    public_version: str = ""
    key: str = ""


@remembered
def keep_response(
    world: World,
    consultation: OpenedConsultation,
    organisation: str | None,
    *said: Said,
    received: str | datetime,
    confidentiality: Confidentiality = Confidentiality.PUBLIC,
    nil: bool = False,
    late: bool = False,
    route: ResponseRoute = ResponseRoute.PLATFORM,
    confirmed: bool = True,
) -> tuple[int, tuple[int, ...]]:
    """A submitted version as the tables keep it, without the rules of submitting; its id and those of its points."""
    with world.database.transaction() as (session, now):
        organisation_id = world.organisations[organisation] if organisation else None
        response = session.scalar(
            sa.select(ResponseRow).where(
                ResponseRow.consultation_id == consultation.id, ResponseRow.organisation_id == organisation_id
            )
        )
        if response is None:
            response = ResponseRow(
                consultation_id=consultation.id,
                organisation_id=organisation_id,
                sender="" if organisation else "Unknown",
            )
            session.add(response)
            session.flush()
        earlier = sa.select(sa.func.count()).where(ResponseVersion.response_id == response.id)
        entered = route is not ResponseRoute.PLATFORM
        version = ResponseVersion(
            response_id=response.id,
            number=(session.scalar(earlier) or 0) + 1,
            is_nil=nil,
            confidentiality=confidentiality,
            no_comment_on_the_rest=False,
            route=route,
            received_at=instant(received),
            entered_at=now,
            signed_by_id=world.people["analyst" if entered or not organisation else f"{organisation}_signatory"],
            evidence_id=_evidence(session, now) if entered else None,
            confirmed_by_id=world.people["second_analyst"] if entered and confirmed else None,
            confirmed_at=now if entered and confirmed else None,
            is_late=late,
            receipt=new_receipt(),
        )
        session.add(version)
        session.flush()
        items = [_item(version.id, place, one) for place, one in enumerate(said)]
        session.add_all(items)
        session.flush()
        session.add_all(_target(item.id, one, consultation) for item, one in zip(items, said, strict=True))
        record(session, now, Entry("test_response", None, (("response_version", version.id),)))
        return version.id, tuple(item.id for item in items)


def instant(when: str | datetime) -> datetime:
    """An aware instant; ISO text without a zone is UTC."""
    at_that = datetime.fromisoformat(when) if isinstance(when, str) else when
    return at_that if at_that.tzinfo else at_that.replace(tzinfo=UTC)


def _evidence(session: Session, now: datetime) -> int:
    file = UploadedFile(name="message.txt", sha256=bytes(32), size=1, content=b"m", uploaded_at=now)
    session.add(file)
    session.flush()
    return file.id


def _item(version_id: int, place: int, said: Said) -> ResponseItemRow:
    return ResponseItemRow(
        response_version_id=version_id,
        key=said.key or f"p{place}",
        position_in_response=place,
        position=said.position,
        comment=said.comment,
        own_wording=said.own_wording,
        confidentiality=said.confidentiality,
        public_version=said.public_version,
    )


def _target(item_id: int, said: Said, consultation: OpenedConsultation) -> ItemTarget:
    elsewhere = said.observation_id is not None or said.clause_id is not None
    question = None if elsewhere or said.question is None else consultation.question_ids[said.question]
    return ItemTarget(
        response_item_id=item_id,
        question_id=question,
        observation_id=said.observation_id,
        clause_id=said.clause_id,
    )


def add_parties(world: World, keys: Iterable[str]) -> None:
    """Parties with a contributor, a reviewer and a signatory each, in turn Small Suppliers and networks."""
    categories = (PartyCategory.SMALL_SUPPLIERS, PartyCategory.ELECTRICITY_NETWORKS, PartyCategory.LARGE_SUPPLIERS)
    for place, key in enumerate(keys):
        if key not in world.organisations:
            world.add_party(key, categories[place % len(categories)])


def closing_instant(close_on: date = CLOSE_ON) -> datetime:
    """The deadline of a consultation that closes on this day."""
    return deadline_at(close_on)


def _clause(version_id: int, place: int, key: str, label: str) -> ClauseRow:
    return ClauseRow(
        legal_text_version_id=version_id,
        key=key,
        position=place,
        kind="clause",
        level=2,
        label_as_is=label,
        label_to_be=label,
        text_as_is=f"The DCC shall keep register {label}.",
        text_to_be=f"The DCC shall keep and publish register {label}.",
        state=ClauseState.CHANGED,
        value={},
        html=f'<div class="clause" id="c-{key}"><p>The DCC shall keep register {label}.</p></div>',
    )


def _hunk(version_id: int, place: int, key: str) -> HunkRow:
    return HunkRow(
        legal_text_version_id=version_id,
        key=f"h-{key}",
        position=place,
        clause_key=key,
        value=hunk_to_dict(Hunk(f"h-{key}", (key,), "", "and publish ")),
        state=HunkState.PROPOSED,
    )


def _observation(modification_id: int, document_id: int, place: int, number: str) -> ObservationRow:
    return ObservationRow(
        modification_id=modification_id,
        code_document_id=document_id,
        number=number,
        position=place,
        title=f"Observation {number}",
        text="The register is kept and not published.",
        recommendation="Publish it.",
        kind=ObservationKind.CLARITY,
        state=ObservationState.DRAFTED,
    )
