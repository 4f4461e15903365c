"""Footnotes and furniture are told from the words around them, and what only looks like one stays where it is."""

import pytest

from voting.documents.report import read_report_text
from voting.domain.modifications.report import ModificationReport

_END = "\n\n2. Issue\n\nNone.\n"


def _summary(text: str) -> ModificationReport:
    return read_report_text(f"1. Summary\n\n{text}{_END}").report


@pytest.mark.parametrize(
    ("words", "note", "left"),
    [
        ("It was agreed in June 20211.", "1 The minutes.", "It was agreed in June 2021."),
        ("The Authority1 agreed.", "1 Ofgem.", "The Authority agreed."),
        ("Objective (f)1 is met.", "1 In short.", "Objective (f) is met."),
        ("It is ‘good’1 so far.", "1 In short.", "It is ‘good’ so far."),
        ("It is so.1 It was not.", "1 In short.", "It is so. It was not."),
        ("It is so¹ here.", "¹ In short.", "It is so here."),
    ],
)
def test_a_mark_is_taken_from_the_word_it_is_glued_to(words: str, note: str, left: str) -> None:
    report = _summary(f"{words}\n{note}\f")
    assert report.parts[0].text == left
    assert [(note.mark, note.text) for note in report.footnotes] == [("1", note[2:])]


@pytest.mark.parametrize(
    "text",
    [
        # No mark above it; not at the end of its page; an acronym or a version rather than a mark.
        "It was agreed.\n1 The minutes.\f",
        "The Authority1 agreed.\n1 Ofgem.\n" + "More words.\n" * 15 + "\fNext page.",
        "SMETS1 meters are old.\n1 Ofgem.\f",
        "Version 2.1 is old.\n1 Ofgem.\f",
    ],
)
def test_a_line_that_begins_with_a_number_is_no_note_without_a_mark(text: str) -> None:
    report = _summary(text)
    assert report.footnotes == ()
    assert "Ofgem." in report.parts[0].text or "The minutes." in report.parts[0].text


def test_a_mark_far_above_is_of_another_page() -> None:
    report = _summary("The Authority1 agreed.\n" + "Words.\n" * 130 + "1 Ofgem.\f")
    assert report.footnotes == ()


def test_a_web_address_at_the_end_of_a_page_is_left_over_from_a_link() -> None:
    report = _summary("It is done.\nhttps://example.org/lamps\n\fNext.")
    assert "https://example.org/lamps" in report.furniture


def test_a_web_address_that_ends_a_sentence_stays_in_it() -> None:
    report = _summary("It can be found at\nhttps://example.org/lamps\n\fNext.")
    assert "https://example.org/lamps" in report.parts[0].text


def test_a_sentence_that_comes_again_is_no_running_head() -> None:
    report = _summary("\n\n".join(["Head", "It is neutral against this area."] * 5))
    assert report.parts[0].text.count("It is neutral") == 5
    assert report.furniture == ()


def test_a_number_alone_in_a_table_is_no_page_number() -> None:
    assert "7" in _summary("Days\n7\nPounds\n4200").parts[0].text.split("\n")
