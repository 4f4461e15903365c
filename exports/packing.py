"""From a workbook to bytes that depend on its data alone, and the fingerprint of that data."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from openpyxl import Workbook

from exports.cells import Value

_FIRST = "[Content_Types].xml"
_OLDEST = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CHART_NAME = re.compile(rb'(<(?:\w+:)?cNvPr id="(\d+)" name="Chart \d+")')

# A number format that does not say it is its own gives way to that of the cells.
_FORMAT_OF_LABELS = re.compile(rb'(<(?:\w+:)?numFmt formatCode="[^"]*")(?=\s*/>)')

# A table as canonical data: its name, its headings and its rows.
Canonical = tuple[str, Sequence[str], Sequence[Sequence[Value]]]


def fingerprint(tables: Sequence[Canonical]) -> str:
    """The SHA-256 of the tables as hexadecimal digits: the same for equal data, whoever made the file and when."""
    text = json.dumps(
        [[name, list(headings), [[_plain(value) for value in row] for row in rows]] for name, headings, rows in tables],
        ensure_ascii=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()


def packed(workbook: Workbook, *, as_at: datetime, title: str, chart_words: Mapping[int, str] | None = None) -> bytes:
    """The workbook as a file. Parts stand in one order with one date, and what openpyxl dates by the clock is as_at.

    `chart_words` describes the charts of the one sheet that has any, by number, for people who do not see them:
    openpyxl has no place for it.
    """
    at = as_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = workbook.properties
    properties.title, properties.creator, properties.language = title, "SEC Change Portal", "en-GB"
    properties.created = at
    loose = io.BytesIO()
    workbook.save(loose)
    tight = io.BytesIO()
    with zipfile.ZipFile(loose) as parts, zipfile.ZipFile(tight, "w", zipfile.ZIP_DEFLATED) as out:
        for name in sorted(parts.namelist(), key=lambda name: (name != _FIRST, name)):
            content = parts.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + f"{at.isoformat()}Z".encode() + rb"\g<2>", content)
            if name.startswith("xl/drawings/drawing"):
                content = _described(content, chart_words or {})
            if name.startswith("xl/charts/chart"):
                content = _FORMAT_OF_LABELS.sub(rb'\1 sourceLinked="0"', content)
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            out.writestr(entry, content, compresslevel=6)
    return tight.getvalue()


def _described(drawing: bytes, words: Mapping[int, str]) -> bytes:
    def describe(found: re.Match[bytes]) -> bytes:
        text = words.get(int(found[2]), "")
        escaped = text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
        return found[1] + f' descr="{escaped}"'.encode()

    return _CHART_NAME.sub(describe, drawing)


def _plain(value: Value) -> str | int | None:
    return value.isoformat() if isinstance(value, datetime) else value
