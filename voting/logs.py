"""What reaches the log, and in which form: named events with listed keys, and nothing that tells who said what.

A key that is not listed is dropped and its name noted; an event that is not a few plain words is refused; of an
exception the class and the places are kept and its message is not, because messages quote what people typed.
"""

import logging
import re
import secrets
import sys
import traceback
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

from voting import clock
from voting.config import LogLevel

ALLOWED_KEYS = frozenset(
    {
        "action",
        "agenda_item_id",
        "at",
        "attempt",
        "ballot_id",
        "base_url",
        "bytes",
        "code_document_id",
        "consultation_id",
        "count",
        "database",
        "dropped",
        "duration_ms",
        "endpoint",
        "error",
        "event",
        "frames",
        "job",
        "job_id",
        "kind",
        "level",
        "logger",
        "meeting_id",
        "method",
        "modification_id",
        "observation_id",
        "outbox_id",
        "parser",
        "place",
        "process_id",
        "request_id",
        "response_id",
        "revision",
        "rule",
        "statements",
        "status",
        "version",
    }
)
EVENT_NAME = re.compile(r"[a-z]+(?:[ _][a-z]+){0,7}")
REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
MAIL_ADDRESS = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+")
LONGEST_TEXT = 200

# These write about the server itself (where it listens, which migration ran) and never about people, so that their
# whole sentences are kept; of every other library only the sentence's pattern is, without what was filled into it.
LIBRARIES_THAT_KNOW_NOBODY = ("_granian", "granian", "alembic")


def configure_logging(level: LogLevel, stream: TextIO | None = None) -> None:
    """Send every log line, ours and the libraries', to `stream` (standard error unless given).

    In a terminal a line is for reading; everywhere else it is one JSON object. Calling it again replaces the first.
    """
    stream = stream or sys.stderr
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    readable = structlog.dev.ConsoleRenderer(timestamp_key="at")
    handler = _Handler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[keep_what_may_be_known, readable if stream.isatty() else structlog.processors.JSONRenderer()],
            use_get_message=False,
            pass_foreign_args=True,
        )
    )
    root = logging.getLogger()
    for earlier in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(level.upper())


def begin_request(given: str = "") -> str:
    """Start a request: every line until the next one carries its id, which this gives back.

    `given` is what a proxy in front has named the request; anything but a plain id is replaced by one of our own.
    """
    request_id = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id)
    return request_id


class _Handler(logging.StreamHandler[TextIO]):
    """Ours, so that a second call finds and replaces it without touching the handlers of others."""


def keep_what_may_be_known(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """The line with its listed keys alone, its event checked, and an exception reduced to class and places."""
    record: logging.LogRecord = line.pop("_record")
    ours: bool = line.pop("_from_structlog")
    failure = _failure(line.pop("exc_info", None))
    arguments = line.pop("positional_args", None)
    line.pop("stack_info", None)
    kept: dict[str, Any] = {
        "at": clock.now().isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": _own_event(line.pop("event", "")) if ours else _event_of_library(record.name, record.msg, arguments),
    }
    line.pop("event", None)
    dropped = []
    # The request's id comes in here rather than in structlog's own chain, so that lines of libraries carry it too.
    for key, value in {**structlog.contextvars.get_contextvars(), **line}.items():
        if key in ALLOWED_KEYS and isinstance(value, str | int | float | None):
            kept[key] = _without_addresses(value) if isinstance(value, str) else value
        else:
            dropped.append(key)
    if failure is not None:
        kept |= {"error": _classes(failure), "frames": _places(failure)}
    if dropped:
        kept["dropped"] = sorted(dropped)
    return kept


def _own_event(event: object) -> str:
    """The event's name; anything but a few plain words is refused, because a person's words could be in it.

    An architecture test sees to it that these words are written in the code and never filled in.
    """
    return event if isinstance(event, str) and EVENT_NAME.fullmatch(event) else "event_refused"


def _event_of_library(logger: str, pattern: object, arguments: object) -> str:
    """A library's sentence: whole where the library knows nobody, else without what was filled in."""
    if not isinstance(pattern, str):
        return type(pattern).__name__
    if logger.split(".")[0] in LIBRARIES_THAT_KNOW_NOBODY and logger != "granian.access" and arguments:
        try:
            return _without_addresses(pattern % arguments)
        except (TypeError, ValueError):
            return _without_addresses(pattern)
    return _without_addresses(pattern)


def _without_addresses(text: str) -> str:
    return MAIL_ADDRESS.sub("[address]", str(text))[:LONGEST_TEXT]


def _failure(exc_info: object) -> BaseException | None:
    """The exception that a line is about, from any of the forms in which logging passes it on."""
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        return exc_info[1]  # type: ignore[no-any-return] # The tuple is that of sys.exc_info().
    return sys.exc_info()[1] if exc_info else None


def _classes(failure: BaseException) -> str:
    """The class of the exception and of those that led to it, newest first."""
    names: list[str] = []
    link: BaseException | None = failure
    while link is not None and len(names) < 5:
        names.append(type(link).__name__)
        link = link.__cause__ or link.__context__
    return " from ".join(names)


def _places(failure: BaseException) -> list[str]:
    """Where it happened, outermost first: module, line and function, without any value."""
    frames = traceback.walk_tb(failure.__traceback__)
    places = [f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}" for frame, line in frames]
    return places[-12:]
