"""What a clause is by its words: a title, a definition or a note, whether it was pasted or read from Word."""

import re

from voting.domain.legal_text import defined_term

_NOTE = re.compile(r"(?:guidance\s+|drafting\s+)?note(?:\s+\d{1,3}|s)?\s*[:.—–-]", re.IGNORECASE)
_NOTE_BEGINS = frozenset("NnGgDd")
_VERBS = frozenset(
    {"shall", "must", "may", "will", "should", "means", "mean", "is", "are", "has", "have", "was", "were"}
)
_NOT_USED = frozenset({"not used", "reserved", "deleted", "intentionally blank", "left blank"})
_ENDS = re.compile(r"(?:[.;:!?—–][\"”’')\]]*|[;,]\s*(?:and|or|but))$")
_LONGEST_TITLE = 110
_MOST_WORDS_IN_A_TITLE = 14
_MOST_WORDS_IN_A_TERM = 6


def ends_a_clause(text: str) -> bool:
    """Whether the text ends as a clause does: with a stop, or with the "and" of a list."""
    return _ENDS.search(text[-40:]) is not None


def is_definition(text: str) -> bool:
    """Whether a term is defined: in quotation marks, or with a capital and short (bold type is lost when pasted)."""
    term = defined_term(text)
    if not term:
        return False
    words = term.split()
    return text[0] in "“\"‘'" or (
        term[0].isupper() and len(words) <= _MOST_WORDS_IN_A_TERM and not _VERBS.intersection(words)
    )


def is_note(text: str) -> bool:
    """Whether the text calls itself a note: "Note:", "Guidance note 3 –"."""
    return text[:1] in _NOTE_BEGINS and _NOTE.match(text) is not None


def is_title(text: str) -> bool:
    """Whether the text is short, begins with a capital, has no verb of duty and does not end as a sentence does."""
    if not text or len(text) > _LONGEST_TITLE or text[0].islower() or "\t" in text:
        return False
    words = text.split()
    if not words or len(words) > _MOST_WORDS_IN_A_TITLE:
        return False
    if ends_a_clause(text) or text.endswith(",") or words[-1] in {"and", "or"}:
        return False
    if text.strip("[] ").casefold() in _NOT_USED:
        return False
    return any(sign.isalpha() for sign in text) and not _VERBS.intersection(words)
