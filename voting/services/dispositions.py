"""Replies to points: drafted by SECAS after close, confirmed by whoever decided, published together."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.consultations import SecondPersonNeeded
from voting.domain.dispositions import (
    AlreadyConfirmed,
    Confirmation,
    ConfirmedByAnother,
    DecidedBy,
    DetailMissing,
    DispositionKind,
    DispositionState,
    check_disposition,
    confirm,
)
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry
from voting.domain.people import Action, Actor
from voting.models.consultations import ConsultationRow
from voting.models.dispositions import DispositionHunk, DispositionRow
from voting.models.legal_text import HunkRow, LegalTextVersion
from voting.queries.dispositions import Point, Points, Reply, disposition_value, points_of
from voting.services.consultations.loading import acting_person, permitted_consultation
from voting.services.consultations.telling import tell, with_address
from voting.services.history import record
from voting.services.intents import check_seen_version


class HunkOfAnotherModification(RuleBroken):
    """A reply that names a change which is not in this modification's legal text."""


class NobodyToShareWith(RuleBroken):
    """A modification whose Proposer is no person who can sign in."""


class NothingToShow(RuleBroken):
    """A point that its respondent declared blank: the Proposer reads no more of it than the public will."""


class NothingChosen(RuleBroken):
    """An act on several points that names none."""


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


@dataclass(frozen=True, slots=True)
class Grouped:
    """What became of an act on several points: those done, and for each other one the sentence that refused it."""

    done: tuple[int, ...]
    refused: tuple[tuple[int, str], ...]


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
    row, points = _closed(session, actor, now, consultation_id, Action.DRAFT_REPLY)
    point = _point(points, item_id)
    check_seen_version(seen_version, point.reply.version if point.reply else 0, "detail")
    _check_hunks(session, row, reply)
    drafted = _draft(session, actor, now, row, points, point, reply)
    _record(session, now, actor, "draft_reply", row, (drafted.id,), _facts(reply), {"detail": drafted.detail})
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
    row, points = _closed(session, actor, now, consultation_id, Action.DRAFT_REPLY)
    _check_hunks(session, row, reply)

    def draft(point: Point) -> int:
        if point.reply is not None and not (replaces and point.reply.value.state is DispositionState.DRAFTED):
            raise AlreadyConfirmed("It has a reply already. Change that one by itself.")
        return _draft(session, actor, now, row, points, point, reply).id

    grouped, ids = _each(points, item_ids, draft)
    facts = _facts(reply) | {"refused": len(grouped.refused)}
    _record(session, now, actor, "draft_replies", row, ids, facts, {"detail": reply.detail.strip()})
    return grouped


def share_with_proposer(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    item_ids: Iterable[int],
    address: str = "",
) -> Grouped:
    """Let the Proposer read these points, as the public will, with the replies drafted for them; one mail tells them.

    A point that was declared blank is refused. Raises `NobodyToShareWith`, and the first refusal where every point is
    refused.
    """
    row, points = _closed(session, actor, now, consultation_id, Action.DRAFT_REPLY)
    proposer_id = row.modification.proposer_id
    if proposer_id is None:
        raise NobodyToShareWith(
            "The Proposer of this modification is no person who can sign in here. Record their message as evidence."
        )

    def share(point: Point) -> int:
        reply = _reply(point)
        if reply.value.decided_by is not DecidedBy.PROPOSER:
            raise ConfirmedByAnother("This reply is not the Proposer's to confirm.")
        if point.is_withheld and point.public_version is None:
            raise NothingToShow(
                "The Proposer may not read this point, nor a reply that would repeat it. Ask for their decision "
                "without its words, and confirm it with their message as evidence."
            )
        kept = session.get_one(DispositionRow, reply.id)
        kept.is_shared_with_proposer, kept.version = True, kept.version + 1
        return kept.id

    grouped, ids = _each(points, item_ids, share)
    session.flush()
    count = len(grouped.done)
    words = (
        f"{count} {'reply' if count == 1 else 'replies'} to the responses to {row.title} ({row.modification.number}) "
        "wait for you to confirm or return."
    )
    tell(
        session,
        now,
        [proposer_id],
        subject=f"Replies to confirm: {row.title}",
        body=with_address(words, address),
        once_key=f"shared-with-proposer:{row.id}:{now.isoformat()}",
    )
    _record(session, now, actor, "share_with_proposer", row, ids, {"refused": len(grouped.refused)}, {})
    return grouped


def confirm_reply(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    item_id: int,
    seen_version: int,
    evidence: str = "",
) -> None:
    """Confirm one reply: the Proposer in the product, or an approver, with evidence of what somebody else decided.

    Raises `NotPermitted`, `NotFound`, `SeenVersionStale` and what `voting.domain.dispositions.confirm` raises.
    """
    row, points = _closed(session, actor, now, consultation_id, Action.CONFIRM_REPLY)
    point = _readable_point(points, item_id, actor)
    check_seen_version(seen_version, _reply(point).version)
    kept = _confirm(session, actor, now, row, point, evidence)
    _record(session, now, actor, "confirm_reply", row, (kept.id,), {}, {"evidence": evidence.strip()})


def confirm_replies(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    seen_versions: dict[int, int],
    evidence: str = "",
) -> Grouped:
    """Confirm several replies; `seen_versions` gives for each point the version of its reply that was shown.

    Each is confirmed, or listed with the sentence that refused it; where every one is refused, the first is raised.
    """
    row, points = _closed(session, actor, now, consultation_id, Action.CONFIRM_REPLY)

    def confirm_one(point: Point) -> int:
        _readable_point(points, point.id, actor)
        check_seen_version(seen_versions[point.id], _reply(point).version)
        return _confirm(session, actor, now, row, point, evidence).id

    grouped, ids = _each(points, seen_versions, confirm_one)
    facts = {"refused": len(grouped.refused)}
    _record(session, now, actor, "confirm_replies", row, ids, facts, {"evidence": evidence.strip()})
    return grouped


def return_reply(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    item_id: int,
    seen_version: int,
    reason: str,
) -> None:
    """Say that a drafted reply is not what was decided, and why; SECAS then drafts it again.

    Raises `NotPermitted`, `NotFound`, `SeenVersionStale`, `DetailMissing` and `AlreadyConfirmed`.
    """
    row, points = _closed(session, actor, now, consultation_id, Action.CONFIRM_REPLY)
    point = _readable_point(points, item_id, actor)
    reply = _reply(point)
    check_seen_version(seen_version, reply.version)
    if reply.value.state is not DispositionState.DRAFTED:
        raise AlreadyConfirmed("This reply is confirmed already. Ask SECAS to draft it again.")
    if not reason.strip():
        raise DetailMissing("Say what is wrong with it, so that it can be drafted again.", "reason")
    kept = session.get_one(DispositionRow, reply.id)
    kept.returned_because, kept.version = reason.strip(), kept.version + 1
    _record(session, now, actor, "return_reply", row, (kept.id,), {}, {"reason": reason.strip()})


def _closed(
    session: Session, actor: Actor, now: datetime, consultation_id: int, action: Action
) -> tuple[ConsultationRow, Points]:
    row = permitted_consultation(session, actor=actor, now=now, action=action, consultation_id=consultation_id)
    return row, points_of(session, consultation_id=consultation_id, published_at=row.published_at)


def _point(points: Points, item_id: int) -> Point:
    point = points.by_id.get(item_id)
    if point is None:
        raise NotFound("There is no such point in the responses that count.")
    return point


def _readable_point(points: Points, item_id: int, actor: Actor) -> Point:
    """The point, if the actor may know of it: a Proposer of what SECAS shared alone."""
    point = _point(points, item_id)
    shared = point.reply is not None and point.reply.is_shared_with_proposer
    if not actor.is_secas and not shared:
        raise NotFound("There is no such point in the responses that count.")
    return point


def _reply(point: Point) -> Reply:
    if point.reply is None:
        raise NotFound("No reply to this point has been drafted yet.")
    return point.reply


def _each(points: Points, item_ids: Iterable[int], act: Callable[[Point], int]) -> tuple[Grouped, tuple[int, ...]]:
    """Do it to each point; gives what became of each, and the ids of the replies that were changed."""
    done: list[int] = []
    changed: list[int] = []
    refused: list[tuple[int, RuleBroken]] = []
    for item_id in dict.fromkeys(item_ids):
        try:
            changed.append(act(_point(points, item_id)))
        except RuleBroken as broken:
            refused.append((item_id, broken))
        else:
            done.append(item_id)
    if not done:
        raise refused[0][1] if refused else NothingChosen("Choose at least one point.", "items")
    return Grouped(tuple(done), tuple((item_id, str(broken)) for item_id, broken in refused)), tuple(changed)


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


def _confirm(
    session: Session, actor: Actor, now: datetime, row: ConsultationRow, point: Point, evidence: str
) -> DispositionRow:
    reply, confirmer = _reply(point), acting_person(actor)
    is_proposer = confirmer == row.modification.proposer_id
    if is_proposer and reply.value.decided_by is not DecidedBy.PROPOSER and not actor.is_secas:
        raise ConfirmedByAnother("This reply is not yours to confirm: somebody else decided it.")
    by_secas = actor.is_secas and not (is_proposer and reply.value.decided_by is DecidedBy.PROPOSER)
    if is_proposer and confirmer == reply.drafted_by_id:
        raise SecondPersonNeeded("You drafted this reply yourself. A second person has to confirm it.")
    confirmed = confirm(
        reply.value,
        Confirmation(reply.value.decided_by, confirmer, now, evidence=evidence, confirmed_by_secas=by_secas),
    )
    kept = session.get_one(DispositionRow, reply.id)
    kept.confirmed_by_id, kept.confirmed_at = confirmer, now
    kept.confirmation_evidence = confirmed.confirmation.evidence.strip() if confirmed.confirmation else ""
    kept.returned_because = ""
    kept.version += 1
    session.flush()
    return kept


def _facts(reply: NewReply) -> dict[str, object]:
    return {
        "kind": reply.kind.value,
        "decided_by": reply.decided_by.value,
        "editorial": reply.is_editorial,
        "duplicate_of": reply.duplicate_of_id,
        "hunks_changed": list(reply.hunks_changed),
        "hunks_cancelled": list(reply.hunks_cancelled),
    }


def _record(
    session: Session,
    now: datetime,
    actor: Actor,
    use_case: str,
    row: ConsultationRow,
    dispositions: tuple[int, ...],
    facts: Mapping[str, object],
    texts: dict[str, str],
) -> None:
    entry = Entry(
        use_case,
        actor.person_id,
        tuple(("disposition", disposition_id) for disposition_id in dispositions),
        facts={**facts, "consultation": row.id},
        texts=texts,
        modification_id=row.modification_id,
    )
    record(session, now, entry)
