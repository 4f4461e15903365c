"""Whether the documents that the report says change are the same everywhere: in Issue, in Impacts, in Annex B."""

import re
from collections.abc import Iterable

from voting.domain.modifications.lint.findings import (
    Finding,
    LintRule,
    Place,
    Severity,
    in_words,
    listed,
    place_of,
    sentences_of,
    shortened,
)
from voting.domain.modifications.report.roles import PartRole, parts_for, roles_of
from voting.domain.modifications.report.values import ModificationReport, Part
from voting.domain.modifications.report.written_documents import find_documents, in_order
from voting.domain.sentences import counted

_FILE_NAME = re.compile(
    r"(?<![a-z])(section|appendix|schedule)[\s_.-]{0,3}([a-z]{1,2}|[0-9]{1,2})(?![a-z0-9])", re.IGNORECASE
)
_MOST_SENTENCES = 4


def document_findings(report: ModificationReport, annex_b_files: tuple[str, ...]) -> Iterable[Finding]:
    """Differences between the documents of Issue, Impacts, the other parts, and the files of Annex B where known."""
    impacts = parts_for(report, PartRole.IMPACTS)[:1]
    for part in impacts:
        for other in report.parts:
            if other.number != part.number:
                yield from _differences(report, other, part)
    if annex_b_files:
        yield from _annex_b(report, impacts, annex_b_files)


def _required(report: ModificationReport, part: Part) -> frozenset[str]:
    return frozenset(document.code for document in report.documents if part.number in document.required_by)


def _differences(report: ModificationReport, other: Part, impacts: Part) -> Iterable[Finding]:
    named, impacted = _required(report, other), _required(report, impacts)
    only_here, only_impacts = in_order(named - impacted), in_order(impacted - named)
    if not named or not (only_here or only_impacts):
        return
    # The Issue lists what has to change; the other parts may name some of it, and are held to naming nothing else.
    if PartRole.ISSUE in roles_of(other.heading):
        says = (
            f"Part {other.number} requires changes to {counted(len(named), 'document')} and part {impacts.number} "
            f"names "
            f"{len(impacted)}."
        )
        missing = [f"Part {other.number} does not name {listed(only_impacts)}."] if only_impacts else []
        extra = [f"Part {impacts.number} does not name {listed(only_here)}."] if only_here else []
        yield Finding(
            LintRule.DOCUMENTS_DIFFER,
            Severity.ERROR,
            " ".join([says, *missing, *extra]),
            (
                *_places(report, other, only_here or in_order(named)),
                *_places(report, impacts, only_impacts or in_order(impacted)),
            ),
        )
    elif only_here:
        yield Finding(
            LintRule.DOCUMENT_NOT_IN_IMPACTS,
            Severity.ERROR,
            f"{in_words(other.number).capitalize()} says that {listed(only_here)} will change, and part "
            f"{impacts.number} "
            "does not name that among the impacts.",
            (*_places(report, other, only_here), *_places(report, impacts, in_order(impacted))),
        )


def _places(report: ModificationReport, part: Part, codes: tuple[str, ...]) -> tuple[Place, ...]:
    """The sentences of a part that name these documents, those that name most of them first."""
    wanted = set(codes)
    naming = [
        (sentence, wanted & {code for mention in find_documents(sentence) for code in mention.codes})
        for sentence in sentences_of(part.text)
    ]
    found = sorted((pair for pair in naming if pair[1]), key=lambda pair: -len(pair[1]))
    places: list[Place] = []
    for sentence, held in found:
        # A sentence that names no further document adds nothing; a list gives one line for each.
        if held & wanted and (len(held) > 1 or len(places) < max(_MOST_SENTENCES, len(codes))):
            places.append(Place(part.number, shortened(sentence)))
            wanted -= held
    return tuple(places) or (place_of(report, part),)


def _annex_b(report: ModificationReport, impacts: tuple[Part, ...], files: tuple[str, ...]) -> Iterable[Finding]:
    impacted = _required(report, impacts[0]) if impacts else frozenset()
    held = frozenset(code for name in files for code in _codes_of_file(name))
    missing, extra = in_order(impacted - held), in_order(held - impacted)
    if not missing and not extra:
        return
    says = []
    if missing:
        says.append(f"Annex B has no file for {listed(missing)}.")
    if extra:
        says.append(f"Annex B has files for {listed(extra)}, which the impacts do not name.")
    annex = tuple(Place("", f"Annex {a.letter} {a.about}") for a in report.annexes if a.letter == "B")
    of_files = (Place("", f"Files of Annex B: {', '.join(files)}"),)
    of_impacts = _places(report, impacts[0], missing) if impacts and missing else ()
    yield Finding(
        LintRule.ANNEX_B_DIFFERS,
        Severity.ERROR,
        " ".join(says),
        (*annex, *(Place(place.part, shortened(place.quote)) for place in of_files), *of_impacts),
    )


def _codes_of_file(name: str) -> tuple[str, ...]:
    return tuple(f"{kind.capitalize()} {label.upper()}" for kind, label in _FILE_NAME.findall(name))
