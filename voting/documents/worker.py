"""The child of the gate: binds itself to its limits, runs one parser on standard input, and answers in JSON.

It is run as a file and not as a module, and imports next to nothing, because each upload waits for its start.
"""

import gc
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any

Parser = Callable[[bytes, str], object]


def main() -> None:
    """Read the header and the file from standard input and write one JSON object to what was standard output."""
    answer_to = os.dup(1)
    # What a library prints must not mix with the answer.
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    header = json.loads(sys.stdin.buffer.readline())
    bind(header["limits"])
    sys.path[:] = header["path"]
    try:
        parser = find(header["target"])
    except Exception as error:  # noqa: BLE001 - whatever an import raises, the parent has to hear of it.
        answer: dict[str, object] = {"not_ready": f"{header['target']}: {type(error).__name__}: {error}"}
    else:
        answer = parse(parser, sys.stdin.buffer.read(), header["filename"])
    with os.fdopen(answer_to, "wb") as stream:
        stream.write(in_json(answer))
    # Nothing that the parser left behind (threads, exit hooks) gets another turn.
    os._exit(0)


def bind(limits: dict[str, int]) -> None:
    """Take on the limits, hard ones included, so that nothing that runs later can loosen them."""
    # One second lies between the signal that ends it and the kill, so that the parent can tell what happened.
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"], limits["cpu_seconds"] + 1))
    for which, most in (
        (resource.RLIMIT_AS, limits["memory_bytes"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_CORE, 0),
        # As root this one does not bind; for anybody else it means that no other program can be started.
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(which, (most, most))
    # The parent stops this process when its time is up; this is for the case that the parent is gone by then.
    signal.alarm(int(limits["wall_seconds"]) + 2)


def find(target: str) -> Parser:
    """The function that `module:function` names."""
    module, _, function = target.partition(":")
    __import__(module)
    found: Parser = getattr(sys.modules[module], function)
    return found


def parse(parser: Parser, data: bytes, filename: str) -> dict[str, object]:
    """What the parser gives, refuses with, or fails with, as the object that the parent understands."""
    try:
        return {"value": parser(data, filename)}
    except MemoryError:
        return {"failed": "MemoryError"}
    except BaseException as error:  # noqa: BLE001 - a parser may raise anything, `SystemExit` included.
        return _refusal(error) or _failure(error)


def in_json(answer: dict[str, object]) -> bytes:
    """The answer as JSON; what is no JSON value, or has no room left, becomes a failure of its own."""
    try:
        return json.dumps(answer, allow_nan=False).encode()
    except MemoryError:
        return b'{"failed": "MemoryError"}'
    except (TypeError, ValueError, RecursionError) as error:
        return json.dumps(_failure(error)).encode()


def report_text(data: bytes, filename: str) -> object:
    """A Modification Report read from text, as `read_to_json` writes a reading."""
    from voting.documents.report import read_report_file
    from voting.domain.modifications.report.sources import read_to_json

    return read_to_json(read_report_file(data, filename))


def compared_texts(data: bytes, filename: str) -> object:
    """The redline between two clean texts, in the form of a reading of a Word file."""
    from voting.documents.legal_text.annex_b import compared_texts as compared
    from voting.domain.legal_text import clause_to_dict, hunk_to_dict

    redline = compared(data, filename)
    return {
        "clauses": [clause_to_dict(clause) for clause in redline.clauses],
        "hunks": [hunk_to_dict(hunk) for hunk in redline.hunks],
        "warnings": [],
    }


def redline_word(data: bytes, filename: str) -> object:
    """A Word file with tracked changes, as `reading_to_json` writes a reading; what it is called is the caller's."""
    from voting.documents.legal_text.from_word import read_redline
    from voting.domain.legal_text import reading_to_json

    # Looking for circles among tens of thousands of new objects takes a fifteenth of the time and finds none: nothing
    # that is read refers back, and the process ends afterwards.
    gc.disable()
    return reading_to_json(read_redline(data, filename))


def annex_a_word(data: bytes, filename: str) -> object:
    """The observations in the tables of a Word file, as `annex_to_json` writes a reading."""
    from voting.documents.annex_a import read_annex
    from voting.domain.observations.annex_a import annex_to_json

    return annex_to_json(read_annex(data, filename))


def rewritten_word(data: bytes, _filename: str) -> object:
    """The Word file that a redline was imported from, with what was cancelled since rejected in it, in base64."""
    from voting.documents.legal_text.to_word import rewritten_docx

    return _made_of_original(data, rewritten_docx)


def accepted_word(data: bytes, _filename: str) -> object:
    """The proposed text in the formatting of the Word file that its redline was imported from, in base64."""
    from voting.documents.legal_text.to_word import clean_from_original

    return _made_of_original(data, clean_from_original)


def compared_word(data: bytes, _filename: str) -> object:
    """Two Word files compared into one with tracked changes, in base64; a refusal names the file that it is about."""
    import base64

    from voting.documents.legal_text.compare_word import compare_docx
    from voting.documents.word.package import open_package
    from voting.domain.errors import RuleBroken

    packed = json.loads(data)
    files = [base64.b64decode(file["content"]) for file in packed["files"]]
    for file, content in zip(packed["files"], files, strict=True):
        try:
            open_package(content, file["name"])
        except RuleBroken as broken:
            broken.sentence = f"{file['name']}: {broken.sentence}"
            raise
    return base64.b64encode(compare_docx(*files, author=packed["author"], date=packed["date"])).decode()


def _made_of_original(data: bytes, make: Callable[[bytes, Any], bytes]) -> str:
    import base64

    from voting.domain.legal_text import Redline, clause_from_dict, hunk_from_dict

    packed = json.loads(data)
    redline = Redline(
        packed["document"],
        packed["sec_version"],
        tuple(clause_from_dict(clause) for clause in packed["clauses"]),
        tuple(hunk_from_dict(hunk) for hunk in packed["hunks"]),
    )
    return base64.b64encode(make(base64.b64decode(packed["original"]), redline)).decode()


def _refusal(error: BaseException) -> dict[str, object] | None:
    # A rule can only have been broken if its module is loaded, and loading it just to ask would cost every upload.
    rules = sys.modules.get("voting.domain.errors")
    if rules is None or not isinstance(error, rules.RuleBroken):
        return None
    return {"refused": {"rule": type(error).__name__, "sentence": error.sentence, "field": error.field}}


def _failure(error: BaseException) -> dict[str, object]:
    """The class of the exception and where it was raised; not its message, which may quote the file."""
    link = error.__traceback__
    while link is not None and link.tb_next is not None:
        link = link.tb_next
    place = f"{link.tb_frame.f_globals.get('__name__', '?')}:{link.tb_lineno}" if link else "?"
    return {"failed": type(error).__name__, "place": place}


if __name__ == "__main__":
    main()
