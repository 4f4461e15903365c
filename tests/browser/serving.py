"""The application on a port of this machine, served by threads of this process: what browser tests look at."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from voting.app import create_app
from voting.config import Settings
from voting.db import Database

SECRET_KEY = "browser-tests-only-7dQx2mVb91kNsLc40RzEwHuYpJa"


class QuietHandler(WSGIRequestHandler):
    """Answers without a line on the terminal for each request."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - the signature is Werkzeug's
        """Nothing."""


@contextmanager
def served(database: Database, **settings: str) -> Iterator[str]:
    """Serve this database and give the address; `settings` are those of the environment besides key and address."""
    server = make_server("127.0.0.1", 0, lambda _environ, _start: (), threaded=True, request_handler=QuietHandler)
    address = f"http://127.0.0.1:{server.server_port}"
    # The application has to know its address, and the address is known once the server holds its port.
    known = {"VOTING_SECRET_KEY": SECRET_KEY, "VOTING_BASE_URL": address, **settings}
    server.app = create_app(Settings.from_environment(known), database)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
