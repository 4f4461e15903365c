"""The one function that writes text: whatever was typed stays text, and reads back as typed in two readers."""

import io
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from exports.cells import KEPT_UNITS, MOST_UNITS, cell_text, row_height, sheet_name, write_text
from exports.packing import packed
from tests.builders.workbooks import PAGE, RawCell, raw_cells

AS_AT = datetime(2026, 4, 8, 9, 30, tzinfo=UTC)
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "=",
    "#N/A",
    "TRUE",
    "8.10",
    "007",
    "2026-03-01",
    "<script>alert(1)</script>",
    "_x0041_",
    "_x005F_x0041_",
    "'quoted",
    "  spaces around  ",
    "two\nlines",
    "\u202e\u05d0\u05d1\u05d2 right to left",
    "\U0001f600 beyond the first plane",
)


def _written(text: str) -> tuple[RawCell, object, str]:
    """What a second reader finds, and what openpyxl finds with its type."""
    workbook = Workbook()
    assert workbook.active is not None
    workbook.active.title = "Sheet"
    write_text(workbook.active["A1"], text, PAGE)
    content = packed(workbook, as_at=AS_AT, title="Test")
    again = load_workbook(io.BytesIO(content))["Sheet"]["A1"]
    return raw_cells(content, "Sheet")["A1"], again.value, again.data_type


def _as_excel_shows(written: str) -> str:
    """Excel's own reading of `_x0041_`, which neither of the two readers does."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), written)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_and_reads_as_typed(text: str) -> None:
    raw, value, kind = _written(text)
    assert (raw.kind, raw.has_formula, raw.quoted, kind) == ("inlineStr", False, True, "s")
    assert value == raw.text
    assert _as_excel_shows(raw.text) == text


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("a\x00b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("a\x0bb\x1f\x85", "a\ufffdb\ufffd\ufffd"),
        ("a\ufffe\uffff", "a\ufffd\ufffd"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("_x0041_", "_x005F_x0041_"),
        ("_X0041_x0042_", "_x005F_X0041_x005F_x0042_"),
        ("_x41_ and x0041", "_x41_ and x0041"),
    ],
)
def test_what_a_cell_cannot_hold_is_replaced_and_escapes_are_escaped(typed: str, written: str) -> None:
    assert cell_text(typed, PAGE) == (written, False)


def test_a_text_of_40_000_characters_keeps_its_beginning_and_says_where_the_rest_is() -> None:
    written, was_cut = cell_text("x" * 40_000, PAGE)
    assert was_cut
    assert written == "x" * KEPT_UNITS + f" [continues in the platform: {PAGE}]"


def test_a_text_that_just_fits_is_whole_and_one_more_is_cut() -> None:
    assert cell_text("x" * MOST_UNITS, PAGE) == ("x" * MOST_UNITS, False)
    assert cell_text("x" * (MOST_UNITS + 1), PAGE)[1]


@pytest.mark.parametrize("text", ["\U0001f600" * 20_000, "x" + "\U0001f600" * 20_000, "_x0041_" * 6_000])
def test_a_cut_fits_in_utf16_units_and_splits_no_character(text: str) -> None:
    written, was_cut = cell_text(text, PAGE)
    assert was_cut
    assert len(written.encode("utf-16-le")) // 2 <= MOST_UNITS
    assert "\ufffd" not in written


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), min_size=1, max_size=40))
def test_any_text_at_all_can_be_written_and_is_no_formula(text: str) -> None:
    raw, _value, kind = _written(text)
    assert not raw.has_formula
    assert kind == "s"


def test_rows_are_as_high_as_their_longest_text_and_no_higher_than_excel_allows() -> None:
    assert row_height([("short", 20), (7, 5), (None, 5)]) == 15
    assert row_height([("word " * 20, 20), ("short", 20)]) == 90
    assert row_height([("one\ntwo\n\nfour", 20)]) == 60
    assert row_height([("word " * 4_000, 20)]) == 409


@pytest.mark.parametrize(
    ("words", "taken", "name"),
    [
        ("Responses", (), "Responses"),
        ("a/b: [c]?*\\d", (), "a b   c    d"),
        ("History", (), "History of it"),
        ("'quoted'", (), "quoted"),
        ("", (), "Sheet"),
        ("x" * 40, (), "x" * 31),
        ("\U0001f600" * 20, (), "\U0001f600" * 15),
        ("votes", ("Votes",), "votes (2)"),
        ("x" * 40, ("X" * 31, "x" * 27 + " (2)"), "x" * 27 + " (3)"),
    ],
)
def test_sheet_names_are_what_excel_takes(words: str, taken: tuple[str, ...], name: str) -> None:
    assert sheet_name(words, taken) == name
