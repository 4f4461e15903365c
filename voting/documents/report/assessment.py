"""Views of the modification against the General SEC Objectives and the consumer areas, and whose views they are."""

import re
from collections.abc import Iterable, Sequence

from voting.documents.report.blocks import Block, BlockKind, Sentence, text_of
from voting.documents.report.texts import Found, Group, PartText, grouped, is_title, passages_of
from voting.domain.modifications.report.sources import Passage
from voting.domain.modifications.report.values import (
    BY_PROPOSER,
    AreaEffect,
    AreaView,
    ConsumerArea,
    ObjectiveEffect,
    ObjectiveView,
)

_LETTER = r"\(?\s?[a-gA-G]\s?\)"
_LETTERS = re.compile(
    rf"\b(?:SEC |General |Relevant )*Objectives?\s(?P<letters>{_LETTER}(?:(?:\s?,\s?|\s?,?\s(?:and|or|&)\s){_LETTER})*"
    r"|[a-gA-G](?:(?:\s?,\s?|\s(?:and|&)\s)[a-gA-G])*(?![a-zA-Z’']))",
    re.IGNORECASE,
)
_ROW = re.compile(rf"(?P<letters>{_LETTER})\s")
_ONE = re.compile(r"[a-g]", re.IGNORECASE)
_VIEWS = re.compile(
    r"(?:the )?(?P<body>[A-Z][^.:]{1,60}?)(?:’s|'s|s’|’)?\s(?:views?|assessment|opinion|conclusions?|position)"
    r"(?:\s(?:against|on|of)\b.{0,60})?",
    re.IGNORECASE,
)
_OBJECTIVES_HEADING = re.compile(r".*\bobjectives\b.*|views against .*", re.IGNORECASE)
_SUBJECT = re.compile(
    r"\b(?:[Tt]he\s)?(?P<body>Proposer|(?:[A-Z][A-Za-z-]*\s){0,4}?(?:Working Group|Change Board|Panel"
    r"|Sub-Committee|SECAS|DCC|Authority"
    r"|respondents?|Part(?:y|ies)))\s(?:also\s|therefore\s|unanimously\s)?(?:believe|consider|agree|felt|feel|view"
    r"|note|did|does|state|think|conclud|advis)",
)
_UNNAMED = re.compile(r"respondent|part(?:y|ies)", re.IGNORECASE)
_BETTER = re.compile(
    r"\bbetter(?:\s\w+)?\sfacilitat\w*|\bbetter\b|\bpositive(?:ly)?\b|\bfacilitates?\b|\bsupports?\b|\benhanc\w+"
    r"|\bimprov\w+",
    re.IGNORECASE,
)
_NOT_BETTER = re.compile(
    r"\b(?:not|n[’']t|no)\b.{0,40}?\b(?:better|facilitat\w+|impact|effect|affect\w*)\b", re.IGNORECASE
)
_WORSE = re.compile(
    r"\bworse\b|\bdetriment\w*|\bnegative(?:ly)?\b|\bhinder\w*|\bundermin\w+|\badverse(?:ly)?\b|\bless (?:well"
    r"|efficient)",
    re.IGNORECASE,
)
_NEUTRAL = re.compile(r"\bneutral\b|\bno (?:direct )?(?:impact|effect)\b|\bunaffected\b", re.IGNORECASE)
_POSITIVE = re.compile(
    r"\bpositive(?:ly)?\b|\bbenefi(?:t|cial)\w*|\bimprov\w+|\bbetter\b|\benhanc\w+|\breduc(?:e|es|ed|ing"
    r"|tion)\b.{0,30}\b(?:costs?|bills?"
    r"|emissions?|damage|risk)|\bincreas\w+ (?:safety|reliability|quality)",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\bnegative(?:ly)?\b|\bdetriment\w*|\bworse\w*|\badverse(?:ly)?\b|\bincreas\w+\b.{0,30}\b(?:costs?|bills?"
    r"|emissions?|damage|risk)",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|no|n[’']t|neither)\b", re.IGNORECASE)
_AREA_HEADINGS: tuple[tuple[ConsumerArea, str], ...] = (
    (ConsumerArea.SAFETY_AND_RELIABILITY, r"(?:improved |better )?safety (?:and|&) reliability"),
    (ConsumerArea.LOWER_BILLS, r"lower bills(?: than (?:would otherwise be|they would otherwise have been).{0,20})?"),
    (ConsumerArea.ENVIRONMENTAL_DAMAGE, r"(?:reduced |less )?environmental damage"),
    (ConsumerArea.QUALITY_OF_SERVICE, r"(?:improved |better )?quality of service"),
    (ConsumerArea.SOCIETY, r"(?:benefits? (?:for|to) )?society(?: as a whole)?"),
)
_AREAS = tuple(
    (area, re.compile(rf"{pattern}\s?[:–—-]?\s?(?P<rest>.*)", re.IGNORECASE | re.DOTALL))
    for area, pattern in _AREA_HEADINGS
)


def read_objectives(parts: Sequence[PartText]) -> tuple[Found[ObjectiveView], ...]:
    """The views by objective and body. One that says neither better, worse nor neutral is left in the text."""
    found: list[Found[ObjectiveView]] = []
    for part in parts:
        body = ""
        for group in grouped(part.blocks, is_title):
            heading = group.heading.text if group.heading is not None else ""
            body = _body_after(heading, body)
            found.extend(_views(group, heading, body))
    return tuple(_once(found))


def read_consumer_areas(parts: Sequence[PartText]) -> tuple[Found[AreaView], ...]:
    """The rating against each consumer area, in the order of the areas."""
    found: dict[ConsumerArea, Found[AreaView]] = {}
    for part in parts:
        for heading, blocks in _areas(part.blocks):
            area, rest = heading
            words = "\n\n".join(text for text in (rest, text_of(tuple(blocks[1:]))) if text)
            effect = _area_effect(words)
            if effect is not None:
                found.setdefault(area, Found(AreaView(area, effect, words), passages_of(blocks)))
    return tuple(found[area] for area in ConsumerArea if area in found)


def _body_after(heading: str, body: str) -> str:
    """Whose views follow a heading: the body it names; no one's where another subject begins."""
    if _LETTERS.match(heading) or _ROW.match(heading):
        return body
    if _OBJECTIVES_HEADING.fullmatch(heading):
        return ""
    views = _VIEWS.fullmatch(heading)
    if views is None:
        return "" if heading else body
    name = views["body"].removeprefix("The ").removeprefix("the ").strip()
    return BY_PROPOSER if name.casefold() in ("proposer", "proposer’", "proposers") else name


def _views(group: Group, heading: str, body: str) -> Iterable[Found[ObjectiveView]]:
    letters = _letters(heading, at_start=True)
    if letters and group.blocks:
        text = text_of(group.blocks)
        yield from _view(letters, text, body or _said_by(text), group.passages)
        return
    if letters and group.heading is not None:
        # A row of a table: the letter, perhaps the objective in words, and the effect.
        yield from _view(letters, heading, body or BY_PROPOSER, (group.heading.whole,))
        return
    for block in group.blocks:
        for at, sentence in enumerate(block.sentences):
            letters = _letters(sentence.text, at_start=block.kind is BlockKind.BULLET)
            by = _whose(sentence.text, body)
            if letters and by and _says_effect(sentence.text):
                yield from _whole_view(block, at, sentence, letters, by)


def _whole_view(block: Block, at: int, sentence: Sentence, letters: str, by: str) -> Iterable[Found[ObjectiveView]]:
    """The view of a sentence, with the sentences after it that go on about the same objective."""
    sentences = block.sentences
    end = at + 1
    while end < len(sentences) and not _LETTERS.search(sentences[end].text) and not _said_by(sentences[end].text):
        end += 1
    text = " ".join(held.text for held in sentences[at:end])
    effect = _effect(sentence.text)
    if effect is not None:
        for letter in letters:
            yield Found(ObjectiveView(letter, effect, by, text), (block.whole,))


def _view(letters: str, text: str, by: str, passages: tuple[Passage, ...]) -> Iterable[Found[ObjectiveView]]:
    effect = _effect(text)
    if effect is not None:
        for letter in letters:
            yield Found(ObjectiveView(letter, effect, by or BY_PROPOSER, text), passages)


def _letters(text: str, *, at_start: bool) -> str:
    """The letters of the objectives that a text names, in order."""
    named = (_LETTERS.match(text) or _ROW.match(text)) if at_start else None
    named = named or _LETTERS.search(text)
    if named is None:
        return ""
    return "".join(dict.fromkeys(letter.lower() for letter in _ONE.findall(_without_joints(named["letters"]))))


def _without_joints(letters: str) -> str:
    return re.sub(r"\b(?:and|or)\b", " ", letters)


def _said_by(text: str) -> str:
    found = _SUBJECT.search(text)
    if found is None:
        return ""
    return BY_PROPOSER if found["body"] == "Proposer" else found["body"].strip()


def _whose(text: str, body: str) -> str:
    """Whose view a sentence is: the body's that it names, else that of the heading; "respondents" names none."""
    said = _said_by(text)
    return body if body and _UNNAMED.search(said) else said or body


def _says_effect(text: str) -> bool:
    return _effect(text) is not None


def _effect(text: str) -> ObjectiveEffect | None:
    """What the text says of an objective, by its first telling words; "not better" and "not worse" are neutral."""
    worse = ObjectiveEffect.NEUTRAL if _denied(text, _WORSE) else ObjectiveEffect.WORSE
    said = [
        (found.start(), effect)
        for pattern, effect in (
            (_NOT_BETTER, ObjectiveEffect.NEUTRAL),
            (_NEUTRAL, ObjectiveEffect.NEUTRAL),
            (_WORSE, worse),
            (_BETTER, ObjectiveEffect.BETTER),
        )
        if (found := pattern.search(text)) is not None
    ]
    return min(said, key=lambda pair: pair[0])[1] if said else None


def _denied(text: str, pattern: re.Pattern[str]) -> bool:
    found = pattern.search(text)
    return found is not None and _NOT.search(text[max(0, found.start() - 40) : found.start()]) is not None


def _area_effect(words: str) -> AreaEffect | None:
    if _NEUTRAL.search(words) or re.search(r"\bnot (?:impact|affect)", words, re.IGNORECASE):
        return AreaEffect.NEUTRAL
    if _NEGATIVE.search(words) and not _denied(words, _NEGATIVE):
        return AreaEffect.NEGATIVE
    if _POSITIVE.search(words):
        return AreaEffect.NEUTRAL if _denied(words, _POSITIVE) else AreaEffect.POSITIVE
    return AreaEffect.NEUTRAL if _denied(words, _NEGATIVE) else None


def _areas(blocks: tuple[Block, ...]) -> Iterable[tuple[tuple[ConsumerArea, str], list[Block]]]:
    """Each heading of an area with the rating on its own line, and the blocks under it up to the next heading."""
    current: tuple[tuple[ConsumerArea, str], list[Block]] | None = None
    for block in blocks:
        headed = _area_of(block)
        if headed is not None or is_title(block):
            if current is not None:
                yield current
            current = (headed, [block]) if headed is not None else None
        elif current is not None:
            current[1].append(block)
    if current is not None:
        yield current


def _area_of(block: Block) -> tuple[ConsumerArea, str] | None:
    for area, pattern in _AREAS:
        found = pattern.fullmatch(block.words)
        if found is not None and (is_title(block) or found["rest"]):
            rest = found["rest"].strip()
            # "Lower bills are expected" is a sentence, not a heading with its rating.
            if not rest or rest[0].isupper():
                return area, rest
    return None


def _once(found: Iterable[Found[ObjectiveView]]) -> Iterable[Found[ObjectiveView]]:
    """The first view for each objective and body."""
    seen: set[tuple[str, str]] = set()
    for view in found:
        key = (view.value.letter, view.value.by)
        if key not in seen:
            seen.add(key)
            yield view
