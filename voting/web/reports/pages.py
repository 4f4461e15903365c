"""The versions of a report, and one of them as it is read."""

from flask import render_template

from voting.domain.modifications.report.amounts import cost_in_words
from voting.domain.people import Action
from voting.queries.reports import report_page, report_versions
from voting.web.edge import Answer, current_actor, reading, requires
from voting.web.reports import blueprint, shown


@blueprint.get("")
@requires(Action.READ_PUBLIC)
def versions(number: str) -> Answer:
    """The versions that the reader may read, latest first."""
    with reading() as (session, _now):
        view = report_versions(session, viewer=current_actor(), number=number)
    return render_template("reports/versions.html", view=view)


@blueprint.get("/<int:version>")
@requires(Action.READ_PUBLIC)
def version(number: str, version: int) -> Answer:
    """One version: what was read out of it, then its text, part by part, under anchors that stay."""
    with reading() as (session, _now):
        view = report_page(session, viewer=current_actor(), number=number, version_number=version)
    parts = shown.parts_shown(view.report)
    return render_template(
        "reports/version.html",
        view=view,
        report=view.report,
        parts=parts,
        contents=shown.contents(view.report, parts),
        blocks_of=shown.blocks_of,
        span_words=shown.span_words,
        cost_words=cost_in_words,
        annex_pairs=[(f"Annex {annex.letter}", annex.about) for annex in view.report.annexes],
        glossary_pairs=[(entry.acronym, entry.term) for entry in view.report.glossary],
    )
