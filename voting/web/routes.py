"""All blueprints, in the order of the navigation."""

from flask import Flask

from voting.web import (
    ballots,
    calendar,
    consultations,
    dispositions,
    history,
    home,
    legal_text,
    modifications,
    observations,
    people,
    reports,
    responses,
    workbooks,
)


def register(app: Flask) -> None:
    """Add every page to the application."""
    for module in (
        home,
        people,
        modifications,
        consultations,
        dispositions,
        reports,
        legal_text,
        observations,
        responses,
        ballots,
        workbooks,
        calendar,
        history,
    ):
        app.register_blueprint(module.blueprint)
