"""Which bodies a report ticks as impacted, by one rule for which box a tick belongs to."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from voting.documents.report.blocks import Block, BlockKind
from voting.documents.report.lines import Line
from voting.documents.report.texts import Found, PartText, line_passage, with_role
from voting.domain.modifications.report.bodies import BOXES, MAY_NAME_A_BOX, box_named
from voting.domain.modifications.report.roles import PartRole

# Ticks, crosses in a box, and what the two Wingdings fonts leave of a tick or a box when their text is taken out.
_TICKED = frozenset("✓✔√☑☒🗹🗸✅\uf0fc\uf0fe\uf0fd\uf052\uf054\uf050\uf053þüý")
_CROSSED = frozenset("✗✘❌✕✖×xX")
_EMPTY = frozenset("☐□▢\uf0a8\uf0a3\uf06fo£¨")
_WORD_TICKS = frozenset({"yes", "y", "impacted", "affected", "high", "medium", "low"})
_WORD_EMPTY = frozenset({"no", "n", "none", "n/a", "unaffected"})
_NOT_IMPACTED = re.compile(r"\b(?:not|un)[ -]?(?:impacted|affected)\b|\bno impact\b", re.IGNORECASE)
_GRID_HEADING = re.compile(
    r"(?:.*\b)?(?:sec )?part(?:y|ies)(?: categor(?:y|ies)| types?)?(?: impacts?| impacted| affected)"
    r"|.*\bimpacted (?:parties|categories|bodies)|.*\bother sec party types impacted|who is impacted\??"
    r"|(?:sec )?part(?:y|ies)(?: categor(?:y|ies))?|impact(?:ed)?",
    re.IGNORECASE,
)
_MOST_OTHER_WORDS = 6
_LONGEST_ROW = 200


class Mark(Enum):
    """A sign in the grid: a tick, a cross (which is a tick where no other tick is used), or an empty box."""

    TICK = "tick"
    CROSS = "cross"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class _Token:
    """A sign or a label of the grid, and the line it stands in."""

    mark: Mark | None
    label: str
    line: Line


def read_impacted(parts: Sequence[PartText]) -> tuple[Found[str], ...]:
    """The bodies that are ticked, in the order of the form; without any sign, those that a list of categories names.

    A tick belongs to the label after it if the grid, or the line, begins with a sign; to the label before it if it ends
    with one. Where neither tells, the box stands before its label, as in the template. Words ("Yes", "Impacted") are
    signs only where the grid has no drawn ones.
    """
    impacts = with_role(parts, PartRole.IMPACTS) or tuple(parts)
    for words_count in (False, True):
        tokens = [token for part in impacts for line in part.lines for token in _tokens(line, words_count=words_count)]
        if any(token.mark is not None for token in tokens):
            return _in_form_order(_ticked(tokens))
    return _in_form_order(found for part in impacts for found in _listed(part.blocks))


def _in_form_order(ticked: Iterable[Found[str]]) -> tuple[Found[str], ...]:
    first: dict[str, Found[str]] = {}
    for found in ticked:
        first.setdefault(found.value, found)
    place = {box: at for at, box in enumerate(BOXES)}
    return tuple(sorted(first.values(), key=lambda found: place.get(found.value, len(place))))


def _tokens(line: Line, *, words_count: bool) -> list[_Token]:
    """The signs and labels of a line of the grid; nothing for a line that is not of the grid."""
    if len(line.text) > _LONGEST_ROW or not (_SIGNS.search(line.text) or MAY_NAME_A_BOX.search(line.text)):
        return _lone_sign(line)
    text = line.text.lstrip("•▪● ")
    text = _NOT_IMPACTED.sub("none", text) if words_count else text
    pieces = _pieces(text, words_count=words_count)
    labels = [words for mark, words in pieces if mark is None]
    # Words that are no known label make a sentence of the line, unless they are a label with a drawn sign of its own.
    if any(not _labels(words) for words in labels) and (words_count or not _may_be_labels(pieces, labels)):
        return []
    tokens: list[_Token] = []
    for mark, words in pieces:
        if mark is not None:
            tokens.append(_Token(mark, "", line))
        else:
            tokens.extend(_Token(None, label, line) for label in _labels(words) or (words,))
    return tokens


def _lone_sign(line: Line) -> list[_Token]:
    """The sign that is all of a line, where every cell of the grid has a line of its own."""
    mark = _mark(line.text)
    return [_Token(mark, "", line)] if mark is not None else []


def _pieces(text: str, *, words_count: bool) -> list[tuple[Mark | None, str]]:
    """The text cut at its signs: (sign, "") or (None, words)."""
    pieces: list[tuple[Mark | None, str]] = []
    words: list[str] = []
    for word in _SIGNS.sub(r" \g<0> ", _DRAWN_BOX.sub(_as_sign, text)).split():
        mark = _mark(word) or (_word_mark(word) if words_count else None)
        if mark is None:
            words.append(word)
            continue
        if words:
            pieces.append((None, " ".join(words)))
            words = []
        pieces.append((mark, ""))
    if words:
        pieces.append((None, " ".join(words)))
    return pieces


# Signs that are glued to a label ("✓DCC"); letters and signs of writing are ticks only where they stand alone.
_SIGNS = re.compile("[" + "".join(sorted((_TICKED | _CROSSED | _EMPTY) - set("xXoüýþ£¨×"))) + "]")
_DRAWN_BOX = re.compile(r"\[\s?[xX✓]?\s?\]")


def _as_sign(box: re.Match[str]) -> str:
    """A box drawn with brackets as one sign."""
    return " ☒ " if box[0].strip("[] ") else " ☐ "


def _mark(word: str) -> Mark | None:
    if word in _TICKED:
        return Mark.TICK
    if word in _CROSSED:
        return Mark.CROSS
    return Mark.EMPTY if word in _EMPTY else None


def _word_mark(word: str) -> Mark | None:
    plain = word.lower().strip("():,–-")
    if plain in _WORD_TICKS:
        return Mark.TICK
    return Mark.EMPTY if plain in _WORD_EMPTY else None


def _labels(words: str) -> tuple[str, ...]:
    """The known labels that these words are, one after the other; nothing if other words stand among them."""
    labels: list[str] = []
    rest = words.strip(" –—:|-").split()
    while rest:
        for length in range(min(len(rest), _MOST_OTHER_WORDS), 0, -1):
            box = box_named(" ".join(rest[:length]))
            if box is not None:
                labels.append(box)
                rest = rest[length:]
                break
        else:
            return ()
    return tuple(labels)


def _may_be_labels(pieces: list[tuple[Mark | None, str]], labels: list[str]) -> bool:
    """Whether a line with a sign holds labels that the form does not usually have: a few words in capitals."""
    return len(pieces) > len(labels) and all(_reads_as_body(words) or _labels(words) for words in labels)


def _reads_as_body(words: str) -> bool:
    return (
        words[0].isupper()
        and words[-1] not in ".;:,"
        and words.count(" ") < _MOST_OTHER_WORDS
        and not any(character.isdecimal() or character == "£" for character in words)
    )


def _ticked(tokens: list[_Token]) -> list[Found[str]]:
    crosses_tick = not any(token.mark is Mark.TICK for token in tokens)
    rows: dict[int, list[_Token]] = {}
    for token in tokens:
        rows.setdefault(token.line.number, []).append(token)
    before = _sign_comes_first(list(rows.values()))
    found: list[Found[str]] = []
    for at, token in enumerate(tokens):
        if token.mark is None or (token.mark is not Mark.TICK and not (token.mark is Mark.CROSS and crosses_tick)):
            continue
        label = _label_of(tokens, at, before=_row_says(rows[token.line.number], overall=before))
        if label is not None:
            found.append(Found(label.label, line_passage(label.line)))
    return found


def _label_of(tokens: list[_Token], at: int, *, before: bool) -> _Token | None:
    place = at + 1 if before else at - 1
    if not 0 <= place < len(tokens) or tokens[place].mark is not None:
        return None
    return tokens[place]


def _sign_comes_first(rows: list[list[_Token]]) -> bool:
    """Whether signs stand before their labels: told by the lines that begin or end with one, most of them deciding."""
    # Where every cell has a line of its own, the grid is one row.
    whole = [row for row in rows if len(row) > 1] or [[token for row in rows for token in row]]
    begins = sum(row[0].mark is not None for row in whole)
    ends = sum(row[-1].mark is not None for row in whole)
    return begins >= ends


def _row_says(row: list[_Token], *, overall: bool) -> bool:
    """The rule for one line: a sign at only one of its ends settles it, else the whole grid does."""
    if len(row) == 1 or (row[0].mark is None) == (row[-1].mark is None):
        return overall
    return row[0].mark is not None


def _listed(blocks: tuple[Block, ...]) -> Iterable[Found[str]]:
    """The categories in a plain list under a heading of the grid, for reports that list them instead of ticking."""
    in_list = False
    for block in blocks:
        if block.kind is BlockKind.BULLET and in_list:
            yield from (
                Found(label, (block.whole,)) for label in _labels(block.words.rstrip(";.").removesuffix(" and"))
            )
        elif block.kind is BlockKind.LINE:
            in_list = _GRID_HEADING.fullmatch(block.text) is not None
        else:
            in_list = in_list and "impact" in block.text.casefold()
