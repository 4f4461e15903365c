"""Word's styles: what a paragraph takes from its style, from the styles that one is based on, and from the defaults."""

from dataclasses import dataclass
from typing import Protocol

from lxml import etree

from voting.documents.word.names import VAL, W

# Nine is Word's way of saying that a paragraph is body text and no heading.
_BODY_TEXT = 9
# Word itself stops following styles that are based on others long before this.
_DEEPEST = 50
_OFF = frozenset({"0", "false", "off", "none"})


class RelatedParts(Protocol):
    """A package that gives the parts to which its document refers."""

    def related_xml(self, kind: str, source: str = "") -> etree._Element | None:
        """The root of the part of this kind ("styles", "numbering"), or None where there is none."""


@dataclass(frozen=True, slots=True)
class StyleStep:
    """What one style of a chain says of numbers, apart from the styles it is based on."""

    style_id: str
    num_id: int | None
    level: int | None


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style with everything that it takes from the styles it is based on, nearest first.

    `num_id` is the nearest one stated (0 means expressly none), `outline` counts from 0 and is None for body text.
    `names` are casefolded: the style's own name and those of the styles it is based on.
    """

    id: str
    name: str
    names: tuple[str, ...]
    chain: tuple[StyleStep, ...]
    num_id: int | None
    outline: int | None
    is_caps: bool
    is_bold: bool


@dataclass(frozen=True, slots=True)
class _Stated:
    """One style as the file states it; None is silence."""

    step: StyleStep
    name: str
    based_on: str
    outline: int | None
    is_caps: bool | None
    is_bold: bool | None


class Styles:
    """The styles of one Word file, looked up by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        self._stated: dict[str, _Stated] = {}
        self._held: dict[str, ParagraphStyle] = {}
        self._numbering_styles: dict[str, int] = {}
        self._default = ""
        self._base = _stated_by(None, "", "", "")
        for element in () if root is None else root.iter(W + "style", W + "pPrDefault"):
            self._take(element)

    @classmethod
    def of(cls, package: RelatedParts) -> "Styles":
        """The styles of a package; a package without a styles part has one style that says nothing."""
        return cls(package.related_xml("styles"))

    def paragraph(self, style_id: str) -> ParagraphStyle:
        """The paragraph style with this id; an empty or unknown id gives the default one, as Word does."""
        style = self._held.get(style_id)
        if style is None:
            style = self._held[style_id] = self._resolved(style_id if style_id in self._stated else self._default)
        return style

    def list_style_number(self, style_id: str) -> int | None:
        """The `numId` of a numbering style, to which `numStyleLink` refers; None where there is no such style."""
        return self._numbering_styles.get(style_id)

    def _take(self, element: etree._Element) -> None:
        if element.tag == W + "pPrDefault":
            self._base = _stated_by(element.find(W + "pPr"), "", "", "")
            return
        style_id, kind = element.get(W + "styleId", ""), element.get(W + "type", "paragraph")
        stated = _stated_by(
            element.find(W + "pPr"),
            style_id,
            _value(element, "name"),
            _value(element, "basedOn"),
            element.find(W + "rPr"),
        )
        if kind == "numbering" and stated.step.num_id is not None:
            self._numbering_styles.setdefault(style_id, stated.step.num_id)
        elif kind == "paragraph":
            self._stated.setdefault(style_id, stated)
            if element.get(W + "default", "0") not in _OFF:
                self._default = style_id

    def _resolved(self, style_id: str) -> ParagraphStyle:
        chain: dict[str, _Stated] = {}
        at = style_id
        while at in self._stated and at not in chain and len(chain) < _DEEPEST:
            chain[at] = self._stated[at]
            at = chain[at].based_on
        steps = (*chain.values(), self._base)
        outline = next((step.outline for step in steps if step.outline is not None), _BODY_TEXT)
        return ParagraphStyle(
            id=style_id,
            name=steps[0].name,
            names=tuple(step.name.casefold() for step in chain.values()),
            chain=tuple(step.step for step in steps),
            num_id=next((step.step.num_id for step in steps if step.step.num_id is not None), None),
            outline=outline if 0 <= outline < _BODY_TEXT else None,
            is_caps=bool(next((step.is_caps for step in steps if step.is_caps is not None), False)),
            is_bold=bool(next((step.is_bold for step in steps if step.is_bold is not None), False)),
        )


def whole_number(text: str | None) -> int | None:
    """The number in an attribute, or None where it is missing or no number that Word would take."""
    if text is None:
        return None
    bare = text.strip()
    if not bare.removeprefix("-").isdecimal() or len(bare) > 10:
        return None
    return int(bare)


def is_on(parent: etree._Element | None, name: str) -> bool | None:
    """Whether a property that is either on or off is on; None where the parent does not state it."""
    found = None if parent is None else parent.find(W + name)
    if found is None:
        return None
    return found.get(VAL, "1").lower() not in _OFF


def _stated_by(
    p_pr: etree._Element | None, style_id: str, name: str, based_on: str, r_pr: etree._Element | None = None
) -> _Stated:
    num_pr = None if p_pr is None else p_pr.find(W + "numPr")
    return _Stated(
        StyleStep(style_id, _whole(num_pr, "numId"), _whole(num_pr, "ilvl")),
        name,
        based_on,
        _whole(p_pr, "outlineLvl"),
        is_on(r_pr, "caps"),
        is_on(r_pr, "b"),
    )


def _value(parent: etree._Element, name: str) -> str:
    found = parent.find(W + name)
    return "" if found is None else found.get(VAL, "")


def _whole(parent: etree._Element | None, name: str) -> int | None:
    found = None if parent is None else parent.find(W + name)
    return None if found is None else whole_number(found.get(VAL))
