"""The options of the implementation approach: on which release, if decided by when."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from voting.documents.report.blocks import Block, BlockKind, Sentence
from voting.documents.report.texts import Found, PartText, with_role
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
_INTRODUCES = re.compile(r"\bimplement", re.IGNORECASE)
_HELD = re.compile(r"\b(?:vote|meeting|consultation|published|issued|held|presented|was|were)\b", re.IGNORECASE)


def read_options(parts: Sequence[PartText]) -> tuple[Found[ReportOption], ...]:
    """The options in their order. "On or before" includes the day; "before" ends the day before.

    An option is an item of the list that an "implementation date of" introduces, or a sentence that names a date of
    implementation. Months without a day and periods after a decision are no dates.
    """
    found: list[Found[ReportOption]] = []
    for part in with_role(parts, PartRole.IMPLEMENTATION):
        for option in _options(part.blocks):
            if option.value not in [other.value for other in found]:
                found.append(option)
    return tuple(found)


def _options(blocks: tuple[Block, ...]) -> Iterable[Found[ReportOption]]:
    in_list = False
    listed = False
    for block in blocks:
        if block.kind is BlockKind.BULLET or (in_list and block.kind is BlockKind.LINE):
            option = _option(block.words, is_item=in_list)
            if option is not None:
                listed = True
                yield Found(option, (block.whole,))
            continue
        sentences = block.sentences
        in_list = block.text.endswith(":") and _INTRODUCES.search(sentences[-1].text) is not None
        # Once a list has given the options, what is written about them gives no others.
        if not listed:
            yield from _in_sentences(sentences)


def _in_sentences(sentences: tuple[Sentence, ...]) -> Iterable[Found[ReportOption]]:
    for sentence in sentences:
        if _IMPLEMENTS.search(sentence.text):
            for clause in _clauses(sentence.text):
                option = _option(clause, is_item=False)
                if option is not None:
                    yield Found(option, (sentence.passage,))


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


def _option(text: str, *, is_item: bool) -> ReportOption | None:
    release = decide_by = None
    for written in find_dates(text):
        bound = _bound(text, written)
        if bound is not None:
            decide_by = bound
        elif release is None and _is_release(text, written):
            release = written.starts_on
    says_when = _DECISION.search(text) and _CONDITION.search(text)
    if release is None and not (decide_by is not None and says_when):
        return None
    if not is_item and not (says_when or _IMPLEMENTS.search(text)):
        return None
    return ReportOption(release, decide_by if says_when or is_item else None)


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
