"""Number fields, whose numbers are nowhere in the file: which list, level and start they ask for."""

import pytest

from tests.builders.numbering import a_list, level, numbered_file, numbering_of, use
from voting.documents.word.numbering import ListField, NumberProperties, is_list_field
from voting.documents.word.package import open_package

ARTICLES = a_list(
    0, level(0, "%1.", more='<w:lvlRestart w:val="0"/>'), level(1, "(%2)"), level(2, "(%3)", "lowerLetter"),
    more='<w:name w:val="seq1"/>',
)  # fmt: skip
ARTICLE, PARAGRAPH, PLAIN = NumberProperties(num_id=1, level=0), NumberProperties(num_id=1, level=1), NumberProperties()


def read(*paragraphs: tuple[NumberProperties, str]) -> list[str]:
    """The numbers of paragraphs with the fields in them, which are given apart by a bar."""
    counter = numbering_of(open_package(numbered_file([ARTICLES, use(1, 0)], [])))[1].counter()
    found = []
    for properties, instructions in paragraphs:
        number = counter.number(properties)
        fields = tuple(ListField(0, each) for each in instructions.split("|") if each)
        within = [each.text for each in counter.fields(properties, fields) if each is not None]
        found.append(" ".join(filter(None, [number.text if number else "", *within])))
    return found


def test_a_named_field_counts_in_the_list_of_that_name_with_the_paragraphs_after_it() -> None:
    """How statutory instruments write "1.—(1)"."""
    field = ' LISTNUM "SEQ1" \\l 2 '
    given = read((ARTICLE, field), (PARAGRAPH, ""), (PARAGRAPH, ""), (ARTICLE, ""), (ARTICLE, field), (PARAGRAPH, ""))
    assert given == ["1. (1)", "(2)", "(3)", "2.", "3. (1)", "(2)"]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        # A field that names no list belongs to the paragraph's own, one level down.
        ([(ARTICLE, "LISTNUM"), (PARAGRAPH, "")], ["1. (1)", "(2)"]),
        ([(ARTICLE, "LISTNUM \\l 3"), (PARAGRAPH, "")], ["1. (a)", "(2)"]),
        ([(ARTICLE, "LISTNUM|LISTNUM")], ["1. (1) (2)"]),
        ([(ARTICLE, "LISTNUM seq1 \\l 2 \\s 4"), (PARAGRAPH, "")], ["1. (4)", "(5)"]),
        # In a paragraph without a number it is Word's own default list.
        ([(PLAIN, "LISTNUM"), (PLAIN, "LISTNUM \\l 2"), (PLAIN, "LISTNUM")], ["1)", "a)", "2)"]),
        ([(PLAIN, "LISTNUM NumberDefault \\l 4")], ["(1)"]),
        ([(PLAIN, "LISTNUM OutlineDefault"), (PLAIN, 'LISTNUM "OutlineDefault" \\l "2"')], ["I.", "A."]),
        ([(PLAIN, "LISTNUM LegalDefault"), (PLAIN, "LISTNUM LegalDefault \\l 2")], ["1.", "1.1."]),
        ([(PLAIN, "LISTNUM NoSuchList")], ["1)"]),
        ([(PLAIN, "AUTONUM"), (PLAIN, "AUTONUM")], ["1.", "2."]),
        ([(NumberProperties(outline=0), "AUTONUMLGL"), (NumberProperties(outline=1), "AUTONUMLGL")], ["1.", "1.1."]),
        ([(PLAIN, "AUTONUMOUT")], ["I."]),
        ([(PLAIN, "PAGE")], [""]),
    ],
)
def test_a_field_asks_for_list_level_and_start(
    paragraphs: list[tuple[NumberProperties, str]], expected: list[str]
) -> None:
    assert read(*paragraphs) == expected


def test_the_number_before_a_revision_is_the_fields_own() -> None:
    counter = numbering_of(open_package(numbered_file([], [])))[1].counter()
    (number,) = counter.fields(PLAIN, (ListField(0, "LISTNUM", "3)"),))
    assert number is not None
    assert number.text == "3)"


@pytest.mark.parametrize(
    ("instruction", "is_one"),
    [(" LISTNUM ", True), ("listnum x \\l 2", True), ("AUTONUM", True), (" REF LISTNUM", False), ("LISTNUMBER", False)],
)
def test_a_number_field_is_known_by_its_first_word(instruction: str, is_one: bool) -> None:
    assert is_list_field(instruction) is is_one
