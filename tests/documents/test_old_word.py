"""Texts of old kinds: turned into Word by LibreOffice with no network, no links and no macros, or refused in words."""

import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from tests.builders.office import converted
from tests.builders.word import deleted, inserted, paragraph, word_file
from voting.documents import old_word
from voting.documents.gate import FileRefused
from voting.documents.legal_text.from_word import read_redline
from voting.documents.old_word import as_word_file, cut_off, is_old_text

with_libreoffice = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"),
]


@pytest.fixture
def unknown_machine() -> Iterator[None]:
    """What was found out about the machine is forgotten before and after."""
    old_word.can_convert.cache_clear()
    yield
    old_word.can_convert.cache_clear()


def _open_document(body: str) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.text"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
        package.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink">'
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
    return held.getvalue()


@pytest.mark.parametrize(
    "kind", [pytest.param("doc", marks=with_libreoffice), pytest.param("odt", marks=with_libreoffice)]
)
def test_an_old_file_keeps_its_tracked_changes_with_author_and_date(kind: str, tmp_path: Path) -> None:
    modern = word_file(paragraph("Keys are sent by ", deleted("fax"), inserted("post"), "."), paragraph("The end."))
    old = converted(modern, "docx", kind, tmp_path)
    read = as_word_file(old, f"Appendix D.{kind}")
    assert (is_old_text(old), is_old_text(modern), read.name) == (True, False, "Appendix D.docx")
    assert "LibreOffice" in read.warnings[0]
    assert read_redline(read.content).redline.clauses[0].spans[1].author == "Ann Alder"
    texts = [clause.text_to_be for clause in read_redline(read.content).redline.clauses]
    assert texts == ["Keys are sent by post.", "The end."]


def test_what_is_not_of_an_old_kind_stays_as_it_is() -> None:
    for data in (word_file(paragraph("Text.")), b"plain text", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a workbook", b""):
        assert as_word_file(data, "a.doc") == old_word.ReadableFile(data, "a.doc")


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_a_damaged_old_file_gets_a_sentence() -> None:
    with pytest.raises(FileRefused) as refused:
        as_word_file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "old.doc")
    assert refused.value.rule == "OldFileUnreadable"
    assert "“old.doc”" in refused.value.sentence


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_what_a_file_links_to_is_not_brought_in(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("A secret of the server.")
    linked = (
        f'<text:section text:name="s"><text:section-source xlink:type="simple" xlink:href="{secret.as_uri()}" '
        'text:filter-name="Text"/><text:p>Linked.</text:p></text:section><text:p>The end.</text:p>'
    )
    read = as_word_file(_open_document(linked), "linked.odt")
    texts = " ".join(clause.text_to_be or "" for clause in read_redline(read.content).redline.clauses)
    assert "The end." in texts
    assert "secret" not in texts


def test_without_libreoffice_an_old_file_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, unknown_machine: None
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileRefused) as refused:
        as_word_file(_open_document("<text:p>Text.</text:p>"), "old.odt")
    assert refused.value.rule == "OldKindNotRead"
    assert "save it as a Word document" in refused.value.sentence


def test_where_the_network_cannot_be_cut_off_an_old_file_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, unknown_machine: None
) -> None:
    for name, ended in (("soffice", 0), ("prlimit", 0), ("unshare", 1)):
        tool = tmp_path / name
        tool.write_text(f"#!/bin/sh\nexit {ended}\n")
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(FileRefused) as refused:
        as_word_file(_open_document("<text:p>Text.</text:p>"), "old.odt")
    assert refused.value.rule == "OldKindNotRead"


@pytest.mark.skipif(shutil.which("unshare") is None, reason="unshare is not installed")
def test_a_process_that_is_cut_off_reaches_nobody_and_one_that_is_not_does() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        connect = [sys.executable, "-c", f"import socket; socket.create_connection({address!r}, 5)"]
        assert subprocess.run(connect, capture_output=True, check=False).returncode == 0
        assert subprocess.run(cut_off(connect), capture_output=True, check=False).returncode != 0
        assert subprocess.run(cut_off([sys.executable, "-c", "pass"]), check=False).returncode == 0
