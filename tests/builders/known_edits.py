"""Word files edited with changes tracked, of which the truth is known: it is kept sign by sign, by no reader.

A lawyer with a seed inserts, deletes, splits, merges and moves text in the body, in cells and in notes. Rows and cells
come and go, notes stand inside insertions, and marks before tables and at the end are revised like any other.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from tests.builders.word import cell, notes, paragraph, row, run, table, word_file
from voting.domain.legal_text import Cell, Revision, SpanKind

EQUAL, INS, DEL, FROM, TO = SpanKind
NEW, GONE = frozenset({INS, TO}), frozenset({DEL, FROM})
TAGS = {INS: "ins", DEL: "del", FROM: "moveFrom", TO: "moveTo"}
MARK = "¶"
AUTHORS = ("Ann Alder", "Bo Birch", "")
DATES = ("2025-03-04T09:30:00Z", "2025-03-05T10:00:00Z", "")
Stack = tuple[Revision, ...]
Absent = frozenset[SpanKind]


@dataclass(eq=False)
class Sign:
    """A character, a paragraph's mark or a reference to a note, with the revisions around it, outermost first."""

    text: str
    stack: Stack = ()
    note: "Story | None" = None

    @property
    def kinds(self) -> set[SpanKind]:
        """The kinds of its revisions."""
        return {revision.kind for revision in self.stack}

    @property
    def is_word(self) -> bool:
        """Whether it is a character of text."""
        return self.note is None and self.text != MARK


@dataclass(eq=False)
class Story:
    """The paragraphs of one place: between tables, in a cell, in a note. A table or nothing follows its last mark."""

    signs: list[Sign]
    around: Stack = ()
    cell: Cell | None = None

    def paragraphs(self, absent: Absent) -> list[str]:
        """The paragraphs of the text that lacks what is revised in these ways, as accepting or rejecting gives them.

        What the last mark leaves behind stays where it is, if it is anything.
        """
        if any(revision.kind in absent for revision in self.around):
            return []
        found, text, has_note = [], "", False
        for sign in self.signs:
            if sign.kinds & absent:
                continue
            if sign.text == MARK:
                found.append(text)
                text, has_note = "", False
            elif sign.note is not None:
                has_note = True
            else:
                text += sign.text
        return [*found, text] if text or has_note else found

    def known(self) -> list[tuple[str, Stack]]:
        """Each character with the revisions that it stands in."""
        return [(sign.text, effective(self.around, sign.stack)) for sign in self.signs if sign.is_word]


@dataclass(eq=False)
class Row:
    """A row of a table, and what inserts or deletes it; each cell with the same, and what is in it."""

    around: Stack
    cells: "list[tuple[Stack, list[Place]]]" = field(default_factory=list)


Place = Story | list[Row]


def effective(around: Stack, stack: Stack) -> Stack:
    """What is around a sign in a revised row, cell or note, without what the sign says of itself already."""
    kinds = {revision.kind for revision in stack}
    told = (NEW if kinds & NEW else frozenset()) | (GONE if kinds & GONE else frozenset())
    return (*(revision for revision in around if revision.kind not in told), *stack)


class KnownEdits:
    """A document of some paragraphs and tables after up to so many edits, drawn by a seed."""

    def __init__(self, drawn: random.Random, edits: int = 9) -> None:
        self.random = drawn
        self.moves = 0
        self.tables = 0
        self.stories: list[Story] = []
        self.places = self._places(drawn.randint(0, 2), (), None)
        for _ in range(drawn.randint(0, edits)):
            self._edit()
        for story in [*self.stories]:
            self._found(story)

    @property
    def of_body(self) -> list[Story]:
        """The stories of the body and its cells, in the order of the document."""
        return [story for story in self.stories if story not in self.of_notes]

    @property
    def of_notes(self) -> list[Story]:
        """The notes in the order of their references."""
        return [sign.note for story in _stories(self.places) for sign in story.signs if sign.note is not None]

    def file(self) -> bytes:
        """The Word file."""
        writing = _Writing()
        body = "".join(map(writing.place, self.places))
        return word_file(body, related={"footnotes": notes("footnote", *writing.notes)} if writing.notes else {})

    def loose_moves(self) -> set[str]:
        """The moves of which one end has no character that nothing else happened to."""
        ends: dict[str, set[SpanKind]] = {}
        for story in (*self.of_body, *self.of_notes):
            for text, stack in story.known():
                if text and stack:
                    ends.setdefault(stack[-1].move, set()).add(stack[-1].kind)
        named = {f"move{number}" for number in range(1, self.moves + 1)}
        return {name for name in named if ends.get(name) != {FROM, TO}}

    def kinds(self) -> Counter[str]:
        """How often each thing happened that a document can be made of."""
        counted: Counter[str] = Counter()
        for story in (*self.of_body, *self.of_notes):
            counted["in a revised row or cell"] += bool(story.around and story.cell)
            counted["last mark revised"] += bool(story.signs[-1].stack)
            for sign in story.signs:
                what = "note" if sign.note else "mark" if sign.text == MARK else "text"
                for kind in sign.kinds:
                    counted[f"{what} {kind}"] += 1
                counted["three deep"] += len(sign.stack) > 2
                of_kinds = [revision.kind for revision in sign.stack]
                counted["insertion in deletion in insertion"] += of_kinds[:3] == [INS, DEL, INS]
        counted["loose move"] += len(self.loose_moves())
        counted["paired move"] += self.moves - len(self.loose_moves())
        counted["nested table"] += any(
            isinstance(inner, list)
            for place in self.places
            if isinstance(place, list)
            for each in place
            for _, held in each.cells
            for inner in held
        )
        return counted

    # The document.

    def _places(self, tables: int, around: Stack, place: Cell | None) -> list[Place]:
        """Paragraphs, and tables between them."""
        found: list[Place] = [self._story(around, place)]
        for _ in range(tables):
            found += [self._table(around, depth=0 if place is None else 1), self._story(around, place)]
        return found

    def _table(self, around: Stack, depth: int) -> list[Row]:
        number, self.tables = self.tables, self.tables + 1
        rows = []
        for at in range(self.random.randint(1, 3 - depth)):
            made = Row(self._whole(0.3))
            for column in range(2):
                own = self._whole(0.15)
                inside = effective(effective(around, made.around), own)
                nested = int(depth == 0 and self.random.random() < 0.1)
                made.cells.append((own, self._places(nested, inside, Cell(number, at, column))))
            rows.append(made)
        return rows

    def _whole(self, chance: float) -> Stack:
        return (self._revision(self.random.choice([INS, DEL])),) if self.random.random() < chance else ()

    def _story(self, around: Stack, place: Cell | None) -> Story:
        paragraphs = self.random.randint(1, 3)
        story = Story([Sign(each) for _ in range(paragraphs) for each in (*self._words(), MARK)], around, place)
        self.stories.append(story)
        return story

    def _found(self, story: Story) -> None:
        """Say what is around the notes of a story, now that nothing changes any more."""
        for sign in story.signs:
            if sign.note is not None:
                sign.note.around = effective(story.around, sign.stack)

    # Edits.

    def _words(self) -> str:
        return "".join(self.random.choices("abc ", k=self.random.randint(0, 9)))

    def _revision(self, kind: SpanKind, move: str = "") -> Revision:
        return Revision(kind, self.random.choice(AUTHORS), self.random.choice(DATES), move)

    def _edit(self) -> None:
        edits = [self._insert, self._insert, self._delete, self._delete, self._move, self._move, self._refer]
        edits += [self._leave, self._arrive]
        self.random.choice(edits)(self.random.choice(self.stories))

    def _stretch(self, story: Story) -> tuple[int, int]:
        """A part of the story, which seldom has its last mark."""
        most = len(story.signs) - (self.random.random() < 0.8)
        ends = sorted(self.random.randint(0, most) for _ in range(2))
        return ends[0], ends[1]

    def _insert(self, story: Story) -> None:
        """New text, with splits in it, inside whatever was inserted or deleted there before."""
        at = self.random.randint(0, len(story.signs) - 1)
        depths = {
            place: len(sign.stack)
            for place, (before, sign) in enumerate(pairwise(story.signs), 1)
            if sign.stack and sign.stack == before.stack
        }
        if depths and self.random.random() < 0.4:
            at = self.random.choice([place for place, depth in depths.items() if depth == max(depths.values())])
        inside = story.signs[at].stack if at in depths else ()
        revision = self._revision(INS)
        text = self._words() + MARK * self.random.randint(0, 2) + self._words()
        if self.random.random() < 0.1:
            # Paragraphs typed at the end of all of it.
            at, inside, text = len(story.signs), (), text + MARK
        story.signs[at:at] = [Sign(each, (*inside, revision)) for each in text]

    def _refer(self, story: Story) -> None:
        """A note, in a change like what is around it or inserted by itself; it has paragraphs that are edited too."""
        if any(story is each for each in self.of_notes):
            return
        at = self.random.randint(0, len(story.signs) - 1)
        stack = story.signs[at].stack if self.random.random() < 0.5 else ()
        if any(revision.move for revision in stack):
            return
        if self.random.random() < 0.4:
            stack = (*stack, self._revision(INS))
        story.signs.insert(at, Sign("", stack, self._story((), None)))

    def _delete(self, story: Story) -> None:
        """A stretch gone, with the marks and notes in it; what was inserted stands deleted in its insertion."""
        start, end = self._stretch(story)
        revision = self._revision(DEL)
        for sign in story.signs[start:end]:
            if not sign.kinds & GONE:
                sign.stack = (*sign.stack, revision)

    def _plain_stretch(self, story: Story) -> tuple[int, int]:
        start, end = self._stretch(story)
        if any(sign.stack or sign.note for sign in story.signs[start:end]):
            return start, start
        return start, end

    def _name(self) -> str:
        self.moves += 1
        return f"move{self.moves}"

    def _leave(self, story: Story) -> list[Sign]:
        """A stretch without changes moved away; as an edit by itself it arrives nowhere."""
        start, end = self._plain_stretch(story)
        if start == end:
            return []
        stack = (self._revision(FROM, self._name()),)
        for sign in story.signs[start:end]:
            sign.stack = stack
        return story.signs[start:end]

    def _arrive(self, story: Story, words: str = "", name: str = "") -> None:
        """Text moved here; as an edit by itself it came from nowhere. It is put where nothing is changed."""
        words, name = words or self._words(), name or self._name()
        at = [
            place
            for place in range(len(story.signs))
            if not any(sign.stack or sign.note for sign in story.signs[max(place - 1, 0) : place + 1])
        ]
        if at:
            place, stack = self.random.choice(at), (self._revision(TO, name),)
            story.signs[place:place] = [Sign(each, stack) for each in words]

    def _move(self, story: Story) -> None:
        """A stretch moved elsewhere, in this place or another."""
        taken = self._leave(story)
        if taken:
            words = "".join(sign.text for sign in taken)
            self._arrive(self.random.choice([story, *self.stories]), words, taken[0].stack[0].move)


def known_file(seed: int) -> bytes:
    """The Word file of a seed."""
    return KnownEdits(random.Random(seed)).file()


def _stories(places: list[Place]) -> Iterator[Story]:
    for place in places:
        if isinstance(place, Story):
            yield place
        else:
            for each in place:
                for _, held in each.cells:
                    yield from _stories(held)


# The file.


class _Writing:
    """A document while it is written; `notes` are the paragraphs of each note."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def place(self, place: Place) -> str:
        """Paragraphs, or a table."""
        return self._story(place) if isinstance(place, Story) else table(*map(self._row, place))

    def _row(self, made: Row) -> str:
        cells = [
            cell(
                *map(self.place, places),
                properties="".join(f"<w:cell{'Ins' if each.kind is INS else 'Del'}{_who(each)}/>" for each in own),
            )
            for own, places in made.cells
        ]
        properties = "".join(f"<w:trPr><w:{TAGS[each.kind]}{_who(each)}/></w:trPr>" for each in made.around)
        return row(*cells).replace("<w:tr>", f"<w:tr>{properties}", 1)

    def _story(self, story: Story) -> str:
        written, content, numbers = "", "", _Ids()
        for (stack, is_word), signs in groupby(story.signs, key=lambda sign: (sign.stack, sign.is_word)):
            if is_word:
                tag = "w:delText" if DEL in {each.kind for each in stack} else "w:t"
                content += _wrapped(stack, run("".join(sign.text for sign in signs), tag), numbers)
                continue
            for sign in signs:
                if sign.note is not None:
                    content += _wrapped(stack, self._reference(sign.note), numbers)
                    continue
                # A mark takes the name of its move from the range that is open, or was last open, in its paragraph.
                if any(revision.move for revision in stack):
                    content += _wrapped(tuple(revision for revision in stack if revision.move), "", numbers)
                marks = "".join(f"<w:{TAGS[revision.kind]}{_who(revision)}/>" for revision in stack)
                written += paragraph(content, mark=marks)
                content, numbers = "", _Ids()
        return written

    def _reference(self, note: Story) -> str:
        self.notes.append("")
        number = len(self.notes)
        self.notes[number - 1] = self._story(note)
        return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


class _Ids:
    """Ids for ranges; they start anew in each paragraph, because real files repeat them."""

    def __init__(self) -> None:
        self.last = 0

    @property
    def next(self) -> int:
        """An id that the paragraph has not had."""
        self.last += 1
        return self.last


def _wrapped(stack: Stack, content: str, numbers: _Ids) -> str:
    for revision in reversed(stack):
        tag = TAGS[revision.kind]
        ranged = bool(revision.move)
        start = f'<w:{tag}RangeStart w:id="{numbers.next}" w:name="{revision.move}"/>' if ranged else ""
        end = f'<w:{tag}RangeEnd w:id="{numbers.last}"/>' if ranged else ""
        content = f"{start}<w:{tag}{_who(revision)}>{content}</w:{tag}>{end}"
    return content


def _who(revision: Revision) -> str:
    author = f' w:author="{revision.author}"' if revision.author else ""
    return author + (f' w:date="{revision.date}"' if revision.date else "")
