"""Observations out of Word tables: every usual layout, and an error for each row that gives none."""

import pytest

from tests.builders.annex_a import COVERED, DOCUMENT, HEAD, MERGED, across, annex, annex_of, found, heading
from tests.builders.numbering import a_list, level, numbers, use
from tests.builders.word import NAMESPACES, cell, deleted, inserted, paragraph, row, run, table, word_file
from voting.documents.annex_a import read_annex
from voting.documents.gate import FileRefused, run_bounded
from voting.domain.observations import ObservationKind, ObservationState
from voting.domain.observations.annex_a import AnnexFault, AnnexReading, annex_from_json

HEADED = row(*HEAD)


def keys(reading: AnnexReading) -> list[tuple[str, str]]:
    return [(row.document, row.number) for row in reading.rows]


LAYOUTS = {
    "a head for each table and the document in a heading": annex(
        heading("Appendix D"), table(HEADED, found("1")), heading("Section L"), table(HEADED, found("1"))
    ),
    "the document in a bold caption": annex(
        paragraph(run("Table 1: SEC Appendix D ‘A policy’", properties="<w:b/>")),
        table(HEADED, found("1")),
        paragraph(run("Table 2: SEC Section L", properties="<w:b/>")),
        table(HEADED, found("1")),
    ),
    "the document in a plain line in capitals": annex(
        paragraph("APPENDIX D"), table(HEADED, found("1")), paragraph("SECTION L"), table(HEADED, found("1"))
    ),
    "a caption that names nothing under a heading that does": annex(
        heading("Appendix D"),
        heading("Observations and recommendations", 2),
        paragraph("Table 1"),
        table(HEADED, found("1")),
        heading("Section L"),
        paragraph("The table below has what was found."),
        table(HEADED, found("1")),
    ),
    "a sentence where no heading names it": annex(
        paragraph("The review of Appendix D found this."),
        table(HEADED, found("1")),
        paragraph("The review of Section L found this."),
        table(HEADED, found("1")),
    ),
    "the document in a column": annex(
        table(row("SEC document", *HEAD), row("Appendix D", "1", *"8xyz"), row("Section L ‘Keys’", "1", *"8xyz"))
    ),
    "the document in a column of merged cells": annex(
        table(
            row("Document", *HEAD),
            row(cell("Appendix D", properties=MERGED), "1", *"8xyz"),
            row(cell("Section L", properties=MERGED), "1", *"8xyz"),
        )
    ),
    "the document in a row across the table": annex(
        table(HEADED, across("Appendix D"), found("1"), across("Section L: Keys"), found("1"))
    ),
    "the document alone in its row, its cells not merged": annex(
        table(HEADED, row("Appendix D", "", "", "", ""), found("1"), row("Section L", "", "", "", ""), found("1"))
    ),
    "the document in a title row above the head": annex(
        table(across("Appendix D"), HEADED, found("1")), table(across("Section L"), HEADED, found("1"))
    ),
    "the document only in the reference": annex(
        table(HEADED, found("1", reference="Appendix D 8.3.4"), found("1", reference="Section L1.17"))
    ),
}


@pytest.mark.parametrize("data", LAYOUTS.values(), ids=LAYOUTS)
def test_each_usual_way_of_naming_the_document_is_read(data: bytes) -> None:
    reading = read_annex(data)
    assert keys(reading) == [("Appendix D", "1"), ("Section L", "1")]
    assert (reading.problems, reading.warnings) == ((), ())


HEADS = (
    ("No.", "Reference", "Observation", "Recommendation", "Action"),
    ("Ref", "Clause", "Issue", "Proposed change", "Outcome"),
    ("#", "Section", "Comment", "Recommended action", "Resolution"),
    ("Observation No", "SEC reference", "Observation", "Suggested change", "How was it addressed?"),
    ("Item", "Clause / Section", "Finding", "Proposed resolution", "What was done"),
    ("Number", "Paragraph", "Description", "Recommendation", "Status"),
    ("ID", "Clause ref.", "Observation made", "Proposed drafting", "SECAS response"),
    ("Observation", "Section reference", "Description", "Recommendations", "Action taken"),
    ("Reference", "Clause", "Observation", "Recommendation", "Disposition"),
)


@pytest.mark.parametrize("heads", HEADS, ids=" | ".join)
@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 0, 4, 1, 3)])
def test_columns_are_known_by_several_wordings_in_any_order(heads: tuple[str, ...], order: tuple[int, ...]) -> None:
    said = ("7", "8.3.4", "Found.", "Mend it.", "Withdrawn")
    rows = (row(*(each[at] for at in order)) for each in (heads, said))
    (read,) = read_annex(annex(heading(DOCUMENT), table(*rows))).rows
    assert (read.number, read.reference, read.text, read.recommendation, read.done) == said
    assert (read.state, read.is_state_certain) == (ObservationState.WITHDRAWN, True)
    assert (read.document, read.document_title, read.table, read.row) == ("Appendix D", "A policy (test)", 1, 2)


def test_title_kind_and_status_have_columns_of_their_own() -> None:
    head = row("No", "Title", "Category", "Observation", "Status", "What was done")
    said = row("1", "Short", "Clarity", "Found.", "Addressed", "A clause was added after much debate.")
    odd = row("2", "", "Editorial", "Found.", "", "Withdrawn")
    first, second = read_annex(annex(heading(DOCUMENT), table(head, said, odd))).rows
    assert (first.title, first.kind, first.state) == ("Short", ObservationKind.CLARITY, ObservationState.ADDRESSED)
    assert (first.is_state_certain, first.done) == (True, "Addressed\n\nA clause was added after much debate.")
    assert (second.title, second.kind, second.state) == ("", None, ObservationState.WITHDRAWN)


def test_two_tables_of_a_document_and_one_that_goes_on_after_a_page_are_one_list() -> None:
    reading = read_annex(
        annex(
            heading(DOCUMENT),
            table(HEADED, found("1")),
            paragraph("A second review found more."),
            table(HEADED, found("2"), HEADED, found("3")),
            paragraph(""),
            table(HEADED, found("4")),
            paragraph("Table 2 (continued)"),
            table(found("5")),
        )
    )
    assert keys(reading) == [("Appendix D", str(number)) for number in range(1, 6)]
    assert [(row.table, row.row) for row in reading.rows] == [(1, 2), (2, 2), (2, 4), (3, 2), (4, 1)]
    assert reading.problems == ()


def test_a_row_across_a_table_holds_for_the_table_that_goes_on_until_a_heading_comes() -> None:
    reading = read_annex(
        annex(
            heading("Section L"),
            table(HEADED, across("Appendix D"), found("1")),
            table(HEADED, found("2")),
            heading("Section L again", 1),
            table(HEADED, found("3")),
        )
    )
    assert keys(reading) == [("Appendix D", "1"), ("Appendix D", "2"), ("Section L", "3")]


def test_a_sentence_that_names_another_document_than_its_heading_is_told() -> None:
    sentence = paragraph("To be read with Section L.")
    reading = read_annex(annex(heading("Appendix D"), sentence, table(HEADED, found("1")), table(HEADED, found("2"))))
    assert keys(reading) == [("Appendix D", "1"), ("Appendix D", "2")]
    (warning,) = reading.warnings
    assert "Table 1 was read as being about Appendix D" in warning
    assert "names Section L" in warning


def test_a_merged_number_makes_several_rows_one_observation_and_other_merged_cells_hold_for_each_row() -> None:
    reading = read_annex(
        annex_of(
            row(cell("1", properties=MERGED), "8.3", "First.", cell("Mend.", properties=MERGED), "Addressed"),
            row(cell("", properties=COVERED), "8.4", "Second.", cell("", properties=COVERED), "at once"),
            row("2", "8.5", "Third.", cell("", properties=COVERED), "Withdrawn"),
        )
    )
    first, second = reading.rows
    assert (first.text, first.recommendation, first.citations) == ("First.\n\nSecond.", "Mend.", ("8.3", "8.4"))
    assert (first.done, second.recommendation, second.text) == ("Addressed\n\nat once", "Mend.", "Third.")


def test_a_cell_may_hold_several_paragraphs_a_table_and_a_break() -> None:
    inner = table(row("old", "new"))
    held = cell(paragraph("First."), paragraph(""), paragraph("Second."), inner, paragraph(run("a", "w:t")))
    (read,) = read_annex(annex_of(row("1", "8.3", held, cell("One.", "Two."), ""))).rows
    assert read.text == "First.\n\nSecond.\n\nold\n\nnew\n\na"
    assert read.recommendation == "One.\n\nTwo."


def test_columns_merged_in_single_rows_and_empty_columns_do_not_shift_the_others() -> None:
    wide = row("1", cell("8.3", properties='<w:gridSpan w:val="2"/>'), "Found.", "Mend.", "Withdrawn")
    reading = read_annex(annex(heading(DOCUMENT), table(row("No.", "Reference", "", *HEAD[2:]), wide)))
    (read,) = reading.rows
    assert (read.reference, read.text, read.done) == ("8.3", "Found.", "Withdrawn")
    over = row("1", "8.3", "Found.", cell("No change needed", properties='<w:gridSpan w:val="2"/>'))
    reading = read_annex(annex_of(over))
    assert reading.rows[0].recommendation == "No change needed"
    assert "one cell stands under the columns “recommendation” and “done”" in reading.warnings[0]


def test_numbers_that_word_counts_itself_and_numbers_with_words_around_them_are_read() -> None:
    lists = f"<w:numbering {NAMESPACES}>{a_list(0, level(0, '%1.'))}{use(1, 0)}</w:numbering>"
    counted = cell(paragraph("", properties=numbers(1, 0)))
    rows = (row(counted, *"8xyz"), row(counted, *"8xyz"))
    data = word_file(paragraph(DOCUMENT), table(HEADED, *rows), related={"numbering": lists})
    assert keys(read_annex(data)) == [("Appendix D", "1"), ("Appendix D", "2")]
    reading = read_annex(annex_of(found("1."), found("(2)"), found("Observation 3"), found("10a"), found("No. 4")))
    assert [row.number for row in reading.rows] == ["1", "2", "3", "10a", "4"]


def test_tracked_changes_are_read_as_accepted_and_said_to_be() -> None:
    reading = read_annex(
        annex_of(
            row("1", "8.3", cell(paragraph("It ", deleted("may"), inserted("shall"), " apply.")), "", "Withdrawn"),
            row("2", "8.4", "Gone.", "", "", revised="del"),
            row("3", "8.5", "New.", "", "", revised="ins"),
        )
    )
    assert [(row.number, row.row, row.text) for row in reading.rows] == [("1", 2, "It shall apply."), ("3", 4, "New.")]
    assert "as if all of them were accepted" in reading.warnings[0]


def test_clauses_come_from_the_reference_or_else_from_the_observation() -> None:
    reading = read_annex(
        annex_of(
            found("1", reference="8.3.3 to 8.3.5, (A7)"),
            found("2", reference="", text="In section 5 the date is wrong within 5 Working Days."),
            found("3", reference="Throughout"),
        )
    )
    assert [row.citations for row in reading.rows] == [("8.3.3", "8.3.4", "8.3.5", "(A7)"), ("section 5",), ()]
    assert reading.rows[2].reference == "Throughout"


PROBLEMS = {
    "no number": (found(""), AnnexFault.NO_NUMBER, "has no number. Give it one"),
    "a number that is none": (found("TBC"), AnnexFault.NUMBER_NOT_RECOGNISED, "“TBC” is no number"),
    "several numbers": (found("5-6"), AnnexFault.NUMBER_NOT_RECOGNISED, "a row of its own"),
    "no observation": (row("3", "8.3", "", "Mend.", ""), AnnexFault.NO_TEXT, "Fill in the observation"),
    "a cell over all columns": (across("General remarks"), AnnexFault.ROW_NOT_READ, "“General remarks” goes over"),
}


@pytest.mark.parametrize(("wrong", "fault", "words"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_row_with_a_problem_is_named_and_never_stops_the_others(wrong: str, fault: AnnexFault, words: str) -> None:
    reading = read_annex(annex_of(found("1"), wrong, found("2")))
    assert keys(reading) == [("Appendix D", "1"), ("Appendix D", "2")]
    (problem,) = reading.problems
    assert (problem.fault, problem.place) == (fault, "Table 1, row 3")
    assert words in problem.sentence


def test_a_row_with_two_problems_says_both() -> None:
    reading = read_annex(annex(table(HEADED, row("x", "8.3", "", "Mend.", ""))))
    assert [problem.fault for problem in reading.problems] == [
        AnnexFault.DOCUMENT_NOT_KNOWN,
        AnnexFault.NUMBER_NOT_RECOGNISED,
        AnnexFault.NO_TEXT,
    ]


def test_of_a_number_that_occurs_twice_in_a_document_neither_is_taken() -> None:
    reading = read_annex(
        annex(heading(DOCUMENT), table(HEADED, found("1a"), found("2")), table(HEADED, found("1A", text="Other.")))
    )
    assert keys(reading) == [("Appendix D", "2")]
    assert [(problem.fault, problem.place) for problem in reading.problems] == [
        (AnnexFault.NUMBER_TWICE, "Table 1, row 2"),
        (AnnexFault.NUMBER_TWICE, "Table 2, row 2"),
    ]
    assert "in table 2, row 2 too" in reading.problems[0].sentence


UNKNOWN = {
    "no heading at all": annex(table(HEADED, found("1"))),
    "a heading that names none": annex(heading("Appendix D"), heading("Organisation Form"), table(HEADED, found("1"))),
    "a heading that names two": annex(heading("Appendices D and E"), table(HEADED, found("1"))),
    "a row across that names none": annex(table(HEADED, across("Appendix D"), across("Organisation Form"), found("1"))),
    "a column that names none": annex(
        heading(DOCUMENT), table(row("Document", *HEAD), row("Organisation Form", "1", *"8xyz"))
    ),
}


@pytest.mark.parametrize("data", UNKNOWN.values(), ids=UNKNOWN)
def test_a_document_that_is_not_of_the_code_is_a_problem_of_its_rows_and_never_the_one_before(data: bytes) -> None:
    reading = read_annex(data)
    assert reading.rows == ()
    problem = reading.problems[-1]
    assert problem.fault is AnnexFault.DOCUMENT_NOT_KNOWN
    assert "Section L or Appendix D" in problem.sentence


def test_a_table_of_something_else_is_named_with_its_rows_and_the_rest_is_read() -> None:
    other = table(row("Version", "Date"), row("1.0", "2 March"))
    reading = read_annex(annex(heading(DOCUMENT), other, table(HEADED, found("1")), other))
    assert keys(reading) == [("Appendix D", "1")]
    assert [(problem.fault, problem.place) for problem in reading.problems] == [
        (AnnexFault.COLUMNS_NOT_RECOGNISED, "Table 1"),
        (AnnexFault.COLUMNS_NOT_RECOGNISED, "Table 3"),
    ]
    assert "(2 rows)" in reading.problems[0].sentence
    assert "“Version | Date”" in reading.problems[0].sentence


def test_a_column_that_nobody_knows_is_told_once() -> None:
    head = row(*HEAD, "Owner")
    reading = read_annex(annex(heading(DOCUMENT), table(head, row("1", *"8xyz", "Me"), head, row("2", *"8xyz", ""))))
    assert len(reading.rows) == 2
    assert [warning for warning in reading.warnings if "“Owner”" in warning] == list(reading.warnings)
    assert len(reading.warnings) == 1


def test_a_table_without_a_number_column_says_so_for_the_table_and_each_row() -> None:
    reading = read_annex(annex(heading(DOCUMENT), table(row("Clause", "Observation"), row("8.3", "Found."))))
    assert "no column for the number" in reading.warnings[0]
    assert [problem.fault for problem in reading.problems] == [AnnexFault.NO_NUMBER]


def test_a_file_without_tables_says_what_is_needed() -> None:
    reading = read_annex(word_file(paragraph("Observations follow.")))
    assert [problem.fault for problem in reading.problems] == [AnnexFault.NO_TABLES]
    assert "No., Reference, Observation" in reading.problems[0].sentence


def test_hostile_words_are_only_words() -> None:
    hostile = "<script>alert(1)</script> =cmd|' /C calc'!A0"
    (read,) = read_annex(annex_of(row("1", "8.3", cell(paragraph(run(hostile))), "", ""))).rows
    assert read.text == hostile


def test_the_gate_gives_the_same_reading_in_a_process_of_its_own() -> None:
    data = annex_of(found("1"), found(""))
    assert annex_from_json(run_bounded("annex_a_word", data, filename="a.docx")) == read_annex(data)


@pytest.mark.parametrize("data", [b"PK\x03\x04 nothing", b"no Word file at all", annex_of(found("1"))[:400]])
def test_a_damaged_file_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(FileRefused, match=r"Word|damaged|could not"):
        run_bounded("annex_a_word", data, filename="a.docx")
