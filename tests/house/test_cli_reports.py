"""The commands that read a report without a database: their JSON, their words, and one sentence for a wrong file."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from voting.cli_reports import REPORT_COMMANDS

COMMANDS = {command.name: command for command in REPORT_COMMANDS}


def _run(name: str, *arguments: str) -> Result:
    return CliRunner().invoke(COMMANDS[name], arguments)


def _shape(value: object) -> object:
    """The keys of a JSON value, in order, down to the first row of each list."""
    if isinstance(value, dict):
        return {key: _shape(each) for key, each in value.items()}
    return [_shape(value[0])] if isinstance(value, list) and value and isinstance(value[0], dict) else None


def test_import_report_prints_exactly_the_published_shape(shared: Path) -> None:
    result = _run("import-report", str(shared / "seed" / "modification-report.txt"), "--json")
    report = json.loads(result.stdout)
    shape = json.loads((shared / "seed" / "shape.json").read_text())
    assert result.exit_code == 0
    assert list(report) == list(shape)
    for name, value in shape.items():
        if report[name]:
            assert _shape(report[name]) == _shape(value), name
    assert (len(report["parts"]), len(report["appendices"]), len(report["documents"])) == (7, 2, 19)
    assert (report["title"], report["number"], report["impacted"]) == (None, None, ["DCC"])


def test_import_report_prints_a_summary_in_words(shared: Path) -> None:
    result = _run("import-report", str(shared / "seed" / "modification-report.txt"))
    assert "Documents (19):" in result.stdout
    assert "SECAS: 2 days, about £1,200" in result.stdout


def test_lint_report_lists_findings_with_both_places(shared: Path) -> None:
    file = str(shared / "seed" / "modification-report.txt")
    findings = json.loads(_run("lint-report", file, "--json").stdout)
    assert all(list(finding) == ["rule", "severity", "message", "places"] for finding in findings)
    differ = next(finding for finding in findings if finding["rule"] == "documents_differ")
    assert "13 documents and part 4 names 19" in differ["message"]
    assert {place["part"] for place in differ["places"]} == {"2", "4"}
    assert any("SMKI PMA" in finding["message"] for finding in findings)
    assert (_run("lint-report", file).exit_code, _run("lint-report", file, "--check").exit_code) == (0, 1)


REPORT = """1. Summary
Words.

2. Issue
Changes are required to SEC Section G and SEC Appendix AE.

4. Impacts
The following documents are impacted:
• Section G ‘Lamps’
• Appendix AE ‘Bells’
"""


def _annex_b(tmp_path: Path, *names: str) -> list[str]:
    """What the lint says of Annex B where these are given for it."""
    report = tmp_path / "report.txt"
    report.write_text(REPORT)
    given = [word for name in names for word in ("--annex-b", name)]
    findings = json.loads(_run("lint-report", str(report), "--json", *given).stdout)
    return [finding["message"] for finding in findings if finding["rule"] == "annex_b_differs"]


def test_the_names_of_the_redlined_files_are_held_against_the_impacts(tmp_path: Path) -> None:
    assert _annex_b(tmp_path) == []
    assert _annex_b(tmp_path, "SEC Section G redline.docx", "folder/appendix-ae v0.2.docx") == []
    assert _annex_b(tmp_path, "SEC Section G redline.docx", "Appendix D.docx") == [
        "Annex B has no file for Appendix AE. Annex B has files for Appendix D, which the impacts do not name."
    ]


def test_annex_b_may_be_a_folder_or_a_zip(tmp_path: Path) -> None:
    folder = tmp_path / "annex b"
    folder.mkdir()
    for name in ("Section G.docx", "Appendix AE.docx", ".Section Q.docx", "~$Section R.docx"):
        (folder / name).write_bytes(b"")
    with zipfile.ZipFile(tmp_path / "annex.ZIP", "w") as archive:
        archive.writestr("drafts/Section G.docx", b"")
        archive.writestr("__MACOSX/drafts/Section Q.docx", b"")
    assert _annex_b(tmp_path, str(folder)) == []
    assert _annex_b(tmp_path, str(tmp_path / "annex.ZIP")) == ["Annex B has no file for Appendix AE."]


@pytest.mark.parametrize("content", [None, b"", b"PK not really", b"%PDF-1.7"])
def test_a_zip_that_cannot_be_opened_gets_one_sentence(tmp_path: Path, content: bytes | None) -> None:
    report, file = tmp_path / "report.txt", tmp_path / "annex.zip"
    report.write_text(REPORT)
    if content is not None:
        file.write_bytes(content)
    result = _run("lint-report", str(report), "--annex-b", str(file))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["import-report", "lint-report"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "cannot be opened"),
        (b"", "is empty"),
        (b"%PDF-1.7", "is a damaged PDF"),
        (b"PK\x03\x04 word/document.xml", "is damaged"),
        (bytes(range(256)) * 40, "is not a text"),
        (b"Dear all, see you on Monday.", "none of the headings"),
    ],
)
def test_a_wrong_file_gets_one_sentence_and_exit_code_1(
    tmp_path: Path, command: str, content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "report.txt"
    if content is not None:
        file.write_bytes(content)
    result = _run(command, str(file), "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_file_of_100_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "big.txt"
    with file.open("wb") as sparse:
        sparse.truncate(100 * 1024 * 1024)
    result = _run("import-report", str(file))
    assert result.exit_code == 1
    assert "100 MB, and 25 MB is the most" in result.stderr
