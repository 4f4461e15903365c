"""Where a consultation stands at every instant, and who may open, extend, withdraw and publish it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.consultations import (
    ClosesBeforeItOpens,
    ConsultationFacts,
    ConsultationKind,
    ConsultationNotClosed,
    ConsultationNotOpen,
    ConsultationOver,
    ConsultationState,
    Extension,
    NeverShortened,
    NoQuestions,
    NoticeMissing,
    NotReadyToPublish,
    OpenedBefore,
    OpensInThePast,
    ReasonMissing,
    SecondPersonNeeded,
    WithdrawnOnlyWithModification,
    consultation_state,
    extend,
    is_open,
    open_consultation,
    publish,
    withdraw_with_modification,
)
from voting.domain.errors import RuleBroken
from voting.domain.modifications.lifecycle import Stage

ANALYST, APPROVER, THIRD = 1, 2, 3
OPENS = datetime(2021, 12, 1, 9, tzinfo=UTC)
CLOSES = datetime(2021, 12, 22, 17, tzinfo=UTC)
LATER = datetime(2022, 1, 5, 17, tzinfo=UTC)
TICK = timedelta(microseconds=1)

PREPARED = ConsultationFacts(ConsultationKind.LEGAL_TEXT, frozenset({ANALYST}), questions=1, asks_replies=True)
OPEN = open_consultation(PREPARED, APPROVER, OPENS, CLOSES, OPENS)
EXTENSION = Extension(LATER, "the office is closed", "We give you until 5 January.", ANALYST, APPROVER, OPENS)
PUBLISHED = replace(OPEN, published_at=LATER)
WITHDRAWN = replace(OPEN, withdrawn_at=OPENS + timedelta(days=2))
State = ConsultationState


@pytest.mark.parametrize(
    ("facts", "now", "state"),
    [
        (PREPARED, OPENS, State.PREPARED),
        (OPEN, OPENS - TICK, State.PREPARED),
        (OPEN, OPENS, State.OPEN),
        (OPEN, CLOSES, State.OPEN),
        (OPEN, CLOSES + TICK, State.CLOSED),
        (replace(OPEN, extensions=(EXTENSION,)), CLOSES + TICK, State.OPEN),
        (replace(OPEN, extensions=(EXTENSION,)), LATER + TICK, State.CLOSED),
        (PUBLISHED, LATER - TICK, State.CLOSED),
        (PUBLISHED, LATER, State.PUBLISHED),
        (WITHDRAWN, OPENS + timedelta(days=2) - TICK, State.OPEN),
        (WITHDRAWN, OPENS + timedelta(days=2), State.WITHDRAWN),
        (WITHDRAWN, LATER, State.WITHDRAWN),
    ],
)
def test_the_state_follows_from_the_instants(facts: ConsultationFacts, now: datetime, state: State) -> None:
    assert consultation_state(facts, now) is state
    assert is_open(facts, now) is (state is State.OPEN)


def test_a_second_person_opens_it() -> None:
    assert OPEN.opened_by == APPROVER
    assert OPEN.closes_at == CLOSES
    with pytest.raises(SecondPersonNeeded):
        open_consultation(PREPARED, ANALYST, OPENS, CLOSES, OPENS)


def test_nobody_who_prepared_a_part_of_it_opens_it() -> None:
    prepared_by_two = replace(PREPARED, prepared_by=frozenset({ANALYST, APPROVER}))
    with pytest.raises(SecondPersonNeeded):
        open_consultation(prepared_by_two, APPROVER, OPENS, CLOSES, OPENS)
    assert open_consultation(prepared_by_two, THIRD, OPENS, CLOSES, OPENS).opened_by == THIRD


@pytest.mark.parametrize(
    ("facts", "opens", "closes", "refusal"),
    [
        (OPEN, OPENS, CLOSES, OpenedBefore),
        (WITHDRAWN, OPENS, CLOSES, OpenedBefore),
        (replace(PREPARED, withdrawn_at=OPENS), OPENS, CLOSES, ConsultationOver),
        (replace(PREPARED, questions=0), OPENS, CLOSES, NoQuestions),
        (PREPARED, OPENS - TICK, CLOSES, OpensInThePast),
        (PREPARED, OPENS, OPENS, ClosesBeforeItOpens),
    ],
)
def test_an_opening_is_refused(
    facts: ConsultationFacts, opens: datetime, closes: datetime, refusal: type[RuleBroken]
) -> None:
    with pytest.raises(refusal):
        open_consultation(facts, APPROVER, opens, closes, OPENS)


def test_it_can_be_ordered_to_open_later() -> None:
    ordered = open_consultation(PREPARED, APPROVER, OPENS, CLOSES, OPENS - timedelta(days=1))
    assert consultation_state(ordered, OPENS - TICK) is State.PREPARED
    with pytest.raises(OpenedBefore):
        open_consultation(ordered, THIRD, OPENS, CLOSES, OPENS - TICK)


def test_an_extension_is_a_dated_event_with_two_people_reason_and_notice() -> None:
    now = OPENS + timedelta(days=5)
    extended = extend(OPEN, EXTENSION, now)
    assert extended.closes_at == LATER
    assert extended.first_closes_at == CLOSES
    assert extended.extensions == (replace(EXTENSION, extended_at=now),)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"closes_at": CLOSES}, NeverShortened),
        ({"closes_at": CLOSES - TICK}, NeverShortened),
        ({"confirmed_by": ANALYST}, SecondPersonNeeded),
        ({"reason": "  "}, ReasonMissing),
        ({"notice": "\n"}, NoticeMissing),
    ],
)
def test_an_extension_is_refused(change: dict[str, object], refusal: type[RuleBroken]) -> None:
    with pytest.raises(refusal):
        extend(OPEN, replace(EXTENSION, **change), OPENS)  # type: ignore[arg-type]


def test_a_second_extension_is_measured_against_the_first() -> None:
    once = extend(OPEN, EXTENSION, OPENS)
    with pytest.raises(NeverShortened):
        extend(once, replace(EXTENSION, closes_at=LATER), OPENS)
    assert extend(once, replace(EXTENSION, closes_at=LATER + TICK), OPENS).closes_at == LATER + TICK


@pytest.mark.parametrize(
    ("facts", "now"), [(PREPARED, OPENS), (OPEN, CLOSES + TICK), (PUBLISHED, LATER), (WITHDRAWN, CLOSES)]
)
def test_only_an_open_consultation_is_extended(facts: ConsultationFacts, now: datetime) -> None:
    with pytest.raises(ConsultationNotOpen):
        extend(facts, replace(EXTENSION, closes_at=LATER + timedelta(days=9)), now)


@pytest.mark.parametrize("stage", sorted(set(Stage) - {Stage.WITHDRAWN}))
def test_it_is_not_withdrawn_while_its_modification_goes_on(stage: Stage) -> None:
    with pytest.raises(WithdrawnOnlyWithModification):
        withdraw_with_modification(OPEN, stage, OPENS)


@pytest.mark.parametrize(("facts", "now"), [(PREPARED, OPENS), (OPEN, OPENS), (OPEN, CLOSES + TICK)])
def test_it_is_withdrawn_with_its_modification(facts: ConsultationFacts, now: datetime) -> None:
    withdrawn = withdraw_with_modification(facts, Stage.WITHDRAWN, now)
    assert consultation_state(withdrawn, now) is State.WITHDRAWN


def test_what_is_published_or_withdrawn_stays_so() -> None:
    for facts in (PUBLISHED, WITHDRAWN):
        with pytest.raises(ConsultationOver):
            withdraw_with_modification(facts, Stage.WITHDRAWN, LATER)
        with pytest.raises(ConsultationOver):
            publish(facts, APPROVER, frozenset({ANALYST}), (), LATER)


def test_a_second_person_publishes_after_close() -> None:
    published = publish(OPEN, APPROVER, frozenset({ANALYST}), (), LATER)
    assert consultation_state(published, LATER) is State.PUBLISHED
    with pytest.raises(SecondPersonNeeded):
        publish(OPEN, ANALYST, frozenset({ANALYST}), (), LATER)


@pytest.mark.parametrize(("facts", "now"), [(PREPARED, OPENS), (OPEN, OPENS), (OPEN, CLOSES)])
def test_nothing_is_published_before_close(facts: ConsultationFacts, now: datetime) -> None:
    with pytest.raises(ConsultationNotClosed):
        publish(facts, APPROVER, frozenset(), (), now)


def test_what_is_missing_is_said() -> None:
    with pytest.raises(NotReadyToPublish, match="1 late response has no ruling"):
        publish(OPEN, APPROVER, frozenset(), ("1 late response has no ruling.",), LATER)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-30, 60), st.integers(0, 40)), max_size=6))
def test_no_order_of_extensions_ever_shortens_it(asked: list[tuple[int, int]]) -> None:
    facts = OPEN
    for closes_in, at in asked:
        before = facts.closes_at
        try:
            facts = extend(
                facts, replace(EXTENSION, closes_at=CLOSES + timedelta(days=closes_in)), OPENS + timedelta(at)
            )
        except (NeverShortened, ConsultationNotOpen):
            assert facts.closes_at == before
        assert facts.closes_at is not None
        assert before is not None
        assert facts.closes_at >= before
