"""Dispositions: what each needs, who confirms, duplicates without circles, and going out at one moment."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.confidentiality import Reading
from voting.domain.consultations import SecondPersonNeeded
from voting.domain.dispositions import (
    CHANGES_TEXT,
    AlreadyConfirmed,
    AlreadyPublished,
    ChangesNoText,
    Confirmation,
    ConfirmedByAnother,
    DecidedBy,
    DetailMissing,
    Disposition,
    DispositionKind,
    DispositionState,
    DuplicateOfItself,
    DuplicateOfNothing,
    DuplicateOutsideConsultation,
    DuplicatesInACircle,
    HunkTwice,
    NotEditorial,
    NotExactlyAsProposed,
    PublicationFacts,
    RepliesNotAsked,
    ReplyShown,
    answered_by,
    check_disposition,
    confirm,
    missing_for_publication,
    needs_reply,
    redraft,
    reply_shown,
)
from voting.domain.errors import RuleBroken
from voting.domain.responses import DraftingPosition, ResponseItem, Target, TargetKind

NOW = datetime(2022, 1, 10, 12, tzinfo=UTC)
ANALYST, APPROVER, PROPOSER = 1, 2, 3
K, By = DispositionKind, DecidedBy
TARGET = (Target(TargetKind.CLAUSE, "k1"),)
ITEMS = {
    key: ResponseItem(key, TARGET, DraftingPosition.AGREE_WITH_CHANGE, "because", "within ten\nWorking Days")
    for key in ("i1", "i2", "i3", "i4")
}


def disposition(item: str = "i1", kind: DispositionKind = K.NOT_AGREED, **changes: object) -> Disposition:
    """A drafted disposition that could stand."""
    made = Disposition(item, kind, By.PROPOSER, ANALYST, "the steps follow the standard")
    return replace(made, **changes)  # type: ignore[arg-type]


def check(made: Disposition, *others: Disposition, asks_replies: bool = True) -> None:
    """The rule on a disposition beside others."""
    check_disposition(made, ITEMS, {other.item: other for other in others}, asks_replies=asks_replies)


@pytest.mark.parametrize("kind", list(K))
def test_detail_is_mandatory_for_all_but_the_first(kind: DispositionKind) -> None:
    made = disposition(kind=kind, duplicate_of="i2" if kind is K.DUPLICATE_OF else "")
    check(made)
    bare = replace(made, detail=" \n")
    if kind is K.AGREED_AS_PROPOSED:
        check(bare)
    else:
        with pytest.raises(DetailMissing):
            check(bare)


def test_no_reply_is_written_where_the_consultation_asks_for_none() -> None:
    with pytest.raises(RepliesNotAsked, match="factual summary"):
        check(disposition(), asks_replies=False)


def test_secas_decides_on_editorial_points_alone() -> None:
    with pytest.raises(NotEditorial):
        check(disposition(decided_by=By.SECAS))
    check(disposition(decided_by=By.SECAS, editorial=True))


@pytest.mark.parametrize("kind", list(K))
@pytest.mark.parametrize("field", ["hunks_changed", "hunks_cancelled"])
def test_only_an_agreement_names_changes_of_the_text(kind: DispositionKind, field: str) -> None:
    made = disposition(kind=kind, duplicate_of="i2" if kind is K.DUPLICATE_OF else "")
    hunks = ("h1", "h2")
    made = replace(made, hunks_changed=hunks) if field == "hunks_changed" else replace(made, hunks_cancelled=hunks)
    if kind in {K.AGREED_AS_PROPOSED, K.AGREED_IN_PART, K.AGREED_OTHER_WORDING}:
        check(made)
    else:
        with pytest.raises(ChangesNoText):
            check(made)
    assert (kind in CHANGES_TEXT) is kind.value.startswith("agreed")


@pytest.mark.parametrize(("changed", "cancelled"), [(("h1", "h1"), ()), (("h1",), ("h1",)), ((), ("h1", "h1"))])
def test_a_change_is_named_once(changed: tuple[str, ...], cancelled: tuple[str, ...]) -> None:
    with pytest.raises(HunkTwice):
        check(disposition(kind=K.AGREED_IN_PART, hunks_changed=changed, hunks_cancelled=cancelled))


@pytest.mark.parametrize(
    ("kind", "adopted", "stands"),
    [
        (K.AGREED_AS_PROPOSED, "within ten Working Days", True),
        (K.AGREED_AS_PROPOSED, "", True),
        (K.AGREED_AS_PROPOSED, "within 10 Working Days", False),
        (K.AGREED_AS_PROPOSED, "within ten working days", False),
        (K.AGREED_AS_PROPOSED, "within ten Working Days.", False),
        (K.AGREED_OTHER_WORDING, "within 10 Working Days", True),
    ],
)
def test_agreed_as_proposed_means_exactly_as_proposed(kind: DispositionKind, adopted: str, stands: bool) -> None:
    made = disposition(kind=kind, adopted_wording=adopted)
    if stands:
        check(made)
    else:
        with pytest.raises(NotExactlyAsProposed):
            check(made)


def duplicate(item: str, of: str) -> Disposition:
    """A point called a duplicate of another."""
    return disposition(item, K.DUPLICATE_OF, duplicate_of=of)


@pytest.mark.parametrize(
    ("made", "others", "refusal"),
    [
        (duplicate("i1", ""), (), DuplicateOfNothing),
        (disposition(duplicate_of="i2"), (), DuplicateOfNothing),
        (duplicate("i1", "i1"), (), DuplicateOfItself),
        (duplicate("i1", "i9"), (), DuplicateOutsideConsultation),
        (duplicate("i1", "i2"), (duplicate("i2", "i1"),), DuplicatesInACircle),
        (duplicate("i1", "i2"), (duplicate("i2", "i3"), duplicate("i3", "i1")), DuplicatesInACircle),
    ],
)
def test_a_duplicate_is_refused(made: Disposition, others: tuple[Disposition, ...], refusal: type[RuleBroken]) -> None:
    with pytest.raises(refusal):
        check(made, *others)


def test_a_duplicate_of_a_duplicate_is_answered_at_the_end_of_the_chain() -> None:
    others = (duplicate("i2", "i3"), disposition("i3"))
    check(duplicate("i1", "i2"), *others)
    assert answered_by("i1", {one.item: one for one in (duplicate("i1", "i2"), *others)}) == "i3"
    assert answered_by("i4", {}) == "i4"


def test_redirecting_a_duplicate_breaks_its_own_old_circle() -> None:
    check(duplicate("i1", "i3"), duplicate("i1", "i2"), duplicate("i2", "i1"))


BY_PROPOSER = Confirmation(By.PROPOSER, PROPOSER, NOW)
BY_MAIL = Confirmation(By.PROPOSER, APPROVER, NOW, "e-mail of 9 Jan", confirmed_by_secas=True)
BY_SECAS = Confirmation(By.SECAS, APPROVER, NOW, confirmed_by_secas=True)
BY_GROUP = Confirmation(By.WORKING_GROUP, APPROVER, NOW, "minute 4", confirmed_by_secas=True)


@pytest.mark.parametrize(
    ("decided_by", "confirmation"),
    [(By.PROPOSER, BY_PROPOSER), (By.PROPOSER, BY_MAIL), (By.SECAS, BY_SECAS), (By.WORKING_GROUP, BY_GROUP)],
)
def test_whoever_decided_confirms(decided_by: DecidedBy, confirmation: Confirmation) -> None:
    confirmed = confirm(disposition(decided_by=decided_by), confirmation)
    assert confirmed.state is DispositionState.CONFIRMED


@pytest.mark.parametrize(
    ("made", "confirmation", "refusal"),
    [
        (disposition(), BY_SECAS, ConfirmedByAnother),
        (disposition(decided_by=By.SECAS), BY_PROPOSER, ConfirmedByAnother),
        (disposition(decided_by=By.SECAS), replace(BY_SECAS, confirmed_by_secas=False), ConfirmedByAnother),
        (disposition(decided_by=By.SECAS), replace(BY_SECAS, confirmed_by=ANALYST), SecondPersonNeeded),
        (disposition(), replace(BY_MAIL, confirmed_by=ANALYST), SecondPersonNeeded),
        (disposition(), replace(BY_MAIL, evidence=" "), DetailMissing),
        (disposition(decided_by=By.WORKING_GROUP), replace(BY_GROUP, evidence=""), DetailMissing),
        (disposition(confirmation=BY_PROPOSER), BY_PROPOSER, AlreadyConfirmed),
        (disposition(confirmation=BY_PROPOSER, published_at=NOW), BY_PROPOSER, AlreadyPublished),
    ],
)
def test_a_confirmation_is_refused(made: Disposition, confirmation: Confirmation, refusal: type[RuleBroken]) -> None:
    with pytest.raises(refusal):
        confirm(made, confirmation)


def test_a_changed_reply_has_to_be_confirmed_again() -> None:
    confirmed = confirm(disposition(), BY_PROPOSER)
    changed = redraft(confirmed, replace(confirmed, detail="other words", item="i9"))
    assert (changed.state, changed.detail, changed.item) == (DispositionState.DRAFTED, "other words", "i1")
    with pytest.raises(AlreadyPublished):
        redraft(replace(confirmed, published_at=NOW), changed)


@pytest.mark.parametrize(
    ("reading", "shown"),
    [
        (Reading.FULL, ReplyShown.FULL),
        (Reading.WITHOUT_NAME, ReplyShown.FULL),
        (Reading.PUBLIC_VERSION, ReplyShown.FULL),
        (Reading.DECLARED_BLANK, ReplyShown.KIND_ONLY),
        (Reading.HIDDEN, ReplyShown.HIDDEN),
    ],
)
def test_a_reply_is_shown_as_far_as_its_point_and_before_publication_to_who_works_on_it(
    reading: Reading, shown: ReplyShown
) -> None:
    assert reply_shown(reading, DispositionState.PUBLISHED) is shown
    for state in (DispositionState.DRAFTED, DispositionState.CONFIRMED):
        assert reply_shown(reading, state) is ReplyShown.HIDDEN
        assert reply_shown(reading, state, works_on_it=True) is shown


def test_an_agreement_without_a_word_needs_no_reply() -> None:
    assert not needs_reply(ResponseItem("i1", TARGET, DraftingPosition.AGREE))
    assert not needs_reply(ResponseItem("i1", TARGET, DraftingPosition.NO_COMMENT, " "))
    assert needs_reply(ResponseItem("i1", TARGET, DraftingPosition.AGREE, "and thank you"))


TWO = {key: ITEMS[key] for key in ("i1", "i2")}
CONFIRMED = [confirm(disposition(key), BY_PROPOSER) for key in ("i1", "i2")]
READY = PublicationFacts(True, TWO, {one.item: one for one in CONFIRMED})


def with_replies(*replies: Disposition) -> PublicationFacts:
    """The facts with these replies alone."""
    return replace(READY, dispositions={one.item: one for one in replies})


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (READY, ()),
        (with_replies(CONFIRMED[0]), ("1 point has no reply.",)),
        (with_replies(), ("2 points have no reply.",)),
        (with_replies(CONFIRMED[0], disposition("i2")), ("1 reply is not confirmed by whoever decided.",)),
        (with_replies(CONFIRMED[0], confirm(duplicate("i2", "i1"), BY_PROPOSER)), ()),
        (
            with_replies(*(confirm(duplicate(one, of), BY_PROPOSER) for one, of in (("i1", "i2"), ("i2", "i1")))),
            ("2 points have no reply.",),
        ),
        (replace(with_replies(CONFIRMED[0]), confidential=frozenset({"i2"})), ()),
        (
            replace(
                with_replies(CONFIRMED[0], confirm(duplicate("i2", "i1"), BY_PROPOSER)), confidential=frozenset({"i1"})
            ),
            ("1 public point is called a duplicate of a confidential one.",),
        ),
        (
            replace(
                with_replies(CONFIRMED[0], confirm(duplicate("i2", "i1"), BY_PROPOSER)),
                confidential=frozenset({"i1", "i2"}),
            ),
            (),
        ),
        (
            replace(
                READY, late_without_ruling=1, waiting_for_link=2, waiting_for_confirmation=1, leaks_without_decision=3
            ),
            (
                "1 late response has no ruling.",
                "2 responses are not linked to their senders.",
                "1 response that came by another route is not confirmed by a second person.",
                "3 findings of the leak check are not decided.",
            ),
        ),
        (replace(with_replies(), asks_replies=False), ("The factual summary of the responses is not written.",)),
        (replace(with_replies(), asks_replies=False, has_summary=True), ()),
        (PublicationFacts(False, {}, {}), ()),
        (PublicationFacts(True, {}, {}), ()),
    ],
)
def test_ready_to_publish_lists_what_is_missing(facts: PublicationFacts, missing: tuple[str, ...]) -> None:
    assert missing_for_publication(facts) == missing


keys = st.sampled_from(list(ITEMS))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(keys, keys), max_size=10))
def test_no_order_of_accepted_duplicates_makes_a_circle(asked: list[tuple[str, str]]) -> None:
    held: dict[str, Disposition] = {}
    for item, of in asked:
        made = duplicate(item, of)
        try:
            check_disposition(made, ITEMS, {key: one for key, one in held.items() if key != item}, asks_replies=True)
        except (DuplicateOfItself, DuplicatesInACircle):
            continue
        held[item] = made
    for item in held:
        assert answered_by(item, held) not in held
