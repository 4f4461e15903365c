"""What a paragraph's properties say of its number as is and to be, and which number each view shows."""

import pytest

from tests.builders.numbering import a_list, element, level, numbers, shown, styled, use
from tests.builders.word import by
from voting.documents.word.numbering import NOTHING_SAID, NumberProperties, number_properties
from voting.documents.word.numbering.properties import original_number

LISTS = [
    a_list(0, level(0, "%1."), level(1, "%1.%2")),
    a_list(1, level(0, "(%1)", "lowerLetter")),
    use(1, 0),
    use(2, 1),
]


def change(before: str) -> str:
    """The revision that holds all the paragraph's properties before."""
    return f"<w:pPrChange{by()}>{f'<w:pPr>{before}</w:pPr>' if before else ''}</w:pPrChange>"


def original(number: str) -> str:
    """The revision that holds the number that was shown before."""
    return f'<w:numberingChange{by()} w:original="{number}"/>'


def test_without_a_revision_both_views_are_one_object() -> None:
    as_is, to_be = number_properties(element(f"<w:pPr>{styled('N1', numbers(3, 2))}<w:outlineLvl w:val='1'/></w:pPr>"))
    assert as_is is to_be == NumberProperties("N1", 3, 2, 1)
    assert number_properties(None) == (NOTHING_SAID, NOTHING_SAID)


@pytest.mark.parametrize(
    ("properties", "as_is", "to_be"),
    [
        (numbers(1, 0) + change(numbers(2, 0)), "(a)", "1."),
        (numbers(1, 1) + change(numbers(1, 0)), "1.", "1.1"),
        # Before, nothing was said: no number.
        (numbers(1, 0) + change(""), "", "1."),
        (change(numbers(2)), "(a)", ""),
        # The number alone is new.
        (numbers(1, 0, f"<w:ins{by()}/>"), "", "1."),
        (numbers(1, None, f"<w:ins{by()}/>"), "", "1."),
        (styled("Lettered", numbers(1, 0, f"<w:ins{by()}/>")), "(a)", "1."),
        # The number that was shown is told.
        (numbers(1, 0, original("%1:7:0:.")), "7.", "1."),
        (numbers(1, 0, original("")), "", "1."),
    ],
)
def test_a_revision_of_the_number_changes_the_number_as_is(properties: str, as_is: str, to_be: str) -> None:
    styles = [f'<w:style w:type="paragraph" w:styleId="Lettered"><w:pPr>{numbers(2)}</w:pPr></w:style>']
    assert [shown(LISTS, [properties], styles, view=view) for view in (0, 1)] == [[as_is], [to_be]]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("(1)", "(1)"),
        ("%1:3:0:.", "3."),
        ("%1:2:0:.%2:4:0:", "2.4"),
        ("(%1:2:4:)", "(b)"),
        ("Section %1:4:1:", "Section IV"),
        ("%1:5:2:)", "v)"),
        ("%1:1:22:", "01"),
        ("%1:1:999:", "1"),
        ("", ""),
    ],
)
def test_the_number_before_is_read_from_words_own_spelling(written: str, number: str) -> None:
    assert original_number(written) == number


def test_a_paragraph_that_holds_a_sections_end_says_so_in_both_views() -> None:
    as_is, to_be = number_properties(element(f"<w:pPr>{numbers(1)}<w:sectPr/>{change(numbers(2))}</w:pPr>"))
    assert (as_is.ends_section, as_is.num_id, to_be.ends_section, to_be.num_id) == (True, 2, True, 1)
