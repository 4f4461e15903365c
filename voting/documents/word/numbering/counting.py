"""Word's automatic numbers, counted paragraph by paragraph; each view of a redline runs a counter of its own.

Sources: ECMA-376 part 1 section 17.9; [MS-DOC] 2.4.6.3 and 2.4.6.4; [MS-OI29500] 2.1.282; Microsoft's article Q110380
(a level that is skipped counts as begun, so that the next paragraph of that level has the second number).
"""

from dataclasses import dataclass, field
from operator import itemgetter

from voting.documents.word.numbering.definitions import LEVELS, Definitions, Instance, Level
from voting.documents.word.numbering.fields import (
    AUTOMATIC,
    BUILT_IN,
    NUMBER_DEFAULT,
    FieldOrder,
    ListField,
    field_order,
)
from voting.documents.word.numbering.formats import format_number
from voting.documents.word.numbering.properties import NumberProperties
from voting.documents.word.styles import RelatedParts, Styles


@dataclass(slots=True, eq=False)
class Number:
    """An automatic number as Word shows it: its text ("(a)", a bullet's sign, empty where it is hidden), and its place.

    `is_first` says whether its level begins or restarts with it. A place gives the same object for the same number.
    """

    text: str
    place: "NumberPlace"
    is_first: bool


class NumberPlace:
    """Where the paragraphs of one instance and level stand, with the numbers that were shown there.

    `sequence` is the list and the level (from 0) that they count in, `definition` that level's definition, `shows_from`
    the highest level that their numbers show (0 in "1.2", 1 in "(2)"), `shows_above` whether that is above their own.
    """

    __slots__ = (
        "definition",
        "has_overrides",
        "index",
        "instance",
        "kept",
        "list_id",
        "numbers",
        "override",
        "resets",
        "sequence",
        "shown_of",
        "shows_above",
        "shows_from",
        "start",
        "template",
        "written_levels",
    )

    def __init__(self, instance: Instance, definition: Level, *, has_overrides: bool) -> None:
        index = definition.index
        self.instance = instance
        self.definition = definition
        self.index = index
        self.list_id = instance.list_id
        self.sequence = (instance.list_id, index)
        self.override = instance.starts.get(index)
        # Where a level begins or restarts: as its instance overrides it, else as it is defined.
        self.start = definition.start if self.override is None else self.override
        self.has_overrides = has_overrides
        shown = {piece for piece in definition.pieces if isinstance(piece, int)}
        self.shows_from = min(shown, default=index)
        self.shows_above = self.shows_from < index
        # A number that shows its own level alone is known by that level's value, another by the values of several.
        self.shown_of = itemgetter(*sorted({index, *shown})) if shown - {index} else None
        deeper = range(index + 1, LEVELS)
        restarting = [(each := instance.levels[level]) is None or index < each.restarts_below for level in deeper]
        self.resets: tuple[None, ...] = (None,) * len(restarting)
        self.kept = tuple(level for level, restarts in zip(deeper, restarting, strict=True) if not restarts)
        self.template, self.written_levels = self._template()
        self.numbers: dict[object, Number] = {}

    def written(self, values: list[int | None]) -> Number:
        """The number that the values give."""
        parts = [
            str(values[index]) if is_decimal else format_number(values[index] or 0, number_format)
            for index, number_format, is_decimal in self.written_levels
        ]
        return Number(self.template % tuple(parts), self, values[self.index] == self.start)

    def _template(self) -> tuple[str, list[tuple[int, str, bool]]]:
        """The number's text with a %s for each level that it shows, and how each of them is written."""
        template, written = "", []
        for piece in () if self.definition.is_hidden else self.definition.pieces:
            level = None if isinstance(piece, str) else self.instance.level_at(piece)
            if isinstance(piece, str):
                template += piece.replace("%", "%%")
            elif level is not None and level.counts:
                is_legal = self.definition.is_legal and level.number_format != "decimalZero"
                number_format = "decimal" if is_legal else level.number_format
                template += "%s"
                written.append((piece, number_format, number_format == "decimal"))
        return template.strip(), written


class Numbering:
    """The automatic numbering of one Word file."""

    def __init__(self, definitions: Definitions, styles: Styles) -> None:
        self._definitions = definitions
        self._styles = styles
        self._places: dict[NumberProperties, NumberPlace | None] = {}
        self._by_level: dict[tuple[int, int, int], NumberPlace] = {}
        self._orders: dict[str, FieldOrder | None] = {}

    @classmethod
    def of(cls, package: RelatedParts, styles: Styles) -> "Numbering":
        """The numbering of a package; a package without a numbering part gives no paragraph a number."""
        return cls(Definitions(package.related_xml("numbering"), styles), styles)

    def counter(self) -> "NumberCounter":
        """A counter that has counted nothing: one for each view of each story (body, footnotes)."""
        return NumberCounter(self)

    def place(self, properties: NumberProperties) -> NumberPlace | None:
        """Where a paragraph with these properties stands, or None where it has no automatic number."""
        try:
            return self._places[properties]
        except KeyError:
            found = self._places[properties] = self._found(properties)
            return found

    def field_place(self, order: FieldOrder, at: NumberPlace | None, outline: int | None) -> NumberPlace | None:
        """Where a number field stands, in a paragraph whose own number (or last field) stands at `at`.

        A field that names no list belongs to the paragraph's own, one level down, or else to Word's default one.
        """
        if order.kind in AUTOMATIC:
            return self._at(AUTOMATIC[order.kind], outline or 0)
        if not order.name:
            instance = NUMBER_DEFAULT if at is None else at.instance
        else:
            instance = self._definitions.named(order.name) or BUILT_IN.get(order.name.casefold()) or NUMBER_DEFAULT
        if order.level is not None:
            return self._at(instance, order.level)
        is_inside = at is not None and at.instance.list_id == instance.list_id
        return self._at(instance, min(at.index + 1, LEVELS - 1) if is_inside and at is not None else 0)

    def order(self, instruction: str) -> FieldOrder | None:
        """What a field asks for, read once for each instruction."""
        if instruction not in self._orders:
            self._orders[instruction] = field_order(instruction)
        return self._orders[instruction]

    def outline(self, properties: NumberProperties) -> int | None:
        """The outline level of a paragraph from 0, its own or its style's; None for body text."""
        if properties.outline is not None:
            return properties.outline if 0 <= properties.outline < LEVELS else None
        return self._styles.paragraph(properties.style).outline

    def _found(self, properties: NumberProperties) -> NumberPlace | None:
        style = self._styles.paragraph(properties.style)
        num_id = style.num_id if properties.num_id is None else properties.num_id
        instance = self._definitions.instance(num_id) if num_id else None
        if instance is None:
            return None
        index = properties.level
        if index is None:
            index = _level_of_style(instance, [(step.style_id, step.level) for step in style.chain])
        return self._at(instance, index)

    def _at(self, instance: Instance, index: int) -> NumberPlace | None:
        level = instance.level_at(index)
        if level is None:
            return None
        key = (instance.num_id, instance.list_id, index)
        if key not in self._by_level:
            self._by_level[key] = NumberPlace(instance, level, has_overrides=self._definitions.has_overrides)
        return self._by_level[key]


@dataclass(slots=True)
class Counted:
    """What a counter has counted: the number last given at each level of each list, and which instances restarted it.

    `begun` is the instance that last counted each level of each list: its overrides hold for the levels below it.
    """

    values: dict[int, list[int | None]] = field(default_factory=dict)
    restarted: set[int] = field(default_factory=set)
    begun: dict[int, list[Instance | None]] = field(default_factory=dict)

    def copy(self) -> "Counted":
        """The same, to be counted on from apart."""
        return Counted(
            {list_id: values[:] for list_id, values in self.values.items()},
            set(self.restarted),
            {list_id: instances[:] for list_id, instances in self.begun.items()},
        )


class NumberCounter:
    """The counters of one view. Two of one numbering that have `counted` alike go on alike."""

    __slots__ = ("_numbering", "counted")

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self.counted = Counted()

    def number(self, properties: NumberProperties) -> Number | None:
        """Count the next paragraph of the view; its number, or None where it has no automatic one."""
        place = self._numbering.place(properties)
        return None if place is None else self.at(place, properties)

    def at(self, place: NumberPlace, properties: NumberProperties) -> Number:
        """The same, where the paragraph's place is known already."""
        number = self.count(place)
        return number if properties.original is None else Number(properties.original, place, number.is_first)

    def fields(self, properties: NumberProperties, fields: tuple[ListField, ...]) -> tuple[Number | None, ...]:
        """Count the number fields of the paragraph that `number` counted last; None for one that shows nothing."""
        at = self._numbering.place(properties)
        outline = self._numbering.outline(properties)
        numbers: list[Number | None] = []
        # A second field without a level stays on the first one's, so that each looks up from the paragraph's own.
        for each in fields:
            order = self._numbering.order(each.instruction)
            place = None if order is None else self._numbering.field_place(order, at, outline)
            if order is None or place is None:
                numbers.append(None)
                continue
            number = self.count(place, order.start)
            numbers.append(number if each.original is None else Number(each.original, place, number.is_first))
        return tuple(numbers)

    def count(self, place: NumberPlace, start: int | None = None) -> Number:
        """The next number of a place, or the one that a field says to start at."""
        index, counted = place.index, self.counted.values
        values = counted.get(place.list_id)
        if values is None:
            values = counted[place.list_id] = [None] * LEVELS
        was = values[index]
        if index and values[index - 1] is None:
            _begin_above(place, values)
        if start is not None or place.has_overrides:
            values[index] = self._started(place, was, start)
        else:
            values[index] = place.start if was is None else was + 1
        if place.kept:
            _reset_some(place, values)
        else:
            values[index + 1 :] = place.resets
        key = values[index] if place.shown_of is None else place.shown_of(values)
        number = place.numbers.get(key)
        if number is None:
            number = place.numbers[key] = place.written(values)
        return number

    def _started(self, place: NumberPlace, was: int | None, start: int | None) -> int:
        """The next number where a field or an instance says what to start at."""
        instance, index = place.instance, place.index
        parents = self.counted.begun.setdefault(place.list_id, [None] * LEVELS)
        parents[index] = instance
        if start is not None:
            return start
        if place.override is not None and instance.num_id not in self.counted.restarted:
            self.counted.restarted.add(instance.num_id)
            return place.override
        if was is not None:
            return was + 1
        parent = parents[index - 1] if index else None
        return max(place.start, 0 if parent is None else parent.starts.get(index, 0))


def _begin_above(place: NumberPlace, values: list[int | None]) -> None:
    """Begin the levels that were skipped: the next paragraph of one of them has its second number."""
    for above in range(place.index):
        if values[above] is None:
            level = place.instance.level_at(above)
            values[above] = 0 if level is None else level.start


def _reset_some(place: NumberPlace, values: list[int | None]) -> None:
    """Restart the deeper levels but for those that keep counting."""
    kept = [(level, values[level]) for level in place.kept]
    values[place.index + 1 :] = place.resets
    for level, value in kept:
        values[level] = value


def _level_of_style(instance: Instance, chain: list[tuple[str, int | None]]) -> int:
    """The level that a style stands for: the one linked to it, else the one it states, nearest style first."""
    linked = {level.style_id: level.index for level in instance.levels if level is not None and level.style_id}
    for style_id, stated in chain:
        if style_id in linked:
            return linked[style_id]
        if stated is not None:
            return stated
    return 0
