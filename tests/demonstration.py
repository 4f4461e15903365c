"""The demonstration as a file: built once in a run by whichever test process asks first, and copied by the others."""

import fcntl
import pickle
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.demo.ledger import Ledger
from voting.db import Database
from voting.demo.content import Dates
from voting.demo.preparing import build
from voting.demo.replay import Story
from voting.migrate import migrate


@dataclass(frozen=True)
class Demonstration:
    """Its database file, what the story knows of it, and what each of its acts wrote into the record."""

    file: Path
    dates: Dates
    ids: dict[str, dict[Any, Any]]
    written: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)

    @contextmanager
    def copied(self, folder: Path) -> Iterator[Story]:
        """A copy of its own in this folder."""
        copy = shutil.copy(self.file, folder / "demonstration.sqlite3")
        database = Database(f"sqlite:///{copy}", synchronous="OFF")
        yield Story(database, self.dates, **{name: dict(ids) for name, ids in self.ids.items()})
        database.engine.dispose()


def built_once(folder: Path) -> Demonstration:
    """The demonstration in this folder, which all processes of a run know; who comes second waits for the first."""
    kept = folder / "demonstration.pickle"
    with (folder / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_built(folder / "built.sqlite3")))
    # What is read was written by a process of this very run.
    return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return] # noqa: S301


def _built(file: Path) -> Demonstration:
    file.unlink(missing_ok=True)
    database, ledger = Database(f"sqlite:///{file}", synchronous="OFF"), Ledger()
    migrate(database)
    act = Story.act
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            Story,
            "act",
            lambda told, use_case, person, when, **more: ledger.watch(
                database, use_case, lambda: act(told, use_case, person, when, **more)
            ),
        )
        story = build(database)
    database.engine.dispose()
    ids = {name: getattr(story, name) for name in ("organisations", "people", "seats", "made")}
    return Demonstration(file, story.dates, ids, dict(ledger.written))
