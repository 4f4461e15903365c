"""Page furniture: running heads, page numbers, classification marks and contents lists, told apart from the report."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from voting.documents.report.lines import Line

# Lines that are furniture wherever they stand, each as the whole line.
_STANDING = re.compile(
    r"(?:page\s)?[0-9]{1,3}\s(?:of|/)\s[0-9]{1,3}|page\s[0-9]{1,3}|[–—-]\s?[0-9]{1,3}\s?[–—-]|[0-9]{1,3}\s?\|\s?page"
    r"|page\s?\|\s?[0-9]{1,3}"
    r"|this document (?:has|is) (?:a )?classifi.{1,60}|classification:? ?(?:of )?(?:white|green|amber|red|clear|public)"
    r"|(?:managed|administered|prepared) by(?: gemserv.{0,20})?|(?:©|copyright\b).{0,80}"
    r"|(?:version|v)\s?[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}(?:\s?\(?(?:draft|final)\)?)?"
    r"|(?:table of )?contents(?: page)?|about this document",
    re.IGNORECASE,
)
_COLOUR = re.compile(r".*\bclassification of (?:white|green|amber|red|clear|public)", re.IGNORECASE)
_WITH_PAGE_NUMBER = re.compile(r"\bpage\s[0-9]{1,3}\s(?:of|/)\s[0-9]{1,3}\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[0-9]{1,3}")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s?[0-9]{0,3}$|…{2,}\s?[0-9]{0,3}$")
_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r".{2,110}\s[0-9]{1,3}")
_OF_THE_REPORT = re.compile(
    r"\b(?:SEC)?[MD]P\s?[0-9]{2,4}[A-Z]{0,2}\b|\bmodification report\b|\bversion\b|\bclassification\b", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://\S+")
_DIGITS = re.compile(r"[0-9]+")
_LONGEST_HEAD = 130
_EDGE = 3
_SERIES = 3


@dataclass(frozen=True, slots=True)
class Sorted:
    """The lines of the report, and the lines that are furniture."""

    body: list[Line]
    furniture: list[Line]


def without_furniture(lines: list[Line]) -> Sorted:
    """The lines sorted into report and furniture; the line after a running head or foot begins a page."""
    ends = {at for at, line in enumerate(lines) if _is_standing(line.text)}
    ends |= _page_numbers(lines)
    ends |= _repeated(lines, ends)
    ends |= _loose_addresses(lines) | _colours(lines)
    contents = _contents(lines)
    body: list[Line] = []
    page_begins = False
    for at, line in enumerate(lines):
        page_begins = page_begins or line.opens_page or at in ends
        if at in ends or at in contents:
            continue
        body.append(replace(line, opens_page=page_begins) if page_begins != line.opens_page else line)
        page_begins = False
    return Sorted(body, [line for at, line in enumerate(lines) if at in ends or at in contents])


def _is_standing(text: str) -> bool:
    return len(text) <= _LONGEST_HEAD and (
        _STANDING.fullmatch(text) is not None or _WITH_PAGE_NUMBER.search(text) is not None
    )


def _page_numbers(lines: list[Line]) -> set[int]:
    """Numbers alone on a line: at the edge of a known page, or counting up by one through the whole text."""
    bare = [at for at, line in enumerate(lines) if len(line.text) <= len("999") and _PAGE_NUMBER.fullmatch(line.text)]
    known = {at for at in bare if _at_page_edge(lines, at)}
    series = [at for at, follows in pairwise(bare) if _counts_up(lines, at, follows)]
    if len(series) >= _SERIES - 1:
        known |= set(series) | {follows for at, follows in pairwise(bare) if at in set(series)}
    return known


def _at_page_edge(lines: list[Line], at: int) -> bool:
    return lines[at].opens_page or (at + 1 < len(lines) and lines[at + 1].opens_page)


def _counts_up(lines: list[Line], at: int, follows: int) -> bool:
    return int(lines[follows].text) == int(lines[at].text) + 1 and follows - at > _EDGE


def _repeated(lines: list[Line], ends: set[int]) -> set[int]:
    """Lines that come again and again, numbers apart, always at the edge of a page or always naming the report."""
    edges = _edges(lines, ends)
    keys = {at: _key(line.text) for at, line in enumerate(lines) if at not in ends and _may_be_head(line.text)}
    counts = Counter(keys.values())
    inside = {key for at, key in keys.items() if at not in edges}
    return {at for at, key in keys.items() if _is_head(lines[at].text, counts[key], at_edges=key not in inside)}


def _is_head(text: str, times: int, *, at_edges: bool) -> bool:
    names_report = _OF_THE_REPORT.search(text) is not None
    if at_edges:
        return times >= (_SERIES - 1 if names_report else _SERIES)
    return names_report and times >= _SERIES


def _may_be_head(text: str) -> bool:
    return len(text) <= _LONGEST_HEAD and text[-1] not in ".;:," and (text[0].isalnum() or text[0] in "‘'“\"[(")


def _edges(lines: list[Line], ends: set[int]) -> set[int]:
    """The lines near the end or the beginning of a page, as far as pages are known."""
    near: set[int] = set()
    for at, line in enumerate(lines):
        if line.opens_page or at in ends:
            near.update(range(max(0, at - _EDGE), min(len(lines), at + _EDGE)))
    return near


def _key(text: str) -> str:
    return _DIGITS.sub("#", text).casefold()


def _loose_addresses(lines: list[Line]) -> set[int]:
    """Web addresses alone at the end of a page: what a link pointed to, left there by the program that read the PDF."""
    return {
        at
        for at, line in enumerate(lines)
        if _ADDRESS.fullmatch(line.text)
        and (at + 1 == len(lines) or lines[at + 1].opens_page)
        and (at == 0 or lines[at - 1].text[-1] in ".!?")
    }


def _colours(lines: list[Line]) -> set[int]:
    """The colour of a classification that was wrapped onto a line of its own."""
    return {at for at in range(1, len(lines)) if _COLOUR.fullmatch(f"{lines[at - 1].text[-20:]} {lines[at].text}")}


def _contents(lines: list[Line]) -> set[int]:
    """The contents list: lines with dot leaders, and lines that end in a page number after the word "Contents"."""
    found = {at for at, line in enumerate(lines) if len(line.text) <= 2 * _LONGEST_HEAD and _LEADERS.search(line.text)}
    for at in _after_heading(lines):
        found.add(at)
    return found


def _after_heading(lines: list[Line]) -> Iterable[int]:
    for at, line in enumerate(lines):
        if not _CONTENTS.fullmatch(line.text):
            continue
        for follows in range(at + 1, len(lines)):
            if not _CONTENTS_LINE.fullmatch(lines[follows].text):
                break
            yield follows
