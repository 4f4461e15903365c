"""Word's automatic numbers: whose counter counts, where it restarts, and how the number is put together."""

import pytest

from tests.builders.numbering import a_list, a_style, level, numbers, shown, styled, use

DECIMALS = (level(0, "%1"), level(1, "%1.%2"), level(2, "%1.%2.%3"))
LEGAL = (
    level(0, "%1."),
    level(1, "(%2)"),
    level(2, "(%3)", "lowerLetter"),
    level(3, "(%4)", "lowerRoman"),
    level(4, "(%5%5)", "lowerLetter"),
)


def at(*places: int | tuple[int, int]) -> list[str]:
    """Paragraphs by their level in instance 1, or by instance and level."""
    pairs = [(1, place) if isinstance(place, int) else place for place in places]
    return [numbers(num_id, index) for num_id, index in pairs]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ((0, 1, 1, 0, 1), "1 1.1 1.2 2 2.1"),
        ((0, 1, 2, 2, 1, 2), "1 1.1 1.1.1 1.1.2 1.2 1.2.1"),
        # A level that is skipped counts as begun: its next paragraph is the second.
        ((1, 1, 0), "1.1 1.2 2"),
        ((0, 2, 1), "1 1.1.1 1.2"),
        ((2, 0), "1.1.1 2"),
    ],
)
def test_deeper_levels_restart_and_skipped_levels_begin(places: tuple[int, ...], expected: str) -> None:
    assert shown([a_list(0, *DECIMALS), use(1, 0)], at(*places)) == expected.split()


def test_legal_drafting_counts_clauses_letters_and_roman_numbers() -> None:
    places = (0, 1, 2, 2, 3, 3, 4, 4, 2, 1, 0)
    expected = "1. (1) (a) (b) (i) (ii) (aa) (bb) (c) (2) 2."
    assert shown([a_list(0, *LEGAL), use(1, 0)], at(*places)) == expected.split()


def test_instances_of_one_list_count_on_together_and_other_lists_apart() -> None:
    lists = [a_list(0, *DECIMALS), a_list(1, level(0, "%1)")), use(1, 0), use(2, 0), use(3, 1)]
    assert shown(lists, at((1, 0), (2, 0), (3, 0), (2, 1), (3, 0), (1, 0))) == ["1", "2", "1)", "2.1", "2)", "3"]


@pytest.mark.parametrize(
    ("starts", "places", "expected"),
    [
        # Once, where the instance is first used.
        ({0: 1}, [(1, 0), (1, 0), (2, 0), (2, 0), (1, 0), (2, 0)], "1 2 1 2 3 4"),
        ({0: 8}, [(1, 0), (2, 0), (1, 0)], "1 8 9"),
        # Only for the level of that paragraph: the levels above go on.
        ({0: 5, 1: 7}, [(1, 0), (1, 0), (2, 1), (2, 0), (2, 1)], "1 2 2.7 3 3.7"),
        # A deeper level begins at the override.
        ({1: 4}, [(1, 0), (2, 0), (2, 1), (2, 1), (2, 0), (2, 1)], "1 2 2.4 2.5 3 3.4"),
        # And where it is of another instance, at that of the paragraph above it.
        ({1: 4}, [(2, 0), (1, 1), (1, 1)], "1 1.4 1.5"),
    ],
)
def test_a_start_override_counts_at_the_first_use(
    starts: dict[int, int], places: list[tuple[int, int]], expected: str
) -> None:
    assert shown([a_list(0, *DECIMALS), use(1, 0), use(2, 0, starts)], at(*places)) == expected.split()


def test_an_instance_may_have_levels_of_its_own_in_the_same_count() -> None:
    lists = [a_list(0, *DECIMALS), use(1, 0), use(2, 0, levels={0: level(0, "Part %1", "upperRoman")})]
    assert shown(lists, at((1, 0), (2, 0), (1, 0), (2, 1))) == ["1", "Part II", "3", "III.1"]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        (None, "1 1.1 1.1.1 1.2 1.2.1 2 2.1 2.1.1"),
        # Never.
        (0, "1 1.1 1.1.1 1.2 1.2.2 2 2.1 2.1.3"),
        # Only after the first level.
        (1, "1 1.1 1.1.1 1.2 1.2.2 2 2.1 2.1.1"),
        (2, "1 1.1 1.1.1 1.2 1.2.1 2 2.1 2.1.1"),
        # After a level that is no higher: as if it said nothing.
        (7, "1 1.1 1.1.1 1.2 1.2.1 2 2.1 2.1.1"),
    ],
)
def test_a_level_restarts_after_the_level_it_names(restart: int | None, expected: str) -> None:
    more = "" if restart is None else f'<w:lvlRestart w:val="{restart}"/>'
    lists = [a_list(0, *DECIMALS[:2], level(2, "%1.%2.%3", more=more)), use(1, 0)]
    assert shown(lists, at(0, 1, 2, 1, 2, 0, 1, 2)) == expected.split()


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        # isLgl writes all levels in figures, but leaves a leading nought.
        ((level(0, "%1", "upperRoman"), level(1, "%1.%2", "lowerLetter", more="<w:isLgl/>")), ["I", "1.1"]),
        ((level(0, "%1", "decimalZero"), level(1, "%1.%2", "lowerLetter", more="<w:isLgl/>")), ["01", "01.1"]),
        ((level(0, "%1", "upperRoman"), level(1, "%1.%2", more='<w:isLgl w:val="0"/>')), ["I", "I.1"]),
        # A level without a number gives nothing where another one shows it.
        ((level(0, "", "none"), level(1, "%1%2.")), ["", "1."]),
        ((level(0, "•", "bullet"), level(1, "%1.%2")), ["•", ".1"]),
        # A hidden number counts and is not shown.
        ((level(0, "%1", more="<w:rPr><w:vanish/></w:rPr>"), level(1, "%1.%2")), ["", "1.1"]),
        # A level cannot show one beneath it.
        ((level(0, "%1-%3"), level(1, "(%2)")), ["1-1", "(1)"]),
        ((level(0, "Section %1:", "cardinalText"), level(1, "%1 / %2")), ["Section One:", "One / 1"]),
        # The start; without one Word begins at nought.
        ((level(0, "%1", start=7), level(1, "%1.%2", start=None)), ["7", "7.0"]),
        ((level(0, "", "decimal"), level(1, "100%")), ["", "100%"]),
        ((level(0, "x" * 1000), level(1, "%2")), ["x" * 255, "1"]),
        ((level(0, "\uf0b7", "bullet"), level(1, "\uf0ff", "bullet")), ["•", "•"]),
        ((level(0, "x", "bullet", more='<w:lvlPicBulletId w:val="0"/>'), level(1, "o", "bullet")), ["•", "o"]),
        ((level(0, "%1", ""), level(1, "%1.%2")), ["1", "1.1"]),
    ],
)
def test_a_number_is_put_together_from_its_levels(levels: tuple[str, ...], expected: list[str]) -> None:
    assert shown([a_list(0, *levels), use(1, 0)], at(0, 1)) == expected


def test_a_custom_format_has_as_many_digits_as_its_sample() -> None:
    custom = (
        '<mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    assert shown([a_list(0, level(0, "%1", "", more=custom)), use(1, 0)], at(0, 0)) == ["001", "002"]


@pytest.mark.parametrize(
    "properties",
    [
        "",
        numbers(0, 0),
        numbers(9, 0),
        numbers(4, 0),
        numbers(1, 12),
        numbers(1, -1),
        '<w:numPr><w:numId w:val="many"/></w:numPr>',
        "<w:numPr/>",
    ],
    ids=["says nothing", "nought", "no such instance", "instance of no list", "level 12", "level -1", "words", "empty"],
)
def test_a_paragraph_without_a_sound_reference_has_no_number(properties: str) -> None:
    assert shown([a_list(0, *DECIMALS), use(1, 0), use(4, 99)], [properties]) == [""]


def test_a_list_of_one_level_has_that_level_for_all() -> None:
    single = '<w:multiLevelType w:val="singleLevel"/>'
    assert shown([a_list(0, level(0, "%1)"), more=single), use(1, 0)], at(0, 3, 0)) == ["1)", "2)", "3)"]


def test_a_level_that_is_not_defined_is_the_next_one_above() -> None:
    assert shown([a_list(0, *DECIMALS[:2]), use(1, 0)], at(0, 1, 5)) == ["1", "1.1", "1.2"]


STYLES = (
    a_style("Plain", default=True),
    a_style("One", numbers(1)),
    a_style("Two", numbers(None, 1), based_on="One"),
    a_style("Linked", numbers(1)),
    a_style("OfTwo", based_on="Two"),
    a_style("Off", numbers(0), based_on="Two"),
    a_style("Other", numbers(2, 2)),
    a_style("Round", numbers(1), based_on="Turn"),
    a_style("Turn", based_on="Round"),
)


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (styled("One"), "1"),
        # The level alone may be stated, and the number comes from the style beneath.
        (styled("Two"), "1.1"),
        (styled("OfTwo"), "1.1"),
        # A level names the style it is for.
        (styled("Linked"), "1.1.1"),
        (styled("Off"), ""),
        (styled("Two", numbers(0)), ""),
        # What the paragraph says goes before what its style says, one by one.
        (styled("Two", numbers(2)), "B1.1"),
        (styled("Other", numbers(None, 0)), "B1"),
        (styled("Two", numbers(2, 0)), "B1"),
        (styled("Other"), "B1.1.1"),
        (styled("Missing"), ""),
        # Two styles based on each other.
        (styled("Round"), "1"),
    ],
)
def test_a_number_comes_through_the_chain_of_styles(properties: str, expected: str) -> None:
    first = a_list(0, level(0, "%1"), level(1, "%1.%2"), level(2, "%1.%2.%3", style="Linked"))
    second = a_list(1, level(0, "B%1"), level(1, "B%1.%2"), level(2, "B%1.%2.%3"))
    assert shown([first, second, use(1, 0), use(2, 1)], [properties], STYLES) == [expected]


def test_the_default_style_numbers_paragraphs_that_name_none() -> None:
    lists = [a_list(0, *DECIMALS), use(1, 0)]
    assert shown(lists, ["", ""], [a_style("Plain", numbers(1), default=True)]) == ["1", "2"]


def test_lists_that_follow_one_numbering_style_share_its_levels_and_its_count() -> None:
    follower = '<w:numStyleLink w:val="Legal"/>'
    lists = [
        a_list(0, level(0, "S%1"), more='<w:styleLink w:val="Legal"/>'),
        a_list(1, more=follower),
        a_list(2, more=follower),
        use(1, 0),
        use(2, 1),
        use(3, 2, {0: 6}),
    ]
    styles = [a_style("Legal", numbers(1), kind="numbering")]
    assert shown(lists, at((1, 0), (2, 0), (3, 0), (2, 0)), styles) == ["S1", "S2", "S6", "S7"]


def test_a_follower_of_a_style_that_is_missing_or_follows_itself_finds_what_there_is() -> None:
    lists = [
        a_list(0, level(0, "S%1"), more='<w:styleLink w:val="Gone"/>'),
        a_list(1, more='<w:numStyleLink w:val="Gone"/>'),
        a_list(2, more='<w:numStyleLink w:val="Self"/>'),
        use(1, 0),
        use(2, 1),
        use(3, 2),
    ]
    styles = [a_style("Self", numbers(3), kind="numbering")]
    assert shown(lists, at((2, 0), (3, 0)), styles) == ["S1", ""]
