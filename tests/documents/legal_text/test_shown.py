"""What stands beside the text of a clause is the part of its label that the text does not say itself."""

import pytest

from tests.builders.numbering import a_list, level, numbers, use
from tests.builders.word import NAMESPACES, paragraph, word_file
from voting.documents.legal_text.from_word import read_redline
from voting.documents.legal_text.shown import automatic_label
from voting.documents.legal_text.to_text import plain_text
from voting.documents.legal_text.to_word import redlined_docx
from voting.domain.legal_text import View


@pytest.mark.parametrize(
    ("label", "text", "shown"),
    [
        ("8.3.4", "The User shall.", "8.3.4"),
        ("8.3.4", "8.3.4 The User shall.", ""),
        ("8.3.4", "\t8.3.4\tThe User shall.", ""),
        ("(a)", "“(a) the User;”", ""),
        ("1.—(1)", "—(1) The User shall.", "1."),
        ("1.—(1)", "1.—(1) The User shall.", ""),
        ("1.—(1)", "The User shall.", "1.—(1)"),
        ("7A.—(2)(b)", "—(2)(b) The User shall.", "7A."),
        # A number that begins like another is another.
        ("1", "10 Working Days after that date", "1"),
        ("1.1", "1 January is the date.", "1.1"),
        ("(a)", "(aa) the User;", "(a)"),
        ("•", "the day", "•"),
        ("•", "• the day", ""),
        ("•", "\uf0b7\tthe day", ""),
        ("—", "—\tthe day", ""),
        ("", "The User shall.", ""),
        (None, "The User shall.", ""),
        ("8.3.4", "", "8.3.4"),
        ("8.3.4", None, "8.3.4"),
    ],
)
def test_the_longest_end_of_a_label_that_is_typed_is_not_shown_again(
    label: str | None, text: str | None, shown: str
) -> None:
    assert automatic_label(label, text) == shown


LISTS = f"<w:numbering {NAMESPACES}>{a_list(0, level(0, '%1.'))}{use(1, 0)}</w:numbering>"


@pytest.mark.parametrize(
    ("properties", "text", "label", "line"),
    [
        (numbers(1, 0), "—(1) The User shall.", "1.—(1)", "1. —(1) The User shall."),
        ("", "\uf0b7\tthe day", "•", "\uf0b7\tthe day"),
        ("", "8.3.4 The User shall.", "8.3.4", "8.3.4 The User shall."),
    ],
)
def test_a_label_that_is_partly_typed_goes_out_and_comes_in_as_it_was(
    properties: str, text: str, label: str, line: str
) -> None:
    redline = read_redline(word_file(paragraph(text, properties=properties), related={"numbering": LISTS})).redline
    again = read_redline(redlined_docx(redline)).redline
    for each in (redline, again):
        assert [(clause.label_to_be, clause.text_to_be) for clause in each.clauses] == [(label, text)]
    assert plain_text(redline, View.CLEAN).strip() == line
