"""Reading votes: the list, and the page of one."""

from dataclasses import dataclass

from flask import g, render_template, request, url_for

from voting.domain.ballots.state import BallotState
from voting.domain.ballots.votes import OBJECTIVES_IN_SHORT
from voting.domain.confidentiality import Classification
from voting.domain.errors import NotFound
from voting.domain.people import Action, Subject, may
from voting.queries.ballots import BallotView, MySeat, ballot_detail, ballot_list
from voting.web.ballots import blueprint
from voting.web.ballots.forms import Part, parts_of, vote_form
from voting.web.edge import Answer, Form, current_actor, reading, requires

_ACTS = (
    Action.OPEN_BALLOT,
    Action.RECORD_VOTE,
    Action.CONFIRM_RECORDED_VOTE,
    Action.CHAIR_CLOSES_ITEM,
    Action.CLOSE_BALLOT_EARLY,
    Action.END_BALLOT,
    Action.PUBLISH_RESULT,
    Action.CORRECT_RESULT,
)


@dataclass(frozen=True, slots=True)
class OpenForm:
    """The form for one of the viewer's seats, where they may vote for it now."""

    seat: MySeat
    form: Form
    parts: tuple[Part, ...]


@blueprint.get("")
@requires(Action.READ_PUBLIC)
def index() -> Answer:
    """Every vote that one may know of: what waits for me first, then what is open, then results."""
    actor = current_actor()
    with reading() as (session, now):
        rows = ballot_list(session, viewer=actor, now=now)
    works_with_it = may(actor, Action.READ_BALLOT)
    g.classification = Classification.AMBER if works_with_it else Classification.WHITE
    return render_template(
        "ballots/index.html",
        waiting=[row for row in rows if row.seats_waiting],
        rows=[row for row in rows if not row.seats_waiting],
        works_with_it=works_with_it,
        may_prepare=may(actor, Action.PREPARE_BALLOT),
    )


@blueprint.get("/<int:ballot_id>")
@requires(Action.READ_BALLOT)
def ballot(ballot_id: int) -> Answer:
    """The vote as a member sees it, with the form for their seat; or as SECAS runs it."""
    view = detail(ballot_id)
    return shown(view, open_form(view, request.args.get("seat", type=int)))


def detail(ballot_id: int) -> BallotView:
    """The ballot as the one who is here may see it."""
    with reading() as (session, now):
        view = ballot_detail(session, viewer=current_actor(), now=now, ballot_id=ballot_id)
    g.classification = view.classification
    return view


def open_form(view: BallotView, seat_id: int | None = None) -> OpenForm | None:
    """The form for this seat, or for the first for which the viewer may vote; None where there is none."""
    seats = [seat for seat in view.my_seats if seat.can_vote]
    chosen = next((seat for seat in seats if seat.seat_id == seat_id), seats[0] if seats else None)
    if chosen is None:
        return None
    form = vote_form(view)
    return OpenForm(chosen, form, parts_of(form, view))


def form_of_seat(view: BallotView, seat_id: int) -> OpenForm:
    """The form of a seat for which the viewer acts, whether or not it can vote now. Raises `NotFound`."""
    seat = seat_of(view, seat_id)
    form = vote_form(view)
    return OpenForm(seat, form, parts_of(form, view))


def seat_of(view: BallotView, seat_id: int) -> MySeat:
    """A seat for which the viewer acts. Raises `NotFound`."""
    seat = next((each for each in view.my_seats if each.seat_id == seat_id), None)
    if seat is None:
        raise NotFound("You do not act for this seat in this vote.")
    return seat


def shown(view: BallotView, filled: OpenForm | None, status: int = 200) -> Answer:
    """The page of a ballot, with the form as it was filled in."""
    return (
        render_template(
            "ballots/ballot.html",
            view=view,
            filled=filled,
            can=can(view),
            objectives=OBJECTIVES_IN_SHORT.items(),
            has_result=view.state is BallotState.PUBLISHED,
            previews=view.state is BallotState.CLOSED and current_actor().is_secas,
            result_href=url_for("ballots.result", ballot_id=view.id),
        ),
        status,
    )


def can(view: BallotView) -> dict[str, bool]:
    """Which acts the one who looks could do now; the services judge again."""
    actor = current_actor()
    prepared_by = frozenset(
        {actor.person_id} if view.prepared_by_viewer and actor.person_id is not None else set[int]()
    )
    return {act.value: may(actor, act, Subject(state=view.state.value, prepared_by=prepared_by)) for act in _ACTS}
