"""Observations of the register that a report cites, and what it says has become of each."""

import re
from collections.abc import Iterable, Sequence

from voting.documents.report.texts import Found, Group, PartText, grouped, is_title
from voting.domain.modifications.report.values import CitedObservation
from voting.domain.modifications.report.written_documents import DocumentMention, find_documents
from voting.domain.observations import ObservationState

_ONE = r"[0-9]{1,3}(?:\.[0-9]{1,3})?[a-z]?"
_CITED = re.compile(
    rf"\bobservations?\s(?:numbers?\s|nos?\.\s)?(?P<numbers>{_ONE}(?:(?:\s?,\s?(?:and\s)?|\s(?:and|&|to)\s"
    rf"|\s?[–-]\s?){_ONE})*)(?![0-9%])",
    re.IGNORECASE,
)
_WORD = re.compile(r"\bobservations?\b", re.IGNORECASE)
_RANGE = re.compile(r"(?P<first>[0-9]{1,3})(?:\sto\s|\s?[–-]\s?)(?P<last>[0-9]{1,3})")
_NUMBER = re.compile(_ONE)
_BELONGS = re.compile(
    r"^\s?(?:\(?(?:of|in|on|against|for|from|to|raised (?:on|against)|relating to|concerning)\s(?:the\s)?)"
)
_REACH = 60
# What is said of an observation stands near it; a subsection of a report is shorter than this.
_LONGEST_SUBSECTION = 6_000

# What the sentences around a citation say of it, in the order in which they are believed.
_STATES: tuple[tuple[ObservationState, re.Pattern[str]], ...] = tuple(
    (state, re.compile(pattern, re.IGNORECASE | re.DOTALL))
    for state, pattern in (
        (ObservationState.WITHDRAWN, r"\bwithdrawn\b|\bno longer (?:pursued|needed|required|relevant)\b"),
        (
            ObservationState.RESOLVED_ELSEWHERE,
            (
                r"\b(?:resolved|addressed|dealt with|corrected|being taken forward|progressed|picked up"
                r"|fixed) (?:elsewhere|by another|by a separate"
                r"|under a separate|in a separate|separately|through another|via another|outside (?:of )?this|(?:by"
                r"|under|via|in|through) [MD]P\s?[0-9])"
            ),
        ),
        (
            ObservationState.CARRIED_UNRESOLVED,
            (
                r"\b(?:have|has|had|are|is|was|were|been|yet|remains?|remained)\s(?:not|yet to)\s(?:yet\s)?(?:been\s"
                r"|be\s)?(?:addressed|resolved|agreed|drafted|concluded)"
                r"|\bunresolved\b|\boutstanding\b|\bfurther investigation\b|\bremains? open\b|\bcarried forward\b"
                r"|\bcould not be (?:resolved|addressed)"
            ),
        ),
        (
            ObservationState.CHANGED_AFTER_COMMENT,
            (
                r"\bcomment(?:s|ed)?\b.{0,3000}\b(?:cancel(?:l?ed)|amended|changed|updated|revised|reworded|maintained"
                r"|reinstated|re-?drafted|incorporated|removed)\b"
                r"|\b(?:amended|changed|updated|revised|redrafted|cancelled) (?:after|following|in response to"
                r"|as a result of) .{0,60}\b(?:comments?|responses?|feedback)"
            ),
        ),
        (
            ObservationState.ADDRESSED,
            (
                r"\b(?:have|has|had|is|are|was|were) (?:now |since |all |both "
                r"|also )?(?:been )?(?:fully )?(?:addressed|resolved)\b|\bno change (?:is|was) (?:needed|required)\b"
            ),
        ),
        (
            ObservationState.DRAFTED,
            (
                r"\b(?:have|has|is|are|was|were) (?:now |since |all |both )?(?:been )?(?:drafted|included|incorporated"
                r"|reflected)\b.{0,60}\b(?:legal|drafting|text|annex|redlin\w+)"
            ),
        ),
    )
)


def read_observations(parts: Sequence[PartText]) -> tuple[Found[CitedObservation], ...]:
    """Each observation that is cited by number, once, with its document and state where the report says them.

    The sentence that cites it is believed first, then what its subsection says; the subsection's heading counts.
    """
    found: dict[tuple[str | None, str], Found[CitedObservation]] = {}
    for part in parts:
        for group in grouped(part.blocks, is_title):
            for cited in _cited(group):
                key = (cited.value.document, cited.value.number)
                before = found.get(key)
                if before is None or (before.value.state is None and cited.value.state is not None):
                    found[key] = cited
    return tuple(found.values())


def _cited(group: Group) -> Iterable[Found[CitedObservation]]:
    blocks = (group.heading, *group.blocks) if group.heading is not None else group.blocks
    if not any(_WORD.search(block.text) for block in blocks):
        return
    around = " ".join(block.text for block in blocks)[:_LONGEST_SUBSECTION]
    only, state_around = _only_document(around), _state(around)
    passages = group.passages
    for block in blocks:
        for sentence in block.sentences:
            for citation in _CITED.finditer(sentence.text):
                document = _document_of(sentence.text, citation, find_documents(sentence.text)) or only
                state = _state(sentence.text[:_LONGEST_SUBSECTION]) or state_around
                # The sentence comes first, then the whole subsection that tells what became of it.
                read_in = (sentence.passage, *(passage for passage in passages if passage != sentence.passage))
                for number in _numbers(citation["numbers"]):
                    yield Found(CitedObservation(document, number, state), read_in)


def _document_of(text: str, citation: re.Match[str], mentions: tuple[DocumentMention, ...]) -> str | None:
    """The document an observation belongs to: named right after it ("observation 2 of Appendix D") or right before."""
    for mention in mentions:
        between = text[citation.end() : mention.start]
        if mention.start >= citation.end() and len(between) < _REACH and _BELONGS.match(between + " "):
            return mention.codes[0]
    for mention in reversed(mentions):
        between = text[mention.end : citation.start()]
        if mention.end <= citation.start() and len(between.split()) <= 1 and between.strip(" ,’'s") in ("", "-", "–"):
            return mention.codes[0]
    return None


def _only_document(text: str) -> str | None:
    codes = {code for mention in find_documents(text) for code in mention.codes}
    return next(iter(codes)) if len(codes) == 1 else None


def _numbers(written: str) -> tuple[str, ...]:
    whole = _RANGE.fullmatch(written)
    if whole is not None and int(whole["first"]) < int(whole["last"]):
        return tuple(str(number) for number in range(int(whole["first"]), int(whole["last"]) + 1))
    return tuple(_NUMBER.findall(written))


def _state(text: str) -> ObservationState | None:
    return next((state for state, pattern in _STATES if pattern.search(text)), None)
