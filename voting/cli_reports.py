"""The two commands that read a Modification Report from a file without a database: what it says, what is wrong."""

import zipfile
from pathlib import Path, PurePosixPath

import click

from voting.cli_files import AS_JSON, print_json, print_lines, printable, read_file
from voting.documents.gate import FileRefused, Limits, check_size
from voting.domain.calendar import date_in_words
from voting.domain.labels import label
from voting.domain.modifications.lint import Finding, finding_to_json, lint_report
from voting.domain.modifications.lint.findings import Severity, in_words
from voting.domain.modifications.report import ModificationReport, ReadReport, ReportOption, report_to_json
from voting.domain.modifications.report.amounts import cost_in_words
from voting.domain.sentences import counted
from voting.services.reports.reading import read_upload


@click.command("import-report")
@click.argument("file", metavar="FILE")
@AS_JSON
def import_report(file: str, *, as_json: bool) -> None:
    """Read the text of a Modification Report and print what it says; nothing is stored.

    FILE is the report as Word (.docx), PDF or plain text. With --json the whole report in its published shape is
    printed, otherwise a
    summary. A file that cannot be read gives one sentence and exit code 1.
    """
    read = _read(file)
    if as_json:
        print_json(report_to_json(read.report))
        return
    print_lines(_summary(read))


@click.command("lint-report")
@click.argument("file", metavar="FILE")
@AS_JSON
@click.option("--check", is_flag=True, help="End with exit code 1 where a finding is an error.")
@click.option(
    "--annex-b",
    "annex_b",
    metavar="NAME",
    multiple=True,
    help="A redlined file of Annex B, or the folder or zip with all of them; may be given again.",
)
def lint_command(file: str, *, as_json: bool, check: bool, annex_b: tuple[str, ...]) -> None:
    """Hold a Modification Report against itself and print what contradicts or is missing.

    With --annex-b the documents of its impacts are held against the names of the redlined files too, such as "SEC
    Appendix D redline.docx"; the files themselves are not read. With --json a list of findings is printed, each with
    rule, severity, message and places. The exit code is 0 for a report that could be read, whatever was found in it
    (with --check: 1 where a finding is an error), and 1 for a file that could not be read, with one sentence.
    """
    findings = lint_report(
        _read(file).report, annex_b_files=tuple(name for each in annex_b for name in _names_in(each))
    )
    if as_json:
        print_json([finding_to_json(finding) for finding in findings])
    else:
        print_lines(_findings_in_words(findings))
    if check and any(finding.severity is Severity.ERROR for finding in findings):
        raise click.exceptions.Exit(1)


REPORT_COMMANDS: tuple[click.Command, ...] = (import_report, lint_command)


def _names_in(given: str) -> tuple[str, ...]:
    """The names of files that a name stands for: those in a folder or a zip, else itself."""
    path = Path(given)
    if path.is_dir():
        names = [each.name for each in path.iterdir() if each.is_file()]
    elif path.suffix.lower() == ".zip":
        names = _names_in_zip(path)
    else:
        return (path.name,)
    return tuple(sorted(name for name in names if not name.startswith((".", "~$"))))


def _names_in_zip(path: Path) -> list[str]:
    try:
        check_size(path.stat().st_size, Limits())
        with zipfile.ZipFile(path) as archive:
            names = [PurePosixPath(info.filename) for info in archive.infolist() if not info.is_dir()]
    except FileRefused as refused:
        raise click.ClickException(printable(f"{path}: {refused}")) from None
    except (OSError, zipfile.BadZipFile):
        raise click.ClickException(
            printable(f"{path} is not a zip that can be opened. Name its files instead.")
        ) from None
    return [name.name for name in names if "__MACOSX" not in name.parts]


def _read(file: str) -> ReadReport:
    return read_file(file, read_upload)


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
        f"{f'{option.for_solution}: ' if option.for_solution else ''}{_release(option)}"
        f"{f', if decided by {date_in_words(option.decide_by)}' if option.decide_by else ''}"
        for option in report.implementation_options
    ]


def _release(option: ReportOption) -> str:
    if option.release_on is not None:
        return date_in_words(option.release_on)
    return f"{option.after_decision} after the decision" if option.after_decision else "a Release that is not dated"


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
