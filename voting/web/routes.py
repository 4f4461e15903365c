"""All blueprints, in the order of the navigation."""

from flask import Flask

from voting.web import calendar, history, home, people


def register(app: Flask) -> None:
    """Add every page to the application."""
    for module in (home, people, calendar, history):
        app.register_blueprint(module.blueprint)
