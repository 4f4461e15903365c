"""Preparing a consultation: its kind, window, documents, questions and whom it is addressed to, until it is opened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.calendar import deadline_at
from voting.domain.consultations import (
    KIND_RULES,
    ClosesBeforeItOpens,
    ConsultationKind,
    ConsultationOver,
    ConsultationState,
    NoQuestions,
    OpenedBefore,
    QuestionKind,
)
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry
from voting.domain.modifications.lifecycle import ENDED
from voting.domain.people import Action, Actor, check_permitted
from voting.models.consultations import ConsultationDocument, ConsultationRow, Invitation, QuestionRow
from voting.models.legal_text import LegalTextVersion
from voting.models.modifications import ReportVersion
from voting.models.observations import ObservationRow
from voting.models.people import Organisation
from voting.queries.consultations.facts import state_of
from voting.queries.modifications.loading import modification_known
from voting.services.consultations.loading import acting_person, permitted_consultation
from voting.services.history import record
from voting.services.intents import check_seen_version

FEWEST_OPTIONS = 2


class ModificationOver(RuleBroken):
    """A consultation on a modification that has ended."""


class TitleMissing(RuleBroken):
    """A consultation without a title."""


class NotOfThisModification(RuleBroken):
    """A report version or legal text version of another modification."""


class DocumentTwice(RuleBroken):
    """Two versions of one code document in one consultation."""


class QuestionIncomplete(RuleBroken):
    """A question without its words, or without the options that it offers."""


class NobodyNew(RuleBroken):
    """An invitation of nobody who was not invited before."""


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question as it is to be asked."""

    kind: QuestionKind
    text: str
    hint: str = ""
    options: tuple[str, ...] = ()
    comment_required: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """All of a consultation that can change until it opens, its questions apart. None: as the kind has it."""

    title: str
    issue_on: date
    close_on: date
    introduction: str = ""
    report_version_id: int | None = None
    legal_text_version_ids: tuple[int, ...] = ()
    asks_for_replies: bool | None = None
    is_open_to_secas: bool = False


def default_questions(kind: ConsultationKind, *, has_observations: bool) -> tuple[NewQuestion, ...]:
    """What this kind asks; where there is a register of observations, drafting is asked about by observation."""
    return tuple(
        NewQuestion(_by_register(one.kind, has_observations), one.words, comment_required=one.comment_required)
        for one in KIND_RULES[kind].questions
    )


def _by_register(kind: QuestionKind, has_observations: bool) -> QuestionKind:
    return QuestionKind.BY_OBSERVATION if has_observations and kind is QuestionKind.BY_CLAUSE else kind


def prepare_consultation(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    modification_id: int,
    kind: ConsultationKind,
    contents: Contents,
    questions: tuple[NewQuestion, ...] | None = None,
    invited: Iterable[int] = (),
) -> int:
    """Prepare a consultation and give its id. Nobody outside SECAS knows of it until a second person opens it.

    Without `questions` it asks what its kind asks. Raises `ModificationOver`, `TitleMissing`, `ClosesBeforeItOpens`,
    `NotOfThisModification`, `DocumentTwice` and `QuestionIncomplete`. How long the window is only earns warnings.
    """
    check_permitted(actor, Action.PREPARE_CONSULTATION)
    modification = modification_known(session, modification_id)
    if modification.stage in ENDED:
        raise ModificationOver(f"{modification.number} has ended, so there is nothing left to ask about it.")
    row = ConsultationRow(
        modification_id=modification_id,
        kind=kind,
        prepared_by_id=acting_person(actor),
        prepared_at=now,
        asks_for_replies=KIND_RULES[kind].asks_replies,
    )
    _write_contents(row, contents)
    documents = _checked_documents(session, modification_id, contents)
    session.add(row)
    session.flush()
    _put_documents(session, row.id, documents)
    _put_questions(session, row.id, questions or _questions_of(session, kind, modification_id))
    _put_invitations(session, row.id, frozenset(invited))
    session.flush()
    facts = {"kind": kind.value, "issue_on": row.issue_on.isoformat(), "close_on": row.close_on.isoformat()}
    _record(session, now, actor, "prepare_consultation", row, facts)
    return row.id


def edit_consultation(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, seen_version: int, contents: Contents
) -> None:
    """Change a prepared consultation. Raises what preparing raises, `OpenedBefore` and `SeenVersionStale`."""
    row = _still_prepared(session, actor, now, consultation_id)
    check_seen_version(seen_version, row.version, "title")
    documents = _checked_documents(session, row.modification_id, contents)
    _write_contents(row, contents)
    row.version += 1
    session.execute(sa.delete(ConsultationDocument).where(ConsultationDocument.consultation_id == row.id))
    _put_documents(session, row.id, documents)
    session.flush()
    facts = {"issue_on": row.issue_on.isoformat(), "close_on": row.close_on.isoformat()}
    _record(session, now, actor, "edit_consultation", row, facts)


def edit_questions(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    seen_version: int,
    questions: tuple[NewQuestion, ...],
) -> None:
    """Replace the questions of a prepared consultation, in this order.

    Raises `NoQuestions`, `QuestionIncomplete`, `OpenedBefore` and `SeenVersionStale`.
    """
    row = _still_prepared(session, actor, now, consultation_id)
    check_seen_version(seen_version, row.version)
    if not questions:
        raise NoQuestions("A consultation asks something. Keep at least one question.")
    row.version += 1
    session.execute(sa.delete(QuestionRow).where(QuestionRow.consultation_id == row.id))
    _put_questions(session, row.id, questions)
    session.flush()
    _record(session, now, actor, "edit_questions", row, {"questions": len(questions)})


def invite_organisations(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, organisation_ids: Iterable[int]
) -> tuple[int, ...]:
    """Add organisations to those who are expected to answer; gives the ids of those who are new.

    The list is guidance: nobody is barred by not being on it. It can grow until close. Raises `NobodyNew`.
    """
    row = permitted_consultation(
        session, actor=actor, now=now, action=Action.RUN_CONSULTATION, consultation_id=consultation_id
    )
    if state_of(row, now) not in {ConsultationState.PREPARED, ConsultationState.OPEN}:
        raise ConsultationOver("This consultation is closed, so nobody can be invited to it any more.")
    there = session.scalars(sa.select(Invitation.organisation_id).where(Invitation.consultation_id == row.id))
    new = frozenset(organisation_ids).difference(there)
    if not new:
        raise NobodyNew("All of them are invited already. Choose an organisation that is not.", "organisations")
    _put_invitations(session, row.id, new)
    session.flush()
    _record(session, now, actor, "invite_organisations", row, {"organisations": sorted(new)})
    return tuple(sorted(new))


def set_invitations(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, organisation_ids: Iterable[int]
) -> None:
    """Make these the invited organisations of a consultation that is still prepared. Raises `OpenedBefore`."""
    row = _still_prepared(session, actor, now, consultation_id)
    wanted = frozenset(organisation_ids)
    session.execute(sa.delete(Invitation).where(Invitation.consultation_id == row.id))
    _put_invitations(session, row.id, wanted)
    session.flush()
    _record(session, now, actor, "set_invitations", row, {"organisations": sorted(wanted)})


def _still_prepared(session: Session, actor: Actor, now: datetime, consultation_id: int) -> ConsultationRow:
    row = permitted_consultation(
        session, actor=actor, now=now, action=Action.PREPARE_CONSULTATION, consultation_id=consultation_id
    )
    if state_of(row, now) is not ConsultationState.PREPARED:
        raise OpenedBefore("This consultation has been opened, so what it asks about can no longer change.")
    return row


def _write_contents(row: ConsultationRow, contents: Contents) -> None:
    if not contents.title.strip():
        raise TitleMissing("Give the consultation a title.", "title")
    if contents.close_on <= contents.issue_on:
        raise ClosesBeforeItOpens("It would close before it opens. Choose a later closing date.", "close_on")
    row.title, row.introduction = contents.title.strip(), contents.introduction.strip()
    row.issue_on, row.close_on = contents.issue_on, contents.close_on
    row.closes_at = deadline_at(contents.close_on)
    row.report_version_id = contents.report_version_id
    row.is_open_to_secas = contents.is_open_to_secas
    if contents.asks_for_replies is not None:
        row.asks_for_replies = contents.asks_for_replies


def _checked_documents(session: Session, modification_id: int, contents: Contents) -> tuple[int, ...]:
    report_id, wanted = contents.report_version_id, contents.legal_text_version_ids
    if report_id is not None:
        report = session.get(ReportVersion, report_id)
        if report is None or report.modification_id != modification_id:
            raise NotOfThisModification("This report is not of this modification.", "report_version_id")
    found = session.execute(
        sa.select(LegalTextVersion.id, LegalTextVersion.code_document_id).where(
            LegalTextVersion.id.in_(wanted), LegalTextVersion.modification_id == modification_id
        )
    ).all()
    if len(found) < len(set(wanted)):
        raise NotOfThisModification("This legal text is not of this modification.", "legal_text_version_ids")
    if len({document for _version, document in found}) < len(found):
        raise DocumentTwice("Choose one version of each document.", "legal_text_version_ids")
    return tuple(version for version, _document in found)


def _put_documents(session: Session, consultation_id: int, version_ids: Iterable[int]) -> None:
    session.add_all(
        ConsultationDocument(consultation_id=consultation_id, legal_text_version_id=version_id)
        for version_id in version_ids
    )


def _questions_of(session: Session, kind: ConsultationKind, modification_id: int) -> tuple[NewQuestion, ...]:
    register = sa.select(sa.literal(1)).where(ObservationRow.modification_id == modification_id).limit(1)
    return default_questions(kind, has_observations=session.scalar(register) is not None)


def _put_questions(session: Session, consultation_id: int, questions: tuple[NewQuestion, ...]) -> None:
    for position, question in enumerate(questions, start=1):
        _check_question(question, position)
        session.add(
            QuestionRow(
                consultation_id=consultation_id,
                position=position,
                kind=question.kind,
                text=question.text.strip(),
                hint=question.hint.strip(),
                options=list(question.options),
                comment_required=question.comment_required,
            )
        )


def _check_question(question: NewQuestion, position: int) -> None:
    if not question.text.strip():
        raise QuestionIncomplete(f"Write the words of question {position}, or remove it.", f"questions-{position - 1}")
    offers = question.kind is QuestionKind.PREFERRED_OPTION
    if offers and len({option.strip() for option in question.options if option.strip()}) < FEWEST_OPTIONS:
        raise QuestionIncomplete(
            f"Question {position} asks which option is preferred: give at least two different ones, one a line.",
            f"questions-{position - 1}",
        )
    if question.options and not offers:
        raise QuestionIncomplete(
            f"Question {position} offers options, but is not a question of preference. Remove them or change its kind.",
            f"questions-{position - 1}",
        )


def _put_invitations(session: Session, consultation_id: int, organisation_ids: frozenset[int]) -> None:
    known = frozenset(session.scalars(sa.select(Organisation.id).where(Organisation.id.in_(organisation_ids))))
    if known != organisation_ids:
        raise NotFound("One of these organisations does not exist.")
    session.add_all(
        Invitation(consultation_id=consultation_id, organisation_id=organisation_id)
        for organisation_id in sorted(organisation_ids)
    )


def _record(
    session: Session, now: datetime, actor: Actor, use_case: str, row: ConsultationRow, facts: Mapping[str, object]
) -> None:
    entry = Entry(
        use_case,
        actor.person_id,
        (("consultation", row.id),),
        facts=facts,
        texts={"introduction": row.introduction},
        modification_id=row.modification_id,
    )
    record(session, now, entry)
