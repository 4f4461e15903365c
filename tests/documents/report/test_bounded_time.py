"""Five hostile megabytes are read in time that grows with their length, and what is beyond any report stays unread."""

import time

import pytest

from voting.documents.report import NotAModificationReport, read_report_file, read_report_text
from voting.documents.report.lines import MOST_LINES
from voting.domain.modifications.lint import lint_report

_SIZE = 5 * 1024 * 1024
_PARTS = "1. Summary\n2. Issue\n"
# Computing seconds, with room for a busy machine: a quadratic reading takes minutes.
_MOST_SECONDS = 8.0

HOSTILE = {
    "headings": "1. Summary\n2. Issue\n3. Solution\n4. Impacts\n",
    "blank lines": "\n",
    "spaces": " ",
    "one word": "a",
    "brackets": "(",
    "documents": "Changes are required to will amend the text of SEC Section A, A, A, A\n",
    "observations": "Observation 1 of SEC Appendix L noted\n",
    "ticks": "✓ DCC ✓ Large Suppliers x Small Suppliers\n",
    "notes": "1 a note with a reference2\n",
    "quotations": "Section A ‘",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_read_in_bounded_time(piece: str) -> None:
    data = (_PARTS + piece * (_SIZE // len(piece.encode()))).encode()[:_SIZE]
    started = time.process_time()
    read = read_report_file(data.decode(errors="ignore").encode(), "hostile.txt")
    lint_report(read.report)
    assert time.process_time() - started < _MOST_SECONDS


def test_a_text_of_one_line_is_refused_at_once() -> None:
    with pytest.raises(NotAModificationReport):
        read_report_file(b"1. Summary " * 400_000, "line.txt")


def test_what_is_beyond_any_report_stays_unread_with_a_warning() -> None:
    text = _PARTS + "words\n" * (MOST_LINES + 5) + "the very last"
    read = read_report_text(text)
    assert read.report.unread[-1].endswith("the very last")
    assert "longer than any Modification Report" in read.warnings[0]
    assert read.sources["unread/1"][0].last_line == MOST_LINES + 8
