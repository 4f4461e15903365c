"""Annex B as it is handed in: zips taken apart, and clean texts of several kinds compared."""

import base64
import io
import json
import zipfile

import pytest

from tests.builders.word import deleted, inserted, paragraph, run, word_file
from voting.documents.legal_text.annex_b import (
    HasTrackedChanges,
    KindNotRead,
    NoWordFiles,
    TextNotDecoded,
    clean_clauses,
    compared_texts,
    files_in_zip,
)
from voting.documents.word.archive import NotAZip
from voting.domain.errors import RuleBroken
from voting.domain.legal_text import ClauseState


def zipped(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def test_a_zip_gives_its_files_in_the_order_of_their_names_and_nothing_that_programs_added() -> None:
    data = zipped(
        **{
            "b/Appendix D.docx": b"two",
            "a.docx": b"one",
            "__MACOSX/a.docx": b"x",
            "b/~$Appendix D.docx": b"x",
            ".DS_Store": b"x",
        }
    )
    assert [(file["name"], base64.b64decode(file["content"]), file["refusal"]) for file in files_in_zip(data)] == [
        ("a.docx", b"one", ""),
        ("b/Appendix D.docx", b"two", ""),
    ]


def test_one_damaged_member_never_stops_the_others() -> None:
    data = bytearray(zipped(**{f"{at}.docx": f"content of {at}".encode() for at in range(19)}))
    at = data.index(b"content of 7")
    data[at : at + 7] = b"CONTENT"
    files = files_in_zip(bytes(data))
    assert len(files) == 19
    assert ["damaged" in file["refusal"] for file in files].count(True) == 1
    assert "damaged" in next(file for file in files if file["name"] == "7.docx")["refusal"]


@pytest.mark.parametrize(("data", "refused"), [(zipped(), NoWordFiles), (b"PK nothing", NotAZip), (b"text", NotAZip)])
def test_a_zip_with_nothing_to_read_is_refused(data: bytes, refused: type[RuleBroken]) -> None:
    with pytest.raises(refused):
        files_in_zip(data, "annex-b.zip")


LINES = ["1.1 The DCC shall keep a register.", "1.2 Each User shall check it."]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "\n\n".join(LINES).encode()),
        ("a.txt", "\n\n".join(LINES).encode("utf-16")),
        ("A.TXT", b"\xef\xbb\xbf" + "\n\n".join(LINES).encode()),
        ("a.md", "\n\n".join(LINES).encode()),
        ("a.md", b"**1.1** The DCC shall keep\na register.\n\n1.2 Each *User* shall check it."),
        ("a.html", "".join(f"<p>{line}</p>" for line in LINES).encode()),
        (
            "a.htm",
            (
                b"<html><head><title>no</title><style>p{}</style></head><body><script>alert(1)</script>"
                b"<div><p>1.1 The DCC shall\nkeep <b>a</b> register.</p>"
                b"1.2 Each User<span> shall</span> check it.</div>"
            ),
        ),
    ],
)
def test_a_clean_text_reads_alike_from_every_kind_of_file(name: str, data: bytes) -> None:
    assert [(clause.label, clause.text) for clause in clean_clauses(data, name)] == [
        ("1.1", "The DCC shall keep a register."),
        ("1.2", "Each User shall check it."),
    ]


def test_deep_nesting_is_no_reason_to_fall_over() -> None:
    page = "<div>" * 5000 + "1.1 The DCC shall." + "</div>" * 5000
    assert len(clean_clauses(page.encode(), "a.html")) <= 1


@pytest.mark.parametrize(
    ("name", "data", "refused"),
    [
        ("a.pdf", b"%PDF", KindNotRead),
        ("a", b"text", KindNotRead),
        ("a.txt", b"caf\xe9 au lait", TextNotDecoded),
        ("a.docx", b"text", RuleBroken),
    ],
)
def test_what_is_no_clean_text_gets_a_sentence(name: str, data: bytes, refused: type[RuleBroken]) -> None:
    with pytest.raises(refused) as caught:
        clean_clauses(data, name)
    assert caught.value.sentence.endswith(".")


def pair(before: str, after: str) -> bytes:
    return json.dumps(
        [
            {"name": "a.txt", "content": base64.b64encode(before.encode()).decode()},
            {"name": "b.md", "content": base64.b64encode(after.encode()).decode()},
        ]
    ).encode()


def test_two_clean_texts_become_a_redline() -> None:
    redline = compared_texts(pair("1.1 The DCC may act.", "1.1 The DCC shall act."))
    (clause,) = redline.clauses
    assert (clause.state, clause.text_as_is, clause.text_to_be) == (
        ClauseState.CHANGED,
        "The DCC may act.",
        "The DCC shall act.",
    )


def test_a_word_file_with_tracked_changes_is_no_clean_text() -> None:
    redlined = word_file(paragraph(run("1.1 The DCC "), deleted("may"), inserted("shall"), run(" act.")))
    with pytest.raises(HasTrackedChanges, match="accept or reject"):
        clean_clauses(redlined, "Appendix D.docx")


def test_a_clean_word_file_gives_its_clauses() -> None:
    data = word_file(paragraph(run("1.1 The DCC shall act.")), paragraph(run("1.2 Each User shall act.")))
    assert [clause.label for clause in clean_clauses(data, "Appendix D.docx")] == ["1.1", "1.2"]
