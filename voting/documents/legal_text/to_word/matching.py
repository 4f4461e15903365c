"""Which clause and which change of a redline is which of the Word file that it was imported from."""

from collections.abc import Container, Sequence
from typing import NamedTuple

from voting.documents.word.paragraphs import TrackedParagraph
from voting.domain.errors import RuleBroken
from voting.domain.legal_text import Clause, ClauseState, Hunk, Redline, hunk_keys


class RedlineNotOfThisFile(RuleBroken):
    """The redline was not imported from this file, or holds what cannot be written into it."""


class Match(NamedTuple):
    """A clause as the file has it, the same clause as the redline has it now, and its paragraph in the file."""

    fresh: Clause
    held: Clause
    paragraph: TrackedParagraph


def matched(fresh: Redline, held: Redline) -> list[tuple[Clause, Clause]]:
    """Each clause of the file with the redline's. The redline may have more: cancelled clauses of earlier versions.

    Raises `RedlineNotOfThisFile` where they do not go together.
    """
    pairs = []
    waiting = iter(held.clauses)
    words = _Words(fresh, held)
    for clause in fresh.clauses:
        partner = next((each for each in waiting if words.may_be(clause, each)), None)
        if partner is None:
            raise _not_of_this_file()
        pairs.append((clause, partner))
    if any(clause.state is not ClauseState.CANCELLED for clause in waiting):
        raise _not_of_this_file()
    return pairs


class _Words:
    """What the changes of both redlines delete and insert, by which a cancelled clause is known again."""

    def __init__(self, fresh: Redline, held: Redline) -> None:
        self._said = {hunk.key: (hunk.delete_text, hunk.insert_text) for each in (fresh, held) for hunk in each.hunks}

    def may_be(self, clause: Clause, held: Clause) -> bool:
        """Whether the redline's next clause is this one, or a cancelled one of an earlier version before it."""
        if held.state is not ClauseState.CANCELLED or any(span.text for span in held.spans):
            return True
        if clause.text_as_is is not None:
            return False
        # Edits inside a move that was cancelled stand where it came from now.
        left, known = self._of(held), iter(self._of(clause))
        return bool(left) and all(each in known for each in left)

    def _of(self, clause: Clause) -> list[tuple[str, str]]:
        return [self._said[key] for key in hunk_keys(clause)]


def _not_of_this_file() -> RedlineNotOfThisFile:
    return RedlineNotOfThisFile(
        "This redline is not the one that was read from this Word file: their clauses differ. Name the file that was "
        "imported."
    )


def same_hunks(fresh: Redline, held: Redline, pairs: Sequence[tuple[Clause, Clause]]) -> dict[str, Hunk]:
    """The redline's hunk for each hunk of the file, by the key that it has in the file; one may have none."""
    ours = {hunk.key: hunk for hunk in fresh.hunks}
    theirs = {hunk.key: hunk for hunk in held.hunks}
    found: dict[str, Hunk] = {}
    taken: set[str] = set()
    for clause, partner in pairs:
        waiting = [theirs[key] for key in hunk_keys(partner)]
        for key in hunk_keys(clause):
            at = next((at for at, each in enumerate(waiting) if _is_same(ours[key], each, taken)), None)
            if at is not None and key not in found:
                found[key] = waiting[at]
                taken.add(waiting[at].key)
                del waiting[: at + 1]
    # What a cancelled move took along stands in another clause now.
    for key, hunk in ours.items():
        elsewhere = next((each for each in held.hunks if key not in found and _is_same(hunk, each, taken)), None)
        if elsewhere is not None:
            found[key] = elsewhere
            taken.add(elsewhere.key)
    return found


def _is_same(ours: Hunk, theirs: Hunk, taken: Container[str]) -> bool:
    said = (theirs.delete_text, theirs.insert_text, theirs.is_move)
    return (ours.delete_text, ours.insert_text, ours.is_move) == said and theirs.key not in taken
