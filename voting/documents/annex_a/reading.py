"""Annex A read table by table and row by row: each row gives an observation, or a sentence on what is wrong with it."""

from collections.abc import Sequence

from voting.documents.annex_a.columns import Column, Columns, columns_of
from voting.documents.annex_a.finishing import Draft, finished
from voting.documents.annex_a.naming import Named, document_named, is_generic
from voting.documents.annex_a.tables import LINE, SENTENCE, GridCell, GridRow, Table, Words, blocks_of
from voting.documents.word.package import open_package
from voting.domain.observations.annex_a import AnnexFault, AnnexProblem, AnnexReading
from voting.domain.sentences import counted

# A table may have a title and a line of groups above its head.
_ROWS_BEFORE_HEAD = 3
_LONGEST_QUOTE = 80
_HEADS = "No., Reference, Observation, Recommendation, and Action"


def read_annex(data: bytes, filename: str = "") -> AnnexReading:
    """The observations in the tables of a Word file, of its proposed text where it has tracked changes.

    Raises what opening and reading a Word file raise (`open_package`, `reading_with_paragraphs`); whatever is wrong
    with a table or row is among the reading's problems instead.
    """
    held = blocks_of(open_package(data, filename))
    reader = _Reader()
    if held.changes:
        reader.warnings.append(
            "The file has tracked changes. The text was read as if all of them were accepted. If that is not what is "
            "meant, settle them in Word and hand the file in again."
        )
    for block in held.blocks:
        if isinstance(block, Words):
            reader.hear(block)
        else:
            reader.table(block)
    if not reader.tables:
        reader.problem(
            AnnexFault.NO_TABLES,
            None,
            None,
            f"The file has no table. Put the observations into tables with the columns {_HEADS}.",
        )
    rows, problems = finished(reader.drafts)
    in_order = sorted([*reader.problems, *problems], key=lambda problem: (problem.table or 0, problem.row or 0))
    return AnnexReading(rows, tuple(in_order), tuple(reader.warnings))


class _Reader:
    """The file while it is read: the headings that stand above, and what its tables gave so far."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.problems: list[AnnexProblem] = []
        self.warnings: list[str] = []
        self.tables = 0
        # The headings above, outermost first, each with the document that it names, if it names one.
        self.above: list[tuple[int, str, Named | None]] = []
        # What a row across the table named: a document, or something that is none.
        self.across: tuple[str, Named | None] | None = None
        # The document that the sentence right above names, if it names one.
        self.beside: Named | None = None
        self.columns: Columns | None = None
        self.width = 0
        # Whether words came since the last table: one right after another may be its continuation.
        self.has_words_between = True

    # Words.

    def hear(self, words: Words) -> None:
        """Take in a paragraph above a table: a heading ends what those below it named."""
        named = document_named(words.text)
        if named is None and is_generic(words.text):
            return
        self.has_words_between = True
        if words.rank == SENTENCE:
            self._hear_sentence(words, named)
            return
        self.across = self.beside = None
        self.above = [each for each in self.above if each[0] < words.rank]
        self.above.append((words.rank, words.text, named))

    def _hear_sentence(self, words: Words, named: Named | None) -> None:
        """A sentence tells the document only where no heading does; where one does, a doubt is told at the table."""
        self.beside = named
        headed = any(document is not None for rank, _, document in self.above if rank < SENTENCE)
        if named is not None and not headed:
            self.across = None
            self.above = [each for each in self.above if each[0] < SENTENCE]
            self.above.append((SENTENCE, words.text, named))

    def document(self) -> tuple[str, Named | None]:
        """What names the document here, and the document where it is one."""
        if self.across is not None:
            return self.across
        found = next(((text, named) for _, text, named in reversed(self.above) if named is not None), None)
        return found or (self.above[-1][1] if self.above else "", None)

    # Tables.

    def table(self, table: Table) -> None:
        """Take in a table."""
        self.tables += 1
        head = next((at for at, row in enumerate(table.rows[:_ROWS_BEFORE_HEAD]) if columns_of(row) is not None), None)
        goes_on = not self.has_words_between and self.columns is not None and table.width == self.width
        if head is None and not goes_on:
            self._not_recognised(table)
            return
        self.has_words_between = False
        self.width = table.width
        self._warn_of_doubt(table)
        for row in table.rows[: head or 0]:
            self._before_head(table, row)
        if head is not None:
            self._take_head(table, table.rows[head])
        before: Draft | None = None
        for row in table.rows[0 if head is None else head + 1 :]:
            before = self._row(table, row, before)

    def _warn_of_doubt(self, table: Table) -> None:
        where, named = self.document()
        if self.beside is not None and named is not None and self.beside.code != named.code:
            self.warnings.append(
                f"Table {table.number} was read as being about {named.code}, because it stands under "
                f"“{_quoted(where)}”; the sentence above it names {self.beside.code}."
            )
        self.beside = None

    def _not_recognised(self, table: Table) -> None:
        filled = [row for row in table.rows if row.filled]
        if not filled:
            return
        said = " | ".join(cell.line for cell in filled[0].filled)
        self.columns = None
        self.has_words_between = True
        self.problem(
            AnnexFault.COLUMNS_NOT_RECOGNISED,
            table.number,
            None,
            f"It was not read ({counted(len(filled), 'row')}): its columns are not recognised. It begins "
            f"“{_quoted(said)}”. If it holds observations, head its columns {_HEADS}.",
        )

    def _before_head(self, table: Table, row: GridRow) -> None:
        text = " ".join(cell.line for cell in row.filled)
        if text and (document_named(text) or len(row.filled) == 1):
            self.hear(Words(text, LINE))
            self.has_words_between = False
        elif text:
            self.warnings.append(
                f"Table {table.number}, row {row.number}: “{_quoted(text)}” above the head was not read."
            )

    def _take_head(self, table: Table, row: GridRow) -> bool:
        columns = columns_of(row)
        if columns is None:
            return False
        if self.columns is None or columns != self.columns or row is table.rows[0]:
            for head, _, _ in columns.unknown:
                self.warnings.append(
                    f"Table {table.number}: the column “{_quoted(head)}” was not read, because a register has no place "
                    "for it. What it says that matters belongs into another column."
                )
        if not columns.has(Column.NUMBER):
            self.warnings.append(f"Table {table.number} has no column for the number. Head one “No.”.")
        self.columns = columns
        return True

    def _row(self, table: Table, row: GridRow, before: Draft | None) -> Draft | None:
        """Take in a row; gives the observation that a row below it may belong to."""
        if not row.filled or (columns_of(row) is not None and self._take_head(table, row)):
            return before
        if self._is_across(table, row):
            self._take_across(table, row)
            return None
        columns = self.columns
        if columns is None:
            return None
        held = _by_column(columns, row)
        self._warn_of_wide_cells(table, row, columns)
        number = held.get(Column.NUMBER, [])
        if before is not None and number and all(cell.is_covered for cell in number):
            before.goes_on({column: cells for column, cells in held.items() if column is not Column.NUMBER})
            return before
        where, named = self.document()
        draft = Draft(table.number, row.number, where, named)
        draft.begin(held, before)
        self.drafts.append(draft)
        return draft

    def _is_across(self, table: Table, row: GridRow) -> bool:
        """Whether a row is a heading inside the table: one cell over all of it, or alone and naming a document."""
        filled = row.filled
        if len(filled) != 1:
            return False
        cell = filled[0]
        is_whole = table.width > 1 and cell.last - cell.first + 1 >= table.width
        columns = self.columns.of(cell) if self.columns else ()
        return is_whole or (Column.OBSERVATION not in columns and document_named(cell.line) is not None)

    def _take_across(self, table: Table, row: GridRow) -> None:
        text = row.filled[0].line
        named = document_named(text)
        if named is not None:
            self.across = (text, named)
            return
        if is_generic(text):
            return
        if self.across is not None:
            # What follows belongs to something that is no document of the code, and not to the document before.
            self.across = (text, None)
        self.problem(
            AnnexFault.ROW_NOT_READ,
            table.number,
            row.number,
            f"“{_quoted(text)}” goes over the whole table and names no document of the code. If it is an observation, "
            "split its cell so that each column has its own; if it is a heading, nothing need be done.",
        )

    def _warn_of_wide_cells(self, table: Table, row: GridRow, columns: Columns) -> None:
        for cell in row.filled:
            over = columns.of(cell)
            if len(over) > 1:
                names = " and ".join(f"“{column.value}”" for column in over)
                self.warnings.append(
                    f"Table {table.number}, row {row.number}: one cell stands under the columns {names}; its text was "
                    f"read as “{over[0].value}”."
                )
            elif not over and not columns.unknown_over(cell):
                self.warnings.append(
                    f"Table {table.number}, row {row.number}: “{_quoted(cell.line)}” stands under no head and was not "
                    "read."
                )

    def problem(self, fault: AnnexFault, table: int | None, row: int | None, sentence: str) -> None:
        """Note what is wrong."""
        self.problems.append(AnnexProblem(fault, table, row, "", "", sentence))


def _by_column(columns: Columns, row: GridRow) -> dict[Column, list[GridCell]]:
    """The cells of a row by what they hold; one under several columns counts for the first."""
    found: dict[Column, list[GridCell]] = {}
    for cell in row.cells:
        for column in columns.of(cell)[:1]:
            found.setdefault(column, []).append(cell)
    return found


def _quoted(text: str | Sequence[str]) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE].rstrip()} …"
