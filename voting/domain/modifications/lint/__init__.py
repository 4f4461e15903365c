"""Holds a Modification Report against itself before it is published: what contradicts, what is missing, where."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from voting.domain.modifications.lint.acronyms import acronym_findings
from voting.domain.modifications.lint.bodies import body_findings
from voting.domain.modifications.lint.contents import content_findings
from voting.domain.modifications.lint.dates import option_findings, timetable_findings
from voting.domain.modifications.lint.documents import document_findings
from voting.domain.modifications.lint.findings import Finding, LintRule, Place, Severity, finding_to_json
from voting.domain.modifications.lint.observations import observation_findings
from voting.domain.modifications.report.values import ModificationReport

__all__ = ["Finding", "LintRule", "Place", "Severity", "finding_to_json", "lint_report"]

_GRAVE_FIRST = tuple(Severity)
# A report with more findings of a kind is mended in rounds: nobody reads thousands, and each costs a search for places.
MOST_OF_A_KIND = 100


def lint_report(report: ModificationReport, *, annex_b_files: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """The findings on a report, the grave first, each with the places that show it.

    `annex_b_files` are the names of the redlined files, where they are known; without them Annex B is not looked at.
    Of each kind of finding at most `MOST_OF_A_KIND` are given; the last then says that there are more.
    """
    kinds = (
        content_findings(report),
        document_findings(report, annex_b_files),
        body_findings(report),
        option_findings(report),
        timetable_findings(report),
        observation_findings(report),
        acronym_findings(report),
    )
    findings = [finding for kind in kinds for finding in _bounded(kind)]
    return tuple(sorted(findings, key=lambda finding: _GRAVE_FIRST.index(finding.severity)))


def _bounded(findings: Iterable[Finding]) -> list[Finding]:
    first = list(islice(findings, MOST_OF_A_KIND + 1))
    if len(first) > MOST_OF_A_KIND:
        more = f"{first[-2].message} There are more findings of this kind; mend these first and look again."
        first = [*first[:-2], replace(first[-2], message=more)]
    return first
