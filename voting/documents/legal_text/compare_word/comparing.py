"""Two clean Word files compared: the proposed one, with what changes against the one in force as tracked changes."""

from collections.abc import Callable

from voting.documents.legal_text.compare_word.blocks import Texts
from voting.documents.legal_text.compare_word.bodies import Comparing
from voting.documents.legal_text.compare_word.borrowing import Borrowing
from voting.documents.legal_text.compare_word.flat import Flattener
from voting.documents.legal_text.compare_word.notes import NoteParts
from voting.documents.legal_text.compare_word.paragraphs import Changing
from voting.documents.legal_text.compare_word.runs import Reviser
from voting.documents.legal_text.from_word import read_redline
from voting.documents.legal_text.keys import short_key
from voting.documents.word.names import W
from voting.documents.word.package import open_package
from voting.documents.word.repacking import repacked
from voting.documents.word.resolving import accept_all, has_revisions
from voting.domain.errors import RuleBroken
from voting.domain.legal_text import WordReading


class NothingToCompare(RuleBroken):
    """One of the two files has no text at all in it."""


def compare_docx(old: bytes, new: bytes, *, author: str = "", date: str = "") -> bytes:
    """The new Word file with everything that differs from the old one as tracked changes by `author` at `date`.

    Paragraphs are paired as `alignment` pairs clauses and compared word by word; rows are inserted and deleted as rows,
    and changed cell by cell; what moved is a tracked move; a style or number that changes is a tracked change of
    formatting; notes are compared with the paragraphs that have them. The new file's formatting and tables stay, and
    deleted text keeps the formatting of the old file. Tracked changes that the files have already count as accepted.
    Differences in headers and footers, and of formatting within a paragraph, are not looked for. The same files, author
    and date always give the same bytes.

    Raises what `open_package` refuses and `NothingToCompare`.
    """
    before, after = open_package(old), open_package(new)
    borrowing = Borrowing(before, after)
    notes = NoteParts(before, after)
    old_roots, new_roots = [before.document, *notes.old_roots], [after.document, *notes.new_roots]
    for root in (*old_roots, *new_roots):
        if has_revisions(root):
            accept_all(root)
    texts = Texts(*old_roots), Texts(*new_roots)
    changing = Changing(borrowing, Reviser(author, date), notes, Flattener(after.document))
    comparing = Comparing(*texts, changing, notes)
    was, becomes = before.document.find(W + "body"), after.document.find(W + "body")
    if was is None or becomes is None:
        raise NothingToCompare("One of the two Word files has no text in it. Choose the two files again.")
    comparing.bodies(was, becomes)
    changed = {**borrowing.changed, **notes.changed, after.document_name: after.document}
    return repacked(after, changed, changing.fragments)


def redline_from_word_pair(
    old: bytes,
    new: bytes,
    *,
    document: str = "",
    sec_version: str = "",
    author: str = "",
    date: str = "",
    new_key: Callable[[], str] = short_key,
) -> WordReading:
    """The redline of two clean Word files: what their comparison says when it is read like any redlined file."""
    compared = compare_docx(old, new, author=author, date=date)
    return read_redline(compared, document=document, sec_version=sec_version, new_key=new_key)
