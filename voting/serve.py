"""Serving: granian around the application, and the worker thread beside it."""

import os

from flask import Flask
from granian import Granian
from granian.constants import Interfaces, Loops

from voting import logs
from voting.app import create_app
from voting.config import Purpose, Settings
from voting.web.edge import House
from voting.worker import Worker

# SQLite lets one writer in at a time, and a page takes milliseconds: more threads would only wait.
THREADS = 8


def serve(settings: Settings) -> None:
    """Serve until the process is told to stop."""
    Granian(
        "voting.serve:application",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=THREADS,
        loop=Loops.asyncio,
        websockets=False,
        # Addresses of people are personal data; our own log says what was asked for, not by whom.
        log_access=False,
        respawn_failed_workers=settings.workers > 1,
        process_name="voting",
    ).serve()


def application() -> Flask:
    """The application of one server process, with its worker thread running."""
    settings = Settings.from_environment(os.environ, Purpose.SERVE)
    logs.configure_logging(settings.log_level)
    app = create_app(settings)
    house: House = app.extensions["voting"]
    Worker(house.database, settings).start()
    return app
