"""Who reads what, when: the whole product of viewer, choice, kind and moment against a table written by hand."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.confidentiality import (
    Confidentiality,
    ItemFacts,
    ItemKind,
    Reading,
    Viewer,
    may_read_item,
    shows_name,
)
from voting.domain.consultations import ConsultationFacts, ConsultationKind

OURS, OTHERS = 7, 8
OPENS = datetime(2021, 12, 1, 9, tzinfo=UTC)
CLOSES = datetime(2021, 12, 22, 17, tzinfo=UTC)
TICK = timedelta(microseconds=1)
OPEN = ConsultationFacts(
    ConsultationKind.LEGAL_TEXT,
    frozenset({1}),
    questions=1,
    asks_replies=True,
    opened_by=2,
    opens_at=OPENS,
    first_closes_at=CLOSES,
)

VIEWERS = {
    "own": Viewer(frozenset({OURS})),
    "secas": Viewer(is_secas=True),
    "board": Viewer(frozenset({OTHERS}), is_board=True),
    "authority": Viewer(is_authority=True),
    "proposer": Viewer(frozenset({OTHERS}), is_proposer=True),
    "party": Viewer(frozenset({OTHERS})),
    "public": Viewer(),
}

# Every moment that matters: the consultation and the instant at which somebody reads.
MOMENTS = {
    "prepared": (OPEN, OPENS - TICK),
    "open": (OPEN, CLOSES),
    "open to secas": (replace(OPEN, open_to_secas=True), CLOSES),
    "closed": (OPEN, CLOSES + TICK),
    "published": (replace(OPEN, published_at=CLOSES + 2 * TICK), CLOSES + 2 * TICK),
    "not yet published": (replace(OPEN, published_at=CLOSES + 2 * TICK), CLOSES + TICK),
    "withdrawn while open": (replace(OPEN, withdrawn_at=CLOSES - TICK), CLOSES + TICK),
    "withdrawn at the deadline": (replace(OPEN, withdrawn_at=CLOSES), CLOSES + TICK),
    "withdrawn after close": (replace(OPEN, withdrawn_at=CLOSES + TICK), CLOSES + 2 * TICK),
}

# F full, N without the name, X the version for publication or a declared blank, - hidden.
# Before publication a submitted item is read like this, whatever its confidentiality.
#                      own secas board authority proposer party public
SEALED = {
    "prepared":                  "F - - - - - -",
    "open":                      "F - - - - - -",
    "open to secas":             "F F - - - - -",
    "closed":                    "F F - - - - -",
    "not yet published":         "F F - - - - -",
    "withdrawn while open":      "F - - - - - -",
    "withdrawn at the deadline": "F - - - - - -",
    "withdrawn after close":     "F F - - - - -",
}  # fmt: skip
# After publication it is read like this, by the response's choice and the item's exception.
#                  own secas board authority proposer party public
PUBLISHED = {
    "public/none":         "F F F F F F F",
    "public/public":       "F F F F F F F",
    "public/anonymous":    "F F N F N N N",
    "public/board":        "F F F F X X X",
    "public/secas":        "F F X F X X X",
    "anonymous/none":      "F F N F N N N",
    "anonymous/public":    "F F F F F F F",
    "anonymous/anonymous": "F F N F N N N",
    "anonymous/board":     "F F N F X X X",
    "anonymous/secas":     "F F X F X X X",
    "board/none":          "F F F F X X X",
    "board/public":        "F F F F F F F",
    "board/anonymous":     "F F N F N N N",
    "board/board":         "F F F F X X X",
    "board/secas":         "F F X F X X X",
    "secas/none":          "F F X F X X X",
    "secas/public":        "F F F F F F F",
    "secas/anonymous":     "F F N F N N N",
    "secas/board":         "F F F F X X X",
    "secas/secas":         "F F X F X X X",
}  # fmt: skip
# Only in these does the version for publication, or the blank, stand without the organisation's name.
NAMELESS = {"anonymous/board", "anonymous/secas"}

CHOICES = {
    "public": Confidentiality.PUBLIC,
    "anonymous": Confidentiality.ANONYMOUS,
    "board": Confidentiality.BOARD_AND_AUTHORITY,
    "secas": Confidentiality.SECAS_AND_AUTHORITY,
    "none": None,
}
COMBINATIONS = list(PUBLISHED)
FLAGS = list(itertools.product([False, True], repeat=4))


def item_of(combination: str, kind: ItemKind, flags: tuple[bool, ...]) -> ItemFacts:
    """The item of our organisation with these choices; the flags in the order of the keywords below."""
    response, exception = (CHOICES[word] for word in combination.split("/"))
    assert response is not None
    has_version, by_secas, counts, shared = flags
    return ItemFacts(
        OURS,
        kind,
        response,
        exception,
        has_public_version=has_version,
        entered_by_secas=by_secas,
        counts=counts,
        shared_with_proposer=shared,
    )


def as_reading(code: str, has_version: bool) -> Reading:
    """The reading that a letter of the table stands for."""
    withheld = Reading.PUBLIC_VERSION if has_version else Reading.DECLARED_BLANK
    return {"F": Reading.FULL, "N": Reading.WITHOUT_NAME, "X": withheld, "-": Reading.HIDDEN}[code]


def expected(combination: str, moment: str, who: str, flags: tuple[bool, ...]) -> Reading:
    """What the tables above say about a submitted item, with the few things a flag changes."""
    has_version, by_secas, counts, shared = flags
    column = list(VIEWERS).index(who)
    if who == "secas" and by_secas:
        return Reading.FULL
    if moment == "published":
        if not counts and who not in {"own", "secas"}:
            return Reading.HIDDEN
        return as_reading(PUBLISHED[combination].split()[column], has_version)
    if who == "proposer" and shared and counts and moment in {"closed", "not yet published"}:
        public_column = list(VIEWERS).index("public")
        return as_reading(PUBLISHED[combination].split()[public_column], has_version)
    return as_reading(SEALED[moment].split()[column], has_version)


@pytest.mark.parametrize("combination", COMBINATIONS)
@pytest.mark.parametrize("moment", list(MOMENTS))
def test_a_submitted_item_is_read_as_the_tables_say(moment: str, combination: str) -> None:
    consultation, now = MOMENTS[moment]
    for (who, viewer), flags in itertools.product(VIEWERS.items(), FLAGS):
        item = item_of(combination, ItemKind.SUBMITTED, flags)
        reading = may_read_item(viewer, item, consultation, now)
        assert reading is expected(combination, moment, who, flags), (who, flags)
        if reading is not Reading.HIDDEN:
            nameless = reading is Reading.WITHOUT_NAME or (
                reading in {Reading.PUBLIC_VERSION, Reading.DECLARED_BLANK} and combination in NAMELESS
            )
            assert shows_name(item, reading) is not nameless, (who, flags)


@pytest.mark.parametrize("moment", list(MOMENTS))
@pytest.mark.parametrize("kind", [ItemKind.DRAFT, ItemKind.NOTE])
def test_drafts_and_notes_are_read_by_their_own_organisation_alone(kind: ItemKind, moment: str) -> None:
    consultation, now = MOMENTS[moment]
    for combination, (who, viewer), flags in itertools.product(COMBINATIONS, VIEWERS.items(), FLAGS):
        item = item_of(combination, kind, flags)
        by_secas = flags[1]
        reads = who == "own" or (who == "secas" and by_secas and kind is ItemKind.DRAFT)
        wanted = Reading.FULL if reads else Reading.HIDDEN
        assert may_read_item(viewer, item, consultation, now) is wanted, (who, flags)


def test_the_item_of_an_unknown_sender_belongs_to_nobody_who_reads() -> None:
    consultation, now = MOMENTS["published"]
    item = ItemFacts(None, ItemKind.SUBMITTED, Confidentiality.PUBLIC, counts=False)
    for who, viewer in VIEWERS.items():
        wanted = Reading.FULL if who == "secas" else Reading.HIDDEN
        assert may_read_item(viewer, item, consultation, now) is wanted


def test_the_seal_opens_at_the_deadline_that_holds() -> None:
    item = item_of("public/none", ItemKind.SUBMITTED, (False, False, True, False))
    assert may_read_item(VIEWERS["secas"], item, OPEN, CLOSES) is Reading.HIDDEN
    assert may_read_item(VIEWERS["secas"], item, OPEN, CLOSES + TICK) is Reading.FULL


viewers = st.builds(
    Viewer, st.frozensets(st.sampled_from([OURS, OTHERS])), st.booleans(), st.booleans(), st.booleans(), st.booleans()
)
items = st.builds(
    item_of, st.sampled_from(COMBINATIONS), st.sampled_from(ItemKind), st.tuples(*(st.booleans() for _ in range(4)))
)
BREADTH = [Reading.HIDDEN, Reading.DECLARED_BLANK, Reading.PUBLIC_VERSION, Reading.WITHOUT_NAME, Reading.FULL]


@settings(max_examples=60, deadline=None)
@given(viewers, viewers, items, st.sampled_from(list(MOMENTS)))
def test_one_who_is_more_never_reads_less(one: Viewer, other: Viewer, item: ItemFacts, moment: str) -> None:
    both = Viewer(
        one.own_organisations | other.own_organisations,
        one.is_secas or other.is_secas,
        one.is_board or other.is_board,
        one.is_authority or other.is_authority,
        one.is_proposer or other.is_proposer,
    )
    consultation, now = MOMENTS[moment]
    readings = [BREADTH.index(may_read_item(viewer, item, consultation, now)) for viewer in (one, other, both)]
    assert readings[2] >= max(readings[:2])


@settings(max_examples=60, deadline=None)
@given(viewers, items, st.sampled_from(["prepared", "open", "open to secas", "closed", "withdrawn while open"]))
def test_before_publication_the_public_and_other_parties_read_nothing(
    viewer: Viewer, item: ItemFacts, moment: str
) -> None:
    outsider = replace(viewer, own_organisations=frozenset({OTHERS}), is_secas=False, is_proposer=False)
    consultation, now = MOMENTS[moment]
    assert may_read_item(outsider, item, consultation, now) is Reading.HIDDEN
