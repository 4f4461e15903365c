"""Replies: the workbench of SECAS, the form for one point or for several, and the page on which they are confirmed."""

from flask import Blueprint

blueprint = Blueprint("dispositions", __name__, url_prefix="/consultations/<int:consultation_id>/replies")

from voting.web.dispositions import confirming, drafting, workbench  # noqa: E402, F401 - these add their views
