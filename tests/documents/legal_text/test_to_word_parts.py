"""Rows, cells and notes that the imported Word file inserts or deletes as a whole: any part can be taken back."""

import random
import re
from collections import Counter
from collections.abc import Callable

import pytest

from tests.builders.views import texts
from tests.builders.word import cell, deleted, inserted, moved, notes, paragraph, row, run, table, word_file
from voting.documents.legal_text.from_word import read_redline
from voting.documents.legal_text.to_word import RedlineNotOfThisFile, clean_from_original, rewritten_docx
from voting.documents.word.package import open_package
from voting.domain.legal_text import Redline, View, cancel_hunk, is_in_as_is, is_in_to_be

BEFORE, AFTER = paragraph("Before."), paragraph("After.")
REFERENCE = '<w:r><w:footnoteReference w:id="1"/></w:r>'


def paragraphs(drawn: random.Random) -> list[str]:
    """One to three paragraphs, edited inside."""
    number = drawn.randint(1, 3)
    found = []
    for at in range(number):
        pieces = [drawn.choice([run, run, run, inserted, deleted])(words(drawn)) for _ in range(drawn.randint(1, 3))]
        found.append(paragraph(*pieces, mark=drawn.choice(["", "", "", "ins", "del"]) if at < number - 1 else ""))
    return found


def words(drawn: random.Random) -> str:
    return "".join(drawn.choices("abc ", k=drawn.randint(1, 6)))


def with_row(drawn: random.Random, revised: str) -> bytes:
    held = row(cell(*paragraphs(drawn)), cell(*paragraphs(drawn)), revised=revised)
    return word_file(BEFORE, table(row("a", "b"), held), AFTER)


def with_cell(drawn: random.Random, revised: str) -> bytes:
    held = row(cell(*paragraphs(drawn), revised=revised), cell(*paragraphs(drawn)))
    return word_file(BEFORE, table(row("a", "b"), held), AFTER)


def with_table_inside(drawn: random.Random, revised: str) -> bytes:
    inner = row(cell(*paragraphs(drawn)), cell(*paragraphs(drawn)), revised=drawn.choice(["", "ins", "del"]))
    held = row(cell(*paragraphs(drawn), table(inner), *paragraphs(drawn)), cell(*paragraphs(drawn)), revised=revised)
    return word_file(BEFORE, table(row("a", "b"), held), AFTER)


def with_note(drawn: random.Random, revised: str) -> bytes:
    around = inserted if revised == "ins" else deleted
    content = (around(REFERENCE),) if drawn.random() < 0.5 else (around(run("ab "), REFERENCE, run(" c")),)
    return noted("".join(paragraphs(drawn)), paragraph("Text ", *content, "more."))


def noted(note: str, *blocks: str) -> bytes:
    return word_file(BEFORE, *blocks, AFTER, related={"footnotes": notes("footnote", note)})


@pytest.mark.parametrize(
    ("made", "revised"),
    [
        (with_row, "ins"),
        (with_row, "del"),
        (with_cell, "cellIns"),
        (with_cell, "cellDel"),
        (with_table_inside, "ins"),
        (with_table_inside, "del"),
        (with_note, "ins"),
        (with_note, "del"),
    ],
)
def test_any_single_change_in_what_is_revised_as_a_whole_is_taken_back_and_every_other_stays(
    made: Callable[[random.Random, str], bytes], revised: str
) -> None:
    for seed in range(8):
        data = made(random.Random(seed), revised)
        redline = read_redline(data).redline
        for hunk in redline.hunks:
            held = cancel_hunk(redline, hunk.key, "a response")
            again = written(data, held)
            assert standing(again) == standing(held), (seed, hunk)
            clean = read_redline(clean_from_original(data, held)).redline
            assert not clean.hunks
            assert list(filter(None, texts(clean, View.CLEAN))) == list(filter(None, texts(held, View.CLEAN)))


def written(data: bytes, held: Redline) -> Redline:
    """What the rewritten file says, which is what the redline says."""
    again = read_redline(rewritten_docx(data, held)).redline
    for view in (View.CLEAN, View.IN_FORCE):
        assert texts(again, view) == texts(held, view)
    return again


def standing(redline: Redline) -> Counter[tuple[bool, str, str]]:
    """The characters that one text has and the other has not, by author."""
    return Counter(
        (is_in_to_be(span), span.author, sign)
        for clause in redline.clauses
        for span in clause.spans
        if is_in_to_be(span) is not is_in_as_is(span)
        for sign in span.text
    )


def cancelled(data: bytes, *said: str) -> Redline:
    """What the file says without the changes that delete or insert these words."""
    redline = read_redline(data).redline
    for words in said:
        hunk = next(each for each in redline.hunks if words in (each.delete_text, each.insert_text))
        redline = cancel_hunk(redline, hunk.key, "a response")
    return redline


def part(docx: bytes, name: str = "document") -> str:
    """A part of a file, without ids."""
    return re.sub(r' w:id="\d+"', "", open_package(docx).part(f"word/{name}.xml").decode())


# Text moved to or from a cell sets the changes of the cells beside it apart.
LEFT = paragraph("Here was ", moved("From", "m1", "what moves"), ".")
ARRIVED = paragraph(moved("To", "m1", "what moves"))
ONE_AUTHOR = ' w:author="Ann Alder" w:date="2025-03-04T09:30:00Z"'


def test_an_inserted_row_of_which_a_cell_is_taken_back_stays_inserted_and_the_cell_says_nothing() -> None:
    bold = paragraph(run("stays", properties="<w:b/>"))
    data = word_file(LEFT, table(row("a", "b"), row(bold, ARRIVED, "goes", revised="ins")), AFTER)
    held = cancelled(data, "goes")
    assert [clause.text_to_be for clause in written(data, held).clauses[3:6]] == ["stays", "what moves", None]
    xml = part(rewritten_docx(data, held))
    assert f"<w:trPr><w:ins{ONE_AUTHOR}/></w:trPr>" in xml
    assert f"<w:ins{ONE_AUTHOR}><w:r><w:rPr><w:b/></w:rPr>" in xml
    assert f"<w:tc><w:p><w:pPr><w:rPr><w:ins{ONE_AUTHOR}/><w:del{ONE_AUTHOR}/></w:rPr></w:pPr></w:p></w:tc>" in xml


def test_a_deleted_row_of_which_a_cell_is_taken_back_stays_and_the_text_of_the_others_is_deleted_by_itself() -> None:
    arrived = paragraph("Here is ", moved("To", "m1", "what moves"))
    gone = paragraph(moved("From", "m1", "what moves"))
    goes = paragraph("goes", properties='<w:jc w:val="both"/>')
    data = word_file(arrived, table(row("a", "b"), row("stays", gone, cell(goes, goes), revised="del")), AFTER)
    held = cancelled(data, "stays")
    assert [clause.text_to_be for clause in written(data, held).clauses[3:7]] == ["stays", None, None, None]
    assert [hunk.is_move for hunk in written(data, held).hunks] == [True, False]
    xml = part(rewritten_docx(data, held))
    assert "trPr" not in xml
    mark = f'<w:pPr><w:jc w:val="both"/><w:rPr><w:del{ONE_AUTHOR}/></w:rPr></w:pPr>'
    text = '<w:r><w:delText xml:space="preserve">goes</w:delText></w:r>'
    assert f"<w:p>{mark}<w:del{ONE_AUTHOR}>{text}</w:del></w:p>" * 2 in xml


@pytest.mark.parametrize(("around", "tag"), [(inserted, "ins"), (deleted, "del")])
def test_a_note_is_taken_back_paragraph_by_paragraph(around: Callable[..., str], tag: str) -> None:
    data = noted(paragraph("first") + paragraph("second"), paragraph("Text ", around("words", REFERENCE), "."))
    held = cancelled(data, "second")
    assert texts(written(data, held), View.CLEAN)[3:] == (["second"] if tag == "del" else ["first"])
    document = part(rewritten_docx(data, held))
    assert bool(re.search(f"<w:{tag} (?:(?!</w:{tag}>).)*footnoteReference", document)) is (tag == "ins")
    assert "words" in document
    assert texts(written(data, cancelled(data, "first", "second")), View.CLEAN)[3:] == (
        ["first", "second"] if tag == "del" else []
    )


@pytest.mark.parametrize("beside", [(), ("stays",)])
def test_a_move_into_an_inserted_row_is_taken_back_with_what_was_inserted_around_it(beside: tuple[str, ...]) -> None:
    arrived = paragraph("new ", moved("To", "m1", "what moves"), " too")
    data = word_file(LEFT, table(row("a", "b"), row(arrived, *beside, revised="ins")), AFTER)
    held = cancelled(data, "what moves")
    assert written(data, held).clauses[0].text_to_be == "Here was new what moves too."
    assert "move" not in part(rewritten_docx(data, held)).replace("moves", "")


def test_of_a_deleted_cell_the_text_that_does_not_move_after_all_comes_back_alone() -> None:
    arrived = paragraph("Here is ", moved("To", "m1", "what moves"))
    held = row("a", cell(paragraph("goes ", moved("From", "m1", "what moves")), revised="cellDel"))
    data = word_file(arrived, table(held), AFTER)
    assert written(data, cancelled(data, "what moves")).clauses[2].text_to_be == "what moves"


def test_text_that_had_moved_into_a_deleted_row_goes_on_moving_where_the_row_stays() -> None:
    data = word_file(LEFT, table(row("a", "b"), row("stays", ARRIVED, revised="del")), AFTER)
    assert [hunk.is_move for hunk in written(data, cancelled(data, "stays")).hunks] == [True]


def test_a_paragraph_of_which_only_what_moved_away_is_left_is_in_neither_text() -> None:
    arrived = paragraph("Here is ", moved("To", "m1", "what moves"))
    left = paragraph("goes ", moved("From", "m1", "what moves"))
    data = word_file(arrived, table(row(cell("stays", left), revised="ins")), AFTER)
    assert [clause.text_to_be for clause in written(data, cancelled(data, "goes ")).clauses[1:3]] == ["stays", None]


def test_a_note_in_a_deleted_row_stays_deleted_where_the_row_stays() -> None:
    data = noted(paragraph("note"), table(row("a"), row(paragraph("Text", REFERENCE), revised="del")))
    assert texts(written(data, cancelled(data, "Text")), View.CLEAN) == ["Before.", "a", "Text", "After."]


def test_a_note_comes_back_although_the_text_around_it_goes() -> None:
    nested = inserted(inserted("words ", REFERENCE, " words"))
    data = noted(paragraph("note"), paragraph("Text ", nested, "."))
    held = cancelled(data, "words  words")
    assert texts(written(data, held), View.CLEAN) == ["Before.", "Text .", "After.", "note"]


def test_a_note_whose_place_is_gone_is_refused() -> None:
    data = noted(paragraph("note"), table(row("a"), row(paragraph("Text", REFERENCE), revised="del")))
    with pytest.raises(RedlineNotOfThisFile):
        rewritten_docx(data, cancelled(data, "note"))
    assert texts(written(data, cancelled(data, "note", "Text")), View.CLEAN)[-1] == "note"


def test_what_is_written_has_ids_of_its_own() -> None:
    held = row("one", ARRIVED, "two", cell("three", "four"), revised="del")
    data = word_file(LEFT, table(row("a", "b"), held), AFTER)
    before, after = ids(data), ids(rewritten_docx(data, cancelled(data, "one")))
    assert len(after) > len(before)
    assert len(set(after)) == len(after)


def ids(docx: bytes) -> list[str]:
    xml = open_package(docx).part("word/document.xml").decode()
    return re.findall(r'<w:(?:ins|del|moveTo|moveFrom) w:id="(\d+)"', xml)


def test_text_that_was_deleted_inside_and_beside_a_move_comes_back_in_its_order() -> None:
    data = word_file(
        paragraph("From here ", moved("From", "m1", "it moves"), "."),
        paragraph("Here ", moved("To", "m1", "it moves", deleted(" first")), deleted(" second"), "."),
    )
    assert written(data, cancelled(data, " first second")).clauses[1].text_to_be == "Here it moves first second."
