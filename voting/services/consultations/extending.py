"""Extending a consultation: asked for with reason and notice, confirmed by a second person while it is still open."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.calendar import deadline_at, instant_in_words, london_date
from voting.domain.consultations import Extension as ExtensionValue
from voting.domain.consultations import extend
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry
from voting.domain.people import Action, Actor
from voting.models.consultations import Extension
from voting.queries.responses.consulted import consultation_facts
from voting.services.consultations.loading import acting_person, permitted_consultation
from voting.services.consultations.telling import concerned_organisations, people_of, tell, with_address
from voting.services.history import record

NOBODY = 0


class ExtensionOvertaken(RuleBroken):
    """A request that a later one, or a confirmed extension, has replaced."""


def request_extension(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, close_on: date, reason: str, notice: str
) -> int:
    """Ask for a later closing day, at 17:00 UK time; gives the id of the request. Nothing moves until it is confirmed.

    A later request replaces one that waits. Raises `NotPermitted` (not open), `NeverShortened`, `ReasonMissing` and
    `NoticeMissing`.
    """
    row = permitted_consultation(
        session, actor=actor, now=now, action=Action.REQUEST_EXTENSION, consultation_id=consultation_id
    )
    asker = acting_person(actor)
    asked = ExtensionValue(deadline_at(close_on), reason, notice, asker, NOBODY, now)
    extend(consultation_facts(row), asked, now)
    extension = Extension(
        consultation_id=row.id,
        from_at=row.closes_at,
        to_at=asked.closes_at,
        reason=reason.strip(),
        notice=notice.strip(),
        requested_at=now,
        requested_by_id=asker,
    )
    session.add(extension)
    session.flush()
    changed = (("extension", extension.id),)
    facts = {"from": row.closes_at.isoformat(), "to": extension.to_at.isoformat()}
    texts = {"reason": extension.reason, "notice": extension.notice}
    record(
        session,
        now,
        Entry("request_extension", asker, changed, facts=facts, texts=texts, modification_id=row.modification_id),
    )
    return extension.id


def confirm_extension(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, extension_id: int, address: str = ""
) -> int:
    """Move the deadline to what was asked for and send the notice; gives how many people are told.

    Call it with `Lock("consultation", …)`: whether it is still open is decided by `now`. Raises `NotPermitted` (the one
    who asked, or closed by now), `ExtensionOvertaken`, `NeverShortened` and `NotFound`.
    """
    extension = session.get(Extension, extension_id)
    if extension is None or extension.consultation_id != consultation_id:
        raise NotFound("There is no such request for an extension.")
    row = permitted_consultation(
        session,
        actor=actor,
        now=now,
        action=Action.CONFIRM_EXTENSION,
        consultation_id=consultation_id,
        prepared_by=frozenset({extension.requested_by_id}),
    )
    confirmer = acting_person(actor)
    if extension.id != waiting_extension(session, consultation_id):
        raise ExtensionOvertaken("This request was confirmed or replaced meanwhile. Look at the deadline that stands.")
    value = ExtensionValue(
        extension.to_at, extension.reason, extension.notice, extension.requested_by_id, confirmer, now
    )
    extend(consultation_facts(row), value, now)
    extension.confirmed_at, extension.confirmed_by_id = now, confirmer
    row.closes_at, row.close_on = extension.to_at, london_date(extension.to_at)
    row.version += 1
    session.flush()
    people = people_of(session, now, concerned_organisations(session, row.id)).values()
    words = (
        f"{extension.notice}\n\n{row.title} ({row.modification.number}) now closes {instant_in_words(row.closes_at)}; "
        f"until now it was to close {instant_in_words(extension.from_at)}. The reason: {extension.reason}"
    )
    told = tell(
        session,
        now,
        frozenset().union(*people),
        subject=f"Extended: {row.title}",
        body=with_address(words, address),
        once_key=f"consultation-extended:{extension.id}",
    )
    changed = (("extension", extension.id), ("consultation", row.id))
    facts = {"from": extension.from_at.isoformat(), "to": extension.to_at.isoformat(), "told": told}
    texts = {"reason": extension.reason, "notice": extension.notice}
    record(
        session,
        now,
        Entry("confirm_extension", confirmer, changed, facts=facts, texts=texts, modification_id=row.modification_id),
    )
    return told


def waiting_extension(session: Session, consultation_id: int) -> int | None:
    """The id of the request that waits for its second person: the last one made, unless it is confirmed."""
    last = session.execute(
        sa.select(Extension.id, Extension.confirmed_at)
        .where(Extension.consultation_id == consultation_id)
        .order_by(Extension.id.desc())
        .limit(1)
    ).first()
    return last.id if last is not None and last.confirmed_at is None else None
