"""The command that reads Word tables of observations without a database: its JSON, its words, its refusals."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from tests.builders.annex_a import annex_of, found
from voting.cli import main


def _run(tmp_path: Path, data: bytes, *more: str) -> Result:
    file = tmp_path / "Annex A.docx"
    file.write_bytes(data)
    return CliRunner().invoke(main, ["read-observations", str(file), *more])


def test_the_json_has_the_published_shape(tmp_path: Path) -> None:
    result = _run(tmp_path, annex_of(found("1"), found("")), "--json")
    read = json.loads(result.stdout)
    assert (result.exit_code, list(read)) == (0, ["observations", "problems", "warnings"])
    (observation,) = read["observations"]
    assert list(observation) == [
        *("table", "row", "document", "document_title", "number", "title", "kind", "reference", "citations", "text"),
        *("recommendation", "done", "state", "is_state_certain"),
    ]
    assert (observation["kind"], observation["state"], observation["citations"]) == (None, "drafted", ["8.3.4"])
    (problem,) = read["problems"]
    assert list(problem) == ["fault", "table", "row", "document", "number", "sentence", "place"]
    assert (problem["fault"], problem["place"]) == ("no_number", "Table 1, row 3")


def test_the_summary_lists_observations_by_document_and_problems_by_row(tmp_path: Path) -> None:
    result = _run(tmp_path, annex_of(found("1"), found("2", done="Done"), found("3", done=""), found("x")))
    assert result.stdout.splitlines() == [
        "Observations: 3",
        "Appendix D (3):",
        "  1. What was found (test) (drafted)",
        "  2. What was found (test) (perhaps addressed)",
        "  3. What was found (test) (state not said)",
        "Not read:",
        "  Table 1, row 5: “x” is no number. Write it like 2, 10a or 3.2.",
    ]


def test_a_file_that_cannot_be_read_gives_one_sentence_and_exit_code_1(tmp_path: Path) -> None:
    result = _run(tmp_path, b"PK\x03\x04 nothing")
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
