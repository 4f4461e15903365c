"""Tracked changes resolved in the XML of a Word file: accepted, rejected or kept, everything else left as it is.

Whoever calls says for each revision what becomes of it. What Word does with a paragraph's mark holds here too: where
the mark goes, the text runs on into the next paragraph, whose mark, style and number stay.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from lxml import etree

from voting.documents.word.names import W
from voting.documents.word.paragraphs import SILENT
from voting.documents.word.revisions import AROUND_TEXT, GONE
from voting.domain.legal_text import SpanKind


class Fate(StrEnum):
    """What becomes of a revision."""

    KEPT = "kept"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


_P, _TBL, _TR, _TC, _P_PR, _R_PR, _TR_PR, _TC_PR, _NUM_PR, _SDT, _SDT_CONTENT, _SECTION = (
    W + name for name in ("p", "tbl", "tr", "tc", "pPr", "rPr", "trPr", "tcPr", "numPr", "sdt", "sdtContent", "sectPr")
)
_MATH_CONTROL = "{http://schemas.openxmlformats.org/officeDocument/2006/math}ctrlPr"
# Revisions of the properties of something: what was before is inside them.
_CHANGES = tuple(
    f"{W}{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "numbering")
)
_CELL_KINDS = {W + "cellIns": SpanKind.INSERT, W + "cellDel": SpanKind.DELETE}
_CELL_MERGE, _V_MERGE, _VAL = W + "cellMerge", W + "vMerge", W + "val"
_LIVE = {W + "delText": W + "t", W + "delInstrText": W + "instrText"}
_RANGES = tuple(f"{W}{name}Range{end}" for name in ("moveFrom", "moveTo") for end in ("Start", "End"))
_MOVES = (W + "moveFrom", W + "moveTo")
_ID = W + "id"
_CONTROL_RANGES = {
    f"{W}customXml{name}Range{end}": name for name in ("Ins", "Del", "MoveFrom", "MoveTo") for end in ("Start", "End")
}
_PROPERTIES = frozenset({_R_PR, _TR_PR, _NUM_PR, _MATH_CONTROL})
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def has_revisions(root: etree._Element) -> bool:
    """Whether anything below is a tracked change."""
    return next(root.iter(*map(str, AROUND_TEXT), *_CELL_KINDS, *_CHANGES, _CELL_MERGE), None) is not None


def accept_all(root: etree._Element) -> None:
    """Accept every tracked change below, of text and marks, rows and cells, formatting and numbers."""
    resolve(root, lambda _: Fate.ACCEPTED)
    _accept_controls(root)
    for element in list(root.iter(*_RANGES, *_CONTROL_RANGES)):
        _drop(element)
    for element in list(root.iter(*_CHANGES)):
        _drop(element)
    for element in list(root.iter(_CELL_MERGE)):
        _merge_cells(element)


def resolve(root: etree._Element, decide: Callable[[etree._Element], Fate]) -> None:
    """Do with each revision of text, marks, rows and cells what is decided for it.

    `decide` gets the element of the revision: `w:ins` around runs, in the properties of a mark or of a row, and so on.
    """
    held = [(each, decide(each)) for each in root.iter(*map(str, AROUND_TEXT), *_CELL_KINDS)]
    decided = [(each, fate) for each, fate in held if fate is not Fate.KEPT and not _is_of_the_past(each)]
    around: list[tuple[etree._Element, bool]] = []
    marks: list[tuple[etree._Element, bool]] = []
    whole: list[tuple[etree._Element, bool]] = []
    for element, fate in decided:
        goes = _goes(_CELL_KINDS.get(str(element.tag)) or AROUND_TEXT[element.tag], fate)
        if element.tag in _CELL_KINDS or _holder(element) == _TR_PR:
            whole.append((element, goes))
        elif _holder(element) in _PROPERTIES:
            marks.append((element, goes))
        else:
            around.append((element, goes))
    for element, goes in around:
        _resolve_around(element, goes=goes)
    # Marks come before rows: text before a table that goes does not run on into what comes after it.
    ending = [paragraph for element, goes in marks for paragraph in _resolve_mark(element, goes=goes)]
    for paragraph in dict.fromkeys(ending):
        run_on(paragraph)
    for element, goes in whole:
        _resolve_whole(element, _TC if element.tag in _CELL_KINDS else _TR, goes=goes)


def _goes(kind: SpanKind, fate: Fate) -> bool:
    """Whether what the revision is of goes away: a deletion that is accepted, an insertion that is rejected."""
    return (kind in GONE) is (fate is Fate.ACCEPTED)


def _holder(element: etree._Element) -> object:
    parent = element.getparent()
    return None if parent is None else parent.tag


def _is_of_the_past(element: etree._Element) -> bool:
    """Whether it belongs to the properties from before a change, which go with that change."""
    return any(above.tag in _CHANGES for above in element.iterancestors())


def _resolve_around(element: etree._Element, *, goes: bool) -> None:
    if goes:
        _drop(element)
        return
    if AROUND_TEXT[element.tag] in GONE:
        _bring_to_life(element)
    unwrap(element)


def _bring_to_life(element: etree._Element) -> None:
    """Make deleted text plain again, except what another deletion inside still deletes."""
    for each in element.iter(*_LIVE):
        inner = next(above for above in each.iterancestors(*map(str, AROUND_TEXT)) if AROUND_TEXT[above.tag] in GONE)
        if inner is element:
            each.tag = _LIVE[str(each.tag)]


def unwrap(element: etree._Element) -> None:
    """Take an element away from around its children."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent[at : at + 1] = list(element)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _resolve_whole(element: etree._Element, tag: str, *, goes: bool) -> None:
    """A row or a cell, by the revision in its properties. A table without rows, or a row without cells, goes too."""
    owner = next(element.iterancestors(tag), None)
    _drop_with_empty(element)
    if owner is None or not goes:
        return
    above = owner.getparent()
    _drop(owner)
    if above is not None and above.tag in {_TBL, _TR} and next(above.iterchildren(tag, _SDT), None) is None:
        _drop(above)


def _drop_with_empty(element: etree._Element) -> None:
    """Take away a revision, and the properties that hold nothing else."""
    properties = element.getparent()
    _drop(element)
    if properties is not None and properties.tag in {_R_PR, _TR_PR} and len(properties) == 0:
        _drop(properties)


def _resolve_mark(element: etree._Element, *, goes: bool) -> Iterator[etree._Element]:
    """The mark of a paragraph; gives the paragraph where the mark goes. A number's own insertion is only told."""
    properties = element.getparent()
    paragraph_properties = None if properties is None else properties.getparent()
    _drop_with_empty(element)
    if properties is None or properties.tag != _R_PR or paragraph_properties is None:
        return
    paragraph = paragraph_properties.getparent()
    if goes and paragraph_properties.tag == _P_PR and paragraph is not None:
        yield paragraph


def run_on(paragraph: etree._Element) -> None:
    """Let a paragraph without a mark run on into the next; where none follows, it stays if it has content."""
    content = [child for child in paragraph if child.tag != _P_PR]
    following = next_paragraph(paragraph)
    if following is not None:
        at = 1 if len(following) and following[0].tag == _P_PR else 0
        following[at:at] = content
        _drop(paragraph)
    elif not _has_text(content) and not _is_needed(paragraph):
        _drop(paragraph)


def _has_text(content: Iterable[etree._Element]) -> bool:
    return any(next(child.iter(W + "r"), None) is not None for child in content)


def _is_needed(paragraph: etree._Element) -> bool:
    """Whether it is the last of a cell or of a text, which Word asks for."""
    parent = paragraph.getparent()
    if parent is None:
        return False
    others = [child for child in parent.iterchildren(_P, _TBL, _SDT) if child is not paragraph]
    return not others or (parent.tag == _TC and others[-1].tag != _P)


def next_paragraph(paragraph: etree._Element) -> etree._Element | None:
    """The paragraph that comes next in the same place; None before a table and at the end of a cell or text."""
    element: etree._Element | None = paragraph
    while element is not None:
        following = element.getnext()
        while following is not None:
            if following.tag == _P:
                return following
            if following.tag == _TBL:
                return None
            inner = None if following.tag in SILENT else next(following.iter(_P, _TBL), None)
            if inner is not None:
                return inner if inner.tag == _P else None
            following = following.getnext()
        element = element.getparent()
        if element is None or element.tag in {_TC, W + "body", W + "txbxContent", W + "footnote", W + "endnote"}:
            return None
    return None


def drop_empty_ranges(root: etree._Element) -> None:
    """Take away the names of moves around which nothing moves any more."""
    opened: dict[tuple[str, str], tuple[etree._Element, bool]] = {}
    empty: list[etree._Element] = []
    for element in root.iter(*_RANGES, *_MOVES):
        tag = str(element.tag)
        if tag in _MOVES:
            opened |= {key: (start, True) for key, (start, _) in opened.items() if key[0] == tag}
            continue
        key = (tag.removesuffix("RangeStart").removesuffix("RangeEnd"), element.get(_ID, ""))
        if tag.endswith("Start"):
            opened[key] = (element, False)
        elif key in opened:
            start, holds = opened.pop(key)
            empty += [] if holds else [start, element]
    for element in empty:
        _drop(element)


def _accept_controls(root: etree._Element) -> None:
    """Content controls: one that is deleted, or moved from here, is taken away from around its content."""
    for element in list(root.iter(*_CONTROL_RANGES)):
        content = element.getparent()
        control = None if content is None else content.getparent()
        ends = str(element.tag).endswith("End") and _CONTROL_RANGES[str(element.tag)] in {"Del", "MoveFrom"}
        if ends and content is not None and content.tag == _SDT_CONTENT and content[0] is element:
            content.remove(element)
            unwrap(content)
            if control is not None:
                for child in list(control):
                    if child.tag in {W + "sdtPr", W + "sdtEndPr"}:
                        control.remove(child)
                unwrap(control)


def _merge_cells(element: etree._Element) -> None:
    """Cells merged one above another, as the tracked change says."""
    merged = element.get(W + "vMerge")
    properties = element.getparent()
    if properties is not None and merged is not None:
        for old in properties.findall(_V_MERGE):
            properties.remove(old)
        made = etree.Element(_V_MERGE)
        if merged == "rest":
            made.set(_VAL, "restart")
        properties.replace(element, made)
    else:
        _drop(element)
