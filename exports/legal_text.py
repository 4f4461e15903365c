"""One document's redline as a file: Word with tracked changes, Word clean, a page, a PDF, Akoma Ntoso, or text."""

import base64
import json
from enum import StrEnum

from voting.documents.gate import MEGABYTE, FileRefused, Limits, run_bounded
from voting.documents.legal_text.to_akoma_ntoso import akoma_ntoso
from voting.documents.legal_text.to_html import html_page
from voting.documents.legal_text.to_pdf import pdf
from voting.documents.legal_text.to_text import plain_text
from voting.documents.legal_text.to_word import clean_docx, redlined_docx
from voting.documents.old_word import as_word_file
from voting.domain.legal_text import View, clause_to_dict, hunk_to_dict
from voting.queries.legal_text.exporting import TextToExport

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LIMITS = Limits(
    upload_bytes=128 * MEGABYTE,
    memory_bytes=1024 * MEGABYTE,
    result_bytes=128 * MEGABYTE,
    cpu_seconds=60,
    wall_seconds=90.0,
)


class TextForm(StrEnum):
    """The forms that a redline can be taken away in; each is also how the file's name ends."""

    REDLINED_WORD = "redlined.docx"
    CLEAN_WORD = "clean.docx"
    PDF = "redlined.pdf"
    PAGE = "redlined.html"
    AKOMA_NTOSO = "akn.xml"
    CLEAN_TEXT = "clean.txt"
    IN_FORCE_TEXT = "in-force.txt"
    WORDS = "changes.txt"


# What each form is called where it is offered.
FORM_NAMES = {
    TextForm.REDLINED_WORD: "Word with tracked changes",
    TextForm.CLEAN_WORD: "Word, clean",
    TextForm.PDF: "PDF",
    TextForm.PAGE: "Page",
    TextForm.AKOMA_NTOSO: "Akoma Ntoso",
    TextForm.CLEAN_TEXT: "Text, clean",
    TextForm.IN_FORCE_TEXT: "Text, in force",
    TextForm.WORDS: "Changes in words",
}
MEDIA_TYPES = {
    TextForm.REDLINED_WORD: _WORD,
    TextForm.CLEAN_WORD: _WORD,
    TextForm.PDF: "application/pdf",
    TextForm.PAGE: "text/html; charset=utf-8",
    TextForm.AKOMA_NTOSO: "application/akn+xml",
    TextForm.CLEAN_TEXT: "text/plain; charset=utf-8",
    TextForm.IN_FORCE_TEXT: "text/plain; charset=utf-8",
    TextForm.WORDS: "text/plain; charset=utf-8",
}
_VIEWS = {TextForm.CLEAN_TEXT: View.CLEAN, TextForm.IN_FORCE_TEXT: View.IN_FORCE, TextForm.WORDS: View.WORDS}


def legal_text_file(source: TextToExport, form: TextForm) -> bytes:
    """The redline in this form. Word files keep the original's formatting where there is one.

    Raises `PdfNotInstalled` and `PdfFailed` for a PDF that cannot be made.
    """
    redline = source.redline
    match form:
        case TextForm.REDLINED_WORD:
            return _from_original(source, "rewritten_word") or redlined_docx(redline)
        case TextForm.CLEAN_WORD:
            return _from_original(source, "accepted_word") or clean_docx(redline)
        case TextForm.PDF:
            return pdf(redline)
        case TextForm.PAGE:
            return html_page(redline)
        case TextForm.AKOMA_NTOSO:
            return akoma_ntoso(redline, on=source.on)
        case TextForm.CLEAN_TEXT | TextForm.IN_FORCE_TEXT | TextForm.WORDS:
            return plain_text(redline, _VIEWS[form]).encode()


def _from_original(source: TextToExport, parser: str) -> bytes | None:
    """The original with what was decided since worked in, made in the gate's process because it parses a file that came
    from outside; None where there is no original, or it cannot be brought to say what the redline says."""
    if source.original is None:
        return None
    redline = source.redline
    try:
        word = as_word_file(source.original, redline.document).content
        request = {
            "original": base64.b64encode(word).decode(),
            "document": redline.document,
            "sec_version": redline.sec_version,
            "clauses": [clause_to_dict(clause) for clause in redline.clauses],
            "hunks": [hunk_to_dict(hunk) for hunk in redline.hunks],
        }
        made = run_bounded(parser, json.dumps(request).encode(), filename=redline.document, limits=_LIMITS)
    except FileRefused:
        return None
    return base64.b64decode(made)
