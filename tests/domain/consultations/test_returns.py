"""Who has answered and who is silent, who is invited, and the rulings on late responses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.consultations import (
    ConsultationFacts,
    ConsultationKind,
    ConsultationOver,
    Invitation,
    LateRuling,
    NotLate,
    ReasonMissing,
    ReturnState,
    RuledBefore,
    TooLateToAdmit,
    chase_list,
    invitation,
    return_state,
    rule_on_late,
    waits_for_link,
)
from voting.domain.errors import RuleBroken

OPENS = datetime(2021, 12, 1, 9, tzinfo=UTC)
CLOSES = datetime(2021, 12, 22, 17, tzinfo=UTC)
TICK = timedelta(microseconds=1)
FACTS = ConsultationFacts(
    ConsultationKind.LEGAL_TEXT,
    frozenset({1}),
    questions=1,
    asks_replies=True,
    opened_by=2,
    opens_at=OPENS,
    first_closes_at=CLOSES,
)
ADMITTED = LateRuling(admitted=True, reason="sent to an old address in time", ruled_by=1, ruled_at=CLOSES + TICK)
REFUSED = replace(ADMITTED, admitted=False, reason="a week late without a reason")


@pytest.mark.parametrize("ruling", [ADMITTED, REFUSED])
def test_a_late_response_is_admitted_or_refused_with_a_reason(ruling: LateRuling) -> None:
    assert rule_on_late(FACTS, CLOSES + TICK, None, ruling) == ruling
    with pytest.raises(ReasonMissing):
        rule_on_late(FACTS, CLOSES + TICK, None, replace(ruling, reason=" "))


@pytest.mark.parametrize(
    ("facts", "received_at", "earlier", "ruling", "refusal"),
    [
        (FACTS, CLOSES, None, ADMITTED, NotLate),
        (FACTS, CLOSES + TICK, REFUSED, ADMITTED, RuledBefore),
        (replace(FACTS, withdrawn_at=OPENS), CLOSES + TICK, None, REFUSED, ConsultationOver),
        (replace(FACTS, published_at=CLOSES + TICK), CLOSES + TICK, None, ADMITTED, TooLateToAdmit),
    ],
)
def test_a_ruling_is_refused(
    facts: ConsultationFacts,
    received_at: datetime,
    earlier: LateRuling | None,
    ruling: LateRuling,
    refusal: type[RuleBroken],
) -> None:
    with pytest.raises(refusal):
        rule_on_late(facts, received_at, earlier, ruling)


def test_after_publication_a_late_response_can_still_be_refused() -> None:
    published = replace(FACTS, published_at=CLOSES + TICK)
    assert rule_on_late(published, CLOSES + TICK, None, REFUSED) == REFUSED


@pytest.mark.parametrize(
    ("organisation", "standing"),
    [(7, Invitation.INVITED), (8, Invitation.NOT_INVITED), (None, Invitation.UNKNOWN_SENDER)],
)
def test_the_list_of_the_invited_is_guidance(organisation: int | None, standing: Invitation) -> None:
    assert invitation(organisation, frozenset({7})) is standing
    assert waits_for_link(organisation) is (standing is Invitation.UNKNOWN_SENDER)


@pytest.mark.parametrize(
    ("has_submitted", "last_was_nil", "state"),
    [
        (False, False, ReturnState.NOTHING_YET),
        (True, False, ReturnState.SUBMITTED),
        (True, True, ReturnState.WILL_NOT_RESPOND),
    ],
)
def test_secas_sees_no_more_than_this_before_close(has_submitted: bool, last_was_nil: bool, state: ReturnState) -> None:
    assert return_state(has_submitted=has_submitted, last_was_nil=last_was_nil) is state


def test_the_silent_alone_are_chased_in_the_order_of_the_invited() -> None:
    invited = ["Ostrava", "Bellwether", "Tarn", "Ostrava", "Quill"]
    assert chase_list(invited, ["Bellwether", "Somebody else"], ["Quill"]) == ("Ostrava", "Tarn")


organisations = st.sets(st.integers(1, 12))


@settings(max_examples=60, deadline=None)
@given(organisations, organisations, organisations)
def test_nobody_who_answered_or_declined_is_ever_reminded(invited: set[int], answered: set[int], nil: set[int]) -> None:
    chased = chase_list(sorted(invited), answered, nil)
    assert set(chased) == invited - answered - nil
    assert len(chased) == len(set(chased))
