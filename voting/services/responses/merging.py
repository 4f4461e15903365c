"""What becomes of one form of a shared draft, part by part, when colleagues have written since it was shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.people import Actor
from voting.domain.responses import (
    CHOICES,
    DraftChoices,
    FieldDifference,
    ResponseItem,
    Target,
    is_blank,
    item_digest,
    merge_item,
)
from voting.domain.typed_text import storable
from voting.models.people import Person
from voting.models.responses import DraftItemRow, DraftRow
from voting.queries.responses.drafts import choices_digest, draft_item


@dataclass(frozen=True, slots=True)
class Conflict:
    """A point, or the choices, that a colleague changed after the form was shown; nothing of it was overwritten.

    `current` is what stands, `mine` what the form held; `digest` is what a form has to have seen to take its own.
    """

    name: str
    current: ResponseItem | DraftChoices
    mine: ResponseItem | DraftChoices
    differences: tuple[FieldDifference, ...]
    changed_by: str
    changed_at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """What became of a form: what each of its parts has seen now, and the conflicts that wait for a person."""

    saved_at: datetime
    seen: Mapping[str, str]
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Merging:
    """A form that is being saved: into which draft, by whom, when, with what it had seen."""

    session: Session
    actor: Actor
    now: datetime
    draft: DraftRow
    seen: Mapping[str, str]

    def save_item(self, row: DraftItemRow | None, mine: ResponseItem, targets: Mapping[str, Target]) -> Conflict | None:
        """Save one point unless a colleague changed it meanwhile; a form that typed nothing into it changes nothing."""
        seen = self.seen.get(mine.key, "")
        typed_nothing = item_digest(mine) == seen or (is_blank(mine) and not seen)
        if row is None:
            # What a colleague took out comes back only if I wrote something into it.
            if not (typed_nothing or is_blank(mine)):
                self._add(mine)
            return None
        current = draft_item(row, targets)
        if item_digest(current) == seen:
            if mine != current:
                self.write(row, mine)
            return None
        # The text that the form saw is not kept. Whether the form changed it is all that the rule needs.
        merge = merge_item(mine if typed_nothing else ResponseItem(key="", targets=()), current, mine)
        if merge.is_settled:
            return None
        changed_by = self.session.scalar(sa.select(Person.name).where(Person.id == row.saved_by_id)) or ""
        return Conflict(mine.key, current, mine, merge.differences, changed_by, row.saved_at, item_digest(current))

    def save_choices(self, mine: DraftChoices) -> Conflict | None:
        """Set the choices unless a colleague changed them meanwhile."""
        mine = cleaned(mine)
        standing, seen = choices_digest(self.draft), self.seen.get(CHOICES, "")
        if mine.digest in (seen, standing):
            return None
        if seen not in ("", standing):
            current = choices_of(self.draft)
            return Conflict(CHOICES, current, mine, (), "A colleague", self.draft.saved_at, standing)
        self.set_choices(mine)
        return None

    def set_choices(self, choices: DraftChoices) -> None:
        """Set the choices as given."""
        self.draft.confidentiality = choices.confidentiality
        self.draft.also_for = choices.also_for
        self.draft.no_comment_on_the_rest = choices.no_comment_on_the_rest
        self.touch()

    def touch(self) -> None:
        """Note that the draft is not what it was, so that nobody signs what they have not read."""
        self.draft.version, self.draft.saved_at = self.draft.version + 1, self.now

    def _add(self, mine: ResponseItem) -> None:
        row = DraftItemRow(target=mine.key, version=0)
        self.write(row, mine)
        self.draft.items.append(row)

    def write(self, row: DraftItemRow, item: ResponseItem) -> None:
        """Write a point into its row."""
        version = item.public_version
        row.also_targets = [target.key for target in item.targets[1:]]
        row.position = item.position.value if item.position else None
        row.chosen, row.comment, row.own_wording = item.chosen, item.comment, item.own_wording
        row.confidentiality, row.declared_blank = item.confidentiality, item.declared_blank
        row.public_version = version.comment if version else ""
        row.public_wording = version.own_wording if version else ""
        row.public_shows_position = bool(version and version.shows_position)
        row.objectives = "".join(item.objectives)
        row.saved_at, row.version = self.now, row.version + 1
        if self.actor.person_id is not None:
            row.saved_by_id = self.actor.person_id
        self.touch()


def choices_of(draft: DraftRow) -> DraftChoices:
    """The choices as they stand."""
    return DraftChoices(draft.confidentiality, draft.also_for, draft.no_comment_on_the_rest)


def cleaned(choices: DraftChoices) -> DraftChoices:
    """The choices as they are kept."""
    return DraftChoices(choices.confidentiality, storable(choices.also_for).strip(), choices.no_comment_on_the_rest)
