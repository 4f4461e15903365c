"""Amounts of money and days of effort as reports write them: £1,200, £1.2m, £100k – £150k, up to £50,000, two days."""

import re
from dataclasses import dataclass
from decimal import Decimal

_FIGURE = r"[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]{1,2})?|[0-9]{1,12}(?:\.[0-9]{1,3})?"
_SCALE = r"(?:\s?(?P<{0}>million|thousand|billion|mn|bn|m|k)\b)?"
_AMOUNT = re.compile(
    rf"(?:£\s?|\bGBP\s?)(?P<first>{_FIGURE}){_SCALE.format('first_scale')}"
    rf"(?:\s{{0,3}}(?:[–—-]|\bto\b|\band\b)\s{{0,3}}(?P<second_pound>£\s?|GBP\s?)?(?P<second>{_FIGURE})"
    rf"{_SCALE.format('second_scale')})?",
    re.IGNORECASE,
)
_SCALES = {
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "million": 1_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}
_ABOUT = re.compile(
    r"\b(?:approximate(?:ly)?|approx|around|about|circa|roughly|estimate[ds]?|indicative(?:ly)?|in the region of|ROM"
    r"|rough order of magnitude)\b|\bc\.|~",
    re.IGNORECASE,
)
_HIGHEST = re.compile(
    r"\b(?:up to|maximum of|max(?:imum)?|no more than|not (?:to )?exceed(?:ing)?|less than|below|under|capped at)"
    r"(?: a)?(?: total of| maximum of)?(?: approximately| around| about)?\s*$",
    re.IGNORECASE,
)
_LOWEST = re.compile(
    r"\b(?:at least|minimum of|min(?:imum)?|more than|in excess of|over|no less than|not less than|upwards of)"
    r"(?: a)?(?: total of)?(?: approximately| around| about)?\s*$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:between|from)(?: approximately| around| about)?\s*$", re.IGNORECASE)
_LOOK_BACK = 60

_NUMBER_WORDS = (
    ("half a", "0.5"),
    ("one and a half", "1.5"),
    *(
        (word, str(value))
        for value, word in enumerate(
            [
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
                "thirteen",
                "fourteen",
                "fifteen",
                "sixteen",
                "seventeen",
                "eighteen",
                "nineteen",
                "twenty",
            ],
            start=1,
        )
    ),
    ("thirty", "30"),
    ("an", "1"),
    ("a", "1"),
)
_COUNTS = dict(_NUMBER_WORDS)
_COUNT = "|".join([word for word, _ in _NUMBER_WORDS] + [r"[0-9]{1,4}(?:\.[0-9]{1,2})?"])
_WORK = r"(?:effort|work|time|resource)"
_EFFORT = re.compile(
    rf"(?:\b(?P<least>{_COUNT})\s{{0,2}}(?:[–—-]|\bto\b|\bor\b)\s{{0,2}}"
    rf"|\bbetween\s(?P<from>{_COUNT})\sand\s)?(?<![0-9.,£])\b(?P<count>{_COUNT})\s?-?"
    rf"(?P<man>(?:man|person|FTE)[- ])?(?:working[- ])?days?(?![a-z])[’']?s?(?P<work>[’']?\s(?:worth\s)?(?:of\s)?"
    rf"(?:[a-z]{{1,20}}\s){{0,2}}{_WORK}|,?\s(?:amounting|equating|equal|at a cost|costing))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrittenAmount:
    """An amount in pounds: one figure, or a range of which one end may be open; and where in the text it stands."""

    exact: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    approximate: bool
    start: int
    end: int

    @property
    def figures(self) -> frozenset[Decimal]:
        """The figures that are written."""
        return frozenset(figure for figure in (self.exact, self.lowest, self.highest) if figure is not None)


@dataclass(frozen=True, slots=True)
class WrittenEffort:
    """Days of effort; None where a range is written, which is never given as one figure."""

    days: Decimal | None
    start: int
    end: int


def find_amounts(text: str) -> tuple[WrittenAmount, ...]:
    """Every amount of pounds in the text, in order. A range, "up to" and "at least" never become one exact amount."""
    amounts: list[WrittenAmount] = []
    found = _AMOUNT.search(text)
    while found is not None:
        amounts.append(_amount(text, found))
        # Two amounts joined by "and" are no range: the second is looked at again by itself.
        found = _AMOUNT.search(text, amounts[-1].end)
    return tuple(amounts)


def find_effort(text: str) -> tuple[WrittenEffort, ...]:
    """Every statement of days of effort in the text; other counts of days (a notice, a window) are none."""
    return tuple(
        WrittenEffort(None if found["least"] or found["from"] else _count(found["count"]), found.start(), found.end())
        for found in _EFFORT.finditer(text)
        if found["man"] or found["work"]
    )


def says_about(text: str) -> bool:
    """Whether the words call their figure approximate or an estimate."""
    return _ABOUT.search(text) is not None


def _amount(text: str, found: re.Match[str]) -> WrittenAmount:
    before = text[max(0, found.start() - _LOOK_BACK) : found.start()]
    about = says_about(before)
    second_scale = found["second_scale"]
    first = _pounds(found["first"], found["first_scale"])
    if found["second"] and _is_range(found, before):
        # In "£1–1.5m" the scale belongs to both ends.
        low = first if found["first_scale"] or not second_scale else _pounds(found["first"], second_scale)
        high = _pounds(found["second"], second_scale)
        return WrittenAmount(None, min(low, high), max(low, high), True, found.start(), found.end())
    end = found.end("first_scale") if found["first_scale"] else found.end("first")
    if _HIGHEST.search(before):
        return WrittenAmount(None, None, first, True, found.start(), end)
    if _LOWEST.search(before):
        return WrittenAmount(None, first, None, True, found.start(), end)
    return WrittenAmount(first, None, None, about, found.start(), end)


def _is_range(found: re.Match[str], before: str) -> bool:
    between = found.string[found.end("first") : found.start("second")].casefold()
    if " and " in between:
        return _BETWEEN.search(before) is not None
    # "£1,200 - 2 days" is an amount and a count, not a range; a plain second figure has to be the greater.
    if found["second_pound"]:
        return True
    return _pounds(found["second"], found["second_scale"]) > _pounds(found["first"], None)


def _pounds(figure: str, scale: str | None) -> Decimal:
    return (Decimal(figure.replace(",", "")) * _SCALES.get((scale or "").lower(), 1)).quantize(Decimal("0.01"))


def _count(written: str) -> Decimal:
    return Decimal(_COUNTS.get(written.lower(), written))
