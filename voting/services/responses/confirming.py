"""Linking an answer to its sender, and the second person's confirmation that what was entered is what was received."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.calendar import london_date
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry, new_receipt
from voting.domain.people import Action, Actor, Role, Subject, check_permitted
from voting.domain.responses import ResponseRoute, Tray
from voting.models.consultations import ConsultationRow
from voting.models.modifications import Modification
from voting.models.people import Person, RoleGrant
from voting.models.responses import ResponseItemRow, ResponseRow, ResponseVersion
from voting.queries.people.periods import holds_on_day
from voting.queries.responses.consulted import opened_consultation
from voting.queries.responses.drafts import submitted_item
from voting.queries.responses.targets import targets_of_items
from voting.services.consultations.carrying import carry_replies
from voting.services.history import record
from voting.services.intents import earlier_result, keep_result
from voting.services.notices import send
from voting.services.responses.entering import EnteredReceipt, organisation_known
from voting.services.responses.keeping import full_copy


class AlreadyConfirmed(RuleBroken):
    """The second person has confirmed it."""


class AlreadyLinked(RuleBroken):
    """It is known whose answer it is."""


class NotLinkedYet(RuleBroken):
    """Nobody has said yet whose answer it is."""


def link_response(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    version_id: int,
    organisation_id: int,
) -> EnteredReceipt:
    """Say whose answer it is that came from an unknown sender; a second person still confirms it.

    Where the organisation has answered before, it becomes the next version of that answer. Raises `NotPermitted`,
    `NotFound` and `AlreadyLinked`.
    """
    check_permitted(actor, Action.ENTER_RESPONSE)
    version, response, consultation, _modification = _entered(session, now, consultation_id, version_id)
    if response.organisation_id is not None:
        raise AlreadyLinked("It is known already whose answer this is.", "organisation_id")
    organisation_known(session, organisation_id)
    there = session.scalar(
        sa.select(ResponseRow).where(
            ResponseRow.consultation_id == consultation.id, ResponseRow.organisation_id == organisation_id
        )
    )
    if there is None:
        response.organisation_id = organisation_id
    else:
        highest = sa.select(sa.func.max(ResponseVersion.number)).where(ResponseVersion.response_id == there.id)
        version.number, version.response = (session.scalar(highest) or 0) + 1, there
        session.flush()
        session.delete(response)
    version.linked_by_id = actor.person_id
    session.flush()
    code = new_receipt()
    changed = (("response_version", version.id), ("response", version.response_id), ("response", response.id))
    facts = {"organisation": organisation_id, "version": version.number}
    record(
        session,
        now,
        Entry(
            "link_response",
            actor.person_id,
            changed,
            facts=facts,
            texts={"sender": response.sender},
            modification_id=consultation.modification_id,
            receipt=code,
        ),
    )
    return EnteredReceipt(code, version.id, Tray.TO_CONFIRM)


def confirm_entered_response(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, version_id: int, intent: str = ""
) -> EnteredReceipt:
    """Confirm, as a second person, that what was entered is what the message says; the organisation is sent a copy.

    Call it with `Lock("consultation", …)`. What was received after close goes to the late responses. Raises
    `NotPermitted` (who entered or linked it), `NotFound`, `NotLinkedYet` and `AlreadyConfirmed`.
    """
    body = {"consultation_id": consultation_id, "version_id": version_id}
    if earlier := earlier_result(session, actor, intent, "confirm_entered_response", body):
        return EnteredReceipt(earlier["code"], earlier["version_id"], Tray(earlier["tray"]))
    version, response, consultation, modification = _entered(session, now, consultation_id, version_id)
    prepared_by = frozenset({version.signed_by_id, version.linked_by_id or version.signed_by_id})
    check_permitted(actor, Action.CONFIRM_ENTERED_RESPONSE, Subject(prepared_by=prepared_by))
    if version.confirmed_at is not None:
        raise AlreadyConfirmed("A second person has confirmed this already.")
    if response.organisation_id is None:
        raise NotLinkedYet("Nobody has said yet whose answer this is. Link it to its sender first.")
    version.confirmed_at, version.confirmed_by_id = now, actor.person_id
    session.flush()
    moved = carry_replies(session, response.id)
    _tell_signatories(session, now, consultation, modification, version, response.organisation_id)
    code = new_receipt()
    tray = Tray.LATE if version.is_late else Tray.IN_TIME
    facts = {"organisation": response.organisation_id, "version": version.number, "replies_carried": moved}
    record(
        session,
        now,
        Entry(
            "confirm_entered_response",
            actor.person_id,
            (("response_version", version.id),),
            facts=facts,
            modification_id=consultation.modification_id,
            receipt=code,
        ),
    )
    kept = {"code": code, "version_id": version.id, "tray": tray.value}
    keep_result(session, now, actor, intent, "confirm_entered_response", body, kept)
    return EnteredReceipt(code, version.id, tray)


def _entered(
    session: Session, now: datetime, consultation_id: int, version_id: int
) -> tuple[ResponseVersion, ResponseRow, ConsultationRow, Modification]:
    consultation, modification = opened_consultation(session, now=now, consultation_id=consultation_id, for_secas=True)
    version = session.get(ResponseVersion, version_id)
    if (
        version is None
        or version.route is ResponseRoute.PLATFORM
        or version.response.consultation_id != consultation.id
    ):
        raise NotFound("No such answer was entered for this consultation.")
    return version, version.response, consultation, modification


def _tell_signatories(
    session: Session,
    now: datetime,
    consultation: ConsultationRow,
    modification: Modification,
    version: ResponseVersion,
    organisation_id: int,
) -> None:
    """A full copy to each signatory of the organisation whose answer it is, and to nobody else."""
    rows = session.scalars(
        sa.select(ResponseItemRow)
        .where(ResponseItemRow.response_version_id == version.id)
        .order_by(ResponseItemRow.position_in_response)
    ).all()
    views = targets_of_items(session, [row.id for row in rows])
    items = [submitted_item(row, (view.target for view in views[row.id])) for row in rows]
    targets = {view.name: view for of_item in views.values() for view in of_item}
    organisation = organisation_known(session, organisation_id)
    body = full_copy(consultation, modification, organisation.name, version, items, targets)
    for person_id in _signatories(session, organisation_id, now):
        send(
            session,
            now,
            person_id=person_id,
            subject=f"Your answer to {consultation.title}, as SECAS entered it",
            body=f"SECAS entered an answer that it received from you, and a second person confirmed it.\n\n{body}",
            once_key=f"response-version:{version.id}",
        )


def _signatories(session: Session, organisation_id: int, now: datetime) -> tuple[int, ...]:
    today = london_date(now)
    rows = session.scalars(
        sa.select(Person.id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.organisation_id == organisation_id, RoleGrant.role == Role.PARTY_SIGNATORY)
        .where(holds_on_day(RoleGrant, today))
        .where(sa.or_(Person.left_on.is_(None), Person.left_on > today))
        .distinct()
        .order_by(Person.id)
    )
    return tuple(rows)
