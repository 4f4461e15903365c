"""What everybody reads: the list of consultations, one consultation, and the published answers."""

from flask import g, render_template, request

from voting.domain.confidentiality import UNPUBLISHED, Classification
from voting.domain.consultations import ConsultationState
from voting.domain.people import Action, Actor
from voting.queries.consultations import answers_page, consultation_list, consultation_page
from voting.web.consultations import blueprint
from voting.web.consultations.matrix import shown_matrix
from voting.web.edge import Answer, current_actor, reading, requires


@blueprint.get("")
@requires(Action.READ_PUBLIC)
def index() -> Answer:
    """Every consultation that this reader may know of, filtered by state and words."""
    state, words = _state(), request.args.get("find", "").strip()
    with reading() as (session, now):
        rows = consultation_list(session, viewer=current_actor(), now=now, state=state, words=words)
    g.classification = _classification(current_actor())
    states = [one for one in ConsultationState if current_actor().is_secas or one is not ConsultationState.PREPARED]
    return render_template("consultations/index.html", rows=rows, state=state, words=words, states=states)


def _classification(actor: Actor) -> Classification:
    """White for what everybody reads; SECAS also sees what is prepared, and Parties how far they are themselves."""
    if actor.is_secas:
        return UNPUBLISHED
    return Classification.GREEN if actor.answers_for else Classification.WHITE


def _state() -> ConsultationState | None:
    """The state that the address asks for; an unknown one filters nothing."""
    wanted = request.args.get("state", "")
    return ConsultationState(wanted) if wanted in set(ConsultationState) else None


@blueprint.get("/<int:consultation_id>")
@requires(Action.READ_PUBLIC)
def consultation(consultation_id: int) -> Answer:
    """One consultation: what it asks, until when, on what, and how far the reader's own organisations are."""
    actor = current_actor()
    with reading() as (session, now):
        view = consultation_page(session, viewer=actor, now=now, consultation_id=consultation_id)
    g.classification = _classification(actor)
    is_proposer = actor.is_signed_in and actor.person_id == view.about.proposer_id
    return render_template("consultations/consultation.html", view=view, is_proposer=is_proposer)


@blueprint.get("/<int:consultation_id>/answers")
@requires(Action.READ_PUBLIC)
def answers(consultation_id: int) -> Answer:
    """The published answers with their replies, as far as this reader may read them."""
    with reading() as (session, now):
        view = answers_page(
            session,
            viewer=current_actor(),
            now=now,
            consultation_id=consultation_id,
            document=request.args.get("document", ""),
            organisation=request.args.get("organisation", ""),
        )
    g.classification = view.classification
    matrix = shown_matrix(view.matrix, "")
    return render_template("consultations/answers.html", view=view, matrix=matrix)
