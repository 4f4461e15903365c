"""The result of a ballot: counted live for SECAS before publication, and as it was frozen for everybody afterwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.ballots.explain import explain_preference
from voting.domain.ballots.outcome import CategoryTally, OptionTally
from voting.domain.ballots.result import (
    OptionSentences,
    Result,
    asked_of_board,
    asked_of_chair,
    in_a_sentence,
)
from voting.domain.ballots.result_json import result_from_json
from voting.domain.ballots.rule_set import RuleSet, confirmation_in_words, is_confirmed
from voting.domain.ballots.rules_in_words import rules_in_words
from voting.domain.ballots.state import BallotState, are_named_votes_public, are_votes_visible
from voting.domain.ballots.votes import VoteChoice
from voting.domain.confidentiality import Classification
from voting.domain.errors import NotFound
from voting.domain.modifications.lifecycle import BoardOutcome
from voting.domain.people import Actor
from voting.models.ballots import BallotRow, Decision
from voting.models.people import Person
from voting.queries.ballots.ballot import seat_view
from voting.queries.ballots.counting import count_ballot
from voting.queries.ballots.loading import NO_SUCH_VOTE, ballot_row, rules_of, state_of, times_of
from voting.queries.ballots.views import (
    AskedOfChair,
    CategoryRow,
    Correction,
    OptionResult,
    OptionView,
    ReasonsOnObjective,
    ResultView,
    VoteView,
)
from voting.queries.ballots.votes import may_read_others_votes, votes_with_names, without_evidence


@dataclass(frozen=True, slots=True)
class _Shown:
    """The votes as this viewer may read them."""

    votes: tuple[VoteView, ...]
    waiting: int
    withheld: bool


def result_view(session: Session, *, viewer: Actor, now: datetime, ballot_id: int) -> ResultView:
    """The result for this viewer, in eight statements at most, five of them for a published one.

    Before publication it is SECAS's alone: after close, and in an open roll call, where nothing is sealed. Afterwards
    everybody reads the counts by category; named votes and reasons are for whoever is signed in, or for everybody
    where the rule set says so. Raises `NotFound`.
    """
    row = ballot_row(session, ballot_id)
    state, rules = state_of(row, now), rules_of(session, row)
    _check_readable(viewer, row, rules, state)
    result = result_from_json(row.result) if row.result is not None else count_ballot(session, row, now)
    shown = _votes(session, viewer, row, rules, state)
    publisher, corrections = _decisions(session, row)
    options = tuple(OptionView(option.key, option.title) for option in row.options)
    titles = {option.key: option for option in options}
    voted = {vote.seat_key for vote in shown.votes if vote.counts}
    return ResultView(
        ballot_id=row.id,
        modification_number=row.modification.number,
        modification_title=row.modification.title,
        path=row.modification.path,
        question=row.question,
        kind=row.kind,
        occasion=row.occasion,
        state=state,
        opened_at=row.opened_at,
        closed_at=times_of(row).closed_at,
        is_published=row.published_at is not None,
        published_at=row.published_at,
        published_by=publisher,
        report_number=row.report_version.number,
        outcome=result.board_outcome,
        options=tuple(_option(result, option, titles[option.option]) for option in result.tally.options),
        preference_sentence=_preference(rules, result, options),
        derivation=result.derivation,
        decision_on=result.decision_on,
        implements_on=result.implements_on,
        implementation_sentence=result.implementation_sentence,
        referral_ends_on=result.referral_ends_on,
        rule_set_name=rules.name,
        rule_set_version=rules.version,
        rule_set_confirmation=confirmation_in_words(rules),
        rules=rules_in_words(rules),
        rules_confirmed=is_confirmed(rules),
        waiting_for_confirmation=shown.waiting,
        attempts=result.funnel.attempts,
        refused=result.funnel.refused,
        final=result.funnel.final,
        superseded=result.funnel.superseded,
        withdrawn=result.funnel.withdrawn,
        seats=tuple(seat_view(seat, None if shown.withheld else seat.seat_key in voted) for seat in row.roster),
        votes=shown.votes,
        votes_withheld=shown.withheld,
        reasons=_reasons(options, shown.votes),
        asked_of_chair=tuple(AskedOfChair(titles[key], category) for key, category in asked_of_chair(result.tally)),
        asked_of_board=tuple(titles[key] for key in asked_of_board(result.tally)),
        chair_evidence=result.chair_evidence,
        corrections=corrections,
        tally=result.tally,
        classification=_classification(row, rules, shown),
    )


def _check_readable(viewer: Actor, row: BallotRow, rules: RuleSet, state: BallotState) -> None:
    if state is BallotState.PUBLISHED:
        return
    if (
        viewer.is_secas
        and state in {BallotState.OPEN, BallotState.CLOSED}
        and are_votes_visible(rules, row.kind, state)
    ):
        return
    # Who may know that there is a vote is told what is missing; to everybody else there is none.
    if row.opened_at is None or not (viewer.is_secas or viewer.is_board):
        raise NotFound(NO_SUCH_VOTE)
    raise NotFound("This vote has no result yet. SECAS publishes it after the vote has closed.")


def _votes(session: Session, viewer: Actor, row: BallotRow, rules: RuleSet, state: BallotState) -> _Shown:
    if not may_read_others_votes(viewer, rules, row.kind, state):
        return _Shown((), 0, withheld=True)
    views, _ = votes_with_names(session, row.id, rules)
    waiting = sum(not view.is_confirmed and view.declined_because is None for view in views)
    confirmed = tuple(view for view in views if view.is_confirmed)
    return _Shown(confirmed if viewer.is_secas else without_evidence(confirmed), waiting, withheld=False)


def _decisions(session: Session, row: BallotRow) -> tuple[str | None, tuple[Correction, ...]]:
    """Who published the result, and the corrections added since. Nothing is read before publication."""
    if row.published_at is None:
        return None, ()
    rows = session.execute(
        sa.select(
            Decision.corrects_id,
            Decision.sentence,
            Decision.recorded_at,
            Decision.outcome,
            Decision.option_key,
            Person.name,
        )
        .outerjoin(Person, Person.id == Decision.recorded_by_id)
        .where(Decision.ballot_id == row.id)
        .order_by(Decision.id)
    ).all()
    publisher = next((decision.name for decision in rows if decision.corrects_id is None), None)
    titles = {option.key: option.title for option in row.options} if len(row.options) > 1 else {}
    corrections = tuple(
        Correction(now.sentence, now.recorded_at, now.name, BoardOutcome(now.outcome), titles.get(now.option_key, ""))
        if now.outcome != before.outcome
        else Correction(now.sentence, now.recorded_at, now.name)
        for before, now in pairwise(rows)
    )
    return publisher, corrections


def _option(result: Result, option: OptionTally, view: OptionView) -> OptionResult:
    said: OptionSentences = next(each for each in result.options if each.option == option.option)
    return OptionResult(
        option=view,
        rows=tuple(_row(row) for row in option.categories),
        outcome=option.outcome,
        reason=option.reason,
        outcome_sentence=said.outcome,
        why=said.why,
        next_step=said.next_step,
        passes=option.passes,
        is_preferred=result.tally.preference.option == option.option,
    )


def _row(row: CategoryTally) -> CategoryRow:
    count = row.count
    return CategoryRow(
        category=row.category,
        seats=count.seats,
        vacant=count.vacant,
        recused=count.recused,
        present=count.present,
        approve=count.approve,
        reject=count.reject,
        abstain=count.abstain,
        silent=count.silent,
        set_aside=count.set_aside,
        need=row.need,
        quorum_met=row.quorum_met,
        finding=row.finding,
        outcome=row.outcome,
    )


def _preference(rules: RuleSet, result: Result, options: Sequence[OptionView]) -> str:
    """Which of several solutions is preferred; nothing where only one was put."""
    if len(options) == 1:
        return ""
    names = {option.key: in_a_sentence(option.title) for option in options}
    return explain_preference(rules, result.tally, names).text


def _reasons(options: Iterable[OptionView], votes: Sequence[VoteView]) -> tuple[ReasonsOnObjective, ...]:
    found = []
    for option in options:
        final = [vote for vote in votes if vote.counts and vote.option == option.key]
        for letter in sorted({letter for vote in final for letter in vote.objectives}):
            on_it = [vote for vote in final if letter in vote.objectives]
            by_choice = {choice: tuple(vote for vote in on_it if vote.choice is choice) for choice in VoteChoice}
            found.append(
                ReasonsOnObjective(
                    option,
                    letter,
                    by_choice[VoteChoice.APPROVE],
                    by_choice[VoteChoice.REJECT],
                    by_choice[VoteChoice.ABSTAIN],
                )
            )
    return tuple(found)


def _classification(row: BallotRow, rules: RuleSet, shown: _Shown) -> Classification:
    if row.published_at is None:
        return Classification.AMBER
    has_names = not shown.withheld and not are_named_votes_public(rules)
    return Classification.GREEN if has_names else Classification.WHITE
