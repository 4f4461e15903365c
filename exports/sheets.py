"""What our sheets have in common: title in A1, notes, a table with its filters, rows as high as their text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from exports.cells import (
    Value,
    in_uk_time,
    row_height,
    sheet_name,
    write_instant,
    write_number,
    write_text,
)
from exports.packing import packed
from voting.domain.calendar import instant_in_words
from voting.domain.confidentiality import Classification
from voting.domain.labels import label
from voting.domain.workbooks import Column, Profile

_TITLE = Font(name="Calibri", size=16, bold=True)
_HEADING = Font(name="Calibri", size=13, bold=True)
_BOLD = Font(name="Calibri", size=11, bold=True)
_LINK = Font(name="Calibri", size=11, underline="single", color="0B4F8A")
_HEAD_FILL = PatternFill("solid", fgColor="E3EAF2")
_RULE = Border(bottom=Side(style="thin", color="8A97A6"))
_A3 = 8
# More characters than this beside each other on one printed page cannot be read.
_PRINTED_WIDTH = 240
_UNWRAPPED = Alignment(vertical="top", wrap_text=False)
# How wide a line of text over several columns may be, in characters, before it wraps.
_TEXT_WIDTH = 110

_HOLDERS = {
    Classification.WHITE: "for everybody",
    Classification.GREEN: "for Parties; not for the public",
    Classification.AMBER: "for the bodies named by SECAS; not for other Parties or the public",
    Classification.RED: "for the people named by SECAS alone",
}
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class CutText:
    """A text that did not fit into its cell."""

    sheet: str
    cell: str


@dataclass
class Book:
    """A workbook in the making: its profile, where the platform shows the same, and which texts had to be cut."""

    profile: Profile
    address: str
    workbook: Workbook = field(default_factory=Workbook)
    cut: list[CutText] = field(default_factory=list)
    chart_words: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # openpyxl begins with a sheet of its own.
        self.workbook.remove(self.workbook.worksheets[0])

    def sheet(self, words: str, widths: Sequence[int]) -> "Sheet":
        """A new sheet at the end, with these widths of columns."""
        name = sheet_name(words, self.workbook.sheetnames)
        made = cast("Worksheet", self.workbook.create_sheet(name))
        for place, width in enumerate(widths, start=1):
            made.column_dimensions[get_column_letter(place)].width = width
        made.page_setup.orientation = "landscape"
        made.page_setup.paperSize = _A3
        made.page_setup.fitToHeight = 0
        made.page_setup.fitToWidth = -(-sum(widths) // _PRINTED_WIDTH)
        made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        return Sheet(self, made, tuple(widths))

    def list_cut_texts(self, sheet: "Sheet", *, spread: bool = False) -> None:
        """List on this sheet which texts did not fit into their cells, and where the whole of them stands."""
        if self.cut:
            sheet.heading("Texts too long for a cell")
        for one in tuple(self.cut):
            sheet.pair(
                f"{one.sheet}, {one.cell}", f"Cut. The whole text is in the platform: {self.address}", spread=spread
            )

    def as_bytes(self, *, as_at: datetime, title: str) -> bytes:
        """The file."""
        return packed(self.workbook, as_at=as_at, title=title, chart_words=self.chart_words)


@dataclass
class Sheet:
    """One sheet, written from the top down."""

    book: Book
    worksheet: Worksheet
    widths: tuple[int, ...]
    at: int = 1

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.worksheet.title)

    def title(self, words: str) -> None:
        """The title, in A1."""
        self._line(words, _TITLE, height=24)

    def heading(self, words: str) -> None:
        """A heading after an empty row."""
        self.at += 1
        self._line(words, _HEADING, height=20)

    def note(self, words: str) -> None:
        """A sentence that runs on over the empty cells beside it."""
        self._line(words, None, height=15)

    def paragraph(self, words: str) -> None:
        """A text over the first columns, as many as make a readable line."""
        width = self._spread(1)
        self.write(self.at, 1, words)
        self.worksheet.row_dimensions[self.at].height = row_height([(words, width)])
        self.at += 1

    def pair(self, words: str, value: Value, *, spread: bool = False) -> None:
        """What something is called, and what it is, side by side; `spread` takes the columns that follow as well."""
        width = self._spread(2) if spread else self.widths[1]
        self.write(self.at, 1, words).font = _BOLD
        self.write(self.at, 2, value)
        self.worksheet.row_dimensions[self.at].height = row_height([(words, self.widths[0]), (value, width)])
        self.at += 1

    def link(self, words: str, about: str, to: "Sheet") -> None:
        """A link to the top of another sheet, with what is found there."""
        cell = self.write(self.at, 1, words)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{to.name}'!A1", tooltip=None)
        cell.font = _LINK
        self.write(self.at, 2, about)
        self.worksheet.row_dimensions[self.at].height = row_height([(about, self.widths[1])])
        self.at += 1

    def table(
        self, key: str, columns: Sequence[Column], rows: Iterable[Row], *, nothing: str, freeze: bool = True
    ) -> range:
        """A table with its headings; the sheet rows on which its data stand. Without data the sentence `nothing`."""
        held = tuple(rows)
        if not held:
            self.note(nothing)
            return range(0)
        head = self.at
        for place, column in enumerate(columns, start=1):
            cell = self.write(head, place, column.heading)
            cell.font, cell.fill, cell.border = _BOLD, _HEAD_FILL, _RULE
        headings = [(column.heading, column.width) for column in columns]
        self.worksheet.row_dimensions[head].height = row_height(headings)
        for number, row in enumerate(held, start=head + 1):
            for place, column in enumerate(columns, start=1):
                self.write(number, place, row[column.key])
            height = row_height((row[column.key], column.width) for column in columns)
            self.worksheet.row_dimensions[number].height = height
        last = head + len(held)
        self._make_table(key, columns, head, last)
        if freeze and self.book.profile is Profile.WORKING:
            self.worksheet.freeze_panes = f"B{head + 1}"
        if freeze:
            self.worksheet.print_title_rows = f"{head}:{head}"
            self.worksheet.print_title_cols = "A:B"
        self.at = last + 1
        return range(head + 1, last + 1)

    def next_page(self) -> None:
        """Go on, after an empty row, at the top of a printed page."""
        self.worksheet.row_breaks.append(Break(id=self.at))
        self.at += 1

    def write(self, row: int, column: int, value: Value) -> Cell:
        """Put a value into a cell; a text that had to be cut is noted."""
        cell = cast("Cell", self.worksheet.cell(row, column))
        if isinstance(value, str):
            if value and write_text(cell, value, self.book.address):
                self.book.cut.append(CutText(self.name, cell.coordinate))
        elif isinstance(value, datetime):
            write_instant(cell, value)
        elif value is not None:
            write_number(cell, value)
        return cell

    def _line(self, words: str, font: Font | None, *, height: float) -> None:
        cell = self.write(self.at, 1, words)
        if font is not None:
            cell.font = font
        cell.alignment = _UNWRAPPED
        self.worksheet.row_dimensions[self.at].height = height
        self.at += 1

    def _spread(self, first: int) -> int:
        """Make one cell of the columns from `first` on that make a readable line; its width."""
        last, width = first, self.widths[first - 1]
        while width < _TEXT_WIDTH and last < len(self.widths):
            width += self.widths[last]
            last += 1
        if last > first:
            self.worksheet.merge_cells(start_row=self.at, end_row=self.at, start_column=first, end_column=last)
        return width

    def _make_table(self, key: str, columns: Sequence[Column], head: int, last: int) -> None:
        area = f"A{head}:{get_column_letter(len(columns))}{last}"
        made = Table(displayName=key, name=key, ref=area)
        made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        made.tableColumns = [
            TableColumn(id=place, name=column.heading) for place, column in enumerate(columns, start=1)
        ]
        if self.book.profile is Profile.WORKING:
            made.autoFilter = AutoFilter(ref=area)
        self.worksheet.add_table(made)


def classification_line(classification: Classification) -> str:
    """The class of a workbook in words."""
    return f"{label(classification)}: {_HOLDERS[classification]}"


def as_at_in_words(as_at: datetime) -> str:
    """When the data were read, by both clocks."""
    return f"{as_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC ({instant_in_words(as_at)})"


def both_clocks(at: datetime | None) -> tuple[datetime | None, datetime | None]:
    """The instant by UTC and by UK time."""
    return (None if at is None else at.astimezone(UTC)), in_uk_time(at)
