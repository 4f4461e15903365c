"""Which clauses a citation means: "L1.17(c)", "section 8.3.4", "(A7)", or the term of a definition."""

import re
from collections.abc import Iterable

from voting.domain.legal_text.values import Clause, ClauseKind, Redline, View

# "Appendix D section 8.3.4" names its document first; what follows is the place in it.
_DOCUMENT = re.compile(
    r"^(?:SEC\s+)?(?:appendix|section)\s+(?P<letters>[A-Z]{1,2})\s*,?\s+"
    r"(?=(?:section|clause|paragraph|para|part|annex|schedule|sub-?clause)s?\b|\d|\()",
    re.IGNORECASE,
)
_DOCUMENT_LETTERS = re.compile(r"\b(?:section|appendix)\s+([A-Z]{1,2})\b", re.IGNORECASE)
_UNIT = re.compile(r"^(?:SEC\s+)?(?:(?:sub-?)?(?:section|clause|paragraph|article)s?|paras?\.?|§)\s*", re.IGNORECASE)
_CONTAINER = re.compile(r"^(?P<word>schedule|appendix|annex|part|chapter)\s+(?=\w)", re.IGNORECASE)
_PARTS = re.compile(r"[^\W_]+(?:\.\d+[^\W\d_]*)*")
_RELATIVE = re.compile(r"(?:\([^()\s]{1,6}\)\s*)+|[A-Za-z]{1,5}[.)]|\d{1,3}\)|[a-z]{1,3}")
# The marks may be missing: bold type, which Word uses for a defined term, is lost when text is pasted.
_DEFINED = re.compile(
    r"^[“\"‘']?(?P<term>[^“”\"‘’:;.]{1,120}?)[”\"’']?,?(?:\s*:)?\s+"
    r"(?:means?\b|(?:has|have|shall have) the (?:same )?meaning|shall mean\b|is defined\b)"
)

# In a table of definitions the term stands in the first column, and what it means in the second.
_MEANS = re.compile(r"[\s,:]*(?:means?\b|(?:has|have|shall have) the (?:same )?meaning|shall mean\b|is defined\b)")
_QUOTES = "“”\"‘’' :,"

_Parts = tuple[str, ...]


def defined_term(text: str) -> str:
    """The term that a definition defines ("Recovery Key" of “Recovery Key” means …); empty where it is not one."""
    if "mean" not in text and "defined" not in text:
        return ""
    found = _DEFINED.match(text)
    return found["term"].strip() if found else ""


def label_path(parent: str, label: str) -> str:
    """The whole number of a clause, given its parent's: ("8.3.4", "a)") gives "8.3.4(a)"; "8.3.4." gives "8.3.4".

    A label such as "L1.17" or "Schedule 2" is whole already; one without a letter or digit (a bullet) has no path.
    """
    bare = label.strip()
    if not any(sign.isalnum() for sign in bare):
        return ""
    if _RELATIVE.fullmatch(bare):
        return parent + "".join(f"({part})" for part in _PARTS.findall(bare))
    return re.sub(r"\s+\(", "(", bare).rstrip(".:")


def resolve_label(redline: Redline, citation: str, view: View | None = None) -> tuple[Clause, ...]:
    """Every clause that a citation may mean, in document order; empty when none, several when it is ambiguous.

    A number is looked up in the proposed text and in the text in force, since a citation seldom says which;
    `view` (clean or in force) settles it. For more than a few citations of one redline, keep a `LabelIndex`.
    """
    return LabelIndex(redline).resolve(citation, view)


class LabelIndex:
    """The numbers and defined terms of one redline, made once for many citations."""

    def __init__(self, redline: Redline) -> None:
        self._clauses = redline.clauses
        letters = _DOCUMENT_LETTERS.search(redline.document)
        self._letters = letters[1].upper() if letters else ""
        self._whole: dict[View, dict[_Parts, list[int]]] = {View.CLEAN: {}, View.IN_FORCE: {}}
        self._ends: dict[View, dict[_Parts, list[int]]] = {View.CLEAN: {}, View.IN_FORCE: {}}
        self._terms: dict[View, dict[str, list[int]]] = {View.CLEAN: {}, View.IN_FORCE: {}}
        self._heads: dict[View, tuple[int, Clause, str] | None] = {View.CLEAN: None, View.IN_FORCE: None}
        for position, clause in enumerate(redline.clauses):
            self._add(View.CLEAN, position, clause, clause.path_to_be or clause.label_to_be, clause.text_to_be)
            self._add(View.IN_FORCE, position, clause, clause.path_as_is or clause.label_as_is, clause.text_as_is)

    def resolve(self, citation: str, view: View | None = None) -> tuple[Clause, ...]:
        """Every clause that the citation may mean; see `resolve_label`."""
        views = (view,) if view in self._whole else (View.CLEAN, View.IN_FORCE)
        found: set[int] = set()
        for each in views:
            found |= self._in_view(citation.strip().lstrip("#"), each)
        return tuple(self._clauses[position] for position in sorted(found))

    def _add(self, view: View, position: int, clause: Clause, path: str | None, text: str | None) -> None:
        parts = _parts(path or "")
        if parts and text is not None:
            for spelling in {parts, _folded(parts)}:
                self._whole[view].setdefault(spelling, []).append(position)
                for start in range(1, len(spelling)):
                    self._ends[view].setdefault(spelling[start:], []).append(position)
        if text and clause.kind is ClauseKind.DEFINITION:
            self._terms[view].setdefault(defined_term(text).casefold(), []).append(position)
        elif text and clause.cell is not None:
            self._add_from_row(view, position, clause, text)

    def _add_from_row(self, view: View, position: int, clause: Clause, text: str) -> None:
        head = self._heads[view]
        if clause.cell is not None and clause.cell.column == 0:
            self._heads[view] = (position, clause, text)
        elif head is not None and head[1].cell is not None and clause.cell is not None:
            if head[1].cell[:2] == clause.cell[:2] and clause.cell.column == 1 and _MEANS.match(text):
                term = head[2].strip(_QUOTES).casefold()
                self._terms[view].setdefault(term, []).extend((head[0], position))
            self._heads[view] = None

    def _in_view(self, citation: str, view: View) -> set[int]:
        document = _DOCUMENT.match(citation)
        if document and self._letters and document["letters"].upper() != self._letters:
            return set()
        parts = _parts(citation[document.end() :] if document else citation)
        for index in (self._whole[view], self._ends[view]):
            for spelling in self._spellings(parts):
                if spelling in index:
                    return set(index[spelling])
        return set(self._terms[view].get(citation.strip("“”\"‘’' ").casefold(), ()))

    def _spellings(self, parts: _Parts) -> Iterable[_Parts]:
        """The citation as written, then with or without the document's letter ("L1.17", "1.17"), then in any case."""
        if not parts:
            return
        yield parts
        head = parts[0]
        if self._letters and head[0].isdigit():
            yield (self._letters + head, *parts[1:])
        elif self._letters and head.upper().startswith(self._letters) and head[len(self._letters) :][:1].isdigit():
            yield (head[len(self._letters) :], *parts[1:])
        yield _folded(parts)


def _parts(label: str) -> _Parts:
    """A number as the parts that are compared: "L1.17 (c)" and "Section L1.17(c)" give ("L1.17", "c").

    A container keeps its word, so that Schedule 2 is not clause 2.
    """
    bare = _UNIT.sub("", label.strip(), count=1)
    container = _CONTAINER.match(bare)
    if container:
        return (container["word"].lower(), *_PARTS.findall(bare[container.end() :]))
    return tuple(_PARTS.findall(re.sub(r"^([A-Za-z]{1,2})\s+(?=\d)", r"\1", bare)))


def _folded(parts: _Parts) -> _Parts:
    """The same number whatever the case of its first part; (a) and (A) stay apart."""
    return (parts[0].casefold(), *parts[1:])
