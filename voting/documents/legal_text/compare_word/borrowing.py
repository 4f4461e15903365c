"""Styles and lists that text of one Word file needs in another: found there, or taken along."""

import re
from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from voting.documents.word.names import VAL, W
from voting.documents.word.package import Package

_P_STYLE, _R_STYLE, _NUM_PR, _NUM_ID = (W + name for name in ("pStyle", "rStyle", "numPr", "numId"))
_STYLE, _STYLE_ID, _BASED_ON, _LINK, _NEXT = (W + name for name in ("style", "styleId", "basedOn", "link", "next"))
_ABSTRACT, _ABSTRACT_ID, _NUM = W + "abstractNum", W + "abstractNumId", W + "num"
# What two lists may differ in and still be the same list: ids that Word gives at random.
_RANDOM = frozenset({W + "nsid", W + "tmpl", W + "name"})
_RANDOM_ATTRIBUTE = re.compile(rb' w:(?:rsid\w*|tplc)="[^"]*"')
# Parts of a paragraph's properties that do not go where the paragraph is copied to.
_LEFT_BEHIND = frozenset(W + name for name in ("rPr", "sectPr", "pPrChange", "framePr", "cnfStyle", "divId"))


class Borrowing:
    """What text of the old file needs in the new one."""

    def __init__(self, old: Package, new: Package) -> None:
        self._old, self._new = old, new
        self._numbers: dict[str, str | None] = {"0": "0"}
        self._styles: dict[str, bool] = {}
        self._lists: tuple[_Lists, _Lists] | None = None
        self._lists_name: str | None = None
        self._style_ids: tuple[dict[str, etree._Element], dict[str, etree._Element]] | None = None
        self.changed: dict[str, etree._Element] = {}

    def paragraph_properties(self, properties: etree._Element | None) -> etree._Element:
        """The properties of a paragraph of the old file as a paragraph of the new one has them, its mark's left out."""
        made = etree.Element(W + "pPr") if properties is None else deepcopy(properties)
        made.tail = None
        for child in list(made):
            if child.tag in _LEFT_BEHIND or (child.tag == _P_STYLE and not self._has_style(child.get(VAL, ""))):
                made.remove(child)
            elif child.tag == _NUM_PR:
                self._renumber(made, child)
        return made

    def runs(self, element: etree._Element) -> None:
        """Take along the character styles of runs that were copied."""
        for style in list(element.iter(_R_STYLE)):
            above = style.getparent()
            if above is not None and not self._has_style(style.get(VAL, "")):
                above.remove(style)

    def number_id(self, number: str) -> str | None:
        """The id in the new file of a list that the old file knows by this one; None where it has none."""
        if number not in self._numbers:
            self._numbers[number] = self._same_list(number)
        return self._numbers[number]

    def _renumber(self, properties: etree._Element, numbering: etree._Element) -> None:
        held = numbering.find(_NUM_ID)
        number = None if held is None else self.number_id(held.get(VAL, ""))
        if held is not None and number is None:
            properties.remove(numbering)
        elif held is not None and number is not None:
            held.set(VAL, number)

    def _same_list(self, number: str) -> str | None:
        if self._lists is None:
            name = self._new.related("numbering")
            ours = None if name is None else self._new.xml(name)
            self._lists = _Lists(self._old.related_xml("numbering")), _Lists(ours)
            self._lists_name = name
        theirs, own = self._lists
        meaning = theirs.meaning(number)
        if meaning is None or own.root is None or self._lists_name is None:
            return None
        if own.meaning(number) == meaning:
            return number
        same = own.with_meaning(meaning)
        if same is None:
            same = own.take(theirs, number, meaning)
            self.changed[self._lists_name] = own.root
        return same

    # Styles.

    def _has_style(self, style: str) -> bool:
        """Whether the new file has the style, now if it had not before."""
        if style not in self._styles:
            self._styles[style] = self._take_style(style)
        return self._styles[style]

    def _take_style(self, style: str) -> bool:
        name = self._new.related("styles")
        root = None if name is None else self._new.xml(name)
        if self._style_ids is None:
            self._style_ids = _by_id(self._old.related_xml("styles")), _by_id(root)
        theirs, ours = self._style_ids
        if style in ours:
            return True
        if style not in theirs or root is None or name is None:
            return False
        taken = deepcopy(theirs[style])
        for number in list(taken.iter(_NUM_ID)):
            number.set(VAL, self.number_id(number.get(VAL, "")) or "0")
        ours[style] = taken
        root.append(taken)
        self.changed[name] = root
        for child in list(taken):
            if child.tag in {_BASED_ON, _LINK, _NEXT} and not self._has_style(child.get(VAL, "")):
                taken.remove(child)
        return True


def _by_id(root: etree._Element | None) -> dict[str, etree._Element]:
    return {} if root is None else {each.get(_STYLE_ID, ""): each for each in root.iterchildren(_STYLE)}


_Meaning = tuple[bytes, bytes]


class _Lists:
    """The lists of one file by their ids, and by what they say without the ids that Word gives at random."""

    def __init__(self, root: etree._Element | None) -> None:
        self.root = root
        children = [] if root is None else list(root)
        self.lists = {each.get(_NUM_ID, ""): each for each in children if each.tag == _NUM}
        self.definitions = {each.get(_ABSTRACT_ID, ""): each for each in children if each.tag == _ABSTRACT}
        self._said: dict[str, bytes] = {}
        self._by_meaning: dict[_Meaning, str] | None = None
        self._by_definition: dict[bytes, str] | None = None
        self._free = 1 + max(map(_number, (*self.lists, *self.definitions)), default=0)

    def meaning(self, number: str) -> _Meaning | None:
        """What the list's definition and the list itself say; None where there is none with this id."""
        held = self.lists.get(number)
        if held is None:
            return None
        said = self.definition_said(_definition_id(held))
        return (said, _said(child for child in held if child.tag != _ABSTRACT_ID)) if said else None

    def definition_said(self, key: str) -> bytes:
        """What a definition says; empty where there is none with this id."""
        if key not in self._said:
            definition = self.definitions.get(key)
            children = () if definition is None else definition
            self._said[key] = _said(child for child in children if child.tag not in _RANDOM)
        return self._said[key] if key in self.definitions else b""

    def with_meaning(self, meaning: _Meaning) -> str | None:
        """The id of the first list that says this."""
        if self._by_meaning is None:
            said = {number: self.meaning(number) for number in reversed(self.lists)}
            self._by_meaning = {each: number for number, each in said.items() if each is not None}
        return self._by_meaning.get(meaning)

    def take(self, theirs: "_Lists", number: str, meaning: _Meaning) -> str | None:
        """Copy a list of another file; gives its new id. Lists that share a definition there share it here too."""
        if self.root is None or self._by_meaning is None:
            return None
        held = theirs.lists[number]
        definition = self._definition(theirs, _definition_id(held))
        numbered = deepcopy(held)
        numbered.set(_NUM_ID, self._new_id())
        for each in numbered.iterchildren(_ABSTRACT_ID):
            each.set(VAL, definition)
        self.root.append(numbered)
        self._by_meaning[meaning] = numbered.get(_NUM_ID, "")
        return self._by_meaning[meaning]

    def _definition(self, theirs: "_Lists", key: str) -> str:
        """The id of a definition that says the same, copied where there is none: before all lists, as Word wants it."""
        if self._by_definition is None:
            self._by_definition = {self.definition_said(each): each for each in reversed(self.definitions)}
        said = theirs.definition_said(key)
        if said not in self._by_definition:
            taken = deepcopy(theirs.definitions[key])
            taken.set(_ABSTRACT_ID, self._new_id())
            # Word tells lists apart by this id, and two with the same are one.
            for child in list(taken.iterchildren(W + "nsid")):
                taken.remove(child)
            first = next(self.root.iterchildren(_NUM), None) if self.root is not None else None
            if first is not None:
                first.addprevious(taken)
            elif self.root is not None:
                self.root.append(taken)
            self._by_definition[said] = taken.get(_ABSTRACT_ID, "")
        return self._by_definition[said]

    def _new_id(self) -> str:
        self._free += 1
        return str(self._free - 1)


def _number(value: str) -> int:
    return int(value) if value.isdigit() else 0


def _definition_id(held: etree._Element | None) -> str:
    found = None if held is None else held.find(_ABSTRACT_ID)
    return "" if found is None else found.get(VAL, "")


def _said(elements: Iterable[etree._Element]) -> bytes:
    said = b"".join(etree.tostring(each, method="c14n", exclusive=True, with_comments=False) for each in elements)
    return _RANDOM_ATTRIBUTE.sub(b"", said)
