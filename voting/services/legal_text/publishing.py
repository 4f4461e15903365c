"""Publishing legal text as a second person, and cancelling one hunk of what is published."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from voting.domain.legal_text import (
    HunkOwner,
    HunkState,
    check_observations_placed,
    check_publishable,
    clause_to_dict,
    hunk_to_dict,
    observations_without_change,
)
from voting.domain.legal_text import cancel_hunk as cancelled
from voting.domain.people import Action, Actor, Subject, check_permitted
from voting.domain.typed_text import storable
from voting.models.legal_text import ClauseRow, HunkRow, LegalTextVersion
from voting.models.modifications import Modification
from voting.queries.legal_text.loading import citing_observations, has_register, owners_of, redline_of, version_row
from voting.services.legal_text.owning import VersionPublished, record_hunks
from voting.services.legal_text.writing import render


def publish_legal_text(session: Session, *, actor: Actor, now: datetime, version_id: int, past: str = "") -> None:
    """Publish a version as a second person; from then on it never changes. Its pages are made once, here.

    `past` says why it is published though some observations lead to nothing in it. Raises `VersionPublished`,
    `HunksWithoutOwner`, `ObservationsWithoutChange` and `RedlineInconsistent`.
    """
    version = version_row(session, version_id)
    check_permitted(actor, Action.PUBLISH_LEGAL_TEXT, _subject(session, version))
    if version.published_at is not None:
        raise VersionPublished("This version is published already.")
    redline, register = redline_of(session, version), has_register(session, version.modification_id)
    owners = owners_of(session, version.id)
    check_publishable(redline, owners, has_register=register)
    without = observations_without_change(redline, citing_observations(session, version), owners)
    check_observations_placed(without, past, redline.document)
    if not register:
        unowned = sa.and_(HunkRow.legal_text_version_id == version.id, HunkRow.owner.is_(None))
        session.execute(sa.update(HunkRow).where(unowned).values(owner=HunkOwner.PROPOSED_SOLUTION))
    version.published_past = storable(past).strip() if without else None
    version.published_at, version.published_by_id, version.version = now, actor.person_id, version.version + 1
    render(session, version, redline)
    facts: dict[str, object] = {"changes": len(redline.hunks), "page": version.page_etag}
    if without:
        facts |= {"observations_without_change": list(without), "published_past": version.published_past}
    record_hunks(session, now, actor, "publish_legal_text", version, (), facts)


def cancel_hunk(session: Session, *, actor: Actor, now: datetime, version_id: int, hunk_key: str, because: str) -> None:
    """Cancel a change after comment: its text goes back to what is in force, and it stays visible with the reason."""
    version = version_row(session, version_id)
    check_permitted(actor, Action.EDIT_LEGAL_TEXT, _subject(session, version))
    before = redline_of(session, version)
    after = cancelled(before, hunk_key, because)
    clauses = {
        row.key: row
        for row in session.scalars(
            sa.select(ClauseRow).where(ClauseRow.legal_text_version_id == version.id).options(undefer(ClauseRow.value))
        )
    }
    changed = [new for old, new in zip(before.clauses, after.clauses, strict=True) if old != new]
    for clause in changed:
        row = clauses[clause.key]
        row.value, row.text_to_be, row.state = clause_to_dict(clause), clause.text_to_be, clause.state
        row.label_to_be = clause.path_to_be or clause.label_to_be
    hunks = {row.key: row for row in session.scalars(_hunks(version.id))}
    touched = []
    for old_hunk, hunk in zip(before.hunks, after.hunks, strict=True):
        if old_hunk != hunk:
            held = hunks[hunk.key]
            held.value, held.clause_key, held.state = hunk_to_dict(hunk), hunk.clause_key, HunkState(hunk.state)
            held.cancelled_because = hunk.cancelled_because
            touched.append(held)
    session.flush()
    render(session, version, after)
    facts = {"hunk": hunk_key, "because": because.strip(), "clauses": [clause.key for clause in changed]}
    record_hunks(session, now, actor, "cancel_hunk", version, touched, facts)


def _hunks(version_id: int) -> sa.Select[HunkRow]:
    return sa.select(HunkRow).where(HunkRow.legal_text_version_id == version_id)


def _subject(session: Session, version: LegalTextVersion) -> Subject:
    modification = session.get_one(Modification, version.modification_id)
    return Subject(state=modification.stage.value, prepared_by=frozenset({version.prepared_by_id}))
