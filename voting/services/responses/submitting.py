"""Submitting an answer: one signatory, judged by the instant of the write, kept as a version, receipted and mailed."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.confidentiality import Confidentiality
from voting.domain.errors import RuleBroken
from voting.domain.people import Action, Actor, Role, Subject, check_permitted
from voting.domain.responses import (
    Accepted,
    Draft,
    NotSignatory,
    Signatory,
    Tray,
    check_submit,
)
from voting.models.consultations import ConsultationRow
from voting.models.modifications import Modification
from voting.models.people import Organisation
from voting.models.responses import DraftRow
from voting.queries.responses.consulted import consultation_facts, opened_consultation
from voting.queries.responses.drafts import draft_item, draft_value, names_of
from voting.queries.responses.targets import TargetView, targets_by_name
from voting.services.history import record
from voting.services.intents import earlier_result, keep_result
from voting.services.notices import send
from voting.services.responses.keeping import Arrival, full_copy, keep_version, response_of, version_entry


class DraftChangedSinceReview(RuleBroken):
    """The draft is not what the signatory reviewed."""


@dataclass(frozen=True, slots=True)
class SubmissionReceipt:
    """What a signatory is given: the receipt's code, which version was kept, when, and where it went."""

    code: str
    organisation_id: int
    version: int
    version_id: int
    recorded_at: datetime
    tray: Tray


def submit_response(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    organisation_id: int,
    seen_version: int | None = None,
    as_late: bool = False,
    blank_the_rest: bool = False,
    intent: str = "",
) -> SubmissionReceipt:
    """Submit the organisation's draft as its next version, and mail the signatory a full copy.

    Call it with `Lock("consultation", …)`: `now` alone decides whether it is in time. `seen_version` is the draft's
    version that was reviewed. `blank_the_rest` declares every confidential text without a version for publication
    blank. The draft stays, to be amended until close. Raises `NotPermitted`, `NotFound`, `DraftChangedSinceReview`,
    `ConsultationClosed` (with the text, unless `as_late`), `ItemsNotComplete`, `NothingToSubmit` and the other refusals
    of `check_submit`.
    """
    body = {
        "consultation_id": consultation_id,
        "organisation_id": organisation_id,
        "seen_version": seen_version,
        "as_late": as_late,
        "blank_the_rest": blank_the_rest,
    }
    if earlier := earlier_result(session, actor, intent, "submit_response", body):
        return _receipt_again(earlier)
    consultation, modification = _signable(session, actor, now, consultation_id, organisation_id)
    row = _draft_row(session, consultation_id, organisation_id)
    if row is not None and seen_version not in (None, row.version):
        raise DraftChangedSinceReview(
            "A colleague changed the draft after you opened this page. Read it again, then submit."
        )
    draft, targets = _draft_of(session, consultation, row, organisation_id, blank_the_rest=blank_the_rest)
    signatory = Signatory(actor.person_id or 0, actor.organisations.get(Role.PARTY_SIGNATORY, frozenset()))
    accepted = check_submit(draft, signatory, consultation_facts(consultation), now, as_late=as_late)
    also_for = row.also_for if row is not None else ""
    receipt = _keep(session, actor, now, consultation, modification, accepted, targets, also_for, "submit_response")
    keep_result(session, now, actor, intent, "submit_response", body, _as_result(receipt))
    return receipt


def send_nil_response(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, organisation_id: int, intent: str = ""
) -> SubmissionReceipt:
    """Send "No response", which stops reminders; an answer can still follow until close.

    Raises what `submit_response` raises, and `NilWithItems` where the draft answers something.
    """
    body = {"consultation_id": consultation_id, "organisation_id": organisation_id}
    if earlier := earlier_result(session, actor, intent, "send_nil_response", body):
        return _receipt_again(earlier)
    consultation, modification = _signable(session, actor, now, consultation_id, organisation_id)
    row = _draft_row(session, consultation_id, organisation_id)
    draft, targets = _draft_of(session, consultation, row, organisation_id, blank_the_rest=False)
    nil = replace(draft, is_nil=True, confidentiality=Confidentiality.PUBLIC)
    signatory = Signatory(actor.person_id or 0, actor.organisations.get(Role.PARTY_SIGNATORY, frozenset()))
    accepted = check_submit(nil, signatory, consultation_facts(consultation), now)
    also_for = row.also_for if row is not None else ""
    receipt = _keep(session, actor, now, consultation, modification, accepted, targets, also_for, "send_nil_response")
    keep_result(session, now, actor, intent, "send_nil_response", body, _as_result(receipt))
    return receipt


def _signable(
    session: Session, actor: Actor, now: datetime, consultation_id: int, organisation_id: int
) -> tuple[ConsultationRow, Modification]:
    consultation, modification = opened_consultation(session, now=now, consultation_id=consultation_id)
    if organisation_id in actor.answers_for and not actor.signs_for(organisation_id):
        raise NotSignatory("You may draft for this organisation, not sign. Ask one of its signatories to submit.")
    check_permitted(actor, Action.SUBMIT_RESPONSE, Subject(organisation_id=organisation_id))
    return consultation, modification


def _draft_row(session: Session, consultation_id: int, organisation_id: int) -> DraftRow | None:
    return session.scalar(
        sa.select(DraftRow)
        .where(DraftRow.consultation_id == consultation_id, DraftRow.organisation_id == organisation_id)
        .with_for_update()
    )


def _draft_of(
    session: Session,
    consultation: ConsultationRow,
    row: DraftRow | None,
    organisation_id: int,
    *,
    blank_the_rest: bool,
) -> tuple[Draft, dict[str, TargetView]]:
    if row is None:
        return Draft(organisation_id, Confidentiality.PUBLIC), {}
    names = {name for item in row.items for name in names_of(item)}
    views = targets_by_name(session, consultation=consultation, names=names)
    targets = {name: view.target for name, view in views.items()}
    items = sorted(row.items, key=lambda item: list(views).index(item.target))
    points = tuple(draft_item(item, targets) for item in items)
    return draft_value(row, points, blank_the_rest=blank_the_rest), views


def _keep(
    session: Session,
    actor: Actor,
    now: datetime,
    consultation: ConsultationRow,
    modification: Modification,
    accepted: Accepted,
    targets: dict[str, TargetView],
    also_for: str,
    use_case: str,
) -> SubmissionReceipt:
    person_id, organisation_id = actor.person_id or 0, accepted.draft.organisation_id or 0
    response = response_of(session, consultation.id, organisation_id)
    version = keep_version(
        session,
        response=response,
        accepted=accepted,
        arrival=Arrival(signed_by=person_id, also_for=also_for),
        targets=targets,
    )
    items = accepted.draft.items
    organisation = session.get_one(Organisation, organisation_id)
    send(
        session,
        now,
        person_id=person_id,
        subject=f"Receipt {version.receipt}: your answer to {consultation.title}",
        body=full_copy(consultation, modification, organisation.name, version, items, targets),
        once_key=f"response-version:{version.id}",
    )
    record(session, now, version_entry(use_case, actor.person_id, consultation, response, version, items))
    return SubmissionReceipt(
        version.receipt, organisation_id, version.number, version.id, accepted.entered_at, accepted.tray
    )


def _as_result(receipt: SubmissionReceipt) -> dict[str, Any]:
    return asdict(receipt) | {"recorded_at": receipt.recorded_at.isoformat(), "tray": receipt.tray.value}


def _receipt_again(result: dict[str, Any]) -> SubmissionReceipt:
    recorded_at, tray = datetime.fromisoformat(result["recorded_at"]), Tray(result["tray"])
    return SubmissionReceipt(**(result | {"recorded_at": recorded_at, "tray": tray}))
