"""The one gate for uploaded files: size first, then the parser in a process of its own with everything bounded.

A file can make a parser loop, eat memory or crash. So no parser runs in the server's process: it runs in a child that
has limits on memory, time, files and output, gets no secrets, and can hand back nothing but JSON.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import structlog

from voting.domain.errors import RuleBroken

MEGABYTE = 1024 * 1024

# Each parser takes (data: bytes, filename: str) and gives a JSON value. They are strings, so that the server's process
# never imports one and the child imports only the one that it runs.
PARSERS: dict[str, str] = {
    "report_text": "voting.documents.worker:report_text",
    "redline_word": "voting.documents.worker:redline_word",
    "annex_a_word": "voting.documents.worker:annex_a_word",
    "files_in_zip": "voting.documents.legal_text.annex_b:files_in_zip",
    "compared_texts": "voting.documents.worker:compared_texts",
    "rewritten_word": "voting.documents.worker:rewritten_word",
    "accepted_word": "voting.documents.worker:accepted_word",
    "compared_word": "voting.documents.worker:compared_word",
}

WORKER = Path(__file__).with_name("worker.py")
LONGEST_WAIT_FOR_A_PLACE = 30.0
LONGEST_SENTENCE = 1000
SAVE_AGAIN = "Open it in its own program, take out what is not needed, save it under a new name, and upload that copy."

# Two files at a time bound what all uploads together can take; a third waits its turn.
_PLACES = threading.BoundedSemaphore(2)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take. Sizes are bytes; `cpu_seconds` is computing time, `wall_seconds` is time by the clock."""

    upload_bytes: int = 25 * MEGABYTE
    memory_bytes: int = 512 * MEGABYTE
    result_bytes: int = 32 * MEGABYTE
    cpu_seconds: int = 20
    wall_seconds: float = 30.0
    open_files: int = 32


@dataclass(eq=False)
class FileRefused(RuleBroken):
    """The file cannot be taken in. `rule` names the fact: the parser's own rule, or one of the gate's."""

    rule: str = ""


class ParserNotReady(RuntimeError):
    """The parser itself could not be started, which is a fault of the installation and never of the file."""


def check_size(length: int, limits: Limits) -> None:
    """Refuse an empty or an oversized file (`length` in bytes) before a byte of it is read; raises `FileRefused`."""
    if length <= 0:
        raise FileRefused("The file is empty. Look at it on your own computer, then upload it again.", rule="FileEmpty")
    if length > limits.upload_bytes:
        raise FileRefused(
            f"The file has {_in_words(length)}, and {_in_words(limits.upload_bytes)} is the most that can be taken in. "
            "Take pictures out of it or split it, then upload it again.",
            rule="FileTooLarge",
        )


def run_bounded(parser: str, data: bytes, *, filename: str, limits: Limits | None = None) -> Any:
    """What the parser of this name (see `PARSERS`) makes of the file, as a JSON value.

    Raises `FileRefused` with a sentence for the person where the parser refuses the file, or loops, crashes, takes too
    much memory or gives too much; `ParserNotReady` where the parser could not be started at all.
    """
    limits = limits or Limits()
    check_size(len(data), limits)
    if not _PLACES.acquire(timeout=LONGEST_WAIT_FOR_A_PLACE):
        raise FileRefused("Other files are being read just now. Try again in a minute.", rule="GateBusy")
    try:
        ended = _run_child(PARSERS[parser], data, filename, limits)
    finally:
        _PLACES.release()
    try:
        return _value_of(ended, limits)
    except FileRefused as refused:
        _log.info("file refused", parser=parser, rule=refused.rule, bytes=len(data))
        raise


@dataclass(frozen=True, slots=True)
class _Ended:
    """How the child ended: what it wrote, whether it had to be stopped and why, and its exit code."""

    written: bytes
    stopped_for: str
    code: int


def _run_child(target: str, data: bytes, filename: str, limits: Limits) -> _Ended:
    """Run the worker on the data, and stop it with all that it started when its time or its output is up."""
    deadline = time.monotonic() + limits.wall_seconds
    header = {"target": target, "filename": filename, "path": [p for p in sys.path if p], "limits": asdict(limits)}
    with _memory_file() as handed_over:
        handed_over.write(json.dumps(header).encode() + b"\n")
        handed_over.write(data)
        handed_over.seek(0)
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and worker; the data goes in by standard input.
            # -I and -S: nothing of the user's or the folder's can slip in; the import path comes in the header.
            [sys.executable, "-I", "-S", "-B", "-X", "utf8", str(WORKER)],
            stdin=handed_over,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ},
            start_new_session=True,
        )
    with child:
        written, stopped_for = b"", "interruption"
        try:
            written, stopped_for = _read_within(child, deadline, limits.result_bytes)
        finally:
            if stopped_for:
                # It has not been waited for, so its number still belongs to it, and so does its whole group.
                with suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
    return _Ended(written, stopped_for, child.returncode)


def _memory_file() -> IO[bytes]:
    """A file that holds the upload without touching a disk, where the system can do that."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("upload"), "w+b")
    return tempfile.TemporaryFile()


def _read_within(child: subprocess.Popen[bytes], deadline: float, most: int) -> tuple[bytes, str]:
    """All that the child writes until it ends, and why it has to be stopped where it does not end as it should."""
    written = bytearray()
    with selectors.DefaultSelector() as selector:
        answers = selector.register(child.stdout or -1, selectors.EVENT_READ).fd
        while selector.select(max(0.0, deadline - time.monotonic())):
            piece = os.read(answers, 65536)
            if not piece:
                return bytes(written), _wait(child, deadline)
            written += piece
            if len(written) > most:
                return b"", "output"
    return b"", "time"


def _wait(child: subprocess.Popen[bytes], deadline: float) -> str:
    try:
        child.wait(max(0.05, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return "time"
    return ""


def _value_of(ended: _Ended, limits: Limits) -> Any:
    """The parser's value, or the refusal that fits how the child ended."""
    if ended.stopped_for == "output":
        most = _in_words(limits.result_bytes)
        raise FileRefused(f"Reading the file gave more than {most} of text. {SAVE_AGAIN}", rule="FileGivesTooMuch")
    # The soft limit on computing time ends a child by SIGXCPU; one that holds out against that is killed soon after.
    if ended.stopped_for == "time" or ended.code in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise FileRefused(f"Reading the file took too long, so it was stopped. {SAVE_AGAIN}", rule="FileTookTooLong")
    try:
        answer = json.loads(ended.written)
    except (ValueError, RecursionError):
        answer = None
    match answer:
        case {"value": value}:
            return value
        case {"not_ready": str(reason)}:
            raise ParserNotReady(_printable(reason, LONGEST_SENTENCE))
    raise _refusal(answer, limits)


def _refusal(answer: Any, limits: Limits) -> FileRefused:
    """What the child's answer means for the person whose file it was; no answer at all means that it crashed."""
    match answer:
        case {"refused": {"rule": str(rule), "sentence": str(sentence), "field": str(field)}}:
            return FileRefused(_printable(sentence, LONGEST_SENTENCE), _printable(field, 80), _printable(rule, 80))
        case {"failed": "MemoryError"}:
            most = _in_words(limits.memory_bytes)
            return FileRefused(
                f"Reading the file needs more than {most} of memory, so it was stopped. {SAVE_AGAIN}",
                rule="FileTookTooMuchMemory",
            )
        case {"failed": str(error), "place": str(place)}:
            # The parser itself may be at fault, so whoever runs the server is told where it stumbled.
            _log.warning("parser failed", error=_printable(error, 80), place=_printable(place, 120))
    return FileRefused(
        f"The file could not be read: it is damaged, or it is not what its name says. {SAVE_AGAIN}",
        rule="FileUnreadable",
    )


def _printable(text: str, longest: int) -> str:
    """A text from the child as one printable line, because after a hostile file nothing it says is trusted."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text[:longest]).split())


def _in_words(size: int) -> str:
    """A size in bytes as people read it."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))} kB"
    return f"{size / MEGABYTE:.1f}".removesuffix(".0") + " MB"
