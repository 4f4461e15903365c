"""All blueprints, in the order of the navigation."""

from flask import Flask

from voting.web import calendar, history, home, legal_text, observations, people


def register(app: Flask) -> None:
    """Add every page to the application."""
    for module in (home, people, legal_text, observations, calendar, history):
        app.register_blueprint(module.blueprint)
