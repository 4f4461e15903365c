"""Nothing is dropped: the words of a text are the words of the report that is read from it."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.documents.report import read_report_text
from voting.domain.modifications.report import ModificationReport

_WORD = re.compile(r"[^\W_]+")
# The word in front of a number or letter is said by the field that holds it: parts, appendices, annexes.
_SAID_BY_THE_FIELD = frozenset({"appendix", "annex", "attachment", "part", "section"})


def _placed(report: ModificationReport) -> str:
    pieces = [*report.furniture, *report.unread]
    pieces += [f"{part.number} {part.heading} {part.text}" for part in (*report.parts, *report.appendices)]
    pieces += [f"{annex.letter} {annex.about}" for annex in report.annexes]
    pieces += [f"{note.mark} {note.text}" for note in report.footnotes]
    pieces += [value for value in (report.contact.name, report.contact.phone, report.contact.email) if value]
    return "\n".join(pieces)


def _words(text: str) -> Counter[str]:
    return Counter(word for word in _WORD.findall(text) if word.casefold() not in _SAID_BY_THE_FIELD)


def _signs(text: str) -> Counter[str]:
    return Counter(sign for word in _words(text).elements() for sign in word)


def _lost(text: str) -> Counter[str]:
    return _words(text) - _words(_placed(read_report_text(text).report))


_LINES = st.sampled_from(
    [
        *("1. Summary", "2. Issue", "3. Solution", "4. Impacts", "5. Costs", "6. Implementation approach", "7. Views"),
        *("Appendix 1: Progression timetable", "Appendix 2: Glossary", "Contents", "1. Summary 3", "2. Issue ...... 4"),
        *("MP905 ‘Lamps’", "Modification Report", "Page 1 of 9", "Version 1.0", "About this document", "4 March 2023"),
        *(
            "Contact",
            "If you have any questions, please contact:",
            "Ada Lamp",
            "020 7946 0001",
            "Email: ada@example.org",
        ),
        *("This document has two annexes:", "• Annex A contains words", "Annex B holds more and", "more words."),
        *("Proposed Solution", "Alternative Solution 1", "DCC costs", "Total £5,000", "✓ Large Suppliers", "X"),
        *("Other SEC Parties ✓ DCC", "• Section L ‘Lamps’", "Appendix D", "SEC Appendices A, B", "and C will change."),
        *("Event/Action Date", "Raised 21 Jun 2021", "Consulted 1 –", "22 Dec 2021", "Vote TBC", "Acronym Full term"),
        *(
            "DCC Data Communications",
            "Company",
            "Objective (a)",
            "It is neutral.",
            "(a) an item;",
            "L1.2 Quoted",
            "[…]",
        ),
        *("a line that goes on and on until it is full and is wrapped at the edge of the page where", "it ends.", "12"),
        *("https://example.org/a", "<script>alert</script>", "=cmd|calc", "‘unclosed", "(unclosed", "naïve Ünïcode ﬁ"),
    ]
)
_TEXTS = st.lists(st.tuples(_LINES, st.sampled_from(["\n", "\n\n", "\n \n\n", "\n\f", "\r\n"])), max_size=40).map(
    lambda rows: "".join(line + end for line, end in rows)
)


@settings(max_examples=60, deadline=None)
@given(_TEXTS)
def test_every_word_of_any_text_is_placed(text: str) -> None:
    assert not _lost(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_every_word_of_mere_noise_is_placed(text: str) -> None:
    # What nothing can hold became U+FFFD, and signs without width were taken out, before anything was read.
    cleaned = read_report_text(text).text
    visible = "".join(sign for sign in cleaned if sign.isspace() or (sign.isprintable() and sign != "\ufffd"))
    assert not _words(visible) - _words(_placed(read_report_text(visible).report))


@pytest.mark.parametrize(
    "name",
    [
        "clean",
        "older_template",
        "other_order",
        "two_solutions_three_columns",
        "unnumbered_unwrapped",
    ],
)
def test_every_word_of_a_variant_is_placed(variant_text: Callable[[str], str], name: str) -> None:
    assert not _lost(variant_text(name))


@pytest.mark.parametrize("name", ["determined_with_alternative", "observations_and_two_alternatives"])
def test_only_the_marks_of_footnotes_leave_the_words_they_were_glued_to(
    variant_text: Callable[[str], str], name: str
) -> None:
    text = variant_text(name).translate(str.maketrans("¹²", "12"))
    report = read_report_text(variant_text(name)).report
    lost = _signs(text) - _signs(_placed(report))
    assert lost == Counter(note.mark for note in report.footnotes)


def test_every_sign_of_the_real_report_is_placed(seed_text: str) -> None:
    report = read_report_text(seed_text).report
    assert _signs(seed_text) - _signs(_placed(report)) == Counter("123")


def test_a_second_annex_of_one_letter_is_not_lost() -> None:
    report = read_report_text("• Annex A contains words.\n• Annex A holds others.\n\n1. Summary\nNone.\n").report
    assert [annex.about for annex in report.annexes] == ["contains words."]
    assert report.unread == ("Annex A holds others.",)


def test_what_stands_before_the_parts_and_is_not_of_the_template_is_unread() -> None:
    read = read_report_text("A remark that belongs nowhere.\n\n1. Summary\nWords.\n2. Issue\nMore.")
    assert read.report.unread == ("A remark that belongs nowhere.",)
    assert read.sources["unread/1"][0].first_line == 1
