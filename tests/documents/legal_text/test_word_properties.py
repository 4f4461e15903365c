"""Any sequence of tracked edits, whose truth the generator knows, is read back to the character."""

import random
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.word import cell, paragraph, row, run, table, word_file
from voting.documents.legal_text.from_word import read_redline
from voting.domain.legal_text import (
    Cell,
    Clause,
    Revision,
    Span,
    SpanKind,
    as_is_text,
    broken_invariants,
    cancel_hunk,
    to_be_text,
)

EQUAL, INS, DEL, FROM, TO = SpanKind
NEW, GONE = {INS, TO}, {DEL, FROM}
TAGS = {INS: "ins", DEL: "del", FROM: "moveFrom", TO: "moveTo"}
MARK = "¶"
AUTHORS = ("Ann Alder", "Bo Birch", "")
DATES = ("2025-03-04T09:30:00Z", "2025-03-05T10:00:00Z", "")
Stack = tuple[Revision, ...]


@dataclass
class Sign:
    """A character or a paragraph's mark, with the revisions around it, outermost first."""

    text: str
    stack: Stack = ()

    @property
    def kinds(self) -> set[SpanKind]:
        return {revision.kind for revision in self.stack}


@dataclass
class Story:
    """The paragraphs of one place (the body, a cell), as signs; the last sign is a mark that nobody edits."""

    signs: list[Sign]
    around: Stack = ()
    cell: Cell | None = None

    def paragraphs(self, absent: set[SpanKind]) -> list[str]:
        """The paragraphs of the text that lacks what is revised in these ways, as accepting or rejecting gives them."""
        if any(revision.kind in absent for revision in self.around):
            return []
        found, text = [], ""
        for sign in self.signs:
            if sign.kinds & absent:
                continue
            if sign.text == MARK:
                found.append(text)
                text = ""
            else:
                text += sign.text
        return found


@dataclass
class Drafting:
    """A lawyer with a seed, who edits with changes tracked and forgets nothing."""

    random: random.Random
    moves: int = 0
    stories: list[Story] = field(default_factory=list)

    def words(self) -> str:
        return "".join(self.random.choices("abc ", k=self.random.randint(0, 9)))

    def revision(self, kind: SpanKind, move: str = "") -> Revision:
        return Revision(kind, self.random.choice(AUTHORS), self.random.choice(DATES), move)

    def story(self, paragraphs: int, around: Stack = (), place: Cell | None = None) -> Story:
        signs = [Sign(each) for _ in range(paragraphs) for each in (*self.words(), MARK)]
        story = Story(signs, around, place)
        self.stories.append(story)
        return story

    def stretch(self, story: Story) -> tuple[int, int]:
        """A part of the story without its last mark."""
        ends = sorted(self.random.randint(0, len(story.signs) - 1) for _ in range(2))
        return ends[0], ends[1]

    def insert(self, story: Story) -> None:
        """New text, with splits in it, inside whatever was inserted there before."""
        at = self.random.randint(0, len(story.signs) - 1)
        inside = story.signs[at].stack if at and story.signs[at - 1].stack == story.signs[at].stack else ()
        revision = self.revision(INS)
        text = self.words() + MARK * self.random.randint(0, 2) + self.words()
        story.signs[at:at] = [Sign(each, (*inside, revision)) for each in text]

    def delete(self, story: Story) -> None:
        """A stretch gone, with the marks in it; what was inserted stands deleted in its insertion."""
        start, end = self.stretch(story)
        revision = self.revision(DEL)
        for sign in story.signs[start:end]:
            if not sign.kinds & GONE:
                sign.stack = (*sign.stack, revision)

    def move(self, story: Story) -> None:
        """A stretch without changes moved elsewhere, in this place."""
        start, end = self.stretch(story)
        if start == end or any(sign.stack for sign in story.signs[start:end]):
            return
        self.moves += 1
        name = f"move{self.moves}"
        taken = [Sign(sign.text, (self.revision(TO, name),)) for sign in story.signs[start:end]]
        stack = (self.revision(FROM, name),)
        taken = [Sign(sign.text, taken[0].stack) for sign in taken]
        for sign in story.signs[start:end]:
            sign.stack = stack
        at = self.random.choice([at for at in range(len(story.signs)) if not start < at < end])
        if not any(sign.stack for sign in story.signs[max(at - 1, 0) : at + 1]):
            story.signs[at:at] = taken
        else:
            story.signs[end:end] = taken

    def edit(self) -> None:
        story = self.random.choice(self.stories)
        self.random.choice([self.insert, self.insert, self.delete, self.delete, self.move])(story)


def _wrapped(stack: Stack, content: str, numbers: "_Ids") -> str:
    for revision in reversed(stack):
        tag = TAGS[revision.kind]
        ranged = bool(revision.move)
        start = f'<w:{tag}RangeStart w:id="{numbers.next}" w:name="{revision.move}"/>' if ranged else ""
        end = f'<w:{tag}RangeEnd w:id="{numbers.last}"/>' if ranged else ""
        content = f"{start}<w:{tag}{_who(revision)}>{content}</w:{tag}>{end}"
    return content


class _Ids:
    """Ids for ranges; they start anew in each paragraph, because real files repeat them."""

    def __init__(self) -> None:
        self.last = 0

    @property
    def next(self) -> int:
        self.last += 1
        return self.last


def _who(revision: Revision) -> str:
    author = f' w:author="{revision.author}"' if revision.author else ""
    return author + (f' w:date="{revision.date}"' if revision.date else "")


def _written(story: Story) -> str:
    written, content, numbers = "", "", _Ids()
    for (stack, is_mark), signs in groupby(story.signs, key=lambda sign: (sign.stack, sign.text == MARK)):
        for text in ["".join(sign.text for sign in signs)] if not is_mark else [sign.text for sign in signs]:
            if not is_mark:
                content += _wrapped(
                    stack, run(text, "w:delText" if DEL in {each.kind for each in stack} else "w:t"), numbers
                )
                continue
            # A mark takes the name of its move from the range that is open, or was last open, in its paragraph.
            if any(revision.move for revision in stack):
                content += _wrapped(tuple(revision for revision in stack if revision.move), "", numbers)
            marks = "".join(f"<w:{TAGS[revision.kind]}{_who(revision)}/>" for revision in stack)
            written += paragraph(content, mark=marks)
            content, numbers = "", _Ids()
    return written


def _document(draft: Drafting, drawn: random.Random) -> str:
    """The body, with a table in it whose rows and cells may be inserted or deleted."""
    before = draft.story(drawn.randint(1, 4))
    rows: list[list[Story]] = []
    for at in range(drawn.randint(0, 3)):
        around = (draft.revision(drawn.choice([INS, DEL])),) if drawn.random() < 0.4 else ()
        rows.append([draft.story(drawn.randint(1, 2), around, Cell(0, at, column)) for column in range(2)])
    after = draft.story(drawn.randint(1, 4))
    for _ in range(drawn.randint(0, 7)):
        draft.edit()
    written = [
        row(*(cell(_written(story)) for story in cells)).replace("<w:tr>", f"<w:tr>{_row_properties(cells[0].around)}")
        for cells in rows
    ]
    # The stories are in document order, so that their paragraphs follow one another as the clauses do.
    draft.stories = [before, *(story for cells in rows for story in cells), after]
    return _written(before) + (table(*written) if written else "") + _written(after)


def _row_properties(around: Stack) -> str:
    return "".join(f"<w:trPr><w:{TAGS[each.kind]}{_who(each)}/></w:trPr>" for each in around)


def _effective(around: Stack, stack: Stack) -> Stack:
    """What is around a sign in a revised row, without what the sign says of itself already."""
    kinds = {revision.kind for revision in stack}
    told = (NEW if kinds & NEW else set()) | (GONE if kinds & GONE else set())
    return (*(revision for revision in around if revision.kind not in told), *stack)


def _held(span: Span) -> Stack:
    return () if span.kind is EQUAL else (*span.within, Revision(span.kind, span.author, span.date, span.move))


SEEDS = st.integers(min_value=0, max_value=2**32).map(random.Random)


@given(drawn=SEEDS)
@settings(max_examples=60, deadline=None)
def test_any_tracked_edits_are_read_back_to_the_character(drawn: random.Random) -> None:
    draft = Drafting(drawn)
    redline = read_redline(word_file(_document(draft, drawn))).redline
    assert broken_invariants(redline) == ()
    loose = _loose(draft)
    held = [
        (sign, _plain(_held(span), loose)) for clause in redline.clauses for span in clause.spans for sign in span.text
    ]
    known = [
        (sign.text, _plain(_effective(story.around, sign.stack), loose))
        for story in draft.stories
        for sign in story.signs
        if sign.text != MARK
    ]
    assert held == known
    for is_to_be, absent in ((False, NEW), (True, GONE)):
        expected = [text for story in draft.stories for text in story.paragraphs(absent)]
        assert _texts(redline.clauses, is_to_be=is_to_be) == expected
    assert [clause.cell for clause in redline.clauses] == [
        story.cell for story in draft.stories for sign in story.signs if sign.text == MARK
    ]


@given(drawn=SEEDS)
@settings(max_examples=40, deadline=None)
def test_every_revised_mark_has_a_hunk_and_cancelling_all_gives_back_the_text_in_force(drawn: random.Random) -> None:
    draft = Drafting(drawn)
    redline = read_redline(word_file(_document(draft, drawn))).redline
    as_is = [clause.text_as_is for clause in redline.clauses]
    for clause in redline.clauses:
        if (clause.text_as_is is None) != (clause.text_to_be is None):
            assert any(span.hunk for span in clause.spans)
    keys = [hunk.key for hunk in redline.hunks]
    drawn.shuffle(keys)
    for key in keys:
        if next(hunk for hunk in redline.hunks if hunk.key == key).cancelled_because is None:
            redline = cancel_hunk(redline, key, "a response")
            assert broken_invariants(redline) == ()
    assert [clause.text_as_is for clause in redline.clauses] == as_is
    assert [clause.text_to_be for clause in redline.clauses] == as_is


def _texts(clauses: tuple[Clause, ...], *, is_to_be: bool) -> list[str]:
    texts = [clause.text_to_be if is_to_be else clause.text_as_is for clause in clauses]
    return [text for text in texts if text is not None]


def _plain(stack: Stack, loose: set[str]) -> Stack:
    """The revisions with moves of which one end was edited away as plain ones."""
    kinds = {FROM: DEL, TO: INS}
    return tuple(
        revision._replace(kind=kinds[revision.kind], move="") if revision.move in loose else revision
        for revision in stack
    )


def _loose(draft: Drafting) -> set[str]:
    """The moves of which one end has no character left that nothing else happened to."""
    ends: dict[str, set[SpanKind]] = {}
    for sign in (sign for story in draft.stories for sign in story.signs if sign.stack and sign.text != MARK):
        ends.setdefault(sign.stack[-1].move, set()).add(sign.stack[-1].kind)
    named = {f"move{number}" for number in range(1, draft.moves + 1)}
    return {name for name in named if ends.get(name) != {FROM, TO}}


def test_the_generator_makes_what_it_promises() -> None:
    kinds: Counter[str] = Counter()
    for seed in range(150):
        drawn = random.Random(seed)
        draft = Drafting(drawn)
        _document(draft, drawn)
        for story in draft.stories:
            kinds["row"] += bool(story.around)
            for sign in story.signs:
                for revision in sign.stack:
                    kinds[f"{'mark' if sign.text == MARK else 'text'} {revision.kind}"] += 1
                kinds["deeper"] += len(sign.stack) > 2
    wanted = [f"{what} {kind}" for what in ("mark", "text") for kind in (INS, DEL, FROM, TO)]
    assert all(kinds[each] > 20 for each in [*wanted, "row", "deeper"]), kinds


def test_texts_of_spans_are_those_of_views() -> None:
    spans = (Span(EQUAL, "a"), Span(INS, "b"), Span(DEL, "c"), Span(DEL, "d", within=(Revision(INS),)))
    assert (as_is_text(spans), to_be_text(spans)) == ("ac", "ab")
