"""Two versions of one document's proposed text beside each other, as a redline from the earlier to the later."""

from itertools import groupby

from flask import render_template, request
from markupsafe import Markup

from voting.domain.people import Action
from voting.domain.sentences import counted
from voting.queries.legal_text.comparing import ComparedClause, ComparedVersions, compared_versions
from voting.web.edge import Answer, current_actor, reading, requires
from voting.web.legal_text import blueprint
from voting.web.legal_text.shown import ClauseShown, Run


@blueprint.get("/<slug>/versions/<int:earlier>/<int:later>")
@requires(Action.READ_PUBLIC)
def compare(number: str, slug: str, earlier: int, later: int) -> Answer:
    """What one version proposes that another did not; what is alike is folded unless all is asked for."""
    with reading() as (db, _now):
        view = compared_versions(db, viewer=current_actor(), number=number, slug=slug, earlier=earlier, later=later)
    whole = request.args.get("show") == "all"
    return render_template("legal_text/compare.html", view=view, runs=_runs(view, whole=whole), whole=whole)


def _runs(view: ComparedVersions, *, whole: bool) -> list[Run]:
    runs = []
    for differs, together in groupby(view.clauses, key=lambda clause: whole or clause.differs):
        group = tuple(together)
        words = "" if differs else f"{counted(len(group), 'clause')} alike in both versions, show"
        runs.append(Run.of(map(_printed, group), words))
    return runs


def _printed(clause: ComparedClause) -> ClauseShown:
    html = Markup(clause.html.html + clause.html.words)  # noqa: S704 - our own writer escaped it.
    return ClauseShown(clause.html.key, html, cell=clause.cell)
