"""What every way out shows alike: a clause's number beside its text, and where the other end of a move is."""

import re
from collections.abc import Iterable, Iterator

from voting.domain.legal_text import Clause, ClauseState, Redline

# What may stand before a typed number.
_LEAD = " \t\n\u00a0\u200b\ufeff“”\"‘'["
_LONGEST_LEAD = 10
# The bullet of a symbol font, which is a label like any other bullet.
_SYMBOL_BULLET = "\uf0b7"


def automatic_label(label: str | None, text: str | None) -> str:
    """The number that is shown beside the text: the label without the longest end with which the text itself begins.

    Empty where there is none, or where all of it is typed.
    """
    if not label:
        return ""
    start = (text or "")[: len(label) + _LONGEST_LEAD].replace(_SYMBOL_BULLET, "•")
    if label[-1] not in start:
        return label
    begins = start.lstrip(_LEAD)
    if begins.startswith(label) and not begins[len(label) : len(label) + 1].isalnum():
        return ""
    # Of "1.—(1)" the first part may be automatic, and the rest typed after it.
    dash = re.search("[—–-]", label)
    if dash is not None and begins.startswith(label[dash.start() :]):
        return label[: dash.start()]
    return label


def labels_beside(clause: Clause) -> tuple[str, str]:
    """The numbers that are shown beside the text as is and the text to be, each empty where it has none."""
    return automatic_label(clause.label_as_is, clause.text_as_is), automatic_label(
        clause.label_to_be, clause.text_to_be
    )


class MoveEnds:
    """Where the text of each moved clause came from or went."""

    def __init__(self, redline: Redline) -> None:
        paths = {clause.key: clause.path for clause in redline.clauses}
        self._elsewhere: dict[str, str] = {}
        for hunk in redline.hunks:
            self._elsewhere |= dict(_pairs(hunk.from_clause_keys, hunk.clause_keys, paths))
            self._elsewhere |= dict(_pairs(hunk.clause_keys, hunk.from_clause_keys, paths))

    def of(self, clause: Clause) -> str:
        """The number of the clause at the other end; empty where the clause did not move, or has no number there."""
        return self._elsewhere.get(clause.key, "") if clause.state is ClauseState.MOVED else ""


def _pairs(ours: Iterable[str], theirs: tuple[str, ...], paths: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Pair by pair where a block moves; what has no partner of its own goes with the last."""
    if theirs:
        for at, key in enumerate(ours):
            yield key, paths.get(theirs[min(at, len(theirs) - 1)], "")
