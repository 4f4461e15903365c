"""The demonstration as it comes out of the product's own services: every promised thing is there, and adds up."""

import pytest
import sqlalchemy as sa

from voting.db import Base
from voting.demo.content import read
from voting.demo.replay import Story
from voting.domain.modifications.lifecycle import Stage
from voting.domain.observations import ObservationState
from voting.domain.people import PUBLIC
from voting.models.ballots import BallotRow
from voting.models.history import HistoryEntry
from voting.models.modifications import Modification
from voting.models.observations import ObservationRow
from voting.models.people import Organisation, Person
from voting.models.responses import DraftItemRow, ResponseItemRow, ResponseVersion
from voting.queries.ballots import result_view
from voting.queries.consultations import consultation_page

pytestmark = pytest.mark.slow


def count(story: Story, statement: sa.Select[int]) -> int:
    with story.reading() as session:
        return session.scalar(statement) or 0


def rows_of(table: type[Base]) -> sa.Select[int]:
    return sa.select(sa.func.count()).select_from(table)


@pytest.mark.parametrize(
    ("number", "stage"),
    [
        ("MP900", Stage.IMPLEMENTED),
        ("MP901", Stage.REFINEMENT),
        ("MP902", Stage.REFINEMENT),
        ("MP903", Stage.BOARD),
        ("MP904", Stage.PENDING_IMPLEMENTATION),
    ],
)
def test_each_modification_stands_where_its_story_left_it(story: Story, number: str, stage: Stage) -> None:
    with story.reading() as session:
        assert session.scalar(sa.select(Modification.stage).where(Modification.number == number)) is stage


def test_there_are_forty_organisations_many_observations_in_every_state_and_many_answers(story: Story) -> None:
    assert count(story, rows_of(Organisation)) >= 40
    assert count(story, rows_of(ObservationRow)) >= 60
    assert count(story, rows_of(ResponseItemRow)) >= 150
    with story.reading() as session:
        assert set(session.scalars(sa.select(ObservationRow.state).distinct())) == set(ObservationState)


def test_there_is_a_late_answer_that_waits_one_admitted_one_refused_and_a_draft(story: Story) -> None:
    with story.reading() as session:
        rulings = session.scalars(sa.select(ResponseVersion.admitted).where(ResponseVersion.is_late.is_(True)))
        assert {True, False, None} <= set(rulings)
    assert count(story, rows_of(DraftItemRow)) > 0


def test_every_act_of_the_story_has_one_entry_and_the_entries_have_no_gap(story: Story) -> None:
    with story.reading() as session:
        indices = list(session.scalars(sa.select(HistoryEntry.index).order_by(HistoryEntry.index)))
    assert indices == list(range(len(indices)))
    assert len(indices) > 1_000


@pytest.mark.parametrize(("folder", "file"), [("mp900", "ballot.toml"), ("mp904", "ballots.toml")])
def test_the_board_s_results_are_those_that_the_content_works_out_by_hand(story: Story, folder: str, file: str) -> None:
    row = read(f"{folder}/{file}")["ballot"][0]
    with story.database.reading() as (session, now):
        view = result_view(session, viewer=PUBLIC, now=now, ballot_id=story.made["ballot", f"{folder}/{row['key']}"])
    for result in view.options:
        expected = row["expected"][result.option.key]
        for line in result.rows:
            wanted = expected[line.category.value]
            counted = {"seats": line.seats, "approve": line.approve, "reject": line.reject, "abstain": line.abstain}
            assert counted == {name: wanted[name] for name in counted}, line.category
            assert str(line.outcome) == wanted["outcome"]
        assert str(result.outcome) == expected["overall"]
    if "preference" in row["expected"]:
        assert [each.option.key for each in view.options if each.is_preferred] == [
            row["expected"]["preference"]["option"]
        ]
    assert not view.votes
    assert view.votes_withheld


def test_the_ballot_on_mp903_is_open_with_half_the_seats_voted_and_nothing_published(story: Story) -> None:
    with story.reading() as session:
        ballot = session.get_one(BallotRow, story.made["ballot", "mp903/ex-committee"])
        assert ballot.opened_at is not None
        assert ballot.published_at is None


def test_nobody_in_it_has_an_address_that_can_exist(story: Story) -> None:
    with story.reading() as session:
        assert all(email.endswith(".example") for email in session.scalars(sa.select(Person.email)))


def test_the_public_reads_nothing_of_the_open_consultation(story: Story) -> None:
    with story.database.reading() as (session, now):
        page = consultation_page(
            session, viewer=PUBLIC, now=now, consultation_id=story.made["consultation", "mp901/refinement"]
        )
    assert "caldervane" not in repr(page).casefold()
