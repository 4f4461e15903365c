"""The options of the implementation approach: on which release, if decided by when."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from voting.documents.report.blocks import Block, BlockKind, Sentence
from voting.documents.report.texts import Found, PartText, is_title, with_role
from voting.domain.modifications.report.roles import PartRole
from voting.domain.modifications.report.values import ReportOption
from voting.domain.modifications.report.written_dates import WrittenDate, find_dates

_ON_OR_BEFORE = re.compile(
    r"\b(?:on or before|on or prior to|no later than|not later than|by|until|latest)\s(?:the\s)?(?:end of\s)?$",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?<!or )\b(?:before|prior to|earlier than)\s(?:the\s)?$", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:after|following|later than|from|beyond|since)\s(?:the\s)?$", re.IGNORECASE)
_DECISION = re.compile(r"\b(?:decision|decided|approv\w+|determin\w+|received)\b", re.IGNORECASE)
_IMPLEMENTS = re.compile(
    r"\bimplementation (?:date|approach)s?\b|\bimplement(?:ed|ation)?\b.{0,60}\b(?:on|in|for|of|by)\b"
    r"|\btargeted for\b|\bSEC Release\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|should|provided|where|subject to|assuming)\b", re.IGNORECASE)
# How long after a decision, where a report names no day: "10 Working Days following decision".
_NUMBER = r"[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
_ARTICLE = r"(?:(?:the|an?|any)\s)?"
_RELATIVE = re.compile(
    rf"\b(?P<much>(?:{_NUMBER})(?:\s\([0-9a-z-]{{1,12}}\))?\s(?:(?:working|business|calendar|clear)\s)?"
    rf"(?:days?|weeks?|months?)|immediately|the (?:next )?(?:working |business )?day)\s"
    rf"(?:after|following|from|of|upon|on)\s{_ARTICLE}(?:(?:date|day|receipt|publication)\sof\s{_ARTICLE})?"
    r"(?:(?:final|positive|Authority|Ofgem|Panel|Change Board|Board|CSC|Change Sub-Committee)(?:’s|'s)?\s){0,2}"
    r"(?:decision|approval|determination"
    r"|(?:it|(?:the|this) (?:modification|proposal|change)) (?:is|has been|being) approved)\b",
    re.IGNORECASE,
)
_REFERRAL = re.compile(r"\b(?:refer\w*|appeal\w*|object\w*|challenge\w*)\b", re.IGNORECASE)
_SOLUTION = re.compile(
    r"\b(?:(?:proposed|alternative) solution(?: (?:[0-9]{1,2}|[A-C]))?|solution (?:[0-9]{1,2}|[A-C]))\b", re.IGNORECASE
)
_NEXT_SOLUTION = re.compile(
    rf"[,;]?\s(?:and|while|whereas|but)?\s?(?:for\s)?(?:the\s)?(?={_SOLUTION.pattern})", re.IGNORECASE
)
_INTRODUCES = re.compile(r"\bimplement", re.IGNORECASE)
_HELD = re.compile(r"\b(?:vote|meeting|consultation|published|issued|held|presented|was|were)\b", re.IGNORECASE)


def read_options(parts: Sequence[PartText]) -> tuple[Found[ReportOption], ...]:
    """The options in their order. "On or before" includes the day; "before" ends the day before.

    An option is an item of the list that an "implementation date of" introduces, or a sentence that names a date of
    implementation or how long after the decision it is. Months without a day are no dates. For which solution an
    option is, is said where the report has options for several.
    """
    found: list[Found[ReportOption]] = []
    for part in with_role(parts, PartRole.IMPLEMENTATION):
        found.extend(_options(part.blocks))
    solutions = {option.value.for_solution for option in found} - {None}
    if len(solutions) < len(("Solution 1", "Solution 2")):
        found = [Found(replace(option.value, for_solution=None), option.passages) for option in found]
    first = {option.value: option for option in reversed(found)}
    return tuple(option for option in found if first[option.value] is option)


def _options(blocks: tuple[Block, ...]) -> Iterable[Found[ReportOption]]:
    in_list = False
    listed = False
    solution: str | None = None
    for block in blocks:
        if is_title(block) and _SOLUTION.match(block.text) and not find_dates(block.text):
            solution, in_list, listed = _solution_in(block.text), False, False
        elif block.kind is BlockKind.BULLET or (in_list and block.kind is BlockKind.LINE):
            option = _option(block.words, solution, is_item=in_list)
            if option is not None:
                listed = True
                yield Found(option, (block.whole,))
        else:
            in_list = block.text.endswith(":") and _INTRODUCES.search(block.sentences[-1].text) is not None
            # Once a list has given the options, what is written about them gives no others.
            if not listed:
                yield from _in_sentences(block.sentences, solution)


def _in_sentences(sentences: tuple[Sentence, ...], solution: str | None) -> Iterable[Found[ReportOption]]:
    for sentence in sentences:
        if not (_IMPLEMENTS.search(sentence.text) or (_INTRODUCES.search(sentence.text) and _after(sentence.text))):
            continue
        for at, about in enumerate(_by_solution(sentence.text)):
            for clause in _clauses(about):
                # What is said of a second solution goes on with the words that were said of the first.
                option = _option(clause, solution, is_item=at > 0)
                if option is not None:
                    yield Found(option, (sentence.passage,))


def _by_solution(text: str) -> list[str]:
    """The sentence cut before the name of a second solution: "Solution 1 … and Solution 2 …"."""
    if len({found[0].casefold() for found in _SOLUTION.finditer(text)}) < len(("Solution 1", "Solution 2")):
        return [text]
    cuts = [found.start() for found in _NEXT_SOLUTION.finditer(text) if _SOLUTION.search(text[: found.start()])]
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _solution_in(text: str) -> str | None:
    """The solution that a text is about, as "Solution 2"; None where it names none."""
    found = _SOLUTION.search(text)
    return found[0].title() if found is not None else None


def _after(text: str) -> str | None:
    """How long after the decision something is implemented, in the words of the text."""
    found = _RELATIVE.search(text) if _REFERRAL.search(text) is None else None
    return found["much"] if found is not None else None


def _clauses(text: str) -> list[str]:
    """The sentence cut where a second option begins: "…, or 30 June 2022 if …"."""
    cuts = [
        found.start
        for at, found in enumerate(find_dates(text))
        if at
        and re.search(r"(?:[;,]|\bor|\botherwise)\s(?:on\s|the\s)?$", text[: found.start])
        and _is_release(text, found)
    ]
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _option(text: str, solution: str | None, *, is_item: bool) -> ReportOption | None:
    release = decide_by = None
    for written in find_dates(text):
        bound = _bound(text, written)
        if bound is not None:
            decide_by = bound
        elif release is None and _is_release(text, written):
            release = written.starts_on
    after = _after(text)
    says_when = _DECISION.search(text) and _CONDITION.search(text)
    if release is None and after is None and not (decide_by is not None and says_when):
        return None
    if not is_item and not (says_when or after or _IMPLEMENTS.search(text)):
        return None
    return ReportOption(release, decide_by if says_when or is_item else None, after, _solution_in(text) or solution)


def _bound(text: str, written: WrittenDate) -> date | None:
    """The last day of a decision that a date sets, or None if it sets none."""
    before = text[max(0, written.start - 60) : written.start]
    if not _DECISION.search(text[: written.start]):
        return None
    if _ON_OR_BEFORE.search(before):
        return written.starts_on
    return written.starts_on - timedelta(days=1) if _BEFORE.search(before) else None


def _is_release(text: str, written: WrittenDate) -> bool:
    """Whether a date may be that of implementation: not one after which, or on which, something else happens."""
    before = text[max(0, written.start - 60) : written.start]
    if _AFTER.search(before) or _ON_OR_BEFORE.search(before) or _BEFORE.search(before):
        return False
    return _HELD.search(before.rpartition(".")[2]) is None
