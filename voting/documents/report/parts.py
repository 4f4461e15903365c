"""The numbered parts and appendices of a report: which lines are their headings, and which lines each of them holds."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from voting.documents.report.blocks import starts_item
from voting.documents.report.lines import Line
from voting.domain.modifications.report.roles import PartRole, roles_of, template_roles
from voting.domain.modifications.report.written_dates import find_dates

_NUMBERED = re.compile(r"(?:(?:section|part)\s)?([0-9]{1,2})(?:\s?([.):]|[–—-]\s))?\s?(\S.*)", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"([0-9]{1,2})[.)]?")
_APPENDIX = re.compile(r"(?:appendix|annex)\s([0-9]{1,2}|[A-Z])(?:\s?([:.]|[–—-]))?\s?(.*)", re.IGNORECASE)
_TRAILING_PAGE = re.compile(r"\s[0-9]{1,3}$")
_APPENDED = frozenset({PartRole.TIMETABLE, PartRole.GLOSSARY})
_LONGEST_HEADING = 80
_MOST_WORDS = 9
_CONTENTS_RUN = 3


class SectionKind(StrEnum):
    """Whether a section is what stands before the parts, a numbered part, or an appendix."""

    FRONT = "front"
    PART = "part"
    APPENDIX = "appendix"


_Key = tuple[SectionKind, str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: its number and heading, the lines of its heading, and the lines it holds."""

    kind: SectionKind
    number: str
    heading: str
    heading_lines: tuple[Line, ...]
    lines: tuple[Line, ...]
    roles: frozenset[PartRole] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Divided:
    """The report divided at its headings, and the lines that only repeat a heading (a contents list, a next page)."""

    front: Section
    parts: tuple[Section, ...]
    appendices: tuple[Section, ...]
    repeated: list[Line]
    # The text has lost the parts' numbers, and they were given in order here.
    are_numbers_ours: bool = False

    @property
    def sections(self) -> tuple[Section, ...]:
        """Parts and appendices in one row."""
        return (*self.parts, *self.appendices)


@dataclass(frozen=True, slots=True)
class _Heading:
    """A line that may be the heading of a part; `end` is the first line after it."""

    at: int
    end: int
    number: str
    title: str
    kind: SectionKind
    is_template: bool


def divide(lines: list[Line]) -> Divided:
    """The lines divided into front, parts and appendices."""
    candidates = [heading for at in range(len(lines)) if (heading := _heading_at(lines, at)) is not None]
    candidates, repeated = _without_contents(candidates)
    headings, again = _chosen(lines, candidates)
    are_numbers_ours = not any(_is_part(heading) for heading in headings)
    if are_numbers_ours:
        headings = _unnumbered(lines, headings)
    repeated += again
    dropped = {at for heading in repeated for at in range(heading.at, heading.end)}
    sections = [
        _section(lines, heading, _next_at(headings, place, len(lines)), dropped)
        for place, heading in enumerate(headings)
    ]
    first = headings[0].at if headings else len(lines)
    front_lines = tuple(lines[at] for at in range(first) if at not in dropped)
    return Divided(
        Section(SectionKind.FRONT, "", "", (), front_lines),
        tuple(section for section in sections if section.kind is SectionKind.PART),
        tuple(section for section in sections if section.kind is SectionKind.APPENDIX),
        [lines[at] for at in sorted(dropped)],
        are_numbers_ours and any(_is_part(heading) for heading in headings),
    )


def _section(lines: list[Line], heading: _Heading, end: int, dropped: set[int]) -> Section:
    return Section(
        heading.kind,
        heading.number,
        heading.title,
        tuple(lines[heading.at : heading.end]),
        tuple(lines[at] for at in range(heading.end, end) if at not in dropped),
        roles_of(heading.title),
    )


def _next_at(headings: list[_Heading], place: int, end: int) -> int:
    return headings[place + 1].at if place + 1 < len(headings) else end


def _heading_at(lines: list[Line], at: int) -> _Heading | None:
    text = lines[at].text
    # Most lines are neither numbered nor appendices, and are passed by at once.
    if len(text) > _LONGEST_HEADING or not (text[0].isdecimal() or text[0] in "SsPpAa"):
        return None
    appendix = _APPENDIX.fullmatch(text)
    if appendix is not None:
        return _appendix_heading(lines, at, appendix)
    bare = _BARE_NUMBER.fullmatch(text)
    if bare is not None:
        return _heading_below(lines, at, bare[1])
    numbered = _NUMBERED.fullmatch(text)
    return _part_heading(lines, at, numbered) if numbered is not None else None


def _part_heading(lines: list[Line], at: int, found: re.Match[str]) -> _Heading | None:
    number, mark, title = found[1], found[2], found[3]
    title, end = _with_wrapped_words(lines, at, title)
    is_template = bool(template_roles(title))
    # "1 Summary" is a heading because the template has it; other words need the mark after their number.
    if not is_template and (not mark or not _reads_as_heading(title)):
        return None
    return _Heading(at, end, str(int(number)), title, SectionKind.PART, is_template)


def _heading_below(lines: list[Line], at: int, number: str) -> _Heading | None:
    """A number alone on its line, with the heading of the template on the next."""
    if at + 1 >= len(lines) or not template_roles(lines[at + 1].text):
        return None
    return _Heading(at, at + 2, str(int(number)), lines[at + 1].text, SectionKind.PART, is_template=True)


def _appendix_heading(lines: list[Line], at: int, found: re.Match[str]) -> _Heading | None:
    number, mark, title = found[1], found[2], found[3]
    if not title and at + 1 < len(lines) and template_roles(lines[at + 1].text) & _APPENDED:
        return _Heading(at, at + 2, number, lines[at + 1].text, SectionKind.APPENDIX, is_template=True)
    title, end = _with_wrapped_words(lines, at, title)
    is_template = bool(template_roles(title))
    # A letter names an appendix of the Code or an annex, unless the heading is one that only a report has.
    if not template_roles(title) & _APPENDED and not (mark and number.isdecimal() and _reads_as_heading(title)):
        return None
    return _Heading(at, end, number, title, SectionKind.APPENDIX, is_template)


def _with_wrapped_words(lines: list[Line], at: int, title: str) -> tuple[str, int]:
    """The title with the rest of it from the next line, where only the two together make a heading."""
    if at + 1 >= len(lines) or starts_item(lines[at + 1].text):
        return title, at + 1
    follows = lines[at + 1].text
    whole = f"{title} {follows}"
    # No paragraph begins with a small letter.
    if follows[0].islower() and title[-1:] not in ".;:" and _reads_as_heading(whole):
        return whole, at + 2
    if template_roles(whole) and not template_roles(title) and not template_roles(follows):
        return whole, at + 2
    return title, at + 1


def _reads_as_heading(title: str) -> bool:
    return (
        title[:1].isupper()
        and len(title) <= _LONGEST_HEADING
        and title[-1] not in ".;:,"
        and title.count(" ") < _MOST_WORDS
        and not find_dates(title)
    )


def _without_contents(candidates: list[_Heading]) -> tuple[list[_Heading], list[_Heading]]:
    """The candidates without those of a contents list: the same headings, all of them, before all of them again."""
    first: dict[_Key, int] = {}
    last: dict[_Key, int] = {}
    for at, heading in enumerate(candidates):
        first.setdefault(_key(heading), at)
        last[_key(heading)] = at
    again = [key for key in first if last[key] > first[key]]
    end = max((first[key] for key in again), default=0)
    if len(again) < _CONTENTS_RUN or end >= min(last[key] for key in again):
        return candidates, []
    listed = [heading for heading in candidates[: end + 1] if last[_key(heading)] > first[_key(heading)]]
    return [heading for heading in candidates if heading not in set(listed)], listed


def _key(heading: _Heading) -> _Key:
    return heading.kind, heading.number, _TRAILING_PAGE.sub("", heading.title.casefold())


def _chosen(lines: list[Line], candidates: list[_Heading]) -> tuple[list[_Heading], list[_Heading]]:
    """The candidates that are headings, and those that repeat the heading of the part they stand in.

    Numbers of parts rise. A heading of the template is believed; another is one only if its number is the next, the
    line before it ends a paragraph, and no heading of the template claims the number further on.
    """
    claimed = {heading.number: at for at, heading in enumerate(candidates) if heading.is_template and _is_part(heading)}
    chosen: list[_Heading] = []
    repeated: list[_Heading] = []
    seen: dict[SectionKind, _Heading] = {}
    for at, heading in enumerate(candidates):
        before = seen.get(heading.kind)
        if before is not None and _key(before) == _key(heading):
            repeated.append(heading)
        elif _is_next(lines, heading, before, is_claimed=claimed.get(heading.number, -1) > at):
            # Numbered lines inside an appendix are its own.
            if _is_part(heading) and SectionKind.APPENDIX in seen and not heading.is_template:
                continue
            chosen.append(heading)
            seen[heading.kind] = heading
    return chosen, repeated


def _is_part(heading: _Heading) -> bool:
    return heading.kind is SectionKind.PART


def _is_next(lines: list[Line], heading: _Heading, before: _Heading | None, *, is_claimed: bool) -> bool:
    if not heading.number.isdecimal() or (before is not None and not before.number.isdecimal()):
        return heading.is_template and (before is None or heading.number > before.number)
    number, last = int(heading.number), int(before.number) if before is not None else 0
    if heading.is_template:
        return number > last
    ends_paragraph = heading.at == 0 or lines[heading.at].opens_page or lines[heading.at - 1].text[-1] in ".!?:;)’”"
    return number == last + 1 and not is_claimed and (ends_paragraph or lines[heading.at].gap > 1)


def _unnumbered(lines: list[Line], appendices: list[_Heading]) -> list[_Heading]:
    """The template's headings standing alone, numbered in their order: some texts have lost the numbers."""
    ends = appendices[0].at if appendices else len(lines)
    parts: list[_Heading] = []
    seen: set[PartRole] = set()
    for at in range(ends):
        title = lines[at].text
        roles = template_roles(title) if len(title) <= _LONGEST_HEADING and title[:1].isupper() else frozenset()
        if roles and not roles & seen:
            seen |= roles
            parts.append(_Heading(at, at + 1, str(len(parts) + 1), title, SectionKind.PART, is_template=True))
    return [*parts, *appendices]
