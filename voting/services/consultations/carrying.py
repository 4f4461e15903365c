"""What becomes of replies when another version of a response counts: they follow their points to it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.models.dispositions import DispositionHunk, DispositionRow
from voting.models.responses import ResponseItemRow, ResponseVersion, counting_versions


def carry_replies(session: Session, response_id: int) -> int:
    """Move the replies to a response onto the points of the version that counts now; gives how many were moved.

    A point is followed by its key. Where its words changed, the reply is a draft again: nobody confirmed it for these
    words. Where the point is gone, its reply goes too; the history keeps what was drafted.
    """
    counting = counting_versions()
    counts = session.scalar(sa.select(counting.c.response_version_id).where(counting.c.response_id == response_id))
    items = session.scalars(
        sa.select(ResponseItemRow)
        .join(ResponseVersion, ResponseVersion.id == ResponseItemRow.response_version_id)
        .where(ResponseVersion.response_id == response_id)
    ).all()
    now_by_key = {item.key: item for item in items if item.response_version_id == counts}
    superseded = {item.id: item for item in items if item.response_version_id != counts}
    rows = session.scalars(
        sa.select(DispositionRow).where(
            sa.or_(DispositionRow.response_item_id.in_(superseded), DispositionRow.duplicate_of_id.in_(superseded))
        )
    ).all()
    taken = frozenset(
        session.scalars(
            sa.select(DispositionRow.response_item_id).where(
                DispositionRow.response_item_id.in_([item.id for item in now_by_key.values()])
            )
        )
    )
    moved = sum(_carry(session, row, superseded, now_by_key, taken) for row in rows)
    session.flush()
    return moved


def _carry(
    session: Session,
    row: DispositionRow,
    superseded: dict[int, ResponseItemRow],
    now_by_key: dict[str, ResponseItemRow],
    taken: frozenset[int],
) -> bool:
    old = superseded.get(row.response_item_id)
    new = now_by_key.get(old.key) if old is not None else None
    original = superseded.get(row.duplicate_of_id) if row.duplicate_of_id is not None else None
    new_original = now_by_key.get(original.key) if original is not None else None
    point_is_gone = old is not None and (new is None or new.id in taken)
    if point_is_gone or (original is not None and new_original is None):
        session.execute(sa.delete(DispositionHunk).where(DispositionHunk.disposition_id == row.id))
        session.delete(row)
        return False
    if new_original is not None:
        row.duplicate_of_id = new_original.id
    if old is not None and new is not None:
        row.response_item_id = new.id
        if _words(old) != _words(new):
            row.confirmed_at = row.confirmed_by_id = None
            row.confirmation_evidence = ""
    row.version += 1
    return True


def _words(item: ResponseItemRow) -> tuple[object, ...]:
    return (item.position, item.chosen, item.comment.split(), item.own_wording.split())
