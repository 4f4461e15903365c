"""A Word file keeps every limit before it is parsed, and what is refused is refused by its own name."""

import struct
import time
from pathlib import Path

import pytest

from tests.builders.word import (
    MAIN_TYPE,
    NAMESPACE,
    PACKAGE,
    RELATIONS,
    document,
    paragraph,
    relationships,
    word_file,
    zipped,
)
from voting.documents.word.archive import ArchiveLimits, open_archive
from voting.documents.word.package import open_package, parse_xml
from voting.domain.errors import RuleBroken

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCTYPE = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
LONG_COMMENT = f"<!-- {' '.join(map(hex, range(90_000)))} -->"
PLAIN = document(paragraph("Words"))


def _with(name: str, part: str | bytes) -> bytes:
    return word_file(paragraph("Words"), parts={name: part})


def _related(kind: str, target: str, mode: str = "") -> bytes:
    return word_file(
        paragraph("Words"),
        parts={
            "word/_rels/document.xml.rels": relationships(
                f'<Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/>'
            ),
            "word/thing.bin": b"bytes",
        },
    )


def _twice() -> bytes:
    """A zip that has one name twice, which the standard library writes with a warning only."""
    once = zipped({"word/document.xml": PLAIN, "word/documenX.xml": PLAIN})
    return once.replace(b"word/documenX.xml", b"word/document.xml")


def _overlapping() -> bytes:
    """A zip in which a second name points at the bytes of the first, as in a bomb that needs no nesting."""
    data = zipped({"[Content_Types].xml": "<a/>", "word/document.xml": PLAIN})
    at = data.index(b"PK\x01\x02")
    entries = data[at : data.index(b"PK\x05\x06")]
    first = entries[: entries.index(b"PK\x01\x02", 4)].replace(b"[Content_Types].xml", b"[Content_Typez].xml")
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 3, 3, len(entries + first), at, 0)
    return data[:at] + entries + first + end


def _lying_size() -> bytes:
    """A part that says it is short and is not."""
    data = bytearray(_with("word/styles.xml", " " * 50_000))
    real = struct.pack("<L", 50_000)
    at = data.rindex(real)
    data[at : at + 4] = struct.pack("<L", 9)
    return bytes(data)


def _spoiled() -> bytes:
    data = bytearray(zipped({"[Content_Types].xml": "x" * 3000, "word/document.xml": PLAIN}))
    data[60] ^= 0xFF
    return bytes(data)


def _locked() -> bytes:
    data = bytearray(word_file(paragraph("Words")))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "rule", "says"),
    [
        (b"", "FileIsEmpty", "empty"),
        (b"just words", "NotAZip", "not a Word document"),
        (b"PK\x03\x04" + b"noise" * 40, "NotAZip", "damaged"),
        (word_file(paragraph("Words"))[:-40], "NotAZip", "damaged"),
        (b"MZ" + word_file(paragraph("Words")), "NotAZip", "not a Word document"),
        (b"%PDF-1.7 and so on", "NotAWordFile", "a PDF"),
        (b"{\\rtf1 old}", "NotAWordFile", "RTF"),
        (b"<html><body>", "NotAWordFile", "web page"),
        (OLE + b"WordDocument" * 9, "OldWordFile", ".doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "EncryptedWordFile", "password"),
        (_locked(), "EncryptedFile", "password"),
        (word_file(main_type="application/vnd.ms-word.document.macroEnabled.main+xml"), "MacrosInFile", "macros"),
        (_with("word/vbaProject.bin", b"x"), "MacrosInFile", "macros"),
        (_related("vbaProject", "thing.bin"), "MacrosInFile", "macros"),
        (_with("word/embeddings/oleObject1.bin", b"x"), "ObjectsEmbedded", "embedded"),
        (_with("word/activeX/activeX1.xml", "<x/>"), "ObjectsEmbedded", "embedded"),
        (_related("oleObject", "thing.bin"), "ObjectsEmbedded", "thing.bin"),
        (_related("aFChunk", "thing.bin"), "ObjectsEmbedded", "thing.bin"),
        (_with("word/media/picture.png", OLE + b"x"), "ObjectsEmbedded", "picture.png"),
        (_with("word/thing.bin", b"MZ\x90"), "ObjectsEmbedded", "thing.bin"),
        (_with("word/document.xml", DOCTYPE + PLAIN), "DoctypeInFile", "document.xml"),
        (
            _with("word/styles.xml", f"<!-- {' '.join(map(hex, range(90_000)))} -->" + DOCTYPE),
            "DoctypeInFile",
            "styles.xml",
        ),
        (_with("customXml/item1.xml", '<?xml version="1.0"?>' + DOCTYPE), "DoctypeInFile", "item1.xml"),
        (_with("word/document.xml", (DOCTYPE + PLAIN).encode("utf-16")), "DoctypeInFile", "document.xml"),
        (_with("word/document.xml", '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-'), "PartDamaged", "encoding"),
        (_with("word/styles.xml", '<?xml version="1.0" encoding="IBM500"?>'), "PartDamaged", "encoding"),
        (word_file(parts={f"word/part{at}.xml": "<x/>" for at in range(1000)}), "TooManyParts", "1,004 parts"),
        (_with("word/styles.xml", " " * 20_000_000), "PackedTooTight", "styles.xml"),
        (_overlapping(), "PartsOverlap", "overlap"),
        (_twice(), "PartTwice", "twice"),
        (_with("word/Document.xml", PLAIN), "PartTwice", "twice"),
        (_lying_size(), "PartDamaged", "damaged"),
        (_spoiled(), "PartDamaged", "damaged"),
        (_with("word/thing.bin", zipped({"a.txt": "a"})), "ZipInZip", "thing.bin"),
        (zipped({"one.docx": "x", "two.docx": "y"}), "ZipInZip", "zip of files"),
        (zipped({"mimetype": "x", "content.xml": "<a/>"}), "NotAWordFile", "OpenDocument"),
        (zipped({"letter.txt": "x"}), "NotAWordFile", "no Word document"),
        (word_file(parts={"word/document.xml": None}), "DocumentPartMissing", "no document"),
        (word_file(main_type=MAIN_TYPE.replace("wordprocessing", "spreadsheet")), "NotAWordFile", "Office file"),
    ],
)
def test_what_is_no_sound_word_file_is_refused_by_name(data: bytes, rule: str, says: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        open_package(data, "redline.docx")
    assert type(refused.value).__name__ == rule
    assert says in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("part", [PLAIN[:-9], "", "<w:document>", PLAIN + "<more/>", "\0" + PLAIN])
def test_a_document_part_that_is_no_xml_is_refused_when_it_is_parsed(part: str) -> None:
    package = open_package(_with("word/document.xml", part))
    with pytest.raises(RuleBroken, match="no well-formed XML"):
        _ = package.document


def test_elements_nested_without_end_are_refused() -> None:
    deep = document("<w:p>" * 5_000 + "</w:p>" * 5_000)
    with pytest.raises(RuleBroken, match="no well-formed XML"):
        _ = open_package(_with("word/document.xml", deep)).document


def test_a_bomb_is_refused_by_what_its_header_says_and_never_unpacked() -> None:
    bomb = word_file(parts={"word/document.xml": bytes(30_000_000)})
    assert len(bomb) < 100_000
    started = time.process_time()
    with pytest.raises(RuleBroken, match="grows more than 150 times"):
        open_package(bomb)
    assert time.process_time() - started < 0.1


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (ArchiveLimits(total=3 * 1024 * 1024), "unpacks to more than 3 MB"),
        (ArchiveLimits(one_part=1024 * 1024), "unpacks to more than 1 MB"),
        (ArchiveLimits(upload=1024 * 1024), "more than 1 MB"),
    ],
)
def test_files_and_parts_larger_than_the_limits_are_refused(limits: ArchiveLimits, says: str) -> None:
    numbers = " ".join(map(str, range(500_000)))
    with pytest.raises(RuleBroken, match=says):
        open_package(_with("word/styles.xml", f"<styles>{numbers}</styles>"), limits=limits)


def test_trailing_bytes_and_pictures_that_pack_well_do_no_harm() -> None:
    data = word_file(paragraph("Words"), parts={"word/media/white.bmp": bytes(2_000_000)}) + bytes(500)
    assert open_package(data).document[0][0][0][0].text == "Words"


def test_a_file_in_strict_form_reads_as_a_transitional_one_and_its_words_stay() -> None:
    address = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    strict = document(paragraph(f"See {address}")).replace(NAMESPACE, address, 1)
    strict = strict.replace(RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships", 1)
    styles = f'<w:styles xmlns:w="{address}"/>'
    package = open_package(word_file(related={"styles": styles}, parts={"word/document.xml": strict}), "strict.docx")
    assert package.is_strict
    assert package.document.tag == f"{{{NAMESPACE}}}document"
    assert package.document[0][0][0][0].text == f"See {address}"
    found = package.related_xml("styles")
    assert found is not None
    assert found.tag == f"{{{NAMESPACE}}}styles"
    assert RELATIONS in package.part("word/document.xml").decode()


def test_relationships_lead_to_parts_and_never_out_of_the_file() -> None:
    held = (
        f'<Relationship Id="rId1" Type="{RELATIONS}/styles" Target="/word/styles.xml"/>'
        f'<Relationship Id="rId2" Type="{RELATIONS}/hyperlink" Target="http://example.com/a" TargetMode="External"/>'
        f'<Relationship Id="rId3" Type="{RELATIONS}/attachedTemplate" Target="file:///x.dotm" TargetMode="External"/>'
        f'<Relationship Id="rId4" Type="{RELATIONS}/footnotes" Target="http://example.com/b" TargetMode="External"/>'
        f'<Relationship Id="rId5" Type="{RELATIONS}/image" Target="../word/media/./a.png"/>'
    )
    package = open_package(
        word_file(parts={"word/_rels/document.xml.rels": relationships(held), "word/styles.xml": "<styles/>"})
    )
    assert package.related("styles") == "word/styles.xml"
    assert package.related("footnotes") is None
    assert package.related_xml("numbering") is None
    assert package.relationships()["rId2"].target == "http://example.com/a"
    assert package.relationships()["rId2"].is_external
    assert package.relationships()["rId5"].target == "word/media/a.png"


def test_parts_are_found_whatever_the_case_of_their_names() -> None:
    package = open_package(_with("Word/Styles.XML", "<styles/>"))
    assert "word/styles.xml" in package
    assert package.xml("word/styles.xml") is not None
    assert package.xml("word/none.xml") is None
    with pytest.raises(RuleBroken, match="no part"):
        package.part("word/none.xml")


def test_media_types_come_from_the_part_and_else_from_its_ending() -> None:
    package = open_package(_with("word/styles.xml", "<styles/>"))
    assert package.media_type("word/document.xml") == MAIN_TYPE
    assert package.media_type("word/styles.xml") == "application/xml"
    assert package.media_type("word/media/a.png") == ""


def test_entities_comments_and_instructions_are_no_words() -> None:
    root = parse_xml(b"<a>one<!-- two --><?three four?> &amp; &#x41;</a>")
    assert root.text == "one & A"


def test_a_zip_of_word_files_keeps_the_same_limits() -> None:
    archive = open_archive(zipped({"Appendix A.docx": b"one", "folder/Appendix B.docx": b"two"}))
    assert archive.names == ("Appendix A.docx", "folder/Appendix B.docx")
    assert (archive.read("folder/Appendix B.docx"), archive.size_of("Appendix A.docx")) == (b"two", 3)
    with pytest.raises(RuleBroken, match="2 parts"):
        open_archive(zipped({"a": b"one", "b": b"two"}), ArchiveLimits(parts=1))
    with pytest.raises(RuleBroken, match="no part"):
        archive.read("Appendix C.docx")


def test_a_small_part_may_be_packed_tight() -> None:
    assert "word/styles.xml" in open_package(_with("word/styles.xml", f"<styles>{' ' * 90_000}</styles>"))


def test_every_file_of_the_corpus_opens(shared: Path) -> None:
    files = sorted((shared / "corpus").glob("*/*.docx"))
    assert files
    for file in files:
        package = open_package(file.read_bytes(), file.name)
        assert package.document_name == "word/document.xml"
        assert package.document.tag == f"{{{NAMESPACE}}}document"


def test_what_a_file_says_in_a_refusal_cannot_steer_a_terminal() -> None:
    with pytest.raises(RuleBroken) as refused:
        open_package(_with("word/\x1b[2J\u202e.xml", DOCTYPE))
    assert str(refused.value).isprintable()


def test_the_package_namespace_is_what_the_builder_says() -> None:
    # The builder and the reader spell it apart, so that neither can drift.
    assert parse_xml(relationships("").encode()).tag == f"{{{PACKAGE}/relationships}}Relationships"
