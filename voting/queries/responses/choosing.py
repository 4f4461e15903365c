"""What one chooses from: for which of one's organisations to answer, and what an entered answer can be about."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from voting.domain.consultations import ReturnState, return_state
from voting.domain.people import Action, Actor, check_permitted
from voting.models.consultations import QuestionRow
from voting.models.people import Organisation
from voting.models.responses import ResponseRow, ResponseVersion
from voting.queries.responses.consulted import ConsultationView, consultation_view, opened_consultation
from voting.queries.responses.targets import TargetView, places_consulted_on, question_target
from voting.queries.responses.versions import organisation_choices


@dataclass(frozen=True, slots=True)
class AnsweringOrganisation:
    """An organisation for which one may answer, and what it has returned so far."""

    id: int
    name: str
    state: ReturnState
    may_sign: bool


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """The organisations for which one may answer one consultation."""

    consultation: ConsultationView
    organisations: tuple[AnsweringOrganisation, ...]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """What SECAS types an answer into: the questions, the other things it can be about, and whose it can be."""

    consultation: ConsultationView
    questions: tuple[TargetView, ...]
    places: tuple[TargetView, ...]
    organisations: tuple[tuple[int, str], ...]


def answering_organisations(session: Session, *, viewer: Actor, now: datetime, consultation_id: int) -> ChoicePage:
    """The viewer's own organisations beside this consultation. Two statements."""
    consultation, modification = opened_consultation(session, now=now, consultation_id=consultation_id)
    newer = aliased(ResponseVersion)
    rows = session.execute(
        sa.select(Organisation.id, Organisation.name, ResponseVersion.id, ResponseVersion.is_nil)
        .outerjoin(
            ResponseRow,
            sa.and_(ResponseRow.organisation_id == Organisation.id, ResponseRow.consultation_id == consultation_id),
        )
        .outerjoin(
            ResponseVersion,
            sa.and_(
                ResponseVersion.response_id == ResponseRow.id,
                ~sa.exists().where(
                    newer.response_id == ResponseVersion.response_id, newer.number > ResponseVersion.number
                ),
            ),
        )
        .where(Organisation.id.in_(viewer.answers_for))
        .order_by(Organisation.name)
    )
    organisations = tuple(
        AnsweringOrganisation(
            organisation_id,
            name,
            return_state(has_submitted=version_id is not None, last_was_nil=bool(is_nil)),
            viewer.signs_for(organisation_id),
        )
        for organisation_id, name, version_id, is_nil in rows
    )
    return ChoicePage(consultation_view(consultation, modification, now), organisations)


def entry_page(session: Session, *, viewer: Actor, now: datetime, consultation_id: int) -> EntryPage:
    """What SECAS needs to enter an answer that came by another way. Four statements."""
    check_permitted(viewer, Action.ENTER_RESPONSE)
    consultation, modification = opened_consultation(session, now=now, consultation_id=consultation_id, for_secas=True)
    questions = session.scalars(
        sa.select(QuestionRow).where(QuestionRow.consultation_id == consultation_id).order_by(QuestionRow.position)
    )
    return EntryPage(
        consultation=consultation_view(consultation, modification, now),
        questions=tuple(question_target(row) for row in questions),
        places=places_consulted_on(
            session, consultation_id=consultation_id, modification_id=consultation.modification_id
        ),
        organisations=organisation_choices(session),
    )
