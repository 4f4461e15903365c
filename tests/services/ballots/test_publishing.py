"""Publishing a result: what must hold before, what is frozen, what is decided, and where the modification goes."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from tests.builders.ballots import (
    CLOSES,
    DURING,
    OpenBallot,
    confirmed_rules,
    open_ballot,
    publish,
    rules_with,
    vote,
    vote_all,
)
from tests.builders.modifications import modification_at
from tests.world import World, at
from voting.domain.ballots.correcting import CorrectionTooLate, SolutionNotNamed
from voting.domain.ballots.outcome import OverallOutcome
from voting.domain.ballots.parameters import CategoryTieRule, OverallTieRule, PreferenceRule, VotingCategory
from voting.domain.ballots.result import (
    ChairDecision,
    ChairEvidenceMissing,
    ChairHasNotDecided,
    PreferenceNotSaid,
    Result,
)
from voting.domain.ballots.result_json import result_from_json
from voting.domain.ballots.rule_set import RuleSetUnconfirmed
from voting.domain.ballots.tally import ChairNotAsked, PreferenceNotAsked
from voting.domain.errors import NotPermitted
from voting.domain.history import Entry
from voting.domain.modifications.lifecycle import BoardOutcome, IsOnHold, Path, Stage
from voting.domain.people import PartyCategory
from voting.models.ballots import BallotRow, Decision
from voting.models.consultations import ConsultationRow, Invitation
from voting.models.modifications import Modification, ModificationMove
from voting.models.notices import OutboxMessage
from voting.services import ballots
from voting.services.ballots.correcting import CorrectionMissing
from voting.services.history import record

BOTH = {"proposed": "Proposed Solution", "alternative": "Alternative Solution"}


def result_of(world: World, ballot: OpenBallot) -> Result:
    with world.database.reading() as (session, _now):
        return result_from_json(session.scalar(sa.select(BallotRow.result).where(BallotRow.id == ballot.id)))


def decisions(world: World) -> list[Decision]:
    with world.database.reading() as (session, _now):
        return list(session.scalars(sa.select(Decision).order_by(Decision.id)))


def test_an_approval_on_path_3_decides_moves_and_gives_the_implementation_date(world: World) -> None:
    ballot = open_ballot(world)
    vote_all(world, ballot, large="aar", small="a", networks="ar", other="r", consumer="a")
    publish(world, ballot)
    result = result_of(world, ballot)
    assert [option.outcome for option in result.tally.options] == [OverallOutcome.APPROVED]
    after = modification_at(world, ballot.modification_id)
    assert after.stage is Stage.PENDING_IMPLEMENTATION
    assert (after.board_outcome, after.board_voted_at) == (BoardOutcome.APPROVED, CLOSES)
    # The vote closed on 10 March and was published on 11 March: the day of the vote meets the first option.
    assert (after.decision_on, after.implements_on) == (date(2026, 3, 10), date(2026, 6, 25))
    # Ten Working Days after 11 March 2026, 17:00 in London.
    assert after.referral_closes_at == datetime(2026, 3, 25, 17, tzinfo=UTC)
    (decision,) = decisions(world)
    assert (decision.outcome, decision.option_key, decision.decision_on, decision.implements_on) == (
        "approved",
        "proposed",
        date(2026, 3, 10),
        date(2026, 6, 25),
    )
    assert "The Change Board approved the Proposed Solution. It is implemented on 25 Jun 2026" in decision.sentence


def test_publishing_is_one_entry_that_lists_all_it_changed(world: World) -> None:
    ballot = open_ballot(world)
    size = world.history_size()
    publish(world, ballot)
    assert world.history_size() == size + 1
    assert world.use_cases()[-1] == "publish_result"
    with world.database.reading() as (session, _now):
        moves = session.scalars(sa.select(ModificationMove)).all()
    assert [(move.move, move.moved_on) for move in moves] == [("board_rejects", date(2026, 3, 10))]


def test_a_vote_after_the_first_decide_by_date_gets_the_next_release(world: World) -> None:
    ballot = open_ballot(world, closes_at=datetime(2026, 3, 11, 17, tzinfo=UTC))
    vote_all(world, ballot, large="aaa", small="a")
    publish(world, ballot, when="2026-03-12T09:00")
    assert modification_at(world, ballot.modification_id).implements_on == date(2026, 11, 5)


def test_silence_is_rejected_with_that_reason_and_nothing_is_implemented(world: World) -> None:
    ballot = open_ballot(world)
    publish(world, ballot)
    after = modification_at(world, ballot.modification_id)
    assert (after.stage, after.implements_on) == (Stage.REJECTED, None)
    assert after.decision_on == date(2026, 3, 10)
    result = result_of(world, ballot)
    assert "Nothing was counted" in result.options[0].why.text
    assert result.implementation_sentence == ""


@pytest.mark.parametrize("letters", ["aaa", "rrr"], ids=["approved", "rejected"])
def test_on_path_2_the_board_recommends_and_no_date_is_given(world: World, letters: str) -> None:
    ballot = open_ballot(world, path=Path.AUTHORITY_DETERMINED)
    vote_all(world, ballot, large=letters)
    publish(world, ballot)
    after = modification_at(world, ballot.modification_id)
    assert (after.stage, after.decision_on, after.referral_closes_at) == (Stage.AUTHORITY, None, None)
    assert "recommends" in decisions(world)[0].sentence


def test_without_a_quorum_nothing_is_decided_and_the_modification_stays_with_the_board(world: World) -> None:
    ballot = open_ballot(world)
    vote_all(world, ballot, large="a..", small="a")
    publish(world, ballot)
    after = modification_at(world, ballot.modification_id)
    assert (after.stage, after.board_outcome, after.decision_on) == (Stage.BOARD, BoardOutcome.NOT_DECIDED, None)
    assert decisions(world)[0].outcome == "not_decided"


def test_the_frozen_result_holds_votes_by_seat_and_no_name_or_reason(world: World) -> None:
    ballot = open_ballot(world)
    vote_all(world, ballot, large="ar")
    publish(world, ballot)
    with world.database.reading() as (session, _now):
        raw = str(session.scalar(sa.select(BallotRow.result)))
    assert "Member" not in raw
    assert "clearer" not in raw
    assert {(each.seat_key, each.choice) for each in result_of(world, ballot).votes} == {
        ("large_1", "approve"),
        ("large_2", "reject"),
    }


def test_every_attempt_and_every_seat_is_accounted_for(world: World) -> None:
    ballot = open_ballot(world, vacant=["large_3"])
    vote_all(world, ballot, large="ab")
    with at("2026-03-05T10:00"):
        vote(world, ballot, "large_1", "r")
    with world.database.scratch() as (session, _now):
        ballots.count_refused_attempt(session, ballot_id=ballot.id)
    publish(world, ballot)
    funnel, (seats,) = result_of(world, ballot).funnel, result_of(world, ballot).seats
    assert (funnel.attempts, funnel.accepted, funnel.refused, funnel.final, funnel.superseded) == (4, 3, 1, 2, 1)
    assert (seats.seats, seats.voted, seats.abstained, seats.silent, seats.vacant) == (8, 1, 1, 5, 1)


class TestWhoMayPublish:
    @pytest.mark.parametrize("who", ["analyst", "administrator", "auditor", "large_1"])
    def test_an_approver_publishes_and_nobody_else(self, world: World, who: str) -> None:
        ballot = open_ballot(world)
        with pytest.raises(NotPermitted):
            publish(world, ballot, by=who)

    def test_an_open_vote_has_no_result_to_publish_and_a_published_one_no_second(self, world: World) -> None:
        ballot = open_ballot(world)
        with pytest.raises(NotPermitted):
            publish(world, ballot, when=DURING)
        publish(world, ballot)
        with pytest.raises(NotPermitted):
            publish(world, ballot)

    def test_the_same_form_sent_twice_publishes_once(self, world: World) -> None:
        ballot = open_ballot(world)
        assert publish(world, ballot, intent="form-1") == publish(world, ballot, intent="form-1")
        assert len(decisions(world)) == 1


class TestRules:
    def test_unconfirmed_rules_publish_no_real_result(self, world: World) -> None:
        ballot = open_ballot(world)
        with pytest.raises(RuleSetUnconfirmed):
            publish(world, ballot, is_demonstration=False)
        assert decisions(world) == []

    def test_confirmed_rules_do_and_print_their_clauses(self, world: World) -> None:
        ballot = open_ballot(world, rules=confirmed_rules())
        vote_all(world, ballot, large="aaa")
        publish(world, ballot, is_demonstration=False)
        assert {sentence.clause for sentence in result_of(world, ballot).derivation} >= {"D3", "D7", None}


class TestTheChair:
    def test_a_tie_that_is_the_chairs_waits_for_the_chair(self, world: World) -> None:
        ballot = open_ballot(world, rules=rules_with(category_tie=CategoryTieRule.CHAIR_DECIDES))
        vote_all(world, ballot, networks="ar")
        decided = [ChairDecision("proposed", VotingCategory.NETWORKS, approves=True)]
        with pytest.raises(ChairHasNotDecided):
            publish(world, ballot)
        with pytest.raises(ChairEvidenceMissing):
            publish(world, ballot, chair_decisions=decided)
        publish(world, ballot, chair_decisions=decided, chair_evidence="Minute 4.2")
        assert modification_at(world, ballot.modification_id).stage is Stage.PENDING_IMPLEMENTATION
        assert result_of(world, ballot).chair_evidence == "Minute 4.2"

    def test_the_chair_decides_nothing_that_the_rules_do_not_ask(self, world: World) -> None:
        ballot = open_ballot(world)
        decided = [ChairDecision("proposed", VotingCategory.NETWORKS, approves=True)]
        with pytest.raises(ChairNotAsked):
            publish(world, ballot, chair_decisions=decided, chair_evidence="Minute 4.2")

    def test_an_overall_tie_may_be_voted_on_again(self, world: World) -> None:
        ballot = open_ballot(world, rules=rules_with(overall_tie=OverallTieRule.VOTE_AGAIN))
        vote_all(world, ballot, small="a", other="r")
        publish(world, ballot)
        assert modification_at(world, ballot.modification_id).board_outcome is BoardOutcome.NOT_DECIDED


class TestPreference:
    def test_that_a_solution_passes_and_that_it_is_preferred_are_two_facts(self, world: World) -> None:
        ballot = open_ballot(world, options=BOTH)
        with at(DURING):
            for seat, letters in {
                "large_1": "ar",
                "large_2": "aa",
                "large_3": "aa",
                "small_1": "aa",
                "other_1": "ra",
            }.items():
                vote(world, ballot, seat, letters)
        publish(world, ballot)
        result = result_of(world, ballot)
        assert result.tally.passing == ("proposed", "alternative")
        assert decisions(world)[0].option_key == "alternative"

    def test_between_equals_the_board_has_to_say(self, world: World) -> None:
        ballot = open_ballot(world, options=BOTH, rules=rules_with(preference=PreferenceRule.BOARD_SAYS))
        with at(DURING):
            for seat in ("large_1", "large_2", "large_3"):
                vote(world, ballot, seat, "aa")
        with pytest.raises(PreferenceNotSaid):
            publish(world, ballot)
        publish(world, ballot, preference="alternative")
        assert decisions(world)[0].option_key == "alternative"

    def test_it_is_not_given_where_it_is_not_asked(self, world: World) -> None:
        ballot = open_ballot(world)
        with pytest.raises(PreferenceNotAsked):
            publish(world, ballot, preference="proposed")


def test_a_modification_on_hold_keeps_its_result_back(world: World) -> None:
    ballot = open_ballot(world)
    with world.database.transaction() as (session, now):
        row = session.get_one(Modification, ballot.modification_id)
        row.on_hold_reason, row.on_hold_review_on = "Wait.", date(2026, 12, 1)
        record(session, now, Entry("test_hold", None, (("modification", row.id),)))
    with pytest.raises(IsOnHold):
        publish(world, ballot)


def test_members_the_proposer_and_respondents_are_told_after(world: World) -> None:
    world.add_person("proposer", None)
    world.add_party("brightloop", PartyCategory.SMALL_SUPPLIERS)
    world.add_party("elsewhere", PartyCategory.SMALL_SUPPLIERS)
    ballot = open_ballot(world, proposer="proposer")
    with world.database.transaction() as (session, now):
        row = ConsultationRow(
            modification_id=ballot.modification_id,
            kind="modification_report",
            title="Report (test)",
            issue_on=date(2026, 2, 1),
            close_on=date(2026, 2, 20),
            closes_at=datetime(2026, 2, 20, 17, tzinfo=UTC),
            asks_for_replies=False,
            prepared_by_id=world.people["analyst"],
            prepared_at=now,
            opened_at=datetime(2026, 2, 1, 9, tzinfo=UTC),
            opened_by_id=world.people["approver"],
        )
        session.add(row)
        session.flush()
        session.add(Invitation(consultation_id=row.id, organisation_id=world.organisations["brightloop"]))
        record(session, now, Entry("test_consultation", None, (("consultation", row.id),)))
    publish(world, ballot)
    with world.database.reading() as (session, _now):
        told = set(
            session.scalars(
                sa.select(OutboxMessage.person_id).where(
                    OutboxMessage.subject.contains("the result of the Change Board")
                )
            )
        )
    assert {world.people[name] for name in ("large_1", "consumer_1", "proposer", "brightloop_signatory")} <= told
    assert world.people["elsewhere_signatory"] not in told


class TestCorrections:
    def correct(
        self, world: World, ballot: OpenBallot, words: str = "Large 2 abstained.", who: str = "approver"
    ) -> None:
        with at("2026-03-12T09:00"):
            world.do(ballots.correct_result, who, ballot.lock, ballot_id=ballot.id, correction=words)

    def test_a_correction_is_a_further_decision_and_the_result_stands(self, world: World) -> None:
        ballot = open_ballot(world)
        publish(world, ballot)
        before = result_of(world, ballot)
        self.correct(world, ballot)
        first, second = decisions(world)
        assert (second.corrects_id, second.sentence, second.outcome) == (first.id, "Large 2 abstained.", first.outcome)
        assert result_of(world, ballot) == before

    def test_it_says_something_and_comes_from_an_approver_after_publication(self, world: World) -> None:
        ballot = open_ballot(world)
        with pytest.raises(NotPermitted):
            self.correct(world, ballot)
        publish(world, ballot)
        with pytest.raises(CorrectionMissing):
            self.correct(world, ballot, " ")
        with pytest.raises(NotPermitted):
            self.correct(world, ballot, who="analyst")

    def right(self, world: World, ballot: OpenBallot, outcome: BoardOutcome, **more: str) -> None:
        with at("2026-03-12T09:00"):
            world.do(
                ballots.correct_result,
                "approver",
                ballot.lock,
                ballot_id=ballot.id,
                correction="Two votes were swapped.",
                outcome=outcome,
                **more,
            )

    @pytest.mark.parametrize(
        ("letters", "outcome", "stage", "implements_on"),
        [
            ("rrr", BoardOutcome.APPROVED, Stage.PENDING_IMPLEMENTATION, date(2026, 6, 25)),
            ("aaa", BoardOutcome.REJECTED, Stage.REJECTED, None),
        ],
    )
    def test_another_outcome_moves_the_modification_with_its_evidence_in_the_same_act(
        self, world: World, letters: str, outcome: BoardOutcome, stage: Stage, implements_on: date | None
    ) -> None:
        ballot = open_ballot(world)
        both = {"large": letters, "small": letters[0], "networks": letters[:2], "other": letters[0]}
        vote_all(world, ballot, **both, consumer=letters[0])
        publish(world, ballot)
        before = world.history_size()
        self.right(world, ballot, outcome)
        assert world.history_size() == before + 1
        row = modification_at(world, ballot.modification_id)
        assert (row.stage, row.board_outcome, row.implements_on) == (stage, outcome, implements_on)
        # The date of the decision is the vote's; what is decided anew may be referred anew.
        assert row.decision_on == date(2026, 3, 10)
        assert row.referral_closes_at == datetime(2026, 3, 26, 17, tzinfo=UTC)
        first, second = decisions(world)
        assert (first.outcome != second.outcome, second.outcome, second.corrects_id) == (True, outcome, first.id)
        assert second.implements_on == implements_on
        with world.database.reading() as (session, _now):
            moves = session.scalars(sa.select(ModificationMove).order_by(ModificationMove.id)).all()
        assert [move.to_stage for move in moves[-2:]] == ["board", stage]
        assert {move.evidence for move in moves[-2:]} == {f"correction of the result of vote {ballot.id}"}
        assert moves[-2].reason == "Two votes were swapped."

    def test_a_decision_that_was_none_leaves_the_modification_with_the_board(self, world: World) -> None:
        ballot = open_ballot(world)
        vote_all(world, ballot, large="aaa", small="a", networks="aa", other="a", consumer="a")
        publish(world, ballot)
        self.right(world, ballot, BoardOutcome.NOT_DECIDED)
        row = modification_at(world, ballot.modification_id)
        assert (row.stage, row.decision_on, row.implements_on) == (Stage.BOARD, None, None)
        # A later correction counts from what is right by now.
        self.right(world, ballot, BoardOutcome.APPROVED)
        assert modification_at(world, ballot.modification_id).stage is Stage.PENDING_IMPLEMENTATION

    def test_the_same_outcome_moves_nothing(self, world: World) -> None:
        ballot = open_ballot(world)
        vote_all(world, ballot, large="aaa", small="a", networks="aa", other="a", consumer="a")
        publish(world, ballot)
        before = modification_at(world, ballot.modification_id)
        self.right(world, ballot, BoardOutcome.APPROVED)
        after = modification_at(world, ballot.modification_id)
        assert (after.stage, after.version, after.referral_closes_at) == (
            before.stage,
            before.version,
            before.referral_closes_at,
        )

    def test_a_corrected_recommendation_leaves_what_the_authority_has_with_it(self, world: World) -> None:
        ballot = open_ballot(world, path=Path.AUTHORITY_DETERMINED)
        vote_all(world, ballot, large="aaa", small="a", networks="aa", other="a", consumer="a")
        publish(world, ballot)
        self.right(world, ballot, BoardOutcome.REJECTED)
        row = modification_at(world, ballot.modification_id)
        assert (row.stage, row.board_outcome) == (Stage.AUTHORITY, BoardOutcome.REJECTED)

    def test_of_several_solutions_the_right_one_is_named(self, world: World) -> None:
        ballot = open_ballot(world, options=BOTH)
        vote_all(world, ballot, large="rrr", small="r", networks="rr", other="r", consumer="r")
        publish(world, ballot)
        with pytest.raises(SolutionNotNamed):
            self.right(world, ballot, BoardOutcome.APPROVED)
        self.right(world, ballot, BoardOutcome.APPROVED, option="alternative")
        assert decisions(world)[-1].option_key == "alternative"

    def test_what_has_been_implemented_is_not_fetched_back(self, world: World) -> None:
        ballot = open_ballot(world)
        vote_all(world, ballot, large="aaa", small="a", networks="aa", other="a", consumer="a")
        publish(world, ballot)
        with world.database.engine.begin() as connection:
            connection.execute(sa.update(Modification).values(stage=Stage.IMPLEMENTED))
        with pytest.raises(CorrectionTooLate):
            self.right(world, ballot, BoardOutcome.REJECTED)
        self.correct(world, ballot)
