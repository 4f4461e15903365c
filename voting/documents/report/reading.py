"""Reads the text of a Modification Report into its fields, each with the passage it came from; nothing is dropped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from voting.documents.report.assessment import read_consumer_areas, read_objectives
from voting.documents.report.blocks import text_of
from voting.documents.report.cited_observations import read_observations
from voting.documents.report.code_documents import read_documents
from voting.documents.report.costs import read_costs
from voting.documents.report.footnotes import Note, without_footnotes
from voting.documents.report.front import Front, read_annexes, read_front
from voting.documents.report.furniture import without_furniture
from voting.documents.report.glossary import read_glossary
from voting.documents.report.implementation import read_options
from voting.documents.report.lines import Line, clean_text, layout_of, lines_of
from voting.documents.report.parts import Divided, divide
from voting.documents.report.solutions import read_solutions
from voting.documents.report.statements import read_path, read_proposer, read_urgency
from voting.documents.report.texts import Found, PartText, Value, line_passage, part_text
from voting.documents.report.ticks import read_impacted
from voting.documents.report.timetable import read_timetable
from voting.domain.modifications.report.fields import row_paths
from voting.domain.modifications.report.sources import Passage, ReadReport
from voting.domain.modifications.report.values import Annex, Footnote, ModificationReport, Part


@dataclass(slots=True)
class _Gathered:
    """The values of the report as they are read, and the passages of each."""

    values: dict[str, object] = field(default_factory=dict)
    single: dict[str, tuple[Passage, ...]] = field(default_factory=dict)
    rows: dict[str, list[tuple[Passage, ...]]] = field(default_factory=dict)

    def one(self, name: str, found: Found[Value] | None) -> None:
        """A field of its own."""
        if found is not None:
            self.values[name] = found.value
            self.single[name] = found.passages

    def many(self, name: str, found: Iterable[Found[Value]]) -> None:
        """The rows of a list."""
        rows = list(found)
        self.values[name] = tuple(row.value for row in rows)
        self.rows[name] = [row.passages for row in rows]


def read_report_text(
    text: str, *, furniture: Sequence[str] = (), is_wrapped: bool | None = None, ends_tell: bool = False
) -> ReadReport:
    """The report that a text says, with the passage of each field and warnings for the person who looks it over.

    `furniture` is what a file says of its pages apart from its text; `is_wrapped` is False where every line is known to
    be a paragraph or a row, and None where that is told by the lines themselves: by their length, or where `ends_tell`
    by the space at the end of each that runs on.

    Every line that has words ends up in a part, an appendix, a field of the front, `footnotes`, `furniture` or
    `unread`.
    Reads any text in time that grows with its length, and raises nothing: a text that is no report is all unread.
    """
    cleaned, warnings = clean_text(text)
    lines, beyond = lines_of(cleaned, ends_tell=ends_tell)
    layout = layout_of(lines) if is_wrapped is None else replace(layout_of(lines), usual_gap=0, is_wrapped=is_wrapped)
    sorted_out = without_furniture(lines)
    has_pages = any(line.opens_page for line in sorted_out.body[1:])
    annotated = without_footnotes(sorted_out.body, has_pages=has_pages)
    divided = divide(annotated.body)
    front = read_front(divided.front.lines, sorted_out.furniture, layout)
    parts = tuple(part_text(section, layout) for section in divided.parts)
    appendices = tuple(part_text(section, layout) for section in divided.appendices)

    gathered = _Gathered()
    _gather_front(gathered, front, (*parts, *appendices))
    _gather_statements(gathered, parts, appendices)
    _gather_tables(gathered, parts, appendices)
    gathered.many("footnotes", _footnotes(annotated.notes))
    around = _furniture(sorted_out.furniture, divided, front)
    gathered.many("furniture", [*around, *(Found(each, ()) for each in furniture)])
    gathered.many("unread", _unread(front, beyond, len(cleaned.split("\n"))))
    report = replace(ModificationReport(), **gathered.values)  # type: ignore[arg-type]
    sources = _sources(report, gathered, front, (*parts, *appendices))
    return ReadReport(report, cleaned, sources, (*warnings, *_warnings(divided, beyond)))


def _gather_front(gathered: _Gathered, front: Front, parts: Sequence[PartText]) -> None:
    gathered.one("title", front.title)
    gathered.one("number", front.number)
    gathered.values["contact"] = front.contact
    annexes = front.annexes or read_annexes(block for part in parts for block in part.blocks)
    seen: dict[str, Found[Annex]] = {}
    for annex in annexes:
        seen.setdefault(annex.value.letter, annex)
    gathered.many("annexes", seen.values())


def _gather_statements(gathered: _Gathered, parts: Sequence[PartText], appendices: Sequence[PartText]) -> None:
    proposer, said = read_proposer(parts)
    gathered.values["proposer"] = proposer
    if said is not None:
        gathered.single["proposer"] = said.passages
    gathered.one("path", read_path((*parts, *appendices)))
    gathered.one("urgent", read_urgency((*parts, *appendices)))
    gathered.many("solutions", read_solutions(parts))
    impacted = read_impacted(parts)
    gathered.values["impacted"] = tuple(found.value for found in impacted)
    gathered.single["impacted"] = tuple(passage for found in impacted for passage in found.passages)


def _gather_tables(gathered: _Gathered, parts: Sequence[PartText], appendices: Sequence[PartText]) -> None:
    both = (*parts, *appendices)
    gathered.many("parts", (_part(part) for part in parts))
    gathered.many("appendices", (_part(part) for part in appendices))
    gathered.many("documents", read_documents(parts))
    gathered.many("costs", read_costs(parts))
    gathered.many("implementation_options", read_options(parts))
    gathered.many("objectives", read_objectives(parts))
    gathered.many("consumer_areas", read_consumer_areas(parts))
    gathered.many("timetable", read_timetable(both))
    gathered.many("glossary", read_glossary(both))
    gathered.many("observations", read_observations(parts))


def _part(part: PartText) -> Found[Part]:
    lines = (*part.heading_lines, *part.lines)
    return Found(Part(part.number, part.heading, text_of(part.blocks)), line_passage(*lines))


def _footnotes(notes: Sequence[Note]) -> Iterable[Found[Footnote]]:
    """Each note with where it stands and, after that, where its mark was."""
    for note in notes:
        yield Found(note.note, (*line_passage(*note.lines), *line_passage(note.marked_in)))


def _furniture(furniture: Sequence[Line], divided: Divided, front: Front) -> list[Found[str]]:
    lines = [(line.number, line.text) for line in (*furniture, *divided.repeated)]
    return _in_line_order([*lines, *front.furniture])


def _unread(front: Front, beyond: str, last_line: int) -> list[Found[str]]:
    unread = _in_line_order(front.unread)
    if beyond.strip():
        first = last_line - beyond.count("\n")
        unread.append(Found(beyond.strip(), (Passage(first, last_line),)))
    return unread


def _in_line_order(passages: Iterable[tuple[int, str]]) -> list[Found[str]]:
    return [Found(text, (Passage(number, number),)) for number, text in sorted(passages)]


def _sources(
    report: ModificationReport, gathered: _Gathered, front: Front, parts: Sequence[PartText]
) -> Mapping[str, tuple[Passage, ...]]:
    sources = {path: passages for path, passages in gathered.single.items() if passages}
    sources.update({f"contact/{name}": passages for name, passages in front.contact_passages.items()})
    for name, rows in gathered.rows.items():
        sources.update(zip(row_paths(report, name), rows, strict=True))
    for path, part in zip((*row_paths(report, "parts"), *row_paths(report, "appendices")), parts, strict=True):
        sources[f"{path}/heading"] = line_passage(*part.heading_lines)
        sources[f"{path}/text"] = line_passage(*part.lines)
    return {path: passages for path, passages in sources.items() if passages}


def _warnings(divided: Divided, beyond: str) -> Iterable[str]:
    if beyond.strip():
        yield (
            "The text is longer than any Modification Report. Its end was not read and stands under what is unread; "
            "save the report alone and import it again."
        )
    if divided.are_numbers_ours:
        yield "No part has a number in this text, so the parts were numbered in their order. Look over the numbers."
