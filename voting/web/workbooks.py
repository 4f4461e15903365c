"""Workbooks to download: the answers to a consultation, and the result of a Change Board vote."""

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from exports.ballot_workbook import ballot_workbook
from exports.responses_workbook import responses_workbook
from voting.domain.people import PUBLIC, Action
from voting.domain.workbooks import Profile
from voting.queries.ballots import result_view
from voting.queries.consultations import questions_of, shown_answers
from voting.web.edge import Answer, current_actor, house, reading, requires

blueprint = Blueprint("workbooks", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/consultations/<int:consultation_id>/responses.xlsx")
@requires(Action.EXPORT_RESPONSES)
def responses(consultation_id: int) -> Answer:
    """The answers as this reader may read them; `?profile=publication` gives the public's workbook to anybody."""
    for_public = not current_actor().is_signed_in or request.args.get("profile") == Profile.PUBLICATION
    viewer = PUBLIC if for_public else current_actor()
    with reading() as (session, now):
        answers = shown_answers(session, viewer=viewer, now=now, consultation_id=consultation_id)
        questions = questions_of(session, consultation_id)
    content = responses_workbook(
        answers,
        as_at=now,
        address=_address("consultations.answers", consultation_id=consultation_id),
        profile=Profile.PUBLICATION if for_public else Profile.WORKING,
        questions=questions,
    )
    return _download(content, f"{answers.consultation.modification_number}-responses-{consultation_id}.xlsx")


@blueprint.get("/ballots/<int:ballot_id>/result.xlsx")
@requires(Action.EXPORT_BALLOT)
def ballot(ballot_id: int) -> Answer:
    """The result of a vote, with the named votes where this reader may read them."""
    with reading() as (session, now):
        result = result_view(session, viewer=current_actor(), now=now, ballot_id=ballot_id)
    content = ballot_workbook(result, as_at=now, address=_address("ballots.result", ballot_id=ballot_id))
    return _download(content, f"{result.modification_number}-vote-{ballot_id}.xlsx")


def _address(endpoint: str, **values: Any) -> str:
    """The whole address of a page, as the settings say that people reach it and not as this request was sent."""
    return house().settings.base_url + url_for(endpoint, **values)


def _download(content: bytes, name: str) -> Response:
    """A file to keep. What it holds depends on who asks and when, so that nothing on the way may keep it."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype=XLSX, headers=headers)
