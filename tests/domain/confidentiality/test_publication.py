"""Generated sets: what each audience finds in them, and that nothing confidential is left in."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.confidentiality import (
    Audience,
    Confidentiality,
    ItemFacts,
    ItemKind,
    LeakKind,
    PublicVersion,
    PublishableItem,
    Reading,
    confidential_items,
    leak_check,
    publication_view,
)

PUBLIC, ANONYMOUS, BOARD, SECAS = Confidentiality
VERSION = PublicVersion("We worry about cost.", "", shows_position=True)


def item(
    key: str, choice: Confidentiality, organisation: str = "Bellwether Energy Limited", **changes: object
) -> PublishableItem:
    """An item of a published consultation with everything filled in."""
    made = PublishableItem(
        key=key,
        facts=ItemFacts(7, ItemKind.SUBMITTED, choice),
        organisation=organisation,
        category="Large Suppliers",
        targets=("Appendix D observation 2",),
        position="Disagree",
        comment=f"The recovery steps of clause {key} would cost us four new staff each year.",
        own_wording="within ten Working Days",
        reply="Not agreed",
        reply_detail="The steps follow the order of the standard.",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def with_version(made: PublishableItem, version: PublicVersion) -> PublishableItem:
    """The item with its version for publication."""
    return replace(made, public_version=version, facts=replace(made.facts, has_public_version=True))


def test_a_public_item_is_shown_whole() -> None:
    (shown,) = publication_view([item("i1", PUBLIC)], Audience.PUBLIC)
    assert (shown.key, shown.organisation, shown.category, shown.reading) == (
        "i1", "Bellwether Energy Limited", "Large Suppliers", Reading.FULL,
    )  # fmt: skip
    assert "four new staff" in shown.comment


def test_an_anonymous_item_loses_name_category_and_key() -> None:
    (shown,) = publication_view([item("i1", ANONYMOUS)], Audience.PUBLIC)
    assert (shown.key, shown.organisation, shown.category) == ("without-name-1", "", "")
    assert (shown.reading, shown.position) == (Reading.WITHOUT_NAME, "Disagree")


def test_the_place_of_an_anonymous_item_does_not_tell_whose_it_is() -> None:
    items = [
        item("i1", PUBLIC),
        item("i2", ANONYMOUS, "Ostrava Power"),
        item("i3", PUBLIC),
        item("i4", ANONYMOUS, "Tarn"),
    ]
    forwards = publication_view(items, Audience.PUBLIC)
    backwards = publication_view(items[::-1], Audience.PUBLIC)
    assert [one.key for one in forwards] == ["i1", "i3", "without-name-1", "without-name-2"]
    assert forwards[2:] == backwards[2:]


def test_a_confidential_item_is_a_declared_blank_without_the_detail_of_its_reply() -> None:
    (shown,) = publication_view([item("i1", SECAS)], Audience.PUBLIC)
    assert (shown.position, shown.comment, shown.own_wording, shown.reply_detail) == ("", "", "", "")
    assert (shown.reading, shown.organisation, shown.reply) == (
        Reading.DECLARED_BLANK, "Bellwether Energy Limited", "Not agreed",
    )  # fmt: skip


@pytest.mark.parametrize(("shows_position", "position"), [(True, "Disagree"), (False, "")])
def test_the_version_for_publication_stands_in_for_the_text(shows_position: bool, position: str) -> None:
    version = replace(VERSION, shows_position=shows_position)
    (shown,) = publication_view([with_version(item("i1", BOARD), version)], Audience.PUBLIC)
    assert (shown.comment, shown.own_wording, shown.position) == ("We worry about cost.", "", position)


@pytest.mark.parametrize(
    ("audience", "readings"),
    [
        (Audience.PUBLIC, "FULL WITHOUT_NAME DECLARED_BLANK DECLARED_BLANK"),
        (Audience.BOARD, "FULL WITHOUT_NAME FULL DECLARED_BLANK"),
        (Audience.AUTHORITY, "FULL FULL FULL FULL"),
        (Audience.SECAS, "FULL FULL FULL FULL"),
    ],
)
def test_each_audience_has_its_own_set(audience: Audience, readings: str) -> None:
    shown = [publication_view([item(choice.value, choice)], audience)[0].reading for choice in Confidentiality]
    assert shown == [Reading[name] for name in readings.split()]


def test_what_does_not_count_or_is_no_submission_is_in_no_set() -> None:
    refused = replace(item("i1", PUBLIC), facts=ItemFacts(7, ItemKind.SUBMITTED, PUBLIC, counts=False))
    draft = replace(item("i2", PUBLIC), facts=ItemFacts(7, ItemKind.DRAFT, PUBLIC))
    note = replace(item("i3", PUBLIC), facts=ItemFacts(7, ItemKind.NOTE, PUBLIC))
    for audience in Audience:
        assert publication_view([refused, draft, note], audience) == ()


def found(items: list[PublishableItem], known: tuple[str, ...] = (), **people: str) -> list[tuple[LeakKind, str, str]]:
    """What the leak check finds in the public set of these items: kind, published key and words."""
    names = {"Bellwether Energy Limited": tuple(people.values())}
    secrets = confidential_items(items, Audience.PUBLIC, names)
    findings = leak_check(publication_view(items, Audience.PUBLIC), secrets, known_public=known)
    return [(one.kind, one.published_key, one.words) for one in findings]


def test_a_clean_set_has_no_finding() -> None:
    secret = item("i2", SECAS, comment="Our forecast for the second quarter is far below that figure.", own_wording="")
    assert found([item("i1", PUBLIC), with_version(secret, VERSION), item("i3", ANONYMOUS)]) == []


def test_confidential_words_in_the_version_for_publication_are_found() -> None:
    leaky = replace(VERSION, comment="As said, it WOULD cost us — four new\u200b staff each year, at least.")
    assert found([with_version(item("i2", SECAS), leaky)]) == [
        (LeakKind.CONFIDENTIAL_WORDS, "i2", "would cost us four new staff")
    ]


def test_five_words_in_a_row_are_no_leak_and_six_are() -> None:
    secret = item("i2", SECAS, comment="alpha beta gamma delta epsilon zeta eta", own_wording="")
    for words, leaks in (("beta gamma delta epsilon zeta", 0), ("beta gamma delta epsilon zeta eta", 1)):
        public = item("i1", PUBLIC, "Tarn", comment=f"We read {words} there.")
        assert len(found([public, secret])) == leaks


def test_a_short_confidential_text_is_looked_for_whole() -> None:
    secret = item("i2", SECAS, comment="Four million pounds yearly.", own_wording="")
    public = item("i1", PUBLIC, "Tarn", comment="They said four million pounds yearly to us.")
    assert found([public, secret]) == [(LeakKind.CONFIDENTIAL_WORDS, "i1", "four million pounds yearly")]
    too_short = item("i2", SECAS, comment="We do agree.", own_wording="")
    assert found([replace(public, comment="We do agree."), too_short]) == []


def test_what_both_may_quote_is_no_leak() -> None:
    clause = "The applicant shall complete the form as set out in Annex A."
    secret = item("i2", SECAS, comment=f"On “{clause}” we disagree.", own_wording="")
    public = item("i1", PUBLIC, "Tarn", comment=f"We like “{clause}” as it is.")
    assert found([public, secret])
    assert found([public, secret], known=(clause,)) == []


def test_words_in_the_detail_of_a_reply_are_found() -> None:
    secret = item("i2", SECAS)
    public = item("i1", PUBLIC, "Tarn", reply_detail="Another said it would cost us four new staff each year.")
    assert [kind for kind, key, _ in found([public, secret]) if key == "i1"] == [LeakKind.CONFIDENTIAL_WORDS]


@pytest.mark.parametrize(
    ("comment", "kind", "words"),
    [
        ("We at Bellwether Energy Limited object.", LeakKind.ORGANISATION_NAME, "bellwether energy limited"),
        ("We at BELLWETHER  Energy object.", LeakKind.ORGANISATION_NAME, "bellwether energy"),
        ("Yours, Ada Okoro-Lindqvist.", LeakKind.PERSON_NAME, "ada okoro lindqvist"),
        ("Write to ada@bellwether.example please.", LeakKind.EMAIL_ADDRESS, "ada@bellwether.example"),
        ("Ring 020 7946 0018 today.", LeakKind.PHONE_NUMBER, "020 7946 0018"),
        ("Ring +44 (0)20 7946 0018 today.", LeakKind.PHONE_NUMBER, "+44 (0)20 7946 0018"),
    ],
)
def test_an_anonymous_text_that_names_its_author_is_found(comment: str, kind: LeakKind, words: str) -> None:
    findings = found([item("i1", ANONYMOUS, comment=comment, own_wording="")], person="Ada Okoro-Lindqvist")
    assert (kind, "without-name-1", words) in findings


def test_numbers_and_dates_are_no_telephone_numbers() -> None:
    comment = "By 10 February 2022, 0.123456789012 of £1,200,000,000 and clause 8.3.4 and 2022-02-24."
    assert found([item("i1", PUBLIC, comment=comment)]) == []


def test_a_name_that_is_part_of_another_word_is_no_finding() -> None:
    secret = item("i1", ANONYMOUS, "Tarn", comment="We object.")
    assert found([secret, item("i2", PUBLIC, comment="The tarnished seal.")]) == []


@pytest.mark.parametrize(
    ("organisation", "comment", "leaks"),
    [
        ("Tarn plc", "Ask Tarn about it.", True),
        ("Orb plc", "Ask the orb about it.", False),
        ("Orb plc", "Ask Orb plc about it.", True),
        ("Orb", "Ask Orb about it.", True),
        ("UK Group Limited", "Ask the UK group about it.", False),
    ],
)
def test_the_first_part_of_a_name_is_looked_for_unless_it_says_too_little(
    organisation: str, comment: str, leaks: bool
) -> None:
    secret = item("i1", ANONYMOUS, organisation, comment=comment, own_wording="")
    assert [kind for kind, _, _ in found([secret])] == [LeakKind.ORGANISATION_NAME] * leaks


def test_a_name_without_letters_is_never_found() -> None:
    assert found([item("i1", ANONYMOUS, "—", comment="", own_wording="", reply_detail="")]) == []
    assert found([item("i1", ANONYMOUS, comment="", own_wording="", reply_detail="")], person=" – ") == []


def test_whose_late_response_was_refused_is_no_secret() -> None:
    refused = replace(item("i1", PUBLIC), facts=ItemFacts(7, ItemKind.SUBMITTED, PUBLIC, counts=False))
    mention = item("i2", PUBLIC, "Tarn", comment="We agree with Bellwether Energy.", own_wording="")
    assert found([refused, mention]) == []


def test_others_may_mention_whoever_the_set_names_itself() -> None:
    mention = item("i3", PUBLIC, "Ostrava Power", comment="We agree with Bellwether Energy.")
    anonymous = item("i1", ANONYMOUS, comment="We object.")
    assert [key for _, key, _ in found([anonymous, mention])] == ["i3"]
    assert found([anonymous, item("i2", PUBLIC), mention]) == []


def test_the_board_set_may_hold_what_the_board_may_read() -> None:
    secret = item("i1", BOARD)
    echo = item("i2", PUBLIC, "Tarn", comment=secret.comment)
    people: dict[str, tuple[str, ...]] = {}
    board = publication_view([secret, echo], Audience.BOARD)
    assert leak_check(board, confidential_items([secret, echo], Audience.BOARD, people)) == ()
    public = publication_view([secret, echo], Audience.PUBLIC)
    assert leak_check(public, confidential_items([secret, echo], Audience.PUBLIC, people))


def test_a_late_response_that_was_refused_must_not_surface_either() -> None:
    refused = replace(item("i1", PUBLIC), facts=ItemFacts(7, ItemKind.SUBMITTED, PUBLIC, counts=False))
    echo = item("i2", PUBLIC, "Tarn", comment=refused.comment)
    assert [kind for kind, _, _ in found([refused, echo])] == [LeakKind.CONFIDENTIAL_WORDS]


@pytest.mark.parametrize(
    "text", ["\x00" * 50, "\ud800 lone", "a" * 30_000, "a@" * 15_000, "0 " * 15_000, "=cmd|' /C'!A0"]
)
def test_hostile_texts_are_checked_without_harm(text: str) -> None:
    assert isinstance(found([item("i1", PUBLIC, comment=text), item("i2", SECAS, comment=text)]), list)


words = st.lists(st.sampled_from(["key", "step", "cost", "seal", "form", "date", "year"]), min_size=4, max_size=14)


@settings(max_examples=60, deadline=None)
@given(words, st.sampled_from(list(Confidentiality)), st.sampled_from(list(Audience)))
def test_no_set_ever_holds_a_text_its_audience_may_not_read(
    text: list[str], choice: Confidentiality, audience: Audience
) -> None:
    marked = f"secret-mark {' '.join(text)}"
    made = with_version(item("i1", choice, comment=marked, own_wording=marked, reply_detail=""), VERSION)
    shown = publication_view([made], audience)
    may_read = {
        Audience.PUBLIC: {PUBLIC, ANONYMOUS},
        Audience.BOARD: {PUBLIC, ANONYMOUS, BOARD},
        Audience.AUTHORITY: set(Confidentiality),
        Audience.SECAS: set(Confidentiality),
    }[audience]
    assert ("secret-mark" in repr(shown)) is (choice in may_read)
    assert leak_check(shown, confidential_items([made], audience, {})) == ()
