"""The register of modifications, the page of one, and what SECAS does to it: edit, move, plan."""

from flask import Blueprint

blueprint = Blueprint("modifications", __name__, url_prefix="/modifications")

from voting.web.modifications import editing, moves, pages, plans  # noqa: E402, F401 - these add their views to the blueprint
