"""Holds a Modification Report against itself before it is published: what contradicts, what is missing, where."""

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


def lint_report(report: ModificationReport, *, annex_b_files: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """Every finding on a report, the grave first, each with the places that show it.

    `annex_b_files` are the names of the redlined files, where they are known; without them Annex B is not looked at.
    """
    findings = (
        *content_findings(report),
        *document_findings(report, annex_b_files),
        *body_findings(report),
        *option_findings(report),
        *timetable_findings(report),
        *observation_findings(report),
        *acronym_findings(report),
    )
    return tuple(sorted(findings, key=lambda finding: _GRAVE_FIRST.index(finding.severity)))
