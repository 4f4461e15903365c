"""Which code documents each part says have to change, and which it only cites."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from voting.documents.report.blocks import Block, BlockKind
from voting.documents.report.texts import Found, PartText
from voting.domain.modifications.report.roles import PartRole
from voting.domain.modifications.report.sources import Passage
from voting.domain.modifications.report.values import ReportDocument
from voting.domain.modifications.report.written_documents import (
    DocumentMention,
    find_documents,
    in_order,
    listed_title,
    title_after,
)

# In a sentence each mention, with its title, is written as one letter that no report uses, so that the words around it
# can be matched without its commas and quotation marks.
_DOC = "\ue000"
_DOCS = rf"{_DOC}(?:(?:,\s?|,?\s(?:and|or|&)\s)(?:the\s)?(?:to\s|in\s)?{_DOC})*"
_ABOUT = r"(?:[^\s.]{1,40}\s){0,8}?"
_FEW = r"(?:[^\s.]{1,40}\s){0,3}?"
# "Requires significant changes", but not "requires the DCC to change".
_KIND = r"(?:(?!to\s)[^\s.]{1,40}\s){0,2}?"
_CHANGE = (
    r"(?:amend|chang|updat|modif|revis|impact|affect|alter|insert|add|remov|delet|correct|introduc|replac|clarif|rewrit"
    r"|redraft|align)"
)
_CHANGED = rf"{_CHANGE}(?:e?d|i?ed|tten)\b"
_TO_CHANGE = rf"{_CHANGE}\w{{0,3}}\b"
_NOUN = r"(?:changes?|amendments?|updates?|modifications?|revisions?|corrections?|additions?|alterations?)"
_WILL = (
    r"(?:will|would|shall|should|must|may need to|needs? to|ha(?:s|ve) to|is to|are to"
    r"|(?:is|are) (?:required|proposed|expected|intended) to)"
)
# Before a document these words make it a rule that is referred to, not a text that changes.
_CITING = re.compile(
    r"\b(?:accordance with|as (?:required|set out|defined|described|specified|stated) (?:by|in|under)|under|by"
    r"|pursuant to"
    r"|line with|compl(?:y|iance|ies) with|align(?:s|ed|ment)? (?:it |them )?(?:with|to)|consistent with"
    r"|consistency with"
    r"|defined in|set out in|referred to in|stated in|described in|specified in|required by|obligations? (?:in"
    r"|under)|match"
    r"|reflect|mirror|per|like|unlike|from|with|against|between)\s(?:the\s)?(?:\w{1,20}\s(?:in|of|under)\s)?$"
)
_NEGATED = re.compile(
    r"\b(?:no|not|nor|neither|without|never|n[’']t|previous(?:ly)?|earlier|already|were|was|had|if|whether)\b",
    re.IGNORECASE,
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # The document is what the sentence is about: "Appendix AD will be amended", "… needs updating".
        rf"(?P<docs>{_DOCS})\s{_FEW}{_WILL}\s(?:also\s|therefore\s|all\s|both\s|only\s)?(?:be\s)?{_FEW}{_TO_CHANGE}",
        rf"(?P<docs>{_DOCS})\s{_FEW}(?:requires?|needs?)\s{_KIND}(?:{_NOUN}|{_CHANGE}(?:ing|ying))\b",
        rf"(?P<docs>{_DOCS})\s{_FEW}(?:is|are)\s(?:also\s)?(?:impacted|affected|amended|updated|changed)\b",
        # The same after a word on what is wrong with it: "Appendix AD has no code for this and therefore needs …".
        (
            rf"(?P<docs>{_DOCS})\s[^.;:]{{1,150}}?(?P<said>\b(?:and|so|which)\s(?:it\s)?(?:therefore\s|also\s|so\s|thus\s)?"
            rf"{_WILL}\s(?:also\s|therefore\s)?(?:be\s)?{_CHANGE}\w{{0,3}}\b)"
        ),
        (
            rf"\b(?:propose[ds]?|recommend(?:s|ed)?|suggest(?:s|ed)?)\s{_FEW}that\s{_ABOUT}(?P<docs>{_DOCS})\s(?:be|is|are)\s"
            rf"(?:also\s)?{_CHANGED}"
        ),
        # The document is what is changed: "will amend Appendix AD", "by updating the text of Section F".
        rf"\b(?:{_WILL}|to|by|seeks? to|proposes to|proposal to)\s{_FEW}{_TO_CHANGE}\s{_ABOUT}(?P<docs>{_DOCS})",
        rf"\b(?:{_WILL}|to|by)\s[^.;:]{{1,150}}?\band\s(?:also\s)?{_TO_CHANGE}\s{_ABOUT}(?P<docs>{_DOCS})",
        rf"\b(?:proposes|requires?|involves?|includes?)\s{_FEW}{_CHANGE}(?:ing|ying)\s{_ABOUT}(?P<docs>{_DOCS})",
        rf"\b(?:this|the)\s{_FEW}(?:amends|updates|modifies|revises|impacts|affects)\s{_ABOUT}(?P<docs>{_DOCS})",
        # "Changes are required to the document set in SEC Appendices A and B", "requires changes to Section F".
        rf"\b{_NOUN}\s{_FEW}(?:required|needed|necessary|proposed|be made|being made|made)\s{_ABOUT}(?P<docs>{_DOCS})",
        (
            rf"\b(?:requires?|needs?|mak(?:es?|ing)|proposes?|require|in)\s{_FEW}{_NOUN}\s(?:to|in"
            rf"|within)\s{_ABOUT}(?P<docs>{_DOCS})"
        ),
        (
            rf"\b{_NOUN}\s(?:to|in|within)\s{_ABOUT}(?P<docs>{_DOCS})\s{_FEW}(?:(?:is|are)\s(?:also\s)?|will be\s)"
            r"(?:required|needed|necessary|proposed|made)"
        ),
        # "The following documents will be impacted: Section F and Appendix AD".
        rf"\bfollowing\b.{{0,80}}?\b(?:{_CHANGED}|{_NOUN}).{{0,20}}?:\s?(?P<docs>{_DOCS})",
    )
)
# Where a part sets out what is done, the drafting's place says it too: "the changes to Section F are in Annex B".
_DRAFTING = re.compile(
    rf"\b{_NOUN}\s(?:to|in|within)\s{_ABOUT}(?P<docs>{_DOCS})\s{_FEW}(?:can be found|is|are|set out|provided|shown)\b",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    rf"\b(?:{_CHANGED}|{_TO_CHANGE}|{_NOUN})\b|\bimpacts?\b|\b(?:documents?|parts|sections|appendices)\b.{{0,40}}:$",
    re.IGNORECASE,
)
_SPARED = re.compile(rf"\b(?:not|no)\b.{{0,30}}\b(?:{_TO_CHANGE}|{_NOUN}|required)", re.IGNORECASE)
_LIST_HEADING = re.compile(
    r"(?:impacts? on (?:the )?)?(?:sec|code)(?: and subsidiary)? documents?(?: impact(?:s|ed)?)?"
    r"|sec(?: and)? subsidiary documents?(?: impact(?:s|ed)?)?|(?:impacted|affected) (?:sec )?documents"
    r"|legal text(?: changes)?|(?:sec )?(?:sections|parts) impacted|impacts? on the sec",
    re.IGNORECASE,
)
# A part that reports views and history tells what others thought should change, not what changes.
_REPORTS_VIEWS = frozenset({PartRole.ASSESSMENT, PartRole.CONCLUSIONS, PartRole.TIMETABLE, PartRole.GLOSSARY})
_SAYS_WHAT_IS_DONE = frozenset({PartRole.SUMMARY, PartRole.SOLUTION, PartRole.IMPACTS})
_JOINTS = re.compile(rf"{_DOC}|\b(?:and|or)\b|[\s,;.&]")
_LONGEST_SENTENCE = 3000


@dataclass(slots=True)
class _Record:
    """What the parts say of one document."""

    title: str | None = None
    listed_title: str | None = None
    required_by: list[str] = field(default_factory=list)
    cited_in: list[str] = field(default_factory=list)
    # A dictionary keeps them in order and once each.
    passages: dict[Passage, None] = field(default_factory=dict)


def read_documents(parts: Sequence[PartText]) -> tuple[Found[ReportDocument], ...]:
    """The code documents that the parts name, in the order of the code.

    A document is required by a part that says it changes, in a list or a sentence; any other part that mentions it
    cites it. Text of the Code that a part quotes mentions nothing: those are the Code's words, not the report's.
    """
    records: dict[str, _Record] = defaultdict(_Record)
    for part in parts:
        _read_part(part, records)
    return tuple(
        Found(
            ReportDocument(
                code,
                records[code].listed_title or records[code].title,
                tuple(records[code].required_by),
                tuple(number for number in records[code].cited_in if number not in records[code].required_by),
            ),
            tuple(records[code].passages),
        )
        for code in in_order(set(records))
    )


def _read_part(part: PartText, records: dict[str, _Record]) -> None:
    in_list = False
    for block in part.blocks:
        if block.kind is BlockKind.QUOTATION:
            continue
        listed = in_list and _is_listed(block)
        if not listed:
            in_list = _introduces_list(part, block, in_list=in_list)
        if listed:
            _read_item(part, block, records)
        else:
            _read_sentences(part, block, records)


def _introduces_list(part: PartText, block: Block, *, in_list: bool) -> bool:
    """Whether the items after this block are documents that change."""
    if part.roles & _REPORTS_VIEWS and not part.roles & _SAYS_WHAT_IS_DONE:
        return False
    if block.kind is BlockKind.LINE and not block.text.endswith(":"):
        return _LIST_HEADING.fullmatch(block.text) is not None
    last = block.sentences[-1].text
    if block.text.endswith(":"):
        return _INTRODUCES.search(last) is not None and _NEGATED.search(last) is None
    # A paragraph between heading and list leaves it to the heading, unless it says that nothing changes.
    return in_list and block.kind is BlockKind.PARAGRAPH and _NEGATED.search(last) is None


def _is_listed(block: Block) -> bool:
    """Whether a block is an item that begins with a document; an item that says "not changed" is none of the list."""
    mentions = find_documents(block.words)
    if not mentions or _SPARED.search(block.words):
        return False
    if block.kind is BlockKind.PARAGRAPH:
        # A list in a line of its own: "Section F, Section G and Appendix AC."
        return len(block.text) <= _LONGEST_SENTENCE and not _JOINTS.sub("", _with_signs(block.text, mentions))
    return mentions[0].start == 0 or _names_before(block.words, mentions[0])


def _names_before(words: str, mention: DocumentMention) -> bool:
    """Whether an item gives the title before the document: "DCC User Interface Specification (Appendix AD)"."""
    return words[: mention.start].endswith("(") and words[mention.end : mention.end + 1] == ")"


def _read_item(part: PartText, block: Block, records: dict[str, _Record]) -> None:
    words = block.words
    mentions = find_documents(words)
    for code in mentions[0].codes:
        _note(records[code].required_by, part.number)
        records[code].passages[block.whole] = None
    title = listed_title(words, mentions[0])
    if mentions[0].start:
        title = words[: mentions[0].start].strip(" (‘’'")
    if len(mentions[0].codes) == 1 and title:
        record = records[mentions[0].codes[0]]
        record.listed_title = record.listed_title or title
    between = _with_signs(words, mentions).split(_DOC)[1:-1]
    in_list = True
    for mention, joint in zip(mentions[1:], between, strict=True):
        # "Section A, Section F and Appendix AD" on one line are all of the list; a document in a remark is not.
        in_list = in_list and not _JOINTS.sub("", joint)
        _mention(part, mention, records, "required_by" if in_list else "cited_in", block.whole)


def _read_sentences(part: PartText, block: Block, records: dict[str, _Record]) -> None:
    for sentence in block.sentences:
        mentions = find_documents(sentence.text)
        required = _required(part, sentence.text, mentions) if mentions else frozenset()
        for at, mention in enumerate(mentions):
            _mention(part, mention, records, "required_by" if at in required else "cited_in", sentence.passage)
            title = title_after(sentence.text, mention)
            if title:
                record = records[mention.codes[0]]
                record.title = record.title or title


def _mention(
    part: PartText, mention: DocumentMention, records: dict[str, _Record], place: str, passage: Passage
) -> None:
    for code in mention.codes:
        record = records[code]
        _note(record.required_by if place == "required_by" else record.cited_in, part.number)
        record.passages[passage] = None


def _required(part: PartText, sentence: str, mentions: tuple[DocumentMention, ...]) -> frozenset[int]:
    """Which of the mentions a sentence says have to change."""
    if (part.roles & _REPORTS_VIEWS and not part.roles & _SAYS_WHAT_IS_DONE) or len(sentence) > _LONGEST_SENTENCE:
        return frozenset()
    text = _with_signs(sentence, mentions)
    patterns = (*_PATTERNS, _DRAFTING) if part.roles & _SAYS_WHAT_IS_DONE else _PATTERNS
    required: set[int] = set()
    for pattern in patterns:
        for found in pattern.finditer(text):
            if not _is_cited(text, found):
                first = text.count(_DOC, 0, found.start("docs"))
                required.update(range(first, first + found["docs"].count(_DOC)))
    return frozenset(required)


def _is_cited(text: str, found: re.Match[str]) -> bool:
    """Whether a match only looks like a change: the document is referred to, or the sentence denies or recalls it."""
    before = text[: found.start("docs")]
    if _CITING.search(before[-80:]):
        return True
    if "said" in found.re.groupindex:
        return _NEGATED.search(found["said"]) is not None
    clause = re.split(r"[;:]|,\s(?:but|and|so)\b|\bhowever\b", text[: found.end()])[-1]
    return _NEGATED.search(clause) is not None


def _with_signs(sentence: str, mentions: Iterable[DocumentMention]) -> str:
    """The sentence with each mention, its title and its clauses written as one sign."""
    text, end = "", 0
    for mention in mentions:
        text += sentence[end : mention.start] + _DOC
        end = mention.end
        title = title_after(sentence, mention)
        if title:
            at = sentence.index(title, end)
            end = at + len(title) + 1
    return text + sentence[end:]


def _note(numbers: list[str], number: str) -> None:
    if number not in numbers:
        numbers.append(number)
