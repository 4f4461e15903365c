"""What stands before the parts: title and number, whom to ask, the annexes, and the standing words of the template."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from voting.documents.report.blocks import Block, blocks_of
from voting.documents.report.lines import Line, Page
from voting.documents.report.statements import is_person
from voting.documents.report.texts import Found, line_passage
from voting.domain.modifications.report.sources import Passage
from voting.domain.modifications.report.values import Annex, Contact
from voting.domain.modifications.report.written_dates import find_dates

_NUMBER = r"(?P<kind>SECMP|MP|DP)\s?(?P<digits>[0-9]{2,4})(?P<suffix>(?-i:[A-Z]{0,2}))(?![A-Za-z0-9])"
_HEADED_BY_NUMBER = re.compile(
    rf"(?:SEC\s|modification (?:proposal )?(?:number\s?)?:?\s?)?{_NUMBER}[\s:–—|-]*(?P<rest>.*)", re.IGNORECASE
)
_NUMBER_AFTER_TITLE = re.compile(rf"(?P<rest>\S.{{2,150}}?)\s?\({_NUMBER}\)", re.IGNORECASE)
_NUMBER_IN_SENTENCE = re.compile(
    rf"\bmodification report (?:for|on) {_NUMBER}\s?(?P<rest>[‘'“\"].{{2,150}}[’'”\"])?", re.IGNORECASE
)
_TITLED = re.compile(r"(?:modification (?:proposal )?)?(?:title|name)\s?:\s?(?P<rest>\S.*)", re.IGNORECASE)
_REPORT_WORDS = re.compile(
    r"[\s|,–—-]*(?:(?:draft|final)\s)?(?:modification report|conclusions report|problem statement)\b.*"
    r"|[\s|,–—-]*\bpage [0-9]{1,3}\b.*|[\s|,–—-]*\b(?:version|v)\s?[0-9]+(?:\.[0-9]+)*.*",
    re.IGNORECASE,
)
_REPORT_LINE = re.compile(r"(?:(?:draft|final)\s)?(?:SEC\s)?modification report\b.{0,40}", re.IGNORECASE)
_ANNEX = re.compile(r"\b(?:Annex|Attachment)\s([A-Z]|[0-9]{1,2})(?![A-Za-z0-9])[\s:,–—-]*")
_ANNEX_START = re.compile(r"(?:Annex|Attachment)\s(?:[A-Z]|[0-9]{1,2})(?![A-Za-z0-9])")
_EMAIL = re.compile(r"[A-Za-z0-9._%+’'-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")
_PHONE = re.compile(r"(?:\+44\s?(?:\(0\)\s?)?|\(?0)[0-9][0-9() ]{7,14}[0-9]")
_ASKING = re.compile(r"please contact|any questions|for (?:further|more) information", re.IGNORECASE)
_CONTACT_HEADING = re.compile(r"(?:contact|contact details|contacts|any questions\??)\s?:?", re.IGNORECASE)
_TEAM = re.compile(r"[A-Z][A-Za-z’'-]+(?:\s[A-Z][A-Za-z.’'-]*){1,4}")
_LABELS = re.compile(
    r"\b(?:e-?mail|phone|telephone|tel|name|contact|or|on|at|via|by)\b\s?[:.]?|[:,;|()]", re.IGNORECASE
)
_STANDING = re.compile(
    r"this document is (?:a|the|an) .*|this document (?:also |currently )?(?:has |contains |includes "
    r"|comprises )?.*annex.*"
    r"|(?:there (?:is|are)|it also has) .* annex.*|.*any questions.*|annexes:?|please contact:?"
    r"|what stage is this document in the process\??|stage [0-9]{2}:?.*|(?:page)|smart energy code(?: .{0,40})?"
    r"|this (?:report|document) (?:sets out|summarises|provides) .*|about this document"
    r"|(?:the )?SEC modification.{0,20}",
    re.IGNORECASE | re.DOTALL,
)
_TOP = 14
_CONTACT_LINES = 10
_TITLE_LINES = 3
_LONGEST_TITLE = 200


@dataclass(slots=True)
class Front:
    """What was read before the parts, and what of it is furniture or found no place."""

    title: Found[str] | None = None
    number: Found[str] | None = None
    contact: Contact = field(default_factory=Contact)
    contact_passages: dict[str, tuple[Passage, ...]] = field(default_factory=dict)
    annexes: list[Found[Annex]] = field(default_factory=list)
    furniture: list[tuple[int, str]] = field(default_factory=list)
    unread: list[tuple[int, str]] = field(default_factory=list)


def read_front(lines: tuple[Line, ...], running_heads: Sequence[Line], page: Page) -> Front:
    """What the lines before the first part say; running heads help to find title and number."""
    front = Front()
    used = _read_names(front, lines, running_heads)
    used |= _read_contact(front, lines, used)
    front.furniture.extend((line.number, line.text) for line in lines if line.number in used)
    rest = tuple(line for line in lines if line.number not in used and line.number not in _contact_numbers(front))
    for block in blocks_of(rest, page):
        _read_block(front, block)
    return front


def read_annexes(blocks: Iterable[Block]) -> list[Found[Annex]]:
    """The annexes that a list in a part or appendix names: each item begins with its letter."""
    found: list[Found[Annex]] = []
    for block in blocks:
        if _ANNEX_START.match(block.words) and len(block.words) <= 2 * _LONGEST_TITLE:
            found.extend(_annexes(block)[1])
    return found


def _read_block(front: Front, block: Block) -> None:
    before, annexes = _annexes(block)
    for annex in annexes:
        if any(annex.value.letter == other.value.letter for other in front.annexes):
            front.unread.append((annex.passages[0].first_line, f"Annex {annex.value.letter} {annex.value.about}"))
        else:
            front.annexes.append(annex)
    if not before:
        return
    place = (block.numbers[0], before)
    is_date = len(before) < _LONGEST_TITLE and any(d.end - d.start > len(before) - 5 for d in find_dates(before))
    if annexes or is_date or _STANDING.fullmatch(before) or _REPORT_LINE.fullmatch(before):
        front.furniture.append(place)
    else:
        front.unread.append(place)


def _annexes(block: Block) -> tuple[str, list[Found[Annex]]]:
    """The words of a block before its first annex, and the annexes that it names with what they are about."""
    text = block.text
    begins = len(text) - len(block.words)
    marks = [mark for mark in _ANNEX.finditer(text) if mark.start() == begins or _begins_item(text, mark.start())]
    found = []
    for at, mark in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(text)
        about = text[mark.end() : end].strip()
        found.append(Found(Annex(mark[1], about), (block.passage(mark.start(), end),)))
    before = text[begins : marks[0].start()].strip() if marks else text
    return before, found


def _begins_item(text: str, at: int) -> bool:
    """Whether a mention of an annex begins an item or sentence: one inside it says nothing of what the annex holds."""
    before = text[:at].rstrip()
    return not before or not before[-1].isalnum()


def _read_contact(front: Front, lines: tuple[Line, ...], used: set[int]) -> set[int]:
    """Fills the contact; gives the numbers of the lines that are only labels or standing words."""
    start = next(
        (at for at, line in enumerate(lines) if _ASKING.search(line.text) or _CONTACT_HEADING.fullmatch(line.text)),
        None,
    )
    labels: set[int] = set()
    is_asked = False
    for line in lines[start : start + _CONTACT_LINES] if start is not None else ():
        if line.number in used or _ANNEX_START.match(line.text.lstrip("• ")):
            continue
        is_label = _CONTACT_HEADING.fullmatch(line.text) is not None or _ASKING.search(line.text) is not None
        # A line that only holds values is placed with them; words beside these are standing words.
        if _take_contact(front, line, is_asked=is_asked):
            is_label = _has_more(line.text, front.contact)
        labels |= {line.number} if is_label else set()
        is_asked = is_label
        if front.contact.name and front.contact.phone and front.contact.email:
            break
    return labels


def _take_contact(front: Front, line: Line, *, is_asked: bool) -> bool:
    """Takes what a line says of the contact; False if it says nothing. Right after the question stands who is asked."""
    asked = _ASKING.split(line.text)[-1]
    email, phone = _EMAIL.search(asked), _PHONE.search(asked)
    values = {
        "name": front.contact.name or _name_in(asked, is_asked=is_asked),
        "phone": front.contact.phone or (phone[0].strip() if phone else None),
        "email": front.contact.email or (email[0] if email else None),
    }
    new = [key for key, value in values.items() if value != getattr(front.contact, key)]
    front.contact = Contact(**values)
    front.contact_passages.update(dict.fromkeys(new, line_passage(line)))
    return bool(new)


def _name_in(text: str, *, is_asked: bool) -> str | None:
    words = " ".join(_LABELS.sub(" ", _PHONE.sub(" ", _EMAIL.sub(" ", text))).split())
    is_name = is_person(words) or (is_asked and words == text.strip() and _TEAM.fullmatch(words) is not None)
    return words if is_name and not _ends_title(words) else None


def _has_more(text: str, contact: Contact) -> bool:
    for value in (contact.name, contact.phone, contact.email):
        text = text.replace(value, " ") if value else text
    return any(sign.isalnum() for sign in text)


def _contact_numbers(front: Front) -> set[int]:
    return {passage.first_line for passages in front.contact_passages.values() for passage in passages}


def _read_names(front: Front, lines: tuple[Line, ...], running_heads: Sequence[Line]) -> set[int]:
    """Fills title and number; gives the numbers of the front lines that only carry them."""
    used: set[int] = set()
    for number, title, taken in (*_named_lines(lines[:_TOP], lines), *_named_lines(running_heads, ())):
        if front.number is not None and front.title is not None:
            break
        front.number = front.number or number
        front.title = front.title or title
        used |= taken
    if front.number is None:
        _read_named_sentence(front, lines)
    return used | _read_plain_title(front, lines)


def _named_lines(
    candidates: Sequence[Line], lines: Sequence[Line]
) -> Iterable[tuple[Found[str] | None, Found[str] | None, set[int]]]:
    """What each line that is headed by a number or labelled as a title gives, with the lines that it takes up."""
    for line in candidates:
        found = _HEADED_BY_NUMBER.fullmatch(line.text) or _NUMBER_AFTER_TITLE.match(line.text)
        if found is not None and len(line.text) <= _LONGEST_TITLE:
            title, taken = _title_from(found["rest"], line, lines)
            number = Found(_number_of(found), line_passage(line))
            yield number, title, {held.number for held in taken} if lines else set()
        elif (labelled := _TITLED.fullmatch(line.text)) is not None:
            title = Found(_unquoted(labelled["rest"]), line_passage(line))
            yield None, title, {line.number} if lines else set()


def _title_from(rest: str, line: Line, lines: Sequence[Line]) -> tuple[Found[str] | None, tuple[Line, ...]]:
    """The title in the rest of a line, or on the lines below it, with the lines it stands on."""
    taken = [line]
    words = _REPORT_WORDS.sub("", rest).strip()
    below = lines[lines.index(line) + 1 :][:_TITLE_LINES] if line in lines else ()
    for follows in below:
        if (words and not _is_unclosed(words)) or _ends_title(follows.text):
            break
        words = f"{words} {_REPORT_WORDS.sub('', follows.text)}".strip()
        taken.append(follows)
    title = _unquoted(words)
    return (Found(title, line_passage(*taken)) if title else None), tuple(taken)


def _ends_title(text: str) -> bool:
    return bool(
        _REPORT_LINE.fullmatch(text)
        or _STANDING.fullmatch(text)
        or _ASKING.search(text)
        or _CONTACT_HEADING.fullmatch(text)
        or _ANNEX_START.match(text)
        or find_dates(text)
    )


def _is_unclosed(words: str) -> bool:
    return words[:1] in "‘'“\"" and words[-1:] not in "’'”\""


def _unquoted(words: str) -> str:
    stripped = words.strip(" :–—-|")
    if stripped[:1] in ("‘", "'", "“", '"') and stripped[-1:] in ("’", "'", "”", '"'):
        return stripped[1:-1].strip()
    return stripped


def _read_named_sentence(front: Front, lines: tuple[Line, ...]) -> None:
    """A number, perhaps with a title, that the standing words name: "This is the Modification Report for MP162 …"."""
    for line in lines:
        found = _NUMBER_IN_SENTENCE.search(line.text)
        if found is not None and front.number is None:
            front.number = Found(_number_of(found), line_passage(line))
            if front.title is None and found["rest"]:
                front.title = Found(_unquoted(found["rest"]), line_passage(line))


def _read_plain_title(front: Front, lines: tuple[Line, ...]) -> set[int]:
    """A title without a number: the lines at the very top, over the words "Modification Report"."""
    at = next((at for at, line in enumerate(lines[:_TOP]) if _REPORT_LINE.fullmatch(line.text)), None)
    above = lines[:at] if at else ()
    if front.title is not None or not above or len(above) > _TITLE_LINES:
        return set()
    words = " ".join(line.text for line in above)
    if len(words) > _LONGEST_TITLE or words[-1] in ".:" or any(_ends_title(line.text) for line in above):
        return set()
    front.title = Found(_unquoted(words), line_passage(*above))
    return {line.number for line in above}


def _number_of(found: re.Match[str]) -> str:
    return f"{found['kind'].upper()}{found['digits']}{found['suffix'].upper()}"
