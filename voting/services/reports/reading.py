"""A file or a pasted text read as a Modification Report, in the gate's own process and within its limits."""

from dataclasses import replace

from voting.documents.gate import Limits
from voting.documents.old_word import run_bounded_on_word
from voting.domain.modifications.report import ReadReport, read_from_json


def read_upload(data: bytes, filename: str, *, upload_bytes: int | None = None) -> ReadReport:
    """The report in a file; `upload_bytes` is the most a file may have, by default the gate's own limit.

    Raises `FileRefused` with a sentence for the person who sent the file.
    """
    limits = Limits() if upload_bytes is None else Limits(upload_bytes=upload_bytes)
    value, warnings = run_bounded_on_word("report_text", data, filename, limits)
    read = read_from_json(value)
    return replace(read, warnings=(*warnings, *read.warnings))
