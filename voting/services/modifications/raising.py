"""Raising a Draft Proposal, and correcting what is known of a modification besides where it stands."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.calendar import london_date
from voting.domain.errors import RuleBroken
from voting.domain.history import Entry
from voting.domain.modifications.lifecycle import (
    ApprovingBody,
    ModificationNumber,
    NumberKind,
    Path,
    Stage,
    parse_number,
)
from voting.domain.modifications.timetable import EventKind
from voting.domain.people import Action, Actor, Subject, check_permitted
from voting.domain.typed_text import storable
from voting.models.modifications import Modification
from voting.models.people import Organisation, Person
from voting.queries.modifications.loading import subject_of
from voting.services.history import record
from voting.services.intents import check_seen_version
from voting.services.modifications.loading import modification_row
from voting.services.modifications.moving import NumberTaken
from voting.services.modifications.timetable_rows import note_happened

TITLE_LENGTH = 300


class RaisedAsDraftProposal(RuleBroken):
    """A modification begins as a Draft Proposal, and its letter comes from a split."""


class RaisedInFuture(RuleBroken):
    """A modification that would be raised on a day that has not come."""


class TitleWrong(RuleBroken):
    """A modification without a title, or with one that is no title any more."""


class ProposerUnknown(RuleBroken):
    """A Proposer, or the organisation of one, that is not in the register."""


def raise_modification(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    number: str,
    title: str,
    raised_on: date | None = None,
    proposer_id: int | None = None,
    proposer_organisation_id: int | None = None,
    approving_body: ApprovingBody = ApprovingBody.CHANGE_SUB_COMMITTEE,
    path: Path | None = None,
    is_illustrative: bool = False,
) -> int:
    """Enter a Draft Proposal (DP and a number) into the register and give its id.

    `raised_on` is today unless it was raised earlier. Raises `NumberNotRecognised`, `RaisedAsDraftProposal`,
    `NumberTaken`, `TitleWrong`, `RaisedInFuture` and `ProposerUnknown`.
    """
    check_permitted(actor, Action.EDIT_MODIFICATION, Subject(state=Stage.DEVELOPMENT.value))
    wanted = parse_number(number)
    if not wanted.is_draft_proposal or wanted.suffix:
        raise RaisedAsDraftProposal(
            "A modification is raised as a Draft Proposal: write DP and its number. Its conversion, or a split, is "
            "recorded as a move.",
            "number",
        )
    _check_number(session, wanted)
    day = raised_on or london_date(now)
    if day > london_date(now):
        raise RaisedInFuture("It cannot be raised on a day that has not come.", "raised_on")
    _check_proposer(session, proposer_id, proposer_organisation_id)
    row = Modification(
        number=str(wanted),
        title=_title(title),
        stage=Stage.DEVELOPMENT,
        path=path,
        approving_body=approving_body,
        proposer_id=proposer_id,
        proposer_organisation_id=proposer_organisation_id,
        raised_on=day,
        is_illustrative=is_illustrative,
    )
    session.add(row)
    session.flush()
    event = note_happened(session, modification_id=row.id, kind=EventKind.DRAFT_PROPOSAL_RAISED, starts_on=day)
    changed = (("modification", row.id), event)
    facts = {"number": row.number, "title": row.title, "raised_on": day.isoformat()} | _facts(row)
    record(session, now, Entry("raise_modification", actor.person_id, changed, facts=facts, modification_id=row.id))
    return row.id


def edit_modification(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    modification_id: int,
    seen_version: int,
    title: str,
    proposer_id: int | None,
    proposer_organisation_id: int | None,
    approving_body: ApprovingBody,
) -> None:
    """Correct the title, the Proposer or the approving body. Where it stands changes by moves alone.

    Raises `SeenVersionStale`, `TitleWrong` and `ProposerUnknown`.
    """
    row = modification_row(session, modification_id)
    check_permitted(actor, Action.EDIT_MODIFICATION, subject_of(row))
    check_seen_version(seen_version, row.version, "title")
    _check_proposer(session, proposer_id, proposer_organisation_id)
    row.title = _title(title)
    row.proposer_id, row.proposer_organisation_id = proposer_id, proposer_organisation_id
    row.approving_body, row.version = approving_body, row.version + 1
    facts = {"number": row.number, "title": row.title} | _facts(row)
    changed = (("modification", row.id),)
    record(session, now, Entry("edit_modification", actor.person_id, changed, facts=facts, modification_id=row.id))


def _check_number(session: Session, wanted: ModificationNumber) -> None:
    """DP171 becomes MP171 and then MP171A, so one number in any of these forms takes it."""
    for kind in NumberKind:
        number = ModificationNumber(wanted.digits, "", kind)
        taken = session.scalar(
            sa.select(Modification.number)
            .where(Modification.number.in_([f"{number}{letter}" for letter in ("", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ")]))
            .limit(1)
        )
        if taken is not None:
            raise NumberTaken(f"This number is taken by {taken}. Give the next free one.", "number")


def _check_proposer(session: Session, person_id: int | None, organisation_id: int | None) -> None:
    if person_id is not None and session.get(Person, person_id) is None:
        raise ProposerUnknown("This person is not in the register. Choose somebody from the list.", "proposer")
    if organisation_id is not None and session.get(Organisation, organisation_id) is None:
        raise ProposerUnknown("This organisation is not in the register. Choose one from the list.", "organisation")


def _title(typed: str) -> str:
    title = " ".join(storable(typed).split())
    if not title:
        raise TitleWrong("Give the title, as it stands on the report.", "title")
    if len(title) > TITLE_LENGTH:
        raise TitleWrong(f"A title has at most {TITLE_LENGTH} characters. Shorten it.", "title")
    return title


def _facts(row: Modification) -> dict[str, object]:
    return {
        "approving_body": row.approving_body.value,
        "path": row.path.value if row.path else None,
        "proposer": row.proposer_id,
        "proposer_organisation": row.proposer_organisation_id,
    }
