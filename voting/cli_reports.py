"""The two commands that read a Modification Report from a file without a database: what it says, what is wrong."""

import json
import logging
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import structlog

from voting.documents.gate import FileRefused, Limits, ParserNotReady, check_size
from voting.domain.calendar import date_in_words
from voting.domain.errors import RuleBroken
from voting.domain.labels import label
from voting.domain.modifications.lint import Finding, finding_to_json, lint_report
from voting.domain.modifications.lint.findings import Severity, counted, in_words
from voting.domain.modifications.report import ModificationReport, ReadReport, report_to_json
from voting.domain.modifications.report.amounts import cost_in_words
from voting.services.reports.reading import read_upload

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")


@click.command("import-report")
@click.argument("file", metavar="FILE")
@AS_JSON
def import_report(file: str, *, as_json: bool) -> None:
    """Read the text of a Modification Report and print what it says; nothing is stored.

    FILE is the report as plain text. With --json the whole report in its published shape is printed, otherwise a
    summary. A file that cannot be read gives one sentence and exit code 1.
    """
    read = _read(file)
    if as_json:
        _print_json(report_to_json(read.report))
        return
    for line in _summary(read):
        click.echo(_printable(line))


@click.command("lint-report")
@click.argument("file", metavar="FILE")
@AS_JSON
@click.option("--check", is_flag=True, help="End with exit code 1 where a finding is an error.")
def lint_command(file: str, *, as_json: bool, check: bool) -> None:
    """Hold a Modification Report against itself and print what contradicts or is missing.

    With --json a list of findings is printed, each with rule, severity, message and places. The exit code is 0 for a
    report that could be read, whatever was found in it (with --check: 1 where a finding is an error), and 1 for a file
    that could not be read, with one sentence.
    """
    findings = lint_report(_read(file).report)
    if as_json:
        _print_json([finding_to_json(finding) for finding in findings])
    else:
        for line in _findings_in_words(findings):
            click.echo(_printable(line))
    if check and any(finding.severity is Severity.ERROR for finding in findings):
        raise click.exceptions.Exit(1)


REPORT_COMMANDS: tuple[click.Command, ...] = (import_report, lint_command)


def _read(file: str) -> ReadReport:
    path = Path(file)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise click.ClickException(f"{file} is not a file. Name the file that holds the text of the report.")
        # The size first, so that a file that is far too large is never read.
        check_size(status.st_size, Limits())
        with _quietly():
            return read_upload(path.read_bytes(), path.name)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise click.ClickException(_printable(f"{file} cannot be opened: {reason}. Check its name.")) from None
    except FileRefused as refused:
        raise click.ClickException(_printable(f"{file}: {refused}")) from None
    except (RuleBroken, ParserNotReady) as failed:
        raise click.ClickException(_printable(str(failed))) from None


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep the log of the gate off the terminal: what a command prints is its answer and nothing else."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield
    finally:
        structlog.configure(**before)


def _print_json(value: Any) -> None:
    # As bytes, because a terminal's own encoding may not have every sign that a report has.
    click.echo((json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode(), nl=False)


def _printable(line: str) -> str:
    """The line without what would steer the terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in line)


def _summary(read: ReadReport) -> list[str]:
    report = read.report
    return [
        f"Title: {report.title or 'not stated in the text'}",
        f"Number: {report.number or 'not stated in the text'}",
        f"Proposer: {_joined(report.proposer.person, report.proposer.on_behalf_of)}",
        f"Path: {label(report.path) if report.path else 'not stated'}",
        f"Contact: {_joined(report.contact.name, report.contact.phone, report.contact.email)}",
        f"Impacted: {_joined(*report.impacted)}",
        *_listed("Parts", [f"{part.number} {part.heading}" for part in report.parts]),
        *_listed("Appendices", [f"{part.number} {part.heading}" for part in report.appendices]),
        *_listed("Documents", [_document(each.code, each.title, each.required_by) for each in report.documents]),
        *_listed("Costs", [f"{cost.body}: {cost_in_words(cost)}" for cost in report.costs]),
        *_listed("Implementation", _options(report)),
        *_listed(
            "Objectives", [f"({each.letter}) {label(each.effect)}, view of the {each.by}" for each in report.objectives]
        ),
        *_listed("Consumer areas", [f"{label(each.area)}: {label(each.effect)}" for each in report.consumer_areas]),
        *_listed("Timetable", _timetable(report)),
        *_listed("Annexes", [f"{annex.letter} {annex.about}" for annex in report.annexes]),
        *_listed("Observations cited", _observations(report)),
        f"Glossary: {counted(len(report.glossary), 'term')}",
        f"Page furniture: {counted(len(report.furniture), 'line')}",
        *_listed("Found no place", list(report.unread)),
        *_listed("Please look over", list(read.warnings)),
    ]


def _listed(heading: str, lines: list[str]) -> list[str]:
    return [f"{heading} ({len(lines)}):", *(f"  {line}" for line in lines)] if lines else [f"{heading}: none"]


def _joined(*words: str | None) -> str:
    return ", ".join(word for word in words if word) or "not stated"


def _document(code: str, title: str | None, required_by: tuple[str, ...]) -> str:
    parts = f", required by {' and '.join(in_words(part) for part in required_by)}" if required_by else ""
    return f"{code}{f' {title}' if title else ''}{parts}"


def _options(report: ModificationReport) -> list[str]:
    return [
        f"{date_in_words(option.release_on) if option.release_on else 'a Release that is not dated'}"
        f"{f', if decided by {date_in_words(option.decide_by)}' if option.decide_by else ''}"
        for option in report.implementation_options
    ]


def _timetable(report: ModificationReport) -> list[str]:
    return [
        " ".join(
            [
                f"{row.event}:",
                date_in_words(row.starts_on) if row.starts_on else "not dated",
                *([f"to {date_in_words(row.ends_on)}"] if row.ends_on else []),
            ]
        )
        for row in report.timetable
    ]


def _observations(report: ModificationReport) -> list[str]:
    return [
        f"{each.document or 'no document named'}, {each.number}: {label(each.state) if each.state else 'no state'}"
        for each in report.observations
    ]


def _findings_in_words(findings: tuple[Finding, ...]) -> list[str]:
    if not findings:
        return ["Nothing was found."]
    lines = [f"{counted(len(findings), 'finding')}."]
    for finding in findings:
        lines += ["", f"{label(finding.severity).capitalize()}: {finding.message} ({finding.rule.value})"]
        lines += [
            f"  {in_words(place.part).capitalize() if place.part else 'Before the parts'}: {place.quote}"
            for place in finding.places
        ]
    return lines
