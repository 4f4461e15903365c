"""What the tables of a report share: where the rows begin below a header that comes again on each page."""

import re
from collections.abc import Sequence

from voting.documents.report.lines import Line

_LABELS = re.compile(
    r"(?:progression )?timetable|(?:progression )?timeline|timescales?|glossary|acronyms?", re.IGNORECASE
)


def below_header(lines: tuple[Line, ...], header: re.Pattern[str]) -> list[Line]:
    """The lines after the table's header, without the header where it comes again on a next page."""
    first = next((at for at, line in enumerate(lines) if header.fullmatch(line.text)), None)
    below = lines[first + 1 :] if first is not None else lines
    return [line for line in without_labels(below) if not header.fullmatch(line.text)]


def without_labels(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that only say what the table is."""
    return [line for line in lines if not _LABELS.fullmatch(line.text)]
