"""What every use case of a consultation begins with: its row, its state, and the permission to do this to it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.people import Action, Actor, Subject, check_permitted
from voting.models.consultations import ConsultationRow, QuestionRow
from voting.queries.consultations.facts import known_consultation, state_of


def permitted_consultation(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    action: Action,
    consultation_id: int,
    prepared_by: frozenset[int] = frozenset(),
) -> ConsultationRow:
    """The consultation, if the actor may do this to it now.

    `prepared_by` are the people who may not be the second person, besides the one who prepared the consultation. Raises
    `NotFound` and `NotPermitted`.
    """
    row = known_consultation(session, viewer=actor, consultation_id=consultation_id)
    proposer_id = row.modification.proposer_id
    subject = Subject(
        state=state_of(row, now).value,
        proposer_ids=frozenset() if proposer_id is None else frozenset({proposer_id}),
        prepared_by=prepared_by | {row.prepared_by_id},
    )
    check_permitted(actor, action, subject)
    return row


def acting_person(actor: Actor) -> int:
    """The id of the person who acts; every row of the permission table that is used here needs one."""
    if actor.person_id is None:
        raise ValueError("Nobody is signed in, and the permission table let them pass.")
    return actor.person_id


def count_questions(session: Session, consultation_id: int) -> int:
    """How many questions it asks."""
    counted = sa.select(sa.func.count()).select_from(QuestionRow).where(QuestionRow.consultation_id == consultation_id)
    return session.scalar(counted) or 0
