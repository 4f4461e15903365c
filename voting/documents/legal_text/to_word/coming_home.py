"""Moves that are taken back with the edits inside them: the text comes back as it is where it had gone to."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from lxml import etree

from voting.documents.legal_text.to_word.matching import Match
from voting.documents.legal_text.to_word.spelling import Spelling
from voting.documents.word.names import W
from voting.documents.word.resolving import unwrap
from voting.domain.legal_text import HunkState, Redline, SpanKind

_P_PR, _MOVE_FROM, _MOVE_TO = (W + name for name in ("pPr", "moveFrom", "moveTo"))


def bring_home(
    held: Redline, matches: Sequence[Match], rejected: AbstractSet[etree._Element], spelling: Spelling
) -> None:
    """Put the text of each cancelled move, with edits inside it that still stand, back where it came from.

    Of a clause that is only there because of the move, all comes back.
    """
    by_key = {match.held.key: match for match in matches}
    for hunk in held.hunks:
        if hunk.state is HunkState.PROPOSED or len(hunk.from_clause_keys) != len(hunk.clause_keys):
            continue
        for left, arrived in zip(hunk.from_clause_keys, hunk.clause_keys, strict=True):
            home, away = by_key.get(left), by_key.get(arrived)
            if home is not None and away is not None and _has_edits(home):
                # What a row says of the text does not come with it.
                spelling.spell_out(away.paragraph)
                _carry(away, home, rejected)


def _has_edits(home: Match) -> bool:
    """Whether the clause has changes inside it now that it had not before."""
    before = {(span.kind, span.text) for span in home.fresh.spans}
    return any(span.kind is not SpanKind.EQUAL and (span.kind, span.text) not in before for span in home.held.spans)


def _carry(away: Match, home: Match, rejected: AbstractSet[etree._Element]) -> None:
    gaps = list(_moves_in(home, _MOVE_FROM, rejected))
    moved = list(_moves_in(away, _MOVE_TO, rejected))
    parent = gaps[0].getparent() if gaps else None
    if parent is None or not moved or away.paragraph.element is None:
        return
    coming = [child for child in away.paragraph.element if child.tag != _P_PR]
    if away.fresh.text_as_is is not None:
        places = [at for at, child in enumerate(coming) if any(each in moved for each in child.iter(_MOVE_TO))]
        coming = coming[places[0] : places[-1] + 1]
    at = parent.index(gaps[0])
    for gap in gaps:
        # What left is replaced by what comes; the move around it is rejected like any other.
        gap.clear()
    parent[at:at] = coming
    for element in moved:
        unwrap(element)


def _moves_in(match: Match, tag: str, rejected: AbstractSet[etree._Element]) -> Iterator[etree._Element]:
    """What moves in a paragraph, in one direction, and is taken back."""
    if match.paragraph.element is not None:
        yield from (each for each in match.paragraph.element.iter(tag) if each in rejected and len(each))
