"""A log line holds what its list allows and nothing that people typed."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog
import time_machine

from voting import logs
from voting.config import LogLevel
from voting.logs import LONGEST_TEXT, begin_request, configure_logging


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """What is logged, with the logging of the rest of the tests put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    # Whatever ran before in this process may have answered a request, whose id is still bound.
    structlog.contextvars.clear_contextvars()
    configure_logging(LogLevel.INFO, stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.contextvars.clear_contextvars()
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """The lines logged so far, as objects."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_says_when_what_and_where(stream: io.StringIO) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 17, 0, tzinfo=UTC), tick=False):
        structlog.get_logger("voting.ballots").info("vote cast", ballot_id=7, duration_ms=1.5)
    assert lines(stream) == [
        {
            "at": "2026-11-23T17:00:00.000+00:00",
            "level": "info",
            "logger": "voting.ballots",
            "event": "vote cast",
            "ballot_id": 7,
            "duration_ms": 1.5,
        }
    ]


@pytest.mark.parametrize("key", ["name", "email", "comment", "ip", "text", "rationale", "person", "filename", "url"])
def test_a_key_that_is_not_listed_is_dropped_and_its_name_noted(stream: io.StringIO, key: str) -> None:
    structlog.get_logger("voting").info("vote cast", **{key: "Ann Example"})
    (line,) = lines(stream)
    assert line["dropped"] == [key]
    assert "Ann" not in stream.getvalue()


@pytest.mark.parametrize("event", ["Ann voted", "vote 7 cast", "", "ann@example.org", "a b c d e f g h i", "a\nb"])
def test_an_event_that_is_not_a_few_plain_words_is_refused(stream: io.StringIO, event: str) -> None:
    structlog.get_logger("voting").info(event)
    assert [line["event"] for line in lines(stream)] == ["event_refused"]


@pytest.mark.parametrize("value", [{"name": "Ann"}, ["Ann"], object(), b"Ann"])
def test_a_value_that_is_no_plain_value_is_dropped(stream: io.StringIO, value: object) -> None:
    structlog.get_logger("voting").info("vote cast", rule=value)
    (line,) = lines(stream)
    assert line["dropped"] == ["rule"]


def test_an_address_inside_a_listed_value_is_masked_and_a_long_one_is_cut(stream: io.StringIO) -> None:
    structlog.get_logger("voting").info("vote cast", rule="to ann.example@mail.example.org", job="x" * 1000)
    (line,) = lines(stream)
    assert line["rule"] == "to [address]"
    assert len(line["job"]) == LONGEST_TEXT


def test_of_an_exception_classes_and_places_are_kept_and_messages_are_not(stream: io.StringIO) -> None:
    def parse() -> int:
        return int("Ann's own words")

    try:
        try:
            parse()
        except ValueError as error:
            raise KeyError("Ann") from error
    except KeyError:
        structlog.get_logger("voting").exception("job failed", job="mail")
        logging.getLogger("somebody.else").exception("went wrong")
    assert [line["error"] for line in lines(stream)] == ["KeyError from ValueError"] * 2
    assert "test_of_an_exception" in lines(stream)[0]["frames"][-1]
    assert "Ann" not in stream.getvalue()


@pytest.mark.parametrize(
    ("logger", "message", "arguments", "event"),
    [
        ("werkzeug", "%s asked for %s", ("192.0.2.7", "/ann"), "%s asked for %s"),
        ("somebody", "mail to ann@example.org failed", (), "mail to [address] failed"),
        ("alembic.runtime.migration", "Running upgrade %s", ("0001",), "Running upgrade 0001"),
        ("granian.access", "%s asked", ("192.0.2.7",), "%s asked"),
        ("alembic", "%(revision)s", ({"revision": "0001"},), "0001"),
        ("somebody", ValueError("Ann"), (), "ValueError"),
    ],
)
def test_of_a_library_only_the_sentences_pattern_is_kept_unless_it_knows_nobody(
    stream: io.StringIO, logger: str, message: Any, arguments: tuple[Any, ...], event: str
) -> None:
    logging.getLogger(logger).warning(message, *arguments)
    assert [line["event"] for line in lines(stream)] == [event]


def test_a_librarys_sentence_that_cannot_be_filled_in_is_logged_as_it_is(stream: io.StringIO) -> None:
    record = logging.LogRecord("alembic", logging.WARNING, "", 1, "%d revisions", ("two",), None)
    ours = [handler for handler in logging.getLogger().handlers if isinstance(handler, logs._Handler)]
    ours[0].handle(record)
    assert [line["event"] for line in lines(stream)] == ["%d revisions"]


def test_every_line_of_a_request_carries_its_id_a_librarys_too(stream: io.StringIO) -> None:
    first = begin_request()
    structlog.get_logger("voting").info("vote cast")
    logging.getLogger("somebody").warning("slow")
    second = begin_request()
    structlog.get_logger("voting").info("vote cast")
    assert [line["request_id"] for line in lines(stream)] == [first, first, second]
    assert first != second


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0123456789abcdef", True),
        ("8f14e45f-ceea-467a", True),
        ("", False),
        ("a b c d e f g", False),
        ("x" * 65, False),
    ],
)
def test_a_proxys_id_is_kept_where_it_is_a_plain_one(stream: io.StringIO, given: str, kept: bool) -> None:
    assert (begin_request(given) == given) is kept


def test_what_is_less_serious_than_the_level_is_left_out_and_a_second_set_up_replaces_the_first(
    stream: io.StringIO,
) -> None:
    structlog.get_logger("voting").debug("vote cast")
    assert lines(stream) == []
    other = io.StringIO()
    configure_logging(LogLevel.DEBUG, other)
    structlog.get_logger("voting").debug("vote cast")
    assert lines(stream) == []
    assert len(lines(other)) == 1


def test_in_a_terminal_a_line_is_for_reading(stream: io.StringIO) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    configure_logging(LogLevel.INFO, terminal)
    structlog.get_logger("voting").info("vote cast", ballot_id=7, name="Ann")
    assert "vote cast" in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")
    assert "Ann" not in terminal.getvalue()
