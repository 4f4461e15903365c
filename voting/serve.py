"""Serving: granian around the application."""

import errno
import socket

from granian import Granian
from granian.constants import Interfaces, Loops

from voting.config import Settings

# SQLite lets one writer in at a time, and a page takes milliseconds: more threads would only wait.
THREADS = 8


class AddressTaken(Exception):
    """Nothing can listen where the settings say; the text says why and what to do."""


def check_address(settings: Settings) -> None:
    """Raise `AddressTaken` where another program listens already, or the address is not this machine's.

    The server shares its port among its own processes, so it would start beside another server without a word, and
    requests would go now to one and now to the other.
    """
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AddressTaken(
                f"Port {settings.port} is in use, perhaps by another `voting`. Stop that, or set VOTING_PORT to "
                "another port."
            ) from None
        raise AddressTaken(
            f"Nothing can be served at {settings.host}, port {settings.port}: {error.strerror}. Set VOTING_HOST and "
            "VOTING_PORT."
        ) from None


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
