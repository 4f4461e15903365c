"""Legal text: the documents of a modification clause by clause, and how SECAS brings a draft in and finishes it."""

from flask import Blueprint

blueprint = Blueprint("legal_text", __name__, url_prefix="/modifications/<number>/legal-text")

from voting.web.legal_text import (  # noqa: E402 - these add their views to the blueprint
    comparing,  # noqa: F401
    files,  # noqa: F401
    finishing,  # noqa: F401
    reading,  # noqa: F401
    taking_away,  # noqa: F401
)
