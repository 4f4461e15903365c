"""Replies drafted by SECAS after close: to one point, or the same to several."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.dispositions import AlreadyConfirmed, DecidedBy, DispositionKind, DispositionState, check_disposition
from voting.domain.errors import RuleBroken
from voting.domain.people import Action, Actor
from voting.models.consultations import ConsultationRow
from voting.models.dispositions import DispositionHunk, DispositionRow
from voting.models.legal_text import HunkRow, LegalTextVersion
from voting.queries.dispositions import Point, Points, disposition_value
from voting.services.consultations.loading import acting_person
from voting.services.dispositions.loading import Grouped, closed_consultation, each_point, point_of, record_replies
from voting.services.intents import check_seen_version


class HunkOfAnotherModification(RuleBroken):
    """A reply that names a change which is not in this modification's legal text."""


@dataclass(frozen=True, slots=True)
class NewReply:
    """A reply as it is drafted. Hunks and the duplicated point are ids."""

    kind: DispositionKind
    detail: str = ""
    decided_by: DecidedBy = DecidedBy.PROPOSER
    is_editorial: bool = False
    adopted_wording: str = ""
    duplicate_of_id: int | None = None
    hunks_changed: tuple[int, ...] = ()
    hunks_cancelled: tuple[int, ...] = ()


def draft_reply(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    item_id: int,
    reply: NewReply,
    seen_version: int = 0,
) -> int:
    """Draft the reply to one point, or draft it again, and give its id; a confirmation it had is gone.

    `seen_version` is that of the reply that the form showed, 0 where there was none. Raises `NotPermitted` (not closed,
    or published), `NotFound`, `SeenVersionStale`, `HunkOfAnotherModification` and what `check_disposition` raises.
    """
    row, points = closed_consultation(session, actor, now, consultation_id, Action.DRAFT_REPLY)
    point = point_of(points, item_id)
    check_seen_version(seen_version, point.reply.version if point.reply else 0, "detail")
    _check_hunks(session, row, reply)
    drafted = _draft(session, actor, now, row, points, point, reply)
    record_replies(session, now, actor, "draft_reply", row, (drafted.id,), _facts(reply), {"detail": drafted.detail})
    return drafted.id


def draft_replies(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    item_ids: Iterable[int],
    reply: NewReply,
    replaces: bool = False,
) -> Grouped:
    """Give several points one reply. Each is drafted, or listed with the sentence that refused it.

    Points that have a reply keep it unless `replaces`; confirmed ones always keep theirs. Where every point is refused,
    nothing is done and the first refusal is raised.
    """
    row, points = closed_consultation(session, actor, now, consultation_id, Action.DRAFT_REPLY)
    _check_hunks(session, row, reply)

    def draft(point: Point) -> int:
        if point.reply is not None and not (replaces and point.reply.value.state is DispositionState.DRAFTED):
            raise AlreadyConfirmed("It has a reply already. Change that one by itself.")
        return _draft(session, actor, now, row, points, point, reply).id

    grouped, ids = each_point(points, item_ids, draft)
    facts = _facts(reply) | {"refused": len(grouped.refused)}
    record_replies(session, now, actor, "draft_replies", row, ids, facts, {"detail": reply.detail.strip()})
    return grouped


def _draft(
    session: Session, actor: Actor, now: datetime, row: ConsultationRow, points: Points, point: Point, reply: NewReply
) -> DispositionRow:
    drafter = acting_person(actor)
    value = disposition_value(
        item_id=point.id,
        kind=reply.kind,
        detail=reply.detail,
        decided_by=reply.decided_by,
        drafted_by=drafter,
        editorial=reply.is_editorial,
        duplicate_of_id=reply.duplicate_of_id,
        adopted_wording=reply.adopted_wording,
        hunks_changed=reply.hunks_changed,
        hunks_cancelled=reply.hunks_cancelled,
    )
    others = {item: other for item, other in points.dispositions.items() if item != value.item}
    check_disposition(value, points.items, others, asks_replies=row.asks_for_replies)
    kept = session.get_one(DispositionRow, point.reply.id) if point.reply else None
    if kept is None:
        kept = DispositionRow(response_item_id=point.id, version=0)
        session.add(kept)
    kept.kind, kept.detail, kept.decided_by = reply.kind, reply.detail.strip(), reply.decided_by
    kept.is_editorial, kept.adopted_wording = reply.is_editorial, reply.adopted_wording.strip()
    kept.duplicate_of_id = reply.duplicate_of_id
    kept.drafted_by_id, kept.drafted_at = drafter, now
    kept.confirmed_by_id = kept.confirmed_at = None
    kept.confirmation_evidence = kept.returned_because = ""
    kept.version += 1
    session.flush()
    _put_hunks(session, kept.id, reply)
    return kept


def _put_hunks(session: Session, disposition_id: int, reply: NewReply) -> None:
    session.execute(sa.delete(DispositionHunk).where(DispositionHunk.disposition_id == disposition_id))
    session.add_all(
        DispositionHunk(disposition_id=disposition_id, hunk_id=hunk_id, is_cancelled=is_cancelled)
        for hunk_ids, is_cancelled in ((reply.hunks_changed, False), (reply.hunks_cancelled, True))
        for hunk_id in hunk_ids
    )
    session.flush()


def _check_hunks(session: Session, row: ConsultationRow, reply: NewReply) -> None:
    named = frozenset((*reply.hunks_changed, *reply.hunks_cancelled))
    if not named:
        return
    found = session.scalar(
        sa.select(sa.func.count())
        .select_from(HunkRow)
        .join(LegalTextVersion, LegalTextVersion.id == HunkRow.legal_text_version_id)
        .where(HunkRow.id.in_(named), LegalTextVersion.modification_id == row.modification_id)
    )
    if found != len(named):
        raise HunkOfAnotherModification("Name changes of this modification's own legal text.", "hunks")


def _facts(reply: NewReply) -> dict[str, object]:
    return {
        "kind": reply.kind.value,
        "decided_by": reply.decided_by.value,
        "editorial": reply.is_editorial,
        "duplicate_of": reply.duplicate_of_id,
        "hunks_changed": list(reply.hunks_changed),
        "hunks_cancelled": list(reply.hunks_cancelled),
    }
