"""The record as people meet it: checking a receipt, and the entries in order."""

from flask import Blueprint, redirect, render_template, request, url_for

from voting.domain.errors import NotFound
from voting.domain.people import Action
from voting.queries.history import history_page, receipt_check
from voting.web.edge import Answer, current_actor, reading, requires

blueprint = Blueprint("history", __name__)


@blueprint.get("/receipts")
@requires(Action.READ_PUBLIC)
def check_receipt() -> Answer:
    """A field for a receipt; anybody may check one."""
    code = request.args.get("code", "").strip()
    if not code:
        return render_template("history/check_receipt.html", code="", problem="")
    try:
        with reading() as (session, _now):
            found = receipt_check(session, viewer=current_actor(), code=code)
    except NotFound as unknown:
        return render_template("history/check_receipt.html", code=code, problem=str(unknown)), 404
    return redirect(url_for("history.receipt", code=found.code))


@blueprint.get("/receipts/<code>")
@requires(Action.READ_PUBLIC)
def receipt(code: str) -> Answer:
    """What the record says of one receipt."""
    with reading() as (session, _now):
        view = receipt_check(session, viewer=current_actor(), code=code)
    return render_template("history/receipt.html", view=view)


@blueprint.get("/history")
@requires(Action.READ_HISTORY)
def entries() -> Answer:
    """The history, newest first."""
    with reading() as (session, _now):
        view = history_page(
            session,
            viewer=current_actor(),
            page=request.args.get("page", 1, type=int),
            modification=request.args.get("modification", "").strip().upper(),
        )
    return render_template("history/entries.html", view=view)
