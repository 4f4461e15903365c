"""From the cells of a row to an observation, or to sentences on what is missing, and numbers that occur twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from voting.documents.annex_a.columns import Column
from voting.documents.annex_a.naming import Named, document_named, number_in
from voting.documents.annex_a.tables import GridCell
from voting.domain.legal_text import citations_in
from voting.domain.observations import ObservationKind, ObservationNumberNotRecognised
from voting.domain.observations.annex_a import AnnexFault, AnnexProblem, AnnexRow
from voting.domain.observations.what_was_done import state_said

_LONGEST_QUOTE = 60
_KINDS = {
    "technical": ObservationKind.TECHNICAL,
    "clar": ObservationKind.CLARITY,
    "standard": ObservationKind.STANDARDS,
    "typo": ObservationKind.TYPOGRAPHICAL,
}
# What several merged rows share is said once above, and holds for each of them.
_HANDED_DOWN = frozenset(Column) - {Column.NUMBER}


@dataclass(slots=True)
class Draft:
    """A row while it is read: its cells as paragraphs by column, and what stands above it.

    `where` is what the heading says and `named` the document that it names, if it names one.
    """

    table: int
    row: int
    where: str
    named: Named | None
    paragraphs: dict[Column, list[str]] = field(default_factory=dict)

    def begin(self, held: Mapping[Column, Sequence[GridCell]], before: "Draft | None") -> None:
        """Take in its cells; a cell that a merged one above hides says what that one says."""
        for column, cells in held.items():
            if before is not None and column in _HANDED_DOWN and all(cell.is_covered for cell in cells):
                self.paragraphs[column] = list(before.paragraphs.get(column, ()))
            else:
                self.paragraphs[column] = [paragraph for cell in cells for paragraph in cell.paragraphs]

    def goes_on(self, held: Mapping[Column, Sequence[GridCell]]) -> None:
        """Take in a further row of the same observation."""
        for column, cells in held.items():
            more = [paragraph for cell in cells if not cell.is_covered for paragraph in cell.paragraphs]
            self.paragraphs.setdefault(column, []).extend(more)

    def text(self, column: Column) -> str:
        """A cell's paragraphs, apart by an empty line."""
        return "\n\n".join(self.paragraphs.get(column, ()))

    def line(self, column: Column) -> str:
        """A cell in one line."""
        return " ".join(self.text(column).split())


def finished(drafts: Iterable[Draft]) -> tuple[tuple[AnnexRow, ...], tuple[AnnexProblem, ...]]:
    """The observations in the file's order, and what is wrong with the rows that gave none."""
    rows: list[AnnexRow] = []
    problems: list[AnnexProblem] = []
    for draft in drafts:
        row, faults = _finished(draft)
        problems += faults
        if row is not None:
            rows.append(row)
    kept, twice = _each_once(rows)
    return tuple(kept), (*problems, *twice)


def _finished(draft: Draft) -> tuple[AnnexRow | None, list[AnnexProblem]]:
    faults: list[tuple[AnnexFault, str]] = []
    named = _document(draft, faults)
    number = _number(draft, faults)
    text = draft.text(Column.OBSERVATION)
    if not text:
        faults.append((AnnexFault.NO_TEXT, "It does not say what was found. Fill in the observation."))
    if faults or named is None:
        code = named.code if named else ""
        return None, [AnnexProblem(fault, draft.table, draft.row, code, number, said) for fault, said in faults]
    reference = draft.line(Column.REFERENCE)
    done = "\n\n".join(filter(None, (draft.text(Column.STATUS), draft.text(Column.DONE))))
    said = state_said(draft.text(Column.STATUS) or done)
    if said.state is None:
        said = state_said(done)
    row = AnnexRow(
        table=draft.table,
        row=draft.row,
        document=named.code,
        document_title=named.title,
        number=number,
        title=draft.line(Column.TITLE),
        kind=_kind(draft.line(Column.KIND)),
        reference=reference,
        citations=citations_in(reference, is_list=True) if reference else citations_in(text),
        text=text,
        recommendation=draft.text(Column.RECOMMENDATION),
        done=done,
        state=said.state,
        is_state_certain=said.is_certain,
    )
    return row, []


def _document(draft: Draft, faults: list[tuple[AnnexFault, str]]) -> Named | None:
    """The document that its own cell names, or the heading above, or where neither does, the reference."""
    own = draft.line(Column.DOCUMENT)
    found = document_named(own) if own else draft.named or document_named(draft.line(Column.REFERENCE))
    if found is None:
        faults.append((AnnexFault.DOCUMENT_NOT_KNOWN, _no_document(own, draft.where)))
    return found


def _no_document(own: str, where: str) -> str:
    if own:
        return (
            f"“{own[:_LONGEST_QUOTE]}” names no document of the code, or several. Write one, like Section L or "
            "Appendix D."
        )
    above = f"above it stands “{where[:_LONGEST_QUOTE]}”" if where else "nothing above it names one"
    return (
        f"It is not clear which document of the code it is about: {above}. Write the document, like Section L or "
        "Appendix D, above the table, in a row across it, or in a column “Document”."
    )


def _number(draft: Draft, faults: list[tuple[AnnexFault, str]]) -> str:
    line = draft.line(Column.NUMBER)
    if not line:
        faults.append(
            (
                AnnexFault.NO_NUMBER,
                "It has no number. Give it one; if it goes on from the row above, merge the two cells of the number.",
            )
        )
        return ""
    try:
        return number_in(line)
    except ObservationNumberNotRecognised as wrong:
        faults.append((AnnexFault.NUMBER_NOT_RECOGNISED, str(wrong)))
        return ""


def _kind(line: str) -> ObservationKind | None:
    return next((kind for word, kind in _KINDS.items() if line.casefold().startswith(word)), None)


def _each_once(rows: Sequence[AnnexRow]) -> tuple[list[AnnexRow], list[AnnexProblem]]:
    """Each number once in a document. Of two that differ neither is taken, because nobody knows which is meant."""
    by_key: dict[tuple[str, str], list[AnnexRow]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    # A key stands where its first row does, so that what is kept is in the file's order.
    kept = [same[0] for same in by_key.values() if len(same) == 1]
    problems = [_twice(row, same) for same in by_key.values() if len(same) > 1 for row in same]
    return kept, problems


def _twice(row: AnnexRow, same: Sequence[AnnexRow]) -> AnnexProblem:
    others = ", ".join(f"table {other.table}, row {other.row}" for other in same if other is not row)
    return AnnexProblem(
        AnnexFault.NUMBER_TWICE,
        row.table,
        row.row,
        row.document,
        row.number,
        f"{row.document} has the number {row.number} in {others} too. Give each its own number; none of them was read.",
    )
