"""Which stretches of a PDF's page are one line, one row of a table, or lines of one paragraph."""

from collections.abc import Sequence

import pytest

from voting.documents.report.pdf_lines import Box, Stretch, page_texts

SIZE = 10.0
WIDE = 5.0


def at(text: str, left: float, top: float, *cells: float, size: float = SIZE) -> Stretch:
    """Text in print as wide as high by half, whose cells from the second on begin at these edges."""
    words = text.split(" | ")
    edges = [left, *cells]
    gaps = []
    length = 0
    for word, edge in zip(words, edges, strict=True):
        if length:
            gaps.append((length, edge))
            length += 1
        length += len(word)
    begin = edges[-1]
    right = begin + WIDE * len(words[-1])
    first = Box(left, top - size, left + WIDE, top)
    last = Box(right - WIDE, top - size, right, top)
    return Stretch(" ".join(words), first, last, WIDE * len(words[0].split()[0]), tuple(gaps))


# Sixty signs fill a line of three hundred points.
FULL = "Long lines of a paragraph are broken where the next word has"
MORE = "no room, and go on below."
COLUMN = [at("Left", 0, 700 - 12 * line) for line in range(7)]
LINES = [at(FULL, 0, 800 - 12 * line) for line in range(4)]


@pytest.mark.parametrize(
    ("stretches", "text"),
    [
        ([at("June 2021", 0, 700), at("1", 45, 703, size=6)], "June 20211"),
        ([at("Full", 0, 700), at("term", 40, 700)], "Full term"),
        ([at("Above", 0, 700), at("below", 0, 688)], "Above\nbelow"),
        ([at("IKI | Infrastructure", 0, 700, 150), at("Key", 150, 688)], "\nIKI Infrastructure Key\n"),
        (
            [at("IKI | Infrastructure", 0, 700, 150), at("RFC | Comments", 0, 688, 150)],
            "\nIKI Infrastructure\n\n\nRFC Comments\n",
        ),
        ([at("A long", 0, 700), at("event", 0, 688), at("30 Nov", 150, 700)], "\nA long event 30 Nov\n"),
        ([at("• | An item", 0, 700, 30), at("that goes on", 30, 688)], "• An item\nthat goes on"),
        ([at("✓ | DCC", 0, 700, 30), at("Suppliers", 30, 688)], "✓ DCC\nSuppliers"),
        ([at("IKI | Infrastructure", 0, 700, 150), at("(a) item", 150, 688)], "\nIKI Infrastructure\n\n(a) item"),
        ([at("IKI | Infrastructure", 0, 700, 150), at("Far below", 150, 600)], "\nIKI Infrastructure\n\nFar below"),
        ([*COLUMN, at("Right", 150, 700)], "\n".join(["Left"] * 7 + ["", "Right"])),
    ],
    ids=[
        "a raised mark is glued to its word",
        "a gap is a space",
        "what stands below is a line of its own",
        "a cell goes on below itself",
        "the next row is no part of a cell",
        "a cell beside the two lines of another is their row's",
        "an item's own text is no cell",
        "a tick's words are no cell",
        "an item in a cell is a line",
        "far below is no cell",
        "a column is no cell",
    ],
)
def test_what_stands_together_is_one_line(stretches: Sequence[Stretch], text: str) -> None:
    (page,) = page_texts([stretches])
    assert [line.rstrip() for line in page.split("\n")] == text.split("\n")


@pytest.mark.parametrize(
    ("follows", "goes_on"),
    [
        (at(MORE, 0, 752), False),
        (at("Extraordinary words have none.", 0, 752), True),
        (at("Extraordinary words have none.", 0, 730), False),
        (at("Extraordinary words have none.", 0, 752, size=14), False),
    ],
    ids=["a short word had room", "a long word had none", "a paragraph below", "a heading below"],
)
def test_a_line_goes_on_where_the_next_word_had_no_room(follows: Stretch, goes_on: bool) -> None:
    short = at("Here a line ends where a short word had room, but not", 0, 764)
    lines = page_texts([[*LINES[:3], short, follows]])[0].split("\n")
    assert lines[:3] == [f"{FULL} ", f"{FULL} ", f"{FULL} "]
    assert lines[3].endswith(" ") is goes_on


def test_where_full_lines_keep_their_space_one_without_it_is_the_last_of_its_paragraph() -> None:
    spaced = [at(f"{line.text[:-4]} ", 0, line.first.top) for line in LINES]
    last = at("Here a paragraph ends, though it has hardly any room.", 0, 752)
    lines = page_texts([[*spaced, last, at("Another one begins.", 0, 740)]])[0].split("\n")
    assert [line.endswith(" ") for line in lines] == [True, True, True, True, False, False]


def test_the_last_line_of_a_page_goes_on_where_it_is_full() -> None:
    pages = page_texts([LINES, [at(MORE, 0, 800)]])
    assert [page.endswith(" ") for page in pages] == [True, False]


def test_a_page_without_words_has_no_text() -> None:
    assert page_texts([[], []]) == ["", ""]
