"""Answering a consultation: a Party drafts, reviews and submits; SECAS enters what came by another way."""

from flask import Blueprint

blueprint = Blueprint("responses", __name__, url_prefix="/consultations/<int:consultation_id>/respond")

from voting.web.responses import answering, entering, submitting  # noqa: E402, F401 - their views need the blueprint.
