"""Word files with tracked changes of every kind, drafted by a seed: nested, moved, split, merged, in tables."""

import random
from itertools import count

from tests.builders.word import by, cell, deleted, inserted, moved, notes, paragraph, row, run, table, word_file

_SENTENCE = (
    "the DCC shall notify each Party by fax within five Working Days of any such request and record its outcome "
    "L1.17 (a) means “Recovery Key” a<script> & co. non-domestic supplier"
)
_WORDS = _SENTENCE.split()
_AUTHORS = ("Ann Alder", "Ben Birch", "")
_DATES = ("2025-03-04T09:30:00Z", "2025-06-01T00:00:00Z", None)


class TrackedDraft:
    """A Word file drafted by a seed, with so many blocks."""

    def __init__(self, seed: int, blocks: int = 8) -> None:
        self.random = random.Random(seed)
        self._names = count(1)
        self._waiting: list[str] = []
        self._notes: list[str] = []
        self.blocks = [self._block() for _ in range(blocks)]
        # Each move needs its other end; a paragraph that stays ends the file, as Word has it.
        self.blocks += [paragraph("Here: ", moved("To", name, words)) for name, words in self._moves()]
        self.blocks.append(paragraph("The end."))

    def file(self) -> bytes:
        """The file."""
        return word_file(*self.blocks, related={"footnotes": notes("footnote", *self._notes)} if self._notes else {})

    def _moves(self) -> list[tuple[str, str]]:
        return [(name, words) for name, _, words in (each.partition("|") for each in self._waiting)]

    def _block(self) -> str:
        return self._table() if self.random.random() < 0.15 else self._paragraph()

    def _who(self) -> str:
        return by(self.random.choice(_AUTHORS), self.random.choice(_DATES))

    def _words(self) -> str:
        return " ".join(self.random.choices(_WORDS, k=self.random.randint(1, 6))) + " "

    def _paragraph(self) -> str:
        chance = self.random.random()
        if chance < 0.12:
            return paragraph(inserted(self._words(), who=self._who()), mark=f"<w:ins{self._who()}/>")
        if chance < 0.24:
            return paragraph(deleted(self._words(), who=self._who()), mark=f"<w:del{self._who()}/>")
        pieces = [self._piece() for _ in range(self.random.randint(0, 5))]
        return paragraph(*pieces, mark=self._mark())

    def _mark(self) -> str:
        chance = self.random.random()
        revised = ["ins"] * (chance < 0.14) + ["del"] * (0.1 < chance < 0.24)
        return "".join(f"<w:{tag}{self._who()}/>" for tag in revised)

    def _piece(self) -> str:
        chance, words = self.random.random(), self._words()
        if chance < 0.45:
            return run(words)
        if chance < 0.62:
            return inserted(words, who=self._who())
        if chance < 0.79:
            return deleted(words, who=self._who())
        if chance < 0.87:
            return inserted(words, deleted(self._words(), who=self._who()), who=self._who())
        if chance < 0.93:
            name = f"move{next(self._names)}"
            self._waiting.append(f"{name}|{words}")
            return moved("From", name, words)
        return self._reference()

    def _reference(self) -> str:
        self._notes.append(paragraph(self._words()))
        reference = f'<w:r><w:footnoteReference w:id="{len(self._notes)}"/></w:r>'
        return inserted(reference, who=self._who()) if self.random.random() < 0.4 else reference

    def _table(self) -> str:
        return table(*(self._row() for _ in range(self.random.randint(1, 3))))

    def _row(self) -> str:
        chance = self.random.random()
        if chance < 0.2:
            return row(*(paragraph(inserted(self._words(), who=self._who())) for _ in range(2)), revised="ins")
        if chance < 0.4:
            return row(*(paragraph(deleted(self._words(), who=self._who())) for _ in range(2)), revised="del")
        cells = [cell(*(paragraph(self._piece()) for _ in range(self.random.randint(1, 2)))) for _ in range(2)]
        if chance < 0.5:
            cells.append(cell(paragraph(inserted(self._words(), who=self._who())), revised="cellIns"))
        return row(*cells)


def tracked_file(seed: int) -> bytes:
    """The Word file of a seed."""
    return TrackedDraft(seed).file()
