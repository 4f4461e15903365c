"""The commands for redlined Word files, without a database: read one, write it in other forms, compare two files."""

import base64
import json
from dataclasses import replace
from pathlib import Path, PurePath

import click

from exports.legal_text import TextForm, legal_text_file
from voting import clock
from voting.cli_files import AS_JSON, print_json, print_lines, printable, quietly, read_file
from voting.documents.gate import FileRefused, Limits, ParserNotReady, run_bounded
from voting.documents.old_word import as_word_file, run_bounded_on_word
from voting.domain.calendar import london_date
from voting.domain.labels import label
from voting.domain.legal_text import (
    Clause,
    ClauseState,
    OtherRevision,
    WordReading,
    reading_from_json,
    reading_to_json,
    words_first,
)
from voting.queries.legal_text.exporting import TextToExport

_TEXTS = {"words": TextForm.WORDS, "clean": TextForm.CLEAN_TEXT, "in-force": TextForm.IN_FORCE_TEXT}
_STILL = frozenset({ClauseState.UNCHANGED, ClauseState.RENUMBERED})


@click.command("read-redline")
@click.argument("file", metavar="FILE")
@AS_JSON
@click.option("--document", default="", help="The code document that it is; by default the file's name.")
@click.option("--sec-version", default="", help="The version of the SEC that it was drafted against.")
def read_redline_command(file: str, *, as_json: bool, document: str, sec_version: str) -> None:
    """Read a Word file with tracked changes and print what it says; nothing is stored.

    With --json the whole redline is printed in its published shape: `clauses` in document order with both numbers and
    both texts (null where a clause does not exist in a text) and their `spans`, then `hunks`, `other_revisions` and
    `warnings`. Otherwise a summary with every change in words. A file that cannot be read gives one sentence and exit
    code 1.
    """
    reading = read_file(file, _read)
    name = document or PurePath(file).stem
    reading = replace(reading, redline=replace(reading.redline, document=name, sec_version=sec_version))
    if as_json:
        print_json(reading_to_json(reading))
    else:
        print_lines(_summary(reading))


@click.command("compare")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--to", "target", required=True, metavar="OUT.docx", help="The Word file to write.")
@click.option("--author", default="Comparison", show_default=True, help="Whose tracked changes they are.")
@click.option("--date", default="", help="Their date, such as 2026-03-01T10:00:00Z; by default now.")
def compare_command(old: str, new: str, *, target: str, author: str, date: str) -> None:
    """Compare two clean Word files and write the new one with what differs as tracked changes.

    OLD is the text in force, NEW the proposed text. Formatting and tables of NEW are kept, and deleted text keeps those
    of OLD; what moved is a tracked move. A file that cannot be read gives one sentence and exit code 1.
    """
    when = date or clock.now().isoformat(timespec="seconds").replace("+00:00", "Z")
    files = [{"name": file, "content": read_file(file, _packed)} for file in (old, new)]
    request = json.dumps({"files": files, "author": author, "date": when}).encode()
    # Two files of the size that is let in do not make one that is.
    limits = Limits(upload_bytes=4 * Limits().upload_bytes)
    try:
        with quietly():
            compared = run_bounded("compared_word", request, filename="", limits=limits)
    except (FileRefused, ParserNotReady) as failed:
        raise click.ClickException(printable(str(failed))) from None
    _write(target, (old, new), base64.b64decode(compared))


@click.command("export-redline")
@click.argument("file", metavar="FILE")
@click.option("--to", "target", required=True, metavar="OUT", help="The file to write; its ending says the form.")
@click.option("--view", type=click.Choice(list(_TEXTS)), default="words", help="What a .txt holds.")
@click.option("--document", default="", help="The code document that it is; by default the file's name.")
@click.option("--sec-version", default="", help="The version of the SEC that it was drafted against.")
def export_command(file: str, *, target: str, view: str, document: str, sec_version: str) -> None:
    """Write a redlined Word file in another form, by the ending of OUT.

    .docx is the redline in Word, .clean.docx the proposed text in Word, both in the formatting of FILE; .html a page
    that stands alone, .pdf a tagged PDF, .xml Akoma Ntoso 3.0, and .txt plain text: with --view the changes in words,
    the clean text or the text in force. A file that cannot be read or written gives one sentence and exit code 1.
    """
    name = target.lower()
    ending = next((ending for ending in _FORMS if name.endswith(ending)), "")
    if not ending:
        raise click.ClickException(f"{target} has none of the endings {', '.join(_FORMS)}. Choose one.")

    def exported(data: bytes, filename: str) -> bytes:
        redline = _read(data, filename).redline
        redline = replace(redline, document=document or PurePath(filename).stem, sec_version=sec_version)
        source = TextToExport(redline, on=london_date(clock.now()), original=data, stem=redline.document)
        return legal_text_file(source, _TEXTS[view] if ending == ".txt" else _FORMS[ending])

    _write(target, (file,), read_file(file, exported))


LEGAL_TEXT_COMMANDS: tuple[click.Command, ...] = (read_redline_command, compare_command, export_command)


def _read(data: bytes, filename: str) -> WordReading:
    value, warnings = run_bounded_on_word("redline_word", data, filename)
    reading = reading_from_json(value)
    return replace(reading, warnings=(*warnings, *reading.warnings))


def _packed(data: bytes, filename: str) -> str:
    return base64.b64encode(as_word_file(data, filename).content).decode()


# Every form by its ending, the longer endings first.
_FORMS = {
    ".clean.docx": TextForm.CLEAN_WORD,
    ".docx": TextForm.REDLINED_WORD,
    ".html": TextForm.PAGE,
    ".pdf": TextForm.PDF,
    ".xml": TextForm.AKOMA_NTOSO,
    ".txt": TextForm.WORDS,
}


def _write(target: str, sources: tuple[str, ...], data: bytes) -> None:
    """Write the file; one of those that were read is never written over."""
    path = Path(target)
    if any(path.exists() and path.samefile(source) for source in sources):
        raise click.ClickException(printable(f"{target} is the file that was read. Give another name to write to."))
    try:
        path.write_bytes(data)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise click.ClickException(printable(f"{target} cannot be written: {reason}.")) from None
    click.echo(printable(f"Wrote {target} ({len(data):,} bytes)."))


def _summary(reading: WordReading) -> list[str]:
    redline = reading.redline
    version = f", drafted against SEC version {redline.sec_version}" if redline.sec_version else ""
    return [
        f"Document: {redline.document}{version}",
        f"Clauses: {len(redline.clauses):,}",
        *_states(redline.clauses),
        f"Changes: {len(redline.hunks):,}",
        *(line for clause in redline.clauses for line in _changes(clause)),
        *_others(reading.other_revisions),
        *_listed("Please look over", list(reading.warnings)),
    ]


def _states(clauses: tuple[Clause, ...]) -> list[str]:
    counts = {state: sum(clause.state is state for clause in clauses) for state in ClauseState}
    return [f"  {label(state)}: {count:,}" for state, count in counts.items() if count]


def _changes(clause: Clause) -> list[str]:
    phrases = () if clause.state in _STILL else words_first(clause)
    where = clause.path or "A paragraph without a number"
    return [f"  {where}: {phrase}" for phrase in phrases]


def _others(others: tuple[OtherRevision, ...]) -> list[str]:
    counts: dict[str, int] = {}
    for other in others:
        counts[other.what] = counts.get(other.what, 0) + 1
    return _listed("Other tracked changes", [f"{what} ({count:,})" for what, count in counts.items()])


def _listed(heading: str, lines: list[str]) -> list[str]:
    return [f"{heading}:", *(f"  {line}" for line in lines)] if lines else [f"{heading}: none"]
