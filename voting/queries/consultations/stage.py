"""What a consultation needs to know of its modification before it opens: its stage and its report."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.modifications.lifecycle import ModificationFacts, parse_number
from voting.models.modifications import Modification, ReportVersion


def stage_facts(session: Session, modification: Modification) -> ModificationFacts:
    """The facts that `check_stage` judges by; one statement."""
    published = (
        sa.select(sa.literal(1))
        .where(ReportVersion.modification_id == modification.id, ReportVersion.published_at.is_not(None))
        .limit(1)
    )
    return ModificationFacts(
        number=parse_number(modification.number),
        stage=modification.stage,
        report_approved=modification.report_approved_on is not None,
        report_published=session.scalar(published) is not None,
    )
