"""Which document of the code each file of Annex B is, as its name and first lines say; a person confirms it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voting.domain.observations import DocumentNotRecognised, parse_document


class TextFileState(StrEnum):
    """Where one uploaded file stands."""

    WAITING = "waiting"
    READ = "read"
    REFUSED = "refused"
    LEFT_OUT = "left_out"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file by its name and the first words in it (empty where nothing was read)."""

    name: str
    opening: str = ""


@dataclass(frozen=True, slots=True)
class DocumentGuess:
    """The document that a file is likely to be ("Appendix D"; empty for no idea), and whether that is certain."""

    document: str
    is_certain: bool


_CODE = re.compile(
    r"(?<![a-z])(?P<kind>section|sec\s+section|schedule|sched|appendix|appx|app)\.?\s*"
    # Two small letters are a word ("Appendix to …").
    r"(?P<label>[a-z]|(?-i:[A-Z]{2})|[0-9]{1,2})(?![a-z0-9])",
    re.IGNORECASE,
)
_KINDS = {"s": "section", "sec": "section", "sched": "schedule", "appx": "appendix", "app": "appendix"}
_SEPARATORS = re.compile(r"[\s_\-–—.,()\[\]]+")
_WORD = re.compile(r"[a-z0-9]+")
# Words that stand in many titles and file names and tell documents apart in none.
_COMMON = frozenset(
    {"a", "an", "and", "annex", "b", "clean", "code", "draft", "final", "for", "in", "legal", "of", "redline"}
    | {"redlined", "sec", "smart", "text", "the", "to", "v"}
)
# A title is recognised by this share of its telling words.
_ENOUGH = 0.75
_OPENING = 300


def guess_documents(files: Sequence[NamedFile], titles: Mapping[str, str]) -> tuple[DocumentGuess, ...]:
    """One guess a file, in order. `titles` are the documents that are known ("Appendix D" → its title).

    The code in the name comes first ("Appendix_D - RAPP v0.2.docx"), then a title in the name, then the code or title
    in the opening words. A guess is certain where the name gives the code, no other file claims the same document,
    and the opening words name no other one.
    """
    guesses = [_guess(file, titles) for file in files]
    claimed = Counter(guess.document for guess in guesses if guess.document)
    return tuple(DocumentGuess(guess.document, guess.is_certain and claimed[guess.document] == 1) for guess in guesses)


def _guess(file: NamedFile, titles: Mapping[str, str]) -> DocumentGuess:
    name = _SEPARATORS.sub(" ", file.name.rsplit("/", 1)[-1].removesuffix(".docx"))
    opening = _SEPARATORS.sub(" ", file.opening[:_OPENING])
    by_name, by_opening = _code_in(name), _code_in(opening)
    if by_name:
        return DocumentGuess(by_name, by_opening in ("", by_name))
    return DocumentGuess(_title_in(name, titles) or by_opening or _title_in(opening, titles), is_certain=False)


def _code_in(text: str) -> str:
    """The first document that the text names by its code, or empty."""
    for found in _CODE.finditer(text):
        kind = found["kind"].lower().split()[-1]
        try:
            return parse_document(f"{_KINDS.get(kind, kind)} {found['label']}")
        except DocumentNotRecognised:
            # "Section 5" is a place in a document and names none.
            continue
    return ""


def _title_in(text: str, titles: Mapping[str, str]) -> str:
    """The document whose title the text holds best, or empty where none is held or two are held equally."""
    words = set(_WORD.findall(text.lower())) - _COMMON
    shares: dict[str, float] = {}
    for document, title in titles.items():
        telling = set(_WORD.findall(title.lower())) - _COMMON
        if telling:
            shares[document] = len(telling & words) / len(telling)
    best = max(shares.values(), default=0.0)
    named = [document for document, share in shares.items() if share == best]
    return named[0] if best >= _ENOUGH and len(named) == 1 else ""
