"""Fields under way: the code of a field is no text, its result is."""

from dataclasses import dataclass

from voting.documents.word.revisions import Context


@dataclass(slots=True)
class Field:
    """A field that has begun: its code so far, where it began, what is around that, and whether its result shows."""

    code: str
    begins_at: tuple[int, int]
    context: Context
    shows: bool = False


class Fields:
    """The fields that have begun and not ended, outermost first. `hides` says whether text is inside another's code."""

    __slots__ = ("hides", "open")

    def __init__(self) -> None:
        self.open: list[Field] = []
        self.hides = False

    def begin(self, begins_at: tuple[int, int], context: Context) -> None:
        """A field begins, with its code."""
        self.open.append(Field("", begins_at, context))
        self._see()

    def separate(self) -> None:
        """The innermost field that is still in its code comes to its result."""
        field = next((each for each in reversed(self.open) if not each.shows), None)
        if field is not None:
            field.shows = True
        self._see()

    def end(self) -> Field | None:
        """The innermost field ends; None where none has begun."""
        field = self.open.pop() if self.open else None
        self._see()
        return field

    def write(self, code: str) -> None:
        """A piece of the innermost field's code."""
        if self.open:
            self.open[-1].code += code

    def end_codes(self) -> None:
        """A code that a paragraph does not end is damaged: what follows is text, so that nothing is swallowed."""
        self.open = [each for each in self.open if each.shows]
        self._see()

    def _see(self) -> None:
        # Only the result of a field inside another's code is hidden. Text right inside a code belongs to no field.
        self.hides = len(self.open) > 1 and self.open[-1].shows and not all(each.shows for each in self.open)
