"""Recording moves: one page a move with what it needs and what is missing, and one for several of one meeting."""

import re
from datetime import date

from flask import flash, redirect, render_template, url_for
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from voting.domain.calendar import deadline_at
from voting.domain.errors import NotFound
from voting.domain.labels import label
from voting.domain.modifications.lifecycle import (
    RULES,
    Causer,
    Detail,
    DetailMissing,
    Evidence,
    EvidenceKind,
    EvidenceMissing,
    Move,
    MoveDetails,
    MoveRequest,
    NamedMeeting,
    NotTheirsToCause,
    Path,
    parse_number,
)
from voting.domain.people import Action, Actor, Role
from voting.queries.modifications.views import ModificationView, MoveOffer
from voting.services.modifications.moving import make_move, make_moves
from voting.web.edge import (
    Answer,
    Checkboxes,
    Form,
    carrying_out,
    current_actor,
    offered_members,
    requires,
    status_of,
    whole_in,
    words_in,
)
from voting.web.modifications import blueprint
from voting.web.modifications.viewing import viewed

# These follow from the published result of a vote and are made by publishing or correcting it, never by hand.
FROM_A_RESULT = frozenset({Move.BOARD_APPROVES, Move.BOARD_REJECTS, Move.BOARD_RECOMMENDS, Move.BOARD_CORRECTS})
# What one meeting of the approving body may decide together, in the order in which it does.
ONE_MEETING = (
    Move.CONVERT,
    Move.BEGIN_REFINEMENT,
    Move.SKIP_REFINEMENT,
    Move.END_REFINEMENT,
    Move.APPROVE_REPORT,
)
_ROLES = {Causer.SECAS_ANALYST: Role.SECAS_ANALYST, Causer.SECAS_APPROVER: Role.SECAS_APPROVER}
_EVIDENCE_HINT = "Where it is found: the minute, the reference of the letter, the date of the e-mail."


class MoveForm(Form):
    """Everything that some move may need; a page shows what its own move needs."""

    causer = SelectField("Who caused it", validate_choice=False)
    evidence_kind = SelectField("What proves it", validate_choice=False)
    evidence = StringField("Where that is found", description=_EVIDENCE_HINT)
    evidence_on = DateField("Date of the evidence", [Optional()])
    reason = TextAreaField("Reason", description="Shown with the move.")
    review_on = DateField("To be looked at again on", [Optional()])
    path = SelectField("Path", choices=offered_members(Path, nothing="Choose"), validate_choice=False)
    meeting = StringField("Meeting", description="As people name it, for example Change Board, April 2026.")
    meeting_on = DateField("Date of the meeting", [Optional()])
    parts = StringField(
        "Numbers of the parts", description="Each with a letter of its own, for example MP134A, MP134B."
    )
    referral_closes_at = DateField(
        "Last day for a referral", [Optional()], description="It ends at 17:00 UK time on that day."
    )
    seen_version = HiddenField()


class MeetingForm(Form):
    """Several decisions of one meeting of the approving body."""

    moves = Checkboxes(
        "What the meeting decided",
        choices=offered_members(ONE_MEETING),
    )
    evidence = StringField("The minutes", description=_EVIDENCE_HINT)
    evidence_on = DateField("Date of the meeting", [Optional()])
    seen_version = HiddenField()


def listed_offers(view: ModificationView) -> tuple[MoveOffer, ...]:
    """The moves that a person may record on the page."""
    return tuple(offer for offer in view.offers if offer.move not in FROM_A_RESULT)


@blueprint.route("/<number>/moves/<move>", methods=["GET", "POST"])
@requires(Action.MOVE_MODIFICATION)
def move(number: str, move: str) -> Answer:
    """Record one move, with its evidence."""
    view = viewed(number)
    offer = next((one for one in listed_offers(view) if one.move.value == move), None)
    if offer is None:
        raise NotFound(f"{view.number} has no such move where it stands. Its page lists those that it has.")
    form = MoveForm(seen_version=str(view.version))
    _offer_choices(form, offer.move, current_actor())
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            make_move(
                session,
                actor=current_actor(),
                now=now,
                modification_id=view.id,
                seen_version=whole_in(form.seen_version),
                request=_request(form, offer.move),
            )
        if not form.errors:
            flash(f"{label(offer.move)}: recorded.", "good")
            return redirect(url_for("modifications.modification", number=view.number), 303)
    rule = RULES[offer.move]
    details = {detail.value for detail in rule.details}
    return render_template(
        "modifications/move.html", form=form, view=view, offer=offer, rule=rule, details=details
    ), status_of(form)


@blueprint.route("/<number>/meeting", methods=["GET", "POST"])
@requires(Action.MOVE_MODIFICATION)
def meeting(number: str) -> Answer:
    """Record what one meeting of the approving body decided, all or none."""
    view = viewed(number)
    form = MeetingForm(seen_version=str(view.version))
    if form.validate_on_submit():
        chosen = [move for move in ONE_MEETING if move.value in (form.moves.data or ())]
        if not chosen:
            form.moves.errors = ["Tick what the meeting decided."]
        else:
            with carrying_out(form) as (session, now):
                evidence = _evidence(EvidenceKind.MINUTES, words_in(form.evidence), form.evidence_on.data)
                make_moves(
                    session,
                    actor=current_actor(),
                    now=now,
                    modification_id=view.id,
                    seen_version=whole_in(form.seen_version),
                    requests=tuple(MoveRequest(move, Causer.APPROVING_BODY, evidence) for move in chosen),
                )
        if not form.errors:
            flash("What the meeting decided is recorded.", "good")
            return redirect(url_for("modifications.modification", number=view.number), 303)
    return render_template("modifications/meeting.html", form=form, view=view), status_of(form)


def _offer_choices(form: MoveForm, move: Move, actor: Actor) -> None:
    rule = RULES[move]
    causers = [causer for causer in Causer if causer in rule.causers and _may_name(actor, causer)]
    kinds = [kind for kind in EvidenceKind if kind in rule.evidence]
    form.causer.choices = offered_members(causers)
    form.evidence_kind.choices = offered_members(kinds)
    if not form.is_submitted():
        form.causer.data = causers[0].value if causers else ""
        form.evidence_kind.data = kinds[0].value if kinds else ""


def _may_name(actor: Actor, causer: Causer) -> bool:
    return causer not in _ROLES or _ROLES[causer] in actor.roles


def _request(form: MoveForm, move: Move) -> MoveRequest:
    rule = RULES[move]
    if form.causer.data not in set(Causer):
        raise NotTheirsToCause("Name the body or person who caused it.", "causer")
    kind = form.evidence_kind.data
    evidence = None
    if rule.evidence and kind in set(EvidenceKind):
        evidence = _evidence(EvidenceKind(kind), words_in(form.evidence), form.evidence_on.data)
    return MoveRequest(move, Causer(form.causer.data), evidence, _details(form, rule.details))


def _evidence(kind: EvidenceKind, reference: str, dated_on: date | None) -> Evidence | None:
    """The evidence, if there is any; where there is none, the rule says what is missing. Raises `EvidenceMissing`."""
    if reference and dated_on is None:
        raise EvidenceMissing("Give its date: what it proves counts from that day.", "evidence_on")
    return Evidence(kind, reference, dated_on) if reference and dated_on else None


def _details(form: MoveForm, needed: tuple[Detail, ...]) -> MoveDetails:
    closes_on = form.referral_closes_at.data
    return MoveDetails(
        reason=words_in(form.reason),
        review_on=form.review_on.data,
        path=Path(form.path.data) if form.path.data in set(Path) and Detail.PATH in needed else None,
        meeting=_meeting(words_in(form.meeting), form.meeting_on.data),
        part_numbers=tuple(parse_number(each) for each in _split(words_in(form.parts)))
        if Detail.PARTS in needed
        else (),
        referral_closes_at=deadline_at(closes_on) if closes_on else None,
    )


def _meeting(name: str, held_on: date | None) -> NamedMeeting | None:
    """The meeting, if there is one; a move that needs one says so itself. Raises `DetailMissing`."""
    if name and held_on is None:
        raise DetailMissing("Give the date of that meeting.", "meeting_on")
    return NamedMeeting(name, held_on) if name and held_on else None


def _split(typed: str) -> list[str]:
    return [part for part in re.split(r"[,;\s]+", typed) if part]
