"""The commands for redlined Word files: what they print and write, and one sentence for what cannot be done."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.builders.office import converted
from tests.builders.word import deleted, inserted, paragraph, run, word_file
from voting.cli_legal_text import LEGAL_TEXT_COMMANDS
from voting.documents.legal_text.from_word import read_redline

COMMANDS = {command.name: command for command in LEGAL_TEXT_COMMANDS}
REDLINE = word_file(
    paragraph("1. Keys are sent by ", deleted("fax"), inserted("post"), "."),
    paragraph(run("2. Bold.", properties="<w:b/>")),
)


def _run(name: str, *arguments: object) -> Result:
    return CliRunner().invoke(COMMANDS[name], list(map(str, arguments)))


@pytest.fixture
def redline(tmp_path: Path) -> Path:
    """A redlined file in a folder of its own."""
    file = tmp_path / "Appendix D.docx"
    file.write_bytes(REDLINE)
    return file


def test_read_redline_prints_the_published_shape(redline: Path) -> None:
    result = _run("read-redline", redline, "--json", "--sec-version", "50.0")
    reading = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (reading["document"], reading["sec_version"]) == ("Appendix D", "50.0")
    assert {"clauses", "hunks", "other_revisions", "warnings"} <= set(reading)
    first = reading["clauses"][0]
    expected = ["key", "kind", "level", "label_as_is", "label_to_be", "text_as_is", "text_to_be", "state", "spans"]
    assert set(expected) <= set(first)
    assert (first["label_as_is"], first["text_as_is"], first["text_to_be"]) == (
        "1.",
        "1. Keys are sent by fax.",
        "1. Keys are sent by post.",
    )
    assert [(span["kind"], span.get("author", ""), span["text"]) for span in first["spans"]][1:3] == [
        ("delete", "Ann Alder", "fax"),
        ("insert", "Ann Alder", "post"),
    ]


def test_read_redline_says_every_change_in_words(redline: Path) -> None:
    shown = _run("read-redline", redline).stdout
    assert "Clauses: 2" in shown
    assert "  1: delete 'fax'; insert 'post'" in shown


@pytest.mark.parametrize(
    ("target", "begins"),
    [
        ("out.docx", b"PK"),
        ("out.clean.docx", b"PK"),
        ("out.html", b"<!doctype html>"),
        ("out.pdf", b"%PDF"),
        ("out.xml", b"<?xml"),
    ],
)
def test_export_redline_writes_each_form_by_its_ending(redline: Path, target: str, begins: bytes) -> None:
    out = redline.with_name(target)
    result = _run("export-redline", redline, "--to", out)
    assert result.exit_code == 0, result.output
    assert out.read_bytes()[:20].lower().startswith(begins.lower())
    assert result.stdout.startswith("Wrote ")


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("clean", "1. Keys are sent by post."),
        ("in-force", "1. Keys are sent by fax."),
        ("words", "fax"),
    ],
)
def test_export_redline_writes_the_text_of_a_view(redline: Path, view: str, words: str) -> None:
    out = redline.with_name("out.txt")
    assert _run("export-redline", redline, "--to", out, "--view", view).exit_code == 0
    assert words in out.read_text()


def test_word_files_keep_the_formatting_of_the_original(redline: Path) -> None:
    for target in ("out.docx", "out.clean.docx"):
        out = redline.with_name(target)
        _run("export-redline", redline, "--to", out)
        with zipfile.ZipFile(out) as package:
            assert b"<w:b/>" in package.read("word/document.xml")
    assert read_redline(redline.with_name("out.clean.docx").read_bytes()).redline.hunks == ()


def test_compare_writes_what_differs_as_tracked_changes(tmp_path: Path) -> None:
    old, new, out = (tmp_path / name for name in ("old.docx", "new.docx", "out.docx"))
    old.write_bytes(word_file(paragraph("Keys are sent by fax."), paragraph("The end.")))
    new.write_bytes(word_file(paragraph("Keys are sent by post."), paragraph("The end.")))
    result = _run("compare", old, new, "--to", out, "--author", "Bea Birch", "--date", "2026-03-01T10:00:00Z")
    assert result.exit_code == 0, result.output
    spans = read_redline(out.read_bytes()).redline.clauses[0].spans
    assert [(span.kind.value, span.author, span.date, span.text) for span in spans] == [
        ("equal", "", "", "Keys are sent by "),
        ("delete", "Bea Birch", "2026-03-01T10:00:00Z", "fax"),
        ("insert", "Bea Birch", "2026-03-01T10:00:00Z", "post"),
        ("equal", "", "", "."),
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("read-redline", "{folder}/none.docx"), "cannot be opened"),
        (("read-redline", "{folder}/broken.docx"), "damaged"),
        (("export-redline", "{redline}", "--to", "{folder}/out.rtf"), "none of the endings"),
        (("export-redline", "{redline}", "--to", "{redline}"), "is the file that was read"),
        (("export-redline", "{redline}", "--to", "{folder}/no/out.pdf"), "cannot be written"),
        (("compare", "{redline}", "{folder}/broken.docx", "--to", "{folder}/out.docx"), "broken.docx"),
    ],
)
def test_what_cannot_be_done_gets_one_sentence(redline: Path, arguments: tuple[str, ...], sentence: str) -> None:
    (redline.parent / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    name, *rest = (each.format(folder=redline.parent, redline=redline) for each in arguments)
    result = _run(name, *rest)
    assert result.exit_code == 1
    assert sentence in result.output
    assert result.output.count("\n") == 1
    assert redline.read_bytes() == REDLINE


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_an_old_word_file_is_read_and_written_too(tmp_path: Path) -> None:
    old = tmp_path / "Appendix D.doc"
    old.write_bytes(converted(REDLINE, "docx", "doc", tmp_path))
    reading = json.loads(_run("read-redline", old, "--json").stdout)
    assert reading["clauses"][0]["text_to_be"] == "1. Keys are sent by post."
    assert "LibreOffice" in reading["warnings"][0]
    out = tmp_path / "out.docx"
    assert _run("export-redline", old, "--to", out).exit_code == 0
    assert read_redline(out.read_bytes()).redline.clauses[0].text_as_is == "1. Keys are sent by fax."
