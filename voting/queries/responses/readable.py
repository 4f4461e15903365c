"""The one reader of answers: every page, reply, dashboard, export and mail reads other people's points through here.

What somebody reads of an item is what `may_read_item` says; nothing of a row leaves this module before it was asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from voting.domain.calendar import london_date
from voting.domain.confidentiality import (
    ItemFacts,
    ItemKind,
    Reading,
    Viewer,
    may_read_item,
    shows_name,
    withholds_name,
)
from voting.domain.consultations import (
    ConsultationFacts,
    ConsultationState,
    consultation_state,
    return_state,
)
from voting.domain.dispositions import DispositionState, ReplyShown, reply_shown
from voting.domain.people import Actor, PartyCategory
from voting.domain.responses import ResponseRoute, position_named
from voting.models.people import Organisation, PartyCategoryPeriod, VotingGroup, VotingGroupMembership
from voting.models.responses import ResponseItemRow, ResponseRow, ResponseVersion, counting_versions
from voting.queries.people.periods import holds_on_day
from voting.queries.responses.consulted import (
    consultation_facts,
    consultation_view,
    opened_consultation,
    viewer_of,
)
from voting.queries.responses.readable_values import (
    ReadableAnswers,
    ReadableItem,
    ReadableReply,
    ReadableRespondent,
    ReadableTarget,
)
from voting.queries.responses.replies import ReplyFacts, replies_to
from voting.queries.responses.targets import TargetView, targets_of_items


@dataclass(frozen=True, slots=True)
class _Version:
    """A submitted version with whose it is, as loaded."""

    row: ResponseVersion
    response: ResponseRow
    organisation: Organisation | None
    category: PartyCategory | None
    voting_group: str | None
    counts: bool

    @property
    def entered_by_secas(self) -> bool:
        return self.row.route is not ResponseRoute.PLATFORM


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads, of what, when."""

    viewer: Viewer
    consultation: ConsultationFacts
    now: datetime

    @property
    def is_published(self) -> bool:
        return consultation_state(self.consultation, self.now) is ConsultationState.PUBLISHED

    def owns(self, version: _Version) -> bool:
        return version.response.organisation_id in self.viewer.own_organisations

    def reads(self, facts: ItemFacts) -> Reading:
        return may_read_item(self.viewer, facts, self.consultation, self.now)


def readable_answers(session: Session, *, viewer: Actor, now: datetime, consultation_id: int) -> ReadableAnswers:
    """What this viewer reads at `now` of the answers that count and, for SECAS, of those that wait for a decision.

    At most five statements, whatever the number of answers. Items with a name come first, by organisation; those
    without follow in the order of their own words. Raises `NotFound` for a consultation that has not opened.
    """
    row, modification = opened_consultation(
        session, now=now, consultation_id=consultation_id, for_secas=viewer.is_secas
    )
    about = consultation_view(row, modification, now)
    reader = _Reader(viewer_of(viewer, modification.proposer_id), consultation_facts(row), now)
    versions = _versions(session, reader, consultation_id, london_date(row.closes_at))
    found = _items(session, reader, versions)
    respondents = _respondents(reader, versions, found)
    items = _in_order([item for _version, _facts, item in found])
    return ReadableAnswers(about, _without_untold_ids(items), respondents)


def _versions(session: Session, reader: _Reader, consultation_id: int, day: date) -> list[_Version]:
    """The versions of which this viewer might read something; nobody else's are even loaded."""
    counting = counting_versions()
    is_counting = counting.c.response_version_id.is_not(None)
    waiting = _waits_for_a_decision()
    if reader.viewer.is_secas:
        readable: sa.ColumnElement[bool] = sa.or_(is_counting, waiting)
    elif reader.is_published:
        readable = sa.or_(is_counting, sa.and_(waiting, ResponseVersion.admitted.is_(False)))
    elif reader.viewer.is_proposer:
        readable = is_counting
    else:
        readable = sa.and_(is_counting, ResponseRow.organisation_id.in_(reader.viewer.own_organisations))
    rows = session.execute(
        sa.select(
            ResponseVersion, ResponseRow, Organisation, PartyCategoryPeriod.category, VotingGroup.name, is_counting
        )
        .join(ResponseRow, ResponseRow.id == ResponseVersion.response_id)
        .outerjoin(Organisation, Organisation.id == ResponseRow.organisation_id)
        .outerjoin(PartyCategoryPeriod, _on_the_day(PartyCategoryPeriod, day))
        .outerjoin(VotingGroupMembership, _on_the_day(VotingGroupMembership, day))
        .outerjoin(VotingGroup, VotingGroup.id == VotingGroupMembership.voting_group_id)
        .outerjoin(counting, counting.c.response_version_id == ResponseVersion.id)
        .where(ResponseRow.consultation_id == consultation_id, readable)
        .order_by(Organisation.name, ResponseRow.id, ResponseVersion.number)
    )
    return [_Version(*row) for row in rows]


def _on_the_day(table: type[PartyCategoryPeriod] | type[VotingGroupMembership], day: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        table.organisation_id == ResponseRow.organisation_id,
        holds_on_day(table, day),
    )


def _waits_for_a_decision() -> sa.ColumnElement[bool]:
    """The last late one, with or without its ruling, and the last entered one that nobody has confirmed."""
    newer = aliased(ResponseVersion)
    is_newer = sa.and_(newer.response_id == ResponseVersion.response_id, newer.number > ResponseVersion.number)
    entered, newer_entered = (one.route != ResponseRoute.PLATFORM for one in (ResponseVersion, newer))
    return sa.or_(
        sa.and_(ResponseVersion.is_late, ~sa.exists().where(is_newer, newer.is_late)),
        sa.and_(entered, ResponseVersion.confirmed_at.is_(None), ~sa.exists().where(is_newer, newer_entered)),
    )


_Found = tuple[_Version, ItemFacts, ReadableItem]


def _items(session: Session, reader: _Reader, versions: Sequence[_Version]) -> list[_Found]:
    of_version = {version.row.id: version for version in versions if _any_is_readable(reader, version)}
    if not of_version:
        return []
    rows = session.scalars(
        sa.select(ResponseItemRow)
        .where(ResponseItemRow.response_version_id.in_(of_version))
        .order_by(ResponseItemRow.response_version_id, ResponseItemRow.position_in_response)
    ).all()
    ids = [row.id for row in rows]
    targets = targets_of_items(session, ids) if ids else {}
    replies = replies_to(session, ids) if ids else {}
    found = []
    for row in rows:
        version = of_version[row.response_version_id]
        reply = replies.get(row.id)
        facts = _facts(row, version, is_shared=reply is not None and reply.is_shared_with_proposer)
        reading = reader.reads(facts)
        if reading is not Reading.HIDDEN:
            found.append((version, facts, _as_read(reader, row, version, facts, reading, targets[row.id], reply)))
    return found


def _any_is_readable(reader: _Reader, version: _Version) -> bool:
    """Whether the seal is off for this version, so that its items are worth loading."""
    return reader.reads(replace(_facts_of_response(version), shared_with_proposer=True)) is not Reading.HIDDEN


def _facts(row: ResponseItemRow, version: _Version, *, is_shared: bool) -> ItemFacts:
    return ItemFacts(
        organisation_id=version.response.organisation_id,
        kind=ItemKind.SUBMITTED,
        response_choice=version.row.confidentiality,
        item_choice=row.confidentiality,
        has_public_version=bool(row.public_version or row.public_wording),
        entered_by_secas=version.entered_by_secas,
        counts=version.counts,
        shared_with_proposer=is_shared,
    )


def _as_read(
    reader: _Reader,
    row: ResponseItemRow,
    version: _Version,
    facts: ItemFacts,
    reading: Reading,
    targets: tuple[TargetView, ...],
    reply: ReplyFacts | None,
) -> ReadableItem:
    full = ReadableItem(
        id=row.id,
        key=f"{version.response.id}/{row.key}",
        organisation_id=version.response.organisation_id,
        organisation=version.organisation.name if version.organisation else version.response.sender,
        category=version.category,
        voting_group=version.voting_group,
        also_for=version.row.also_for,
        targets=tuple(_target(t) for t in targets),
        position=position_named(row.position),
        chosen=row.chosen,
        comment=row.comment,
        own_wording=row.own_wording,
        objectives=tuple(row.objectives),
        confidentiality=facts.choice,
        reading=reading,
        submitted_at=version.row.received_at,
        version=version.row.number,
        route=version.row.route,
        is_late=version.row.is_late,
        admitted=version.row.admitted,
        receipt=version.row.receipt if reader.owns(version) or reader.viewer.is_secas else None,
        reply=_reply(reader, reply, reading),
        counts=version.counts,
    )
    told = _withheld_text(full, row, reading)
    return told if shows_name(facts, reading) else _withheld_name(reader, told)


def _target(view: TargetView) -> ReadableTarget:
    return ReadableTarget(view.kind, view.id, view.words, view.document_code, view.clause_label, view.title)


def _reply(reader: _Reader, reply: ReplyFacts | None, reading: Reading) -> ReadableReply | None:
    if reply is None:
        return None
    is_asked = reader.viewer.is_proposer and reply.is_shared_with_proposer
    state = DispositionState.PUBLISHED if reader.is_published else DispositionState.DRAFTED
    match reply_shown(reading, state, works_on_it=reader.viewer.is_secas or is_asked):
        case ReplyShown.HIDDEN:
            return None
        case ReplyShown.KIND_ONLY:
            return ReadableReply(reply.kind, "", None, None, (), reader.is_published)
        case ReplyShown.FULL:
            return ReadableReply(
                kind=reply.kind,
                detail=reply.detail,
                decided_by=reply.decided_by,
                duplicate_of_item_id=reply.duplicate_of_item_id,
                hunk_keys=tuple(change.hunk_key for change in reply.changes),
                is_published=reader.is_published,
                adopted_wording=reply.adopted_wording,
            )


def _withheld_text(item: ReadableItem, row: ResponseItemRow, reading: Reading) -> ReadableItem:
    if reading is Reading.DECLARED_BLANK:
        return replace(item, position=None, chosen="", comment="", own_wording="", objectives=())
    if reading is Reading.PUBLIC_VERSION:
        told = replace(item, comment=row.public_version, own_wording=row.public_wording)
        return told if row.public_shows_position else replace(told, position=None, chosen="", objectives=())
    return item


def _withheld_name(reader: _Reader, item: ReadableItem) -> ReadableItem:
    """The item without anything that tells whose it is: names, times, route, and ids that stand in a row."""
    replies_here = reader.viewer.is_secas or reader.viewer.is_proposer
    return replace(
        item,
        id=item.id if replies_here else None,
        key="",
        organisation_id=None,
        organisation=None,
        category=None,
        voting_group=None,
        also_for="",
        submitted_at=None,
        version=None,
        route=None,
        is_late=False,
        admitted=None,
        receipt=None,
    )


def _in_order(items: Iterable[ReadableItem]) -> tuple[ReadableItem, ...]:
    """Named items as they came, then those without a name in the order of their own words, numbered anew."""
    held = list(items)
    nameless = sorted((item for item in held if item.organisation is None), key=_by_own_words)
    numbered = (replace(item, key=f"without-name-{place}") for place, item in enumerate(nameless, start=1))
    return (*(item for item in held if item.organisation is not None), *numbered)


def _by_own_words(item: ReadableItem) -> tuple[tuple[str, ...], str, str, str]:
    return (tuple(target.words for target in item.targets), item.position or "", item.comment, item.own_wording)


def _without_untold_ids(items: tuple[ReadableItem, ...]) -> tuple[ReadableItem, ...]:
    """No reply points at an item whose id this viewer is not told."""
    told = {item.id for item in items}
    return tuple(
        replace(item, reply=replace(item.reply, duplicate_of_item_id=None))
        if item.reply and item.reply.duplicate_of_item_id not in told
        else item
        for item in items
    )


def _respondents(
    reader: _Reader, versions: Iterable[_Version], found: Iterable[_Found]
) -> tuple[ReadableRespondent, ...]:
    named: dict[int, bool] = {}
    for version, facts, item in found:
        named[version.row.id] = named.get(version.row.id, False) or shows_name(facts, item.reading)
    known = (_respondent(reader, version, named) for version in versions)
    shown = [one for one in known if one is not None]
    return (
        *(one for one in shown if one.organisation is not None),
        *(one for one in shown if one.organisation is None),
    )


def _respondent(reader: _Reader, version: _Version, named: Mapping[int, bool]) -> ReadableRespondent | None:
    state = return_state(has_submitted=True, last_was_nil=version.row.is_nil)
    organisation = version.organisation
    state_alone = ReadableRespondent(
        state=state,
        organisation_id=version.response.organisation_id,
        organisation=organisation.name if organisation else version.response.sender,
        kind=organisation.kind if organisation else None,
        category=version.category,
        voting_group=version.voting_group,
        counts=version.counts,
    )
    of_response = _facts_of_response(version)
    reading = reader.reads(of_response)
    if reading is Reading.HIDDEN:
        return state_alone if reader.viewer.is_secas else _refused_as_late(reader, version, state_alone)
    if not (shows_name(of_response, reading) or named.get(version.row.id, False)):
        return ReadableRespondent(state, None, None, None, None, None)
    return _in_full(reader, version, state_alone)


def _refused_as_late(reader: _Reader, version: _Version, state_alone: ReadableRespondent) -> ReadableRespondent | None:
    """That a late answer was refused is published with its reason; what it said is not."""
    if not (reader.is_published and version.row.is_late and version.row.admitted is False):
        return None
    told = state_alone
    if withholds_name(version.row.confidentiality, None):
        told = ReadableRespondent(state_alone.state, None, None, None, None, None, counts=False)
    return replace(told, is_late=True, admitted=False, ruling_reason=version.row.ruling_reason)


def _facts_of_response(version: _Version) -> ItemFacts:
    return ItemFacts(
        organisation_id=version.response.organisation_id,
        kind=ItemKind.SUBMITTED,
        response_choice=version.row.confidentiality,
        entered_by_secas=version.entered_by_secas,
        counts=version.counts,
    )


def _in_full(reader: _Reader, version: _Version, state_alone: ReadableRespondent) -> ReadableRespondent:
    row = version.row
    is_inside = reader.owns(version) or reader.viewer.is_secas
    return replace(
        state_alone,
        also_for=row.also_for,
        sender=version.response.sender if is_inside else "",
        confidentiality=row.confidentiality,
        no_comment_on_the_rest=row.no_comment_on_the_rest,
        submitted_at=row.received_at,
        entered_at=row.entered_at,
        version=row.number,
        version_id=row.id if is_inside else None,
        route=row.route,
        is_late=row.is_late,
        admitted=row.admitted,
        ruling_reason=row.ruling_reason,
        receipt=row.receipt if is_inside else None,
    )
