"""Which revisions the marks of paragraphs that follow one another have in Word, given what their clauses say."""

from collections.abc import Sequence

from voting.documents.legal_text.layout import Block
from voting.documents.legal_text.marks import Stack, mark_of
from voting.documents.word.revisions import GONE, NEW
from voting.domain.legal_text import Clause, View, reading_of, view_text

_KEPT_OUT_BY = {View.IN_FORCE: NEW, View.CLEAN: GONE}


def marks_of(run: Sequence[Block]) -> list[Stack]:
    """The revisions of the mark of each paragraph, the last of which is followed by a table or by nothing.

    Mostly those that the clause tells. But in Word the text of a paragraph without a mark runs on into the next, and
    where none follows, the paragraph stays as long as it holds anything.
    """
    marks = []
    for at, block in enumerate(run, 1):
        clause = block.clause
        # A change of its mark that had no effect, because nothing followed, would have one where something does.
        is_in_both = clause.text_as_is is not None and clause.text_to_be is not None
        marks.append(() if is_in_both and at < len(run) else mark_of(clause) or ())
    if len(run) > 1 and any(block.notes for block in run):
        _place_notes(run)
        for view in _KEPT_OUT_BY:
            _keep_notes(run, marks, view)
    if marks and marks[-1]:
        for view, kinds in _KEPT_OUT_BY.items():
            if _is_kept_empty(run, view):
                marks[-1] = tuple(revision for revision in marks[-1] if revision.kind not in kinds)
    return marks


def _is_kept_empty(run: Sequence[Block], view: View) -> bool:
    """Whether the last paragraph is in this text and holds nothing, so that it would go with its mark: it lost what it
    held when a change was cancelled."""
    if view_text(run[-1].clause, view) != "":
        return False
    for at in range(len(run) - 1, -1, -1):
        if at < len(run) - 1 and view_text(run[at].clause, view) is not None:
            break
        if any(view_text(note, view) is not None for note in run[at].notes):
            return False
    return True


def joined_notes(notes: Sequence[Clause]) -> list[list[Block]]:
    """Footnotes as their paragraphs: those that run on into one another are one, and any other is one by itself."""
    found: list[list[Block]] = [[]]
    for note in notes:
        found[-1].append(Block(note))
        if not _runs_on(found[-1], len(found[-1]) - 1):
            found.append([])
    return found if found[-1] else found[:-1]


def _place_notes(run: Sequence[Block]) -> None:
    """Refer to a note from where its reference runs on into a paragraph of each text that the note is in.

    A note stands after all of the paragraphs that are joined where it is, and which of them refers to it is not known.
    """
    for at in range(len(run) - 1, 0, -1):
        notes = run[at].notes
        lost = [number for number, note in enumerate(notes) if not _reaches(run, at, note)]
        places = (place for place in reversed(range(at)) if all(_reaches(run, place, notes[each]) for each in lost))
        home = next(places, None) if lost else None
        if home is not None and all(_runs_on(run, place) for place in range(home, at)):
            # Those before it go along, so that their order stays.
            run[home].notes += notes[: lost[-1] + 1]
            del notes[: lost[-1] + 1]


def _reaches(run: Sequence[Block], at: int, note: Clause) -> bool:
    """Whether this paragraph, or one after it, is in each text that the note is in."""
    return all(
        any(view_text(run[place].clause, view) is not None for place in range(at, len(run)))
        for view in _KEPT_OUT_BY
        if view_text(note, view) is not None
    )


def _runs_on(run: Sequence[Block], at: int) -> bool:
    """Whether words in this paragraph, or from one before it, run on into the next in one of the texts."""
    for view in _KEPT_OUT_BY:
        place = at
        while place >= 0 and view_text(run[place].clause, view) is None:
            if any(_has_words(clause, view) for clause in (*run[place].before, run[place].clause)):
                return True
            place -= 1
    return False


def _keep_notes(run: Sequence[Block], marks: list[Stack], view: View) -> None:
    """Let a note that stays after its paragraph is gone, with nothing to run on into, stand in the last that stays.

    It is the mark before it that goes then, and its own that stays.
    """
    last = max((at for at, block in enumerate(run) if view_text(block.clause, view) is not None), default=None)
    if last is None:
        return
    beyond = range(last + 1, len(run))
    noted = [at for at in beyond if any(view_text(note, view) is not None for note in run[at].notes)]
    if not noted or any(_has_words(clause, view) for at in beyond for clause in (*run[at].before, run[at].clause)):
        return
    kinds = _KEPT_OUT_BY[view]
    marks[last] += tuple(revision for revision in marks[noted[0]] if revision.kind in kinds)
    marks[noted[-1]] = tuple(revision for revision in marks[noted[-1]] if revision.kind not in kinds)


def _has_words(clause: Clause, view: View) -> bool:
    is_in_view = reading_of(view)
    return any(span.text and is_in_view(span) for span in clause.spans)
