"""Whether the report has what every report needs: parts, path, reasons for its objectives, costs stated once."""

import re
from collections.abc import Iterable
from decimal import Decimal

from voting.domain.modifications.lint.findings import (
    Finding,
    LintRule,
    Place,
    Severity,
    first_place,
    listed,
    place_of,
    sentences_of,
    shortened,
)
from voting.domain.modifications.report.roles import NEEDED_PARTS, PartRole, parts_for
from voting.domain.modifications.report.values import (
    BY_PROPOSER,
    Cost,
    ModificationReport,
    ObjectiveEffect,
    ObjectiveView,
)
from voting.domain.modifications.report.written_amounts import find_amounts

_APPENDED = (PartRole.TIMETABLE, PartRole.GLOSSARY)
_REASON = re.compile(
    r"\b(?:by|because|as|since|due to|through|so that|in that|given|therefore|thereby|ensur\w+|allow\w*|enabl\w+)\b",
    re.IGNORECASE,
)
_BARE_VIEW = re.compile(
    r"\b(?:the proposer|will|would|believes?|considers?|agreed|that|this|the|modification|proposal|better|facilitates?"
    r"|(?:general )?(?:sec )?objectives?|\([a-g]\)|change|it|against|is|has|an?|negative|positive|impact|on"
    r"|effect)\b|\([a-g]\)",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3
_ANOTHER_COST = re.compile(
    r"\balternative\b|\bper (?:year|annum|month)\b|\bannual|\byear\b|\bongoing\b|\boption\b|\boperation"
    r"|\bsupport\b|\bsolution (?:[2-9]|[B-Z])\b|£.*\n.*£",
    re.IGNORECASE,
)
_BODIES: tuple[tuple[str, str], ...] = (("DCC", r"\bDCC\b|Data Communications Company"), ("SECAS", r"\bSECAS\b"))


def content_findings(report: ModificationReport) -> Iterable[Finding]:
    """Parts and statements that are missing, and objectives without a reason."""
    yield from _missing_parts(report)
    if report.path is None:
        yield Finding(
            LintRule.PATH_NOT_STATED,
            Severity.WARNING,
            "The report does not say by which path it is decided: Authority-led, Authority-determined, Self-Governance "
            "or Fast-Track.",
            (*first_place(report, PartRole.SUMMARY), *first_place(report, PartRole.TIMETABLE, "vote")),
        )
    yield from _objectives(report)
    yield from _costs(report)


def _missing_parts(report: ModificationReport) -> Iterable[Finding]:
    headings = tuple(Place(part.number, part.heading) for part in report.parts)
    for role in (*NEEDED_PARTS, *_APPENDED):
        if not parts_for(report, role):
            yield Finding(
                LintRule.PART_MISSING,
                Severity.WARNING if role in _APPENDED else Severity.ERROR,
                f"No part of the report sets out the {role.value}.",
                headings,
            )


def _objectives(report: ModificationReport) -> Iterable[Finding]:
    if not report.objectives and parts_for(report, PartRole.ASSESSMENT):
        yield Finding(
            LintRule.NO_OBJECTIVES,
            Severity.WARNING,
            "The report gives no view against a General SEC Objective.",
            (*first_place(report, PartRole.ASSESSMENT, "objective"), *first_place(report, PartRole.SUMMARY)),
        )
    for view in report.objectives:
        if view.effect is not ObjectiveEffect.NEUTRAL and not _has_reason(view):
            whose = "the Proposer’s view" if view.by == BY_PROPOSER else f"the view of {view.by}"
            yield Finding(
                LintRule.OBJECTIVE_WITHOUT_REASON,
                Severity.WARNING,
                f"Objective ({view.letter}), {whose}: “{view.effect.value}” is not explained.",
                (
                    *first_place(report, PartRole.ASSESSMENT, shortened(view.text).split("\n")[0].rstrip("…")),
                    *first_place(report, PartRole.SOLUTION),
                ),
            )


def _has_reason(view: ObjectiveView) -> bool:
    """Whether a view says more than that it is one: words of a reason, and words beyond those of every view."""
    own_words = _BARE_VIEW.sub(" ", view.text).replace("Objective", " ").split()
    return (
        len([word for word in own_words if word.strip(".,")]) >= _FEWEST_WORDS and _REASON.search(view.text) is not None
    )


def _costs(report: ModificationReport) -> Iterable[Finding]:
    for body, costs in _by_body(report).items():
        plain = [cost for cost in costs if _ANOTHER_COST.search(cost.text) is None]
        if len({_figures(cost) for cost in plain}) > 1:
            yield Finding(
                LintRule.COST_STATED_DIFFERENTLY,
                Severity.ERROR,
                f"The costs of {body} are stated differently: {listed(_in_pounds(cost) for cost in plain)}.",
                tuple(place for cost in plain for place in _cost_place(report, cost)),
            )
    yield from _summary_costs(report)


def _by_body(report: ModificationReport) -> dict[str, list[Cost]]:
    bodies: dict[str, list[Cost]] = {}
    for cost in report.costs:
        bodies.setdefault(cost.body, []).append(cost)
    return bodies


def _summary_costs(report: ModificationReport) -> Iterable[Finding]:
    """A figure of the summary that the costs part does not have, in a sentence that names one body with costs."""
    costs_text = "\n".join(part.text for part in parts_for(report, PartRole.COSTS))
    stated = {figure for amount in find_amounts(costs_text) for figure in amount.figures}
    for part in parts_for(report, PartRole.SUMMARY):
        for sentence in sentences_of(part.text):
            figures = {figure for amount in find_amounts(sentence) for figure in amount.figures}
            bodies = [body for body, pattern in _BODIES if re.search(pattern, sentence)]
            costs = [cost for cost in report.costs if bodies == [cost.body]]
            if costs and figures and not figures <= stated:
                yield Finding(
                    LintRule.COST_STATED_DIFFERENTLY,
                    Severity.ERROR,
                    f"Part {part.number} gives a cost of {bodies[0]} that the part on costs does not give.",
                    (Place(part.number, shortened(sentence)), *_cost_place(report, costs[0])),
                )


def _figures(cost: Cost) -> tuple[Decimal | None, ...]:
    return cost.amount_gbp, cost.min_gbp, cost.max_gbp


def _in_pounds(cost: Cost) -> str:
    if cost.amount_gbp is not None:
        return f"£{cost.amount_gbp:,.0f}"
    ends = [f"£{figure:,.0f}" for figure in (cost.min_gbp, cost.max_gbp) if figure is not None]
    return " to ".join(ends) or "no figure"


def _cost_place(report: ModificationReport, cost: Cost) -> tuple[Place, ...]:
    """The sentence of the costs that has the figure of this cost, else the first of its words."""
    wanted = {figure for figure in _figures(cost) if figure is not None}
    for part in parts_for(report, PartRole.COSTS):
        for sentence in sentences_of(part.text):
            figures = {figure for amount in find_amounts(sentence) for figure in amount.figures}
            if wanted and wanted <= figures and (sentence in cost.text or cost.text in sentence):
                return (Place(part.number, shortened(sentence)),)
        return (place_of(report, part, sentences_of(cost.text)[0] if cost.text.strip() else ""),)
    return ()
