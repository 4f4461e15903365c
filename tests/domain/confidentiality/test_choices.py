"""The four choices: what holds for an item, what each warns of, and versions for publication."""

import pytest

from voting.domain.confidentiality import (
    WARNINGS,
    Confidentiality,
    PublicVersion,
    PublicVersionEmpty,
    PublicVersionNotNeeded,
    check_public_version,
    effective,
    small_set_warning,
    withholds_name,
    withholds_text,
)

PUBLIC, ANONYMOUS, BOARD, SECAS = Confidentiality
VERSION = PublicVersion("We have a concern about cost.", "", shows_position=False)


def test_an_items_own_exception_holds_before_the_responses_choice() -> None:
    for response in Confidentiality:
        assert effective(response, None) is response
        for item in Confidentiality:
            assert effective(response, item) is item


def test_every_choice_has_its_plain_warning() -> None:
    assert set(WARNINGS) == set(Confidentiality)
    assert "cannot weigh it" in WARNINGS[SECAS]
    assert "may be guessed" in WARNINGS[ANONYMOUS]


def test_the_text_is_withheld_from_the_public_by_the_two_narrow_choices() -> None:
    assert [choice for choice in Confidentiality if withholds_text(choice)] == [BOARD, SECAS]


@pytest.mark.parametrize(
    ("response", "item", "withheld"),
    [
        (PUBLIC, None, False),
        (PUBLIC, ANONYMOUS, True),
        (PUBLIC, SECAS, False),
        (ANONYMOUS, None, True),
        (ANONYMOUS, BOARD, True),
        (ANONYMOUS, SECAS, True),
        (ANONYMOUS, PUBLIC, False),
        (BOARD, None, False),
        (BOARD, ANONYMOUS, True),
    ],
)
def test_an_anonymous_response_stays_nameless_where_an_item_is_narrower(
    response: Confidentiality, item: Confidentiality | None, withheld: bool
) -> None:
    assert withholds_name(response, item) is withheld


@pytest.mark.parametrize("choice", list(Confidentiality))
def test_a_version_for_publication_belongs_to_a_withheld_text(choice: Confidentiality) -> None:
    check_public_version(choice, None)
    if withholds_text(choice):
        check_public_version(choice, VERSION)
    else:
        with pytest.raises(PublicVersionNotNeeded):
            check_public_version(choice, VERSION)


def test_an_empty_version_is_refused_because_a_declared_blank_says_so_openly() -> None:
    with pytest.raises(PublicVersionEmpty):
        check_public_version(BOARD, PublicVersion(" ", "\n", shows_position=True))


@pytest.mark.parametrize(
    ("anonymous", "respondents", "warning"),
    [
        ((), {"Large Suppliers": 1}, ""),
        (("Large Suppliers",), {"Large Suppliers": 4}, "Only 4 organisations answered"),
        (("Large Suppliers",), {"Large Suppliers": 3, "Small Suppliers": 2}, ""),
        (
            ("Small Suppliers",),
            {"Large Suppliers": 3, "Small Suppliers": 2},
            "Few organisations answered in Small Suppliers",
        ),
        (("Networks", "Large Suppliers"), {"Large Suppliers": 9}, "Few organisations answered in Networks"),
    ],
)
def test_a_small_set_is_warned_about(anonymous: tuple[str, ...], respondents: dict[str, int], warning: str) -> None:
    said = small_set_warning(anonymous, respondents)
    assert said.startswith(warning)
    assert bool(said) is bool(warning)
