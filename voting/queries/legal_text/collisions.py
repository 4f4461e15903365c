"""Where another live modification changes the same clauses of a document."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.legal_text import ClauseState
from voting.domain.legal_text.collisions import TouchedClause, collisions
from voting.domain.modifications.lifecycle import Stage
from voting.models.legal_text import ClauseRow, CodeDocument, LegalTextVersion
from voting.models.modifications import Modification

_UNTOUCHED = (ClauseState.UNCHANGED, ClauseState.RENUMBERED, ClauseState.CANCELLED)
_OVER = (Stage.IMPLEMENTED, Stage.REJECTED, Stage.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class CollisionLine:
    """One clause of ours, and the clause of another modification that is the same one."""

    clause_key: str
    clause_label: str
    modification_number: str
    modification_title: str
    other_key: str
    other_label: str


def collisions_of(
    session: Session, *, modification_number: str, document: str, version_number: int
) -> tuple[CollisionLine, ...]:
    """Clauses of this version that other live modifications change in what they published last. One statement.

    Drafts are nobody's business but SECAS's and the Proposer's, so that what is not published is not looked at.
    """
    latest = (
        sa.select(sa.func.max(LegalTextVersion.number))
        .where(
            LegalTextVersion.modification_id == Modification.id,
            LegalTextVersion.code_document_id == CodeDocument.id,
            LegalTextVersion.published_at.is_not(None),
        )
        .correlate(Modification, CodeDocument)
        .scalar_subquery()
    )
    ours = sa.and_(Modification.number == modification_number, LegalTextVersion.number == version_number)
    theirs = sa.and_(
        Modification.number != modification_number, Modification.stage.not_in(_OVER), LegalTextVersion.number == latest
    )
    rows = session.execute(
        sa.select(
            Modification.number,
            Modification.title,
            ClauseRow.key,
            ClauseRow.label_as_is,
            ClauseRow.text_as_is,
            ClauseRow.label_to_be,
        )
        .join(LegalTextVersion, LegalTextVersion.id == ClauseRow.legal_text_version_id)
        .join(Modification, Modification.id == LegalTextVersion.modification_id)
        .join(CodeDocument, CodeDocument.id == LegalTextVersion.code_document_id)
        .where(CodeDocument.code == document, ClauseRow.state.not_in(_UNTOUCHED), sa.or_(ours, theirs))
        .order_by(Modification.number, ClauseRow.position)
    ).all()
    titles = {number: title for number, title, *_ in rows}
    touched = [TouchedClause(number, key, was, text, becomes) for number, _, key, was, text, becomes in rows]
    found = collisions(
        [clause for clause in touched if clause.modification == modification_number],
        [clause for clause in touched if clause.modification != modification_number],
    )
    return tuple(
        CollisionLine(
            each.ours.key,
            _label(each.ours),
            each.theirs.modification,
            titles[each.theirs.modification],
            each.theirs.key,
            _label(each.theirs),
        )
        for each in found
    )


def _label(clause: TouchedClause) -> str:
    return clause.path_to_be or clause.path_as_is or ""
