"""Consultations: the list and page for everybody, and the pages on which SECAS prepares, runs and publishes one."""

from flask import Blueprint

blueprint = Blueprint("consultations", __name__, url_prefix="/consultations")

from voting.web.consultations import (  # noqa: E402 - these add their views to the blueprint
    preparing,  # noqa: F401
    public,  # noqa: F401
    publishing,  # noqa: F401
    running,  # noqa: F401
)
