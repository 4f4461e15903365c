"""What each paragraph of a Word file is called, where it stands and what it is, in each view."""

import difflib
import os
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.builders.numbering import a_list, a_style, level, numbered_file, numbering_of, use
from voting.documents.legal_text.from_word import read_redline
from voting.documents.legal_text.word_labels import LabelParagraph, LabelReader, WordLabel
from voting.documents.word.numbering import ListField, NumberProperties
from voting.documents.word.package import open_package
from voting.domain.legal_text import ClauseKind

LISTS = (
    # 1: how the Smart Energy Code is numbered; 2 and 3: letters and bullets apart from it; 4: a statutory instrument.
    a_list(
        1,
        level(0, "Section %1", "upperLetter"),
        level(1, "%1%2"),
        level(2, "%1%2.%3"),
        level(3, "(%4)", "lowerLetter"),
        level(4, "(%5)", "lowerRoman"),
    ),
    a_list(2, level(0, "(%1)", "lowerLetter"), level(1, "(%1)(%2)", "lowerLetter")),
    a_list(3, level(0, "•", "bullet")),
    a_list(4, level(0, "%1."), level(1, "(%2)"), level(2, "(%3)", "lowerLetter"), more='<w:name w:val="seq1"/>'),
    a_list(5, level(0, "(%1)", "lowerRoman")),
    a_list(6, level(0, "%1."), level(1, "%2)", "upperLetter")),
    *(use(each, each) for each in range(1, 7)),
    use(12, 2, {0: 1}),
    use(15, 5, {0: 1}),
)
STYLES = (
    a_style("Normal", default=True),
    a_style("Head", '<w:outlineLvl w:val="1"/>', name="heading 2"),
    a_style("Toc", name="toc 1"),
    a_style("Definitions", name="Definition"),
    a_style("Guidance", name="Guidance Note"),
)
Given = str | tuple[str, str] | LabelParagraph


def reader() -> LabelReader:
    """A reader of these lists and styles."""
    return LabelReader(*numbering_of(open_package(numbered_file(LISTS, [], STYLES))))


def one(given: Given) -> LabelParagraph:
    """A paragraph: its text, after the list and level it is numbered by ("1.3") or its style ("Head")."""
    if isinstance(given, LabelParagraph):
        return given
    if isinstance(given, str):
        return LabelParagraph(NumberProperties(), given)
    place, text = given
    num_id, dot, index = place.partition(".")
    said = NumberProperties(num_id=int(num_id), level=int(index)) if dot else NumberProperties(style=place)
    return LabelParagraph(said, text)


def read(*paragraphs: Given) -> list[WordLabel]:
    """The labels of one view."""
    return reader().labels([one(each) for each in paragraphs])


def paths(*paragraphs: Given) -> list[str]:
    """The whole numbers of one view."""
    return [each.path for each in read(*paragraphs)]


def numbered(*places: str) -> list[tuple[str, str]]:
    """Paragraphs by list and level, of which nothing else matters."""
    return [(place, "The User shall do so.") for place in places]


def test_an_automatic_number_is_label_and_path_and_level() -> None:
    found = read(*numbered("1.0", "1.1", "1.2", "1.3", "1.4", "1.3", "1.2"))
    assert [each[:3] for each in found] == [
        ("Section A", "Section A", 0),
        ("A1", "A1", 1),
        ("A1.1", "A1.1", 2),
        ("(a)", "A1.1(a)", 3),
        ("(i)", "A1.1(a)(i)", 4),
        ("(b)", "A1.1(b)", 3),
        ("A1.2", "A1.2", 2),
    ]
    assert all(each.automatic == each.label for each in found)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        # Letters of a list of their own, beneath the clause before them, and again beneath the next.
        ("1.1 1.2 2.0 2.0 1.2 2.0", "A1 A1.1 A1.1(a) A1.1(b) A1.2 A1.2(c)"),
        ("1.1 1.2 2.0 2.0 1.2 12.0", "A1 A1.1 A1.1(a) A1.1(b) A1.2 A1.2(a)"),
        # A third list beneath the letters; the letters then go on.
        ("1.2 2.0 5.0 5.0 2.0 15.0", "A1.1 A1.1(a) A1.1(a)(i) A1.1(a)(ii) A1.1(b) A1.1(b)(i)"),
        # One that shows the level above itself stands beneath what is above that.
        ("1.2 2.0 2.1 2.1 2.0 2.1", "A1.1 A1.1(a) A1.1(a)(a) A1.1(a)(b) A1.1(b) A1.1(b)(a)"),
        # Another list's clause in between does not end the letters, but those that begin anew belong to it.
        ("1.2 2.0 6.0 6.1 2.0", "A1.1 A1.1(a) 1 1(A) A1.1(b)"),
        ("1.2 2.0 6.0 12.0", "A1.1 A1.1(a) 1 1(a)"),
        ("4.0 4.1 4.2 4.1 4.0 4.2", "1 1(1) 1(1)(a) 1(2) 2 2(a)"),
        # A bullet has no path.
        ("1.2 3.0 3.0 1.2", "A1.1   A1.2"),
    ],
)
def test_the_path_goes_through_the_lists(places: str, expected: str) -> None:
    assert paths(*numbered(*places.split())) == expected.split(" ")


def test_an_automatic_i_after_h_is_what_its_list_says() -> None:
    letters = [*numbered("1.2"), *numbered(*["2.0"] * 9)]
    assert paths(*letters)[-2:] == ["A1.1(h)", "A1.1(i)"]
    assert paths(*letters[:-1], *numbered("5.0"))[-2:] == ["A1.1(h)", "A1.1(h)(i)"]


@pytest.mark.parametrize(
    ("text", "label", "path"),
    [
        ("8.3.4\tThe User shall.", "8.3.4", "8.3.4"),
        ("1. The User shall.", "1.", "1"),
        ("(a) the User; and", "(a)", "(a)"),
        ("“(b) the User;”", "(b)", "(b)"),
        ("\t(c)\tthe User", "(c)", "(c)"),
        ("1.—(1) The User shall.", "1.—(1)", "1(1)"),
        ("7A.—(2)(b) The User shall.", "7A.—(2)(b)", "7A(2)(b)"),
        ("SCHEDULE 2\tArticle 3", "SCHEDULE 2", "SCHEDULE 2"),
        ("\tSCHEDULE\tArticle 3", "SCHEDULE", "SCHEDULE"),
        ("Part 3 – Charges", "Part 3 –", "Part 3 –"),
        ("RHAN 1", "RHAN 1", "RHAN 1"),
        ("Table 1: Charges", "Table 1", "Table 1"),
        ("\uf0b7\tthe day", "•", ""),
        ("—\tthe day", "—", ""),
        # Set off by a tab, any letters are a number; in a sentence they are not.
        ("(je)\ta committee", "(je)", "(je)"),
        ("5\tThe User shall.", "5", "5"),
        ("(or) a committee", "", ""),
        ("5 Working Days after that date", "", ""),
        ("5 (five) days after that date", "", ""),
        ("31 March 2026", "", ""),
        ("Section 3 applies to the User.", "", ""),
        ("Table 1 shows what the User has paid.", "", ""),
        ("the User;", "", ""),
        ("", "", ""),
    ],
)
def test_a_number_typed_at_the_start_is_the_label(text: str, label: str, path: str) -> None:
    (found,) = read(text)
    assert (found.label, found.path.rstrip(" –"), found.automatic) == (label, path.rstrip(" –"), "")


def test_typed_and_automatic_numbers_make_one_chain() -> None:
    found = paths("8.3 The User:", "(a) one; and", *numbered("5.0", "5.0"), "(b) two.", *numbered("1.2"), "(a) three.")
    assert found == ["8.3", "8.3(a)", "8.3(a)(i)", "8.3(a)(ii)", "8.3(b)", "A1.1", "A1.1(a)"]
    # A letter of another alphabet, or one put in between, stands with the letters around it.
    assert paths(*numbered("1.2", "2.0"), "(ch) two;", "(d) three.") == ["A1.1", "A1.1(a)", "", "A1.1(d)"]
    assert paths("8.3 The User:", "(c) one;", "(ch) two;", "(d) three.") == ["8.3", "8.3(c)", "8.3(ch)", "8.3(d)"]


@pytest.mark.parametrize(
    ("place", "text", "fields", "expected"),
    [
        ("4.0", "—(1) The Order.", (), ("1.—(1)", "1(1)", "1.")),
        ("4.0", "—\u00a0The Order.", (ListField(1, 'LISTNUM "SEQ1" \\l 2'),), ("1.—(1)", "1(1)", "1.—(1)")),
        ("4.0", "The Order.", (ListField(0, "LISTNUM"),), ("1. (1)", "1(1)", "1. (1)")),
        ("0.0", " The Order.", (ListField(0, "LISTNUM"),), ("1)", "(1)", "1)")),
        # A field inside the sentence counts, and is no part of the label.
        ("4.0", "The Order of (b).", (ListField(14, "LISTNUM"),), ("1.", "1", "1.")),
        ("4.0", "— the Order.", (), ("1.", "1", "1.")),
        # Word's own number goes before one that was left in the text.
        ("2.0", "(a) the Order.", (), ("(a)", "(a)", "(a)")),
    ],
)
def test_a_label_is_put_together_as_it_stands_on_the_page(
    place: str, text: str, fields: tuple[ListField, ...], expected: tuple[str, str, str]
) -> None:
    (found,) = read(one((place, text))._replace(fields=fields))
    assert (found.label, found.path, found.automatic) == expected


def test_numbers_in_cells_stand_apart_from_the_clauses_around_the_table() -> None:
    def cell(given: Given, *, is_covered: bool = False) -> LabelParagraph:
        return one(given)._replace(is_cell=True, is_covered=is_covered)

    found = read(
        *numbered("1.2", "1.3"),
        cell(("2.0", "a cell")),
        cell(("2.0", "a merged cell's rest"), is_covered=True),
        cell(("2.0", "another cell")),
        cell("5.2"),
        cell("(a) typed; and"),
        cell("12. Taxing accounts"),
        *numbered("1.3"),
    )
    assert [each.label for each in found] == ["A1.1", "(a)", "(a)", "", "(b)", "", "(a)", "12.", "(b)"]
    assert [each.path for each in found][-1] == "A1.1(b)"
    assert [each.path for each in found][2] == "(a)"


def test_an_empty_paragraph_that_ends_a_section_is_not_numbered() -> None:
    ends = LabelParagraph(NumberProperties(num_id=4, level=0, ends_section=True), " ")
    assert [each.label for each in read(ends, *numbered("4.0"), ends._replace(text="Words"))] == ["", "1.", "2."]


def test_a_table_of_contents_has_no_typed_numbers() -> None:
    assert [each.label for each in read(("Toc", "1.\tCharges"), "1.\tCharges")] == ["", "1."]


@pytest.mark.parametrize(
    ("paragraph", "kind"),
    [
        (("Head", "What the Code Administrator is to do and when"), ClauseKind.HEADING),
        (("Head", "The User shall do so."), ClauseKind.CLAUSE),
        (("1.0", "Charges"), ClauseKind.HEADING),
        (("1.2", "Charges"), ClauseKind.HEADING),
        (("1.2", "The User shall do so."), ClauseKind.CLAUSE),
        (("1.3", "Charges"), ClauseKind.CLAUSE),
        (one("Charges")._replace(bold=7), ClauseKind.HEADING),
        ("CHARGES", ClauseKind.HEADING),
        ("Charges", ClauseKind.CLAUSE),
        ("Schedule 1\tCharges", ClauseKind.HEADING),
        ("Table 1", ClauseKind.HEADING),
        ("“Recovery Key” means a key.", ClauseKind.DEFINITION),
        (one("recovery key means a key.")._replace(bold=12), ClauseKind.DEFINITION),
        (one("recovery key means a key.")._replace(bold=25), ClauseKind.CLAUSE),
        ("recovery key means a key.", ClauseKind.CLAUSE),
        (("Definitions", "recovery key means a key."), ClauseKind.DEFINITION),
        (("1.3", "“Recovery Key” means a key;"), ClauseKind.DEFINITION),
        ("Note: a key is not a lock.", ClauseKind.NOTE),
        (("Guidance", "A key is not a lock."), ClauseKind.NOTE),
        (("Toc", "SCHEDULE 1"), ClauseKind.CLAUSE),
        ("", ClauseKind.CLAUSE),
    ],
)
def test_the_kind_comes_from_style_type_and_words(paragraph: Given, kind: ClauseKind) -> None:
    (found,) = read(paragraph)
    assert found.kind is kind


def test_a_heading_without_a_number_stands_where_the_last_clause_does_and_other_text_beneath_it() -> None:
    found = read(*numbered("1.2", "1.3"), ("Head", "Charges"), "as long as it does so.")
    assert [each.level for each in found] == [2, 3, 2, 3]


PLACES = ("1.0", "1.1", "1.2", "1.3", "1.4", "2.0", "12.0", "5.0", "15.0", "3.0", "4.0", "4.1", "6.0", "Head", "Normal")
TEXTS = ("The User shall:", "(a) one;", "(i) two;", "8.3 three", "—(1) four", "Charges", "1.—(1) five", "")


def _any_paragraph(chance: random.Random) -> LabelParagraph:
    paragraph = one((chance.choice(PLACES), chance.choice(TEXTS)))
    fields = (ListField(0, "LISTNUM"),) if chance.random() < 0.05 else ()
    return paragraph._replace(is_cell=chance.random() < 0.1, is_covered=chance.random() < 0.02, fields=fields)


def _any_pair(chance: random.Random) -> tuple[LabelParagraph | None, LabelParagraph | None]:
    paragraph = _any_paragraph(chance)
    what = chance.random()
    if what < 0.7:
        return paragraph, paragraph
    if what < 0.8:
        return paragraph._replace(text=chance.choice(TEXTS)), paragraph
    return chance.choice([(None, paragraph), (paragraph, None), (_any_paragraph(chance), paragraph)])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
@example(18294)  # A title that is nothing in the other text, and so stands less deep in one of them.
def test_both_views_at_once_are_the_views_one_by_one(seed: int) -> None:
    chance = random.Random(seed)
    pairs = [_any_pair(chance) for _ in range(chance.randint(0, 60))]
    found = reader().both_views(pairs)
    for view in (0, 1):
        there = [pair[view] for pair in pairs]
        assert [found[at][view] is None for at in range(len(pairs))] == [each is None for each in there]
        apart = reader().labels([each for each in there if each is not None])
        together = [each[view] for each in found if each[view] is not None]
        assert [each[:3] for each in together if each] == [each[:3] for each in apart]


# Against what another reader found in drafts of real statutory instruments.

_PIECES = re.compile(r"\([^()]*\)|[^()—]+")


def _plain(label: str) -> str:
    return re.sub(r"\s+", " ", label).strip().casefold()


def _expected(file: Path) -> list[str]:
    """Every number of the document, without the notes in it."""
    found = []
    for number in etree.parse(file).iter("{*}num"):
        for note in number.iter("{*}authorialNote"):
            note[:], note.text = [], None
        found.append(_plain("".join(number.itertext())))
    return found


def _pieces(label: str) -> Sequence[str]:
    """The numbers of a label: "1.—(1)" is two."""
    return [_plain(each) for each in _PIECES.findall(label)] if re.match(r"\d+\w*\.?—?\(", label) else [_plain(label)]


def test_the_numbers_of_real_drafts_are_those_that_word_shows(shared: Path) -> None:
    """What is missed are letters after (z), which the other reader writes (ab) where Word writes (bb); fields that it
    cannot count; and headings without a number of their own, which it counts as numbers."""
    folder = shared / "corpus" / "clause-numbers"
    expected, equal = 0, 0
    for file in sorted(folder.glob("*.docx")):
        redline = read_redline(file.read_bytes(), os.fspath(file.name)).redline
        ours = [piece for clause in redline.clauses for piece in _pieces(clause.label_to_be or "") if piece]
        theirs = _expected(file.with_suffix(".xml"))
        blocks = difflib.SequenceMatcher(None, theirs, ours, autojunk=False).get_matching_blocks()
        expected += len(theirs)
        equal += sum(block.size for block in blocks)
    assert expected
    assert equal / expected >= 0.995
