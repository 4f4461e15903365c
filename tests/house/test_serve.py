"""Where the server listens: a port of its own, or a sentence that says why not."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from voting.config import Purpose, Settings
from voting.serve import AddressTaken, check_address


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a demonstration on this machine."""
    return Settings.from_environment({"VOTING_HOME": str(tmp_path)}, Purpose.DEMONSTRATION)


def test_a_port_that_another_server_has_is_refused_even_if_that_one_shares_it(settings: Settings) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(AddressTaken, match=f"Port {port} is in use"):
            check_address(replace(settings, port=port))
    check_address(replace(settings, port=port))


def test_an_address_of_another_machine_is_refused(settings: Settings) -> None:
    with pytest.raises(AddressTaken, match=r"Nothing can be served at 192\.0\.2\.1"):
        check_address(replace(settings, host="192.0.2.1"))
