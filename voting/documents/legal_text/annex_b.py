"""Annex B as it is handed in: a zip of Word files taken apart, and two clean texts of one document compared."""

import base64
import json

from lxml import html
from lxml.etree import ParserError
from markdown_it import MarkdownIt

from voting.documents.legal_text.clause_text import clauses_from_text
from voting.documents.legal_text.comparison import clauses_of_view, compare_clauses
from voting.documents.legal_text.from_word import read_redline
from voting.documents.word.archive import Archive, open_archive
from voting.domain.errors import RuleBroken
from voting.domain.legal_text import ClauseText, Redline, SpanKind, View

# What programs add to a zip beside what was put in.
_BY_THE_WAY = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_WORD = (".docx",)
_MARKDOWN = (".md", ".markdown")
_HTML = (".html", ".htm")
_TEXT = (".txt",)
# Elements that begin and end a line, whatever the page's source looks like.
_BLOCKS = frozenset(
    {"address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "footer", "form", "h1", "h2", "h3"}
    | {"h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul"}
)
_SILENT = frozenset({"head", "noscript", "script", "style", "template", "title"})


class NoWordFiles(RuleBroken):
    """A zip with nothing in it to read."""


class TextNotDecoded(RuleBroken):
    """A text file in no encoding that we know."""


class KindNotRead(RuleBroken):
    """A file of a kind that no clean text comes in."""


class HasTrackedChanges(RuleBroken):
    """A Word file handed in as a clean text has tracked changes: which of its two texts is meant is not ours to say."""


def files_in_zip(data: bytes, filename: str = "") -> list[dict[str, str]]:
    """The files in a zip in the order of their names: `name`, `content` in base64, and `refusal`, mostly empty.

    Nothing is judged here, and what cannot be unpacked has its own refusal, so that one bad file never stops the
    others. Raises what `open_archive` does and `NoWordFiles`.
    """
    archive = open_archive(data)
    names = sorted(name for name in archive.names if not any(mark in name for mark in _BY_THE_WAY))
    names = [name for name in names if not name.rsplit("/", 1)[-1].startswith(("~$", "."))]
    if not names:
        raise NoWordFiles(f"{filename or 'The zip'} holds no files. Put the Word files into it, and hand it in again.")
    return [_member(archive, name) for name in names]


def _member(archive: Archive, name: str) -> dict[str, str]:
    try:
        content, refusal = archive.read(name), ""
    except RuleBroken as broken:
        content, refusal = b"", broken.sentence
    return {"name": name, "content": base64.b64encode(content).decode(), "refusal": refusal}


def compared_texts(pair: bytes, filename: str = "") -> Redline:
    """The redline between two clean files of one document; `pair` is JSON, in force first: `name`, and `content` in
    base64. `filename` names the document where the clauses cannot.

    Raises `KindNotRead`, `HasTrackedChanges`, `TextNotDecoded`, `TextTooLong` and what reading a Word file raises.
    """
    in_force, proposed = json.loads(pair)
    texts = [clean_clauses(base64.b64decode(file["content"]), file["name"]) for file in (in_force, proposed)]
    return compare_clauses(*texts, document=filename)


def clean_clauses(data: bytes, filename: str) -> tuple[ClauseText, ...]:
    """The clauses of a clean text: Word, plain text, Markdown or HTML, by the ending of its name."""
    name = filename.lower()
    if name.endswith(_WORD):
        return _of_word(data, filename)
    if name.endswith(_HTML):
        return clauses_from_text(_words_of_page(_decoded(data, filename)))
    if name.endswith(_MARKDOWN):
        # Numbers stay as they are typed: what Markdown would count by itself is switched off.
        page = (
            MarkdownIt("commonmark", {"html": False}).disable("list").enable("table").render(_decoded(data, filename))
        )
        return clauses_from_text(_words_of_page(page))
    if name.endswith(_TEXT):
        return clauses_from_text(_decoded(data, filename))
    raise KindNotRead(
        f"“{filename[:80]}” is of a kind that cannot be compared. Hand in Word (.docx), plain text (.txt), Markdown "
        "(.md) or HTML."
    )


def _of_word(data: bytes, filename: str) -> tuple[ClauseText, ...]:
    redline = read_redline(data, filename).redline
    if any(span.kind is not SpanKind.EQUAL for clause in redline.clauses for span in clause.spans):
        raise HasTrackedChanges(
            f"“{filename[:80]}” has tracked changes. Hand it in as a redline, or accept or reject them all in Word "
            "first."
        )
    return clauses_of_view(redline.clauses, View.CLEAN)


def _decoded(data: bytes, filename: str) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise TextNotDecoded(
            f"“{filename[:80]}” is no text in UTF-8. Save it as UTF-8 (in Word: Plain Text, other encoding), then hand "
            "it in again."
        ) from wrong


def _words_of_page(page: str) -> str:
    """The words of an HTML page, a line for each block and a tab between the cells of a row; scripts and styles go."""
    try:
        root = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except ParserError:
        return ""
    pieces: list[str] = []
    _collect(root, pieces)
    lines = "".join(pieces).split("\n")
    return "\n\n".join(line.strip() for line in lines if line.strip())


def _collect(root: html.HtmlElement, pieces: list[str]) -> None:
    # Pages may nest deeper than Python calls go, so that the elements wait in a list of our own.
    waiting: list[tuple[html.HtmlElement, bool]] = [(root, False)]
    while waiting:
        element, is_left = waiting.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if is_left:
            pieces.append("\n" if tag in _BLOCKS else "\t" if tag in {"td", "th"} else "")
            pieces.append(" ".join((element.tail or "").splitlines()))
            continue
        pieces.append("\n" if tag in _BLOCKS else "")
        waiting.append((element, True))
        if tag and tag not in _SILENT:
            pieces.append(" ".join((element.text or "").splitlines()))
            waiting += [(child, False) for child in reversed(element)]
