"""Generating the set of answers that one audience reads: versions for publication, declared blanks, names withheld."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from voting.domain.confidentiality.choices import PublicVersion
from voting.domain.confidentiality.visibility import (
    AUTHORITY_VIEWER,
    BOARD_VIEWER,
    PUBLIC_VIEWER,
    SECAS_VIEWER,
    ItemFacts,
    ItemKind,
    Reading,
    Viewer,
    reading_when_published,
    shows_name,
)


class Audience(StrEnum):
    """For whom a set of answers is generated."""

    PUBLIC = "public"
    BOARD = "board"
    AUTHORITY = "authority"
    SECAS = "secas"


AUDIENCE_VIEWERS: Mapping[Audience, Viewer] = MappingProxyType(
    {
        Audience.PUBLIC: PUBLIC_VIEWER,
        Audience.BOARD: BOARD_VIEWER,
        Audience.AUTHORITY: AUTHORITY_VIEWER,
        Audience.SECAS: SECAS_VIEWER,
    }
)


@dataclass(frozen=True, slots=True)
class PublishableItem:
    """An item with everything that could be shown of it. `reply` and `reply_detail` are the disposition in words."""

    key: str
    facts: ItemFacts
    organisation: str
    category: str
    targets: tuple[str, ...]
    position: str
    comment: str
    own_wording: str
    public_version: PublicVersion | None = None
    reply: str = ""
    reply_detail: str = ""


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """An item as one audience reads it; empty texts are withheld ones where `reading` says so."""

    key: str
    reading: Reading
    organisation: str
    category: str
    targets: tuple[str, ...]
    position: str
    comment: str
    own_wording: str
    reply: str
    reply_detail: str


def publication_view(items: Iterable[PublishableItem], audience: Audience) -> tuple[PublishedItem, ...]:
    """The published set for one audience: only what counts, each item as that audience reads it.

    Items with their organisation come first, in the order given. Items without a name follow in the order of their own
    words, with keys of their own ("without-name-1") and without the category, so that nothing tells whose they are.
    """
    viewer = AUDIENCE_VIEWERS[audience]
    shown = [
        (shows_name(item.facts, reading), _as_read(item, reading))
        for item in items
        if item.facts.counts and item.facts.kind is ItemKind.SUBMITTED
        for reading in (reading_when_published(viewer, item.facts),)
    ]
    named = [item for is_named, item in shown if is_named]
    nameless = sorted((item for is_named, item in shown if not is_named), key=_by_own_words)
    return (*named, *(_without_traces(item, place) for place, item in enumerate(nameless, start=1)))


def _as_read(item: PublishableItem, reading: Reading) -> PublishedItem:
    full = PublishedItem(
        key=item.key,
        reading=reading,
        organisation=item.organisation,
        category=item.category,
        targets=item.targets,
        position=item.position,
        comment=item.comment,
        own_wording=item.own_wording,
        reply=item.reply,
        reply_detail=item.reply_detail,
    )
    if reading is Reading.DECLARED_BLANK:
        # A reply's detail would repeat what it answers, so with a blank only its kind is told.
        return replace(full, position="", comment="", own_wording="", reply_detail="")
    if reading is Reading.PUBLIC_VERSION:
        version = item.public_version or PublicVersion("", "", shows_position=False)
        return replace(
            full,
            position=item.position if version.shows_position else "",
            comment=version.comment,
            own_wording=version.own_wording,
        )
    return full


def _by_own_words(item: PublishedItem) -> tuple[tuple[str, ...], str, str, str]:
    return (item.targets, item.position, item.comment, item.own_wording)


def _without_traces(item: PublishedItem, place: int) -> PublishedItem:
    return replace(item, key=f"without-name-{place}", organisation="", category="")
