"""The classes: which one an item has as it is read, and which one an export carries."""

import itertools

import pytest

from voting.domain.confidentiality import (
    Classification,
    Confidentiality,
    ItemFacts,
    ItemKind,
    NothingClassified,
    NothingToRead,
    Reading,
    export_classification,
    highest,
    item_classification,
)

WHITE, GREEN, AMBER, RED = Classification
PUBLIC, ANONYMOUS, BOARD, SECAS = Confidentiality


def test_the_highest_class_of_any_set_wins() -> None:
    for size in (1, 2, 3, 4):
        for held in itertools.product(Classification, repeat=size):
            assert highest(held) is max(held, key=[WHITE, GREEN, AMBER, RED].index)


def test_nothing_has_no_class() -> None:
    with pytest.raises(NothingClassified):
        highest(())


@pytest.mark.parametrize(
    ("response", "item", "reading", "published", "unpublished"),
    [
        (PUBLIC, None, Reading.FULL, WHITE, AMBER),
        (ANONYMOUS, None, Reading.WITHOUT_NAME, WHITE, AMBER),
        (ANONYMOUS, None, Reading.FULL, RED, RED),
        (ANONYMOUS, PUBLIC, Reading.FULL, WHITE, AMBER),
        (ANONYMOUS, BOARD, Reading.WITHOUT_NAME, AMBER, AMBER),
        (ANONYMOUS, BOARD, Reading.FULL, RED, RED),
        (PUBLIC, ANONYMOUS, Reading.FULL, RED, RED),
        (BOARD, None, Reading.FULL, AMBER, AMBER),
        (BOARD, None, Reading.PUBLIC_VERSION, WHITE, AMBER),
        (SECAS, None, Reading.FULL, RED, RED),
        (SECAS, None, Reading.DECLARED_BLANK, WHITE, AMBER),
        (SECAS, BOARD, Reading.FULL, AMBER, AMBER),
    ],
)
def test_an_item_has_the_class_of_what_is_read_of_it(
    response: Confidentiality,
    item: Confidentiality | None,
    reading: Reading,
    published: Classification,
    unpublished: Classification,
) -> None:
    facts = ItemFacts(7, ItemKind.SUBMITTED, response, item)
    assert item_classification(facts, reading, is_published=True) is published
    assert item_classification(facts, reading, is_published=False) is unpublished


def test_a_hidden_item_is_in_no_export() -> None:
    with pytest.raises(NothingToRead):
        item_classification(ItemFacts(7, ItemKind.SUBMITTED, PUBLIC), Reading.HIDDEN, is_published=True)


@pytest.mark.parametrize(
    ("parts", "contacts", "carried"),
    [
        ((WHITE, WHITE), False, WHITE),
        ((WHITE,), True, AMBER),
        ((WHITE, GREEN), False, GREEN),
        ((WHITE, RED, GREEN), True, RED),
    ],
)
def test_an_export_carries_the_highest_class_of_what_it_holds(
    parts: tuple[Classification, ...], contacts: bool, carried: Classification
) -> None:
    assert export_classification(parts, has_contact_details=contacts) is carried
