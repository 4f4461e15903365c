"""Which clauses two live modifications both change: what one leaves in force, the other takes away."""

from collections.abc import Iterable
from dataclasses import dataclass

# A short phrase ("Not used.") stands in many places of a document and is no clause by itself.
_TELLING_WORDS = 4


@dataclass(frozen=True, slots=True)
class TouchedClause:
    """A clause that a modification changes, in one document of the code; None where the text does not have it."""

    modification: str
    key: str
    path_as_is: str | None
    text_as_is: str | None
    path_to_be: str | None


@dataclass(frozen=True, slots=True)
class Collision:
    """A clause of ours that another modification changes too."""

    ours: TouchedClause
    theirs: TouchedClause


def collisions(ours: Iterable[TouchedClause], theirs: Iterable[TouchedClause]) -> tuple[Collision, ...]:
    """Each clause of ours with the other modifications' clauses that are the same one, ours in order.

    Clauses are the same where their text in force is, or their number in force; two new clauses where both are to
    have one number. Texts are of one document, drafted perhaps against different versions of the SEC.
    """
    known: dict[tuple[str, str], list[TouchedClause]] = {}
    for clause in theirs:
        for name in _names(clause):
            known.setdefault(name, []).append(clause)
    found = []
    for clause in ours:
        others = {other.key: other for name in _names(clause) for other in known.get(name, ())}
        found += [Collision(clause, other) for other in others.values()]
    return tuple(found)


def _names(clause: TouchedClause) -> list[tuple[str, str]]:
    if clause.text_as_is is None:
        return [("new", clause.path_to_be)] if clause.path_to_be else []
    text = " ".join(clause.text_as_is.split())
    names = [("text", text)] if len(text.split()) >= _TELLING_WORDS else []
    return [*names, ("number", clause.path_as_is)] if clause.path_as_is else names
