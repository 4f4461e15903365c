"""An organisation's draft as the rules see it. Only its own people's queries and services come here."""

from collections.abc import Iterable, Mapping

from voting.domain.confidentiality import PublicVersion
from voting.domain.responses import (
    Draft,
    NoCommentOnRest,
    ResponseItem,
    Target,
    digest_of,
    position_named,
    target_ref,
)
from voting.models.responses import DraftItemRow, DraftRow, ResponseItemRow


def public_version_of(row: DraftItemRow | ResponseItemRow) -> PublicVersion | None:
    """The version for publication that a row holds, or None."""
    if not (row.public_version or row.public_wording):
        return None
    return PublicVersion(row.public_version, row.public_wording, row.public_shows_position)


def names_of(row: DraftItemRow) -> tuple[str, ...]:
    """The names of a draft item's targets, the main one first."""
    return (row.target, *(str(name) for name in row.also_targets))


def draft_item(row: DraftItemRow, targets: Mapping[str, Target]) -> ResponseItem:
    """A draft item as the rules see it; a target that is not in `targets` any more is known by its name alone."""
    known = (targets.get(name) or Target(target_ref(name).kind, name) for name in names_of(row))
    return _item(row, row.target, known)


def submitted_item(row: ResponseItemRow, targets: Iterable[Target]) -> ResponseItem:
    """A submitted item as the rules see it."""
    return _item(row, row.key, targets)


def _item(row: DraftItemRow | ResponseItemRow, key: str, targets: Iterable[Target]) -> ResponseItem:
    return ResponseItem(
        key=key,
        targets=tuple(targets),
        position=position_named(row.position),
        comment=row.comment,
        own_wording=row.own_wording,
        chosen=row.chosen,
        objectives=tuple(row.objectives),
        confidentiality=row.confidentiality,
        public_version=public_version_of(row),
        declared_blank=row.declared_blank,
    )


def draft_value(row: DraftRow, items: Iterable[ResponseItem], *, blank_the_rest: bool = False) -> Draft:
    """The whole draft. The declaration "no comment on the rest" is the organisation's, so it names no person here."""
    declared = NoCommentOnRest(declared_by=0, declared_at=row.saved_at) if row.no_comment_on_the_rest else None
    return Draft(
        organisation_id=row.organisation_id,
        confidentiality=row.confidentiality,
        items=tuple(items),
        no_comment_on_rest=declared,
        blank_the_rest=blank_the_rest,
    )


def choices_digest(row: DraftRow) -> str:
    """A digest of the choices that hold for the whole draft."""
    return digest_of(row.confidentiality, row.also_for, row.no_comment_on_the_rest)
