"""Code documents as reports name them: "SEC Appendices A, B and Q", "Section L1.17", "Schedule 8 ‘GB Companion …’"."""

import re
from dataclasses import dataclass

from voting.domain.observations import document_sort_key

_CLAUSE = r"(?:[0-9]+(?:\.[0-9]+)*(?:\([a-z0-9]{1,4}\))*)?"
_SECTION = rf"[A-Z]{{1,2}}{_CLAUSE}(?![A-Za-z0-9])"
_APPENDIX = r"[A-Z]{1,2}(?![A-Za-z0-9])"
_SCHEDULE = r"[0-9]{1,2}(?![0-9]|\.[0-9])"
_AND = r"(?:\s?,\s?(?:(?:and|or)\s)?|\s(?:and|or|&|to)\s|\s?[–—-]\s?)"
_MENTION = re.compile(
    r"\b(?:SEC\s)?(?:"
    rf"(?P<sections>[Ss]ections?)\s(?P<section>{_SECTION}(?:{_AND}{_SECTION})*)"
    rf"|(?P<appendices>[Aa]ppendix|[Aa]ppendices|[Aa]ppendixes)\s(?P<appendix>{_APPENDIX}(?:{_AND}{_APPENDIX})*)"
    rf"|(?P<schedules>[Ss]chedules?)\s(?P<schedule>{_SCHEDULE}(?:{_AND}{_SCHEDULE})*)"
    r")"
)
_ITEM = re.compile(rf"(?P<joint>{_AND})?(?P<label>[A-Z]{{1,2}}|[0-9]{{1,2}})(?P<clause>{_CLAUSE})")
_RANGE = re.compile(r"\s?[–—-]\s?|\sto\s")
_PLURAL = frozenset({"sections", "appendices", "appendixes", "schedules"})
_KINDS = (
    ("sections", "section", "Section"),
    ("appendices", "appendix", "Appendix"),
    ("schedules", "schedule", "Schedule"),
)
_OPENING, _CLOSING = "‘'“\"", "’'”\""
_LONGEST_TITLE = 200
_TITLE_MARK = re.compile(r"\s?[:–—-]\s|\s?\(")


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """One document in a mention; `clause` is what follows its letter ("1.17"), or empty."""

    code: str
    clause: str


@dataclass(frozen=True, slots=True)
class DocumentMention:
    """A place in a text that names one or more code documents in a row."""

    documents: tuple[NamedDocument, ...]
    start: int
    end: int

    @property
    def codes(self) -> tuple[str, ...]:
        """The documents' names as they are written everywhere: "Section L", "Appendix AB"."""
        return tuple(document.code for document in self.documents)


def find_documents(text: str) -> tuple[DocumentMention, ...]:
    """Every mention of code documents in the text, in order.

    Small letters and numbers alone ("section 8.3.3", "Appendix 1") name places in a document or in the report: no
    document of the code.
    """
    return tuple(mention for found in _MENTION.finditer(text) if (mention := _mention(found)) is not None)


def title_after(text: str, mention: DocumentMention) -> str | None:
    """The title that stands after a mention of one whole document, in quotation marks; else None."""
    if len(mention.documents) != 1 or mention.documents[0].clause:
        return None
    rest = text[mention.end : mention.end + _LONGEST_TITLE].lstrip(" ,")
    return _quoted(rest)


def listed_title(text: str, mention: DocumentMention) -> str | None:
    """The title that a list gives to its item: in quotation marks, after a dash or colon, in brackets, or plain."""
    quoted = title_after(text, mention)
    if quoted is not None or len(mention.documents) != 1 or mention.documents[0].clause:
        return quoted
    rest = text[mention.end : mention.end + _LONGEST_TITLE]
    mark = _TITLE_MARK.match(rest)
    words = rest[mark.end() :] if mark else rest
    title = (_quoted(words.strip()) or words).strip(" ;,.")
    title = title.removesuffix("and").removesuffix(";").strip()
    if mark and "(" in mark[0]:
        title = title.removesuffix(")")
    return title if title[:1].isupper() and title.count(" ") < 16 else None


def in_order(codes: frozenset[str] | set[str]) -> tuple[str, ...]:
    """The documents in the order of the code."""
    return tuple(sorted(codes, key=document_sort_key))


def _quoted(rest: str) -> str | None:
    if rest[:1] not in _OPENING or not rest:
        return None
    for at in range(1, len(rest)):
        # An apostrophe inside the title is followed by a letter; the closing mark is not.
        if rest[at] in _CLOSING and not rest[at + 1 : at + 2].isalpha():
            return rest[1:at].strip() or None
    return None


def _mention(found: re.Match[str]) -> DocumentMention | None:
    for head, group, name in _KINDS:
        if found[head]:
            documents, end = _listed(found, group, name, is_plural=found[head].lower() in _PLURAL)
            return DocumentMention(documents, found.start(), end)
    return None


def _listed(found: re.Match[str], group: str, name: str, *, is_plural: bool) -> tuple[tuple[NamedDocument, ...], int]:
    documents: list[NamedDocument] = []
    end = found.start(group)
    for item in _ITEM.finditer(found.string, found.start(group), found.end(group)):
        joint, label = item["joint"] or "", item["label"]
        if documents and not is_plural and not _goes_on(joint, label):
            break
        if _RANGE.fullmatch(joint):
            documents.extend(NamedDocument(f"{name} {between}", "") for between in _between(documents, label))
        documents.append(NamedDocument(f"{name} {label}", item["clause"]))
        end = item.end()
    return tuple(documents), end


def _goes_on(joint: str, label: str) -> bool:
    """Whether another letter after a singular word ("Appendix L and M") is one more document rather than a word."""
    return label not in {"A", "I"} and not _RANGE.fullmatch(joint)


def _between(documents: list[NamedDocument], last: str) -> tuple[str, ...]:
    if not documents:
        return ()
    first = documents[-1].code.rpartition(" ")[2]
    if first.isdecimal() and last.isdecimal():
        return tuple(str(number) for number in range(int(first) + 1, int(last)))
    if len(first) == len(last) and first[:-1] == last[:-1]:
        return tuple(first[:-1] + chr(code) for code in range(ord(first[-1]) + 1, ord(last[-1])))
    return ()
