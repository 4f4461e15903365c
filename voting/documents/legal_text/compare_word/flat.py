"""The commonest paragraphs, plain runs and nothing else, changed as text: building trees for them costs most of all.

The changed content is written as XML, and takes the place of a mark that is left in the tree once that is written out.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from voting.documents.word.names import W
from voting.documents.word.writing import NAMESPACE, run_pieces, safe
from voting.domain.legal_text import SpanKind

_P_PR, _R, _R_PR, _T, _R_STYLE = (W + name for name in ("pPr", "r", "rPr", "t", "rStyle"))
_SIGNS = {W + "tab": "\t", W + "br": "\n"}
_UNSEEN = frozenset({W + "proofErr", W + "lastRenderedPageBreak"})


class FlatRun(NamedTuple):
    """A run as XML of its properties and its text."""

    properties: str
    text: str


class Flattener:
    """Reads plain paragraphs of one file; elements are named by the prefixes of the file that they go into."""

    def __init__(self, root: etree._Element) -> None:
        self._prefixes = {uri: prefix for prefix, uri in root.nsmap.items() if prefix}
        self._is_usual = root.nsmap.get("w") == NAMESPACE
        self._known: dict[str, str] = {}

    def runs(self, paragraph: etree._Element, *, is_foreign: bool = False) -> list[FlatRun] | None:
        """The runs, or None where there is more in the paragraph, or a character style that another file may lack."""
        runs: list[FlatRun] = []
        if not self._is_usual:
            return None
        for child in paragraph:
            tag = child.tag
            if tag == _R:
                run = self._run(child, is_foreign)
                if run is None:
                    return None
                runs.append(run)
            elif tag != _P_PR and tag not in _UNSEEN:
                return None
        return runs

    def _run(self, element: etree._Element, is_foreign: bool) -> FlatRun | None:
        properties, text = "", ""
        for child in element:
            tag = child.tag
            if tag == _T:
                text += child.text or ""
            elif tag in _SIGNS and not child.attrib:
                text += _SIGNS[tag]
            elif tag == _R_PR:
                written = self._written(child)
                if written is None or (is_foreign and child.find(_R_STYLE) is not None):
                    return None
                properties = written
            elif tag not in _UNSEEN:
                return None
        return FlatRun(properties, text)

    def _written(self, element: etree._Element) -> str | None:
        """An element as XML; None where one of its names has no prefix."""
        name = self._name(element.tag)
        inner = [self._written(child) for child in element]
        attributes = [(self._name(key), value) for key, value in element.attrib.items()]
        if not name or None in inner or not all(key for key, _ in attributes):
            return None
        start = name + "".join(f' {key}="{safe(str(value))}"' for key, value in attributes)
        return f"<{start}>{''.join(filter(None, inner))}</{name}>" if inner else f"<{start}/>"

    def _name(self, name: object) -> str:
        known = self._known.get(str(name))
        if known is None:
            uri, _, local = str(name)[1:].rpartition("}")
            prefix = self._prefixes.get(uri, "")
            known = self._known[str(name)] = f"{prefix}:{local}" if prefix and local else ""
        return known


def changed(
    old: Sequence[FlatRun],
    new: Sequence[FlatRun],
    spans: Sequence[tuple[SpanKind, str]],
    who: Iterator[str],
) -> str:
    """The content of a paragraph whose words change; `who` gives the attributes of one revision after another."""
    was, becomes = _Reader(old), _Reader(new)
    pieces = []
    for kind, text in spans:
        if kind is SpanKind.DELETE:
            pieces.append(f"<w:del{next(who)}>{was.take(len(text), 'w:delText')}</w:del>")
        elif kind is SpanKind.INSERT:
            pieces.append(f"<w:ins{next(who)}>{becomes.take(len(text), 'w:t')}</w:ins>")
        else:
            was.skip(len(text))
            pieces.append(becomes.take(len(text), "w:t"))
    return "".join(pieces)


class _Reader:
    """Runs read from their beginning, so many signs at a time."""

    def __init__(self, runs: Sequence[FlatRun]) -> None:
        self._runs = [run for run in runs if run.text]
        self._at = self._within = 0

    def take(self, length: int, tag: str) -> str:
        """The next signs as runs with the properties that they have."""
        return "".join(f"<w:r>{properties}{run_pieces(text, tag)}</w:r>" for properties, text in self._pieces(length))

    def skip(self, length: int) -> None:
        """Pass over the next signs."""
        for _ in self._pieces(length):
            pass

    def _pieces(self, length: int) -> Iterator[FlatRun]:
        while length:
            run = self._runs[self._at]
            text = run.text[self._within : self._within + length]
            yield FlatRun(run.properties, text)
            length -= len(text)
            self._within += len(text)
            if self._within == len(run.text):
                self._at, self._within = self._at + 1, 0
