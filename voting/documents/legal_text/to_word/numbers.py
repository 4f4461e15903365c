"""Numbers of clauses as Word's automatic numbers: one list for each number, whose only item is the label itself."""

import re
from collections.abc import Iterator

from voting.documents.word.writing import NAMESPACE, safe

# Word knows nine levels of a list.
DEEPEST = 9
# The first number or letters of a label, and what is a Roman number rather than a letter.
_SIGN = re.compile(r"\d+|[A-Za-z]+")
_ROMAN = frozenset({"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"})
# In twentieths of a point: how far a clause's text stands in at the first level, and how much more at each further one.
_FIRST, _STEP = 1021, 454


def depth_of(level: int) -> int:
    """The level of a clause as one of Word's, from 1."""
    return min(max(level, 1), DEEPEST)


def indent(depth: int, hanging: int = 0) -> str:
    """Where the text of a clause this deep begins, and how far before it its first line does."""
    return f'<w:ind w:left="{_FIRST + _STEP * (depth - 1)}" w:hanging="{hanging}"/>'


class Numbers:
    """The lists given so far: one for each label at each depth."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, int], int] = {}

    def properties(self, label: str, depth: int) -> str:
        """The numbering properties of a paragraph that shows this label; nothing where the label is empty."""
        if not label:
            return ""
        number = self._ids.setdefault((label, depth), len(self._ids) + 1)
        return f'<w:numPr><w:ilvl w:val="{depth - 1}"/><w:numId w:val="{number}"/></w:numPr>'

    def xml(self) -> str:
        """The numbering part."""
        levels = "".join(_level(depth, "") for depth in range(1, DEEPEST + 1))
        return (
            f'<w:numbering xmlns:w="{NAMESPACE}"><w:abstractNum w:abstractNumId="0">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>{"".join(self._lists())}</w:numbering>'
        )

    def _lists(self) -> Iterator[str]:
        for (label, depth), number in self._ids.items():
            yield (
                f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>'
                f'<w:lvlOverride w:ilvl="{depth - 1}">{_level(depth, label)}</w:lvlOverride></w:num>'
            )


def _format(label: str) -> str:
    """What the label counts with. Word shows the label whatever this says; readers of lists go by it."""
    sign = _SIGN.search(label)
    if sign is None or not label.isascii():
        return "none"
    if sign[0].isdigit():
        return "decimal"
    letters = "Letter" if sign[0].lower() not in _ROMAN else "Roman"
    return ("lower" if sign[0].islower() else "upper") + letters


def _level(depth: int, label: str) -> str:
    # "%1" in a level's text stands for a counter. No number has a percent sign, and nothing could mask one.
    place = f'<w:tabs><w:tab w:val="num" w:pos="{_FIRST + _STEP * (depth - 1)}"/></w:tabs>{indent(depth, _FIRST)}'
    return (
        f'<w:lvl w:ilvl="{depth - 1}"><w:start w:val="1"/><w:numFmt w:val="{_format(label)}"/><w:suff w:val="tab"/>'
        f'<w:lvlText w:val="{safe(label.replace("%", "％"))}"/><w:lvlJc w:val="left"/>'
        f"<w:pPr>{place}</w:pPr></w:lvl>"
    )
