"""The count of a ballot as its votes stand: for the preview, and for publication to freeze."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.ballots.explain import WhatFollows
from voting.domain.ballots.funnel import vote_funnel
from voting.domain.ballots.result import ChairDecision, Counted, Result, result_of, votes_without_names
from voting.domain.ballots.rule_set import RuleSet
from voting.domain.ballots.tally import FinalVote
from voting.domain.ballots.votes import FinalVotes, final_votes
from voting.domain.calendar import london_date
from voting.domain.modifications.implementation import implementation_date
from voting.domain.modifications.lifecycle import Path, PathNotSet
from voting.models.ballots import BallotRow, RefusedAttempts, VoteRow
from voting.queries.ballots.loading import roster_of, rules_of, times_of, votes_of
from voting.queries.calendar import working_days
from voting.queries.modifications.loading import options_of


def count_ballot(
    session: Session,
    row: BallotRow,
    now: datetime,
    *,
    chair: Iterable[ChairDecision] = (),
    chair_evidence: str = "",
    preference: str | None = None,
) -> Result:
    """The result as it would be if it were published at `now`; four statements, five before opening.

    Raises `PathNotSet`, and what `tally` raises for a chair's decision or a preference that was not asked for.
    """
    rules = rules_of(session, row)
    counted = final_votes(votes_of(session, row.id), rules)
    found = Counted(
        rule_set=rules,
        roster=roster_of(row),
        options=tuple((option.key, option.title) for option in row.options),
        votes=votes_without_names(FinalVote(vote.seat_key, vote.option, vote.choice) for vote in counted.final),
        funnel=vote_funnel(*_attempts(session, row.id, counted), counted),
        chair=tuple(chair),
        chair_evidence=chair_evidence,
        preference=preference,
    )
    decision_on = london_date(times_of(row).closed_at or now)
    return result_of(found, _follows(session, row, rules, now), decision_on)


def _follows(session: Session, row: BallotRow, rules: RuleSet, now: datetime) -> WhatFollows:
    path = row.modification.path
    if path is None:
        raise PathNotSet("Its path is not set. Set the path by which it will be decided first.")
    if path is not Path.SELF_GOVERNANCE:
        return WhatFollows(path)
    decision_on = london_date(times_of(row).closed_at or now)
    return WhatFollows(
        path,
        working_days(session).referral_ends_on(london_date(now), rules.referral_window.value),
        implementation_date(options_of(session, row.modification_id), decision_on),
    )


def _attempts(session: Session, ballot_id: int, counted: FinalVotes) -> tuple[int, int]:
    """Every attempt to vote, and those refused before they were accepted: by a rule, or by a second person."""
    declined = sa.select(sa.func.count(VoteRow.id)).where(
        VoteRow.ballot_id == ballot_id, VoteRow.declined_at.is_not(None)
    )
    by_rule = sa.select(RefusedAttempts.count).where(RefusedAttempts.ballot_id == ballot_id)
    refused = (
        session.scalar(sa.select(declined.scalar_subquery() + sa.func.coalesce(by_rule.scalar_subquery(), 0))) or 0
    )
    accepted = sum(len(votes) for votes in (counted.final, counted.superseded, counted.withdrawn, counted.refused))
    return accepted + refused, refused
