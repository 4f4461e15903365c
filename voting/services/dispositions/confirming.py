"""Replies shown to the Proposer, and confirmed or returned by whoever decided."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from voting.domain.consultations import SecondPersonNeeded
from voting.domain.dispositions import (
    AlreadyConfirmed,
    Confirmation,
    ConfirmedByAnother,
    DecidedBy,
    DetailMissing,
    DispositionState,
    confirm,
)
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.people import Action, Actor
from voting.models.consultations import ConsultationRow
from voting.models.dispositions import DispositionRow
from voting.queries.dispositions import Point, Points
from voting.services.consultations.loading import acting_person
from voting.services.consultations.telling import tell, with_address
from voting.services.dispositions.loading import (
    Grouped,
    closed_consultation,
    each_point,
    point_of,
    record_replies,
    reply_of,
)
from voting.services.intents import check_seen_version


class NobodyToShareWith(RuleBroken):
    """A modification whose Proposer is no person who can sign in."""


class NothingToShow(RuleBroken):
    """A point that its respondent declared blank: the Proposer reads no more of it than the public will."""


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
    row, points = closed_consultation(session, actor, now, consultation_id, Action.DRAFT_REPLY)
    proposer_id = row.modification.proposer_id
    if proposer_id is None:
        raise NobodyToShareWith(
            "The Proposer of this modification is no person who can sign in here. Record their message as evidence."
        )

    def share(point: Point) -> int:
        reply = reply_of(point)
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

    grouped, ids = each_point(points, item_ids, share)
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
    record_replies(session, now, actor, "share_with_proposer", row, ids, {"refused": len(grouped.refused)}, {})
    return grouped


def confirm_replies(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    seen_versions: Mapping[int, int],
    evidence: str = "",
) -> Grouped:
    """Confirm replies: the Proposer in the product, or an approver, with evidence of what somebody else decided.

    `seen_versions` gives for each point the version of its reply that was shown. Each is confirmed, or listed with the
    sentence that refused it; where every one is refused, the first is raised: `NotFound`, `SeenVersionStale` and what
    `voting.domain.dispositions.confirm` raises.
    """
    row, points = closed_consultation(session, actor, now, consultation_id, Action.CONFIRM_REPLY)

    def confirm_one(point: Point) -> int:
        _readable_point(points, point.id, actor)
        check_seen_version(seen_versions[point.id], reply_of(point).version)
        return _confirm(session, actor, now, row, point, evidence).id

    grouped, ids = each_point(points, seen_versions, confirm_one)
    facts = {"refused": len(grouped.refused)}
    record_replies(session, now, actor, "confirm_replies", row, ids, facts, {"evidence": evidence.strip()})
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
    row, points = closed_consultation(session, actor, now, consultation_id, Action.CONFIRM_REPLY)
    point = _readable_point(points, item_id, actor)
    reply = reply_of(point)
    check_seen_version(seen_version, reply.version)
    if reply.value.state is not DispositionState.DRAFTED:
        raise AlreadyConfirmed("This reply is confirmed already. Ask SECAS to draft it again.")
    if not reason.strip():
        raise DetailMissing("Say what is wrong with it, so that it can be drafted again.", "reason")
    kept = session.get_one(DispositionRow, reply.id)
    kept.returned_because, kept.version = reason.strip(), kept.version + 1
    record_replies(session, now, actor, "return_reply", row, (kept.id,), {}, {"reason": reason.strip()})


def _readable_point(points: Points, item_id: int, actor: Actor) -> Point:
    """The point, if the actor may know of it: a Proposer of what SECAS shared alone."""
    point = point_of(points, item_id)
    shared = point.reply is not None and point.reply.is_shared_with_proposer
    if not actor.is_secas and not shared:
        raise NotFound("There is no such point in the responses that count.")
    return point


def _confirm(
    session: Session, actor: Actor, now: datetime, row: ConsultationRow, point: Point, evidence: str
) -> DispositionRow:
    reply, confirmer = reply_of(point), acting_person(actor)
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
