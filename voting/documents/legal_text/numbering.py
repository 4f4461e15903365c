"""Typed numbers: what looks like one at the start of a line, which sequence it continues, and how deep it is."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from voting.domain.legal_text import label_path

# The number itself is the group `label`; white space or the end of the line must follow it.
_TYPED = re.compile(
    r"""(?P<label>
      (?P<container>(?i:section|schedule|appendix|annex|part|chapter|article|rhan|pennod|(?:yr\s+)?atodlen)\s+
          (?:[A-Z]{1,2}\d{0,3}|\d{1,3}[A-Z]?|[IVXL]{1,6}))(?:\s?[:.–—-](?=\s|$))?
    | (?P<decimal>[A-Z]{0,2}\d{1,3}[A-Z]?(?:\.\d{1,3}[A-Z]{0,2})*)
          (?:(?:\.?\s?[—–]\s?)?\([a-zA-Z0-9]{1,5}\))?(?:\s?\([a-zA-Z0-9]{1,5}\))*\.?
    | (?P<brackets>\([a-zA-Z0-9]{1,6}\)(?:\s?\([a-zA-Z0-9]{1,6}\))*)
    | (?P<half>[a-zA-Z0-9]{1,5}\))
    | (?P<dotted>[a-zA-Z]{1,5}\.)
    | (?P<bullet>[•●◦▪‣∙·–—*\uf0b7-]|o(?=\t))
    )(?=\s|$)""",
    re.VERBOSE,
)
_INNER = re.compile(r"\(([a-zA-Z0-9]+)\)")
_MONTH = re.compile(r"\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_LETTER_AND_DIGITS = re.compile(r"[A-Z]{1,2}\d{1,3}")
_DIGITS_AND_LETTER = re.compile(r"\d{1,3}[A-Za-z]{0,2}")
_STEP = re.compile(r"(\d+)([A-Z]*)")
_ROMAN = re.compile(r"(?=[ivxl])l?x{0,3}(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"l": 50, "x": 10, "v": 5, "i": 1}
# Symbol fonts keep a bullet here.
_SHOWN = {"\uf0b7": "•"}
# A number that is skipped is common where clauses were deleted; a far jump is a number in a sentence.
_FURTHEST = 5


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number at the start of a line: as written, the text after it, and its parts from the outside in.

    A part is (form, sign): the form says how it is written, so that "(a)", "a)" and "a." count apart.
    """

    label: str
    rest: str
    parts: tuple[tuple[str, str], ...]

    @property
    def is_container(self) -> bool:
        """Whether it is a Section, Schedule or other part that restarts the numbers in it."""
        return self.parts[0][0] == "container"

    @property
    def is_bullet(self) -> bool:
        """Whether it is a mark that counts nothing."""
        return self.parts[0][0] == "bullet"

    @property
    def is_decimal(self) -> bool:
        """Whether it begins with a decimal number, such as 8.3.4 or L1.17."""
        return self.parts[0][0] == "decimal"

    @property
    def is_bare(self) -> bool:
        """Whether it is a plain whole number without a mark, which a sentence may well begin with."""
        return self.is_decimal and self.label.isdigit()


def typed_number(line: str) -> TypedNumber | None:
    """The number that the line (without white space before it) begins with, or None where it is a word or a date."""
    found = _TYPED.match(line)
    if found is None:
        return None
    label, rest = found["label"], line[found.end() :]
    if label.isdigit() and _MONTH.match(rest):
        return None
    parts = _parts(found, label)
    return TypedNumber(_SHOWN.get(label, label), rest.lstrip(), parts) if parts else None


def _parts(found: re.Match[str], label: str) -> tuple[tuple[str, str], ...]:
    kind = found.lastgroup if found.lastgroup != "label" else _kind(found)
    match kind:
        case "container":
            return (("container", label),)
        case "bullet":
            return (("bullet", label),)
        case "decimal":
            inner = [("(", sign) for sign in _INNER.findall(label[len(found["decimal"]) :])]
            # "5 (five) days" is a sum in words.
            return (("decimal", found["decimal"]), *inner) if all(_counts(sign) for _, sign in inner) else ()
        case "brackets":
            inner = [("(", sign) for sign in _INNER.findall(label)]
        case _:
            inner = [(label[-1], label[:-1])]
    return tuple(inner) if all(_counts(sign) for _, sign in inner) else ()


def _kind(found: re.Match[str]) -> str:
    return next(kind for kind in ("container", "decimal", "brackets", "half", "dotted", "bullet") if found[kind])


def _counts(sign: str) -> bool:
    """Whether the sign can be a number: (the) and (DCC) are words."""
    return bool(_series(sign)) or (len(sign) == 2 and sign.isalpha() and (sign.islower() or sign.isupper()))


def _series(sign: str) -> list[str]:
    """The sequences that a sign may belong to, the likelier first."""
    if _DIGITS_AND_LETTER.fullmatch(sign):
        return ["1"]
    if _LETTER_AND_DIGITS.fullmatch(sign):
        return ["A1"]
    if not (sign.isalpha() and (sign.islower() or sign.isupper())):
        return []
    letters, roman = ("a", "i") if sign.islower() else ("A", "I")
    series = [letters] if len(sign) == 1 or (len(sign) == 2 and sign[0] == sign[1]) else []
    if _ROMAN.fullmatch(sign.lower()):
        # One letter is a letter before it is a Roman number; several are the other way round.
        series.insert(len(series) if len(sign) == 1 else 0, roman)
    return series


def _roman_value(sign: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in sign.lower()]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _letters_value(sign: str) -> int:
    value = 0
    for letter in sign.lower():
        value = value * 26 + ord(letter) - ord("a") + 1
    return value


def _follows(series: str, before: str, sign: str) -> bool:
    """Whether the sign comes next in its series, inserted numbers (1A after 1, aa after a or z) included."""
    match series:
        case "i" | "I":
            return _roman_value(sign) == _roman_value(before) + 1
        case "1" | "A1":
            return _number_follows(before, sign)
        case _:
            return _letter_follows(before.lower(), sign.lower())


def _number_follows(before: str, sign: str) -> bool:
    was, now = _number(before), _number(sign)
    if now[0] == was[0]:
        return _letters_value(now[1]) == _letters_value(was[1]) + 1
    return now[0] == was[0] + 1 and not now[1]


def _number(sign: str) -> tuple[int, str]:
    digits = re.sub(r"^[A-Za-z]+", "", sign)
    bare = digits.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    return int(bare), digits[len(bare) :]


def _letter_follows(before: str, sign: str) -> bool:
    if _letters_value(sign) == _letters_value(before) + 1 or sign == before + "a":
        return True
    if len(before) > 1 and len(sign) in {1, len(before)}:
        # After (aa) come (bb), where letters double, or (b), where (aa) was inserted.
        return len(set(sign)) == 1 and _letters_value(sign[0]) == _letters_value(before[0]) + 1
    return False


def _is_first(series: str, sign: str) -> bool:
    return sign in {"a": ("a", "aa"), "A": ("A", "AA"), "i": ("i",), "I": ("I",)}.get(series, ("1", "A1"))


@dataclass(slots=True)
class Frame:
    """One number of the chain that the last clause stands in."""

    form: str
    series: str
    sign: str
    level: int
    path: str


class Numbering:
    """The numbers read so far, from the document's parts down to the last clause."""

    def __init__(self) -> None:
        self._frames: list[Frame] = []

    @property
    def level(self) -> int:
        """How deep the last numbered clause is; 0 before the first."""
        return self._frames[-1].level if self._frames else 0

    @property
    def heading_level(self) -> int:
        """How deep the last decimal number or part is: where a heading without a number stands."""
        return next((frame.level for frame in reversed(self._frames) if frame.form in {"decimal", "container"}), 0)

    def expects(self, number: TypedNumber) -> bool:
        """Whether the number comes next: the successor of one in the chain, or the first of a deeper sequence."""
        form, sign = number.parts[0]
        if form in {"container", "bullet"}:
            return True
        if form == "decimal":
            return self._expects_decimal(sign)
        for series in series_of(self._frames, form, sign):
            if _is_first(series, sign):
                return True
            if any(
                frame.form == form and frame.series == series and _follows(series, frame.sign, sign)
                for frame in self._frames
            ):
                return True
        return False

    def place(self, number: TypedNumber, introduces: bool, ahead: Callable[[], Iterable[str]]) -> tuple[int, str]:
        """Take the number into the chain, and give its level and whole path.

        `introduces` says whether the clause before ends like the opening of a list, and `ahead` gives the numbers
        that follow: both decide whether (i) after (h) is a letter or begins a Roman sequence.
        """
        if number.is_bullet:
            return self.level + 1, ""
        for at, (form, sign) in enumerate(number.parts):
            if form in {"container", "decimal"}:
                self._place_whole(form, sign)
            elif at and number.parts[at - 1][0] == form:
                self._push(form, self._beneath(sign), sign)
            else:
                self._place_part(form, sign, introduces, ahead)
        return self._frames[-1].level, self._frames[-1].path

    def _place_whole(self, form: str, sign: str) -> None:
        kept = [frame for frame in self._frames if form == "decimal" and frame.form == "container"]
        level = 0 if form == "container" else sign.count(".") + 1
        self._frames = [*kept, self._frame(form, form, sign, level, label_path("", sign))]

    def _place_part(self, form: str, sign: str, introduces: bool, ahead: Callable[[], Iterable[str]]) -> None:
        series, depth = self._reading(form, sign, introduces, ahead)
        self._frames = self._frames[:depth]
        self._push(form, series, sign)

    def _push(self, form: str, series: str, sign: str) -> None:
        parent = self._frames[-1] if self._frames else None
        level = (parent.level if parent else 0) + 1
        above = parent.path if parent and parent.form != "container" else ""
        self._frames.append(self._frame(form, series, sign, level, label_path(above, f"({sign})")))

    def _frame(self, form: str, series: str, sign: str, level: int, path: str) -> Frame:
        return Frame(form, series, sign, level, path)

    def _beneath(self, sign: str) -> str:
        """The series of a sign that stands right behind another in one number: "(h)(i)" is Roman one beneath (h)."""
        series = _series(sign) or [sign]
        return next((each for each in series if each != self._frames[-1].series), series[0])

    def _reading(self, form: str, sign: str, introduces: bool, ahead: Callable[[], Iterable[str]]) -> tuple[str, int]:
        """Which series the sign belongs to, and how many of the frames stay above it."""
        choices = series_of(self._frames, form, sign)
        open_at = {frame.series: depth for depth, frame in enumerate(self._frames) if frame.form == form}
        next_in = [
            series
            for series in choices
            if series in open_at and _follows(series, self._frames[open_at[series]].sign, sign)
        ]
        if next_in:
            deepest = max(next_in, key=lambda series: open_at[series])
            if len(next_in) > 1 and len(sign) == 1:
                is_roman = _is_roman(sign, ahead(), deepest in {"i", "I"}, begins=False)
                series = next(each for each in next_in if (each in {"i", "I"}) is is_roman)
                return series, open_at[series]
            roman = {"a": "i", "A": "I"}.get(deepest, "")
            begins = roman in choices and roman not in open_at and _is_first(roman, sign)
            if begins and _is_roman(sign, ahead(), introduces, begins=True):
                return roman, len(self._frames)
            return deepest, open_at[deepest]
        # A sequence that begins anew goes on at its own depth; one that skips numbers is still the same sequence. (ii)
        # after (e) skips (i) beneath it, rather than being a doubled letter.
        likely = [series for series in choices if _is_first(series, sign)] or choices
        for series in likely:
            if series in open_at and (series == likely[0] or len(self._frames[open_at[series]].sign) == len(sign)):
                return series, open_at[series]
        return likely[0], len(self._frames)

    def _expects_decimal(self, sign: str) -> bool:
        last = next((frame.sign for frame in reversed(self._frames) if frame.form == "decimal"), None)
        if last is None:
            return True
        was, now = _steps(last), _steps(sign)
        if was[0] != now[0]:
            return False
        old, new = was[1], now[1]
        if new[: len(old)] == old:
            return len(new) == len(old) + 1
        shared = len(new) - 1
        if shared > len(old) - 1 or new[:shared] != old[:shared]:
            return False
        return old[shared] < new[shared] and new[shared][0] - old[shared][0] <= _FURTHEST


def series_of(frames: Sequence[Frame], form: str, sign: str) -> list[str]:
    """The series a sign may belong to; two letters such as (ab) or (as) only where they come next."""
    series = _series(sign)
    if series or not sign.isalpha():
        return series
    letters = "a" if sign.islower() else "A"
    follows = any(
        frame.form == form and frame.series == letters and _follows(letters, frame.sign, sign) for frame in frames
    )
    return [letters] if follows else []


def _is_roman(sign: str, ahead: Iterable[str], otherwise: bool, *, begins: bool) -> bool:
    """Whether a sign that is the next letter and the next Roman number too is Roman, by which successor is met first.

    (i) after (h) is Roman where (ii) comes before (j); it `begins` a sequence, while (v) after (u)(iv) goes on with
    one. Where the same sign comes again, one of the two is Roman: the second where it begins what (ii) goes on with,
    the first where it ends a sequence. What follows nowhere is as `otherwise` says.
    """
    comes_again = False
    for following in ahead:
        if "." in following or " " in following:
            break  # The next clause begins, with lists of its own.
        if following == sign and not begins:
            return True
        comes_again = comes_again or following == sign
        if _is_next_roman(sign, following):
            return not comes_again
        if following == chr(ord(sign) + 1):
            return otherwise and comes_again
    return otherwise


def _is_next_roman(sign: str, following: str) -> bool:
    is_roman = following.islower() == sign.islower() and bool(_ROMAN.fullmatch(following.lower()))
    return is_roman and _roman_value(following) == _roman_value(sign) + 1


def _steps(sign: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """A decimal number as its letters and its steps: "L1.17A" gives ("L", ((1, ""), (17, "A")))."""
    letters = re.match(r"[A-Z]*", sign)
    prefix = letters[0] if letters else ""
    return prefix, tuple((int(digits), suffix) for digits, suffix in _STEP.findall(sign[len(prefix) :]))
