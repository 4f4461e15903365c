"""Plain text: either of the two texts, or every change in words."""

from collections.abc import Callable

from voting.documents.legal_text.clause_text import clauses_from_text
from voting.documents.legal_text.to_text import plain_text
from voting.domain.legal_text import Redline, View, cancel_hunk

OLD = "1 Keys are sent by fax.\n2 Term\tMeaning\n3 Nobody else knows of it."
NEW = "1 Keys are sent by telephone.\n2 Another clause is put in.\n3 Term\tMeaning\n4 Nobody else knows of it."


def test_each_text_is_given_with_its_numbers(redline_between: Callable[..., Redline]) -> None:
    redline = redline_between(OLD, NEW)
    clean, in_force = plain_text(redline, View.CLEAN), plain_text(redline, View.IN_FORCE)
    assert clean.startswith("Appendix D: text as proposed\nAgainst SEC version 50.0\n\n")
    assert "1 Keys are sent by telephone.\n\n2 Another clause is put in.\n" in clean
    assert "2 Term\tMeaning\n\n3 Nobody else knows of it.\n" in in_force
    assert "telephone" not in in_force


def test_what_is_written_can_be_read_as_pasted_text_again(redline_between: Callable[..., Redline]) -> None:
    redline = redline_between(OLD, NEW)
    written = plain_text(redline, View.CLEAN).partition("\n\n")[2]
    assert [each.text for each in clauses_from_text(written)] == [
        each.text_to_be for each in redline.clauses if each.text_to_be
    ]


def test_the_words_name_each_change_and_what_was_cancelled(redline_between: Callable[..., Redline]) -> None:
    redline = redline_between(OLD, NEW)
    redline = cancel_hunk(redline, redline.hunks[0].key, "response 4")
    words = plain_text(redline, View.WORDS)
    assert "1:\n  was proposed: delete 'fax'; insert 'telephone'; cancelled because of response 4\n" in words
    assert "2:\n  insert clause 2: 'Another clause is put in.'\n" in words
    assert "4:\n  renumber 3 as 4\n" in words
    assert plain_text(redline, View.REDLINE) == words


def test_nothing_that_steers_a_terminal_gets_through(redline_between: Callable[..., Redline]) -> None:
    text = plain_text(redline_between("1 a \x1b[2J\x9b b.", "1 a \x1b[2J\x9b c\ud800."), View.CLEAN)
    assert "\x1b" not in text
    assert "\x9b" not in text
    text.encode()
