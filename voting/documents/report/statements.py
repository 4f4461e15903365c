"""What a report states of itself in sentences: who raised the modification, its path, whether it is urgent."""

import re
from collections.abc import Iterable, Sequence

from voting.documents.report.blocks import Sentence
from voting.documents.report.texts import Found, PartText, sentences_in, with_role
from voting.domain.modifications.lifecycle.words import Path
from voting.domain.modifications.report.roles import PartRole
from voting.domain.modifications.report.values import Proposer
from voting.domain.modifications.report.written_dates import find_dates

_RAISED = re.compile(r"\b(?:raised|submitted|proposed)\s(?:(?:on|as|in)\s.{2,40}?\s)?by\s(?P<who>.{2,300})", re.DOTALL)
_PROPOSER_LABEL = re.compile(r"(?:the )?proposer(?: name)?\s?(?::|is)\s?(?P<who>\S.{1,150})", re.IGNORECASE)
_ON_BEHALF = re.compile(r"\s?,?\s(?:on behalf of|from|representing|of|at)\s|\s?\((?=[A-Z])")
_WHO_ENDS = re.compile(
    r"(?:[.;](?:\s|$)|,\s(?:who|which|and|to|following|in|as|after)\b|\s(?:who|which|in order|to|following|because"
    r"|and(?=\s[a-z])|after|with the|under|seeking|proposing|during|via|as a|as an)\b|\sin\s(?=[A-Z0-9])"
    r"|\son\s(?=[0-9A-Z])|[)]?$)"
)
_ROLE_OF = re.compile(r",\s(?:the\s)?[^,]{2,60}?\s(?:of|at|for)\s")
_IN_BRACKETS = re.compile(r"\s?\([^()]{1,60}(?:\)|$)")
_NAME = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr)\.?\s)?[A-Z][A-Za-z’'-]+(?:\s[A-Z][A-Za-z.’'-]*){1,3}")
_ORGANISATION_WORDS = frozenset(
    [
        "advice",
        "agency",
        "association",
        "authority",
        "board",
        "british",
        "citizens",
        "code",
        "committee",
        "company",
        "council",
        "data",
        "dcc",
        "department",
        "distribution",
        "edf",
        "electric",
        "electricity",
        "energy",
        "gas",
        "generation",
        "grid",
        "group",
        "holdings",
        "limited",
        "ltd",
        "management",
        "market",
        "meter",
        "metering",
        "meters",
        "national",
        "network",
        "networks",
        "ofgem",
        "operator",
        "operators",
        "panel",
        "party",
        "plc",
        "power",
        "secas",
        "sec",
        "services",
        "smart",
        "solutions",
        "sub-committee",
        "supplier",
        "suppliers",
        "supply",
        "systems",
        "tabasc",
        "team",
        "trading",
        "uk",
        "utilities",
        "utility",
        "water",
        "working",
        "change",
        "beis",
        "government",
        "and",
        "the",
    ]
)

# A sentence that begins with a number is about the modification of the report.
_OWN_NUMBER = re.compile(r"^(?:SEC)?[MD]P\s?[0-9]{2,4}[A-Z]{0,2}\b", re.IGNORECASE)
_MODIFICATION = re.compile(r"\b(?:proposal|modification|change)\b", re.IGNORECASE)
_OTHER_MATTER = re.compile(
    r"\b(?:SEC)?[MD]P\s?[0-9]{2,}|\b(?:concern|question|point|issue|comment|query)s?\b", re.IGNORECASE
)

_PATH = {
    Path.SELF_GOVERNANCE: r"self[- ]governance",
    Path.AUTHORITY_DETERMINED: r"authority[- ]determined",
    Path.AUTHORITY_LED: r"authority[- ]led",
    Path.FAST_TRACK: r"fast[- ]track(?:ed)?",
}
_PATH_NUMBERS = {"1": Path.AUTHORITY_LED, "2": Path.AUTHORITY_DETERMINED, "3": Path.SELF_GOVERNANCE}
_ANY_PATH = re.compile("|".join(f"(?P<{path.value}>\\b{words}\\b)" for path, words in _PATH.items()), re.IGNORECASE)
_PATH_NUMBER = re.compile(r"\bpath(?:\stype)?\s?:?\s?(?P<path>[1-3])\b", re.IGNORECASE)
# "The Authority determined that …" is a sentence about the Authority, not about a path.
_A_PATH_FOLLOWS = re.compile(
    r"[\s’'”)–—-]*(?:\(?path\s?[1-3]?\)?\s?)?(?:modification|proposal|change|path|process|basis|status|route|[.,;)]|$)",
    re.IGNORECASE,
)
_DECLARES = re.compile(
    r"\b(?:this (?:modification|proposal|change)?\s?(?:proposal\s)?(?:is|will be|has been|should be|shall be|would be)"
    r"|is being|be progressed|been progressed|progressed as|proceed as|treated as|under|determined (?:to be|that)"
    r"|path\s?:)",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|never|no longer|rather than|instead of|n[’']t|previously|originally|criteri(?:a|on))\b", re.IGNORECASE
)
_CLAUSE_ENDS = re.compile(r"[,;]|\b(?:and|but|therefore|so)\b", re.IGNORECASE)
_FROM_TO = re.compile(r"\bfrom\b.{2,60}\bto\b", re.IGNORECASE)

_URGENT = re.compile(
    r"\burgent (?:sec )?(?:modification|proposal|draft proposal|status|timetable|basis|change|progression)"
    r"|\b(?:treated|progressed|designated|considered|proceed|classified|raised) as (?:an? )?urgent\b"
    r"|\b(?:is|be|was|modification|proposal)\s?(?:not\s)?urgent\b(?! (?:that|need|for|to)\b)|\burgen(?:t"
    r"|cy)\s?(?:\?|:)",
    re.IGNORECASE,
)
_URGENT_ANSWER = re.compile(r"\burgent(?: modification)?\s?[?:]\s?(?P<answer>yes|no)\b", re.IGNORECASE)
_NOT_URGENT = re.compile(
    r"\b(?:not|non-?urgent|no longer|n[’']t|declin\w+|reject\w+|refus\w+|without)\b|\bnon-", re.IGNORECASE
)
_ASKED = re.compile(r"\b(?:request(?:s|ed)?|ask(?:s|ed)?|sought|seeks?|appl(?:y|ied))\b", re.IGNORECASE)
_GRANTED = re.compile(
    r"\b(?:agreed|granted|approved|accepted|confirmed|determined|designated|directed)\b", re.IGNORECASE
)


def read_proposer(parts: Sequence[PartText]) -> tuple[Proposer, Found[str] | None]:
    """Who raised the modification and for whom, from the first sentence that says so, and that sentence."""
    for sentence in _in_order(parts):
        found = _RAISED.search(sentence.text) or _PROPOSER_LABEL.match(sentence.text)
        if found is not None and _is_about_this(sentence.text, found.start()):
            proposer = _proposer(found["who"])
            if proposer != Proposer():
                return proposer, Found(sentence.text, (sentence.passage,))
    return Proposer(), None


def read_path(parts: Sequence[PartText]) -> Found[Path] | None:
    """The path that a sentence declares, else the only one that is named at all."""
    named: dict[Path, Sentence] = {}
    for sentence in _in_order(parts):
        for path, start in _paths_in(sentence.text):
            before = sentence.text[:start]
            if _NOT.search(_CLAUSE_ENDS.split(before)[-1]):
                continue
            if _DECLARES.search(before):
                return Found(path, (sentence.passage,))
            named.setdefault(path, sentence)
    if len(named) != 1:
        return None
    path, sentence = next(iter(named.items()))
    return Found(path, (sentence.passage,))


def read_urgency(parts: Sequence[PartText]) -> Found[bool] | None:
    """Whether the report says that it is urgent; None where it says nothing, or only that somebody asked for it."""
    for part in parts:
        for block in part.blocks:
            answer = _URGENT_ANSWER.search(block.text)
            if answer is not None:
                return Found(answer["answer"].lower() == "yes", (block.whole,))
    for sentence in _in_order(parts):
        if not _URGENT.search(sentence.text):
            continue
        if _NOT_URGENT.search(sentence.text):
            return Found(value=False, passages=(sentence.passage,))
        if not _ASKED.search(sentence.text) or _GRANTED.search(sentence.text):
            return Found(value=True, passages=(sentence.passage,))
    return None


def _in_order(parts: Sequence[PartText]) -> Iterable[Sentence]:
    """The sentences of the summary, then of the other parts: the summary states what the others discuss."""
    first = with_role(parts, PartRole.SUMMARY)
    for part in (*first, *(part for part in parts if part not in first)):
        for _, sentence in sentences_in(part.blocks):
            yield sentence


def _is_about_this(text: str, start: int) -> bool:
    """Whether "raised by" is said of the modification itself, not of a question or of another modification."""
    before = _OWN_NUMBER.sub("this modification ", text[:start], count=1)
    about = _MODIFICATION.search(before) is not None or not before.strip()
    return about and _OTHER_MATTER.search(before) is None


def _proposer(who: str) -> Proposer:
    words = _until_end(_ROLE_OF.sub(" of ", who, count=1))
    split = _ON_BEHALF.search(words)
    first = words[: split.start()] if split else words
    rest = _clean(words[split.end() :]) if split else None
    if is_person(first.strip(" ,")):
        return Proposer(first.strip(" ,"), rest)
    # An organisation whose name has "of" in it, or one alone.
    return (
        Proposer(None, _clean(words) if split is None or " of " in split[0] else _clean(first)) if words else Proposer()
    )


def _until_end(who: str) -> str:
    end = _WHO_ENDS.search(who)
    words = who[: end.start()] if end else who
    dates = find_dates(words)
    return words[: dates[0].start].removesuffix(" on ").strip() if dates else words.strip()


def _clean(words: str) -> str | None:
    plain = _IN_BRACKETS.sub("", words).strip(" .,;()")
    return re.sub(r"^(?:the|an?)\s", "", plain, flags=re.IGNORECASE) or None


def is_person(words: str) -> bool:
    """Whether words are the name of a person: two to four words in capitals, none of them of an organisation."""
    parts = {word.casefold().strip(".") for word in words.split()}
    return _NAME.fullmatch(words) is not None and not parts & _ORGANISATION_WORDS and not words.isupper()


def _paths_in(text: str) -> Iterable[tuple[Path, int]]:
    """The paths that a sentence names, and where; of a change "from … to …" the latter alone."""
    found = [
        (Path(str(match.lastgroup)), match.start()) for match in _ANY_PATH.finditer(text) if _names_a_path(text, match)
    ]
    found += [(_PATH_NUMBERS[match["path"]], match.start()) for match in _PATH_NUMBER.finditer(text)]
    found.sort(key=lambda pair: pair[1])
    return found[-1:] if len(found) > 1 and _FROM_TO.search(text) else found


def _names_a_path(text: str, match: re.Match[str]) -> bool:
    if match.lastgroup in (Path.SELF_GOVERNANCE.value, Path.FAST_TRACK.value):
        return True
    return "-" in match[0] or _A_PATH_FOLLOWS.match(text, match.end()) is not None
