"""The workbench of SECAS: every point with its reply, and the ticked ones shared with the Proposer."""

from flask import redirect, render_template, request, url_for

from voting.domain.people import Action, Subject, may
from voting.queries.dispositions import ReplyBench, ReplyState
from voting.services import dispositions as services
from voting.web.consultations.forms import address_of
from voting.web.dispositions import blueprint
from voting.web.dispositions.reading import STATE_WORDS, bench, ticked, told
from voting.web.edge import (
    Answer,
    Form,
    current_actor,
    requires,
    transaction,
)


@blueprint.get("")
@requires(Action.READ_RETURNS)
def workbench(consultation_id: int) -> Answer:
    """Every point with its reply, filtered by where it stands and by document."""
    state, document = _state(), request.args.get("document", "")
    view = bench(consultation_id, state, document)
    return render_template(
        "dispositions/workbench.html",
        view=view,
        state=state,
        document=document,
        words=STATE_WORDS,
        can_draft=_may_now(Action.DRAFT_REPLY, view),
        can_confirm=_may_now(Action.CONFIRM_REPLY, view),
    )


def _state() -> ReplyState | None:
    """The state that the address asks for; an unknown one filters nothing."""
    wanted = request.args.get("state", "")
    return ReplyState(wanted) if wanted in set(ReplyState) else None


def _may_now(action: Action, view: ReplyBench) -> bool:
    return may(current_actor(), action, Subject(state=view.about.state.value))


@blueprint.post("/share")
@requires(Action.DRAFT_REPLY)
def share(consultation_id: int) -> Answer:
    """Let the Proposer read the ticked points and confirm their replies."""
    if Form().validate_on_submit():
        with transaction() as (session, now):
            grouped = services.share_with_proposer(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                item_ids=ticked(),
                address=address_of("dispositions.to_confirm", consultation_id),
            )
        return told(consultation_id, grouped, "shared with the Proposer")
    return redirect(url_for("dispositions.workbench", consultation_id=consultation_id), 303)
