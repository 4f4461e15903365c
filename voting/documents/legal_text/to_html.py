"""A redline as an HTML page that stands alone: one file, a small style sheet inside, no script, nothing fetched."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain

from voting.documents.legal_text.clause_html import clause_fragments
from voting.documents.legal_text.layout import Block, Item, TableBlock, laid_out_clauses, layout
from voting.documents.legal_text.shown import labels_beside
from voting.documents.word.writing import encoded, safe
from voting.domain.legal_text import Clause, ClauseKind, HunkState, Redline

_VIEWS = (
    ("redline", "Redline"),
    ("changed", "Only what changes"),
    ("clean", "As proposed"),
    ("force", "In force"),
    ("words", "Changes in words"),
)


def html_page(redline: Redline) -> bytes:
    """The redline as a page: contents, redline, only what changes, both texts, and the changes in words.

    Views are switched by radio buttons and style alone. All text is escaped, and a policy in the page forbids scripts
    and anything from outside. The same redline always gives the same bytes.
    """
    pages, spoken = clause_fragments(redline, {}, heading=2)
    made = [_with_words(page, words) if words else page for page, words in zip(pages, spoken, strict=True)]
    title = safe(redline.document or "Legal text")
    pieces = [
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title><style>{_style()}</style></head><body>",
        f'<header><h1>{title}</h1><p class="about">{_about(redline)}</p></header>',
        _contents(redline.clauses),
        _switch(),
        "<main>",
        *_ordered(redline, made),
        "</main></body></html>\n",
    ]
    return encoded("".join(pieces))


@cache
def _style() -> str:
    return files("voting.documents.legal_text").joinpath("to_html.css").read_text(encoding="utf-8")


def _with_words(html: str, words: str) -> str:
    return html[: -len("</div>")] + words + "</div>"


def _about(redline: Redline) -> str:
    changes = sum(hunk.state is HunkState.PROPOSED for hunk in redline.hunks)
    counted = "1 change" if changes == 1 else f"{changes:,} changes"
    against = f" against SEC version {safe(redline.sec_version)}" if redline.sec_version else ""
    return (
        f"{counted}{against}. <ins>Inserted text</ins> is underlined, <del>deleted text</del> is struck out, and a bar "
        "in the margin marks each paragraph that changes."
    )


def _switch() -> str:
    choices = "".join(
        f'<label><input type="radio" name="view" id="view-{name}"{" checked" if not at else ""}> {words}</label>'
        for at, (name, words) in enumerate(_VIEWS)
    )
    return f'<fieldset class="views"><legend>Show</legend>{choices}</fieldset>'


def _contents(clauses: Iterable[Clause]) -> str:
    entries = "".join(
        f'<li class="level-{min(clause.level + 1, 9)}"><a href="#c-{safe(clause.key)}">{_entry(clause)}</a></li>'
        for clause in clauses
        if clause.kind is ClauseKind.HEADING and clause.spans
    )
    if not entries:
        return ""
    return f'<nav class="contents"><details open><summary>Contents</summary><ol>{entries}</ol></details></nav>'


def _entry(clause: Clause) -> str:
    was, becomes = labels_beside(clause)
    words = safe(f"{becomes or was} {clause.text_to_be or clause.text_as_is or 'Heading'}".strip())
    return f"<del>{words}</del>" if clause.text_to_be is None else words


def _ordered(redline: Redline, made: Sequence[str]) -> Iterable[str]:
    """The fragments in order, those in cells in tables."""
    if all(clause.cell is None for clause in redline.clauses):
        return made
    fragments = {clause.key: html for clause, html in zip(redline.clauses, made, strict=True)}
    items = layout(redline.clauses)
    laid_out = {clause.key for clause in laid_out_clauses(items)}
    # A clause that was cancelled has no place in a layout of its own, and stays visible where it was to be.
    before = ""
    for clause in redline.clauses:
        if clause.key in laid_out:
            before = clause.key
        elif before:
            fragments[before] += fragments.pop(clause.key)
    leading = [fragments.pop(key) for key in list(fragments) if key not in laid_out]
    return chain(leading, _of_items(items, fragments))


def _of_items(items: Iterable[Item], fragments: dict[str, str]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Block):
            # The cells of a pasted row share one fragment, which stands in the first of them.
            yield from (fragments.pop(clause.key, "") for clause in (*item.before, item.clause, *item.notes))
        elif all(block.clause.cell is None for row in item.rows for block in row.blocks):
            yield from (piece for row in item.rows for cell in row.cells for piece in _of_items(cell.items, fragments))
        else:
            yield _table(item, fragments)


def _table(table: TableBlock, fragments: dict[str, str]) -> str:
    columns = table.columns
    rows = ""
    for row in table.rows:
        cells = ""
        for at, cell in enumerate(row.cells):
            spans = columns - at if at == len(row.cells) - 1 else 1
            wider = f' colspan="{spans}"' if spans > 1 else ""
            cells += f"<td{wider}>{''.join(_of_items(cell.items, fragments))}</td>"
        rows += f"<tr>{cells}</tr>"
    return f'<div class="table" role="region" aria-label="Table" tabindex="0"><table>{rows}</table></div>'
