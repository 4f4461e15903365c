"""Signing in, one's own page, and the administration of organisations and people."""

from flask import Blueprint

blueprint = Blueprint("people", __name__)

from voting.web.people import administration, sign_in  # noqa: E402, F401 - these add their views to the blueprint
