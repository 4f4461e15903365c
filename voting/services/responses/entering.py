"""Answers that came by e-mail, letter or call: entered by SECAS beside the message, for a second person to confirm."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from voting.documents.gate import Limits, check_size
from voting.domain.confidentiality import Confidentiality
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.people import Action, Actor, check_permitted
from voting.domain.responses import (
    Draft,
    EvidenceMissing,
    NoCommentOnRest,
    OtherRoute,
    ResponseRoute,
    Tray,
    TypedItem,
    check_entered,
    digest_of,
)
from voting.domain.typed_text import storable
from voting.models.people import Organisation
from voting.models.responses import ResponseRow
from voting.queries.responses.consulted import consultation_facts, opened_consultation
from voting.queries.responses.targets import TargetView, targets_by_name
from voting.services.files import keep_file
from voting.services.history import record
from voting.services.intents import earlier_result, keep_result
from voting.services.responses.keeping import Arrival, keep_version, response_of, version_entry


class SenderMissing(RuleBroken):
    """An answer of nobody: neither an organisation nor the name of a sender."""


class RouteNotOurs(RuleBroken):
    """An answer that is said to have been given in the product, entered by somebody else."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The message in which an answer came, or the note of a call, as a file."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class EnteredAnswer:
    """What the message said, as SECAS typed it."""

    items: tuple[TypedItem, ...] = ()
    confidentiality: Confidentiality = Confidentiality.PUBLIC
    no_comment_on_the_rest: bool = False
    is_nil: bool = False
    also_for: str = ""
    blank_the_rest: bool = False


@dataclass(frozen=True, slots=True)
class EnteredReceipt:
    """The receipt of an entering, linking or confirming, and what is waited for next."""

    code: str
    version_id: int
    tray: Tray


def enter_response(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    organisation_id: int | None,
    route: ResponseRoute,
    received_at: datetime,
    evidence: Evidence,
    answer: EnteredAnswer,
    sender: str = "",
    limits: Limits | None = None,
    intent: str = "",
) -> EnteredReceipt:
    """Enter an answer that reached SECAS by another way; it waits for a second person, and for linking if need be.

    Call it with `Lock("consultation", …)`. Whether it is late is judged on `received_at`. Without `organisation_id` the
    sender is unknown and `sender` says what is known of them. Raises `NotPermitted`, `NotFound`, `SenderMissing`,
    `EvidenceMissing`, `FileRefused`, `TargetNotConsulted` and the refusals of `check_entered`.
    """
    body = {
        "consultation_id": consultation_id,
        "organisation_id": organisation_id,
        "sender": sender,
        "route": route.value,
        "received_at": received_at.isoformat(),
        "evidence": hashlib.sha256(evidence.content).hexdigest(),
        "answer": digest_of(repr(answer)),
    }
    if earlier := earlier_result(session, actor, intent, "enter_response", body):
        return EnteredReceipt(earlier["code"], earlier["version_id"], Tray(earlier["tray"]))
    check_permitted(actor, Action.ENTER_RESPONSE)
    consultation, _modification = opened_consultation(session, now=now, consultation_id=consultation_id, for_secas=True)
    sender = storable(sender).strip()
    _check_arrival(session, organisation_id, sender, route, evidence, limits)
    names = {name for item in answer.items for name in item.names}
    views = targets_by_name(session, consultation=consultation, names=names)
    draft = _draft_of(answer, organisation_id, actor, now, views)
    person_id = actor.person_id or 0
    accepted = check_entered(
        draft, OtherRoute(received_at, evidence.name, entered_by=person_id), consultation_facts(consultation), now
    )
    file = keep_file(
        session, actor=actor, now=now, name=evidence.name, content=evidence.content, without_name="message"
    )
    response = (
        response_of(session, consultation.id, organisation_id)
        if organisation_id is not None
        else _unlinked(session, consultation.id, sender)
    )
    version = keep_version(
        session,
        response=response,
        accepted=accepted,
        arrival=Arrival(person_id, route, file.id, storable(answer.also_for).strip()),
        targets=views,
    )
    entry = version_entry("enter_response", actor.person_id, consultation, response, version, accepted.draft.items)
    record(session, now, replace(entry, changed=(*entry.changed, ("uploaded_file", file.id))))
    receipt = EnteredReceipt(version.receipt, version.id, accepted.tray)
    kept = {"code": receipt.code, "version_id": receipt.version_id, "tray": receipt.tray.value}
    keep_result(session, now, actor, intent, "enter_response", body, kept)
    return receipt


def _check_arrival(
    session: Session,
    organisation_id: int | None,
    sender: str,
    route: ResponseRoute,
    evidence: Evidence,
    limits: Limits | None,
) -> None:
    if route is ResponseRoute.PLATFORM:
        raise RouteNotOurs("Say by which way it came: by e-mail, by letter or on a call.", "route")
    if organisation_id is None and not sender:
        raise SenderMissing("Choose the organisation, or write what is known of the sender.", "sender")
    if organisation_id is not None:
        organisation_known(session, organisation_id)
    if not evidence.content:
        raise EvidenceMissing("Attach the message, or note of the call, in which this answer came.", "evidence")
    check_size(len(evidence.content), limits or Limits())


def organisation_known(session: Session, organisation_id: int) -> Organisation:
    """The organisation; raises `NotFound`."""
    row = session.get(Organisation, organisation_id)
    if row is None:
        raise NotFound("There is no such organisation.", "organisation_id")
    return row


def _draft_of(
    answer: EnteredAnswer,
    organisation_id: int | None,
    actor: Actor,
    now: datetime,
    views: Mapping[str, TargetView],
) -> Draft:
    targets = {name: view.target for name, view in views.items()}
    declared = NoCommentOnRest(actor.person_id or 0, now) if answer.no_comment_on_the_rest else None
    return Draft(
        organisation_id=organisation_id,
        confidentiality=answer.confidentiality,
        items=tuple(item.as_item(targets) for item in answer.items),
        no_comment_on_rest=declared,
        is_nil=answer.is_nil,
        blank_the_rest=answer.blank_the_rest,
    )


def _unlinked(session: Session, consultation_id: int, sender: str) -> ResponseRow:
    row = ResponseRow(consultation_id=consultation_id, organisation_id=None, sender=sender)
    session.add(row)
    session.flush()
    return row
