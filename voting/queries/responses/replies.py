"""The replies to points, with the changes of the legal text that they name; who may read them, the caller decides."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.dispositions import DecidedBy, DispositionKind
from voting.models.dispositions import DispositionHunk, DispositionRow
from voting.models.legal_text import ClauseRow, CodeDocument, HunkRow, LegalTextVersion


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A change of the legal text that a reply changed or cancelled, and the clause it stands in."""

    hunk_key: str
    document_code: str
    clause_key: str
    clause_label: str | None


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """A reply as stored."""

    kind: DispositionKind
    detail: str
    adopted_wording: str
    decided_by: DecidedBy
    duplicate_of_item_id: int | None
    is_shared_with_proposer: bool
    is_confirmed: bool
    changes: tuple[ChangedText, ...]


def replies_to(session: Session, item_ids: Iterable[int]) -> dict[int, ReplyFacts]:
    """The replies to these items, by the item's id. One statement."""
    same_clause = sa.and_(
        ClauseRow.legal_text_version_id == HunkRow.legal_text_version_id, ClauseRow.key == HunkRow.clause_key
    )
    rows = session.execute(
        sa.select(
            DispositionRow,
            HunkRow.key,
            CodeDocument.code,
            HunkRow.clause_key,
            sa.func.coalesce(ClauseRow.label_to_be, ClauseRow.label_as_is),
        )
        .outerjoin(DispositionHunk, DispositionHunk.disposition_id == DispositionRow.id)
        .outerjoin(HunkRow, HunkRow.id == DispositionHunk.hunk_id)
        .outerjoin(LegalTextVersion, LegalTextVersion.id == HunkRow.legal_text_version_id)
        .outerjoin(CodeDocument, CodeDocument.id == LegalTextVersion.code_document_id)
        .outerjoin(ClauseRow, same_clause)
        .where(DispositionRow.response_item_id.in_(list(item_ids)))
        .order_by(CodeDocument.id, HunkRow.position)
    )
    found: dict[int, DispositionRow] = {}
    changes: dict[int, list[ChangedText]] = {}
    for row, hunk_key, *place in rows:
        found[row.response_item_id] = row
        changes.setdefault(row.response_item_id, [])
        if hunk_key is not None:
            changes[row.response_item_id].append(ChangedText(hunk_key, *place))
    return {
        item_id: ReplyFacts(
            kind=row.kind,
            detail=row.detail,
            adopted_wording=row.adopted_wording,
            decided_by=row.decided_by,
            duplicate_of_item_id=row.duplicate_of_id,
            is_shared_with_proposer=row.is_shared_with_proposer,
            is_confirmed=row.confirmed_at is not None,
            changes=tuple(changes[item_id]),
        )
        for item_id, row in found.items()
    }
