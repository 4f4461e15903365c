"""How Word writes a number in each of its formats."""

import pytest

from voting.documents.word.numbering import format_number


@pytest.mark.parametrize(
    ("number_format", "written"),
    [
        ("decimal", {0: "0", 1: "1", 12: "12", -3: "-3"}),
        ("decimalZero", {1: "01", 9: "09", 10: "10", 100: "100"}),
        # After z Word doubles the letter: it never writes ab.
        ("lowerLetter", {0: "", 1: "a", 26: "z", 27: "aa", 28: "bb", 52: "zz", 53: "aaa"}),
        ("upperLetter", {1: "A", 27: "AA", 29: "CC"}),
        ("lowerRoman", {0: "", 1: "i", 4: "iv", 9: "ix", 14: "xiv", 40: "xl", 1999: "mcmxcix", 4000: "mmmm"}),
        ("upperRoman", {5: "V", 90: "XC", 400: "CD"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st"}),
        ("ordinal", {111: "111th", 112: "112th", 122: "122nd"}),
        ("cardinalText", {1: "One", 12: "Twelve", 20: "Twenty", 21: "Twenty-one", 100: "One hundred"}),
        ("cardinalText", {1342: "One thousand three hundred forty-two"}),
        ("ordinalText", {1: "First", 5: "Fifth", 8: "Eighth", 9: "Ninth", 12: "Twelfth", 20: "Twentieth"}),
        ("ordinalText", {21: "Twenty-first", 100: "One hundredth"}),
        ("chicago", {1: "*", 2: "†", 3: "‡", 4: "§", 5: "**", 8: "§§"}),
        ("hex", {10: "A", 255: "FF"}),
        ("numberInDash", {7: "- 7 -"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedParen", {1: "⑴", 21: "21"}),
        ("decimalEnclosedFullstop", {1: "⒈"}),
        ("decimalFullWidth", {12: "１２"}),
        ("russianLower", {1: "а", 2: "б"}),
        ("none", {3: ""}),
        ("bullet", {3: ""}),
        # A custom format is known by its first sample.
        ("001", {1: "001", 45: "045", 1000: "1000"}),
        ("thaiLetters", {4: "4"}),
        # What is too large for letters is written in figures, and costs nothing.
        ("lowerLetter", {2_000_000_000: "2000000000"}),
        ("upperRoman", {40_000: "40000"}),
        ("lowerLetter", {780: "z" * 30, 781: "781"}),
        ("chicago", {120: "§" * 30, 30_000: "30000"}),
        ("0" * 100_000 + "1", {1: "000000001"}),
    ],
)  # fmt: skip
def test_a_number_is_written_as_word_writes_it(number_format: str, written: dict[int, str]) -> None:
    assert {number: format_number(number, number_format) for number in written} == written
