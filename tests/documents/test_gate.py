"""The gate holds against parsers that do their worst, each in bounded time and with a sentence for the person."""

import os
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from voting.documents import gate
from voting.documents.gate import FileRefused, Limits, ParserNotReady, check_size, run_bounded
from voting.documents.report import read_report_file
from voting.domain.modifications.report.sources import read_from_json

MEGABYTE = 1024 * 1024

# What an upload could make a parser do. The child imports this as an ordinary module.
HOSTILE = '''
import os, signal, sys, time
from voting.domain.errors import RuleBroken

class PartMissing(RuleBroken):
    """A rule of the parser's own."""

def echo(data, filename):
    return {"words": data.decode(), "filename": filename}

def refuse(data, filename):
    raise PartMissing("Part 4 is missing. Add it,\\x00 then upload the report again.", field="parts")

def loop(data, filename):
    while True: pass

def sleep(data, filename):
    time.sleep(60)

def ignore_the_signal(data, filename):
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    while True: pass

def leave_a_child(data, filename):
    if os.fork() == 0:
        time.sleep(60)
    time.sleep(60)

def hog(data, filename):
    return len(b"x" * (2 << 30))

def hog_slowly(data, filename):
    kept = []
    while True: kept.append([0] * 100_000)

def flood(data, filename):
    return "x" * 3_000_000

def nest(data, filename):
    value = []
    for _ in range(200_000): value = [value]
    return value

def segfault(data, filename):
    os.kill(os.getpid(), signal.SIGSEGV)

def write(data, filename):
    with open(data.decode(), "w") as file: file.write("mine")

def fill(data, filename):
    file = open(data.decode(), "a")
    file.write("x" * 100_000)
    file.flush()

def open_many(data, filename):
    return len([open("/dev/null") for _ in range(200)])

def chatter(data, filename):
    print("garbage", flush=True)
    os.write(1, b"more garbage")
    return "kept apart"

def forge(data, filename):
    for descriptor in range(3, 20):
        try: os.write(descriptor, b"{garbage")
        except OSError: pass
    os._exit(0)

def nothing(data, filename):
    os._exit(0)

def leave(data, filename):
    sys.exit("bye")

def stumble(data, filename):
    return {}["Ann said so"]

def no_json(data, filename):
    return object()

def not_a_number(data, filename):
    return float("nan")

def surroundings(data, filename):
    return {"names": sorted(os.environ), "folder": os.getcwd(), "arguments": sys.argv[1:], "loaded": len(sys.modules)}
'''

QUICK = Limits(upload_bytes=MEGABYTE, memory_bytes=200 * MEGABYTE, result_bytes=MEGABYTE, cpu_seconds=5, wall_seconds=6)
HASTY = Limits(memory_bytes=200 * MEGABYTE, cpu_seconds=5, wall_seconds=0.8)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Runs one of the hostile parsers through the gate, as if it had been registered for uploads."""
    (tmp_path / "hostile_parsers.py").write_text(textwrap.dedent(HOSTILE))
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    def _run(name: str, data: bytes = b"words", limits: Limits = QUICK, filename: str = "report.txt") -> Any:
        monkeypatch.setitem(gate.PARSERS, name, f"hostile_parsers:{name}")
        return run_bounded(name, data, filename=filename, limits=limits)

    return _run


@pytest.fixture
def no_descriptor_lost() -> Iterator[None]:
    """Fails the test if the gate left a file, a pipe or a child behind."""
    before, children = len(os.listdir("/proc/self/fd")), _children()
    yield
    assert len(os.listdir("/proc/self/fd")) == before
    # A database server that other tests share may be a child of this process, too.
    assert _children() == children


def _children() -> set[str]:
    """The processes that this one has started and that have not ended, zombies included."""
    return {stat.parent.name for stat in Path("/proc").glob("[0-9]*/stat") if _parent_of(stat) == os.getpid()}


def _parent_of(stat: Path) -> int:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:  # It ended while it was looked at.
        return 0


def test_the_value_of_a_parser_comes_back_as_json(run: Callable[..., Any]) -> None:
    assert run("echo", "café — £5".encode()) == {"words": "café — £5", "filename": "report.txt"}


@pytest.mark.parametrize("name", ["report.txt", "=cmd", "a\nb\x00c", "\ud800", "x" * 5000, '{"a":1}\n', ""])
def test_any_file_name_reaches_the_parser_unchanged(run: Callable[..., Any], name: str) -> None:
    assert run("echo", filename=name)["filename"] == name


def test_a_broken_rule_comes_back_with_its_name_its_sentence_and_its_field(run: Callable[..., Any]) -> None:
    with pytest.raises(FileRefused) as refused:
        run("refuse")
    assert refused.value.rule == "PartMissing"
    assert str(refused.value) == "Part 4 is missing. Add it, then upload the report again."
    assert refused.value.field == "parts"


@pytest.mark.parametrize(
    ("name", "limits", "rule"),
    [
        ("loop", HASTY, "FileTookTooLong"),
        ("sleep", HASTY, "FileTookTooLong"),
        ("leave_a_child", HASTY, "FileTookTooLong"),
        ("hog", QUICK, "FileTookTooMuchMemory"),
        ("hog_slowly", QUICK, "FileTookTooMuchMemory"),
        ("flood", QUICK, "FileGivesTooMuch"),
        ("nest", QUICK, "FileUnreadable"),
        ("segfault", QUICK, "FileUnreadable"),
        ("open_many", QUICK, "FileUnreadable"),
        ("forge", QUICK, "FileUnreadable"),
        ("nothing", QUICK, "FileUnreadable"),
        ("leave", QUICK, "FileUnreadable"),
        ("stumble", QUICK, "FileUnreadable"),
        ("no_json", QUICK, "FileUnreadable"),
        ("not_a_number", QUICK, "FileUnreadable"),
    ],
)
def test_the_worst_a_file_can_do_ends_in_a_sentence_and_in_time(
    run: Callable[..., Any], no_descriptor_lost: None, name: str, limits: Limits, rule: str
) -> None:
    began = time.monotonic()
    with pytest.raises(FileRefused) as refused:
        run(name, limits=limits)
    assert refused.value.rule == rule
    assert str(refused.value).endswith(".")
    assert "upload" in str(refused.value)
    assert "Ann" not in str(refused.value)
    assert time.monotonic() - began < limits.wall_seconds + 2


@pytest.mark.parametrize("name", ["loop", "ignore_the_signal"])
def test_computing_time_is_bounded_apart_from_time_by_the_clock(run: Callable[..., Any], name: str) -> None:
    began = time.monotonic()
    with pytest.raises(FileRefused) as refused:
        run(name, limits=Limits(cpu_seconds=1, wall_seconds=60))
    assert refused.value.rule == "FileTookTooLong"
    assert time.monotonic() - began < 30


def test_a_child_of_the_parser_is_stopped_with_it(run: Callable[..., Any]) -> None:
    with pytest.raises(FileRefused):
        run("leave_a_child", limits=HASTY)
    time.sleep(0.05)
    commands = [Path(f"/proc/{number}/cmdline") for number in os.listdir("/proc") if number.isdigit()]
    ours = []
    for command in commands:
        try:
            parent = int((command.parent / "stat").read_text().rsplit(")")[1].split()[1])
            if str(gate.WORKER).encode() in command.read_bytes() and parent in {os.getpid(), 1}:
                ours.append(command)
        except (OSError, ValueError):
            continue
    assert ours == []


def test_a_parser_does_not_outlive_a_server_that_was_killed(tmp_path: Path) -> None:
    (tmp_path / "hostile_parsers.py").write_text(textwrap.dedent(HOSTILE))
    server = (
        f"import sys; sys.path[:] = [{str(tmp_path)!r}, *{sys.path!r}]\n"
        "from voting.documents import gate\n"
        "gate.PARSERS['sleep'] = 'hostile_parsers:sleep'\n"
        "gate.run_bounded('sleep', b'words', filename='a', limits=gate.Limits(wall_seconds=1.9))"
    )
    with subprocess.Popen([sys.executable, "-c", server]) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while not (ours := [number for number in children.read_text().split() if _runs(int(number))]):
            time.sleep(0.005)
        process.kill()
    deadline = time.monotonic() + 20
    while _runs(int(ours[0])) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(int(ours[0]))


def _runs(number: int) -> bool:
    """Whether this process still runs our worker; one that has ended but was not waited for has no command line."""
    try:
        return str(gate.WORKER).encode() in Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return False


@pytest.mark.parametrize("name", ["write", "fill"])
def test_nothing_can_be_written_to_the_disk(run: Callable[..., Any], tmp_path: Path, name: str) -> None:
    target = tmp_path / "written"
    target.write_text("")
    with pytest.raises(FileRefused):
        run(name, str(target).encode())
    assert target.read_text() == ""


def test_what_a_library_prints_does_not_mix_with_the_answer(run: Callable[..., Any]) -> None:
    assert run("chatter") == "kept apart"


def test_the_child_gets_no_secret_and_no_argument_that_others_could_list(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOTING_SECRET_KEY", "k" * 40)
    seen = run("surroundings", filename="Ann Example.txt")
    assert set(seen["names"]) <= {"LC_CTYPE", "LD_LIBRARY_PATH"}
    assert seen["folder"] == "/"
    assert seen["arguments"] == []


@pytest.mark.parametrize("target", ["voting.no_such_module:parse", "voting.clock:no_such_function"])
def test_a_parser_that_is_not_there_is_our_fault_and_not_the_files(
    monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.setitem(gate.PARSERS, "missing", target)
    with pytest.raises(ParserNotReady, match=target.split(":")[0]):
        run_bounded("missing", b"words", filename="report.txt")


@pytest.mark.parametrize(
    ("length", "rule", "words"),
    [
        (0, "FileEmpty", "empty"),
        (100 * MEGABYTE, "FileTooLarge", "100 MB, and 25 MB"),
        (25 * MEGABYTE + 1, "FileTooLarge", "25 MB"),
    ],
)
def test_the_size_is_refused_before_anything_is_read(length: int, rule: str, words: str) -> None:
    with pytest.raises(FileRefused, match=words) as refused:
        check_size(length, Limits())
    assert refused.value.rule == rule


def test_a_file_of_exactly_the_limit_is_taken() -> None:
    check_size(25 * MEGABYTE, Limits())


def test_an_oversized_file_starts_no_child(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a child was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    with pytest.raises(FileRefused, match="most that can be taken in"):
        run("echo", b"x" * (MEGABYTE + 1))


def test_a_large_file_goes_in_whole(run: Callable[..., Any]) -> None:
    data = b"x" * (20 * MEGABYTE)
    limits = Limits(result_bytes=21 * MEGABYTE)
    assert run("echo", data, limits=limits)["words"] == data.decode()


def test_two_files_at_a_time_are_read_and_the_third_waits(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "LONGEST_WAIT_FOR_A_PLACE", 0.3)

    def sleep() -> None:
        with pytest.raises(FileRefused):
            run("sleep", limits=HASTY)

    sleepers = [threading.Thread(target=sleep) for _ in "ab"]
    for sleeper in sleepers:
        sleeper.start()
    time.sleep(0.2)
    with pytest.raises(FileRefused) as refused:
        run("echo")
    assert refused.value.rule == "GateBusy"
    for sleeper in sleepers:
        sleeper.join()
    assert run("echo")["words"] == "words"


def test_a_report_read_in_the_child_is_the_report_read_here(shared: Path) -> None:
    data = (shared / "seed" / "modification-report.txt").read_bytes()
    value = run_bounded("report_text", data, filename="report.txt")
    assert read_from_json(value) == read_report_file(data, "report.txt")


@pytest.mark.parametrize(
    ("data", "filename", "rule"),
    [
        (b"%PDF-1.7 and more", "report.pdf", "PdfDamaged"),
        (b"PK\x03\x04 word/document.xml", "report.docx", "NotAZip"),
        (b"A letter to my aunt.", "letter.txt", "NotAModificationReport"),
        (b" \n", "empty.txt", "ReportEmpty"),
        (bytes(range(256)) * 40, "program.txt", "ReportIsBinary"),
    ],
)
def test_a_file_of_another_kind_gets_the_readers_own_sentence(data: bytes, filename: str, rule: str) -> None:
    with pytest.raises(FileRefused) as refused:
        run_bounded("report_text", data, filename=filename)
    assert refused.value.rule == rule
    assert filename in str(refused.value)
    assert refused.value.field == "file"
