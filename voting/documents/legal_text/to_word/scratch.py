"""A redlined Word file made from a redline alone, with real tracked changes, and a clean one of either text."""

from dataclasses import replace

from voting.documents.legal_text.layout import laid_out_clauses, layout
from voting.documents.legal_text.to_word.paragraphs import Paragraphs
from voting.documents.legal_text.to_word.parts import SECTION, package_parts
from voting.documents.legal_text.to_word.tables import items_xml
from voting.documents.word.writing import NAMESPACE, RELATIONS_NAMESPACE, packed
from voting.domain.legal_text import Clause, ClauseState, Redline, Span, SpanKind, View, view_text


def redlined_docx(redline: Redline, *, renumbered_by: str = "", renumbered_at: str = "") -> bytes:
    """The redline as a Word file in which every change is a tracked change with its author and date.

    Splits, merges and moves are tracked as Word tracks them; table rows stand in tables, footnotes at the foot. A
    number is an automatic number that shows exactly the label, so that a number that changes is no edit of text but a
    tracked change of formatting, under the name and date given here (a redline does not say who renumbered). Cancelled
    changes are not in it. The same redline always gives the same bytes.
    """
    items = layout(redline.clauses)
    paragraphs = Paragraphs(laid_out_clauses(items), renumbered_by, renumbered_at)
    document = (
        f'<w:document xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONS_NAMESPACE}"><w:body>{items_xml(paragraphs, items)}'
        f"{SECTION}</w:body></w:document>"
    )
    return packed(package_parts(redline, document, paragraphs.numbers.xml(), paragraphs.notes.xml()))


def clean_docx(redline: Redline, view: View = View.CLEAN) -> bytes:
    """One of the two texts as a Word file without tracked changes: the proposed one, or with `IN_FORCE` that."""
    return redlined_docx(in_one_view(redline, view))


def in_one_view(redline: Redline, view: View) -> Redline:
    """The redline that has one view's text in both views, and no changes."""
    clauses = (_in_one_view(clause, view) for clause in redline.clauses)
    return replace(redline, clauses=tuple(clause for clause in clauses if clause is not None), hunks=())


def _in_one_view(clause: Clause, view: View) -> Clause | None:
    text = view_text(clause, view)
    if text is None:
        return None
    clean = view is View.CLEAN
    label = clause.label_to_be if clean else clause.label_as_is
    path = clause.path_to_be if clean else clause.path_as_is
    return clause._replace(
        label_as_is=label,
        label_to_be=label,
        path_as_is=path,
        path_to_be=path,
        text_as_is=text,
        text_to_be=text,
        state=ClauseState.UNCHANGED,
        spans=(Span(SpanKind.EQUAL, text),) if text else (),
    )
