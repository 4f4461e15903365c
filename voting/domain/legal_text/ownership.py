"""Who owns each hunk, and whether a redline may be published.

Where the modification has a register of observations, every hunk is owned by one of them or marked consequential or
housekeeping, and one without an owner blocks publication. Without a register each hunk belongs to the Proposed
Solution. A cancelled hunk changes nothing and needs no owner.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voting.domain.errors import RuleBroken
from voting.domain.legal_text.aliases import LabelIndex
from voting.domain.legal_text.proposing import CitingObservation
from voting.domain.legal_text.values import Hunk, HunkState, Redline
from voting.domain.legal_text.views import check_redline
from voting.domain.legal_text.words import hunk_words


class HunkOwner(StrEnum):
    """Why a hunk is there."""

    OBSERVATION = "observation"
    CONSEQUENTIAL = "consequential"
    HOUSEKEEPING = "housekeeping"
    PROPOSED_SOLUTION = "proposed_solution"


class ObservationOwnerNotNamed(RuleBroken):
    """A hunk is owned by an observation exactly when the observation is named."""


class HunksWithoutOwner(RuleBroken):
    """Hunks without an owner block publication."""


class ObservationsWithoutChange(RuleBroken):
    """Observations that lead to nothing in the text are published past with a reason only."""


class OwnerWithoutRegister(RuleBroken):
    """A hunk names an observation, and the modification has no register of them."""


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who owns one hunk; `observation` names the observation, and is empty for every other owner."""

    owner: HunkOwner
    observation: str = ""

    def __post_init__(self) -> None:
        if (self.owner is HunkOwner.OBSERVATION) != bool(self.observation):
            raise ObservationOwnerNotNamed(
                "Choose the observation that owns this change, or mark it consequential or housekeeping.", "observation"
            )


_OF_THE_SOLUTION = Ownership(HunkOwner.PROPOSED_SOLUTION)


def ownership_of(hunk_key: str, owners: Mapping[str, Ownership], has_register: bool) -> Ownership | None:
    """Who owns the hunk, or None where it has no owner yet.

    With a register "the Proposed Solution" is no owner; without one it owns what nobody marked otherwise.
    """
    owner = owners.get(hunk_key)
    if has_register:
        return owner if owner != _OF_THE_SOLUTION else None
    return owner or _OF_THE_SOLUTION


def unowned_hunks(hunks: Iterable[Hunk], owners: Mapping[str, Ownership], has_register: bool) -> tuple[Hunk, ...]:
    """The hunks that block publication because nothing says why they are there, in document order."""
    return tuple(
        hunk
        for hunk in hunks
        if hunk.state is HunkState.PROPOSED and ownership_of(hunk.key, owners, has_register) is None
    )


def remaining_as_housekeeping(
    hunks: Iterable[Hunk], owners: Mapping[str, Ownership], has_register: bool
) -> dict[str, Ownership]:
    """All owners after "mark all remaining as housekeeping": what was owned stays as it was."""
    remaining = unowned_hunks(hunks, owners, has_register)
    return dict(owners) | {hunk.key: Ownership(HunkOwner.HOUSEKEEPING) for hunk in remaining}


def check_publishable(redline: Redline, owners: Mapping[str, Ownership], has_register: bool) -> None:
    """Refuse to publish a redline that does not add up or has a hunk without an owner.

    Raises `RedlineInconsistent`, `HunksWithoutOwner` (with the count and the first three) or `OwnerWithoutRegister`.
    """
    check_redline(redline)
    if not has_register:
        _check_no_observation_owns(redline, owners)
    unowned = unowned_hunks(redline.hunks, owners, has_register)
    if not unowned:
        return
    paths = {clause.key: clause.path for clause in redline.clauses}
    first = "; ".join(f"{paths.get(hunk.clause_key) or 'unnumbered'}: {hunk_words(hunk)}" for hunk in unowned[:3])
    count = "1 change has" if len(unowned) == 1 else f"{len(unowned)} changes have"
    raise HunksWithoutOwner(
        f"{count} no owner in {redline.document or 'this document'} ({first}{'; …' if len(unowned) > 3 else ''}). "
        "Link each to an observation, or mark it consequential or housekeeping."
    )


def _check_no_observation_owns(redline: Redline, owners: Mapping[str, Ownership]) -> None:
    listed = {hunk.key for hunk in redline.hunks}
    named = [own.observation for key, own in owners.items() if key in listed and own.owner is HunkOwner.OBSERVATION]
    if named:
        raise OwnerWithoutRegister(
            f"A change names observation {named[0]}, but this modification has no register of observations. "
            "Add the register, or mark the change consequential or housekeeping."
        )


def observations_without_change(
    redline: Redline, observations: Iterable[CitingObservation], owners: Mapping[str, Ownership]
) -> tuple[str, ...]:
    """The observations that own no hunk of the redline, cancelled ones included, and cite no clause of it, in order.

    Leave out those that owe the text nothing: withdrawn, or resolved elsewhere.
    """
    listed = {hunk.key for hunk in redline.hunks}
    owning = {own.observation for key, own in owners.items() if key in listed and own.observation}
    index = LabelIndex(redline)
    return tuple(
        each.observation
        for each in observations
        if each.observation not in owning and not any(index.resolve(citation) for citation in each.citations)
    )


def check_observations_placed(without: Sequence[str], reason: str, document: str) -> None:
    """Refuse to publish past observations that lead to nothing without a reason; raises `ObservationsWithoutChange`."""
    if not without or reason.strip():
        return
    first = ", ".join(without[:5]) + (", …" if len(without) > 5 else "")
    which = "Observation" if len(without) == 1 else "Observations"
    raise ObservationsWithoutChange(
        f"{which} {first} of {document} {'has' if len(without) == 1 else 'have'} neither a clause nor a change in this "
        "text. Link them, or say why it is published without.",
        "past",
    )
