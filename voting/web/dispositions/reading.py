"""The replies of a consultation as the one who is here may see them, the points that were ticked, and the way back."""

from flask import flash, g, redirect, request, url_for

from voting.domain.confidentiality import UNPUBLISHED
from voting.queries.dispositions import ReplyBench, ReplyState, reply_bench
from voting.services.dispositions import Grouped
from voting.web.edge import Answer, current_actor, reading

STATE_WORDS = {
    ReplyState.MISSING: "No reply yet",
    ReplyState.DRAFTED: "Drafted",
    ReplyState.RETURNED: "Returned",
    ReplyState.CONFIRMED: "Confirmed",
    ReplyState.NOT_NEEDED: "Needs none",
}


def bench(consultation_id: int, state: ReplyState | None = None, document: str = "") -> ReplyBench:
    """The workbench, or those of its points that stand there and are about this document."""
    with reading() as (session, now):
        view = reply_bench(
            session,
            viewer=current_actor(),
            now=now,
            consultation_id=consultation_id,
            state=state,
            document=document,
        )
    g.classification = UNPUBLISHED
    return view


def ticked() -> dict[int, int]:
    """The ticked points with the version of the reply that was shown beside each: `12:3`."""
    found: dict[int, int] = {}
    for value in request.form.getlist("items"):
        item, _, version = value.partition(":")
        if item.isdecimal() and version.isdecimal() and max(len(item), len(version)) < 12:
            found[int(item)] = int(version)
    return found


def told(consultation_id: int, grouped: Grouped, what: str) -> Answer:
    """Back to the list, saying what was done and, for each point that was refused, why."""
    flash(f"{len(grouped.done)} {'reply is' if len(grouped.done) == 1 else 'replies are'} {what}.", "good")
    for item_id, sentence in grouped.refused:
        flash(f"Point {item_id}: {sentence}", "wait")
    return redirect(after(consultation_id), 303)


def after(consultation_id: int) -> str:
    """The list from which the one who is here works with replies."""
    endpoint = "dispositions.workbench" if current_actor().is_secas else "dispositions.to_confirm"
    return url_for(endpoint, consultation_id=consultation_id)
