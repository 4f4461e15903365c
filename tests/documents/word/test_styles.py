"""What a paragraph takes from its style, from the styles that one is based on, and from the defaults."""

import pytest

from tests.builders.numbering import a_style, numbered_file, numbers
from voting.documents.word.package import open_package
from voting.documents.word.styles import ParagraphStyle, Styles

DEFAULTS = '<w:docDefaults><w:pPrDefault><w:pPr><w:outlineLvl w:val="4"/></w:pPr></w:pPrDefault></w:docDefaults>'
HEADING = (
    '<w:style w:type="paragraph" w:styleId="Heading"><w:name w:val="heading 2"/><w:basedOn w:val="Base"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:caps w:val="false"/></w:rPr></w:style>'
)
BASE = (
    '<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Code Base"/>'
    f"<w:pPr>{numbers(7, 3)}</w:pPr><w:rPr><w:caps/></w:rPr></w:style>"
)


def style(style_id: str, *styles: str) -> ParagraphStyle:
    """The style with this id out of these."""
    return Styles.of(open_package(numbered_file([], [], styles))).paragraph(style_id)


def test_a_style_has_what_it_states_and_what_it_is_based_on() -> None:
    found = style("Heading", BASE, HEADING)
    assert (found.name, found.names) == ("heading 2", ("heading 2", "code base"))
    assert (found.num_id, found.outline, found.is_bold, found.is_caps) == (7, 1, True, False)
    assert [(step.style_id, step.num_id, step.level) for step in found.chain][:2] == [
        ("Heading", None, None),
        ("Base", 7, 3),
    ]
    assert style("Base", BASE, HEADING).is_caps


@pytest.mark.parametrize(
    ("style_id", "styles", "outline"),
    [
        ("Body", [DEFAULTS, a_style("Body")], 4),
        ("Body", [DEFAULTS, a_style("Body", '<w:outlineLvl w:val="9"/>')], None),
        ("Body", [a_style("Body")], None),
        # An unknown style, or none at all, is the default one.
        ("Missing", [a_style("Body", '<w:outlineLvl w:val="2"/>', default=True)], 2),
        ("", [a_style("Body", '<w:outlineLvl w:val="2"/>', default=True)], 2),
        ("", [DEFAULTS], 4),
        # A style is of one kind: a table's or a list's is no paragraph's.
        ("Body", [a_style("Body", '<w:outlineLvl w:val="2"/>', kind="table")], None),
    ],
)
def test_the_outline_level_comes_from_the_nearest_that_states_one(
    style_id: str, styles: list[str], outline: int | None
) -> None:
    assert style(style_id, *styles).outline == outline


def test_styles_based_on_each_other_end() -> None:
    found = style("A", a_style("A", based_on="B"), a_style("B", numbers(5), based_on="A"))
    assert (found.num_id, found.names) == (5, ("a", "b"))


def test_only_a_numbering_style_gives_a_list_its_number() -> None:
    styles = Styles.of(
        open_package(numbered_file([], [], [a_style("L", numbers(3), kind="numbering"), a_style("P", numbers(4))]))
    )
    assert (styles.list_style_number("L"), styles.list_style_number("P")) == (3, None)


def test_an_endless_chain_of_styles_is_followed_no_further_than_word_does() -> None:
    chain = [a_style(f"S{at}", numbers(9) if at == 199 else "", based_on=f"S{at + 1}") for at in range(200)]
    assert style("S0", *chain).num_id is None
    assert style("S170", *chain).num_id == 9
