"""What commands that read a file share: opening it within the gate's limits, and printing answers as JSON or lines."""

import json
import logging
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
import structlog

from voting.documents.gate import FileRefused, Limits, ParserNotReady, check_size
from voting.domain.errors import RuleBroken

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")

Read = TypeVar("Read")


def read_file(file: str, parse: Callable[[bytes, str], Read]) -> Read:
    """What `parse` makes of the file's bytes and name; whatever is wrong becomes one sentence and exit code 1."""
    path = Path(file)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise click.ClickException(f"{file} is not a file. Give the name of a file.")
        # The size first, so that a file that is far too large is never read.
        check_size(status.st_size, Limits())
        with quietly():
            return parse(path.read_bytes(), path.name)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise click.ClickException(printable(f"{file} cannot be opened: {reason}. Check its name.")) from None
    except FileRefused as refused:
        raise click.ClickException(printable(f"{file}: {refused}")) from None
    except (RuleBroken, ParserNotReady) as failed:
        raise click.ClickException(printable(str(failed))) from None


@contextmanager
def quietly() -> Iterator[None]:
    """Keep the log of the gate off the terminal: what a command prints is its answer and nothing else."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield
    finally:
        structlog.configure(**before)


def print_json(value: Any) -> None:
    """Print a value as JSON in UTF-8."""
    # As bytes, because a terminal's own encoding may not have every sign that a document has.
    click.echo((json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode(), nl=False)


def print_lines(lines: list[str]) -> None:
    """Print lines, each without what would steer the terminal."""
    for line in lines:
        click.echo(printable(line))


def printable(line: str) -> str:
    """The line without what would steer the terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in line)
