"""The front door: what waits for me, what is open, and what this product is."""

from flask import Blueprint, render_template

from voting.domain.people import Action
from voting.web.edge import Answer, requires

blueprint = Blueprint("home", __name__)


@blueprint.get("/about")
@requires(Action.READ_PUBLIC)
def about() -> Answer:
    """What this is, how it can be checked, and how accessible it is."""
    return render_template("home/about.html")
