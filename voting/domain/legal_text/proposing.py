"""Which changes an observation is likely to own, from the clauses that the register cites; a person confirms them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voting.domain.legal_text.aliases import LabelIndex
from voting.domain.legal_text.values import Clause, Hunk, HunkState, Redline

_NUMBER = r"(?:[A-Z]{0,2}\d+[A-Z]?(?:\.\d+[A-Z]?)*(?:\s?\([A-Za-z0-9]{1,5}\))*|(?:\([A-Za-z0-9]{1,5}\)\s?)+)"
_WORD = r"(?:(?:sub-?)?(?:section|clause|paragraph)s?|paras?\.?|appendix|schedule|annex|part|§)"
_CITATION = re.compile(
    rf"(?:(?P<document>\b(?:section|appendix)\s+[A-Z]{{1,2}}\b)\s*,?\s*)?(?:(?P<word>\b{_WORD})\s*)?"
    rf"(?<![\w.(£$€])(?<!\d,)(?<!figure )(?<!table )(?P<number>{_NUMBER})(?![\w(%]|,\d)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:to|through|–|—|-)\s*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|and|or|&|;)+\s*(?:and\s+|or\s+)?", re.IGNORECASE)
_LAST_STEP = re.compile(r"^(?P<before>.*?)(?P<step>\d+|(?<=\()[a-z]+)(?P<after>\)?)$")
# No list of a code goes further in Roman numbers.
_ROMAN = tuple(
    tens + ones for tens in ("", "x", "xx") for ones in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
)
# A range longer than any list of clauses is a mistake of the register, and only its ends are looked up.
_LONGEST_RANGE = 50
# A bare number in a sentence ("within 5 Working Days") is no clause; in a list of citations it is.
_PLAIN = re.compile(r"\d+|\([A-Za-z0-9]{1,5}\)")


class CitationFault(StrEnum):
    """Why a citation led to no change."""

    NO_SUCH_CLAUSE = "no_such_clause"
    SEVERAL_CLAUSES = "several_clauses"
    NOTHING_CHANGES = "nothing_changes"


@dataclass(frozen=True, slots=True)
class CitingObservation:
    """An observation, by whatever names it to the caller, and what it cites in this document."""

    observation: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedLink:
    """A change and the observation that likely owns it, because it cites the clause; nothing until confirmed."""

    hunk_key: str
    observation: str
    citation: str
    clause_key: str


@dataclass(frozen=True, slots=True)
class ContestedHunk:
    """A change that several observations cite equally closely: a person has to choose."""

    hunk_key: str
    observations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CitationUnplaced:
    """A citation that led to no change, why, and the clauses that it may mean."""

    observation: str
    citation: str
    fault: CitationFault
    clause_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkProposals:
    """What the register's citations say of a redline's changes, each in document or register order."""

    links: tuple[ProposedLink, ...]
    contested: tuple[ContestedHunk, ...]
    unplaced: tuple[CitationUnplaced, ...]


def citations_in(text: str, *, is_list: bool = False) -> tuple[str, ...]:
    """The clauses that a text cites, each once, in order: "8.3.4", "L1.17(f)", "section 5", "(A7)".

    Ranges are written out ("8.3.3 to 8.3.5"), and what follows "Appendix L" keeps it ("Appendix L section 5"). In
    running text a bare whole number or letter counts only after a word such as "section"; with `is_list` (a cell of
    the register that holds nothing but citations) it always does.
    """
    found: list[str] = []
    document = word = last = ""
    before: re.Match[str] | None = None
    for match in _CITATION.finditer(text):
        between = text[before.end() : match.start()] if before else ""
        goes_on = before is not None and bool(_AND.fullmatch(between) or _RANGE.fullmatch(between))
        document = match["document"] or (document if goes_on else "")
        word = match["word"] or (word if goes_on else "")
        number = re.sub(r"\s+", "", match["number"])
        beside = _beside(last, number) if goes_on else ""
        if _PLAIN.fullmatch(number) and not (word or document or beside or is_list):
            before = None
            continue
        number = beside or number
        steps = _between(last, number) if goes_on and _RANGE.fullmatch(between) else []
        found += [_cited(document, word, each) for each in (*steps, number)]
        before, last = match, number
    return tuple(dict.fromkeys(found))


def propose_links(
    redline: Redline, observations: Sequence[CitingObservation], unowned: Iterable[str] | None = None
) -> LinkProposals:
    """Which of the redline's changes each observation is likely to own.

    A citation means the changes of the clause itself, or where that has none, of the clauses beneath it. The closer
    citation wins: one of 8.3.4(a) over one of 8.3.4. Only proposed changes are linked; `unowned` (hunk keys) narrows
    them to those that have no owner yet. A citation of several clauses alike proposes nothing.
    """
    open_to = {hunk.key for hunk in redline.hunks if hunk.state is HunkState.PROPOSED}
    if unowned is not None:
        open_to &= set(unowned)
    hunks_at = _hunks_by_clause(redline.hunks)
    index = LabelIndex(redline)
    beneath = _Beneath(redline.clauses)
    claims: dict[str, list[tuple[int, ProposedLink]]] = {}
    unplaced: list[CitationUnplaced] = []
    for observation, citation in ((each.observation, said) for each in observations for said in each.citations):
        clauses = index.resolve(citation)
        if len(clauses) != 1:
            fault = CitationFault.SEVERAL_CLAUSES if clauses else CitationFault.NO_SUCH_CLAUSE
            unplaced.append(CitationUnplaced(observation, citation, fault, tuple(each.key for each in clauses)))
            continue
        places = _changed(clauses, hunks_at) or _changed(beneath.of(clauses[0]), hunks_at)
        if not places:
            cited = (clauses[0].key,)
            unplaced.append(CitationUnplaced(observation, citation, CitationFault.NOTHING_CHANGES, cited))
        for clause_key, hunk_key in places:
            if hunk_key in open_to:
                # The nearer the cited clause lies to the change, the surer the link.
                distance = 0 if clause_key == clauses[0].key else 1 + len(beneath.of(clauses[0]))
                claims.setdefault(hunk_key, []).append(
                    (distance, ProposedLink(hunk_key, observation, citation, clause_key))
                )
    return _settled(redline, claims, unplaced)


def _settled(
    redline: Redline, claims: Mapping[str, list[tuple[int, ProposedLink]]], unplaced: Sequence[CitationUnplaced]
) -> LinkProposals:
    links: list[ProposedLink] = []
    contested: list[ContestedHunk] = []
    for hunk in redline.hunks:
        claimed = claims.get(hunk.key, [])
        nearest = [link for distance, link in claimed if distance == min(claimed, key=lambda claim: claim[0])[0]]
        claimants = tuple(dict.fromkeys(link.observation for link in nearest))
        if len(claimants) == 1:
            links.append(nearest[0])
        elif claimants:
            contested.append(ContestedHunk(hunk.key, claimants))
    return LinkProposals(tuple(links), tuple(contested), tuple(unplaced))


def _hunks_by_clause(hunks: Iterable[Hunk]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for hunk in hunks:
        for clause_key in hunk.places:
            found.setdefault(clause_key, []).append(hunk.key)
    return found


def _changed(clauses: Iterable[Clause], hunks_at: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    return [(clause.key, hunk_key) for clause in clauses for hunk_key in hunks_at.get(clause.key, ())]


class _Beneath:
    """The clauses of a document by what stands beneath them: those that follow it and lie deeper."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = clauses
        self._position = {clause.key: at for at, clause in enumerate(clauses)}

    def of(self, clause: Clause) -> list[Clause]:
        return list(self._following(clause))

    def _following(self, clause: Clause) -> Iterator[Clause]:
        for other in self._clauses[self._position[clause.key] + 1 :]:
            if other.level <= clause.level:
                return
            yield other


def _cited(document: str, word: str, number: str) -> str:
    parts = (document, word if not document or word.lower() not in document.lower() else "", number)
    return " ".join(part for part in parts if part)


def _beside(last: str, number: str) -> str:
    """The whole of a number that only says its last part: "(b)" after "8.3.4(a)(i)" is "8.3.4(b)"; else empty."""
    if not number.startswith("("):
        return ""
    sign = number[1:].partition(")")[0]
    groups = [match for match in re.finditer(r"\(([^()]+)\)", last) if match.start()]
    for group in reversed(groups):
        if _comes_after(group[1], sign):
            return last[: group.start()] + number
    return ""


def _comes_after(sign: str, other: str) -> bool:
    """Whether the second sign can follow the first in one sequence of numbers, Roman numbers or letters."""
    if sign.isdigit() or other.isdigit():
        return sign.isdigit() and other.isdigit() and int(sign) < int(other)
    if sign.isupper() != other.isupper():
        return False
    if {sign.lower(), other.lower()} <= set(_ROMAN) and _ROMAN.index(sign.lower()) < _ROMAN.index(other.lower()):
        return True
    return (len(sign), sign) < (len(other), other) and len(set(other)) == 1


def _between(first: str, last: str) -> list[str]:
    """What lies between the two ends of a range, the ends left out; nothing where they are not of one sequence."""
    start, end = _LAST_STEP.match(first), _LAST_STEP.match(last)
    if not start or not end or (start["before"], start["after"]) != (end["before"], end["after"]):
        return []
    old, new = start["step"], end["step"]
    if old.isdigit() and new.isdigit():
        steps = [str(step) for step in range(int(old) + 1, int(new))]
    elif old in _ROMAN and new in _ROMAN:
        steps = list(_ROMAN[_ROMAN.index(old) + 1 : _ROMAN.index(new)])
    elif len(old) == len(new) == 1:
        steps = [chr(step) for step in range(ord(old) + 1, ord(new))]
    else:
        return []
    return [f"{start['before']}{step}{start['after']}" for step in steps] if len(steps) <= _LONGEST_RANGE else []
