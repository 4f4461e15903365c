"""Serving: granian around the application."""

from granian import Granian
from granian.constants import Interfaces, Loops

from voting.config import Settings

# SQLite lets one writer in at a time, and a page takes milliseconds: more threads would only wait.
THREADS = 8


def serve(settings: Settings) -> None:
    """Serve until the process is told to stop."""
    Granian(
        "voting.app:application",
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
    ).serve()
