"""Which document of the code a heading, a row or a cell of Annex A names, and which number an observation has."""

import re
from typing import NamedTuple

from voting.domain.modifications.report.written_documents import find_documents, listed_title
from voting.domain.observations import ObservationNumberNotRecognised, parse_document, parse_observation_number

_CAPITALS = re.compile(r"\b(SECTIONS?|APPENDIX|APPENDICES|SCHEDULES?)\b")
# What stands before a number where one is written out, and around it where it is only marked.
_BEFORE = re.compile(
    r"(?:observations?|obs|items?|findings?|issues?|number|no|nr|ref)\b\.?\s*(?:number\b|no\b\.?)?\s*[:#]?\s*",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\d+\s*(?:-|–|to|,|&|and)\s*\d+")
# A caption that only counts tables, or says that one goes on, names nothing and changes nothing.
_GENERIC = re.compile(
    r"(?:annex a|(?:table|part)\s*\d*|continued|cont|observations?|recommendations?|concluding|findings?|and|of|the"
    r"|review|register|\W|\d)+",
    re.IGNORECASE,
)


class Named(NamedTuple):
    """A document of the code, and its title where one is given."""

    code: str
    title: str = ""


def document_named(text: str) -> Named | None:
    """The one document that a text names: "SEC Appendix L ‘SMKI Recovery Procedure’", "SECTION L"; None for several."""
    line = _CAPITALS.sub(lambda word: word[0].capitalize(), " ".join(text.split()))
    mentions = find_documents(line)
    codes = dict.fromkeys(code for mention in mentions for code in mention.codes)
    if len(codes) != 1:
        return None
    title = listed_title(line, mentions[0]) or ""
    return Named(parse_document(next(iter(codes))), title.strip())


def is_generic(text: str) -> bool:
    """Whether a line names nothing: "Table 3", "Table 3 (continued)", "Observations and recommendations"."""
    return _GENERIC.fullmatch(text) is not None


def number_in(text: str) -> str:
    """The number that a cell holds: "3", "10a", "L-4", out of "3.", "(3)", "Observation 3".

    Raises `ObservationNumberNotRecognised` for what is none or may be several.
    """
    line = " ".join(text.split())
    plain = (_BEFORE.sub("", line, count=1) if _BEFORE.match(line) else line).strip(" .:;#()[]")
    if _SEVERAL.fullmatch(plain):
        raise ObservationNumberNotRecognised(
            f"“{line[:20]}” may be several numbers. Give each observation a row of its own.", "number"
        )
    number = parse_observation_number(plain)
    if not any(sign.isdigit() for sign in number):
        raise ObservationNumberNotRecognised(f"“{line[:20]}” is no number. Write it like 2, 10a or 3.2.", "number")
    return number
