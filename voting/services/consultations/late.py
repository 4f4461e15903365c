"""Ruling on a response that came late: admitted or refused, with a reason that is published, once and for good."""

from datetime import datetime

from sqlalchemy.orm import Session

from voting.domain.consultations import LateRuling
from voting.domain.consultations import rule_on_late as checked_ruling
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry, new_receipt
from voting.domain.people import Action, Actor
from voting.domain.responses.routes import ResponseRoute
from voting.models.consultations import ConsultationRow
from voting.models.responses import ResponseRow, ResponseVersion
from voting.queries.responses.consulted import consultation_facts
from voting.services.consultations.carrying import carry_replies
from voting.services.consultations.loading import acting_person, permitted_consultation
from voting.services.consultations.telling import people_of, tell, with_address
from voting.services.history import record


class NotReadyForRuling(RuleBroken):
    """A late response that nobody has confirmed or linked to its sender yet."""


def rule_on_late(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    response_version_id: int,
    admitted: bool,
    reason: str,
    address: str = "",
) -> str:
    """Admit or refuse one late version, tell its sender why, and give the receipt of the ruling.

    Admitted, it counts, and replies to an earlier version of the same response follow their points to this one. Raises
    `NotPermitted`, `NotFound`, `NotReadyForRuling`, `NotLate`, `RuledBefore`, `ReasonMissing`, `ConsultationOver` and
    `TooLateToAdmit`.
    """
    row = permitted_consultation(
        session, actor=actor, now=now, action=Action.RULE_ON_LATE, consultation_id=consultation_id
    )
    ruler = acting_person(actor)
    version, response = _late_version(session, row, response_version_id)
    _check_settled(version, response)
    ruling = checked_ruling(
        consultation_facts(row),
        version.received_at,
        _earlier(version),
        LateRuling(admitted, reason.strip(), ruler, now),
    )
    version.admitted, version.ruling_reason = ruling.admitted, ruling.reason
    version.ruled_at, version.ruled_by_id = now, ruler
    session.flush()
    moved = carry_replies(session, response.id) if admitted else 0
    receipt = new_receipt()
    _tell_sender(session, now, row, version, response, address)
    facts = {"admitted": admitted, "organisation": response.organisation_id, "replies_carried": moved}
    changed = (("response_version", version.id),)
    record(
        session,
        now,
        Entry(
            "rule_on_late",
            ruler,
            changed,
            facts=facts,
            texts={"reason": ruling.reason},
            modification_id=row.modification_id,
            receipt=receipt,
        ),
    )
    return receipt


def _late_version(session: Session, row: ConsultationRow, version_id: int) -> tuple[ResponseVersion, ResponseRow]:
    version = session.get(ResponseVersion, version_id)
    response = session.get(ResponseRow, version.response_id) if version is not None else None
    if version is None or response is None or response.consultation_id != row.id:
        raise NotFound("There is no such response to this consultation.")
    return version, response


def _check_settled(version: ResponseVersion, response: ResponseRow) -> None:
    if response.organisation_id is None:
        raise NotReadyForRuling("Nobody has said yet whose response this is. Link it to its sender first.")
    if version.route is not ResponseRoute.PLATFORM and version.confirmed_at is None:
        raise NotReadyForRuling("A second person has not confirmed yet what was received. Have that done first.")


def _earlier(version: ResponseVersion) -> LateRuling | None:
    if version.admitted is None or version.ruled_at is None or version.ruled_by_id is None:
        return None
    return LateRuling(version.admitted, version.ruling_reason, version.ruled_by_id, version.ruled_at)


def _tell_sender(
    session: Session,
    now: datetime,
    row: ConsultationRow,
    version: ResponseVersion,
    response: ResponseRow,
    address: str,
) -> None:
    people = people_of(session, now, [response.organisation_id] if response.organisation_id else [])
    what = "is admitted and counts" if version.admitted else "is not admitted and does not count"
    words = f"Your late response to {row.title} ({row.modification.number}) {what}. The reason: {version.ruling_reason}"
    tell(
        session,
        now,
        frozenset().union(*people.values()),
        subject=f"Your late response: {row.title}",
        body=with_address(words, address),
        once_key=f"late-ruling:{version.id}",
    )
