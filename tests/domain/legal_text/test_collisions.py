"""Which clauses two modifications both change."""

import pytest

from voting.domain.legal_text.collisions import TouchedClause, collisions


def clause(
    key: str, number: str | None, text: str | None, to_be: str | None = None, modification: str = "MP902"
) -> TouchedClause:
    return TouchedClause(modification, key, number, text, to_be or number)


OURS = clause("a", "8.3.4", "Each User shall check the register.", modification="MP901")


@pytest.mark.parametrize(
    ("theirs", "collides"),
    [
        (clause("b", "8.3.4", "Each User shall check the register."), True),
        (clause("b", "8.3.5", "Each  User shall check the\nregister."), True),
        (clause("b", "8.3.4", "Each User must check a list, as of another version."), True),
        (clause("b", "8.3.5", "The Panel shall report on it."), False),
        (clause("b", None, None, "8.3.4"), False),
        (clause("b", None, "Another text without a number."), False),
    ],
)
def test_a_clause_in_force_is_the_same_by_its_text_or_its_number(theirs: TouchedClause, *, collides: bool) -> None:
    assert [(each.ours.key, each.theirs.key) for each in collisions([OURS], [theirs])] == [("a", "b")] * collides


def test_two_new_clauses_collide_where_both_are_to_have_one_number() -> None:
    ours = clause("a", None, None, "8.3.6", "MP901")
    assert len(collisions([ours], [clause("b", None, None, "8.3.6"), clause("c", None, None, "8.3.7")])) == 1
    assert collisions([clause("a", None, None, "")], [clause("b", None, None, "")]) == ()


def test_a_short_phrase_is_no_clause_by_itself() -> None:
    assert collisions([clause("a", "1", "Not used.")], [clause("b", "2", "Not used.")]) == ()


def test_every_other_modification_is_named_once_for_a_clause() -> None:
    theirs = [OURS.__class__("MP902", "b", "8.3.4", OURS.text_as_is, "8.3.4"), clause("c", "8.3.4", "Another.")]
    assert [each.theirs.key for each in collisions([OURS], theirs)] == ["b", "c"]
