"""Reminding the silent alone: one act, in words that were seen before they leave, listing whom it reached."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from voting.domain.consultations import ConsultationNotOpen, ConsultationState
from voting.domain.errors import RuleBroken
from voting.domain.history import Entry
from voting.domain.people import Action, Actor
from voting.queries.consultations.facts import state_of
from voting.queries.consultations.returns import returns_of, silent
from voting.services.consultations.loading import permitted_consultation
from voting.services.consultations.telling import people_of
from voting.services.history import record
from voting.services.intents import earlier_result, keep_result
from voting.services.notices import send


class NobodyIsSilent(RuleBroken):
    """A reminder while everybody invited has answered or declined."""


class MailIncomplete(RuleBroken):
    """A mail without a subject or without words."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """Whom a reminder went to, by organisation, and which organisations have nobody to send it to."""

    organisation_ids: tuple[int, ...]
    people: int
    unreachable_ids: tuple[int, ...]


def remind_silent(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    subject: str,
    body: str,
    intent: str = "",
) -> Reminded:
    """Send this mail to the people of every invited organisation that has returned nothing by now.

    Whoever answered or declined is never reminded, also where they did so after the page was opened. Raises
    `NotPermitted`, `ConsultationNotOpen`, `MailIncomplete` and `NobodyIsSilent`.
    """
    body_of_intent = {"consultation": consultation_id, "subject": subject, "body": body}
    earlier = earlier_result(session, actor, intent, "remind_silent", body_of_intent)
    if earlier is not None:
        return Reminded(tuple(earlier["organisations"]), earlier["people"], tuple(earlier["unreachable"]))
    row = permitted_consultation(
        session, actor=actor, now=now, action=Action.RUN_CONSULTATION, consultation_id=consultation_id
    )
    if state_of(row, now) is not ConsultationState.OPEN:
        raise ConsultationNotOpen("Reminders are for an open consultation. Nobody could still answer this one in time.")
    if not subject.strip() or not body.strip():
        raise MailIncomplete("Write the subject and the words of the mail.", "body" if subject.strip() else "subject")
    silent_ids = tuple(one.organisation_id for one in silent(returns_of(session, now=now, row=row)))
    if not silent_ids:
        raise NobodyIsSilent("Everybody invited has answered or declined. There is nobody to remind.")
    people = people_of(session, now, silent_ids)
    for person_id in sorted(frozenset().union(*people.values())):
        send(session, now, person_id=person_id, subject=subject.strip(), body=body)
    reached = tuple(one for one in silent_ids if one in people)
    result = Reminded(
        reached, len(frozenset().union(*people.values())), tuple(one for one in silent_ids if one not in people)
    )
    facts = {
        "organisations": list(result.organisation_ids),
        "people": result.people,
        "unreachable": list(result.unreachable_ids),
    }
    entry = Entry(
        "remind_silent",
        actor.person_id,
        (("consultation", row.id),),
        facts=facts,
        texts={"subject": subject.strip(), "body": body},
        modification_id=row.modification_id,
    )
    record(session, now, entry)
    keep_result(session, now, actor, intent, "remind_silent", body_of_intent, facts)
    return result
