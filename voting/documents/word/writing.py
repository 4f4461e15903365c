"""The pieces of Office Open XML that writers share: safe text, runs, revisions with ids, stable packages.

Everything is written as strings: a long document has tens of thousands of runs, and a tree of them costs more than all
else.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import count

from voting.domain.legal_text import Revision, SpanKind

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# The earliest date that a zip can hold: the bytes of a file depend on what it says and on nothing else.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
# On text of this kind level 6 takes three times as long as level 3 and saves a tenth.
_LEVEL = 3
# What XML 1.0 cannot hold, in the document's bytes and in its text.
_CONTROLS = bytes(sign for sign in range(32) if sign not in b"\t\n\r")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NON_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_BREAKS = re.compile("\r\n|[\t\n\r]")
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?")

TAGS = {
    SpanKind.INSERT: "w:ins",
    SpanKind.DELETE: "w:del",
    SpanKind.MOVE_FROM: "w:moveFrom",
    SpanKind.MOVE_TO: "w:moveTo",
}


def safe(text: str) -> str:
    """Text between tags or in an attribute. What XML cannot hold at all is replaced when the part is `encoded`."""
    if "&" in text or "<" in text or ">" in text or '"' in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text


def encoded(xml: str) -> bytes:
    """A part, or any document in XML or HTML, as bytes; what it cannot hold becomes U+FFFD, as browsers show it."""
    try:
        data = xml.encode()
    except UnicodeEncodeError:
        return _UNWRITABLE.sub("\ufffd", xml).encode()
    # Deleting bytes and comparing lengths is far quicker than a search by pattern, and nearly always enough.
    if len(data.translate(None, _CONTROLS)) == len(data) and not any(sign in data for sign in _NON_CHARACTERS):
        return data
    return _UNWRITABLE.sub("\ufffd", xml).encode()


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a zip, in their order, with no date of today: the same parts always give the same bytes."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _NO_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, data, compresslevel=_LEVEL)
    return target.getvalue()


def run(text: str, *, deleted: bool = False) -> str:
    """A run of text: `w:t`, or `w:delText` inside a deletion, with tabs and line breaks as Word's own elements."""
    return f"<w:r>{run_pieces(text, 'w:delText' if deleted else 'w:t')}</w:r>" if text else ""


def run_pieces(text: str, tag: str) -> str:
    """What a run with this text holds, `tag` being the element of plain text."""
    if "\t" in text or "\n" in text or "\r" in text:
        return "".join(_pieces(text, tag))
    return f'<{tag} xml:space="preserve">{safe(text)}</{tag}>'


def _pieces(text: str, tag: str) -> Iterator[str]:
    at = 0
    for sign in _BREAKS.finditer(text):
        if at < sign.start():
            yield f'<{tag} xml:space="preserve">{safe(text[at : sign.start()])}</{tag}>'
        yield "<w:tab/>" if sign[0] == "\t" else "<w:br/>"
        at = sign.end()
    if at < len(text):
        yield f'<{tag} xml:space="preserve">{safe(text[at:])}</{tag}>'


def dated(date: str) -> str:
    """A date as the source gave it, as Word takes one; empty where it is none, since Word refuses a file over it."""
    found = _DATE.fullmatch(date)
    return "" if found is None else f"{found[1]}{found[2] or 'T00:00:00Z'}"


class Revisions:
    """Revisions as tags, each with an id of its own."""

    def __init__(self, first: int = 1) -> None:
        self._ids = count(first)
        # A document has a handful of authors and dates, and thousands of revisions.
        self._attributes: dict[tuple[str, str], str] = {}

    def new_id(self) -> int:
        """An id that nothing in the document has yet."""
        return next(self._ids)

    def attributes(self, author: str, date: str, number: int | None = None) -> str:
        """The attributes that say who and when, with a new id where none is given."""
        who = self._attributes.get((author, date))
        if who is None:
            when = dated(date)
            at = f' w:date="{when}"' if when else ""
            who = self._attributes[author, date] = f'" w:author="{safe(author)}"{at}'
        return f' w:id="{next(self._ids) if number is None else number}{who}'

    def empty(self, tag: str, author: str, date: str) -> str:
        """An empty element that is a revision: of a paragraph's mark, of a row."""
        return f"<{tag}{self.attributes(author, date)}/>"

    def around(self, stack: Sequence[Revision], content: str) -> str:
        """The content inside these revisions, outermost first."""
        for revision in reversed(stack):
            tag = TAGS[revision.kind]
            content = f"<{tag}{self.attributes(revision.author, revision.date)}>{content}</{tag}>"
        return content
