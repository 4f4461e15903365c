"""What a person looks for in a document: the clause that a number means, or every clause that says some words."""

import re
from dataclasses import dataclass

from voting.domain.legal_text.aliases import LabelIndex
from voting.domain.legal_text.values import Clause, Redline

_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_ALIKE = str.maketrans({"‘": "'", "’": "'", "\u2011": "-", "\u00ad": None})


@dataclass(frozen=True, slots=True)
class ClausesFound:
    """The clauses that the words may mean as a number or a defined term (several where it is ambiguous), and those that
    say all the words in the text in force or in the proposed text, both in document order."""

    meant: tuple[Clause, ...]
    saying: tuple[Clause, ...]


def find_clauses(redline: Redline, words: str) -> ClausesFound:
    """The clauses that `words` finds: "8.3.4", "L1.17(c)", "Recovery Key", or any words; what stands in quotation marks
    is looked for as it stands. Capitals, curly apostrophes, soft hyphens and white space make no difference.
    """
    wanted = _wanted(words)
    if not wanted:
        return ClausesFound((), ())
    return ClausesFound(
        LabelIndex(redline).resolve(words.strip()),
        tuple(clause for clause in redline.clauses if _says(clause, wanted)),
    )


def _wanted(words: str) -> list[re.Pattern[str]]:
    phrases = [_folded(phrase) for phrase in _QUOTED.findall(words)]
    return [_pattern(each) for each in (*phrases, *_folded(_QUOTED.sub(" ", words)).split()) if each]


def _pattern(words: str) -> re.Pattern[str]:
    """Words begin where they stand ("screen" finds "screened"); what ends in a digit ends there, so that "8.3" is not
    found in "8.3.4"."""
    ends = r"(?!\d|\.\d)" if words[-1].isdigit() else ""
    begins = r"(?<![\w.])" if words[0].isalnum() else ""
    return re.compile(begins + re.escape(words) + ends)


def _says(clause: Clause, wanted: list[re.Pattern[str]]) -> bool:
    texts = (_folded(text) for text in (clause.text_as_is, clause.text_to_be) if text)
    return any(all(each.search(text) for each in wanted) for text in texts)


def _folded(text: str) -> str:
    return " ".join(text.translate(_ALIKE).casefold().split())
