"""Drafting an answer together: every text is saved at once, and nobody's is overwritten unread.

All of this is a write outside the record: call it in `scratch()`. What it holds is the answering organisation's alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voting.domain.calendar import day_in_words, deadline_at
from voting.domain.confidentiality import Confidentiality
from voting.domain.consultations import ConsultationState, consultation_state
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.people import Action, Actor, Subject, check_permitted
from voting.domain.responses import (
    CHOICES,
    ConsultationGone,
    FieldDifference,
    ResponseItem,
    Seen,
    Target,
    TypedItem,
    digest_of,
    is_blank,
    item_digest,
    merge_item,
    storable,
)
from voting.models.consultations import ConsultationRow
from voting.models.people import Person
from voting.models.responses import DraftItemRow, DraftRow, ResponseItemRow, ResponseRow, ResponseVersion
from voting.queries.responses.consulted import consultation_facts, opened_consultation
from voting.queries.responses.drafts import choices_digest, draft_item, names_of
from voting.queries.responses.targets import targets_by_name, targets_of_items
from voting.services.responses.purging import ask_for_purge, drafts_end_on

NOT_THERE = Seen(0, "")


class DraftsGone(RuleBroken):
    """The time in which drafts of this consultation are kept is over."""


@dataclass(frozen=True, slots=True)
class DraftChoices:
    """What holds for the whole answer: its confidentiality, on whose behalf besides, and "no comment on the rest"."""

    confidentiality: Confidentiality = Confidentiality.PUBLIC
    also_for: str = ""
    no_comment_on_the_rest: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """A point, or the choices, that a colleague changed after the form was shown; nothing of it was overwritten.

    `current` is what stands, `mine` what the form held; `seen` is what a form has to say to take its own after all.
    """

    name: str
    current: ResponseItem | DraftChoices
    mine: ResponseItem | DraftChoices
    differences: tuple[FieldDifference, ...]
    changed_by: str
    changed_at: datetime
    seen: Seen


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """What became of a form: what each of its parts has now seen, and the conflicts that wait for a person."""

    saved_at: datetime
    seen: Mapping[str, Seen]
    conflicts: tuple[Conflict, ...] = ()


def save_draft(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    organisation_id: int,
    items: Iterable[TypedItem] = (),
    choices: DraftChoices | None = None,
    seen: Mapping[str, Seen] | None = None,
) -> SavedDraft:
    """Save what a form holds: some points, the choices, or both. Incomplete points are saved as they are.

    `seen` says what the form had seen of each (see `seen_token`). A part that a colleague has changed since is left as
    it stands and comes back as a conflict with both texts; all other parts are saved. A form that typed nothing into a
    part changes nothing of it. Raises `NotPermitted`, `NotFound`, `TargetNotConsulted`, `ConsultationGone`,
    `DraftsGone`.
    """
    consultation = _draftable(session, actor, now, consultation_id, organisation_id)
    typed = tuple(items)
    draft = _draft_for_writing(session, now, consultation, organisation_id)
    rows = {row.target: row for row in draft.items}
    names = {name for item in typed for name in item.names} | {name for row in rows.values() for name in names_of(row)}
    views = targets_by_name(session, consultation=consultation, names=names)
    targets = {name: view.target for name, view in views.items()}
    had_seen, now_seen, conflicts = dict(seen or {}), {}, []
    for item in (one.as_item(targets) for one in typed):
        row, conflict = _save_item(
            session, actor, now, draft, rows.get(item.key), item, targets, had_seen.get(item.key, NOT_THERE)
        )
        if conflict is not None:
            conflicts.append(conflict)
        if row is not None:
            now_seen[item.key] = had_seen.get(item.key, NOT_THERE) if conflict else Seen(row.version, item_digest(item))
    if choices is not None:
        clash = _save_choices(draft, now, choices, had_seen.get(CHOICES, NOT_THERE))
        now_seen[CHOICES] = had_seen.get(CHOICES, NOT_THERE) if clash else Seen(1, choices_digest(draft))
        conflicts += [clash] if clash else []
    session.flush()
    return SavedDraft(draft.saved_at, now_seen, tuple(conflicts))


def save_draft_item(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    organisation_id: int,
    item: TypedItem,
    seen: Seen = NOT_THERE,
) -> SavedDraft:
    """Save one point; see `save_draft`."""
    return save_draft(
        session,
        actor=actor,
        now=now,
        consultation_id=consultation_id,
        organisation_id=organisation_id,
        items=(item,),
        seen={item.target: seen},
    )


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
    _set_choices(
        draft,
        now,
        DraftChoices(
            draft.confidentiality if confidentiality is None else confidentiality,
            draft.also_for if also_for is None else storable(also_for).strip(),
            draft.no_comment_on_the_rest if no_comment_on_the_rest is None else no_comment_on_the_rest,
        ),
    )
    session.flush()


def remove_draft_item(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    organisation_id: int,
    target: str,
    seen_version: int,
) -> None:
    """Take a point out of the draft. Raises `NotFound` where it is gone, and `DraftItemChanged` where it is not as seen."""
    consultation = _draftable(session, actor, now, consultation_id, organisation_id)
    draft = _draft_for_writing(session, now, consultation, organisation_id)
    row = next((row for row in draft.items if row.target == target), None)
    if row is None:
        raise NotFound("This point is no longer in the draft.")
    if row.version != seen_version:
        raise DraftItemChanged("A colleague changed this point after you opened it. Read it again before you remove it.")
    draft.items.remove(row)
    session.delete(row)
    draft.version, draft.saved_at = draft.version + 1, now
    session.flush()


class DraftItemChanged(RuleBroken):
    """A point that a colleague changed before it was removed."""


def draft_again(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, organisation_id: int
) -> None:
    """Begin the draft again from the last submitted version: what stands in the draft is replaced by it.

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
    for row in list(draft.items):
        session.delete(row)
    draft.items.clear()
    session.flush()
    items = session.scalars(sa.select(ResponseItemRow).where(ResponseItemRow.response_version_id == last.id)).all()
    targets = targets_of_items(session, [item.id for item in items])
    for item in items:
        names = [view.name for view in targets[item.id]]
        draft.items.append(_copied(item, names, actor, now))
    choices = DraftChoices(last.confidentiality, last.also_for, last.no_comment_on_the_rest)
    _set_choices(draft, now, choices)
    session.flush()


def _copied(item: ResponseItemRow, names: list[str], actor: Actor, now: datetime) -> DraftItemRow:
    return DraftItemRow(
        target=names[0],
        also_targets=names[1:],
        position=item.position,
        chosen=item.chosen,
        comment=item.comment,
        own_wording=item.own_wording,
        confidentiality=item.confidentiality,
        public_version=item.public_version,
        public_wording=item.public_wording,
        public_shows_position=item.public_shows_position,
        declared_blank=item.declared_blank,
        objectives=item.objectives,
        version=1,
        saved_at=now,
        saved_by_id=actor.person_id,
    )


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
    try:
        with session.begin_nested():
            session.add(
                DraftRow(
                    consultation_id=consultation.id,
                    organisation_id=organisation_id,
                    confidentiality=Confidentiality.PUBLIC,
                    also_for="",
                    saved_at=now,
                )
            )
    except IntegrityError:
        # A colleague's first word came in between.
        pass
    return session.scalars(wanted).one()


def _save_item(
    session: Session,
    actor: Actor,
    now: datetime,
    draft: DraftRow,
    row: DraftItemRow | None,
    mine: ResponseItem,
    targets: Mapping[str, Target],
    seen: Seen,
) -> tuple[DraftItemRow | None, Conflict | None]:
    """The item's row after this form, or None for an empty place, and a conflict where both sides wrote."""
    if row is None:
        # An empty place of a form is no point; but what a colleague removed and I rewrote is one again.
        return (None if is_blank(mine) else _new_item(draft, actor, now, mine)), None
    current = draft_item(row, targets)
    if row.version == seen.version:
        if mine != current:
            _write_item(row, actor, now, mine)
            draft.version, draft.saved_at = draft.version + 1, now
        return row, None
    # What the form saw is not kept; its digest tells whether the form changed anything, which is all the rule needs.
    had_seen = mine if item_digest(mine) == seen.digest else ResponseItem(key="", targets=())
    if not seen.digest and is_blank(mine):
        had_seen = mine
    merge = merge_item(had_seen, current, mine)
    if merge.is_settled:
        return row, None
    changed_by = session.scalar(sa.select(Person.name).where(Person.id == row.saved_by_id)) or ""
    standing = Seen(row.version, item_digest(current))
    return row, Conflict(mine.key, current, mine, merge.differences, changed_by, row.saved_at, standing)


def _new_item(draft: DraftRow, actor: Actor, now: datetime, mine: ResponseItem) -> DraftItemRow:
    row = DraftItemRow(target=mine.key, also_targets=[], saved_at=now, version=0)
    _write_item(row, actor, now, mine)
    draft.items.append(row)
    draft.version, draft.saved_at = draft.version + 1, now
    return row


def _write_item(row: DraftItemRow, actor: Actor, now: datetime, item: ResponseItem) -> None:
    version = item.public_version
    row.also_targets = [target.key for target in item.targets[1:]]
    row.position = item.position.value if item.position else None
    row.chosen, row.comment, row.own_wording = item.chosen, item.comment, item.own_wording
    row.confidentiality, row.declared_blank = item.confidentiality, item.declared_blank
    row.public_version = version.comment if version else ""
    row.public_wording = version.own_wording if version else ""
    row.public_shows_position = bool(version and version.shows_position)
    row.objectives = "".join(item.objectives)
    row.saved_at, row.saved_by_id, row.version = now, actor.person_id or 0, row.version + 1


def _save_choices(draft: DraftRow, now: datetime, mine: DraftChoices, seen: Seen) -> Conflict | None:
    mine = DraftChoices(mine.confidentiality, storable(mine.also_for).strip(), mine.no_comment_on_the_rest)
    standing = choices_digest(draft)
    of_mine = digest_of(mine.confidentiality, mine.also_for, mine.no_comment_on_the_rest)
    if of_mine in (seen.digest, standing):
        return None
    if seen.digest not in ("", standing):
        current = DraftChoices(draft.confidentiality, draft.also_for, draft.no_comment_on_the_rest)
        return Conflict(CHOICES, current, mine, (), "A colleague", draft.saved_at, Seen(1, standing))
    _set_choices(draft, now, mine)
    return None


def _set_choices(draft: DraftRow, now: datetime, choices: DraftChoices) -> None:
    draft.confidentiality = choices.confidentiality
    draft.also_for = choices.also_for
    draft.no_comment_on_the_rest = choices.no_comment_on_the_rest
    draft.version, draft.saved_at = draft.version + 1, now
