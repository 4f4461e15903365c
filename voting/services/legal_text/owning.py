"""Who owns each hunk: an observation, or it is marked consequential or housekeeping."""

from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry
from voting.domain.legal_text import (
    HunkOwner,
    LabelIndex,
    Ownership,
    View,
    hunk_from_dict,
    remaining_as_housekeeping,
)
from voting.domain.people import Action, Actor, Subject, check_permitted
from voting.models.legal_text import HunkRow, LegalTextVersion
from voting.models.modifications import Modification
from voting.models.observations import ObservationRow
from voting.queries.legal_text.loading import has_register, owners_of, redline_of, version_row
from voting.services.history import record


class VersionPublished(RuleBroken):
    """A published version never changes."""


class ObservationOfAnotherDocument(RuleBroken):
    """An observation owns changes of its own document and modification only."""


class NothingSelected(RuleBroken):
    """No change was chosen."""


class ClauseNotFound(RuleBroken):
    """A clause that the register cites is not in the text."""


def own_hunks(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    version_id: int,
    hunk_keys: Collection[str],
    owner: HunkOwner,
    observation_id: int | None = None,
) -> int:
    """Give these hunks of a draft one owner; gives how many there were."""
    version = _draft(session, actor, version_id)
    number = _observation_number(session, version, observation_id)
    Ownership(owner, number)  # Raises where an observation is named for another kind of owner, or none for its own.
    rows = _hunks(session, version_id, hunk_keys)
    if not rows:
        raise NothingSelected("Choose at least one change.", "hunks")
    for row in rows:
        row.owner, row.observation_id = owner, observation_id
    record_hunks(session, now, actor, "own_hunks", version, rows, {"owner": owner.value, "observation": observation_id})
    return len(rows)


def confirm_links(session: Session, *, actor: Actor, now: datetime, version_id: int, links: Mapping[str, int]) -> int:
    """Give hunks without an owner, by their keys, the observations that a person confirmed; gives how many.

    What got an owner in the meantime keeps it. Raises `NothingSelected`, `ObservationOfAnotherDocument`.
    """
    version = _draft(session, actor, version_id)
    for observation_id in set(links.values()):
        _observation_number(session, version, observation_id)
    rows = [
        row for row in _hunks(session, version_id, links.keys()) if row.owner in (None, HunkOwner.PROPOSED_SOLUTION)
    ]
    if not rows:
        raise NothingSelected("Tick at least one link of a change that has no owner yet.", "links")
    for row in rows:
        row.owner, row.observation_id = HunkOwner.OBSERVATION, links[row.key]
    facts = {"links": [[row.key, row.observation_id] for row in rows]}
    record_hunks(session, now, actor, "confirm_links", version, rows, facts)
    return len(rows)


def own_clauses(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    version_id: int,
    citations: Collection[str],
    owner: HunkOwner,
    observation_id: int | None = None,
    view: View | None = None,
) -> int:
    """Give every unowned hunk in the cited clauses ("8.3.4", "(A7)") one owner; gives how many there were.

    A number is looked up in both texts, or in the one that `view` names. Raises `ClauseNotFound` naming the citations
    that mean no clause of this text.
    """
    version = _draft(session, actor, version_id)
    Ownership(owner, _observation_number(session, version, observation_id))
    redline = redline_of(session, version)
    index = LabelIndex(redline)
    found = {citation: index.resolve(citation, view) for citation in citations}
    missing = [citation for citation, clauses in found.items() if not clauses]
    if missing:
        raise ClauseNotFound(f"The text of {version.code_document.code} has no {', '.join(missing)}.", "clauses")
    wanted = {clause.key for clauses in found.values() for clause in clauses}
    keys = [hunk.key for hunk in redline.hunks if wanted & set(hunk.places)]
    rows = [row for row in _hunks(session, version_id, keys) if row.owner is None]
    for row in rows:
        row.owner, row.observation_id = owner, observation_id
    facts = {"owner": owner.value, "observation": observation_id, "clauses": sorted(citations)}
    record_hunks(session, now, actor, "own_clauses", version, rows, facts)
    return len(rows)


def mark_remaining_as_housekeeping(session: Session, *, actor: Actor, now: datetime, version_id: int) -> int:
    """Mark every hunk without an owner as housekeeping, in one act; gives how many there were.

    Where there is no register every hunk belongs to the Proposed Solution, so that none remains.
    """
    version = _draft(session, actor, version_id)
    held = _hunks(session, version_id, None)
    before = owners_of(session, version_id)
    register = has_register(session, version.modification_id)
    after = remaining_as_housekeeping((hunk_from_dict(row.value) for row in held), before, register)
    rows = [row for row in held if after.get(row.key) != before.get(row.key)]
    for row in rows:
        row.owner = after[row.key].owner
    record_hunks(session, now, actor, "mark_remaining_as_housekeeping", version, rows, {"changes": len(rows)})
    return len(rows)


def _draft(session: Session, actor: Actor, version_id: int) -> LegalTextVersion:
    version = version_row(session, version_id)
    modification = session.get_one(Modification, version.modification_id)
    check_permitted(actor, Action.EDIT_LEGAL_TEXT, Subject(state=modification.stage.value))
    if version.published_at is not None:
        raise VersionPublished("This version is published and never changes. Import a new version.")
    return version


def _observation_number(session: Session, version: LegalTextVersion, observation_id: int | None) -> str:
    if observation_id is None:
        return ""
    row = session.get(ObservationRow, observation_id)
    if row is None:
        raise NotFound("There is no such observation.")
    if (row.modification_id, row.code_document_id) != (version.modification_id, version.code_document_id):
        raise ObservationOfAnotherDocument("Choose an observation of this document.", "observation")
    return row.number


def _hunks(session: Session, version_id: int, keys: Collection[str] | None) -> list[HunkRow]:
    mine = HunkRow.legal_text_version_id == version_id
    chosen = mine if keys is None else sa.and_(mine, HunkRow.key.in_(keys))
    return list(session.scalars(sa.select(HunkRow).where(chosen).order_by(HunkRow.position)))


def record_hunks(
    session: Session,
    now: datetime,
    actor: Actor,
    use_case: str,
    version: LegalTextVersion,
    rows: Collection[HunkRow],
    facts: Mapping[str, object],
) -> None:
    """The entry of what became of hunks of a version."""
    record(
        session,
        now,
        Entry(
            use_case,
            actor.person_id,
            (("legal_text_version", version.id), *(("hunk", row.id) for row in rows)),
            facts=facts,
            modification_id=version.modification_id,
        ),
    )
