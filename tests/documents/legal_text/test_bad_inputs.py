"""Every bad input that the design names has its sentence, or is read right: a table for each, through one door."""

import pytest

from tests.builders.numbering import a_list, level, numbers, use
from tests.builders.word import (
    MAIN_TYPE,
    NAMESPACE,
    NAMESPACES,
    RELATIONS,
    by,
    cell,
    content_types,
    deleted,
    document,
    inserted,
    moved,
    notes,
    paragraph,
    relationships,
    row,
    run,
    table,
    word_file,
    zipped,
)
from voting.documents.legal_text.from_word import read_redline
from voting.domain.errors import RuleBroken
from voting.domain.legal_text import SpanKind, broken_invariants

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
WORDS = document(paragraph("Words"))
REFERENCE = '<w:r><w:footnoteReference w:id="1"/></w:r>'


def _with(name: str, part: str | bytes) -> bytes:
    """A sound file with a further part in its folder."""
    return word_file(paragraph("Words"), parts={f"word/{name}": part})


def _numbered(*blocks: str) -> bytes:
    """A file with a list of 1., 1.1, (a), (i), (aa); blocks are given by their level and words, or whole."""
    levels = [
        level(0, "%1."),
        level(1, "%1.%2"),
        level(2, "(%3)", "lowerLetter"),
        level(3, "(%4)", "lowerRoman"),
    ]
    lists = a_list(0, *levels) + a_list(1, *levels) + use(1, 0) + use(2, 1) + use(3, 0, {0: 1, 1: 1})
    return word_file(*blocks, related={"numbering": f"<w:numbering {NAMESPACES}>{lists}</w:numbering>"})


def _item(index: int, *content: str, list_id: int = 1, mark: str = "") -> str:
    return paragraph(*(content or ("The User shall do so.",)), properties=numbers(list_id, index), mark=mark)


def _twice() -> bytes:
    once = zipped({"[Content_Types].xml": content_types(), "word/document.xml": WORDS, "word/documenX.xml": WORDS})
    return once.replace(b"word/documenX.xml", b"word/document.xml")


REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing at all": (b"", "The file is empty"),
    "an old .doc with the new ending": (OLE + b"WordDocument" * 9, "in the old .doc form of Word"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "with macros": (_with("vbaProject.bin", b"x"), "macros"),
    "two files of one name in the zip": (_twice(), "twice"),
    "a zip in the zip": (_with("thing.bin", zipped({"a.txt": "a"})), "thing.bin"),
    "a zip of Word files": (zipped({"one.docx": "x"}), "zip of files"),
    "an embedded object": (_with("embeddings/oleObject1.bin", b"x"), "embedded"),
    "a document type": (_with("styles.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "styles.xml"),
    "an entity that nobody declared": (word_file(paragraph("a").replace(">a<", ">&b;<")), "no well-formed XML"),
    "an entity that fetches a file": (
        word_file(parts={"word/document.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + WORDS}),
        "document.xml",
    ),
    "a part that grows without end": (_with("styles.xml", " " * 20_000_000), "grows more than 150 times"),
    "too many parts": (word_file(parts={f"word/p{at}.xml": "<x/>" for at in range(1000)}), "1,004 parts"),
    "no document in it": (word_file(parts={"word/document.xml": None}), "no document"),
    "another Office file": (word_file(main_type=MAIN_TYPE.replace("wordprocessing", "spreadsheet")), "Office file"),
    "cut off": (word_file(paragraph("Words"))[:-40], "damaged"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_gets_a_sentence_that_says_what_is_wrong(what: str) -> None:
    data, says = REFUSED[what]
    with pytest.raises(RuleBroken) as refused:
        read_redline(data, "Appendix D.docx")
    sentence = str(refused.value)
    assert says in sentence
    assert sentence.endswith(".")
    assert sentence.isprintable()


Texts = list[str | None]
READ: dict[str, tuple[bytes, Texts, Texts]] = {
    "no styles and no numbering": (
        word_file(paragraph("A", properties='<w:pStyle w:val="None"/>' + numbers(7, 0))),
        ["A"],
        ["A"],
    ),
    "strict": (
        word_file(parts={"word/document.xml": document(paragraph("A", inserted("b"))).replace(NAMESPACE, STRICT, 1)}),
        ["A"],
        ["Ab"],
    ),
    "bytes after the end": (word_file(paragraph("A", deleted("b"))) + bytes(500), ["Ab"], ["A"]),
    "a move without its other end": (word_file(paragraph("A", moved("From", "m", "b"))), ["Ab"], ["A"]),
    "revisions that share an id": (
        word_file(paragraph(inserted("a", who=by(number=1)), deleted("b", who=by(number=1)))),
        ["b"],
        ["a"],
    ),
    "a range that never ends": (
        word_file(
            paragraph(f'<w:moveFromRangeStart{by()} w:name="m"/>', f"<w:moveFrom{by()}>{run('a')}</w:moveFrom>"),
            paragraph("B"),
        ),
        ["a", "B"],
        ["", "B"],
    ),
    "no author and no date": (word_file(paragraph("A", inserted("b", who=by(None, None)))), ["A"], ["Ab"]),
    "insertion inside deletion inside insertion": (
        word_file(paragraph("A", inserted("b", deleted("c", inserted("d"))))),
        ["A"],
        ["Ab"],
    ),
    "only words that were inserted and deleted again": (
        word_file(paragraph("A"), paragraph(inserted(deleted("b")))),
        ["A", ""],
        ["A", ""],
    ),
    "a deleted row with kept cells": (
        word_file(table(row("a", "b", revised="del"), row("c"))),
        ["a", "b", "c"],
        [None, None, "c"],
    ),
    "a deleted mark before a table": (
        word_file(paragraph("A", mark="del"), table(row("b")), paragraph("C")),
        ["A", "b", "C"],
        ["A", "b", "C"],
    ),
    "a deleted mark before a table, and only a note left before it": (
        word_file(
            paragraph(deleted("A"), REFERENCE, mark="del"),
            table(row("b")),
            related={"footnotes": notes("footnote", paragraph("n"))},
        ),
        ["A", "n", "b"],
        ["", "n", "b"],
    ),
    "a deleted last paragraph": (
        word_file(paragraph("A"), paragraph(deleted("B"), mark="del")),
        ["A", "B"],
        ["A", None],
    ),
    "merged numbered clauses": (
        _numbered(_item(0, "A. ", mark="del"), _item(0, "B."), _item(0, "C.")),
        ["A. ", "B.", "C."],
        [None, "A. B.", "C."],
    ),
    "a footnote inside an insertion": (
        word_file(paragraph("A", inserted("b", REFERENCE)), related={"footnotes": notes("footnote", paragraph("n"))}),
        ["A", None],
        ["Ab", "n"],
    ),
    "from right to left": (
        word_file(paragraph(run("שלום", properties="<w:rtl/>"), inserted(run("ab", properties="<w:rtl/>")))),
        ["שלום"],
        ["שלוםab"],
    ),
    "soft hyphens and spaces that do not break": (
        word_file(paragraph("co\u00adop 5\u00a0MW", inserted("<w:r><w:softHyphen/><w:noBreakHyphen/></w:r>"))),
        ["co\u00adop 5\u00a0MW"],
        ["co\u00adop 5\u00a0MW\u00ad\u2011"],
    ),
    "a clause of ten thousand words": (word_file(paragraph("word " * 10_000)), ["word " * 10_000], ["word " * 10_000]),
    "markup as words": (
        word_file(paragraph(run("<script>alert(1)</script> "), inserted("&amp; ]]>"))),
        ["<script>alert(1)</script> "],
        ["<script>alert(1)</script> &amp; ]]>"],
    ),
    "nothing in it": (word_file(), [], []),
    "a part that is fetched from outside": (
        word_file(
            paragraph("A"),
            parts={
                "word/_rels/document.xml.rels": relationships(
                    f'<Relationship Id="r1" Type="{RELATIONS}/footnotes" Target="http://x.example/" '
                    'TargetMode="External"/>'
                )
            },
        ),
        ["A"],
        ["A"],
    ),
    "a cell without a paragraph": (word_file(table(row(cell(), "b")), paragraph("C")), ["b", "C"], ["b", "C"]),
}


@pytest.mark.parametrize("what", READ)
def test_what_is_odd_and_sound_is_read_right(what: str) -> None:
    data, as_is, to_be = READ[what]
    redline = read_redline(data).redline
    assert [clause.text_as_is for clause in redline.clauses] == as_is
    assert [clause.text_to_be for clause in redline.clauses] == to_be
    assert broken_invariants(redline) == ()


LABELS: dict[str, tuple[bytes, list[str | None], list[str | None]]] = {
    "a typed number next to an automatic one": (
        _numbered(_item(0), paragraph("2. The Panel shall."), _item(0)),
        ["1.", "2.", "2."],
        ["1.", "2.", "2."],
    ),
    "a first part that is automatic": (_numbered(_item(0, "—(1) The User shall.")), ["1.—(1)"], ["1.—(1)"]),
    "a bullet of a symbol font": (word_file(paragraph("\uf0b7\tthe day")), ["•"], ["•"]),
    "roman i after h": (
        _numbered(_item(0), *[_item(2)] * 8, _item(3), _item(2)),
        ["1.", *(f"({letter})" for letter in "abcdefgh"), "(i)", "(i)"],
        ["1.", *(f"({letter})" for letter in "abcdefgh"), "(i)", "(i)"],
    ),
    "letters after z": (
        _numbered(*[_item(2)] * 28),
        [*(f"({chr(97 + at)})" for at in range(26)), "(aa)", "(bb)"],
        [*(f"({chr(97 + at)})" for at in range(26)), "(aa)", "(bb)"],
    ),
    # A level that was passed over has begun.
    "a level that is skipped": (_numbered(_item(0), _item(3), _item(1)), ["1.", "(i)", "1.2"], ["1.", "(i)", "1.2"]),
    "an appendix that begins anew": (
        _numbered(_item(0), _item(0), _item(0, list_id=3), _item(0, list_id=3), _item(0, list_id=2)),
        ["1.", "2.", "1.", "2.", "1."],
        ["1.", "2.", "1.", "2.", "1."],
    ),
    "clauses that are merged and those after them": (
        _numbered(_item(0, "A. ", mark="del"), _item(0, "B."), _item(0, "C.")),
        ["1.", "2.", "3."],
        [None, "1.", "2."],
    ),
}


@pytest.mark.parametrize("what", LABELS)
def test_odd_numbers_are_those_that_word_shows(what: str) -> None:
    data, as_is, to_be = LABELS[what]
    clauses = read_redline(data).redline.clauses
    assert [clause.label_as_is for clause in clauses] == as_is
    assert [clause.label_to_be for clause in clauses] == to_be


def test_a_move_without_its_other_end_is_a_plain_deletion_and_says_so() -> None:
    reading = read_redline(word_file(paragraph("A", moved("From", "m", "b"))))
    assert [(span.kind, span.move) for span in reading.redline.clauses[0].spans] == [
        (SpanKind.EQUAL, ""),
        (SpanKind.DELETE, ""),
    ]
    assert any("one end only" in warning for warning in reading.warnings)
