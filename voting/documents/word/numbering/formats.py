"""How Word writes a number: decimal, letters, Roman, words, and the rarer formats that legal drafting meets."""

import re
from collections.abc import Callable
from functools import lru_cache

# These say nothing by themselves: a level in one of them has no number, and %n for it prints nothing.
NOT_COUNTED = frozenset({"bullet", "none"})

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ONES = (
    "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
    "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen",
)  # fmt: skip
_TENS = ("", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_CHICAGO = "*†‡§"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
# Past this Word itself no longer writes letters, Roman numbers or words.
_LARGEST = 32_767
_LAST_CIRCLE = 20
# Letters end at 780: thirty times the alphabet.
_MOST_REPEATED = 30
_MOST_DIGITS = 9


def format_number(number: int, number_format: str) -> str:
    """The number as Word writes it in this `w:numFmt`; an unknown format is decimal, which is what Word falls back to.

    A custom format comes as its first sample ("0001" of "0001, 0002, 0003, ..."). Letters repeat after z as in Word:
    aa, bb, cc. Roman numbers and letters have no nought and give nothing for it.
    """
    return str(number) if number_format == "decimal" else _formatted(number, number_format)


@lru_cache(maxsize=4096)
def _formatted(number: int, number_format: str) -> str:
    if number_format in NOT_COUNTED:
        return ""
    writer = _WRITERS.get(number_format)
    if writer is not None and 0 <= number <= _LARGEST:
        return writer(number)
    if number_format.isdecimal():
        return str(number).zfill(min(len(number_format), _MOST_DIGITS))
    return str(number)


def _roman(number: int) -> str:
    written = []
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        written.append(sign * times)
    return "".join(written)


def _repeated(signs: str, number: int) -> str:
    """The signs in turn, then each twice, then three times: how Word goes on after z."""
    if number == 0:
        return ""
    times, at = divmod(number - 1, len(signs))
    return signs[at] * (times + 1) if times < _MOST_REPEATED else str(number)


def _ordinal(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _cardinal_text(number: int) -> str:
    return _in_words(number).capitalize()


def _ordinal_text(number: int) -> str:
    words = _in_words(number).lower()
    start, last = re.fullmatch(r"(.*?)([a-z]+)", words).groups()  # type: ignore[union-attr]  # Words end in letters.
    if last in _ORDINALS:
        last = _ORDINALS[last]
    elif last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last += "th"
    return (start + last).capitalize()


def _in_words(number: int) -> str:
    if number < len(_ONES):
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    size, name = (1000, "Thousand") if number >= 1000 else (100, "Hundred")
    above, below = divmod(number, size)
    return f"{_in_words(above)} {name}" + (f" {_in_words(below)}" if below else "")


def _enclosed(first: str) -> Callable[[int], str]:
    """Signs that Unicode has from one to twenty; beyond, Word writes the plain number."""

    def written(number: int) -> str:
        return chr(ord(first) + number - 1) if 1 <= number <= _LAST_CIRCLE else str(number)

    return written


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": lambda number: _repeated(_LATIN, number),
    "upperLetter": lambda number: _repeated(_LATIN.upper(), number),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "ordinal": _ordinal,
    "cardinalText": _cardinal_text,
    "ordinalText": _ordinal_text,
    "chicago": lambda number: _repeated(_CHICAGO, number),
    "hex": lambda number: f"{number:X}",
    "numberInDash": lambda number: f"- {number} -",
    "decimalEnclosedCircle": _enclosed("①"),
    "decimalEnclosedParen": _enclosed("⑴"),
    "decimalEnclosedFullstop": _enclosed("⒈"),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "russianLower": lambda number: _repeated(_RUSSIAN, number),
    "russianUpper": lambda number: _repeated(_RUSSIAN.upper(), number),
}
