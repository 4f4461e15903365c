"""Downloaded workbooks read back: the tables by their headings, and that nothing in them is a formula."""

from typing import Any

from openpyxl import Workbook


def table(workbook: Workbook, sheet: str, first_heading: str) -> list[dict[str, Any]]:
    """The cells of a sheet's table by their headings, from the row that begins with this heading."""
    rows = list(workbook[sheet].iter_rows())
    start = next(place for place, row in enumerate(rows) if row[0].value == first_heading)
    headings = [cell.value for cell in rows[start]]
    body = []
    for row in rows[start + 1 :]:
        if row[0].value is None:
            break
        body.append(dict(zip(headings, row, strict=True)))
    return body


def column(rows: list[dict[str, Any]], heading: str) -> list[Any]:
    """What stands in one column of a table."""
    return [row[heading].value for row in rows]


def pairs(workbook: Workbook, sheet: str) -> dict[str, Any]:
    """What stands beside each word of a sheet's first column."""
    found: dict[str, Any] = {}
    for row in workbook[sheet].iter_rows():
        others = [cell.value for cell in row[1:] if cell.value is not None]
        if row[0].value and others:
            found.setdefault(row[0].value, others[0])
    return found


def all_texts(workbook: Workbook) -> str:
    """Every text of every sheet, and the names of the sheets."""
    return "\n".join([*workbook.sheetnames, *(str(cell.value) for cell in _cells(workbook))])


def only_text_is_text(workbook: Workbook) -> bool:
    """Whether every text of every sheet stays text when somebody edits it; no cell is a formula or an error."""
    assert {cell.data_type for cell in _cells(workbook)} <= {"s", "n", "d"}
    return all(cell.quotePrefix and cell.number_format == "@" for cell in _cells(workbook) if cell.data_type == "s")


def _cells(workbook: Workbook) -> list[Any]:
    return [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None]
