"""A redline as Akoma Ntoso 3.0 (OASIS LegalDocML): one document that holds both texts, told apart by `ins` and `del`.

How the two texts stand in it. The standard has `ins` and `del` for editorial changes inside a text, and nothing for a
tracked change of structure, so that this is what a reader has to know:

- The text as is is everything outside `ins`; the text to be everything outside `del`. A clause that is wholly inserted
  stands there with all of its number and text inside `ins`, one that is deleted inside `del`, in the hierarchy that the
  order of the redline and the levels of its clauses give.
- What moved is a `del` of class `moved` where it was and an `ins` of class `moved` where it goes; `title`
  names it.
- A number that changes is `num` with the old one in `del` and the new one in `ins`. Typed numbers are part of the text.
- An empty `ins` or `del` of class `mark` at the end of a clause says that the *end of the paragraph* was inserted or
  deleted: in the other text the clause runs on into the next one (a split, or a merge).
- Who and when is told by `refersTo`, which names a `TLCPerson` and a `TLCEvent` among the references.
- Cancelled changes are not in it.

`wId` is the clause's key, which stays the same in later versions; `eId` is made of numbers and follows the text.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from voting.documents.legal_text.layout import Block, CellBlock, Item, TableBlock, layout
from voting.documents.legal_text.marks import MOVES, Stack, mark_of, stack_of
from voting.documents.legal_text.shown import labels_beside
from voting.documents.word.writing import encoded, safe
from voting.domain.legal_text import Clause, ClauseKind, Redline, Revision, Span, SpanKind

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_SOURCE = "source"
# What a reader of XML can nest safely, and far deeper than any code document.
_DEEPEST = 40
_NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9.-]+")
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")
_TAGS = {SpanKind.INSERT: "ins", SpanKind.MOVE_TO: "ins", SpanKind.DELETE: "del", SpanKind.MOVE_FROM: "del"}
# The element of a clause and how the naming convention of the standard shortens it.
_PART, _SECTION, _CLAUSE, _PARAGRAPH = ("part", "part"), ("section", "sec"), ("clause", "clause"), ("paragraph", "para")
_NAMED = {
    ClauseKind.DEFINITION: "definition",
    ClauseKind.NOTE: "note",
    ClauseKind.FOOTNOTE: "footnote",
}


def akoma_ntoso(redline: Redline, *, on: date, language: str = "eng") -> bytes:
    """The redline as a document that validates against the schema of Akoma Ntoso 3.0. See the top of this module.

    `on` is the date of the expression, which the metadata must have. Footnotes are notes in the text that refers to
    them, rows stand in tables. The same redline and date always give the same bytes.
    """
    writing = _Writing()
    body = "".join(writing.body(redline))
    name = _NOT_IN_A_NAME.sub("-", redline.document.lower()).strip("-") or "document"
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso xmlns="{NAMESPACE}"><doc name="code">'
        f"<meta>{_identification(redline, name, on, language)}{writing.references()}</meta>"
        f"<mainBody>{body or '<p/>'}</mainBody></doc></akomaNtoso>"
    )
    return encoded(xml)


def _identification(redline: Redline, name: str, on: date, language: str) -> str:
    work = f"/akn/gb/doc/sec/{name}"
    expression = f"{work}/{language}@{on.isoformat()}"
    version = _NOT_IN_A_NAME.sub("-", redline.sec_version.lower()).strip("-")
    against = f'<FRBRversionNumber value="redline-against-{version}"/>' if version else ""
    author = f'<FRBRauthor href="#{_SOURCE}"/>'
    return (
        f'<identification source="#{_SOURCE}">'
        f'<FRBRWork><FRBRthis value="{work}/!main"/><FRBRuri value="{work}"/>'
        f'<FRBRalias value="{safe(redline.document)}" name="title"/>'
        f'<FRBRdate date="{on.isoformat()}" name="drafted"/>{author}<FRBRcountry value="gb"/></FRBRWork>'
        f'<FRBRExpression><FRBRthis value="{expression}/!main"/><FRBRuri value="{expression}"/>'
        f'<FRBRdate date="{on.isoformat()}" name="drafted"/>{author}{against}'
        f'<FRBRlanguage language="{language}"/></FRBRExpression>'
        f'<FRBRManifestation><FRBRthis value="{expression}/!main.xml"/><FRBRuri value="{expression}.xml"/>'
        f'<FRBRdate date="{on.isoformat()}" name="written"/>{author}<FRBRformat value="application/akn+xml"/>'
        "</FRBRManifestation></identification>"
    )


class _Ids:
    """Ids by the standard's naming convention, each once."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._next: dict[str, int] = {}

    def new(self, wanted: str) -> str:
        """The wanted id, or where it is given already, the next free one that begins like it."""
        given = wanted
        while given in self._given:
            number = self._next[wanted] = self._next.get(wanted, 1) + 1
            given = f"{wanted}-{number}"
        self._given.add(given)
        return given


class _Writing:
    """One document while it is written."""

    def __init__(self) -> None:
        self.ids = _Ids()
        self._keys: set[str] = set()
        self._authors: dict[str, str] = {}
        self._dates: dict[str, str] = {}

    def references(self) -> str:
        """Who and when, as far as changes refer to them."""
        people = "".join(
            f'<TLCPerson eId="{key}" href="/akn/ontology/person/{key}" showAs="{safe(name)}"/>'
            for name, key in self._authors.items()
        )
        events = "".join(
            f'<TLCEvent eId="{key}" href="/akn/ontology/event/{key}" showAs="{safe(when)}"/>'
            for when, key in self._dates.items()
        )
        return (
            f'<references source="#{_SOURCE}"><TLCOrganization eId="{_SOURCE}" '
            f'href="/akn/ontology/organization/source" showAs="Source of the redline"/>{people}{events}</references>'
        )

    def body(self, redline: Redline) -> Iterator[str]:
        """The hierarchy, element by element."""
        items = layout(redline.clauses)
        # The containers that are open: the level and id of each, and what closes it.
        opened: list[tuple[int, str, str]] = []
        for at, item in enumerate(items):
            level = _level(item)
            while opened and opened[-1][0] >= level:
                yield opened.pop()[2]
            holds_more = at + 1 < len(items) and _level(items[at + 1]) > level
            start, key, end = self._element(item, opened[-1][1] if opened else "", holds_more)
            yield start
            if holds_more:
                opened.append((level, key, end))
            else:
                yield end
        yield from (end for _, _, end in reversed(opened))

    def _element(self, item: Item, parent: str, holds_more: bool) -> tuple[str, str, str]:
        """What begins an element, its id, and what ends it."""
        if isinstance(item, TableBlock):
            key = self._key(parent, "table", "")
            inside = _inside(self._table(item), holds_more)
            return f'<hcontainer eId="{key}" name="table">{inside}', key, "</hcontainer>"
        clause = item.clause
        element, short = _element_of(clause)
        key = self._key(parent, short, clause.label_to_be or clause.label_as_is or "")
        tag = f'{element} eId="{key}"{self._work_id(clause)}'
        if element == "hcontainer":
            tag += f' name="{short}"'
        number, text = self._number(clause), self._text(item)
        if clause.kind is ClauseKind.HEADING:
            return f"<{tag}>{number}<heading>{text}</heading>", key, f"</{element}>"
        return f"<{tag}>{number}{_inside(f'<p>{text}</p>', holds_more)}", key, f"</{element}>"

    def _table(self, table: TableBlock) -> str:
        rows = "".join(f"<tr>{''.join(map(self._cell, row.cells))}</tr>" for row in table.rows)
        return f"<table>{rows}</table>"

    def _cell(self, cell: CellBlock) -> str:
        inside = "".join(
            self._cell_paragraph(item) if isinstance(item, Block) else self._table(item) for item in cell.items
        )
        return f"<td>{inside or '<p/>'}</td>"

    def _cell_paragraph(self, block: Block) -> str:
        number = self._number(block.clause).removeprefix("<num>").removesuffix("</num>")
        before = f"{number} " if number else ""
        return f"<p{self._work_id(block.clause)}>{before}{self._text(block)}</p>"

    def _work_id(self, clause: Clause) -> str:
        """The clause's key; of a row of pasted text, which is one clause, the first cell has it."""
        key = _NOT_IN_AN_ID.sub("-", clause.key)
        if not key or key in self._keys:
            return ""
        self._keys.add(key)
        return f' wId="{key}"'

    def _key(self, parent: str, short: str, label: str) -> str:
        number = _NOT_IN_AN_ID.sub("-", label).strip("-.") or "nn"
        return self.ids.new(f"{parent}__{short}_{number}" if parent else f"{short}_{number}")

    def _number(self, clause: Clause) -> str:
        was, becomes = labels_beside(clause)
        mark = mark_of(clause) or ()
        if mark:
            content = self._around(mark, safe(becomes or was)) if becomes or was else ""
        elif was == becomes:
            content = safe(becomes)
        else:
            content = (f"<del>{safe(was)}</del>" if was else "") + (f"<ins>{safe(becomes)}</ins>" if becomes else "")
        return f"<num>{content}</num>" if content else ""

    def _text(self, block: Block) -> str:
        pieces = "".join(self._spans(held.spans) for held in (*block.before, block.clause))
        return pieces + "".join(map(self._note, block.notes))

    def _spans(self, spans: Sequence[Span]) -> str:
        return "".join(map(self._span, spans))

    def _span(self, span: Span) -> str:
        text = "<br/>".join(map(safe, span.text.split("\n"))) if "\n" in span.text else safe(span.text)
        if span.kind is SpanKind.EQUAL:
            return text
        return self._around(stack_of(span), text, "" if span.text else "mark")

    def _around(self, stack: Stack, content: str, name: str = "") -> str:
        for revision in reversed(stack):
            tag = _TAGS[revision.kind]
            names = " ".join(filter(None, (name, "moved" if revision.kind in MOVES else "")))
            about = f' class="{names}"' if names else ""
            about += f' title="{safe(revision.move)}"' if revision.move else ""
            content = f"<{tag}{about}{self._refers(revision)}>{content}</{tag}>"
        return content

    def _refers(self, revision: Revision) -> str:
        keys = []
        if revision.author:
            keys.append("#" + self._authors.setdefault(revision.author, f"author-{len(self._authors) + 1}"))
        if revision.date:
            keys.append("#" + self._dates.setdefault(revision.date, f"date-{len(self._dates) + 1}"))
        return f' refersTo="{" ".join(keys)}"' if keys else ""

    def _note(self, note: Clause) -> str:
        inside = f'<authorialNote placement="bottom"><p>{self._spans(note.spans)}</p></authorialNote>'
        return self._around(mark_of(note) or (), inside)


def _level(item: Item) -> int:
    level = item.level if isinstance(item, TableBlock) else item.clause.level
    return min(max(level, 0), _DEEPEST)


def _inside(content: str, holds_more: bool) -> str:
    tag = "intro" if holds_more else "content"
    return f"<{tag}>{content}</{tag}>"


def _element_of(clause: Clause) -> tuple[str, str]:
    named = _NAMED.get(clause.kind)
    if named:
        return "hcontainer", named
    if clause.kind is ClauseKind.HEADING:
        return _SECTION if clause.level else _PART
    return _CLAUSE if clause.level <= 2 else _PARAGRAPH
