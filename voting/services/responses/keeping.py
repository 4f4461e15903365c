"""Keeping a submitted version for good: its rows, its place in the history, and the copy that its sender is mailed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.calendar import exact_instant_in_words
from voting.domain.confidentiality import Confidentiality
from voting.domain.history import Entry, instant, new_receipt
from voting.domain.labels import label
from voting.domain.responses import Accepted, ResponseItem, ResponseRoute, TargetKind
from voting.models.consultations import ConsultationRow
from voting.models.modifications import Modification
from voting.models.responses import ItemTarget, ResponseItemRow, ResponseRow, ResponseVersion
from voting.queries.responses.targets import TargetView

_COLUMN = {
    TargetKind.QUESTION: "question_id",
    TargetKind.OBSERVATION: "observation_id",
    TargetKind.CLAUSE: "clause_id",
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """By which way a version came, who signed or entered it, and the message that is kept as evidence."""

    signed_by: int
    route: ResponseRoute = ResponseRoute.PLATFORM
    evidence_id: int | None = None
    also_for: str = ""


def response_of(session: Session, consultation_id: int, organisation_id: int) -> ResponseRow:
    """The organisation's response to the consultation, made if it is the first."""
    row = session.scalar(
        sa.select(ResponseRow).where(
            ResponseRow.consultation_id == consultation_id, ResponseRow.organisation_id == organisation_id
        )
    )
    if row is None:
        row = ResponseRow(consultation_id=consultation_id, organisation_id=organisation_id, sender="")
        session.add(row)
        session.flush()
    return row


def keep_version(
    session: Session,
    *,
    response: ResponseRow,
    accepted: Accepted,
    arrival: Arrival,
    targets: Mapping[str, TargetView],
) -> ResponseVersion:
    """Keep what was accepted as the next version of the response, with its points and what each is about."""
    highest = sa.select(sa.func.max(ResponseVersion.number)).where(ResponseVersion.response_id == response.id)
    draft = accepted.draft
    version = ResponseVersion(
        response_id=response.id,
        number=(session.scalar(highest) or 0) + 1,
        is_nil=draft.is_nil,
        confidentiality=draft.confidentiality,
        no_comment_on_the_rest=draft.no_comment_on_rest is not None,
        also_for=arrival.also_for,
        route=arrival.route,
        received_at=accepted.received_at,
        entered_at=accepted.entered_at,
        signed_by_id=arrival.signed_by,
        evidence_id=arrival.evidence_id,
        is_late=accepted.is_late,
        receipt=new_receipt(),
    )
    for place, item in enumerate(draft.items, start=1):
        version.items.append(_item_row(item, place, targets))
    session.add(version)
    session.flush()
    return version


def _item_row(item: ResponseItem, place: int, targets: Mapping[str, TargetView]) -> ResponseItemRow:
    public = item.public_version
    row = ResponseItemRow(
        key=item.key,
        position_in_response=place,
        position=item.position.value if item.position else None,
        chosen=item.chosen,
        comment=item.comment,
        own_wording=item.own_wording,
        confidentiality=item.confidentiality,
        public_version=public.comment if public else "",
        public_wording=public.own_wording if public else "",
        public_shows_position=bool(public and public.shows_position),
        declared_blank=item.declared_blank,
        objectives="".join(item.objectives),
    )
    for target in item.targets:
        row.targets.append(ItemTarget(**{_COLUMN[target.kind]: targets[target.key].id}))
    return row


def version_entry(
    use_case: str,
    person_id: int | None,
    consultation: ConsultationRow,
    response: ResponseRow,
    version: ResponseVersion,
    items: Iterable[ResponseItem],
) -> Entry:
    """The history entry of a kept version.

    The history is read by SECAS while answers are sealed: its facts say that something was returned and when. Every
    word, position and choice goes into the salted texts.
    """
    texts = {"also for": version.also_for, "sender": response.sender, "confidentiality": version.confidentiality.value}
    for place, item in enumerate(items, start=1):
        texts |= _item_texts(f"item {place}", item)
    changed = (
        ("response", response.id),
        ("response_version", version.id),
        *(("response_item", row.id) for row in version.items),
    )
    return Entry(
        use_case,
        person_id,
        changed,
        facts={
            "consultation": consultation.id,
            "organisation": response.organisation_id,
            "version": version.number,
            "is_nil": version.is_nil,
            "route": version.route.value,
            "received_at": instant(version.received_at),
            "is_late": version.is_late,
        },
        texts=texts,
        modification_id=consultation.modification_id,
        receipt=version.receipt,
    )


def _item_texts(name: str, item: ResponseItem) -> dict[str, str]:
    public = item.public_version
    choices = {
        "key": item.key,
        "targets": [target.key for target in item.targets],
        "position": item.position,
        "chosen": item.chosen,
        "objectives": list(item.objectives),
        "confidentiality": item.confidentiality,
        "declared_blank": item.declared_blank,
        "public_shows_position": bool(public and public.shows_position),
    }
    return {
        f"{name} choices": json.dumps(choices, sort_keys=True),
        f"{name} comment": item.comment,
        f"{name} own wording": item.own_wording,
        f"{name} comment for publication": public.comment if public else "",
        f"{name} wording for publication": public.own_wording if public else "",
    }


def full_copy(
    consultation: ConsultationRow,
    modification: Modification,
    organisation: str,
    version: ResponseVersion,
    items: Iterable[ResponseItem],
    targets: Mapping[str, TargetView],
) -> str:
    """The mail with the receipt and all that was submitted. It goes to the answering organisation's people alone."""
    lines = [
        f"{consultation.title}, {modification.number} {modification.title}",
        f"Answer of {organisation}, version {version.number}",
        f"Received {exact_instant_in_words(version.received_at)}",
        f"Receipt {version.receipt}",
        f"Confidentiality: {label(version.confidentiality)}",
    ]
    if version.also_for:
        lines.append(f"Also for: {version.also_for}")
    if version.is_late:
        lines.append("It came after the close. SECAS admits or refuses it, with a reason; it counts only if admitted.")
    if version.is_nil:
        lines.append("No response.")
    for item in items:
        lines += ["", *_item_lines(item, targets, version.confidentiality)]
    if version.no_comment_on_the_rest:
        lines += ["", "No comment on the rest."]
    return "\n".join(lines) + "\n"


def _item_lines(
    item: ResponseItem, targets: Mapping[str, TargetView], response_choice: Confidentiality
) -> Iterable[str]:
    yield "; ".join(f"{targets[one.key].words}: {targets[one.key].title}".removesuffix(": ") for one in item.targets)
    stated = [label(item.position)] if item.position else []
    stated += [item.chosen] if item.chosen else []
    stated += [f"Objectives {', '.join(f'({letter})' for letter in item.objectives)}"] if item.objectives else []
    if stated:
        yield ". ".join(stated)
    yield from (text for text in (item.comment,) if text)
    if item.own_wording:
        yield f"Our wording: {item.own_wording}"
    if item.confidentiality and item.confidentiality is not response_choice:
        yield f"Confidentiality of this point: {label(item.confidentiality)}"
    if item.public_version:
        yield f"For publication: {item.public_version.comment} {item.public_version.own_wording}".rstrip()
    if item.declared_blank:
        yield "For publication: left blank."
