"""What counts as text in a Word paragraph, and under which revisions each piece stands."""

from collections.abc import Callable

import pytest

from tests.builders.word import (
    by,
    cell,
    deleted,
    inserted,
    moved,
    notes,
    paragraph,
    row,
    run,
    table,
    word_file,
)
from voting.documents.word.package import open_package
from voting.documents.word.paragraphs import Story, TrackedParagraph, tracked
from voting.domain.legal_text import Cell, OtherRevisionKind, SpanKind, as_is_text, to_be_text

INS, DEL, FROM, TO = SpanKind.INSERT, SpanKind.DELETE, SpanKind.MOVE_FROM, SpanKind.MOVE_TO
Revised = dict[str, str]


def _read(*blocks: str, related: Revised | None = None) -> list[TrackedParagraph]:
    found = tracked(open_package(word_file(*blocks, related=related)))
    return [each for paragraph in found.paragraphs for each in paragraph.with_attached()]


def _text(*content: str) -> str:
    (only,) = _read(paragraph(*content))
    return to_be_text(only.spans)


def _in_run(inner: str) -> str:
    return f"<w:r>{inner}</w:r>"


FIELD = (
    _in_run('<w:fldChar w:fldCharType="begin"/>')
    + _in_run("<w:instrText> REF clause7 \\h </w:instrText>")
    + _in_run('<w:fldChar w:fldCharType="separate"/>')
    + run("7.1")
    + _in_run('<w:fldChar w:fldCharType="end"/>')
)
BEGIN, SEPARATE, END = (_in_run(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end"))


HALF = "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
RUBY = f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('r')}</w:rt><w:rubyBase>{run('base')}</w:rubyBase></w:ruby></w:r>"
TWO_CHOICES = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='x'><w:t>first</w:t></mc:Choice><mc:Choice Requires='y'>"
    "<w:t>second</w:t></mc:Choice><mc:Fallback><w:t>last</w:t></mc:Fallback></mc:AlternateContent></w:r>"
)


def _code(words: str) -> str:
    return _in_run(f"<w:instrText>{words}</w:instrText>")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ((run("plain"),), "plain"),
        ((run("a"), run(" b "), run("c")), "a b c"),
        ((_in_run("<w:t>a</w:t><w:tab/><w:t>b</w:t>"),), "a\tb"),
        ((_in_run("<w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/>"),), "a\nb\n"),
        ((_in_run('<w:t>a</w:t><w:br w:type="page"/>'),), "a\n"),
        ((_in_run("<w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:softHyphen/><w:t>t</w:t>"),), "co\u2011op\u00adt"),
        ((_in_run('<w:ptab w:relativeTo="margin"/><w:t>a</w:t>'),), "\ta"),
        ((_in_run('<w:sym w:font="Wingdings" w:char="F0FC"/>'),), "✓"),
        ((_in_run('<w:sym w:font="Symbol" w:char="F0B7"/>'),), "•"),
        ((_in_run('<w:sym w:font="Other" w:char="2022"/>'),), "•"),
        ((_in_run('<w:sym w:font="Other" w:char="nothing"/>'),), ""),
        ((_in_run("<w:t>a&lt;script&gt; &amp; &#x2014;</w:t>"),), "a<script> & —"),
        ((_in_run("<w:t/><w:t>a</w:t><w:lastRenderedPageBreak/><w:annotationRef/>"),), "a"),
        ((f'<w:hyperlink r:id="rId9">{run("link")}</w:hyperlink>',), "link"),
        ((f"<w:smartTag><w:smartTag>{run('London')}</w:smartTag></w:smartTag>",), "London"),
        ((f"<w:customXml><w:customXmlPr/>{run('x')}</w:customXml>",), "x"),
        ((f'<w:sdt><w:sdtPr><w:alias w:val="no"/></w:sdtPr><w:sdtContent>{run("in")}</w:sdtContent></w:sdt>',), "in"),
        ((f"<w:bdo w:val='rtl'>{run('שלום')}</w:bdo><w:dir>{run('x')}</w:dir>",), "שלוםx"),
        ((f'<w:permStart w:id="1"/>{run("a")}<w:permEnd w:id="1"/><w:proofErr/>',), "a"),
        ((f'<w:commentRangeStart w:id="1"/>{run("a")}<w:commentRangeEnd w:id="1"/>',), "a"),
        ((_in_run('<w:commentReference w:id="1"/>'), run("a")), "a"),
        ((HALF,), "12"),
        ((f'<w:fldSimple w:instr=" DATE ">{run("1 May")}</w:fldSimple>',), "1 May"),
        ((run("see "), FIELD, run(".")), "see 7.1."),
        ((BEGIN, _code("IF "), BEGIN, _code("PAGE"), SEPARATE, run("5"), END, SEPARATE, run("shown"), END), "shown"),
        ((BEGIN, _code("TOC"), SEPARATE, run("a"), BEGIN, _code("PAGEREF"), SEPARATE, run("3"), END, END), "a3"),
        ((BEGIN, _code("never separated"), END, run("after")), "after"),
        ((SEPARATE, run("a"), END, END, run("b")), "ab"),
        ((RUBY,), "rbase"),
        ((TWO_CHOICES,), "first"),
        (("<w:r><mc:AlternateContent><mc:Fallback><w:t>last</w:t></mc:Fallback></mc:AlternateContent></w:r>",), "last"),
        ((f"<x:unknown xmlns:x='urn:x'><x:deep>{run('kept')}</x:deep></x:unknown>",), "kept"),
    ],
)
def test_text_is_what_word_shows_whatever_is_around_it(content: tuple[str, ...], text: str) -> None:
    assert _text(*content) == text


def test_the_properties_of_a_paragraph_are_no_text() -> None:
    tabs = '<w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs>'
    (only,) = _read(paragraph("a", properties=tabs))
    assert to_be_text(only.spans) == "a"


def test_a_field_that_a_paragraph_does_not_end_swallows_nothing_after_it() -> None:
    found = _read(paragraph(BEGIN, _code("broken ")), paragraph("one"), paragraph(FIELD))
    assert [to_be_text(each.spans) for each in found] == ["", "one", "7.1"]


def test_text_inside_the_code_of_a_field_is_left_out_and_told() -> None:
    code = (BEGIN, _code("IF "), BEGIN, _code("PAGE"), SEPARATE, inserted("5"), END, SEPARATE, run("x"), END)
    document = tracked(open_package(word_file(paragraph(*code))))
    assert [(span.kind, span.text) for span in document.left_out] == [(INS, "5")]


def test_pieces_to_which_the_same_happened_are_one_span() -> None:
    who = by(number=1)
    (only,) = _read(paragraph("a", run("b"), inserted("c", who=who), inserted("d", who=who), inserted("e")))
    assert [(span.kind, span.text) for span in only.spans] == [(SpanKind.EQUAL, "ab"), (INS, "cde")]


def test_nested_revisions_stand_outermost_first() -> None:
    inner = inserted("x", deleted(inserted("y", who=by("C", "3")), who=by("B", "2")), who=by("A", "1"))
    (only,) = _read(paragraph(inner))
    assert [(span.kind, span.author, [outer.author for outer in span.within]) for span in only.spans] == [
        (INS, "A", []),
        (INS, "C", ["A", "B"]),
    ]


@pytest.mark.parametrize(
    ("who", "author", "date"),
    [
        (by("A", "2025-01-01T10:00:00Z"), "A", "2025-01-01T10:00:00Z"),
        (by("A", "2025-07-01T10:00:00Z", utc="2025-07-01T09:00:00Z"), "A", "2025-07-01T09:00:00Z"),
        (by(None, None), "", ""),
        (by("", None), "", ""),
    ],
)
def test_the_date_in_utc_comes_first_and_author_and_date_may_be_missing(who: str, author: str, date: str) -> None:
    (only,) = _read(paragraph(inserted("x", who=who)))
    assert (only.spans[0].author, only.spans[0].date) == (author, date)


def test_a_move_carries_the_name_of_its_range_text_and_mark_alike() -> None:
    found = _read(
        paragraph(moved("From", "m1", "a"), mark="moveFrom"),
        paragraph("between"),
        paragraph(moved("To", "m1", "a"), mark="moveTo"),
    )
    assert [(found[0].spans[0].kind, found[0].spans[0].move), found[0].mark[0].move] == [(FROM, "m1"), "m1"]
    assert [(found[2].spans[0].kind, found[2].spans[0].move), found[2].mark[0].move] == [(TO, "m1"), "m1"]


def test_ranges_of_moves_may_stand_around_paragraphs_and_share_ids() -> None:
    def block(way: str, name: str) -> str:
        start = f'<w:move{way}RangeStart w:id="0" w:name="{name}"/>'
        return start + paragraph(f"<w:move{way}>{run(name)}</w:move{way}>") + f'<w:move{way}RangeEnd w:id="0"/>'

    found = _read(block("From", "one"), block("From", "two"), block("To", "two"), block("To", "one"))
    assert [each.spans[0].move for each in found] == ["one", "two", "two", "one"]


def test_a_mark_that_moves_has_the_name_of_a_range_that_began_before_and_ends_in_its_paragraph() -> None:
    start, end = f'<w:moveFromRangeStart{by(number=7)} w:name="m1"/>', '<w:moveFromRangeEnd w:id="7"/>'
    away = f"<w:moveFrom{by()}>{run('a')}</w:moveFrom>"
    found = _read(paragraph(start, away, mark="moveFrom"), paragraph(away, end, mark="moveFrom"), paragraph("b"))
    assert [each.mark[0].move for each in found[:2]] == ["m1", "m1"]


def test_marks_have_their_insertion_before_their_deletion() -> None:
    (found,) = _read(paragraph("a", mark="del ins"))
    assert [each.kind for each in found.mark] == [INS, DEL]


def test_only_a_paragraph_with_another_next_to_it_is_followed() -> None:
    wrapped = f"<w:sdt><w:sdtContent>{paragraph('c')}</w:sdtContent></w:sdt>"
    found = _read(paragraph("a"), paragraph("b"), wrapped, table(row(cell("d", "e"))), paragraph("f"))
    assert [(to_be_text(each.spans), each.is_followed) for each in found] == [
        ("a", True),
        ("b", True),
        ("c", False),
        ("d", True),
        ("e", False),
        ("f", False),
    ]


def test_paragraphs_in_cells_know_their_place_and_nested_tables_are_tables_of_their_own() -> None:
    nested = table(row("in"))
    found = _read(table(row("a", cell(paragraph("b"), nested, paragraph("c"))), row("d")), table(row("e")))
    assert [(to_be_text(each.spans), each.cell) for each in found] == [
        ("a", Cell(0, 0, 0)),
        ("b", Cell(0, 0, 1)),
        ("in", Cell(1, 0, 0)),
        ("c", Cell(0, 0, 1)),
        ("d", Cell(0, 1, 0)),
        ("e", Cell(2, 0, 0)),
    ]


def test_rows_and_cells_may_be_wrapped_in_controls() -> None:
    wrapped = f"<w:sdt><w:sdtPr/><w:sdtContent>{row('b')}</w:sdtContent></w:sdt>"
    held = f"<w:tr><w:sdt><w:sdtContent>{cell('c')}</w:sdtContent></w:sdt>{cell('d')}</w:tr>"
    found = _read(table(row("a"), wrapped, held))
    assert [(to_be_text(each.spans), each.cell) for each in found] == [
        ("a", Cell(0, 0, 0)),
        ("b", Cell(0, 1, 0)),
        ("c", Cell(0, 2, 0)),
        ("d", Cell(0, 2, 1)),
    ]


@pytest.mark.parametrize(
    ("content", "revised", "kinds"),
    [
        (run("kept"), "del", [(DEL, [])]),
        (run("kept"), "ins", [(INS, [])]),
        (deleted("gone"), "del", [(DEL, [])]),
        (inserted("new"), "ins", [(INS, [])]),
        (inserted("new"), "del", [(INS, [DEL])]),
        (deleted("gone"), "ins", [(DEL, [INS])]),
        (run("a") + deleted("b"), "del", [(DEL, [])]),
    ],
)
def test_what_happens_to_a_row_happens_to_its_text_once(
    content: str, revised: str, kinds: list[tuple[SpanKind, list[SpanKind]]]
) -> None:
    (only,) = _read(table(row(cell(paragraph(content)), revised=revised)))
    assert [(span.kind, [outer.kind for outer in span.within]) for span in only.spans] == kinds
    assert [noted.kind for noted in only.noted] == [OtherRevisionKind.ROW]


def test_cells_are_inserted_deleted_and_covered_by_merged_ones() -> None:
    merged = cell("m", properties="<w:vMerge/>")
    begins = cell("s", properties='<w:vMerge w:val="restart"/>')
    found = _read(table(row(cell("a", revised="cellDel"), cell("b", revised="cellIns"), begins, merged)))
    assert [each.spans[0].kind for each in found] == [DEL, INS, SpanKind.EQUAL, SpanKind.EQUAL]
    assert [each.is_covered for each in found] == [False, False, False, True]


def _note(number: int, kind: str = "footnote") -> str:
    return _in_run(f'<w:{kind}Reference w:id="{number}"/>')


def test_notes_are_attached_and_stand_and_fall_with_their_references() -> None:
    written = notes("footnote", paragraph("kept"), paragraph("new"), paragraph("gone"), paragraph("never shown"))
    found = _read(
        paragraph("a", _note(1), inserted(_note(2)), deleted(_note(3)), _note(1)), related={"footnotes": written}
    )
    assert [(to_be_text(each.spans), as_is_text(each.spans), each.story) for each in found] == [
        ("a", "a", Story.BODY),
        ("kept", "kept", Story.FOOTNOTE),
        ("new", "", Story.FOOTNOTE),
        ("", "gone", Story.FOOTNOTE),
    ]


def test_a_reference_to_a_note_that_is_not_there_is_nothing() -> None:
    found = _read(paragraph("a", _note(9), _note(1, "endnote")))
    assert [to_be_text(each.spans) for each in found] == ["a"]


def _box(*blocks: str, legacy: bool = False) -> str:
    held = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    if legacy:
        return _in_run(f"<w:pict><v:shape><v:textbox>{held}</v:textbox></v:shape></w:pict>")
    drawing = f"<w:drawing><wps:wsp><wps:txbx>{held}</wps:txbx></wps:wsp></w:drawing>"
    fallback = f"<w:pict><v:textbox>{held}</v:textbox></w:pict>"
    choice = f'<mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>'
    return _in_run(f"<mc:AlternateContent>{choice}</mc:AlternateContent>")


def test_text_boxes_are_read_once_and_after_the_text_they_stand_in() -> None:
    inner = paragraph("box", _box(paragraph("box in box")))
    found = _read(paragraph("a", _box(inner), "b", _box(paragraph("old"), legacy=True)), paragraph("c"))
    assert [(to_be_text(each.spans), each.story) for each in found] == [
        ("ab", Story.BODY),
        ("box", Story.TEXT_BOX),
        ("box in box", Story.TEXT_BOX),
        ("old", Story.TEXT_BOX),
        ("c", Story.BODY),
    ]


def test_an_inserted_picture_is_noted_and_its_box_is_inserted() -> None:
    host, box = _read(paragraph("a", inserted(_box(paragraph("in box")))))
    assert [(noted.kind, noted.what) for noted in host.noted] == [
        (OtherRevisionKind.PICTURE, "picture or shape inserted")
    ]
    assert box.spans[0].kind is INS


TABLE_CHANGED = (
    f"<w:tbl><w:tblPr><w:tblPrChange{by()}><w:tblPr/></w:tblPrChange></w:tblPr><w:tblGrid><w:tblGridChange{by()}/>"
    f"</w:tblGrid><w:tr><w:trPr><w:trPrChange{by()}><w:trPr/></w:trPrChange></w:trPr>{cell('a')}</w:tr></w:tbl>"
)
CHANGES: list[tuple[str, list[tuple[str, str]]]] = [
    (paragraph(run("a", properties=f"<w:b/><w:rPrChange{by()}><w:rPr/></w:rPrChange>")), [("format", "rPrChange")]),
    (paragraph("a", properties=f"<w:jc/><w:pPrChange{by()}><w:pPr/></w:pPrChange>"), [("format", "pPrChange")]),
    (
        paragraph("a", properties=f'<w:numPr><w:numId w:val="1"/></w:numPr><w:pPrChange{by()}><w:pPr/></w:pPrChange>'),
        [("numbering", "pPrChange")],
    ),
    (
        paragraph("a", properties=f'<w:numPr><w:numId w:val="1"/><w:ins{by()}/></w:numPr>'),
        [("numbering", "numPr/ins")],
    ),
    (
        paragraph("a", properties=f'<w:numPr><w:numberingChange{by()} w:original="%1:3:0:."/></w:numPr>'),
        [("numbering", "numberingChange")],
    ),
    (
        paragraph("a", properties=f"<w:sectPr><w:sectPrChange{by()}><w:sectPr/></w:sectPrChange></w:sectPr>"),
        [("format", "sectPrChange")],
    ),
    (paragraph(f"<w:customXmlInsRangeStart{by()}/>", "a"), [("content_control", "customXmlInsRangeStart")]),
    (paragraph(inserted(BEGIN, _code("X"), SEPARATE, run("r"), END)), [("field", "fldChar")]),
    (
        table(row(cell("a", properties=f"<w:cellMerge{by()}/><w:tcPrChange{by()}><w:tcPr/></w:tcPrChange>"))),
        [("cell", "cellMerge"), ("format", "tcPrChange")],
    ),
    (
        TABLE_CHANGED,
        [("format", "tblPrChange"), ("format", "tblGridChange"), ("format", "trPrChange")],
    ),
    (table(row(cell("a", revised="cellDel"))), [("cell", "cellDel")]),
]


@pytest.mark.parametrize(("block", "noted"), CHANGES)
def test_revisions_that_are_no_text_are_noted_where_they_stand(block: str, noted: list[tuple[str, str]]) -> None:
    first, *_ = _read(block, paragraph("after"))
    assert [(each.kind.value, each.element) for each in first.noted] == noted
    assert all(each.author == "Ann Alder" for each in first.noted)


def test_the_properties_from_before_a_change_are_not_read_as_changes() -> None:
    before = f"<w:pPr><w:numPr><w:ins{by('Old')}/></w:numPr></w:pPr>"
    (found,) = _read(paragraph("a", properties=f"<w:pPrChange{by()}>{before}</w:pPrChange>"))
    assert {each.author for each in found.noted} == {"Ann Alder"}


def test_the_last_section_belongs_to_the_document() -> None:
    last = f"<w:sectPr><w:sectPrChange{by()}><w:sectPr/></w:sectPrChange></w:sectPr>"
    found = tracked(open_package(word_file(paragraph("a"), last)))
    assert [each.element for each in found.noted] == ["sectPrChange"]


@pytest.mark.parametrize(
    ("runs", "bold"),
    [
        ((run("Term", properties="<w:b/>"), run(" means")), 4),
        ((run("Te", properties="<w:b/>"), run("rm", properties='<w:b w:val="1"/>'), run(" means")), 4),
        ((run("Term", properties='<w:b w:val="0"/>'),), 0),
        ((run("a "), run("Term", properties="<w:b/>")), 0),
    ],
)
def test_bold_type_at_the_start_is_counted(runs: tuple[str, ...], bold: int) -> None:
    (only,) = _read(paragraph(*runs))
    assert only.bold == bold


def test_number_fields_are_kept_with_their_place_and_what_is_around_them() -> None:
    field = BEGIN + _code(" LISTNUM ") + END
    (only,) = _read(paragraph("ab", inserted("c", field), '<w:fldSimple w:instr="LISTNUM \\l 2"/>'))
    assert [(each.spans, each.characters, each.instruction.strip()) for each in only.number_fields] == [
        (2, 1, "LISTNUM"),
        (2, 1, "LISTNUM \\l 2"),
    ]
    assert [len(each.context) for each in only.number_fields] == [1, 0]


@pytest.mark.parametrize("wrap", [inserted, deleted], ids=["inserted", "deleted"])
def test_whole_paragraphs_inside_a_revision_take_it_on(wrap: Callable[..., str]) -> None:
    (only,) = _read(wrap(paragraph("a")))
    assert only.spans[0].kind in {INS, DEL}


def test_words_outside_a_paragraph_are_kept() -> None:
    assert [to_be_text(each.spans) for each in _read(run("stray"), paragraph("a"))] == ["stray", "a"]


def test_a_document_without_a_body_has_no_paragraphs() -> None:
    empty = word_file(
        parts={
            "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
        }
    )
    assert tracked(open_package(empty)).paragraphs == ()
