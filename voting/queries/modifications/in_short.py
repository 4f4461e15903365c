"""What the latest published report says in short: its summary, whom it affects and what it costs."""

from typing import Any

from voting.domain.modifications.report import Cost, ModificationReport, report_from_json
from voting.queries.modifications.views import CostLine, ReportInShort

MOST_PARAGRAPHS = 2
MOST_CHARACTERS = 700


def report_in_short(stored: dict[str, Any], version: int) -> ReportInShort:
    """The report's own words, cut at a paragraph where they are long; nothing is summed or guessed."""
    report = report_from_json(stored)
    return ReportInShort(
        version=version,
        paragraphs=_paragraphs(report),
        impacted=report.impacted,
        costs=tuple(_cost(cost) for cost in report.costs),
    )


def _paragraphs(report: ModificationReport) -> tuple[str, ...]:
    summary = next((part.text for part in report.parts if "summary" in part.heading.casefold()), "")
    paragraphs = [" ".join(paragraph.split()) for paragraph in summary.split("\n\n")]
    shown: list[str] = []
    for paragraph in [each for each in paragraphs if each][:MOST_PARAGRAPHS]:
        if shown and sum(map(len, shown)) + len(paragraph) > MOST_CHARACTERS:
            break
        shown.append(paragraph)
    return tuple(shown)


def _cost(cost: Cost) -> CostLine:
    return CostLine(cost.body, cost.amount_gbp, cost.min_gbp, cost.max_gbp, cost.effort_days, cost.approximate)
