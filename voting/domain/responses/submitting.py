"""Submitting a response: who may, when it is in time, by which route it came, and which version of it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voting.domain.calendar import instant_in_words
from voting.domain.consultations import (
    ConsultationFacts,
    ConsultationState,
    LateRuling,
    SecondPersonNeeded,
    consultation_state,
    waits_for_link,
)
from voting.domain.errors import RuleBroken
from voting.domain.responses.drafting import Draft, as_submitted
from voting.domain.responses.items import item_refusals


class SubmissionRefused(RuleBroken):
    """A response that cannot be submitted; the subclass says why."""


class NotSignatory(SubmissionRefused):
    """Somebody who may not sign for this organisation."""


class NothingToSubmit(SubmissionRefused):
    """A response with nothing in it."""


class NilWithItems(SubmissionRefused):
    """A "No response" that answers something after all."""


class ItemsNotComplete(SubmissionRefused):
    """Items that cannot be submitted as they stand."""

    def __init__(self, refusals: Mapping[str, tuple[RuleBroken, ...]]) -> None:
        first = next(iter(refusals.values()))[0]
        super().__init__(f"{_items(len(refusals))} not complete. The first: {first.sentence}", first.field)
        self.refusals = refusals


class ConsultationNotOpenYet(SubmissionRefused):
    """The consultation has not opened."""


class ConsultationGone(SubmissionRefused):
    """The consultation was withdrawn with its modification."""


class ConsultationClosed(SubmissionRefused):
    """The deadline has passed. The text is kept, in `draft`, and can be sent as late."""

    def __init__(self, closed_at: datetime, draft: Draft) -> None:
        super().__init__(
            f"This consultation closed at {instant_in_words(closed_at)}. Your text is kept. You can send it as late: "
            "SECAS then admits or refuses it, with a reason."
        )
        self.closed_at = closed_at
        self.draft = draft


class EvidenceMissing(SubmissionRefused):
    """An answer entered for somebody else without the message it came in."""


class ReceivedInTheFuture(SubmissionRefused):
    """A time of receipt that has not come yet."""


class ReceivedBeforeOpening(SubmissionRefused):
    """A time of receipt before the consultation opened."""


class Tray(StrEnum):
    """Where a submitted version goes."""

    IN_TIME = "in_time"
    LATE = "late"
    TO_CONFIRM = "to_confirm"
    TO_LINK = "to_link"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who submits: a person, and the organisations they may sign for."""

    person_id: int
    signs_for: frozenset[int]


@dataclass(frozen=True, slots=True)
class OtherRoute:
    """How an answer came that was not given in the product: its evidence, when it was received, and who entered it."""

    received_at: datetime
    evidence: str
    entered_by: int
    confirmed_by: int | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A version as it is kept. Whether it was in time is judged on `received_at`; both times are shown."""

    draft: Draft
    tray: Tray
    received_at: datetime
    entered_at: datetime
    is_late: bool


def check_submit(
    draft: Draft, signatory: Signatory, consultation: ConsultationFacts, now: datetime, *, as_late: bool = False
) -> Accepted:
    """The version that a signatory submits in the product, judged by `now`, the instant of the write.

    After close it raises `ConsultationClosed` with the text kept, unless `as_late` says that it should go to the late
    responses. Raises `NotSignatory`, `NothingToSubmit`, `NilWithItems`, `ItemsNotComplete`, `ConsultationNotOpenYet`
    and `ConsultationGone` besides.
    """
    if draft.organisation_id is None or draft.organisation_id not in signatory.signs_for:
        raise NotSignatory("You may not sign for this organisation. Ask one of its signatories to submit.")
    closes_at = _deadline(consultation, now, now)
    is_late = now > closes_at
    if is_late and not as_late:
        raise ConsultationClosed(closes_at, draft)
    complete = _checked_contents(draft)
    return Accepted(complete, Tray.LATE if is_late else Tray.IN_TIME, now, now, is_late)


def check_entered(draft: Draft, route: OtherRoute, consultation: ConsultationFacts, now: datetime) -> Accepted:
    """The version that SECAS enters for somebody whose answer came by another route, judged on when it was received.

    It waits until a second person has confirmed it, and where its sender is unknown until SECAS has linked it. Raises
    `EvidenceMissing`, `SecondPersonNeeded`, `ReceivedInTheFuture`, `ReceivedBeforeOpening` and what `check_submit`
    raises for the contents. SECAS may enter it after close: the deadline binds the sender, not the typist.
    """
    if not route.evidence.strip():
        raise EvidenceMissing("Attach the message, or note of the call, in which this answer came.", "evidence")
    if route.confirmed_by == route.entered_by:
        raise SecondPersonNeeded("You entered this answer yourself. A second person has to confirm it.")
    if route.received_at > now:
        raise ReceivedInTheFuture("It cannot have been received in the future. Check the date and time.", "received_at")
    is_late = route.received_at > _deadline(consultation, route.received_at, now)
    complete = _checked_contents(draft)
    return Accepted(complete, _tray(draft, route, is_late=is_late), route.received_at, now, is_late)


def _tray(draft: Draft, route: OtherRoute, *, is_late: bool) -> Tray:
    if waits_for_link(draft.organisation_id):
        return Tray.TO_LINK
    if route.confirmed_by is None:
        return Tray.TO_CONFIRM
    return Tray.LATE if is_late else Tray.IN_TIME


def _deadline(consultation: ConsultationFacts, received_at: datetime, now: datetime) -> datetime:
    """The deadline on which the answer is judged; raises where none can be given yet, or none any more."""
    state = consultation_state(consultation, now)
    if state is ConsultationState.WITHDRAWN:
        raise ConsultationGone("This consultation was withdrawn with its modification. Nothing more can be sent to it.")
    opens_at, closes_at = consultation.opens_at, consultation.closes_at
    if opens_at is None or closes_at is None or state is ConsultationState.PREPARED:
        raise ConsultationNotOpenYet("This consultation has not opened yet. Your draft is kept.")
    if received_at < opens_at:
        raise ReceivedBeforeOpening(
            "This was received before the consultation opened. Check the date, or ask the sender again.", "received_at"
        )
    return closes_at


def _checked_contents(draft: Draft) -> Draft:
    complete = as_submitted(draft)
    if draft.is_nil:
        if complete.items or draft.no_comment_on_rest is not None:
            raise NilWithItems("“No response” cannot be sent with answers in it. Remove them, or submit them instead.")
        return complete
    if not complete.items and draft.no_comment_on_rest is None:
        raise NothingToSubmit("There is nothing to submit yet. Answer something, or choose “No response”.")
    refusals = {item.key: found for item in complete.items if (found := item_refusals(item, complete.confidentiality))}
    if refusals:
        raise ItemsNotComplete(refusals)
    return complete


def _items(count: int) -> str:
    return "1 answer is" if count == 1 else f"{count} answers are"


@dataclass(frozen=True, slots=True)
class SubmittedVersion:
    """One kept version of a response: they are numbered from 1 and none is ever changed or removed.

    `is_confirmed` is false while an answer that came by another route waits for its second person, `is_linked` while
    its sender is unknown.
    """

    version: int
    received_at: datetime
    entered_at: datetime
    is_nil: bool = False
    is_confirmed: bool = True
    is_linked: bool = True


def counting_version(
    versions: tuple[SubmittedVersion, ...], closes_at: datetime, rulings: Mapping[int, LateRuling]
) -> SubmittedVersion | None:
    """The version that counts, or None: the last received of those in time or admitted late, by its version number.

    "Last" goes by when it was received, then entered, then by number: an e-mail that is typed in later does not
    overtake what its sender has done in the product since. What is not confirmed or not linked does not count yet.
    """
    eligible = [one for one in versions if one.is_confirmed and one.is_linked and _is_admitted(one, closes_at, rulings)]
    return max(eligible, key=lambda one: (one.received_at, one.entered_at, one.version), default=None)


def _is_admitted(version: SubmittedVersion, closes_at: datetime, rulings: Mapping[int, LateRuling]) -> bool:
    if version.received_at <= closes_at:
        return True
    ruling = rulings.get(version.version)
    return ruling is not None and ruling.admitted
