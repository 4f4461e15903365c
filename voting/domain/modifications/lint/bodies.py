"""Whether the bodies that the summary says are affected are those that the form of the impacts ticks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from voting.domain.modifications.lint.acronyms import expansions_in
from voting.domain.modifications.lint.findings import (
    Finding,
    LintRule,
    Place,
    Severity,
    first_place,
    in_words,
    listed,
    place_of,
    sentences_of,
    shortened,
)
from voting.domain.modifications.report.bodies import BOXES, USUAL_BOXES, box_named
from voting.domain.modifications.report.roles import PartRole, parts_for
from voting.domain.modifications.report.values import ModificationReport

_WILL = r"(?:will|would|shall|may|is|are|could)"
_PASSIVE = re.compile(
    rf"(?P<bodies>[A-Z].{{1,200}}?)\s{_WILL}\s(?:(?:also|all|both|only|be|directly|likely)\s){{0,4}}(?:impacted"
    rf"|affected)\b"
)
_ACTIVE = re.compile(
    rf"\b(?:modification|proposal|change|solution|it|this)\s(?:{_WILL}\s)?(?:(?:also|only|directly|likely)\s){{0,3}}"
    r"(?:impacts?|affects?)\s(?P<bodies>.{1,200}?)"
    # What they are affected by, or what else is said of the modification, is no body.
    rf"(?=[.;:]|,?\s(?:and|but)\s(?:{_WILL}|not|indirectly)\b|\s(?:by|because|as|in|through|who|which|to|since|when|from|with"
    r"|that)\b|$)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s?,\s?(?:and\s)?|\s(?:and|or|&|as well as)\s")
_OPENING = re.compile(
    r"^(?:(?:also|in addition|additionally|furthermore|however|therefore|finally|lastly|moreover|if approved)\b,?\s?)?"
    r"(?:(?:both|the|all|any|only|directly|some|an|a)\s){0,3}",
    re.IGNORECASE,
)
_NOT_DIRECT = re.compile(r"\bindirect(?:ly)?\b|\b(?:not|no|nor|neither)\b", re.IGNORECASE)
_ALL_PARTIES = frozenset({"sec parties", "parties", "sec party categories", "party categories"})
# What an organisation is called at the end of its name.
_BODY_ENDS = re.compile(
    r"\b(?:Authority|(?:Sub-)?Committee|Board|Panel|Group|Company|Agency|Office|Providers?|Part(?:y|ies)|Operators?"
    r"|Suppliers?|Manufacturers?|Installers?|Transporters?|Distributors?|Council|Association|Ombudsman|Administrator)$"
)
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class _Named:
    """A body that the summary says is affected, in its words, with the boxes it stands for and the sentence."""

    words: str
    boxes: tuple[str, ...]
    place: Place


def body_findings(report: ModificationReport) -> Iterable[Finding]:
    """Bodies of the summary without a tick or without a box, and ticks that a summary which names bodies leaves out."""
    named = tuple(_named(report))
    form = first_place(report, PartRole.IMPACTS, "Categories impacted")
    ticked = {box.casefold() for box in report.impacted}
    for body in named:
        unticked = [box for box in body.boxes if box.casefold() not in ticked]
        if not body.boxes and body.words.casefold() not in ticked:
            yield Finding(
                LintRule.BODY_WITHOUT_BOX,
                Severity.WARNING,
                f"{_part_of(body)} says that {body.words} is directly affected, and the form in "
                f"{_form_part(form)} has no "
                "box for it.",
                (body.place, *_form_lines(report)),
            )
        elif unticked:
            yield Finding(
                LintRule.BODY_NOT_TICKED,
                Severity.ERROR,
                f"{_part_of(body)} says that {body.words} is affected, and {_form_part(form)} does not tick "
                f"{listed(unticked)}.",
                (body.place, *_form_lines(report)),
            )
    yield from _left_out(report, named)


def _left_out(report: ModificationReport, named: tuple[_Named, ...]) -> Iterable[Finding]:
    covered = {box.casefold() for body in named for box in (*body.boxes, body.words)}
    left_out = [box for box in report.impacted if box in USUAL_BOXES and box.casefold() not in covered]
    if named and left_out:
        yield Finding(
            LintRule.TICK_NOT_IN_SUMMARY,
            Severity.WARNING,
            f"{listed(left_out)} {'is' if len(left_out) == 1 else 'are'} ticked as impacted, and "
            f"{in_words(named[0].place.part)}, which says who is affected, does not say so.",
            (named[0].place, *_form_lines(report)),
        )


def _named(report: ModificationReport) -> Iterable[_Named]:
    """The bodies that the summary says are directly affected, each once."""
    bodies = _known_bodies(report)
    seen: set[str] = set()
    for part in parts_for(report, PartRole.SUMMARY):
        for sentence in sentences_of(part.text):
            for words in _bodies_in(sentence):
                boxes = _boxes(words)
                is_body = boxes or words in bodies or _BODY_ENDS.search(words) is not None
                if is_body and words.casefold() not in seen:
                    seen.add(words.casefold())
                    yield _Named(words, boxes, Place(part.number, shortened(sentence)))


def _bodies_in(sentence: str) -> Iterable[str]:
    for found in (*_PASSIVE.finditer(sentence), *_ACTIVE.finditer(sentence)):
        if _NOT_DIRECT.search(found[0]) is None:
            for words in _BETWEEN.split(_OPENING.sub("", found["bodies"])):
                plain = _OPENING.sub("", words).strip(" ,()")
                # "the Data Communications Company (DCC)" is one body under two names.
                plain = re.sub(r"\s\([A-Z][A-Za-z ]{1,12}$", "", plain)
                if plain[:1].isupper() and plain.count(" ") < _MOST_WORDS:
                    yield plain


def _boxes(words: str) -> tuple[str, ...]:
    if words.casefold() in _ALL_PARTIES:
        return USUAL_BOXES[:-1]
    box = box_named(words)
    return (box,) if box is not None else ()


def _known_bodies(report: ModificationReport) -> frozenset[str]:
    """The acronyms of bodies: those whose full term, in glossary or text, ends as the names of bodies do."""
    terms = {entry.acronym: entry.term for entry in report.glossary}
    for part in report.parts:
        terms |= {acronym: term for acronym, term in expansions_in(part.text).items() if acronym not in terms}
    return frozenset(acronym for acronym, term in terms.items() if _BODY_ENDS.search(term))


def _form_lines(report: ModificationReport) -> tuple[Place, ...]:
    """The lines of the form in the impacts, in one quotation."""
    for part in parts_for(report, PartRole.IMPACTS)[:1]:
        lines = [line for line in part.text.split("\n") if any(box in line for box in USUAL_BOXES) and _is_form(line)]
        return (Place(part.number, shortened("\n".join(lines))) if lines else place_of(report, part),)
    return ()


def _is_form(line: str) -> bool:
    """Whether a line has nothing but labels and signs."""
    for box in BOXES:
        line = line.replace(box, " ")
    return all(len(word) == 1 or word in ("Yes", "No") for word in line.split())


def _part_of(body: _Named) -> str:
    return in_words(body.place.part).capitalize()


def _form_part(form: tuple[Place, ...]) -> str:
    return in_words(form[0].part) if form else "the impacts"
