"""Texts of old kinds (`.doc` of Word 97 to 2003, OpenDocument `.odt`) turned into Word files by LibreOffice.

LibreOffice follows addresses that a document names. So it runs only where the system can cut it off from every network
(a network namespace of its own, Linux), with macros and links switched off, in a folder that goes away, and with
memory, computing time and time by the clock bounded. Where that cannot be had, the file is refused.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath
from typing import Any

import structlog

from voting.documents.gate import MEGABYTE, FileRefused, Limits, check_size, run_bounded

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_WORD = "WordDocument".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
# In a zip its first entry stands behind a head of 30 bytes.
_LOOKED_AT = 200

# LibreOffice maps far more memory than it uses; a thousand pages take some 20 seconds on a slow machine.
_LIMITS = Limits(memory_bytes=4096 * MEGABYTE, result_bytes=100 * MEGABYTE, cpu_seconds=60, wall_seconds=90.0)
# One at a time: each takes a few hundred MB, and old files are few.
_PLACE = threading.BoundedSemaphore(1)
_LONGEST_WAIT = 120.0

_SAVE_AS_DOCX = "Open it in Word, save it as a Word document (.docx), and hand that in."
# Macros never run, links are never followed (2 is "never" of 0 to 2), pictures from elsewhere are not loaded.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"><value>3</value>
</prop><prop oor:name="DisableMacrosExecution"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"><value>2</value></prop></item>
</oor:items>
"""

_log = structlog.get_logger(__name__)


def is_old_text(data: bytes) -> bool:
    """Whether these are the bytes of a `.doc` or an `.odt`, whatever the file is called."""
    if data.startswith(_OLE):
        return _OLD_WORD in data
    return data.startswith(_ZIP) and _OPEN_DOCUMENT in data[:_LOOKED_AT]


@dataclass(frozen=True, slots=True)
class ReadableFile:
    """A file as our readers take it: its bytes, its name, and what a person should look over."""

    content: bytes
    name: str
    warnings: tuple[str, ...] = ()


def as_word_file(data: bytes, filename: str) -> ReadableFile:
    """The file as a Word file; one that is not of an old kind stays as it is.

    Tracked changes keep their authors and dates. Raises `FileRefused` where LibreOffice is not there, cannot be cut off
    from the network, or makes nothing of the file.
    """
    if not is_old_text(data):
        return ReadableFile(data, filename)
    check_size(len(data), _LIMITS)
    if not can_convert():
        raise FileRefused(
            f"“{filename[:80]}” is of an old kind, which this installation cannot read safely. {_SAVE_AS_DOCX}",
            rule="OldKindNotRead",
        )
    if not _PLACE.acquire(timeout=_LONGEST_WAIT):
        raise FileRefused("Other files are being read just now. Try again in a minute.", rule="GateBusy")
    try:
        converted = _converted(data)
    finally:
        _PLACE.release()
    if converted is None:
        _log.info("file refused", parser="old_word", rule="OldFileUnreadable", bytes=len(data))
        raise FileRefused(
            f"“{filename[:80]}” could not be turned into a Word file: it is damaged, protected or too large. "
            f"{_SAVE_AS_DOCX}",
            rule="OldFileUnreadable",
        )
    warning = (
        f"“{filename[:80]}” is of an old kind and was turned into a Word file by LibreOffice. Compare numbers and "
        "tables with the original."
    )
    return ReadableFile(converted, f"{PurePath(filename).stem}.docx", (warning,))


def run_bounded_on_word(parser: str, data: bytes, filename: str, limits: Limits | None = None) -> tuple[Any, list[str]]:
    """What the gate's parser of this name makes of a file, one of an old kind turned into Word first, and what a person
    should look over because of that.

    Raises `FileRefused` and `ParserNotReady` as `run_bounded` does.
    """
    check_size(len(data), limits or Limits())
    file = as_word_file(data, filename)
    return run_bounded(parser, file.content, filename=file.name, limits=limits), list(file.warnings)


@cache
def can_convert() -> bool:
    """Whether LibreOffice is installed and a process can be cut off from the network here; asked once a process."""
    if not all(map(shutil.which, ("soffice", "unshare", "prlimit"))):
        return False
    return _run(cut_off(["true"]), "/", 10.0)


def cut_off(command: Sequence[str]) -> list[str]:
    """The command in a network of its own with nothing in it, bounded, and ended with whatever it started."""
    return [
        *("unshare", "--net", "--map-root-user", "--pid", "--fork", "--kill-child", "--"),
        *("prlimit", f"--as={_LIMITS.memory_bytes}", f"--cpu={_LIMITS.cpu_seconds}"),
        *(f"--fsize={_LIMITS.result_bytes}", "--core=0", "--"),
        *command,
    ]


def _converted(data: bytes) -> bytes | None:
    """What LibreOffice makes of it; None where that is nothing."""
    with tempfile.TemporaryDirectory(prefix="voting-old-word-") as made:
        folder = Path(made)
        # Named, because LibreOffice reads what it does not recognise as plain text.
        name, reader = ("text.doc", "MS Word 97") if data.startswith(_OLE) else ("text.odt", "writer8")
        source = folder / name
        source.write_bytes(data)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        command = [
            *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"),
            *(f"--infilter={reader}", "--convert-to", "docx:MS Word 2007 XML", "--outdir", made, str(source)),
        ]
        _run(cut_off(command), made, _LIMITS.wall_seconds)
        target = folder / "text.docx"
        return target.read_bytes() if target.is_file() else None


def _run(command: Sequence[str], folder: str, seconds: float) -> bool:
    """Whether the command ended well in that time; it gets no secrets, and all that it started ends with it."""
    with subprocess.Popen(  # noqa: S603 - our own command; of the upload it gets nothing but a file.
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={"PATH": os.environ.get("PATH", os.defpath), "HOME": folder, "TMPDIR": folder, "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    ) as child:
        try:
            return child.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
