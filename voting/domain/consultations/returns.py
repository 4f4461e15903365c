"""Who answers and who is silent: invited or not, returned or not, and what is ruled on an answer that came late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from voting.domain.consultations.running import (
    ConsultationFacts,
    ConsultationOver,
    ConsultationState,
    ReasonMissing,
    consultation_state,
)
from voting.domain.errors import RuleBroken

T = TypeVar("T")


class NotLate(RuleBroken):
    """The response was received in time and needs no ruling."""


class RuledBefore(RuleBroken):
    """The late response has its ruling."""


class TooLateToAdmit(RuleBroken):
    """The responses are published, so that none can be added to them."""


@dataclass(frozen=True, slots=True)
class LateRuling:
    """What SECAS decided about a late response, with the reason that is published."""

    admitted: bool
    reason: str
    ruled_by: int
    ruled_at: datetime


def rule_on_late(
    facts: ConsultationFacts, received_at: datetime, earlier: LateRuling | None, ruling: LateRuling
) -> LateRuling:
    """The ruling on a response received at `received_at`; it counts only if admitted.

    Raises `NotLate`, `RuledBefore` (a ruling is published, so it is never edited), `ReasonMissing`,
    `ConsultationOver`, and `TooLateToAdmit` once the responses are published (refusing is still possible).
    """
    if facts.closes_at is None or received_at <= facts.closes_at:
        raise NotLate("This response was received in time. It counts without a ruling.")
    if earlier is not None:
        raise RuledBefore("There is a ruling on this response, which was told to its sender. It cannot be changed.")
    if not ruling.reason.strip():
        raise ReasonMissing("Give the reason for admitting or refusing it: it is published.", "reason")
    state = consultation_state(facts, ruling.ruled_at)
    if state is ConsultationState.WITHDRAWN:
        raise ConsultationOver("This consultation was withdrawn with its modification, so no response counts.")
    if ruling.admitted and state is ConsultationState.PUBLISHED:
        raise TooLateToAdmit(
            "The responses are published, so none can be added. Refuse it, with the reason.", "admitted"
        )
    return ruling


class Invitation(StrEnum):
    """As what a respondent answers. The list of the invited is guidance: nobody is barred by not being on it."""

    INVITED = "invited"
    NOT_INVITED = "not_invited"
    UNKNOWN_SENDER = "unknown_sender"


def invitation(organisation_id: int | None, invited: frozenset[int]) -> Invitation:
    """As what an answer arrives; None is a sender whom SECAS has not linked to an organisation."""
    if organisation_id is None:
        return Invitation.UNKNOWN_SENDER
    return Invitation.INVITED if organisation_id in invited else Invitation.NOT_INVITED


def waits_for_link(organisation_id: int | None) -> bool:
    """Whether a response has to wait until SECAS says whose it is: only an unknown sender's."""
    return organisation_id is None


class ReturnState(StrEnum):
    """All that SECAS sees of an organisation before close."""

    SUBMITTED = "submitted"
    WILL_NOT_RESPOND = "will_not_respond"
    NOTHING_YET = "nothing_yet"


def return_state(*, has_submitted: bool, last_was_nil: bool) -> ReturnState:
    """What an organisation has returned so far; a draft is nothing yet."""
    if not has_submitted:
        return ReturnState.NOTHING_YET
    return ReturnState.WILL_NOT_RESPOND if last_was_nil else ReturnState.SUBMITTED


def chase_list(invited: Iterable[T], submitted: Iterable[T], nil: Iterable[T]) -> tuple[T, ...]:
    """The silent alone, each once, in the order of the invited: whoever answered or declined is never reminded."""
    heard = {*submitted, *nil}
    return tuple(dict.fromkeys(one for one in invited if one not in heard))
