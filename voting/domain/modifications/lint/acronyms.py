"""Acronyms that are used without being explained, and explained without being used."""

import re
from collections.abc import Iterable

from voting.domain.modifications.lint.findings import (
    Finding,
    LintRule,
    Place,
    Severity,
    first_place,
    part_name,
    sentences_of,
    shortened,
)
from voting.domain.modifications.report.roles import PartRole, parts_for, roles_of
from voting.domain.modifications.report.values import ModificationReport, Part

# Two capitals or more, with at most one small letter among them ("SoLR"); a plural s at the end is not of it.
_ACRONYM = re.compile(r"(?<![A-Za-z0-9_./@-])(?=[A-Z])(?:[A-Z0-9]*[A-Z][a-z]?[A-Z]+[A-Z0-9]*)(?=s?(?![A-Za-z0-9_@]))")
_BRACKETED = re.compile(r"\((?P<acronym>[A-Z][A-Za-z0-9 /&-]{1,14}?)s?\)")
_TERM_BREAK = re.compile(r"[.;:()\n“”]")
# A term stands right before its acronym, within this many letters.
_LONGEST_TERM = 160
_IN_BRACKETS = re.compile(
    r"\b(?P<acronym>[A-Z][A-Za-z0-9]{1,12})\s\((?P<term>[A-Z][a-z]+(?:[\s-][A-Za-z][a-z]+){1,10})\)"
)
_WORD = re.compile(r"[A-Za-z0-9]+")
# Numbers of modifications, of documents and of clauses are names, not acronyms; nor are Roman numerals.
_NAMES = re.compile(r"(?:SEC|I)?[MD]P[0-9]{2,}[A-Z]{0,2}|[A-Z]{1,2}[0-9]+|[IVXLC]+|[A-Z]+[0-9]{3,}.*")
_AFTER_DOCUMENT = re.compile(
    r"(?:Section|Appendix|Schedule|Annex|Sections|Appendices|Schedules)\s(?:[A-Z]{1,2},?\s(?:and\s)?)*$"
)
# What every reader knows.
_KNOWN = frozenset(
    ("UK", "GB", "EU", "GBP", "VAT", "TBC", "TBA", "PDF", "ID", "IT", "OK", "PO", "AM", "PM", "FAQ", "NB", "BST")
)


def acronym_findings(report: ModificationReport) -> Iterable[Finding]:
    """Acronyms that neither the glossary nor the text explains, and entries of the glossary that nothing uses."""
    parts = tuple(
        part for part in (*report.parts, *report.appendices) if PartRole.GLOSSARY not in roles_of(part.heading)
    )
    explained = {entry.acronym for entry in report.glossary}
    for part in parts:
        explained |= set(expansions_in(part.text))
    explained |= set(expansions_in(" ".join(annex.about for annex in report.annexes)))
    known = {word for acronym in explained for word in (acronym, acronym.removesuffix("s"))} | _KNOWN
    # A glossary that explains "SMKI PMA" leaves neither word of it unexplained where they stand together.
    together = tuple(acronym for acronym in explained if " " in acronym)
    seen: set[str] = set()
    for part in parts:
        for acronym, sentence in _used(part, together):
            if acronym not in known and acronym not in seen:
                seen.add(acronym)
                yield _undefined(report, part, acronym, sentence)
    if parts_for(report, PartRole.GLOSSARY):
        yield from _unused(report, parts)


def expansions_in(text: str) -> dict[str, str]:
    """The acronyms that a text explains where it first uses them: "Security Sub-Committee (SSC)", by acronym."""
    found: dict[str, str] = {}
    for match in _BRACKETED.finditer(text):
        before = text[max(0, match.start() - _LONGEST_TERM) : match.start()]
        # A term does not reach over the end of a sentence, a bracket or a line.
        term = _term_for(match["acronym"], _TERM_BREAK.split(before)[-1].split())
        if term:
            found.setdefault(match["acronym"], term)
    for match in _IN_BRACKETS.finditer(text):
        if _term_for(match["acronym"], match["term"].split()):
            found.setdefault(match["acronym"], match["term"])
    return found


def _term_for(acronym: str, words: list[str]) -> str:
    """The last of these words that an acronym stands for; empty if the words before it are no term of it.

    A term has a word for the acronym's first letter, and hardly more words than the acronym has letters.
    """
    letters = [letter for letter in acronym if letter.isupper() or letter.isdecimal()]
    for length in range(min(len(words), len(letters) * 2 + 2), 0, -1):
        term = words[-length:]
        begins = term[0][:1].upper() == letters[0] and term[0][:1].isupper()
        if begins and (length > 1 or "-" in term[0]) and not _is_longer_start(words, length, letters):
            return " ".join(term).strip(" ,")
    return ""


def _is_longer_start(words: list[str], length: int, letters: list[str]) -> bool:
    """Whether the term begins too far back: fewer capital words would do for all letters of the acronym."""
    capitals = [word for word in words[-length:] if word[:1].isupper()]
    return len(capitals) > len(letters) + 1


def _used(part: Part, together: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    for sentence in sentences_of(part.text):
        # A line all in capitals is a heading that shouts.
        if sentence.isupper() and len(sentence.split()) > 1:
            continue
        words = sentence
        for phrase in together:
            words = words.replace(phrase, " ")
        for found in _ACRONYM.finditer(words):
            if _NAMES.fullmatch(found[0]) is None and _AFTER_DOCUMENT.search(words[: found.start()][-60:]) is None:
                yield found[0], sentence


def _undefined(report: ModificationReport, part: Part, acronym: str, sentence: str) -> Finding:
    return Finding(
        LintRule.ACRONYM_UNDEFINED,
        Severity.WARNING,
        f"“{acronym}” is used, and neither the glossary nor the text says what it stands for.",
        (Place(part_name(report, part), shortened(sentence)), *_where_it_would_stand(report, acronym)),
    )


def _where_it_would_stand(report: ModificationReport, acronym: str) -> tuple[Place, ...]:
    """The entry of the glossary after which an acronym would stand."""
    before = [entry for entry in report.glossary if entry.acronym.casefold() <= acronym.casefold()]
    entry = max(before, key=lambda entry: entry.acronym.casefold(), default=None)
    return first_place(report, PartRole.GLOSSARY, entry.acronym if entry else "", entry.term if entry else "")


def _unused(report: ModificationReport, parts: tuple[Part, ...]) -> Iterable[Finding]:
    text = "\n".join(
        (
            *(f"{part.heading}\n{part.text}" for part in parts),
            *(annex.about for annex in report.annexes),
            report.title or "",
        )
    )
    words = {form for word in _WORD.findall(text) for form in (word, word.removesuffix("s"))}
    for entry in report.glossary:
        if entry.acronym not in words and (_WORD.fullmatch(entry.acronym) or entry.acronym not in text):
            yield Finding(
                LintRule.ACRONYM_UNUSED,
                Severity.NOTE,
                f"The glossary explains “{entry.acronym}”, and the report does not use it.",
                (
                    *first_place(report, PartRole.GLOSSARY, entry.acronym, entry.term),
                    *first_place(report, PartRole.SUMMARY),
                ),
            )
