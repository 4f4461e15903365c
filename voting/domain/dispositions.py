"""Dispositions, which people read as "replies": what was decided on a point, by whom, and when all of them go out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from voting.domain.confidentiality import Reading
from voting.domain.consultations import SecondPersonNeeded
from voting.domain.errors import RuleBroken
from voting.domain.responses import ResponseItem, says_something
from voting.domain.sentences import counted


class DispositionKind(StrEnum):
    """What was decided on a point."""

    AGREED_AS_PROPOSED = "agreed_as_proposed"
    AGREED_IN_PART = "agreed_in_part"
    AGREED_OTHER_WORDING = "agreed_other_wording"
    NOT_AGREED = "not_agreed"
    ANSWERED = "answered"
    RESOLVED_ELSEWHERE = "resolved_elsewhere"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE_OF = "duplicate_of"
    CARRIED_FORWARD = "carried_forward"
    WITHDRAWN = "withdrawn"


# Only these change the drafting, so only these name hunks.
CHANGES_TEXT = frozenset(
    {DispositionKind.AGREED_AS_PROPOSED, DispositionKind.AGREED_IN_PART, DispositionKind.AGREED_OTHER_WORDING}
)


class DecidedBy(StrEnum):
    """Who decided; SECAS only on editorial points."""

    PROPOSER = "proposer"
    WORKING_GROUP = "working_group"
    SECAS = "secas"


class DispositionState(StrEnum):
    """How far a disposition has come, derived from its facts."""

    DRAFTED = "drafted"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"


class DispositionRefused(RuleBroken):
    """A disposition that cannot stand; the subclass says why."""


class RepliesNotAsked(DispositionRefused):
    """The consultation does not reply point by point."""


class DetailMissing(DispositionRefused):
    """A disposition without the detail or reason that it must have."""


class NotExactlyAsProposed(DispositionRefused):
    """A text that differs from what was proposed, called agreed as proposed."""


class ChangesNoText(DispositionRefused):
    """A disposition that names changes to the text and decided on none."""


class HunkTwice(DispositionRefused):
    """A change of the text that is named twice, or as both changed and cancelled."""


class NotEditorial(DispositionRefused):
    """A decision of SECAS's on a point that is not editorial."""


class DuplicateOfNothing(DispositionRefused):
    """A duplicate that does not name the other point."""


class DuplicateOfItself(DispositionRefused):
    """A point called a duplicate of itself."""


class DuplicateOutsideConsultation(DispositionRefused):
    """A duplicate of something that is no point of the same consultation."""


class DuplicatesInACircle(DispositionRefused):
    """Duplicates that lead back to where they began, so that none of them is answered."""


class ConfirmedByAnother(DispositionRefused):
    """A confirmation by somebody other than the one who decided."""


class AlreadyConfirmed(DispositionRefused):
    """A disposition that has its confirmation."""


class AlreadyPublished(DispositionRefused):
    """A disposition that is published and can no longer change."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That whoever decided stands by it: for whom, by which person, when.

    `evidence` is the message or minute where SECAS recorded the confirmation of a Proposer or a Working Group.
    """

    on_behalf_of: DecidedBy
    confirmed_by: int
    confirmed_at: datetime
    evidence: str = ""
    confirmed_by_secas: bool = False


@dataclass(frozen=True, slots=True)
class Disposition:
    """What was decided on one response item. `adopted_wording` is the text as it now stands, where that is known."""

    item: str
    kind: DispositionKind
    decided_by: DecidedBy
    drafted_by: int
    detail: str = ""
    editorial: bool = False
    hunks_changed: tuple[str, ...] = ()
    hunks_cancelled: tuple[str, ...] = ()
    duplicate_of: str = ""
    adopted_wording: str = ""
    confirmation: Confirmation | None = None
    published_at: datetime | None = None

    @property
    def state(self) -> DispositionState:
        """Drafted, confirmed or published."""
        if self.published_at is not None:
            return DispositionState.PUBLISHED
        return DispositionState.CONFIRMED if self.confirmation is not None else DispositionState.DRAFTED


def check_disposition(
    disposition: Disposition,
    items: Mapping[str, ResponseItem],
    others: Mapping[str, Disposition],
    *,
    asks_replies: bool,
) -> None:
    """Pass, or raise the `DispositionRefused` that says why this cannot stand.

    `items` are the points of this consultation by key, `others` its other dispositions by the item they are on.
    `asks_replies` is the consultation's own setting, which starts as its kind's.
    """
    if not asks_replies:
        raise RepliesNotAsked(
            "This consultation does not reply point by point. Write the factual summary instead; a change of the text "
            "goes back to the approving body."
        )
    if disposition.kind is not DispositionKind.AGREED_AS_PROPOSED and not disposition.detail.strip():
        raise DetailMissing("Say why, or in what way: the respondent reads it.", "detail")
    if disposition.decided_by is DecidedBy.SECAS and not disposition.editorial:
        raise NotEditorial(
            "SECAS decides on editorial points alone. Mark the point as editorial, or have the Proposer decide.",
            "decided_by",
        )
    _check_hunks(disposition)
    _check_as_proposed(disposition, items.get(disposition.item))
    _check_duplicate(disposition, items, others)


def _check_hunks(disposition: Disposition) -> None:
    named = (*disposition.hunks_changed, *disposition.hunks_cancelled)
    if named and disposition.kind not in CHANGES_TEXT:
        raise ChangesNoText("Only an agreement changes the text. Remove the changes, or choose an agreement.", "hunks")
    if len(set(named)) < len(named):
        raise HunkTwice("A change is named twice. It is either changed or cancelled.", "hunks")


def _check_as_proposed(disposition: Disposition, item: ResponseItem | None) -> None:
    """ "Agreed as proposed" means exactly as proposed: same words, same marks; only the line breaks may differ."""
    if disposition.kind is not DispositionKind.AGREED_AS_PROPOSED or item is None:
        return
    proposed, adopted = item.own_wording.split(), disposition.adopted_wording.split()
    if proposed and adopted and proposed != adopted:
        raise NotExactlyAsProposed(
            "The text is not exactly what was proposed. Choose “agreed, other wording” or “agreed in part” and say how "
            "it differs.",
            "kind",
        )


def _check_duplicate(
    disposition: Disposition, items: Mapping[str, ResponseItem], others: Mapping[str, Disposition]
) -> None:
    other = disposition.duplicate_of
    if disposition.kind is not DispositionKind.DUPLICATE_OF:
        if other:
            raise DuplicateOfNothing(
                "Only a duplicate names another point. Remove it, or choose “duplicate of”.", "kind"
            )
        return
    if not other:
        raise DuplicateOfNothing("Name the point of which this is a duplicate.", "duplicate_of")
    if other == disposition.item:
        raise DuplicateOfItself("A point is no duplicate of itself. Name the other one.", "duplicate_of")
    if other not in items:
        raise DuplicateOutsideConsultation("Name a point of this consultation.", "duplicate_of")
    if disposition.item in _chain(other, others):
        raise DuplicatesInACircle(
            "That point is itself called a duplicate of this one. Answer one of the two.", "duplicate_of"
        )


def _chain(start: str, dispositions: Mapping[str, Disposition]) -> Iterator[str]:
    """The items that one leads to through "duplicate of", itself first; a circle is walked once."""
    seen: set[str] = set()
    at = start
    while at and at not in seen:
        seen.add(at)
        yield at
        found = dispositions.get(at)
        at = found.duplicate_of if found is not None and found.kind is DispositionKind.DUPLICATE_OF else ""


def answered_by(item: str, dispositions: Mapping[str, Disposition]) -> str:
    """The item whose reply answers this one: itself, or the end of its chain of duplicates."""
    *_, last = _chain(item, dispositions)
    return last


def confirm(disposition: Disposition, confirmation: Confirmation) -> Disposition:
    """The disposition as confirmed by whoever decided.

    A Proposer confirms in the product, or SECAS records their message with evidence; so it does for a Working Group. On
    editorial points a second person of SECAS confirms. Raises `AlreadyPublished`, `AlreadyConfirmed`,
    `ConfirmedByAnother`, `DetailMissing` and `SecondPersonNeeded`.
    """
    if disposition.state is DispositionState.PUBLISHED:
        raise AlreadyPublished("This reply is published. A correction is a new one.")
    if disposition.state is DispositionState.CONFIRMED:
        raise AlreadyConfirmed("This reply is confirmed already. Change it first if it should say something else.")
    if confirmation.on_behalf_of is not disposition.decided_by:
        raise ConfirmedByAnother("Whoever decided has to confirm. Change who decided, or ask them.", "decided_by")
    _check_confirmed_by(disposition, confirmation)
    return replace(disposition, confirmation=confirmation)


def _check_confirmed_by(disposition: Disposition, confirmation: Confirmation) -> None:
    by_secas = confirmation.confirmed_by_secas
    if disposition.decided_by is DecidedBy.SECAS and not by_secas:
        raise ConfirmedByAnother("SECAS decided this point, so somebody of SECAS has to confirm it.", "decided_by")
    if by_secas and confirmation.confirmed_by == disposition.drafted_by:
        raise SecondPersonNeeded("You drafted this reply yourself. A second person has to confirm it.")
    # A Working Group has no account, and a Proposer may answer by e-mail: then the paper stands for them.
    on_paper = disposition.decided_by is DecidedBy.WORKING_GROUP or (
        disposition.decided_by is DecidedBy.PROPOSER and by_secas
    )
    if on_paper and not confirmation.evidence.strip():
        raise DetailMissing("Attach the message or minute in which they confirmed it.", "evidence")


def redraft(disposition: Disposition, changed: Disposition) -> Disposition:
    """The disposition as changed: drafted again, as nobody has confirmed these words. Raises `AlreadyPublished`."""
    if disposition.state is DispositionState.PUBLISHED:
        raise AlreadyPublished("This reply is published. A correction is a new one.")
    return replace(changed, item=disposition.item, confirmation=None, published_at=None)


def needs_reply(item: ResponseItem) -> bool:
    """Whether a point says anything to reply to; an agreement without a word does not."""
    return says_something(item)


class ReplyShown(StrEnum):
    """How much of a published reply somebody reads."""

    FULL = "full"
    KIND_ONLY = "kind_only"
    HIDDEN = "hidden"


def reply_shown(reading: Reading, state: DispositionState, *, works_on_it: bool = False) -> ReplyShown:
    """How much of a reply is shown to whoever reads its point this far.

    Before publication it is shown to those who work on it: SECAS, and the Proposer where one was asked to confirm it.
    Beside a declared blank only the kind is told, because the detail, the changes of the text or another point that
    says the same would tell what was withheld.
    """
    is_told = state is DispositionState.PUBLISHED or works_on_it
    if not is_told or reading is Reading.HIDDEN:
        return ReplyShown.HIDDEN
    return ReplyShown.KIND_ONLY if reading is Reading.DECLARED_BLANK else ReplyShown.FULL


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """What has to be settled before a consultation is published, as it stands now.

    `items` are those of the versions that count; `confidential` the keys of those whose text the public may not read.
    The last four count what still waits for somebody.
    """

    asks_replies: bool
    items: Mapping[str, ResponseItem]
    dispositions: Mapping[str, Disposition]
    confidential: frozenset[str] = frozenset()
    has_summary: bool = False
    late_without_ruling: int = 0
    waiting_for_link: int = 0
    waiting_for_confirmation: int = 0
    leaks_without_decision: int = 0


def missing_for_publication(facts: PublicationFacts) -> tuple[str, ...]:
    """A sentence for each thing that is missing before the answers can be published; none: ready to publish.

    A point whose text the public may not read can get a reply but need not: the Proposer, who decides, may not read it
    either.
    """
    replies = _missing_replies(facts) if facts.asks_replies else _missing_summary(facts)
    return (*_waiting(facts), *replies)


def _waiting(facts: PublicationFacts) -> Iterator[str]:
    waiting = (
        (facts.late_without_ruling, "late response has no ruling.", "late responses have no ruling."),
        (facts.waiting_for_link, "response is not linked to its sender.", "responses are not linked to their senders."),
        (
            facts.waiting_for_confirmation,
            "response that came by another route is not confirmed by a second person.",
            "responses that came by another route are not confirmed by a second person.",
        ),
        (
            facts.leaks_without_decision,
            "finding of the leak check is not decided.",
            "findings of the leak check are not decided.",
        ),
    )
    return (counted(count, one, many) for count, one, many in waiting if count)


def _is_answered(item: str, dispositions: Mapping[str, Disposition]) -> bool:
    found = dispositions.get(answered_by(item, dispositions))
    return found is not None and found.kind is not DispositionKind.DUPLICATE_OF


def _missing_summary(facts: PublicationFacts) -> Iterator[str]:
    if facts.items and not facts.has_summary:
        yield "The factual summary of the responses is not written."


def _missing_replies(facts: PublicationFacts) -> Iterator[str]:
    unanswered = [
        key
        for key, item in facts.items.items()
        if key not in facts.confidential and needs_reply(item) and not _is_answered(key, facts.dispositions)
    ]
    drafted = [one for one in facts.dispositions.values() if one.state is DispositionState.DRAFTED]
    telling = [
        key
        for key in facts.dispositions
        if key not in facts.confidential and answered_by(key, facts.dispositions) in facts.confidential
    ]
    open_points = (
        (len(unanswered), "point has no reply.", "points have no reply."),
        (len(drafted), "reply is not confirmed by whoever decided.", "replies are not confirmed by whoever decided."),
        (
            len(telling),
            "public point is called a duplicate of a confidential one.",
            "public points are called duplicates of confidential ones.",
        ),
    )
    return (counted(count, one, many) for count, one, many in open_points if count)
