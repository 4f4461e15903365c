"""Versions of the rule set, as data that the code administrator adds and confirms."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.ballots.rule_set import RuleSet
from voting.domain.ballots.rule_set_json import rule_set_to_json
from voting.domain.errors import RuleBroken
from voting.domain.history import Entry
from voting.domain.people import Action, Actor, check_permitted
from voting.models.ballots import RuleSetVersion
from voting.services.history import record


class RuleSetVersionTaken(RuleBroken):
    """A rule set of this version is there already and never changes."""


def add_rule_set(session: Session, *, actor: Actor, now: datetime, rule_set: RuleSet) -> int:
    """Add a version of the rules of counting and give its id. Raises `RuleSetVersionTaken`."""
    check_permitted(actor, Action.ADMINISTER)
    if session.scalar(sa.select(RuleSetVersion.id).where(RuleSetVersion.version == rule_set.version)):
        raise RuleSetVersionTaken("There is a rule set of this version, and versions never change.", "version")
    rules = rule_set_to_json(rule_set)
    row = RuleSetVersion(version=rule_set.version, name=rule_set.name, rules=rules, created_at=now)
    session.add(row)
    session.flush()
    facts = {"version": rule_set.version, "rules": rules}
    record(session, now, Entry("add_rule_set", actor.person_id, (("rule_set_version", row.id),), facts=facts))
    return row.id
