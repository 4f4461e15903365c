"""The Change Board's vote: the list, the member's page, the result, what SECAS runs, seats and rule sets."""

from flask import Blueprint

blueprint = Blueprint("ballots", __name__, url_prefix="/ballots")

from voting.web.ballots import (  # noqa: E402 - these add their views to the blueprint
    reading,  # noqa: F401
    recording,  # noqa: F401
    results,  # noqa: F401
    rule_sets,  # noqa: F401
    running,  # noqa: F401
    seats,  # noqa: F401
    voting,  # noqa: F401
)
