"""The command for Word files with tables of observations (Annex A), without a database: read one and print it."""

import click

from voting.cli_files import AS_JSON, print_json, print_lines, read_file
from voting.domain.labels import label
from voting.domain.observations.annex_a import AnnexReading, AnnexRow, annex_to_json, short_title
from voting.services.observations import read_annex_file


@click.command("read-observations")
@click.argument("file", metavar="FILE")
@AS_JSON
def read_observations_command(file: str, *, as_json: bool) -> None:
    """Read a Word file with tables of observations and print what they say; nothing is stored.

    With --json the reading is printed in its published shape: `observations` in the file's order with the table and row
    of each (counted from 1, as in Word), then `problems` by row and `warnings`. Otherwise a summary in words. Rows that
    cannot be read are among the problems; a file that cannot be read gives one sentence and exit code 1.
    """
    reading = read_file(file, read_annex_file)
    if as_json:
        print_json(annex_to_json(reading))
    else:
        print_lines(_summary(reading))


OBSERVATION_COMMANDS: tuple[click.Command, ...] = (read_observations_command,)


def _summary(reading: AnnexReading) -> list[str]:
    lines = [f"Observations: {len(reading.rows)}"]
    for document in reading.documents:
        rows = [row for row in reading.rows if row.document == document]
        lines += [f"{document} ({len(rows)}):", *(f"  {_line(row)}" for row in rows)]
    problems = [f"  {problem.place}: {problem.sentence}" for problem in reading.problems]
    lines += ["Not read:", *problems] if problems else ["Not read: nothing"]
    warnings = [f"  {warning}" for warning in reading.warnings]
    return [*lines, *(["Please look over:", *warnings] if warnings else [])]


def _line(row: AnnexRow) -> str:
    state = label(row.state) if row.state else "state not said"
    guess = "" if row.is_state_certain or not row.state else "perhaps "
    return f"{row.number}. {row.title or short_title(row.text)} ({guess}{state})"
