"""What a walk asks for: an office that is opened at a time, with or without scripts in its browsers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.browser.walks.office import Office, opened_office


@pytest.fixture
def office_at(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """`office_at("2021-06-21 09:30", with_script=False)`: the office as it is at that time."""
    with ExitStack() as stack:

        def begin(uk_time: str, *, with_script: bool) -> Office:
            return stack.enter_context(opened_office(chromium, tmp_path, uk_time, with_script=with_script))

        yield begin
