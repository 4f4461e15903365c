"""Opening a consultation: by a second person, on published documents alone, from which moment nothing of it changes."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.calendar import day_in_words, deadline_at, instant_in_words, london_date
from voting.domain.consultations import KIND_RULES, check_stage
from voting.domain.consultations import open_consultation as opened
from voting.domain.errors import RuleBroken
from voting.domain.history import Entry
from voting.domain.people import Action, Actor
from voting.models.consultations import ConsultationDocument, ConsultationRow, Invitation
from voting.models.legal_text import CodeDocument, LegalTextVersion
from voting.models.modifications import ReportVersion
from voting.queries.modifications.facts import facts_of
from voting.queries.responses.consulted import consultation_facts
from voting.services.consultations.loading import acting_person, count_questions, permitted_consultation
from voting.services.consultations.telling import people_of, tell, with_address
from voting.services.history import record


class DraftInConsultation(RuleBroken):
    """A consultation about a report or legal text that is not published, so that nobody could read it."""


class ReportNotNamed(RuleBroken):
    """A consultation on a Modification Report that does not say which version."""


class OpensBeforeIssue(RuleBroken):
    """An opening before the day on which it is to be issued."""


def open_consultation(session: Session, *, actor: Actor, now: datetime, consultation_id: int, address: str = "") -> int:
    """Open it, and tell the people of the invited organisations; gives how many are told.

    The deadline is 17:00 UK time on its closing day. Where the day of issue has passed, it is issued today, because a
    window never begins before people can answer. `address` is the page's, for the mail. Raises `NotPermitted` (not a
    second person, or opened before), `OpensBeforeIssue`, `DraftInConsultation`, `ReportNotNamed`, `NoQuestions`,
    `ClosesBeforeItOpens`, `WrongStageForConsultation` and `NotReadyForConsultation`.
    """
    row = permitted_consultation(
        session, actor=actor, now=now, action=Action.OPEN_CONSULTATION, consultation_id=consultation_id
    )
    opener = acting_person(actor)
    today = london_date(now)
    if row.issue_on > today:
        raise OpensBeforeIssue(
            f"It is to be issued on {day_in_words(row.issue_on)}. Open it on that day, or change the date first."
        )
    facts = consultation_facts(row, count_questions(session, row.id))
    after = opened(facts, opener, now, deadline_at(row.close_on), now)
    check_stage(row.kind, facts_of(session, row.modification, now))
    _check_documents(session, row)
    row.issue_on, row.opened_at, row.opened_by_id = today, after.opens_at, opener
    row.closes_at = deadline_at(row.close_on)
    row.version += 1
    session.flush()
    told = _announce(session, now, row, address)
    details = {
        "closes_at": row.closes_at.isoformat(),
        "questions": facts.questions,
        "documents": sorted(_document_ids(session, row.id)),
        "report_version": row.report_version_id,
        "told": told,
    }
    changed = (("consultation", row.id),)
    record(
        session,
        now,
        Entry("open_consultation", opener, changed, facts=details, modification_id=row.modification_id),
    )
    return told


def _document_ids(session: Session, consultation_id: int) -> tuple[int, ...]:
    return tuple(
        session.scalars(
            sa.select(ConsultationDocument.legal_text_version_id).where(
                ConsultationDocument.consultation_id == consultation_id
            )
        )
    )


def _check_documents(session: Session, row: ConsultationRow) -> None:
    """Nothing that is a draft is put before people: opening would publish it by the back door."""
    if row.report_version_id is not None:
        report = session.get_one(ReportVersion, row.report_version_id)
        if report.published_at is None:
            raise DraftInConsultation("The report it is about is a draft. Publish the report first.")
    drafts = session.scalars(
        sa.select(CodeDocument.code)
        .join(LegalTextVersion, LegalTextVersion.code_document_id == CodeDocument.id)
        .join(ConsultationDocument, ConsultationDocument.legal_text_version_id == LegalTextVersion.id)
        .where(ConsultationDocument.consultation_id == row.id, LegalTextVersion.published_at.is_(None))
        .order_by(CodeDocument.code)
    ).all()
    if drafts:
        raise DraftInConsultation(f"This legal text is a draft: {', '.join(drafts)}. Publish it first.")
    if row.report_version_id is None and KIND_RULES[row.kind].of_approved_report:
        raise ReportNotNamed("Say which version of the Modification Report it is about.")


def _announce(session: Session, now: datetime, row: ConsultationRow, address: str) -> int:
    invited = session.scalars(sa.select(Invitation.organisation_id).where(Invitation.consultation_id == row.id))
    people = frozenset().union(*people_of(session, now, invited).values())
    words = (
        f"{row.title} ({row.modification.number}) is open for answers. It closes {instant_in_words(row.closes_at)}.\n\n"
        "Colleagues can draft the answer together; a signatory of your organisation submits it. If you will not "
        "respond, please say so there: that stops the reminders."
    )
    return tell(
        session,
        now,
        people,
        subject=f"Open: {row.title}",
        body=with_address(words, address),
        once_key=f"consultation-opened:{row.id}",
    )
