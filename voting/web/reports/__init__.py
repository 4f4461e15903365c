"""Modification Reports: read as pages, imported, finished by hand at the desk of SECAS, and published."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__, url_prefix="/modifications/<number>/reports")

from voting.web.reports import desk, importing, pages, passages  # noqa: E402, F401 - these add their views
