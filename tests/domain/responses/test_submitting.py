"""Submitting: who may, in time or late, by which route, and which version counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.confidentiality import Confidentiality
from voting.domain.consultations import ConsultationFacts, ConsultationKind, Extension, LateRuling, SecondPersonNeeded
from voting.domain.errors import RuleBroken
from voting.domain.responses import (
    CommentMissing,
    ConsultationClosed,
    ConsultationGone,
    ConsultationNotOpenYet,
    Draft,
    DraftingPosition,
    EvidenceMissing,
    ItemsNotComplete,
    NilWithItems,
    NoCommentOnRest,
    NothingToSubmit,
    NotSignatory,
    OtherRoute,
    PublicVersionMissing,
    ReceivedBeforeOpening,
    ReceivedInTheFuture,
    ResponseItem,
    Signatory,
    SubmittedVersion,
    Target,
    TargetKind,
    Tray,
    check_entered,
    check_submit,
    counting_version,
)

OPENS = datetime(2021, 12, 1, 9, tzinfo=UTC)
CLOSES = datetime(2021, 12, 22, 17, tzinfo=UTC)
TICK = timedelta(microseconds=1)
DURING = OPENS + timedelta(days=3)
AFTER = CLOSES + timedelta(days=2)
OPEN = ConsultationFacts(
    ConsultationKind.LEGAL_TEXT,
    frozenset({1}),
    questions=1,
    asks_replies=True,
    opened_by=2,
    opens_at=OPENS,
    first_closes_at=CLOSES,
)
EXTENDED = replace(OPEN, extensions=(Extension(AFTER, "r", "n", 1, 2, DURING),))
WITHDRAWN = replace(OPEN, withdrawn_at=DURING)
SIGNATORY = Signatory(5, frozenset({7}))
ITEM = ResponseItem("i1", (Target(TargetKind.CLAUSE, "k1"),), DraftingPosition.DISAGREE, "it contradicts 8.3.3")
BLANK = ResponseItem("i2", (Target(TargetKind.CLAUSE, "k2"),))
DECLARED = NoCommentOnRest(5, DURING)
DRAFT = Draft(7, Confidentiality.PUBLIC, (ITEM,))
NIL = Draft(7, Confidentiality.PUBLIC, is_nil=True)


@pytest.mark.parametrize(
    "draft",
    [
        DRAFT,
        NIL,
        replace(DRAFT, no_comment_on_rest=DECLARED),
        Draft(7, Confidentiality.PUBLIC, no_comment_on_rest=DECLARED),
    ],
)
def test_these_are_accepted_in_time(draft: Draft) -> None:
    accepted = check_submit(draft, SIGNATORY, OPEN, DURING)
    assert (accepted.draft, accepted.tray, accepted.is_late) == (draft, Tray.IN_TIME, False)
    assert accepted.received_at == accepted.entered_at == DURING


def test_the_empty_places_of_a_form_are_not_part_of_the_version() -> None:
    assert check_submit(replace(DRAFT, items=(ITEM, BLANK)), SIGNATORY, OPEN, DURING).draft == DRAFT
    assert check_submit(replace(NIL, items=(BLANK,)), SIGNATORY, OPEN, DURING).draft == NIL


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (Draft(7, Confidentiality.PUBLIC), NothingToSubmit),
        (Draft(7, Confidentiality.PUBLIC, (BLANK,)), NothingToSubmit),
        (replace(DRAFT, is_nil=True), NilWithItems),
        (replace(NIL, no_comment_on_rest=DECLARED), NilWithItems),
        (replace(DRAFT, items=(replace(ITEM, comment=""),)), ItemsNotComplete),
        (replace(DRAFT, confidentiality=Confidentiality.SECAS_AND_AUTHORITY), ItemsNotComplete),
        (replace(DRAFT, organisation_id=8), NotSignatory),
        (replace(DRAFT, organisation_id=None), NotSignatory),
    ],
)
def test_these_are_refused(draft: Draft, refusal: type[RuleBroken]) -> None:
    with pytest.raises(refusal):
        check_submit(draft, SIGNATORY, OPEN, DURING)


def test_incomplete_items_are_all_named_with_their_reasons() -> None:
    two = (
        replace(ITEM, comment=""),
        ITEM,
        replace(ITEM, key="i3", confidentiality=Confidentiality.BOARD_AND_AUTHORITY),
    )
    with pytest.raises(ItemsNotComplete) as refused:
        check_submit(replace(DRAFT, items=(replace(two[0], key="i0"), *two[1:])), SIGNATORY, OPEN, DURING)
    reasons = {key: [type(one) for one in found] for key, found in refused.value.refusals.items()}
    assert reasons == {"i0": [CommentMissing], "i3": [PublicVersionMissing]}
    assert str(refused.value) == "2 answers are not complete. The first: Say why you disagree."
    assert refused.value.field == "comment"


def test_leaving_the_rest_blank_is_one_act() -> None:
    secret = replace(DRAFT, confidentiality=Confidentiality.SECAS_AND_AUTHORITY, blank_the_rest=True)
    assert check_submit(secret, SIGNATORY, OPEN, DURING).draft.items == (replace(ITEM, declared_blank=True),)


@pytest.mark.parametrize(
    ("consultation", "now", "late"),
    [
        (OPEN, OPENS, False),
        (OPEN, CLOSES, False),
        (OPEN, CLOSES + TICK, True),
        (EXTENDED, CLOSES + TICK, False),
        (EXTENDED, AFTER, False),
        (EXTENDED, AFTER + TICK, True),
        (replace(OPEN, published_at=AFTER), AFTER, True),
    ],
)
def test_the_instant_of_the_write_decides(consultation: ConsultationFacts, now: datetime, late: bool) -> None:
    if not late:
        assert check_submit(DRAFT, SIGNATORY, consultation, now).tray is Tray.IN_TIME
        assert check_submit(DRAFT, SIGNATORY, consultation, now, as_late=True).tray is Tray.IN_TIME
        return
    with pytest.raises(ConsultationClosed):
        check_submit(DRAFT, SIGNATORY, consultation, now)
    accepted = check_submit(DRAFT, SIGNATORY, consultation, now, as_late=True)
    assert (accepted.tray, accepted.is_late) == (Tray.LATE, True)


def test_after_close_the_text_is_kept_and_the_time_is_said() -> None:
    with pytest.raises(ConsultationClosed) as closed:
        check_submit(DRAFT, SIGNATORY, OPEN, AFTER)
    assert closed.value.draft == DRAFT
    assert closed.value.closed_at == CLOSES
    assert str(closed.value).startswith("This consultation closed at Wed 22 Dec 2021 17:00 UK time. Your text is kept.")
    assert "send it as late" in str(closed.value)


def test_after_close_even_an_incomplete_text_is_kept() -> None:
    with pytest.raises(ConsultationClosed) as closed:
        check_submit(replace(DRAFT, items=(replace(ITEM, comment=""),)), SIGNATORY, OPEN, AFTER)
    assert closed.value.draft.items[0].comment == ""


@pytest.mark.parametrize(
    ("consultation", "now", "refusal"),
    [
        (OPEN, OPENS - TICK, ConsultationNotOpenYet),
        (replace(OPEN, opens_at=None, first_closes_at=None), DURING, ConsultationNotOpenYet),
        (WITHDRAWN, DURING, ConsultationGone),
        (WITHDRAWN, AFTER, ConsultationGone),
    ],
)
def test_nothing_is_submitted_before_it_opens_or_once_it_is_gone(
    consultation: ConsultationFacts, now: datetime, refusal: type[RuleBroken]
) -> None:
    for as_late in (False, True):
        with pytest.raises(refusal):
            check_submit(DRAFT, SIGNATORY, consultation, now, as_late=as_late)
    with pytest.raises(refusal):
        check_entered(DRAFT, OtherRoute(now, "e-mail of 4 Dec", 1, 2), consultation, now)


ROUTE = OtherRoute(DURING, "e-mail of 4 December 2021", entered_by=1, confirmed_by=2)


@pytest.mark.parametrize(
    ("organisation", "route", "now", "tray", "late"),
    [
        (7, ROUTE, DURING, Tray.IN_TIME, False),
        (7, ROUTE, AFTER, Tray.IN_TIME, False),
        (7, replace(ROUTE, received_at=CLOSES), AFTER, Tray.IN_TIME, False),
        (7, replace(ROUTE, received_at=CLOSES + TICK), AFTER, Tray.LATE, True),
        (7, replace(ROUTE, confirmed_by=None), AFTER, Tray.TO_CONFIRM, False),
        (7, replace(ROUTE, confirmed_by=None, received_at=CLOSES + TICK), AFTER, Tray.TO_CONFIRM, True),
        (None, ROUTE, AFTER, Tray.TO_LINK, False),
        (None, replace(ROUTE, confirmed_by=None), AFTER, Tray.TO_LINK, False),
    ],
)
def test_what_came_by_another_route_is_judged_on_when_it_was_received(
    organisation: int | None, route: OtherRoute, now: datetime, tray: Tray, late: bool
) -> None:
    accepted = check_entered(replace(DRAFT, organisation_id=organisation), route, OPEN, now)
    assert (accepted.tray, accepted.is_late) == (tray, late)
    assert (accepted.received_at, accepted.entered_at) == (route.received_at, now)


@pytest.mark.parametrize(
    ("draft", "route", "refusal"),
    [
        (DRAFT, replace(ROUTE, evidence=" "), EvidenceMissing),
        (DRAFT, replace(ROUTE, confirmed_by=1), SecondPersonNeeded),
        (DRAFT, replace(ROUTE, received_at=AFTER + TICK), ReceivedInTheFuture),
        (DRAFT, replace(ROUTE, received_at=OPENS - TICK), ReceivedBeforeOpening),
        (Draft(7, Confidentiality.PUBLIC), ROUTE, NothingToSubmit),
        (replace(DRAFT, items=(replace(ITEM, comment=""),)), ROUTE, ItemsNotComplete),
    ],
)
def test_an_answer_by_another_route_is_refused(draft: Draft, route: OtherRoute, refusal: type[RuleBroken]) -> None:
    with pytest.raises(refusal):
        check_entered(draft, route, OPEN, AFTER)


def version(number: int, received: datetime, entered: datetime | None = None, **changes: object) -> SubmittedVersion:
    """A kept version, entered when it was received unless said otherwise."""
    return replace(SubmittedVersion(number, received, entered or received), **changes)  # type: ignore[arg-type]


ADMITTED = LateRuling(admitted=True, reason="r", ruled_by=1, ruled_at=AFTER)
REFUSED = replace(ADMITTED, admitted=False)
EARLY, LATER, LATE = DURING, DURING + timedelta(days=1), CLOSES + TICK


@pytest.mark.parametrize(
    ("versions", "rulings", "counts"),
    [
        ((), {}, None),
        ((version(1, EARLY),), {}, 1),
        ((version(1, EARLY), version(2, LATER)), {}, 2),
        ((version(1, EARLY), version(2, LATER, is_nil=True)), {}, 2),
        ((version(1, EARLY), version(2, CLOSES)), {}, 2),
        ((version(1, EARLY), version(2, LATE)), {}, 1),
        ((version(1, EARLY), version(2, LATE)), {2: REFUSED}, 1),
        ((version(1, EARLY), version(2, LATE)), {2: ADMITTED}, 2),
        ((version(1, LATE),), {}, None),
        ((version(1, LATE),), {1: ADMITTED}, 1),
        # The e-mail of the third is typed in after the answer of the fourth: it does not overtake it.
        ((version(1, LATER), version(2, EARLY, AFTER)), {}, 1),
        ((version(1, EARLY), version(2, LATER, AFTER)), {}, 2),
        ((version(1, EARLY, LATER), version(2, EARLY, AFTER)), {}, 2),
        ((version(1, EARLY, LATER), version(2, EARLY, LATER)), {}, 2),
        ((version(1, EARLY), version(2, LATER, is_confirmed=False)), {}, 1),
        ((version(1, EARLY, is_linked=False),), {}, None),
        ((version(1, LATE, is_linked=False),), {1: ADMITTED}, None),
    ],
)
def test_the_last_version_in_time_or_admitted_counts(
    versions: tuple[SubmittedVersion, ...], rulings: dict[int, LateRuling], counts: int | None
) -> None:
    found = counting_version(versions, CLOSES, rulings)
    assert (found.version if found else None) == counts
    assert counting_version(versions[::-1], CLOSES, rulings) == found


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-48, 48), st.booleans(), st.sampled_from([None, ADMITTED, REFUSED])), max_size=6),
    st.randoms(use_true_random=False),
)
def test_what_counts_does_not_depend_on_the_order_in_which_it_is_read(
    made: list[tuple[int, bool, LateRuling | None]], random: object
) -> None:
    versions = [
        version(number, CLOSES + timedelta(hours=hours), is_confirmed=confirmed)
        for number, (hours, confirmed, _) in enumerate(made, start=1)
    ]
    rulings = {number: ruling for number, (_, _, ruling) in enumerate(made, start=1) if ruling}
    found = counting_version(tuple(versions), CLOSES, rulings)
    random.shuffle(versions)  # type: ignore[attr-defined]
    assert counting_version(tuple(versions), CLOSES, rulings) == found
    if found is not None:
        assert found.is_confirmed
        assert found.received_at <= CLOSES or rulings[found.version].admitted
        later = [one for one in versions if one.received_at > found.received_at and one.received_at <= CLOSES]
        assert not any(one.is_confirmed for one in later)
