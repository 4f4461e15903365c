"""What stands beside a vote form: the papers to read, when it would be implemented, and how many seats have voted."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import fetched
from voting.models.ballots import BallotDocument, BallotRow, RosterRow, VoteRow
from voting.models.consultations import ConsultationRow
from voting.models.legal_text import LegalTextVersion
from voting.models.modifications import ImplementationOptionRow
from voting.queries.ballots.loading import is_counted
from voting.queries.ballots.views import ImplementationChoice, PublishedConsultation

_NO_TEXT: sa.ColumnElement[Any] = sa.cast(sa.null(), sa.Text)
_BALLOT: sa.BindParameter[int] = sa.bindparam("ballot", type_=sa.Integer())
_MODIFICATION: sa.BindParameter[int] = sa.bindparam("modification", type_=sa.Integer())
_NO_DATE: sa.ColumnElement[Any] = sa.cast(sa.null(), sa.Date)


@dataclass(frozen=True, slots=True)
class Beside:
    """Papers, dates and turnout of one ballot."""

    documents: int
    consultations: tuple[PublishedConsultation, ...]
    implementation: tuple[ImplementationChoice, ...]
    turnout: int


def beside_ballot(session: Session, row: BallotRow) -> Beside:
    """Everything beside the form, in one statement whose rows do not grow with votes or answers."""
    rows = fetched(
        session,
        _everything(is_frozen=row.opened_at is not None),
        ballot=row.id,
        modification=row.modification_id,
        solutions=len(row.options),
    )
    found: dict[str, list[Any]] = {what: [] for what in ("documents", "consultation", "implementation", "turnout")}
    for what, *values in sorted(rows, key=lambda each: (each[0], each[1])):
        found[what].append(values)
    return Beside(
        documents=found["documents"][0][0],
        consultations=tuple(
            PublishedConsultation(number, text, first is not None)
            for number, text, first, _second in found["consultation"]
        ),
        implementation=tuple(
            ImplementationChoice(first, second) for _number, _text, first, second in found["implementation"]
        ),
        turnout=found["turnout"][0][0],
    )


@cache
def _everything(*, is_frozen: bool) -> sa.CompoundSelect[*tuple[Any, ...]]:
    return sa.union_all(_documents(is_frozen=is_frozen), _consultations(), _implementation(), _turnout())


def _documents(*, is_frozen: bool) -> sa.Select[Any]:
    """How many documents the ballot froze, or before opening how many have published text."""
    if is_frozen:
        counted = sa.func.count(BallotDocument.legal_text_version_id)
        return sa.select(sa.literal("documents"), counted, _NO_TEXT, _NO_DATE, _NO_DATE).where(
            BallotDocument.ballot_id == _BALLOT
        )
    counted = sa.func.count(sa.distinct(LegalTextVersion.code_document_id))
    return sa.select(sa.literal("documents"), counted, _NO_TEXT, _NO_DATE, _NO_DATE).where(
        LegalTextVersion.modification_id == _MODIFICATION, LegalTextVersion.published_at.is_not(None)
    )


def _consultations() -> sa.Select[Any]:
    published = sa.case((ConsultationRow.published_at.is_not(None), ConsultationRow.close_on), else_=_NO_DATE)
    return sa.select(
        sa.literal("consultation"), ConsultationRow.id, ConsultationRow.title, published, ConsultationRow.close_on
    ).where(
        ConsultationRow.modification_id == _MODIFICATION,
        ConsultationRow.opened_at.is_not(None),
        ConsultationRow.withdrawn_at.is_(None),
    )


def _implementation() -> sa.Select[Any]:
    chosen: sa.Select[Any] = sa.select(
        sa.literal("implementation"),
        ImplementationOptionRow.position,
        _NO_TEXT,
        ImplementationOptionRow.release_on,
        ImplementationOptionRow.decide_by,
    )
    return chosen.where(ImplementationOptionRow.modification_id == _MODIFICATION)


def _turnout() -> sa.Select[Any]:
    """Seats with a counted vote on every solution: how many, never which or how."""
    complete = (
        sa.select(VoteRow.roster_id)
        .join(RosterRow, RosterRow.id == VoteRow.roster_id)
        .where(VoteRow.ballot_id == _BALLOT, is_counted(), RosterRow.is_recused.is_(False))
        .group_by(VoteRow.roster_id)
        .having(sa.func.count(sa.distinct(VoteRow.option_id)) == sa.bindparam("solutions"))
        .subquery()
    )
    return sa.select(sa.literal("turnout"), sa.func.count(complete.c.roster_id), _NO_TEXT, _NO_DATE, _NO_DATE)
