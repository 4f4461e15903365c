"""Replies: drafted after close, with reasons, confirmed by whoever decided, and never left behind by their point."""

from typing import Any

import pytest
import sqlalchemy as sa

from tests.builders.consultations import (
    AFTER_CLOSE,
    JUST_BEFORE_CLOSE,
    OpenedConsultation,
    Said,
    add_modification,
    add_text,
    keep_response,
    open_consultation,
)
from tests.world import World, at
from voting.db import Lock
from voting.domain.confidentiality import Confidentiality
from voting.domain.consultations import ConsultationKind, NotReadyToPublish, ReasonMissing, SecondPersonNeeded
from voting.domain.dispositions import (
    AlreadyConfirmed,
    ChangesNoText,
    ConfirmedByAnother,
    DecidedBy,
    DetailMissing,
    DispositionKind,
    DispositionState,
    DuplicateOfItself,
    DuplicateOutsideConsultation,
    DuplicatesInACircle,
    HunkTwice,
    NotEditorial,
    NotExactlyAsProposed,
    RepliesNotAsked,
)
from voting.domain.errors import NotFound, NotPermitted, RuleBroken
from voting.domain.people import Role
from voting.models.consultations import ConsultationRow
from voting.models.notices import OutboxMessage
from voting.queries.consultations.readiness import readiness
from voting.queries.dispositions import Point, points_of
from voting.services import consultations, dispositions
from voting.services.consultations import NoSuchFinding
from voting.services.dispositions import Grouped, HunkOfAnotherModification, NewReply, NobodyToShareWith, NothingChosen
from voting.services.intents import SeenVersionStale

K = DispositionKind
NO = NewReply(K.NOT_AGREED, "The steps follow the standard.")


@pytest.fixture
def opened(world: World) -> OpenedConsultation:
    """A legal text consultation whose Proposer can sign in, with text."""
    world.add_person("proposer", None, Role.ATTENDEE)
    return open_consultation(world, proposer="proposer", text=True)


@pytest.fixture
def points(world: World, opened: OpenedConsultation) -> tuple[int, ...]:
    """Two points of one Party and one of another."""
    said = (Said("First.", own_wording="within ten Working Days"), Said("Second."))
    _, ours = keep_response(world, opened, "brightloop", *said, received="2026-03-05T10:00")
    _, theirs = keep_response(world, opened, "northgrid", Said("Third."), received="2026-03-05T10:00")
    return (*ours, *theirs)


def draft(
    world: World, opened: OpenedConsultation, item: int, reply: NewReply = NO, who: str = "analyst", **more: Any
) -> int:
    """A reply to one point."""
    return world.do(dispositions.draft_reply, who, consultation_id=opened.id, item_id=item, reply=reply, **more)


def share(world: World, opened: OpenedConsultation, *items: int) -> Grouped:
    """Let the Proposer read points."""
    return world.do(dispositions.share_with_proposer, "analyst", consultation_id=opened.id, item_ids=items)


def confirm(world: World, opened: OpenedConsultation, item: int, who: str = "proposer", **more: Any) -> None:
    """A confirmation of what stands."""
    seen = point(world, opened, item).reply
    world.do(
        dispositions.confirm_replies,
        who,
        consultation_id=opened.id,
        seen_versions={item: seen.version if seen else 0},
        **more,
    )


def point(world: World, opened: OpenedConsultation, item: int) -> Point:
    """A point with its reply."""
    return world.look(points_of, consultation_id=opened.id).by_id[item]


def state(world: World, opened: OpenedConsultation, item: int) -> DispositionState | None:
    """How far the reply to a point has come."""
    reply = point(world, opened, item).reply
    return reply.value.state if reply else None


# --- Drafting ------------------------------------------------------------------------------------------------------


def test_replies_are_drafted_by_an_analyst_once_it_has_closed(
    world: World, opened: OpenedConsultation, points: tuple[int, ...]
) -> None:
    with at(JUST_BEFORE_CLOSE), pytest.raises(NotPermitted):
        draft(world, opened, points[0])
    with at(AFTER_CLOSE):
        for who in ("approver", "proposer", "brightloop_signatory"):
            with pytest.raises(NotPermitted):
                draft(world, opened, points[0], who=who)
        size = world.history_size()
        draft(world, opened, points[0])
        assert world.history_size() == size + 1
        with pytest.raises(NotFound):
            draft(world, opened, 9999)
    assert state(world, opened, points[0]) is DispositionState.DRAFTED


@pytest.mark.parametrize(
    ("reply", "refused"),
    [
        (NewReply(K.NOT_AGREED, "  "), DetailMissing),
        (NewReply(K.ANSWERED, "So.", DecidedBy.SECAS), NotEditorial),
        (NewReply(K.AGREED_AS_PROPOSED, adopted_wording="within 10 Working Days"), NotExactlyAsProposed),
        (NewReply(K.NOT_AGREED, "No.", hunks_changed=(1,)), ChangesNoText),
        (NewReply(K.AGREED_IN_PART, "Yes.", hunks_changed=(1,), hunks_cancelled=(1,)), HunkTwice),
        (NewReply(K.AGREED_IN_PART, "Yes.", hunks_changed=(999,)), HunkOfAnotherModification),
        (NewReply(K.DUPLICATE_OF, "Same.", duplicate_of_id=1), DuplicateOfItself),
        (NewReply(K.DUPLICATE_OF, "Same.", duplicate_of_id=999), DuplicateOutsideConsultation),
    ],
)
def test_a_reply_that_cannot_stand_is_refused_and_nothing_is_recorded(
    world: World,
    opened: OpenedConsultation,
    points: tuple[int, ...],
    reply: NewReply,
    refused: type[RuleBroken],
) -> None:
    duplicate = points[0] if reply.duplicate_of_id == 1 else reply.duplicate_of_id
    hunks = {
        name: tuple(opened.texts[0].hunk_ids[0] if hunk == 1 else hunk for hunk in getattr(reply, name))
        for name in ("hunks_changed", "hunks_cancelled")
    }
    tried = NewReply(reply.kind, reply.detail, reply.decided_by, False, reply.adopted_wording, duplicate, **hunks)
    size = world.history_size()
    with at(AFTER_CLOSE), pytest.raises(refused):
        draft(world, opened, points[0], tried)
    assert world.history_size() == size


def test_the_changes_that_a_reply_names_are_those_of_its_own_modification(
    world: World, opened: OpenedConsultation, points: tuple[int, ...]
) -> None:
    elsewhere = add_text(world, add_modification(world, "MP899"))
    ours = opened.texts[0].hunk_ids
    with at(AFTER_CLOSE):
        with pytest.raises(HunkOfAnotherModification):
            draft(world, opened, points[0], NewReply(K.AGREED_IN_PART, "Yes.", hunks_changed=(elsewhere.hunk_ids[0],)))
        reply = NewReply(K.AGREED_IN_PART, "Yes.", hunks_changed=ours[:1], hunks_cancelled=ours[1:])
        draft(world, opened, points[0], reply)
    kept = point(world, opened, points[0]).reply
    assert kept is not None
    assert (kept.hunks_changed, kept.hunks_cancelled) == (ours[:1], ours[1:])


def test_duplicates_never_lead_in_a_circle(world: World, opened: OpenedConsultation, points: tuple[int, ...]) -> None:
    first, second, third = points
    with at(AFTER_CLOSE):
        draft(world, opened, first, NewReply(K.DUPLICATE_OF, "Same.", duplicate_of_id=second))
        draft(world, opened, second, NewReply(K.DUPLICATE_OF, "Same.", duplicate_of_id=third))
        with pytest.raises(DuplicatesInACircle):
            draft(world, opened, third, NewReply(K.DUPLICATE_OF, "Same.", duplicate_of_id=first))


def test_a_report_consultation_takes_no_replies(world: World) -> None:
    opened = open_consultation(world, kind=ConsultationKind.MODIFICATION_REPORT)
    _, (item,) = keep_response(world, opened, "brightloop", Said("x"), received="2026-03-05T10:00")
    with at(AFTER_CLOSE), pytest.raises(RepliesNotAsked):
        draft(world, opened, item)


def test_a_reply_drafted_again_needs_its_confirmation_again_and_overwrites_nobody(
    world: World, opened: OpenedConsultation, points: tuple[int, ...]
) -> None:
    with at(AFTER_CLOSE):
        draft(world, opened, points[0])
        with pytest.raises(SeenVersionStale):
            draft(world, opened, points[0])
        share(world, opened, points[0])
        confirm(world, opened, points[0])
        assert state(world, opened, points[0]) is DispositionState.CONFIRMED
        draft(world, opened, points[0], NewReply(K.OUT_OF_SCOPE, "Elsewhere."), seen_version=3)
    assert state(world, opened, points[0]) is DispositionState.DRAFTED


def test_one_text_answers_several_points_and_what_was_refused_is_reported(
    world: World, opened: OpenedConsultation, points: tuple[int, ...]
) -> None:
    with at(AFTER_CLOSE):
        draft(world, opened, points[1])
        grouped = world.do(
            dispositions.draft_replies, "analyst", consultation_id=opened.id, item_ids=[*points, 9999], reply=NO
        )
        assert grouped.done == (points[0], points[2])
        assert [item for item, _ in grouped.refused] == [points[1], 9999]
        size = world.history_size()
        with pytest.raises(RuleBroken):
            world.do(dispositions.draft_replies, "analyst", consultation_id=opened.id, item_ids=points, reply=NO)
        with pytest.raises(NothingChosen):
            world.do(dispositions.draft_replies, "analyst", consultation_id=opened.id, item_ids=[], reply=NO)
        assert world.history_size() == size


# --- Confirming ----------------------------------------------------------------------------------------------------


def test_the_proposer_confirms_what_was_shared_and_knows_of_nothing_else(
    world: World, opened: OpenedConsultation, points: tuple[int, ...]
) -> None:
    with at(AFTER_CLOSE):
        draft(world, opened, points[0])
        draft(world, opened, points[1])
        with pytest.raises(NotFound):
            confirm(world, opened, points[0])
        grouped = share(world, opened, points[0], points[2])
        assert (grouped.done, [item for item, _ in grouped.refused]) == ((points[0],), [points[2]])
        confirm(world, opened, points[0])
        with pytest.raises(AlreadyConfirmed):
            confirm(world, opened, points[0])
        with pytest.raises(NotFound):
            confirm(world, opened, points[1])
        with pytest.raises(NotPermitted):
            confirm(world, opened, points[1], "brightloop_signatory")
    with world.database.reading() as (session, _now):
        subjects = session.scalars(
            sa.select(OutboxMessage.subject).where(OutboxMessage.person_id == world.people["proposer"])
        ).all()
    assert [subject for subject in subjects if "confirm" in subject] == ["Replies to confirm: Test consultation"]


def test_an_approver_confirms_for_others_with_evidence_and_never_their_own_draft(
    world: World, opened: OpenedConsultation, points: tuple[int, ...]
) -> None:
    world.add_person("both", "secas", Role.SECAS_ANALYST, Role.SECAS_APPROVER)
    editorial = NewReply(K.ANSWERED, "Corrected.", DecidedBy.SECAS, is_editorial=True)
    with at(AFTER_CLOSE):
        draft(world, opened, points[0])
        with pytest.raises(DetailMissing):
            confirm(world, opened, points[0], "approver")
        confirm(world, opened, points[0], "approver", evidence="E-mail of 24 March from the Proposer")
        draft(world, opened, points[1], editorial)
        with pytest.raises(ConfirmedByAnother):
            share(world, opened, points[1])
        confirm(world, opened, points[1], "approver")
        draft(world, opened, points[2], NewReply(K.ANSWERED, "So.", DecidedBy.WORKING_GROUP), who="both")
        with pytest.raises(SecondPersonNeeded):
            confirm(world, opened, points[2], "both", evidence="Minutes")
        with pytest.raises(NotPermitted):
            confirm(world, opened, points[2], "analyst", evidence="Minutes")
        confirm(world, opened, points[2], "approver", evidence="Minutes of 24 March")
    assert {state(world, opened, item) for item in points} == {DispositionState.CONFIRMED}


def test_several_replies_are_confirmed_at_once_each_as_it_was_seen(
    world: World, opened: OpenedConsultation, points: tuple[int, ...]
) -> None:
    with at(AFTER_CLOSE):
        for item in points:
            draft(world, opened, item)
        share(world, opened, *points)
        draft(world, opened, points[2], NewReply(K.ANSWERED, "Other words."), seen_version=2)
        grouped = world.do(
            dispositions.confirm_replies,
            "proposer",
            consultation_id=opened.id,
            seen_versions=dict.fromkeys(points, 2),
        )
    assert grouped.done == points[:2]
    assert [item for item, _ in grouped.refused] == [points[2]]


def test_a_proposer_returns_a_draft_with_a_reason_and_a_new_draft_settles_it(
    world: World, opened: OpenedConsultation, points: tuple[int, ...]
) -> None:
    def give_back(reason: str, seen_version: int = 2) -> None:
        world.do(
            dispositions.return_reply,
            "proposer",
            consultation_id=opened.id,
            item_id=points[0],
            seen_version=seen_version,
            reason=reason,
        )

    with at(AFTER_CLOSE):
        draft(world, opened, points[0])
        share(world, opened, points[0])
        with pytest.raises(DetailMissing):
            give_back(" ")
        give_back("We did agree to the first half.")
        kept = point(world, opened, points[0]).reply
        assert kept is not None
        assert kept.returned_because == "We did agree to the first half."
        draft(world, opened, points[0], NewReply(K.AGREED_IN_PART, "The first half."), seen_version=3)
        confirm(world, opened, points[0])
        with pytest.raises(AlreadyConfirmed):
            give_back("Too late.", 5)


def test_without_a_proposer_who_can_sign_in_nothing_is_shared(world: World) -> None:
    opened = open_consultation(world)
    _, (item,) = keep_response(world, opened, "brightloop", Said("x"), received="2026-03-05T10:00")
    with at(AFTER_CLOSE):
        draft(world, opened, item)
        with pytest.raises(NobodyToShareWith):
            share(world, opened, item)


# --- Following a point, and going out ------------------------------------------------------------------------------


def test_a_reply_follows_its_point_to_an_admitted_late_version(
    world: World, opened: OpenedConsultation, points: tuple[int, ...]
) -> None:
    first, second, third = points
    with at(AFTER_CLOSE):
        draft(world, opened, first)
        draft(world, opened, second)
        draft(world, opened, third, NewReply(K.DUPLICATE_OF, "Same.", duplicate_of_id=first))
        share(world, opened, first, second)
        confirm(world, opened, first)
        confirm(world, opened, second)
        said = (Said("First.", own_wording="within ten Working Days"), Said("Second, in other words."))
        late, (new_first, new_second) = keep_response(
            world, opened, "brightloop", *said, received=AFTER_CLOSE, late=True
        )
        world.do(
            consultations.rule_on_late,
            "analyst",
            consultation_id=opened.id,
            response_version_id=late,
            admitted=True,
            reason="A filter held it back.",
        )
    assert state(world, opened, new_first) is DispositionState.CONFIRMED
    assert state(world, opened, new_second) is DispositionState.DRAFTED
    duplicate = point(world, opened, third).reply
    assert duplicate is not None
    assert duplicate.duplicate_of_id == new_first


def test_a_reply_to_a_point_that_was_left_out_goes_with_it(
    world: World, opened: OpenedConsultation, points: tuple[int, ...]
) -> None:
    with at(AFTER_CLOSE):
        draft(world, opened, points[1])
        late, _ = keep_response(world, opened, "brightloop", Said("First."), received=AFTER_CLOSE, late=True)
        world.do(
            consultations.rule_on_late,
            "analyst",
            consultation_id=opened.id,
            response_version_id=late,
            admitted=True,
            reason="A filter held it back.",
        )
    replies = [one.reply for one in world.look(points_of, consultation_id=opened.id).by_id.values() if one.reply]
    assert replies == []


def test_everything_goes_out_at_one_moment_once_every_point_has_a_confirmed_reply(
    world: World, opened: OpenedConsultation, points: tuple[int, ...]
) -> None:
    def publish() -> str:
        return world.do(
            consultations.publish_consultation,
            "approver",
            lock=Lock("consultation", opened.id),
            consultation_id=opened.id,
        )

    with at(AFTER_CLOSE):
        draft(world, opened, points[0])
        with pytest.raises(NotReadyToPublish, match=r"2 points have no reply\. 1 reply is not confirmed"):
            publish()
        for item in points[1:]:
            draft(world, opened, item)
        share(world, opened, *points)
        for item in points:
            confirm(world, opened, item)
        publish()
        with pytest.raises(NotPermitted):
            draft(world, opened, points[0], seen_version=3)


def test_a_leak_is_passed_with_a_recorded_reason_or_mended(world: World, opened: OpenedConsultation) -> None:
    secret = Said(
        "Our forecast for the third quarter is eleven thousand Devices.",
        confidentiality=Confidentiality.SECAS_AND_AUTHORITY,
    )
    _, (hidden,) = keep_response(world, opened, "brightloop", secret, received="2026-03-05T10:00")
    _, (public,) = keep_response(world, opened, "northgrid", Said("Why?"), received="2026-03-05T10:00")
    telling = NewReply(K.ANSWERED, "Because the forecast for the third quarter is eleven thousand Devices.")

    def findings() -> tuple[str, ...]:
        with world.database.reading() as (session, _now):
            found = readiness(session, row=session.get_one(ConsultationRow, opened.id)).findings
            return tuple(one.id for one in found if not one.is_decided)

    def decide(reason: str, ids: tuple[str, ...]) -> int:
        return world.do(consultations.decide_leaks, "analyst", consultation_id=opened.id, findings=ids, reason=reason)

    with at(AFTER_CLOSE):
        draft(world, opened, public, telling)
        share(world, opened, public)
        confirm(world, opened, public)
        found = findings()
        assert len(found) == 1
        with pytest.raises(NotReadyToPublish, match="1 finding of the leak check"):
            world.do(
                consultations.publish_consultation,
                "approver",
                lock=opened.lock,
                consultation_id=opened.id,
            )
        with pytest.raises(ReasonMissing):
            decide(" ", found)
        with pytest.raises(NoSuchFinding):
            decide("Fine.", ("0123456789abcdef",))
        assert decide("The respondent agreed on 24 March.", found) == 1
        assert findings() == ()
        world.do(consultations.publish_consultation, "approver", lock=opened.lock, consultation_id=opened.id)
    assert hidden
