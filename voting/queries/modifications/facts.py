"""What the next move of a modification depends on, derived from the tables as they stand at an instant."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import Instant
from voting.domain.consultations import ConsultationKind
from voting.domain.modifications.lifecycle import Hold, ModificationFacts, Move, NamedMeeting, parse_number
from voting.models.ballots import BallotRow
from voting.models.consultations import ConsultationRow
from voting.models.modifications import Modification, ModificationMove, ReportVersion
from voting.queries.ballots.loading import ballot_is_open
from voting.queries.consultations.facts import consultation_has_closed, consultation_is_open

# After these the report is not the published one any more: what is published next is a new version.
_REPORT_COMES_BACK = (Move.RETURN_TO_REFINEMENT, Move.BOARD_RETURNS, Move.AUTHORITY_SENDS_BACK)


def facts_of(session: Session, row: Modification, now: datetime) -> ModificationFacts:
    """Everything on which the next move of this modification depends at `now`. One statement; flushes nothing."""
    found = session.execute(sa.select(*fact_columns(now)).where(Modification.id == row.id)).mappings().one()
    return facts_from(row, found)


def fact_columns(now: Instant) -> tuple[sa.ColumnElement[Any], ...]:
    """Columns to select beside a `Modification`, from which `facts_from` makes the facts."""
    report = sa.select(ReportVersion.id).where(ReportVersion.modification_id == Modification.id)
    came_back = _last_move(*_REPORT_COMES_BACK)
    # A return by the Board leaves the answers good; only a return to refinement asks for a new consultation.
    held = (
        sa.select(ConsultationRow.id)
        .where(
            ConsultationRow.modification_id == Modification.id,
            ConsultationRow.kind == ConsultationKind.MODIFICATION_REPORT,
            consultation_has_closed(now),
        )
        .where(_not_before(ConsultationRow.opened_at, _last_move(Move.RETURN_TO_REFINEMENT)))
    )
    published = held.where(ConsultationRow.published_at.is_not(None))
    report_published = report.where(
        ReportVersion.published_at.is_not(None), _not_before(ReportVersion.published_at, came_back)
    )
    return (
        report.exists().label("report_drafted"),
        report_published.exists().label("report_published"),
        held.exists().label("report_consultation_closed"),
        published.exists().label("report_responses_published"),
        sa.exists()
        .where(ConsultationRow.modification_id == Modification.id, consultation_is_open(now))
        .label("consultation_open"),
        sa.exists().where(BallotRow.modification_id == Modification.id, ballot_is_open(now)).label("ballot_open"),
    )


def facts_from(row: Modification, found: Mapping[Any, Any]) -> ModificationFacts:
    """The facts of a modification and of what `fact_columns` found beside it."""
    hold = Hold(row.on_hold_reason, row.on_hold_review_on) if row.on_hold_reason and row.on_hold_review_on else None
    meeting = (
        NamedMeeting(row.board_meeting, row.board_meeting_on) if row.board_meeting and row.board_meeting_on else None
    )
    return ModificationFacts(
        number=parse_number(row.number),
        stage=row.stage,
        path=row.path,
        urgent=row.is_urgent,
        approving_body=row.approving_body,
        hold=hold,
        report_drafted=bool(found["report_drafted"]),
        report_approved=row.report_approved_on is not None,
        report_published=bool(found["report_published"]),
        report_consultation_closed=bool(found["report_consultation_closed"]),
        report_responses_published=bool(found["report_responses_published"]),
        consultation_open=bool(found["consultation_open"]),
        ballot_open=bool(found["ballot_open"]),
        board_outcome=row.board_outcome,
        board_meeting=meeting,
        referral_closes_at=row.referral_closes_at,
        referred=row.is_referred,
        release_on=row.implements_on,
    )


def _last_move(*moves: Move) -> sa.ScalarSelect[datetime]:
    return (
        sa.select(sa.func.max(ModificationMove.entered_at))
        .where(ModificationMove.modification_id == Modification.id, ModificationMove.move.in_(moves))
        .correlate(Modification)
        .scalar_subquery()
    )


def _not_before(instant: sa.ColumnElement[Any] | Any, earlier: sa.ScalarSelect[datetime]) -> sa.ColumnElement[bool]:
    return sa.or_(earlier.is_(None), instant > earlier)
