"""What every reader of a field works on: the parts with their blocks, and a value together with where it was read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from voting.documents.report.blocks import Block, BlockKind, Sentence, blocks_of
from voting.documents.report.lines import Line, Page
from voting.documents.report.parts import Section, SectionKind
from voting.domain.modifications.report.roles import PartRole
from voting.domain.modifications.report.sources import Passage

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A value and the passages it was read from."""

    value: Value
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class PartText:
    """A part or appendix with the blocks that its lines make."""

    kind: SectionKind
    number: str
    heading: str
    roles: frozenset[PartRole]
    heading_lines: tuple[Line, ...]
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The blocks under one heading inside a part; None is what stands before the first heading."""

    heading: Block | None
    blocks: tuple[Block, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Where heading and blocks stand."""
        return passages_of((self.heading, *self.blocks) if self.heading is not None else self.blocks)


def part_text(section: Section, page: Page) -> PartText:
    """The section with its blocks."""
    return PartText(
        section.kind,
        section.number,
        section.heading,
        section.roles,
        section.heading_lines,
        section.lines,
        blocks_of(section.lines, page),
    )


def with_role(parts: Iterable[PartText], *roles: PartRole) -> tuple[PartText, ...]:
    """The parts that have one of these roles."""
    return tuple(part for part in parts if part.roles & set(roles))


def grouped(blocks: Iterable[Block], is_heading: Callable[[Block], bool]) -> tuple[Group, ...]:
    """The blocks under each block that is a heading."""
    groups: list[tuple[Block | None, list[Block]]] = [(None, [])]
    for block in blocks:
        if is_heading(block):
            groups.append((block, []))
        else:
            groups[-1][1].append(block)
    return tuple(Group(heading, tuple(held)) for heading, held in groups if heading is not None or held)


def is_title(block: Block) -> bool:
    """Whether a block is a single line, as headings are."""
    return block.kind is BlockKind.LINE


def sentences_in(blocks: Iterable[Block]) -> Iterable[tuple[Block, Sentence]]:
    """Every sentence of the blocks with its block; text of the Code that is quoted says nothing of the modification."""
    for block in blocks:
        if block.kind is not BlockKind.QUOTATION:
            yield from ((block, sentence) for sentence in block.sentences)


def passages_of(blocks: Iterable[Block]) -> tuple[Passage, ...]:
    """Where the blocks stand, neighbours joined."""
    passages: list[Passage] = []
    for block in blocks:
        whole = block.whole
        if passages and whole.first_line >= passages[-1].first_line:
            passages[-1] = Passage(passages[-1].first_line, max(whole.last_line, passages[-1].last_line))
        else:
            passages.append(whole)
    return tuple(passages)


def line_passage(*lines: Line) -> tuple[Passage, ...]:
    """Where a run of lines stands."""
    return (Passage(lines[0].number, lines[-1].number),) if lines else ()
