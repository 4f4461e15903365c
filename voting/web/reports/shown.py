"""A report in the shapes that its pages print: sections with anchors, running text, rows of fields, differences."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from voting.domain.modifications.report import FieldKind, ModificationReport, Part, TimetableRow
from voting.domain.modifications.report_diff import DifferenceState, FieldDifference
from voting.queries.reports import FieldOnPage, ReportDesk
from voting.web.reports import words

_BULLET = re.compile(r"^\s*[•‣◦▪●–*-]\s+")
_NOT_IN_AN_ANCHOR = re.compile(r"[^a-z0-9]+")


class Block(NamedTuple):
    """A paragraph (its lines), or a list (its items)."""

    is_list: bool
    lines: tuple[str, ...]


class PartShown(NamedTuple):
    """A part or an appendix under its anchor."""

    anchor: str
    heading: str
    blocks: tuple[Block, ...]


class Entry(NamedTuple):
    """One line of the contents."""

    href: str
    number: str
    words: str
    level: int
    changes: int


class FieldShown(NamedTuple):
    """A field on the desk."""

    words: str
    value: str
    is_corrected: bool


class RowShown(NamedTuple):
    """A row, a record or a single field on the desk."""

    path: str
    words: str
    fields: tuple[FieldShown, ...]


class GroupShown(NamedTuple):
    """The rows of one group; `one` is what a further row is called, empty where none can be added."""

    name: str
    words: str
    rows: tuple[RowShown, ...]
    one: str
    words_of_one: str


class DifferenceShown(NamedTuple):
    """One difference that can be ticked."""

    path: str
    words: str
    state: DifferenceState
    old: str
    new: str


def blocks_of(text: str) -> tuple[Block, ...]:
    """Running text as paragraphs and lists; nothing typed in it counts as markup."""
    blocks = []
    for piece in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in piece.split("\n") if line.strip()]
        for is_list, together in groupby(lines, key=lambda line: bool(_BULLET.match(line))):
            blocks.append(Block(is_list, tuple(_BULLET.sub("", line) if is_list else line for line in together)))
    return tuple(blocks)


def parts_shown(report: ModificationReport) -> tuple[PartShown, ...]:
    """Parts and appendices with anchors that stay: `part-4`, `appendix-1`."""
    taken: set[str] = set()
    return (
        *(_part(part, "part", part.heading, taken) for part in report.parts),
        *(_part(part, "appendix", part.heading, taken) for part in report.appendices),
    )


def contents(report: ModificationReport, parts: tuple[PartShown, ...]) -> list[Entry]:
    """The contents: what was read out of the report, then its parts."""
    gathered = [
        ("in-short", "In short", True),
        ("documents", "Documents", report.documents),
        ("costs", "Costs", report.costs),
        ("implementation", "Implementation", report.implementation_options),
        ("timetable", "Timetable", report.timetable),
        ("objectives", "Objectives", report.objectives),
        ("areas", "Consumer areas", report.consumer_areas),
        ("observations", "Observations cited", report.observations),
        ("text", "The report itself", parts),
    ]
    entries = [Entry(f"#{anchor}", "", heading, 1, 0) for anchor, heading, shown in gathered if shown]
    entries += [Entry(f"#{part.anchor}", "", part.heading, 2, 0) for part in parts]
    after = [("annexes", "Annexes", report.annexes), ("glossary", "Glossary", report.glossary)]
    entries += [Entry(f"#{anchor}", "", heading, 1, 0) for anchor, heading, shown in after if shown]
    return entries


def span_words(row: TimetableRow) -> str:
    """When a row of the timetable is."""
    start, end = words.value_words(row.starts_on), words.value_words(row.ends_on)
    return f"{start} to {end}" if start and end else start or "not dated"


def groups_shown(desk: ReportDesk) -> tuple[GroupShown, ...]:
    """All fields of a draft: what stands once under one heading, then each list, empty ones too."""
    held = dict(desk.groups)
    front = tuple(field for name, fields in desk.groups if name not in words.GROUPS for field in fields)
    lists = tuple(name for name in words.GROUPS if name not in (words.FRONT, "furniture", "unread"))
    return (_group(words.FRONT, front), *(_group(name, held.get(name, ())) for name in lists))


def differences_shown(
    parts: Iterable[tuple[str, tuple[FieldDifference, ...]]],
) -> list[tuple[str, list[DifferenceShown]]]:
    """The differences under the words of their part."""
    return [
        (
            words.GROUPS.get(part) or words.row_words(part),
            [
                DifferenceShown(
                    each.path,
                    words.path_words(each.path),
                    each.state,
                    words.value_words(each.old),
                    words.value_words(each.new),
                )
                for each in found
            ],
        )
        for part, found in parts
    ]


def _part(part: Part, kind: str, heading: str, taken: set[str]) -> PartShown:
    anchor = f"{kind}-{_NOT_IN_AN_ANCHOR.sub('-', part.number.lower()).strip('-') or 'x'}"
    while anchor in taken:
        anchor += "-again"
    taken.add(anchor)
    number = part.number if kind == "part" else f"Appendix {part.number}:"
    return PartShown(anchor, f"{number} {heading}", blocks_of(part.text))


def _group(name: str, fields: tuple[FieldOnPage, ...]) -> GroupShown:
    rows = []
    for path, together in groupby(fields, key=lambda each: words.row_path(each.field.path)):
        shown = tuple(_field(each) for each in together)
        # An event is called what the report calls it; its path has lost the capitals.
        called = shown[0].value if name == "timetable" else ""
        rows.append(RowShown(path, called or words.row_words(path), shown))
    one = words.ONE_OF.get(name, "")
    article = "an" if one[:1] in "aeio" else "a"
    return GroupShown(name, words.GROUPS[name], tuple(rows), one, f"{article} {one}")


def _field(each: FieldOnPage) -> FieldShown:
    name = each.field.path.rpartition("/")[2]
    value = words.value_words(each.field.value)
    shown = words.choice_words(value) if each.field.kind is FieldKind.CHOICE else value
    return FieldShown(words.slot_words(name), shown, each.is_corrected)
