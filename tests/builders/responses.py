"""Answers for tests: in one line a point drafted, an answer submitted, or one that SECAS entered from an e-mail."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from tests.builders.consultations import OpenedConsultation
from tests.remembering import remembered
from tests.world import World, at
from voting.domain.confidentiality import Confidentiality
from voting.domain.responses import DraftingPosition, ResponseRoute, TypedItem
from voting.models.responses import ResponseItemRow
from voting.services import responses
from voting.services.responses import EnteredAnswer, EnteredReceipt, Evidence, SavedDraft, SubmissionReceipt

ANSWERED = "2026-03-10T10:00"


def question(opened: OpenedConsultation, place: int = 1) -> str:
    """The name of a question as a target, counted from 1."""
    return f"question:{opened.question_ids[place - 1]}"


def clause(opened: OpenedConsultation, key: str = "c1") -> str:
    """The name of a clause of the first text as a target."""
    return f"clause:{opened.texts[0].version_id}:{key}"


def observation(opened: OpenedConsultation, place: int = 1) -> str:
    """The name of an observation of the first text as a target, counted from 1."""
    return f"observation:{opened.texts[0].observation_ids[place - 1]}"


def agree(target: str, comment: str = "", **more: Any) -> TypedItem:
    """A point that agrees with the drafting of a target."""
    return TypedItem(target, position=DraftingPosition.AGREE, comment=comment, **more)


def draft(
    world: World,
    opened: OpenedConsultation,
    party: str,
    *items: TypedItem,
    by: str = "contributor",
    when: str = ANSWERED,
    **saving: Any,
) -> SavedDraft:
    """Points saved into a Party's draft by one of its people."""
    with at(when):
        return world.scratch(
            responses.save_draft,
            f"{party}_{by}",
            consultation_id=opened.id,
            organisation_id=world.organisations[party],
            items=items,
            **saving,
        )


def submit(
    world: World, opened: OpenedConsultation, party: str, *, when: str | datetime = ANSWERED, **submitting: Any
) -> SubmissionReceipt:
    """What stands in a Party's draft, submitted by its signatory."""
    with at(when):
        return world.do(
            responses.submit_response,
            f"{party}_signatory",
            lock=opened.lock,
            consultation_id=opened.id,
            organisation_id=world.organisations[party],
            **submitting,
        )


@remembered
def answer(
    world: World,
    opened: OpenedConsultation,
    party: str,
    *items: TypedItem,
    confidentiality: Confidentiality = Confidentiality.PUBLIC,
    when: str = ANSWERED,
    **submitting: Any,
) -> SubmissionReceipt:
    """Points drafted and submitted; without any, one that agrees with the first question and says whose it is."""
    draft(world, opened, party, *(items or (agree(question(opened), f"The words of {party}."),)), when=when)
    with at(when):
        world.scratch(
            responses.set_draft_choices,
            f"{party}_signatory",
            consultation_id=opened.id,
            organisation_id=world.organisations[party],
            confidentiality=confidentiality,
        )
    return submit(world, opened, party, when=when, **submitting)


@remembered
def enter(
    world: World,
    opened: OpenedConsultation,
    party: str | None,
    *items: TypedItem,
    by: str = "analyst",
    when: str = ANSWERED,
    received_at: str = "2026-03-09T15:00",
    **entering: Any,
) -> EnteredReceipt:
    """An answer that came by e-mail, as SECAS entered it; no Party is an unknown sender."""
    points = items or (agree(question(opened), "From the e-mail."),)
    arrived = {
        "route": ResponseRoute.EMAIL,
        "evidence": Evidence("message.eml", b"Dear SECAS, we agree."),
        "answer": EnteredAnswer(points),
        "sender": "" if party else "Somebody at a maker of meters",
    } | entering
    with at(when):
        return world.do(
            responses.enter_response,
            by,
            lock=opened.lock,
            consultation_id=opened.id,
            organisation_id=world.organisations[party] if party else None,
            received_at=datetime.fromisoformat(received_at).replace(tzinfo=UTC),
            **arrived,
        )


def confirm(
    world: World, opened: OpenedConsultation, version_id: int, *, by: str = "second_analyst", when: str = ANSWERED
) -> EnteredReceipt:
    """The second person's confirmation of an entered answer."""
    with at(when):
        return world.do(
            responses.confirm_entered_response,
            by,
            lock=opened.lock,
            consultation_id=opened.id,
            version_id=version_id,
        )


def item_ids(world: World, version_id: int) -> tuple[int, ...]:
    """The ids of the points of a submitted version, in order."""
    with world.database.reading() as (session, _now):
        wanted = sa.select(ResponseItemRow.id).where(ResponseItemRow.response_version_id == version_id)
        return tuple(session.scalars(wanted.order_by(ResponseItemRow.position_in_response)))


def many_parties(world: World, prefix: str, count: int) -> Iterable[str]:
    """Keys of Parties that are added to the world, each with its people."""
    for place in range(count):
        key = f"{prefix}{place}"
        world.add_party(key)
        yield key
