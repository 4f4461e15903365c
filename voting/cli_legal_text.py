"""The command that reads a redlined Word file without a database: both texts, every change, and what to look at."""

from dataclasses import replace
from pathlib import PurePath

import click

from voting.cli_files import AS_JSON, print_json, print_lines, read_file
from voting.documents.gate import run_bounded
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


LEGAL_TEXT_COMMANDS: tuple[click.Command, ...] = (read_redline_command,)


def _read(data: bytes, filename: str) -> WordReading:
    return reading_from_json(run_bounded("redline_word", data, filename=filename))


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
