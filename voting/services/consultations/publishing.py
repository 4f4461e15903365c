"""Publishing the answers to a consultation: all of them, with every reply, at one moment, and telling people after."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from voting.domain.consultations import ConsultationNotClosed, ConsultationState, ReasonMissing
from voting.domain.consultations import publish as published
from voting.domain.errors import RuleBroken
from voting.domain.history import Entry, new_receipt
from voting.domain.people import Action, Actor
from voting.models.consultations import ConsultationRow, LeakDecision
from voting.queries.consultations.facts import known_consultation, state_of
from voting.queries.consultations.readiness import Finding, readiness
from voting.queries.responses.consulted import consultation_facts
from voting.services.consultations.loading import acting_person, permitted_consultation
from voting.services.consultations.telling import concerned_organisations, people_of, tell, with_address
from voting.services.history import record
from voting.services.intents import check_seen_version, earlier_result, keep_result


class NoSuchFinding(RuleBroken):
    """A finding that the leak check does not make (any more)."""


def write_summary(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, seen_version: int, summary: str
) -> None:
    """Keep the factual summary of the responses; it is published with them. Raises `ConsultationNotClosed`."""
    row = _closed(session, actor, now, consultation_id)
    check_seen_version(seen_version, row.version, "summary")
    row.summary, row.summary_by_id = summary.strip(), acting_person(actor)
    row.version += 1
    session.flush()
    _record(session, now, actor, "write_summary", row, {}, {"summary": row.summary})


def decide_leaks(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, findings: Iterable[str], reason: str
) -> int:
    """Pass findings of the leak check, by their ids, for this reason; gives how many.

    Whatever can be mended should be mended instead: the texts of a reply and of the summary, or the version for
    publication. Raises `ReasonMissing`, `NoSuchFinding` and `ConsultationNotClosed`.
    """
    row = _closed(session, actor, now, consultation_id)
    if not reason.strip():
        raise ReasonMissing("Say why this may be published as it stands: the reason is kept.", "reason")
    open_ones = {one.id: one for one in readiness(session, row=row).findings if not one.is_decided}
    wanted = tuple(dict.fromkeys(findings))
    if not wanted or any(one not in open_ones for one in wanted):
        raise NoSuchFinding("The texts have changed since you looked. Look at the findings again.", "findings")
    session.add_all(_decision(row, open_ones[one], actor, now, reason) for one in wanted)
    session.flush()
    _record(session, now, actor, "decide_leaks", row, {"findings": sorted(wanted)}, {"reason": reason.strip()})
    return len(wanted)


def publish_consultation(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, address: str = "", intent: str = ""
) -> str:
    """Publish every answer that counts and every reply, all at `now`, and give the receipt; mails leave after that.

    Call it with `Lock("consultation", …)`. Raises `NotPermitted` (not closed, or who prepared any of it), and
    `NotReadyToPublish` with a sentence for each thing that is missing.
    """
    body: dict[str, object] = {"consultation": consultation_id}
    earlier = earlier_result(session, actor, intent, "publish_consultation", body)
    if earlier is not None:
        return str(earlier["receipt"])
    row = known_consultation(session, viewer=actor, consultation_id=consultation_id)
    found = readiness(session, row=row)
    permitted_consultation(
        session,
        actor=actor,
        now=now,
        action=Action.PUBLISH_CONSULTATION,
        consultation_id=consultation_id,
        prepared_by=found.preparers,
    )
    publisher = acting_person(actor)
    after = published(consultation_facts(row), publisher, found.preparers, found.missing, now)
    row.published_at, row.published_by_id = after.published_at, publisher
    row.version += 1
    session.flush()
    told = _announce(session, now, row, address)
    receipt = new_receipt()
    facts = {"told": told, "findings_passed": len(found.findings)}
    _record(session, now, actor, "publish_consultation", row, facts, {"summary": row.summary}, receipt)
    keep_result(session, now, actor, intent, "publish_consultation", body, {"receipt": receipt})
    return receipt


def _closed(session: Session, actor: Actor, now: datetime, consultation_id: int) -> ConsultationRow:
    row = permitted_consultation(
        session, actor=actor, now=now, action=Action.RUN_CONSULTATION, consultation_id=consultation_id
    )
    if state_of(row, now) is not ConsultationState.CLOSED:
        raise ConsultationNotClosed("This is done between the close of a consultation and its publication.")
    return row


def _decision(row: ConsultationRow, finding: Finding, actor: Actor, now: datetime, reason: str) -> LeakDecision:
    return LeakDecision(
        consultation_id=row.id,
        kind=finding.value.kind,
        published_key=finding.value.published_key,
        confidential_key=finding.value.confidential_key,
        words=finding.value.words,
        reason=reason.strip(),
        decided_by_id=acting_person(actor),
        decided_at=now,
    )


def _announce(session: Session, now: datetime, row: ConsultationRow, address: str) -> int:
    people = people_of(session, now, concerned_organisations(session, row.id)).values()
    proposer = () if row.modification.proposer_id is None else (row.modification.proposer_id,)
    what = "responses and the replies to them" if row.asks_for_replies else "responses and a summary of them"
    return tell(
        session,
        now,
        frozenset().union(*people, proposer),
        subject=f"Responses published: {row.title}",
        body=with_address(f"The {what} are published: {row.title} ({row.modification.number}).", address),
        once_key=f"consultation-published:{row.id}",
    )


def _record(
    session: Session,
    now: datetime,
    actor: Actor,
    use_case: str,
    row: ConsultationRow,
    facts: Mapping[str, object],
    texts: dict[str, str],
    receipt: str | None = None,
) -> None:
    changed = (("consultation", row.id),)
    entry = Entry(
        use_case,
        actor.person_id,
        changed,
        facts=facts,
        texts=texts,
        modification_id=row.modification_id,
        receipt=receipt,
    )
    record(session, now, entry)
