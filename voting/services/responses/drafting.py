"""Drafting an answer together: every text is saved at once, and nobody's is overwritten unread.

All of this is a write outside the record: call it in `scratch()`. What it holds is the answering organisation's alone.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voting.domain.calendar import day_in_words, deadline_at
from voting.domain.confidentiality import Confidentiality
from voting.domain.consultations import ConsultationState, consultation_state
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.people import Action, Actor, Subject, check_permitted
from voting.domain.responses import CHOICES, ConsultationGone, DraftChoices, Target, TypedItem, item_digest
from voting.models.consultations import ConsultationRow
from voting.models.responses import DraftItemRow, DraftRow, ResponseItemRow, ResponseRow, ResponseVersion
from voting.queries.responses.consulted import consultation_facts, opened_consultation
from voting.queries.responses.drafts import draft_item, names_of, submitted_item
from voting.queries.responses.targets import targets_by_name, targets_of_items
from voting.services.responses.merging import Conflict, Merging, SavedDraft, choices_of, cleaned
from voting.services.responses.purging import ask_for_purge, drafts_end_on


class DraftsGone(RuleBroken):
    """The time in which drafts of this consultation are kept is over."""


class DraftItemChanged(RuleBroken):
    """A point that a colleague changed before it was removed."""


def save_draft(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    organisation_id: int,
    items: Iterable[TypedItem] = (),
    choices: DraftChoices | None = None,
    seen: Mapping[str, str] | None = None,
) -> SavedDraft:
    """Save what a form holds: some points, the choices, or both. Incomplete points are saved as they are.

    `seen` gives the digest of each part as the form saw it (`read_seen_token`). A part that a colleague has changed
    since is left as it stands and comes back as a conflict with both texts; all others are saved. Raises
    `NotPermitted`, `NotFound`, `TargetNotConsulted`, `ConsultationGone` and `DraftsGone`.
    """
    consultation = _draftable(session, actor, now, consultation_id, organisation_id)
    typed, had_seen = tuple(items), dict(seen or {})
    draft = _draft_for_writing(session, now, consultation, organisation_id)
    rows = {row.target: row for row in draft.items}
    targets = _targets(session, consultation, typed, draft)
    merging = Merging(session, actor, now, draft, had_seen)
    now_seen: dict[str, str] = {}
    conflicts: list[Conflict] = []
    for mine in (one.as_item(targets) for one in typed):
        conflict = merging.save_item(rows.get(mine.key), mine, targets)
        now_seen[mine.key] = had_seen.get(mine.key, "") if conflict else item_digest(mine)
        conflicts += [conflict] if conflict else []
    if choices is not None:
        conflict = merging.save_choices(choices)
        now_seen[CHOICES] = had_seen.get(CHOICES, "") if conflict else cleaned(choices).digest
        conflicts += [conflict] if conflict else []
    session.flush()
    return SavedDraft(draft.saved_at, now_seen, tuple(conflicts))


def set_draft_choices(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    organisation_id: int,
    confidentiality: Confidentiality | None = None,
    also_for: str | None = None,
    no_comment_on_the_rest: bool | None = None,
) -> None:
    """Set some of the choices for the whole answer, and leave the others (None) as they stand."""
    consultation = _draftable(session, actor, now, consultation_id, organisation_id)
    draft = _draft_for_writing(session, now, consultation, organisation_id)
    standing = choices_of(draft)
    wanted = DraftChoices(
        standing.confidentiality if confidentiality is None else confidentiality,
        standing.also_for if also_for is None else also_for,
        standing.no_comment_on_the_rest if no_comment_on_the_rest is None else no_comment_on_the_rest,
    )
    Merging(session, actor, now, draft, {}).set_choices(cleaned(wanted))
    session.flush()


def remove_draft_item(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    organisation_id: int,
    target: str,
    seen: str,
) -> None:
    """Take a point out of the draft, as it was seen.

    Raises `NotFound` where it is gone, and `DraftItemChanged` where a colleague changed it since.
    """
    consultation = _draftable(session, actor, now, consultation_id, organisation_id)
    draft = _draft_for_writing(session, now, consultation, organisation_id)
    row = next((row for row in draft.items if row.target == target), None)
    if row is None:
        raise NotFound("This point is no longer in the draft.")
    if item_digest(draft_item(row, {})) != seen:
        raise DraftItemChanged("A colleague changed this after you opened it. Read it again before you remove it.")
    draft.items.remove(row)
    session.delete(row)
    Merging(session, actor, now, draft, {}).touch()
    session.flush()


def draft_again(session: Session, *, actor: Actor, now: datetime, consultation_id: int, organisation_id: int) -> None:
    """Begin the draft again from the last submitted version, which replaces what stands in the draft.

    Raises `NotFound` where nothing was submitted.
    """
    consultation = _draftable(session, actor, now, consultation_id, organisation_id)
    last = session.scalar(
        sa.select(ResponseVersion)
        .join(ResponseRow, ResponseRow.id == ResponseVersion.response_id)
        .where(ResponseRow.consultation_id == consultation_id, ResponseRow.organisation_id == organisation_id)
        .order_by(ResponseVersion.number.desc())
        .limit(1)
    )
    if last is None:
        raise NotFound("Nothing was submitted yet that the draft could begin from.")
    draft = _draft_for_writing(session, now, consultation, organisation_id)
    for row in draft.items:
        session.delete(row)
    draft.items.clear()
    session.flush()
    merging = Merging(session, actor, now, draft, {})
    items = session.scalars(sa.select(ResponseItemRow).where(ResponseItemRow.response_version_id == last.id)).all()
    targets = targets_of_items(session, [item.id for item in items])
    for item in items:
        point = submitted_item(item, (view.target for view in targets[item.id]))
        row = DraftItemRow(target=point.targets[0].key, version=0)
        merging.write(row, point)
        draft.items.append(row)
    merging.set_choices(DraftChoices(last.confidentiality, last.also_for, last.no_comment_on_the_rest))
    session.flush()


def _draftable(
    session: Session, actor: Actor, now: datetime, consultation_id: int, organisation_id: int
) -> ConsultationRow:
    """The consultation, if this actor may draft for this organisation now. After close one may, to send it as late."""
    check_permitted(actor, Action.DRAFT_RESPONSE, Subject(organisation_id=organisation_id))
    row, _modification = opened_consultation(session, now=now, consultation_id=consultation_id)
    if consultation_state(consultation_facts(row), now) is ConsultationState.WITHDRAWN:
        raise ConsultationGone("This consultation was withdrawn with its modification. Nothing more can be written.")
    if now > row.closes_at:
        ended_on = drafts_end_on(session, row.closes_at)
        if now >= deadline_at(ended_on):
            raise DraftsGone(f"Drafts were kept until {day_in_words(ended_on)}. Write to SECAS instead.")
    return row


def _draft_for_writing(
    session: Session, now: datetime, consultation: ConsultationRow, organisation_id: int
) -> DraftRow:
    """The organisation's draft, locked so that two colleagues' forms follow one another; made if it is new."""
    wanted = (
        sa.select(DraftRow)
        .where(DraftRow.consultation_id == consultation.id, DraftRow.organisation_id == organisation_id)
        .with_for_update()
    )
    draft = session.scalar(wanted)
    if draft is not None:
        return draft
    ask_for_purge(session, consultation_id=consultation.id, closes_at=consultation.closes_at)
    # A colleague's first word may come in between; then theirs is the draft.
    with suppress(IntegrityError), session.begin_nested():
        session.add(
            DraftRow(
                consultation_id=consultation.id,
                organisation_id=organisation_id,
                confidentiality=Confidentiality.PUBLIC,
                also_for="",
                no_comment_on_the_rest=False,
                version=1,
                saved_at=now,
            )
        )
    return session.scalars(wanted).one()


def _targets(
    session: Session, consultation: ConsultationRow, typed: Iterable[TypedItem], draft: DraftRow
) -> dict[str, Target]:
    names = {name for item in typed for name in item.names} | {name for row in draft.items for name in names_of(row)}
    views = targets_by_name(session, consultation=consultation, names=names)
    return {name: view.target for name, view in views.items()}
