"""The leak check: confidential words, withheld names and contact details that would stand in a generated set."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from voting.domain.confidentiality.publication import AUDIENCE_VIEWERS, Audience, PublishableItem, PublishedItem
from voting.domain.confidentiality.visibility import Reading, reading_when_published, shows_name

# This many consecutive words of a confidential text in a public one are no coincidence.
LEAK_WORDS = 6
# A confidential text shorter than that is looked for whole, if it has at least this many words.
SHORTEST_TEXT = 4
# The first part of a company's name is looked for as well, unless it is too short to mean anything.
_SHORTEST_STEM = 4
_LEGAL_FORMS = frozenset({"ltd", "limited", "plc", "llp", "cic", "uk", "group", "holdings", "company", "co"})

_WORD = re.compile(r"[^\W_]+")
# The lengths are bounded, so that a long text without a space costs no more than any other.
_EMAIL = re.compile(r"[^\s@<>(),;:]{1,64}@[^\s@<>(),;:]{1,253}\.[^\W\d_]{2,}")
_PHONE = re.compile(r"(?<![\d.])(?:\+44|\(?0)(?:[\s()-]{0,2}\d){9,11}(?!\d)")


class LeakKind(StrEnum):
    """What a finding found."""

    CONFIDENTIAL_WORDS = "confidential_words"
    ORGANISATION_NAME = "organisation_name"
    PERSON_NAME = "person_name"
    EMAIL_ADDRESS = "email_address"
    PHONE_NUMBER = "phone_number"


@dataclass(frozen=True, slots=True)
class ConfidentialItem:
    """What a generated set must not tell of one item.

    `texts` are the words withheld from that audience (none: they may be read). `names_withheld` says whether the
    organisation and its `people` must not be recognised.
    """

    key: str
    organisation: str
    people: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    names_withheld: bool = False


@dataclass(frozen=True, slots=True)
class LeakFinding:
    """One place in the generated set: which published item, which confidential one (empty: none), which words."""

    kind: LeakKind
    published_key: str
    confidential_key: str
    words: str


def confidential_items(
    items: Iterable[PublishableItem], audience: Audience, people: Mapping[str, tuple[str, ...]]
) -> tuple[ConfidentialItem, ...]:
    """What a set for this audience must not tell, out of all items of the consultation, counting or not.

    `people` gives the names of each organisation's people by the organisation's name.
    """
    viewer = AUDIENCE_VIEWERS[audience]
    secrets = []
    for item in items:
        reading = reading_when_published(viewer, item.facts) if item.facts.counts else Reading.HIDDEN
        reads_text = reading in {Reading.FULL, Reading.WITHOUT_NAME}
        secret = ConfidentialItem(
            key=item.key,
            organisation=item.organisation,
            people=people.get(item.organisation, ()),
            texts=() if reads_text else (item.comment, item.own_wording),
            names_withheld=item.facts.counts and not shows_name(item.facts, reading),
        )
        if secret.texts or secret.names_withheld:
            secrets.append(secret)
    return tuple(secrets)


def leak_check(
    published: Iterable[PublishedItem],
    confidential: Iterable[ConfidentialItem],
    words: int = LEAK_WORDS,
    known_public: Iterable[str] = (),
) -> tuple[LeakFinding, ...]:
    """Everything in the published set that must not be there, each finding once, in the order of the set.

    Runs of `words` consecutive words that also occur in `known_public` (clauses, questions: what both may quote) are no
    finding. Case, punctuation and invisible characters do not hide anything. Names are looked for in every item; where
    the set itself names the organisation, only in items without a name.
    """
    items = tuple(published)
    secrets = tuple(confidential)
    hidden_runs = _hidden_runs(secrets, words, tuple(_words_of(text) for text in known_public))
    named = {item.organisation for item in items if item.organisation}
    findings = [
        finding
        for item in items
        for finding in (
            *_contact_details(item),
            *_confidential_words(item, hidden_runs),
            *_withheld_names(item, secrets, named),
        )
    ]
    return tuple(dict.fromkeys(findings))


# The runs of hidden words to look for: by their length, then by the run, the keys of the items that hold it, each once
# (a text that repeats one word 15,000 times holds its run as often).
HiddenRuns = dict[int, dict[tuple[str, ...], dict[str, None]]]


def _hidden_runs(
    secrets: tuple[ConfidentialItem, ...], length: int, known_public: tuple[tuple[str, ...], ...]
) -> HiddenRuns:
    runs: HiddenRuns = {}
    for secret in secrets:
        for text in secret.texts:
            hidden = _words_of(text)
            size = min(length, len(hidden))
            if size >= SHORTEST_TEXT:
                for run in _runs(hidden, size):
                    runs.setdefault(size, {}).setdefault(run, {})[secret.key] = None
    for size, held in runs.items():
        for text_words in known_public:
            for run in _runs(text_words, size):
                held.pop(run, None)
    return runs


def _text_of(item: PublishedItem) -> str:
    return f"{item.comment}\n{item.own_wording}\n{item.reply_detail}"


def _clean(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKC", text) if unicodedata.category(mark) != "Cf")


def _words_of(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(_clean(text).casefold()))


def _runs(words: tuple[str, ...], length: int) -> Iterator[tuple[str, ...]]:
    return (words[at : at + length] for at in range(len(words) - length + 1))


def _contact_details(item: PublishedItem) -> Iterator[LeakFinding]:
    text = _clean(_text_of(item))
    for kind, pattern in ((LeakKind.EMAIL_ADDRESS, _EMAIL), (LeakKind.PHONE_NUMBER, _PHONE)):
        for found in pattern.finditer(text):
            yield LeakFinding(kind, item.key, "", found.group().strip())


def _confidential_words(item: PublishedItem, hidden_runs: HiddenRuns) -> Iterator[LeakFinding]:
    """The first run in the item's own order for each confidential item; the rest of the passage adds nothing."""
    here = _words_of(_text_of(item))
    seen: set[str] = set()
    for size, held in hidden_runs.items():
        for run in _runs(here, size):
            for key in held.get(run, ()):
                if key not in seen:
                    seen.add(key)
                    yield LeakFinding(LeakKind.CONFIDENTIAL_WORDS, item.key, key, " ".join(run))


def _withheld_names(
    item: PublishedItem, secrets: tuple[ConfidentialItem, ...], named: set[str]
) -> Iterator[LeakFinding]:
    here = f" {' '.join(_words_of(_text_of(item)))} "
    for secret in secrets:
        # Where the set names the organisation elsewhere, others may well mention it; items without a name may not.
        if not secret.names_withheld or (secret.organisation in named and item.organisation):
            continue
        found = next((name for name in _forms_of_name(secret.organisation) if name and f" {name} " in here), None)
        if found is not None:
            yield LeakFinding(LeakKind.ORGANISATION_NAME, item.key, secret.key, found)
        for person in secret.people:
            name = " ".join(_words_of(person))
            if name and f" {name} " in here:
                yield LeakFinding(LeakKind.PERSON_NAME, item.key, secret.key, name)


def _forms_of_name(organisation: str) -> tuple[str, ...]:
    """The name as it is, and without "Limited", "plc" and the like at its end."""
    full = _words_of(organisation)
    stem = full
    while stem and stem[-1] in _LEGAL_FORMS:
        stem = stem[:-1]
    whole, short = " ".join(full), " ".join(stem)
    return (whole, short) if whole != short and len(short) >= _SHORTEST_STEM else (whole,)
