"""The votes of a ballot with the names beside them, and who of the readers may see which."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from voting.db import fetched
from voting.domain.ballots.rule_set import RuleSet
from voting.domain.ballots.state import BallotKind, BallotState, are_named_votes_public, are_votes_visible
from voting.domain.ballots.votes import FinalVotes, final_votes
from voting.domain.people import Actor
from voting.models.ballots import BallotOption, RosterRow, VoteRow
from voting.models.people import Person
from voting.queries.ballots.loading import COLUMNS_OF_VOTE, cast_vote_of
from voting.queries.ballots.views import VoteView


def votes_with_names(
    session: Session, ballot_id: int, rules: RuleSet, *, only_seats: Collection[int] | None = None
) -> tuple[tuple[VoteView, ...], FinalVotes]:
    """Every vote on record, oldest first, with names and whether it counts; and the rulebook's sorting of them.

    One statement. `only_seats` fetches the rows of those seats alone, so that a member's page does not grow with
    other seats' votes.
    """
    seats = {} if only_seats is None else {"seats": tuple(only_seats)}
    rows = fetched(session, _votes(of_some=only_seats is not None), ballot=ballot_id, **seats)
    confirmed = [row for row in rows if _is_confirmed(row)]
    counted = final_votes((cast_vote_of(row, row.seat_key, row.option) for row in confirmed), rules)
    final_keys = {vote.key for vote in counted.final}
    views = tuple(
        VoteView(
            seat_id=row.seat_id,
            seat_key=row.seat_key,
            seat_name=row.seat_name,
            category=row.category,
            option=row.option,
            option_title=row.option_title,
            choice=row.choice,
            objectives=tuple(row.objectives),
            reason=row.reason,
            given_by=row.giver,
            given_as=row.given_as,
            recorded_by=row.keeper if row.entered_by_id != row.given_by_id else None,
            confirmed_by=row.second,
            evidence=row.evidence,
            cast_at=row.cast_at,
            received_at=row.received_at,
            receipt=row.receipt,
            is_confirmed=_is_confirmed(row),
            declined_because=row.declined_because,
            counts=str(row.id) in final_keys,
        )
        for row in rows
    )
    return views, counted


@cache
def _votes(*, of_some: bool) -> sa.Select[*tuple[Any, ...]]:
    giver, keeper, second = aliased(Person), aliased(Person), aliased(Person)
    wanted = [RosterRow.seat_id.in_(sa.bindparam("seats", expanding=True))] if of_some else []
    return (
        sa.select(
            *COLUMNS_OF_VOTE,
            VoteRow.confirmed_at,
            VoteRow.receipt,
            VoteRow.declined_because,
            RosterRow.seat_id,
            RosterRow.seat_key,
            RosterRow.seat_name,
            RosterRow.category,
            BallotOption.key.label("option"),
            BallotOption.title.label("option_title"),
            giver.name.label("giver"),
            keeper.name.label("keeper"),
            second.name.label("second"),
        )
        .join(RosterRow, RosterRow.id == VoteRow.roster_id)
        .join(BallotOption, BallotOption.id == VoteRow.option_id)
        .join(giver, giver.id == VoteRow.given_by_id)
        .join(keeper, keeper.id == VoteRow.entered_by_id)
        .outerjoin(second, second.id == VoteRow.confirmed_by_id)
        .where(VoteRow.ballot_id == sa.bindparam("ballot"), *wanted)
        .order_by(VoteRow.id)
    )


def may_read_others_votes(viewer: Actor, rules: RuleSet, kind: BallotKind, state: BallotState) -> bool:
    """Whether the viewer reads how other seats voted, and why.

    While the ballot is open the rule set's visibility decides, for the Board and for SECAS alike. Between close and
    publication the votes are SECAS's and the Board's; afterwards they are Green, for whoever is signed in, or public.
    """
    works_with_it = viewer.is_board or viewer.is_secas
    match state:
        case BallotState.OPEN | BallotState.CLOSED:
            return works_with_it and are_votes_visible(rules, kind, state)
        case BallotState.PUBLISHED:
            return are_named_votes_public(rules) or viewer.is_signed_in
        case _:
            return False


def without_evidence(views: Iterable[VoteView]) -> tuple[VoteView, ...]:
    """The votes without the messages that brought them: those are SECAS's and the seat's own."""
    return tuple(replace(view, evidence="", declined_because=None) for view in views)


def seats_voted(views: Iterable[VoteView]) -> frozenset[tuple[str, str]]:
    """(seat key, option) of each vote that stands."""
    return frozenset((view.seat_key, view.option) for view in views if view.counts)


def _is_confirmed(vote: Any) -> bool:
    return vote.entered_by_id == vote.given_by_id or vote.confirmed_at is not None
