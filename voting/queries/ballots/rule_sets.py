"""The versions of the rules of counting, in words and as the data that a ballot freezes."""

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.ballots.rule_set import confirmation_in_words, is_confirmed
from voting.domain.ballots.rule_set_json import rule_set_from_json
from voting.domain.ballots.rules_in_words import RuleInWords, rules_in_words
from voting.domain.errors import NotFound
from voting.models.ballots import BallotRow, RuleSetVersion


@dataclass(frozen=True, slots=True)
class RuleSetSummary:
    """One version of the rules."""

    id: int
    version: str
    name: str
    created_at: datetime
    is_confirmed: bool
    confirmation: str
    ballots: int


@dataclass(frozen=True, slots=True)
class RuleSetView:
    """One version with each parameter in words, and as JSON to begin a new version from."""

    summary: RuleSetSummary
    rules: tuple[RuleInWords, ...]
    json: str


def rule_set_list(session: Session) -> tuple[RuleSetSummary, ...]:
    """Every version, the latest first. One statement."""
    rows = session.execute(_versions().order_by(RuleSetVersion.id.desc())).all()
    return tuple(_summary(row, ballots) for row, ballots in rows)


def rule_set_view(session: Session, *, rule_set_id: int) -> RuleSetView:
    """One version. Raises `NotFound`."""
    found = session.execute(_versions().where(RuleSetVersion.id == rule_set_id)).one_or_none()
    if found is None:
        raise NotFound("There is no such rule set.")
    row, ballots = found
    rules = rule_set_from_json(row.rules)
    return RuleSetView(
        _summary(row, ballots), rules_in_words(rules), json.dumps(row.rules, indent=2, ensure_ascii=False)
    )


def _versions() -> sa.Select[RuleSetVersion, int]:
    used = (
        sa.select(sa.func.count(BallotRow.id))
        .where(BallotRow.rule_set_version_id == RuleSetVersion.id)
        .scalar_subquery()
    )
    return sa.select(RuleSetVersion, sa.func.coalesce(used, 0))


def _summary(row: RuleSetVersion, ballots: int) -> RuleSetSummary:
    rules = rule_set_from_json(row.rules)
    return RuleSetSummary(
        row.id, row.version, row.name, row.created_at, is_confirmed(rules), confirmation_in_words(rules), ballots
    )
