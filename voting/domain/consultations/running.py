"""Where a consultation stands at an instant, and how it is opened, extended, withdrawn and published."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from voting.domain.calendar import instant_in_words
from voting.domain.consultations.kinds import ConsultationKind
from voting.domain.errors import RuleBroken
from voting.domain.modifications.lifecycle import Stage


class ConsultationState(StrEnum):
    """Where a consultation stands: derived from its instants, never stored, so that no timer can be late."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class SecondPersonNeeded(RuleBroken):
    """The one who prepared something cannot be the one who confirms it."""


class NoQuestions(RuleBroken):
    """A consultation that asks nothing."""


class OpensInThePast(RuleBroken):
    """An opening before the moment at which it is ordered."""


class ClosesBeforeItOpens(RuleBroken):
    """A deadline that leaves no time to answer."""


class OpenedBefore(RuleBroken):
    """The consultation has been opened already."""


class ConsultationNotOpen(RuleBroken):
    """The consultation is not open at this moment."""


class ConsultationNotClosed(RuleBroken):
    """The consultation has not closed yet."""


class NeverShortened(RuleBroken):
    """A deadline can only move forward."""


class ReasonMissing(RuleBroken):
    """A reason that people will read was not given."""


class NoticeMissing(RuleBroken):
    """The notice of an extension was not given."""


class WithdrawnOnlyWithModification(RuleBroken):
    """A consultation cannot be withdrawn while its modification goes on."""


class ConsultationOver(RuleBroken):
    """The consultation is published or withdrawn, so nothing more can be done to it."""


class NotReadyToPublish(RuleBroken):
    """Something has to be done before the answers can be published."""


@dataclass(frozen=True, slots=True)
class Extension:
    """A deadline moved forward: a dated event with its reason, its notice and the two people who made it."""

    closes_at: datetime
    reason: str
    notice: str
    asked_by: int
    confirmed_by: int
    extended_at: datetime


@dataclass(frozen=True, slots=True)
class ConsultationFacts:
    """A consultation as far as its rules are concerned. People are ids; instants are None until they are known.

    `opens_at` and `first_closes_at` are set by the act of opening. `open_to_secas`: SECAS may read submitted answers
    before close, and the consultation says so from its first day.
    """

    kind: ConsultationKind
    prepared_by: frozenset[int]
    questions: int
    asks_replies: bool
    open_to_secas: bool = False
    opened_by: int | None = None
    opens_at: datetime | None = None
    first_closes_at: datetime | None = None
    extensions: tuple[Extension, ...] = ()
    published_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def closes_at(self) -> datetime | None:
        """The deadline that holds: the last extension's, or the first one."""
        return self.extensions[-1].closes_at if self.extensions else self.first_closes_at


def consultation_state(facts: ConsultationFacts, now: datetime) -> ConsultationState:
    """Where the consultation stands at `now`; what arrives at the very instant of the deadline is in time."""
    if facts.withdrawn_at is not None and now >= facts.withdrawn_at:
        return ConsultationState.WITHDRAWN
    if facts.opens_at is None or facts.closes_at is None or now < facts.opens_at:
        return ConsultationState.PREPARED
    if now <= facts.closes_at:
        return ConsultationState.OPEN
    if facts.published_at is not None and now >= facts.published_at:
        return ConsultationState.PUBLISHED
    return ConsultationState.CLOSED


def is_open(facts: ConsultationFacts, now: datetime) -> bool:
    """Whether an answer given in the product at `now` is in time."""
    return consultation_state(facts, now) is ConsultationState.OPEN


def open_consultation(
    facts: ConsultationFacts, opener: int, opens_at: datetime, closes_at: datetime, now: datetime
) -> ConsultationFacts:
    """The consultation as opened by a second person, from `opens_at` (now or later) to the deadline `closes_at`.

    Raises `OpenedBefore`, `ConsultationOver`, `SecondPersonNeeded`, `NoQuestions`, `OpensInThePast` and
    `ClosesBeforeItOpens`. That the deadline is 17:00 UK time on a day that exists is the calendar's to check.
    """
    if consultation_state(facts, now) is ConsultationState.WITHDRAWN:
        raise ConsultationOver("This consultation was withdrawn with its modification. Prepare a new one.")
    if facts.opened_by is not None:
        raise OpenedBefore("This consultation has been opened already.")
    if opener in facts.prepared_by:
        raise SecondPersonNeeded("You prepared this consultation yourself. A second person has to open it.")
    if facts.questions < 1:
        raise NoQuestions("This consultation asks nothing. Add a question before it is opened.", "questions")
    if opens_at < now:
        raise OpensInThePast("It cannot open in the past. Open it now, or choose a later time.", "opens_at")
    if closes_at <= opens_at:
        raise ClosesBeforeItOpens("It would close before it opens. Choose a later closing date.", "closes_at")
    return replace(facts, opened_by=opener, opens_at=opens_at, first_closes_at=closes_at)


def extend(facts: ConsultationFacts, extension: Extension, now: datetime) -> ConsultationFacts:
    """The consultation with its deadline moved forward, never back.

    Raises `ConsultationNotOpen` (an extension after close would reopen what people were told is closed: late answers
    have their own way), `NeverShortened`, `SecondPersonNeeded`, `ReasonMissing` and `NoticeMissing`.
    """
    if not is_open(facts, now) or facts.closes_at is None:
        raise ConsultationNotOpen(
            "Only an open consultation can be extended. What arrives after close goes to the late responses."
        )
    if extension.closes_at <= facts.closes_at:
        raise NeverShortened(
            f"It closes {instant_in_words(facts.closes_at)} and is never shortened. Choose a later date.", "closes_at"
        )
    if extension.confirmed_by == extension.asked_by:
        raise SecondPersonNeeded("You asked for this extension yourself. A second person has to confirm it.")
    if not extension.reason.strip():
        raise ReasonMissing("Give the reason for the extension: it is published with it.", "reason")
    if not extension.notice.strip():
        raise NoticeMissing("Write the notice that tells everybody invited of the new deadline.", "notice")
    return replace(facts, extensions=(*facts.extensions, replace(extension, extended_at=now)))


def withdraw_with_modification(facts: ConsultationFacts, stage: Stage, now: datetime) -> ConsultationFacts:
    """The consultation as withdrawn; raises `WithdrawnOnlyWithModification` unless its modification is withdrawn.

    What was published stays published, so a published consultation raises `ConsultationOver`.
    """
    if stage is not Stage.WITHDRAWN:
        raise WithdrawnOnlyWithModification(
            "A consultation is never shortened. It can only be withdrawn together with its modification."
        )
    if consultation_state(facts, now) in {ConsultationState.PUBLISHED, ConsultationState.WITHDRAWN}:
        raise ConsultationOver("This consultation is over already.")
    return replace(facts, withdrawn_at=now)


def publish(
    facts: ConsultationFacts, publisher: int, prepared_by: frozenset[int], missing: tuple[str, ...], now: datetime
) -> ConsultationFacts:
    """The consultation with its answers and replies published, all at this one moment.

    `prepared_by` are those who prepared what is published, `missing` the sentences of what is not ready. Raises
    `ConsultationNotClosed`, `ConsultationOver`, `SecondPersonNeeded` and `NotReadyToPublish`.
    """
    state = consultation_state(facts, now)
    if state in {ConsultationState.PUBLISHED, ConsultationState.WITHDRAWN}:
        raise ConsultationOver("This consultation is over already.")
    if state is not ConsultationState.CLOSED:
        raise ConsultationNotClosed("Answers can be published once the consultation has closed.")
    if publisher in prepared_by:
        raise SecondPersonNeeded("You prepared what would be published. A second person has to publish it.")
    if missing:
        raise NotReadyToPublish("Not ready to publish: " + " ".join(missing))
    return replace(facts, published_at=now)
