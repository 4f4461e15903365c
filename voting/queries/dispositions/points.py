"""The points of a consultation that can be replied to, and the replies as they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.confidentiality import ItemFacts, ItemKind, PublicVersion, effective, withholds_text
from voting.domain.dispositions import Confirmation, DecidedBy, Disposition, DispositionKind
from voting.domain.responses import ResponseItem
from voting.domain.responses.routes import ResponseRoute
from voting.models.dispositions import DispositionHunk, DispositionRow
from voting.models.people import Organisation
from voting.models.responses import ResponseItemRow, ResponseRow, ResponseVersion, counting_versions
from voting.queries.responses.drafts import public_version_of


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to one point as it is kept, with the rulebook's value of it. Hunks are ids."""

    id: int
    value: Disposition
    is_shared_with_proposer: bool
    returned_because: str
    drafted_by_id: int
    version: int
    hunks_changed: tuple[int, ...]
    hunks_cancelled: tuple[int, ...]

    @property
    def hunks(self) -> tuple[int, ...]:
        """Every change of the text that it names."""
        return (*self.hunks_changed, *self.hunks_cancelled)

    @property
    def duplicate_of_id(self) -> int | None:
        """The point that this one repeats, if it does."""
        return int(self.value.duplicate_of) if self.value.duplicate_of else None


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a version that counts, with all its words: for services, and for SECAS after close."""

    id: int
    response_id: int
    organisation_id: int
    organisation: str
    facts: ItemFacts
    value: ResponseItem
    position: str | None
    public_version: PublicVersion | None
    reply: Reply | None

    @property
    def is_withheld(self) -> bool:
        """Whether the public does not read the text of it."""
        return withholds_text(effective(self.facts.response_choice, self.facts.item_choice))


@dataclass(frozen=True, slots=True)
class Points:
    """Every point of a consultation by id, in the order of their organisations and of each response."""

    by_id: Mapping[int, Point]

    @property
    def items(self) -> dict[str, ResponseItem]:
        """The points as the rules on replies take them: by id in words."""
        return {str(point.id): point.value for point in self.by_id.values()}

    @property
    def dispositions(self) -> dict[str, Disposition]:
        """The replies as the rules take them: by the id of their point in words."""
        return {str(point.id): point.reply.value for point in self.by_id.values() if point.reply is not None}


def points_of(session: Session, *, consultation_id: int, published_at: datetime | None = None) -> Points:
    """The points of all versions that count, each with its reply; three statements."""
    counting = counting_versions()
    rows = session.execute(
        sa.select(ResponseItemRow, ResponseVersion, ResponseRow, Organisation)
        .join(ResponseVersion, ResponseVersion.id == ResponseItemRow.response_version_id)
        .join(counting, counting.c.response_version_id == ResponseVersion.id)
        .join(ResponseRow, ResponseRow.id == ResponseVersion.response_id)
        .join(Organisation, Organisation.id == ResponseRow.organisation_id)
        .where(ResponseRow.consultation_id == consultation_id)
        .order_by(sa.func.lower(Organisation.name), ResponseRow.id, ResponseItemRow.position_in_response)
    ).all()
    replies = _replies(session, consultation_id, published_at)
    return Points({row.ResponseItemRow.id: _point(*row, replies.get(row.ResponseItemRow.id)) for row in rows})


def _point(
    item: ResponseItemRow,
    version: ResponseVersion,
    response: ResponseRow,
    organisation: Organisation,
    reply: Reply | None,
) -> Point:
    return Point(
        id=item.id,
        response_id=response.id,
        organisation_id=organisation.id,
        organisation=organisation.name,
        facts=item_facts(organisation.id, version, item, reply),
        value=ResponseItem(str(item.id), (), comment=item.comment, own_wording=item.own_wording),
        position=item.position,
        public_version=public_version_of(item),
        reply=reply,
    )


def item_facts(
    organisation_id: int,
    version: ResponseVersion,
    item: ResponseItemRow,
    reply: Reply | None,
) -> ItemFacts:
    """An item of a version that counts, as far as reading it is concerned."""
    return ItemFacts(
        organisation_id=organisation_id,
        kind=ItemKind.SUBMITTED,
        response_choice=version.confidentiality,
        item_choice=item.confidentiality,
        has_public_version=public_version_of(item) is not None,
        entered_by_secas=version.route is not ResponseRoute.PLATFORM,
        shared_with_proposer=reply is not None and reply.is_shared_with_proposer,
    )


def _replies(session: Session, consultation_id: int, published_at: datetime | None) -> dict[int, Reply]:
    of_consultation = (
        sa.select(DispositionRow)
        .join(ResponseItemRow, ResponseItemRow.id == DispositionRow.response_item_id)
        .join(ResponseVersion, ResponseVersion.id == ResponseItemRow.response_version_id)
        .join(ResponseRow, ResponseRow.id == ResponseVersion.response_id)
        .where(ResponseRow.consultation_id == consultation_id)
    )
    rows = session.scalars(of_consultation).all()
    hunks: dict[int, list[DispositionHunk]] = {}
    for hunk in session.scalars(
        sa.select(DispositionHunk)
        .where(DispositionHunk.disposition_id.in_(of_consultation.with_only_columns(DispositionRow.id)))
        .order_by(DispositionHunk.hunk_id)
    ):
        hunks.setdefault(hunk.disposition_id, []).append(hunk)
    return {row.response_item_id: reply_of(row, tuple(hunks.get(row.id, ())), published_at) for row in rows}


def reply_of(row: DispositionRow, hunks: tuple[DispositionHunk, ...], published_at: datetime | None) -> Reply:
    """The reply that this row and its hunks hold."""
    changed = tuple(hunk.hunk_id for hunk in hunks if not hunk.is_cancelled)
    cancelled = tuple(hunk.hunk_id for hunk in hunks if hunk.is_cancelled)
    value = disposition_value(
        item_id=row.response_item_id,
        kind=row.kind,
        detail=row.detail,
        decided_by=row.decided_by,
        drafted_by=row.drafted_by_id,
        editorial=row.is_editorial,
        duplicate_of_id=row.duplicate_of_id,
        adopted_wording=row.adopted_wording,
        hunks_changed=changed,
        hunks_cancelled=cancelled,
        confirmation=_confirmation(row),
        published_at=published_at,
    )
    return Reply(
        id=row.id,
        value=value,
        is_shared_with_proposer=row.is_shared_with_proposer,
        returned_because=row.returned_because,
        drafted_by_id=row.drafted_by_id,
        version=row.version,
        hunks_changed=changed,
        hunks_cancelled=cancelled,
    )


def disposition_value(
    *,
    item_id: int,
    kind: DispositionKind,
    detail: str,
    decided_by: DecidedBy,
    drafted_by: int,
    editorial: bool,
    duplicate_of_id: int | None,
    adopted_wording: str,
    hunks_changed: tuple[int, ...],
    hunks_cancelled: tuple[int, ...],
    confirmation: Confirmation | None = None,
    published_at: datetime | None = None,
) -> Disposition:
    """The rulebook's value: in it points and hunks are named by their ids in words."""
    return Disposition(
        item=str(item_id),
        kind=kind,
        decided_by=decided_by,
        drafted_by=drafted_by,
        detail=detail,
        editorial=editorial,
        hunks_changed=tuple(map(str, hunks_changed)),
        hunks_cancelled=tuple(map(str, hunks_cancelled)),
        duplicate_of=str(duplicate_of_id) if duplicate_of_id is not None else "",
        adopted_wording=adopted_wording,
        confirmation=confirmation,
        published_at=published_at,
    )


def _confirmation(row: DispositionRow) -> Confirmation | None:
    if row.confirmed_by_id is None or row.confirmed_at is None:
        return None
    return Confirmation(row.decided_by, row.confirmed_by_id, row.confirmed_at, row.confirmation_evidence)
