"""A consultation as its answers are judged and read: its facts for the rules, its few words for every page."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.confidentiality import Viewer
from voting.domain.consultations import ConsultationFacts, ConsultationKind, ConsultationState, consultation_state
from voting.domain.errors import NotFound
from voting.domain.people import Actor
from voting.models.consultations import ConsultationRow
from voting.models.modifications import Modification


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """A consultation in the few words that stand on every page about its answers."""

    id: int
    kind: ConsultationKind
    title: str
    introduction: str
    modification_id: int
    modification_number: str
    modification_title: str
    opened_at: datetime | None
    closes_at: datetime
    published_at: datetime | None
    withdrawn_at: datetime | None
    state: ConsultationState
    asks_for_replies: bool
    is_open_to_secas: bool
    proposer_id: int | None
    report_version_id: int | None
    # The factual summary: empty until it is published with the responses.
    summary: str = ""


def consultation_facts(row: ConsultationRow, questions: int = 1) -> ConsultationFacts:
    """The row as the rules see it. Its `closes_at` has every confirmed extension in it already."""
    return ConsultationFacts(
        kind=row.kind,
        prepared_by=frozenset({row.prepared_by_id}),
        questions=questions,
        asks_replies=row.asks_for_replies,
        open_to_secas=row.is_open_to_secas,
        opened_by=row.opened_by_id,
        opens_at=row.opened_at,
        first_closes_at=row.closes_at if row.opened_at else None,
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
    )


def consultation_view(row: ConsultationRow, modification: Modification, now: datetime) -> ConsultationView:
    """The row in few words, as it stands at `now`."""
    state = consultation_state(consultation_facts(row), now)
    return ConsultationView(
        id=row.id,
        kind=row.kind,
        title=row.title,
        introduction=row.introduction,
        modification_id=modification.id,
        modification_number=modification.number,
        modification_title=modification.title,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
        state=state,
        asks_for_replies=row.asks_for_replies,
        is_open_to_secas=row.is_open_to_secas,
        proposer_id=modification.proposer_id,
        report_version_id=row.report_version_id,
        summary=row.summary if state is ConsultationState.PUBLISHED else "",
    )


def opened_consultation(
    session: Session, *, now: datetime, consultation_id: int, for_secas: bool = False
) -> tuple[ConsultationRow, Modification]:
    """The consultation and its modification, in one statement.

    Raises `NotFound` for one that is not there, or that is not open yet and so nobody's to know but SECAS's.
    """
    found = session.execute(
        sa.select(ConsultationRow, Modification)
        .join(Modification, Modification.id == ConsultationRow.modification_id)
        .where(ConsultationRow.id == consultation_id)
    ).first()
    if found is None:
        raise no_such_consultation()
    row, modification = found
    if (row.opened_at is None or now < row.opened_at) and not for_secas:
        raise no_such_consultation()
    return row, modification


def no_such_consultation() -> NotFound:
    """The refusal of a consultation that is not there, or not to be known of."""
    return NotFound("There is no such consultation, or it has not opened yet.")


def viewer_of(actor: Actor, proposer_id: int | None = None) -> Viewer:
    """Who reads, as the rule of confidentiality knows them; `proposer_id` is the Proposer of the modification."""
    return Viewer(
        own_organisations=actor.answers_for,
        is_secas=actor.is_secas,
        is_board=actor.is_board,
        is_authority=actor.is_authority,
        is_proposer=actor.person_id is not None and actor.person_id == proposer_id,
    )
