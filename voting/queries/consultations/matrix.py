"""Who said what on which question or observation, by name: the dashboard of a consultation with few respondents."""

from dataclasses import dataclass

from voting.domain.people import PartyCategory
from voting.domain.responses import Position, TargetKind
from voting.queries.responses.readable_values import ReadableAnswers, ReadableItem, ReadableTarget

# From here on names in cells say less than counts would.
FEW_ENOUGH_FOR_NAMES = 30


@dataclass(frozen=True, slots=True)
class Named:
    """One respondent in one cell: the point's anchor, the name (or that it is withheld), and the position."""

    anchor: str
    name: str
    position: Position | None
    has_words: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One thing that was asked about, and for each category who said something on it."""

    target: ReadableTarget
    cells: tuple[tuple[Named, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Targets by category (None: without a category, or withheld)."""

    categories: tuple[PartyCategory | None, ...]
    rows: tuple[MatrixRow, ...]


def names_matrix(answers: ReadableAnswers) -> Matrix:
    """The matrix of all points that count, as this reader reads them: questions first, then documents in order."""
    items = [item for item in answers.items if item.counts]
    order: tuple[PartyCategory | None, ...] = (*PartyCategory, None)
    categories = tuple(one for one in order if any(item.category is one for item in items))
    by_target: dict[ReadableTarget, list[ReadableItem]] = {}
    for item in items:
        for target in item.targets:
            by_target.setdefault(target, []).append(item)
    targets = sorted(by_target, key=target_order)
    return Matrix(
        categories,
        tuple(
            MatrixRow(
                target,
                tuple(tuple(_named(one) for one in by_target[target] if one.category is each) for each in categories),
            )
            for target in targets
        ),
    )


def target_order(target: ReadableTarget) -> tuple[bool, str, str, int]:
    """Questions first, then document by document; observations before clauses."""
    return (
        target.kind is not TargetKind.QUESTION,
        target.document_code or "",
        "" if target.kind is TargetKind.OBSERVATION else "clause",
        target.id,
    )


def target_anchor(target: ReadableTarget) -> str:
    """The name of a question or place inside a page of answers."""
    return f"about-{target.kind.value}-{target.id}"


def _named(item: ReadableItem) -> Named:
    return Named(
        anchor_of(item), item.organisation or "Name withheld", item.position, bool(item.comment or item.own_wording)
    )


def anchor_of(item: ReadableItem) -> str:
    """The name of a point inside a page: its id where it is told, else its place among those without a name."""
    return f"point-{item.id}" if item.id is not None else f"point-{item.key}"
