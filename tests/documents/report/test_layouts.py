"""The same report laid out otherwise reads the same: line ends, page breaks, heads, bullets, ticks, headings, dates."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from voting.documents.report import read_report_text
from voting.domain.modifications.report import report_to_json
from voting.domain.modifications.report.written_dates import find_dates

Change = Callable[[str], str]
# What does not hang on how the lines fall: everything but the running text and what is furniture.
_LOOSE = frozenset({"parts", "appendices", "furniture", "solutions", "unread"})


def _facts(text: str) -> dict[str, Any]:
    report = report_to_json(read_report_text(text).report)
    assert report["unread"] == []
    facts = {key: value for key, value in report.items() if key not in _LOOSE}
    for rows in facts.values():
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict):
                row.pop("text", None)
    facts["headings"] = [
        (part["number"], part["heading"].casefold()) for part in report["parts"] + report["appendices"]
    ]
    return facts


def _blank_between(text: str) -> str:
    """As some programs take text out of a PDF: every line followed by a blank one, paragraphs no longer apart."""
    return "\n\n".join(f"{line} " for line in text.split("\n") if line.strip()) + "\n"


def _paged(head: str, foot: str, page_end: str = "\f", lines: int = 30) -> Change:
    def change(text: str) -> str:
        rows = text.split("\n")
        pages = ["\n".join(rows[at : at + lines]) for at in range(0, len(rows), lines)]
        of = len(pages)
        return page_end.join(
            f"{head.format(n=n, of=of)}\n{page}\n{foot.format(n=n, of=of)}".strip("\n") + "\n"
            for n, page in enumerate(pages, start=1)
        )

    return change


def _headings(written: str) -> Change:
    return lambda text: re.sub(r"(?m)^([1-7])\. ([A-Z].*)$", lambda m: written.format(m[1], m[2], m[2].upper()), text)


def _dates(write: Callable[[date], str]) -> Change:
    def change(text: str) -> str:
        # The wrapped dates of the options are put on one line first, as another date would not wrap there.
        joined = text.replace("13 June\n2024", "13 June 2024")
        changed, end = "", 0
        for found in find_dates(joined):
            changed += joined[end : found.start] + write(found.starts_on)
            changed += f" – {write(found.ends_on)}" if found.ends_on else ""
            end = found.end
        return changed + joined[end:]

    return change


def _with_contents(text: str) -> str:
    headings = re.findall(r"(?m)^(?:[1-7]\. [A-Z].*|Appendix [12]: .*)$", text)
    return text.replace(
        "Contact\n", "Contents\n" + "\n".join(f"{h} {n}" for n, h in enumerate(headings, 2)) + "\nContact\n", 1
    )


def _with_contents_without_pages(text: str) -> str:
    headings = re.findall(r"(?m)^(?:[1-7]\. [A-Z].*|Appendix [12]: .*)$", text)
    return text.replace("Contact\n", "\n".join(headings) + "\nContact\n", 1)


_BOXES = (
    "☒ Large Suppliers      ☐ Small Suppliers\n☐ Electricity Network Operators      ☐ Gas Network Operators\n"
    "☐ Other SEC Parties      ☒ DCC"
)
_AFTER = (
    "Large Suppliers ✓      Small Suppliers\nElectricity Network Operators      Gas Network Operators\n"
    "Other SEC Parties      DCC ✓"
)
_WORDS = (
    "Large Suppliers Yes Small Suppliers No\nElectricity Network Operators No Gas Network Operators No\n"
    "Other SEC Parties No DCC Yes"
)
_CELLS = (
    "✓\nLarge Suppliers\nSmall Suppliers\nElectricity Network Operators\nGas Network Operators\n"
    "Other SEC Parties\n✓\nDCC"
)
_GRID = re.compile(r"✓ Large Suppliers.*?DCC", re.DOTALL)


def _grid(written: str) -> Change:
    return lambda text: _GRID.sub(written, text, count=1)


CHANGES: dict[str, Change] = {
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "old line ends": lambda text: text.replace("\n", "\r"),
    "a blank line after every line": _blank_between,
    "form feeds": _paged("", ""),
    "page numbers": _paged("", "{n}"),
    "page numbers without form feeds": _paged("", "Page {n} of {of}", "\n"),
    "running heads": _paged(
        "MP940 ‘One clock for all hubs’", "This document has a Classification of White\nPage {n} of {of}"
    ),
    "running heads without form feeds": _paged("MP940 Modification Report", "Managed by\n{n} of {of}", "\n"),
    "hyphens for bullets": lambda text: text.replace("•", "-"),
    "symbols for bullets": lambda text: text.replace("•", "\uf0b7"),
    "letters for bullets": lambda text: text.replace("• ", "o "),
    "bullets on lines of their own": lambda text: text.replace("• ", "•\n"),
    "tabs after bullets": lambda text: text.replace("• ", "•\t"),
    "non-breaking spaces": lambda text: text.replace("SEC Party", "SEC\u00a0Party").replace("13 June", "13\u00a0June"),
    "headings without dots": _headings("{0} {1}"),
    "headings with brackets": _headings("{0}) {1}"),
    "headings in capitals": _headings("{0}. {2}"),
    "headings below their numbers": _headings("{0}.\n{1}"),
    "headings with the word Section": _headings("Section {0}: {1}"),
    "boxes": _grid(_BOXES),
    "ticks after their labels": _grid(_AFTER),
    "yes and no": _grid(_WORDS),
    "cells on lines of their own": _grid(_CELLS),
    "crosses for ticks": lambda text: text.replace("✓", "X"),
    "roots for ticks": lambda text: text.replace("✓", "√"),
    "checked boxes for ticks": lambda text: text.replace("✓", "☑"),
    "a symbol font for ticks": lambda text: text.replace("✓", "\uf0fc"),
    "a letter of a symbol font for ticks": lambda text: text.replace("✓", "ü"),
    "dates with slashes": _dates(lambda day: f"{day:%d/%m/%Y}"),
    "dates with dots": _dates(lambda day: f"{day:%d.%m.%y}"),
    "dates with endings": _dates(lambda day: f"{day.day}th {day:%B %Y}"),
    "dates with the year first": _dates(lambda day: day.isoformat()),
    "a contents list": _with_contents,
    "a contents list without page numbers": _with_contents_without_pages,
    "straight quotation marks": lambda text: text.replace("‘", "'").replace("’", "'"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_clean_report_reads_the_same(variant_text: Callable[[str], str], change: Change) -> None:
    text = variant_text("clean")
    assert change(text) != text
    assert _facts(change(text)) == _facts(text)


@pytest.mark.parametrize(
    "name",
    [
        "Windows line ends",
        "symbols for bullets",
        "headings without dots",
        "headings in capitals",
        "a symbol font for ticks",
    ],
)
def test_the_real_report_reads_the_same(seed_text: str, name: str) -> None:
    text = seed_text.replace(" 7. Assessment", "\n7. Assessment").replace(" 1. Summary", "\n1. Summary")
    assert _facts(CHANGES[name](text)) == _facts(text)
