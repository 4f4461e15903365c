"""The Word file that a redline was imported from, written again: changes cancelled since are taken back in it.

Authors, dates, tables and formatting stay as they are, because nothing is made anew: the XML of the file is changed
only where a change was cancelled.
"""

from lxml import etree

from voting.documents.legal_text.from_word import reading_with_paragraphs, redline_of_package
from voting.documents.legal_text.to_word.coming_home import bring_home
from voting.documents.legal_text.to_word.matching import Match, RedlineNotOfThisFile, matched
from voting.documents.legal_text.to_word.rejecting import rejections
from voting.documents.legal_text.to_word.spelling import Spelling
from voting.documents.word.package import Package, open_package
from voting.documents.word.repacking import repacked
from voting.documents.word.resolving import accept_all, drop_empty_ranges, resolve
from voting.domain.legal_text import ClauseKind, HunkState, Redline, View, view_text

_STORIES = ("footnotes", "endnotes", "header", "footer", "comments")


def rewritten_docx(original: bytes, redline: Redline) -> bytes:
    """The original Word file with every change that was cancelled since its import rejected in it, and no other change.

    Raises what reading the file raises, and `RedlineNotOfThisFile` where the result does not say what the redline says.
    """
    package = open_package(original)
    return repacked(package, _take_back(package, redline))


def clean_from_original(original: bytes, redline: Redline) -> bytes:
    """The proposed text in the original's formatting: cancelled changes rejected, and all others accepted.

    Changes of formatting, and those in notes and at the head and foot of pages, are accepted too. Raises like
    `rewritten_docx`.
    """
    package = open_package(original)
    changed = _take_back(package, redline)
    targets = [each.target for each in package.relationships().values() if each.kind in _STORIES]
    for name in (package.document_name, *targets):
        root = package.xml(name)
        if root is not None:
            accept_all(root)
            changed[name] = root
    return repacked(package, changed)


def _take_back(package: Package, redline: Redline) -> dict[str, etree._Element]:
    """Reject what was cancelled; the parts that changed, by name."""
    reading, paragraphs = reading_with_paragraphs(package)
    fresh = reading.redline
    pairs = matched(fresh, redline)
    if all(hunk.state is HunkState.PROPOSED for hunk in redline.hunks):
        _check(fresh, redline)
        return {}
    matches = [Match(*pair, paragraph) for pair, paragraph in zip(pairs, paragraphs, strict=True)]
    changed = {package.document_name: package.document}
    for kind in ("footnotes", "endnotes"):
        name = package.related(kind)
        if name is not None:
            root = package.xml(name)
            if root is not None:
                changed[name] = root
    spelling = Spelling(changed.values())
    fates = rejections(fresh, redline, matches, spelling)
    bring_home(redline, matches, fates.rejected, spelling)
    for root in changed.values():
        resolve(root, fates.of)
        drop_empty_ranges(root)
    _check(redline_of_package(package).redline, redline)
    return changed


def _check(said: Redline, redline: Redline) -> None:
    """Hold what the file says against the redline: what is written out has to say what is shown."""
    if any(_texts(said, view) != _texts(redline, view) for view in (View.CLEAN, View.IN_FORCE)):
        raise RedlineNotOfThisFile(
            "The changes that were cancelled cannot be taken back in the Word file that was imported. Take the Word "
            "file that is made from the redline instead, and report this text."
        )


def _texts(redline: Redline, view: View) -> list[str]:
    """What the view says, notes last: one of a clause that runs on into others comes after them."""
    texts = [
        (clause.kind is ClauseKind.FOOTNOTE, text)
        for clause in redline.clauses
        if (text := view_text(clause, view)) is not None
    ]
    return [text for is_note in (False, True) for kind, text in texts if kind is is_note]
