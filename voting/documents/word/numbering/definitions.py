"""The numbering definitions of a Word file: its lists, their levels, and what each numbering instance overrides."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from voting.documents.word.names import MC, VAL, W
from voting.documents.word.numbering.formats import NOT_COUNTED
from voting.documents.word.styles import Styles, is_on, whole_number

LEVELS = 9
# More than any number has, and a limit on what ten thousand paragraphs can be made to show.
_LONGEST = 255

_SUFFIXES = {"tab": "\t", "space": " ", "nothing": ""}
_PLACEHOLDER = re.compile(r"%([1-9])")
# Symbol fonts keep their signs here; what each looks like in the fonts that Word's own bullets use.
_SYMBOLS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0a8": "▫",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf0e0": "→",
    "\uf02d": "–",
    "\uf0be": "–",
}
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """One level of a list: how its numbers begin, restart and look.

    `pieces` is the number's text: words, and for each %n the level it stands for, counted from 0. The level restarts
    after any paragraph of a level lower than `restarts_below`; 0 is never. A hidden number counts but is not shown.
    """

    index: int
    start: int
    number_format: str
    pieces: tuple[str | int, ...]
    suffix: str
    is_legal: bool
    restarts_below: int
    style_id: str
    is_hidden: bool

    @property
    def counts(self) -> bool:
        """Whether %n gives a number for this level: bullets and levels without a format give nothing."""
        return self.number_format not in NOT_COUNTED


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """A `w:num`: a list by its own id, with the levels and the starts that it overrides.

    `list_id` names the abstract numbering, to which the counters belong: instances that share it count on together, and
    so do all lists that follow one numbering style.
    """

    num_id: int
    list_id: int
    levels: tuple[Level | None, ...]
    starts: Mapping[int, int]
    is_single: bool

    def level_at(self, index: int) -> Level | None:
        """The level, or the next one above it that is defined, as Word takes it; None where the list has none."""
        if self.is_single:
            index = 0
        if not 0 <= index < LEVELS:
            return None
        return next((level for level in reversed(self.levels[: index + 1]) if level is not None), None)


@dataclass(frozen=True, slots=True)
class _Abstract:
    list_id: int
    name: str
    levels: tuple[Level | None, ...]
    style_link: str
    number_style_link: str
    is_single: bool


class Definitions:
    """All lists of a file, by instance (`numId`) and by name."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[int, _Abstract] = {}
        self._nums: dict[int, etree._Element] = {}
        self._held: dict[int, Instance | None] = {}
        for element in () if root is None else root:
            if element.tag == W + "abstractNum":
                abstract = _abstract(element)
                self._abstracts.setdefault(abstract.list_id, abstract)
            elif element.tag == W + "num":
                self._nums.setdefault(_whole_attribute(element, "numId", 0), element)
        self.has_overrides = root is not None and root.find(f".//{W}startOverride") is not None

    def instance(self, num_id: int) -> Instance | None:
        """The numbering instance with this id; None where the file has none, or it points to nothing."""
        if num_id not in self._held:
            self._held[num_id] = self._made(num_id)
        return self._held[num_id]

    def named(self, name: str) -> Instance | None:
        """The list that LISTNUM fields call by this name, whatever its capitals."""
        for abstract in self._abstracts.values():
            if abstract.name and abstract.name.casefold() == name.casefold():
                return Instance(0, abstract.list_id, abstract.levels, {}, abstract.is_single)
        return None

    def _made(self, num_id: int) -> Instance | None:
        num = self._nums.get(num_id)
        abstract = None if num is None else self._abstract_of(num)
        if num is None or abstract is None:
            return None
        linked = self._linked(abstract, num_id)
        levels, starts = list(linked.levels), dict(self._starts_of_link(abstract, num_id))
        for index, override in _overrides(num):
            start = _number_value(override, "startOverride")
            if start is not None:
                starts[index] = start
            own = override.find(W + "lvl")
            if own is not None:
                levels[index] = _level(own, index)
        return Instance(num_id, linked.list_id, tuple(levels), starts, linked.is_single)

    def _abstract_of(self, num: etree._Element) -> _Abstract | None:
        list_id = _number_value(num, "abstractNumId")
        return None if list_id is None else self._abstracts.get(list_id)

    def _linked(self, abstract: _Abstract, num_id: int) -> _Abstract:
        """The abstract numbering that has the levels: a list that follows a numbering style has none of its own."""
        if not abstract.number_style_link or any(abstract.levels):
            return abstract
        target = self._link_target(abstract, num_id)
        if target is not None:
            return target
        return next(
            (other for other in self._abstracts.values() if other.style_link == abstract.number_style_link), abstract
        )

    def _link_target(self, abstract: _Abstract, num_id: int) -> _Abstract | None:
        target = self._styles.list_style_number(abstract.number_style_link)
        num = None if target is None or target == num_id else self._nums.get(target)
        found = None if num is None else self._abstract_of(num)
        return None if found is None or found.list_id == abstract.list_id else found

    def _starts_of_link(self, abstract: _Abstract, num_id: int) -> Iterator[tuple[int, int]]:
        target = self._styles.list_style_number(abstract.number_style_link) if abstract.number_style_link else None
        num = None if target is None or target == num_id else self._nums.get(target)
        for index, override in () if num is None else _overrides(num):
            start = _number_value(override, "startOverride")
            if start is not None:
                yield index, start


def _abstract(element: etree._Element) -> _Abstract:
    levels: list[Level | None] = [None] * LEVELS
    for child in element.iterchildren(W + "lvl"):
        index = _whole_attribute(child, "ilvl", -1)
        if 0 <= index < LEVELS:
            levels[index] = _level(child, index)
    return _Abstract(
        list_id=_whole_attribute(element, "abstractNumId", -1),
        name=_value(element, "name"),
        levels=tuple(levels),
        style_link=_value(element, "styleLink"),
        number_style_link=_value(element, "numStyleLink"),
        is_single=_value(element, "multiLevelType") == "singleLevel",
    )


def _level(element: etree._Element, index: int) -> Level:
    restart = _number_value(element, "lvlRestart")
    is_picture = element.find(W + "lvlPicBulletId") is not None
    number_format = "bullet" if is_picture else _number_format(element)
    return Level(
        index=index,
        start=_number_value(element, "start") or 0,
        number_format=number_format,
        pieces=("•",) if is_picture else _pieces(element, index, number_format),
        suffix=_SUFFIXES.get(_value(element, "suff"), "\t"),
        is_legal=bool(is_on(element, "isLgl")),
        restarts_below=index if restart is None or restart < 0 else min(restart, index),
        style_id=_value(element, "pStyle"),
        is_hidden=bool(is_on(element.find(W + "rPr"), "vanish")),
    )


def _number_format(element: etree._Element) -> str:
    """The format's name; of a custom one its first sample, which shows how many digits it has."""
    found = element.find(W + "numFmt")
    if found is None:
        found = element.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    if found is None:
        return "decimal"
    name = found.get(VAL, "decimal")
    return found.get(W + "format", "").partition(",")[0].strip() or "decimal" if name == "custom" else name


def _pieces(element: etree._Element, index: int, number_format: str) -> tuple[str | int, ...]:
    text = _value(element, "lvlText")[:_LONGEST]
    if number_format == "bullet":
        return (_PRIVATE_USE.sub(lambda sign: _SYMBOLS.get(sign[0], "•"), text),)
    pieces: list[str | int] = []
    for at, piece in enumerate(_PLACEHOLDER.split(text)):
        if at % 2:
            # A level cannot show one below it; Word takes its own instead.
            pieces.append(min(int(piece) - 1, index))
        elif piece:
            pieces.append(piece)
    return tuple(pieces)


def _overrides(num: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    for override in num.iterchildren(W + "lvlOverride"):
        index = _whole_attribute(override, "ilvl", -1)
        if 0 <= index < LEVELS:
            yield index, override


def _value(parent: etree._Element, name: str) -> str:
    found = parent.find(W + name)
    return "" if found is None else found.get(VAL, "")


def _number_value(parent: etree._Element, name: str) -> int | None:
    found = parent.find(W + name)
    return None if found is None else whole_number(found.get(VAL))


def _whole_attribute(element: etree._Element, name: str, default: int) -> int:
    number = whole_number(element.get(W + name))
    return default if number is None else number
