"""The text that a point is about: an observation and the clauses that it changes, or a clause among its neighbours."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from voting.domain.responses import TargetKind
from voting.models.consultations import ConsultationDocument
from voting.models.legal_text import ClauseRow, CodeDocument, HunkRow, LegalTextVersion
from voting.models.observations import ObservationRow
from voting.queries.responses.own_values import ClauseView, TextView
from voting.queries.responses.targets import TargetView

# How many clauses stand around the one that is asked about.
NEIGHBOURS = 3


def text_under(session: Session, consultation_id: int, target: TargetView) -> TextView | None:
    """The text under an observation or clause as consulted on; None for a question. One statement."""
    if target.kind is TargetKind.OBSERVATION:
        return _under_observation(session, consultation_id, target)
    if target.kind is TargetKind.CLAUSE:
        return _around_clause(session, target)
    return None


def _under_observation(session: Session, consultation_id: int, target: TargetView) -> TextView:
    consulted = sa.select(ConsultationDocument.legal_text_version_id).where(
        ConsultationDocument.consultation_id == consultation_id
    )
    hunks = sa.and_(HunkRow.observation_id == ObservationRow.id, HunkRow.legal_text_version_id.in_(consulted))
    clause = sa.and_(
        ClauseRow.legal_text_version_id == HunkRow.legal_text_version_id, ClauseRow.key == HunkRow.clause_key
    )
    rows = session.execute(
        sa.select(ObservationRow, ClauseRow, LegalTextVersion.sec_version)
        .select_from(ObservationRow)
        .outerjoin(HunkRow, hunks)
        .outerjoin(ClauseRow, clause)
        .outerjoin(LegalTextVersion, LegalTextVersion.id == ClauseRow.legal_text_version_id)
        .where(ObservationRow.id == target.id)
        .order_by(ClauseRow.position)
    ).all()
    observation = rows[0][0]
    clauses = {row.id: _clause(row) for row in filter(None, (row[1] for row in rows))}
    return TextView(
        observation_title=observation.title,
        observation_text=observation.text,
        recommendation=observation.recommendation,
        cited_clauses=observation.cited_clauses,
        document_code=target.document_code or "",
        sec_version=rows[0][2] or "",
        clauses=tuple(clauses.values()),
    )


def _around_clause(session: Session, target: TargetView) -> TextView:
    wanted = aliased(ClauseRow)
    rows = session.execute(
        sa.select(ClauseRow, LegalTextVersion.sec_version, CodeDocument.code)
        .join(
            wanted,
            sa.and_(
                wanted.legal_text_version_id == ClauseRow.legal_text_version_id,
                ClauseRow.position >= wanted.position - NEIGHBOURS,
                ClauseRow.position <= wanted.position + NEIGHBOURS,
            ),
        )
        .join(LegalTextVersion, LegalTextVersion.id == ClauseRow.legal_text_version_id)
        .join(CodeDocument, CodeDocument.id == LegalTextVersion.code_document_id)
        .where(wanted.id == target.id)
        .order_by(ClauseRow.position)
    ).all()
    return TextView(
        document_code=rows[0][2],
        sec_version=rows[0][1],
        clauses=tuple(_clause(row) for row, _sec_version, _code in rows),
    )


def _clause(row: ClauseRow) -> ClauseView:
    return ClauseView(row.key, row.label_to_be or row.label_as_is, row.html)
