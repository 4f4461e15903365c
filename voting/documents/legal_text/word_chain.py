"""Where each number of a Word document stands: Word's own lists and numbers typed by hand, in one chain of numbers."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from voting.documents.legal_text.numbering import Frame, TypedNumber, series_of, typed_number
from voting.documents.legal_text.numbering import Numbering as TypedNumbering
from voting.documents.word.numbering import Number, NumberPlace
from voting.domain.legal_text import ClauseKind, label_path

# The signs of a number that is only the last part of a whole one: "(a)", "a)", "a.".
_PARTS = frozenset("().")
_SERIES = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_FIRST = frozenset({"a", "A", "i", "I", "1", "aa", "AA"})
# A level's own text may end so; it is no part of the number.
_ENDS = " .,;:–—-"
_MARKS = "()" + _ENDS


class WordLabel(NamedTuple):
    """What a paragraph is called: its label as shown ("(a)", "1.—(1)"), the whole path ("8.3.4(a)"), level and kind.

    `automatic` is the part of the label that Word gives and the text does not have; a label without it is all typed.
    """

    label: str
    path: str
    level: int
    kind: ClauseKind
    automatic: str


@dataclass(frozen=True, slots=True)
class Manner:
    """How a number is written, from the outside in: form and series of its last part, and what its first part is.

    `is_part` says whether it is only the last part of a whole number. `marks` are what stands around its one sign; they
    are empty where each number must be looked at for itself.
    """

    form: str
    series: str
    first: str
    is_part: bool
    marks: str


@dataclass(slots=True)
class ChainFrame(Frame):
    """A number of the chain. One that Word gave knows the form of its first part, its list and level there (from 0).

    `nature` is all that says where other numbers stand around this one, whatever its sign; None where that is its own.
    `beneath` holds what was found beneath it so far, and `given` the label that a paragraph there was given.
    """

    first: str = ""
    sequence: tuple[int, int] | None = None
    nature: Hashable = field(default=None, compare=False)
    beneath: "dict[Number, ChainFrame] | None" = field(default=None, compare=False)
    given: WordLabel | None = field(default=None, compare=False)

    @property
    def is_whole(self) -> bool:
        """Whether Word gave a number that needs none above it: "8.3", "Part 2"."""
        return self.sequence is not None and self.first not in _PARTS

    @property
    def level_in_list(self) -> int:
        """The level in Word's list, from 0; -1 for a typed number."""
        return -1 if self.sequence is None else self.sequence[1]

    def label(self, text: str, kind: ClauseKind) -> WordLabel:
        """The label of a paragraph of this kind that stands here; `text` is Word's number."""
        given = self.given
        if given is None or given.kind is not kind:
            given = self.given = WordLabel(text, self.path, self.level, kind, text)
        return given


class ChainMemory:
    """What the chains of one file found out about its numbers: a second view of the file finds most of it again."""

    def __init__(self) -> None:
        self.roots: dict[Number, ChainFrame] = {}
        # How much of a chain stays above a number: the same for all chains and numbers of the same natures.
        self.depths: dict[tuple[Hashable, ...], int] = {}
        self._manners: dict[NumberPlace, Manner | None] = {}

    def manner(self, number: Number) -> Manner | None:
        """How a number that Word gave is written, or None where clauses are not cited by it (a bullet).

        The numbers of one level are all written alike, so that only the first is looked at closely.
        """
        place = number.place
        if place not in self._manners:
            self._manners[place] = _manner(number)
        manner = self._manners[place]
        return manner if manner is not None and manner.marks else _manner(number)

    def frame(self, number: Number, parent: ChainFrame | None) -> ChainFrame | None:
        """The number as it stands beneath another one, held for the next view; None where it is no number."""
        place = number.place
        manner = self._manners.get(place)
        if manner is None or not manner.marks:
            manner = self.manner(number)
            if manner is None:
                return None
        above = "" if parent is None or parent.form == "container" else parent.path
        level = 0 if parent is None else parent.level
        if not manner.marks:
            sign, level, path = _of_parts(number, manner, level, above)
        else:
            sign = number.text.strip(manner.marks)
            path = f"{above}({sign})" if manner.is_part else sign
            level = level + 1 if manner.is_part else sign.count(".") + 1
        nature = place if manner.marks else None
        frame = ChainFrame(manner.form, manner.series, sign, level, path, manner.first, place.sequence, nature)
        if parent is None:
            self.roots[number] = frame
        elif parent.beneath is None:
            parent.beneath = {number: frame}
        else:
            parent.beneath[number] = frame
        return frame


def _of_parts(number: Number, manner: Manner, level: int, above: str) -> tuple[str, int, str]:
    """The last sign, the level and the path of a number of several parts."""
    known = _read(number.text)
    parts = [("", number.text)] if known is None else list(known.parts)
    sign = parts[0][1]
    if manner.is_part:
        level += len(parts)
    else:
        above = label_path("", sign)
        level = 0 if manner.first == "container" else sign.count(".") + len(parts)
        del parts[0]
    for _form, part in parts:
        sign = part
        above += f"({part})"
    return sign, level, above


def _read(text: str) -> TypedNumber | None:
    return typed_number(text.rstrip(_ENDS.replace(".", "")) or text)


def _manner(number: Number) -> Manner | None:
    known = _read(number.text)
    if known is None or known.is_bullet:
        return None
    first, form = known.parts[0][0], known.parts[-1][0]
    series = form if form in {"decimal", "container"} else _SERIES.get(number.place.definition.number_format, "1")
    is_part = first in _PARTS
    marks = "" if len(known.parts) > 1 or first == "container" else _MARKS if is_part else _ENDS
    return Manner(form, series, first, is_part, marks)


class NumberChain(TypedNumbering):
    """The numbers above the last clause, whether typed or given by Word.

    Word knows which list a number belongs to, so that an automatic (i) after (h) needs no guess: it stands where the
    last number of its list and level stood. Only a list that is new is placed by how its numbers are written.
    """

    def __init__(self, memory: ChainMemory, frames: Sequence[ChainFrame] = ()) -> None:
        super().__init__()
        self._memory = memory
        self._frames.extend(frames)

    def expects(self, number: TypedNumber) -> bool:
        """Whether the number comes next, a further letter behind the last one's included: (ca) or (ch) after (c)."""
        if super().expects(number):
            return True
        form, sign = number.parts[0]
        if len(sign) != 2 or not sign.isalpha():
            return False
        return any(each.form == form and each.sign == sign[0] for each in self._frames)

    @property
    def frames(self) -> list[ChainFrame]:
        """The numbers that the last clause stands in, from the outside in; chains with the same go on alike."""
        # Every frame is made by `_frame` here, or by the memory.
        return self._frames  # type: ignore[return-value]

    def copy(self) -> "NumberChain":
        """The same chain, to be gone on with apart."""
        return NumberChain(self._memory, self.frames)

    def place_automatic(self, number: Number) -> ChainFrame | None:
        """Take Word's number into the chain; its level and whole path, or None where it counts nothing (a bullet)."""
        place = number.place
        frames: list[ChainFrame] = self._frames  # type: ignore[assignment]  # As `frames` says.
        depth = len(frames) - 1
        # Past other numbers only a sequence that goes on is looked for.
        while depth >= 0 and frames[depth].sequence != place.sequence:
            depth = -1 if number.is_first else depth - 1
        if depth < 0:
            depth = self._depth_above(number, frames)
            if depth < 0:
                return None
        del frames[depth:]
        parent = self._parent(place) if place.shows_above else frames[-1] if frames else None
        beneath = self._memory.roots if parent is None else parent.beneath
        frame = None if beneath is None else beneath.get(number)
        if frame is None:
            frame = self._memory.frame(number, parent)
            if frame is None:
                return None
        frames.append(frame)
        return frame

    def _depth_above(self, number: Number, frames: Sequence[ChainFrame]) -> int:
        """How much of the chain is above the number; -1 where the number has no place in it."""
        natures = [frame.nature for frame in frames]
        key = (number.place, number.is_first, *natures)
        depth = self._memory.depths.get(key)
        if depth is None:
            depth = self._depth_of(number)
            manner = self._memory.manner(number)
            if depth < 0 and manner is not None:
                depth = 0 if manner.first == "container" else self._new_depth(number, manner)
            if manner is not None and manner.marks and None not in natures:
                self._memory.depths[key] = depth
        return depth

    def _depth_of(self, number: Number) -> int:
        """Where the last number of this list and level stands in the chain; -1 where it no longer does."""
        frames, place = self.frames, number.place
        for depth in range(len(frames) - 1, -1, -1):
            frame = frames[depth]
            if frame.sequence == place.sequence:
                return depth
            # A sequence that begins anew beneath the number of another list belongs there.
            if number.is_first and frame.is_whole and not _is_of(frame, place):
                return -1
        return -1

    def _new_depth(self, number: Number, manner: Manner) -> int:
        """Where a sequence that the chain does not have stands: beneath its own list, else as its signs say."""
        frames, place = self.frames, number.place
        wholes = [depth for depth, frame in enumerate(frames) if frame.is_whole]
        # A sequence that begins anew has nothing to do with what is above another list's clause.
        floor = wholes[-1] if wholes and number.is_first and not _is_of(frames[wholes[-1]], place) else 0
        above = floor
        for depth in range(floor, len(frames)):
            if _is_of(frames[depth], place):
                if frames[depth].level_in_list >= place.index:
                    return depth
                above = depth + 1
        if not manner.is_part:
            # Clauses of several other lists one after another do not pile up.
            return wholes[-1] if above == floor and len(wholes) > 1 else len(frames)
        for depth in range(len(frames) - 1, above - 1, -1):
            if frames[depth].is_whole:
                break
            if frames[depth].form == manner.form and frames[depth].series == manner.series:
                return depth
        return len(frames)

    def _parent(self, place: NumberPlace) -> ChainFrame | None:
        """The number above one that shows the levels above it itself: what is above those."""
        for frame in reversed(self.frames):
            if not (_is_of(frame, place) and frame.level_in_list >= place.shows_from):
                return frame
        return None

    def _frame(self, form: str, series: str, sign: str, level: int, path: str) -> Frame:
        return ChainFrame(form, series, sign, level, path, nature=(form, series))

    def _reading(self, form: str, sign: str, introduces: bool, ahead: Callable[[], Iterable[str]]) -> tuple[str, int]:
        if len(sign) > 1 and sign.isalpha() and not series_of(self._frames, form, sign):
            # A number put in between, (je) after (jd), or a letter of another alphabet, (ch) after (c).
            letters = "a" if sign.islower() else "A"
            depths = [depth for depth, each in enumerate(self._frames) if (each.form, each.series) == (form, letters)]
            return letters, depths[-1] if depths else len(self._frames)
        frames = self._frames
        wholes = [depth for depth, frame in enumerate(self.frames) if frame.is_whole]
        # A sequence that begins anew beneath a clause of Word's has nothing to do with what is above that.
        floor = wholes[-1] if wholes and sign in _FIRST else 0
        self._frames = frames[floor:]
        series, depth = super()._reading(form, sign, introduces, ahead)
        self._frames = frames
        return series, depth + floor


def _is_of(frame: ChainFrame, place: NumberPlace) -> bool:
    """Whether Word gave the number, in the same list."""
    return frame.sequence is not None and frame.sequence[0] == place.list_id
