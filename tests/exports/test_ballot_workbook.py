"""The workbook of a Board vote: table, sentences and chart as the view says, named votes where the view has them."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from exports.ballot_workbook import NAMED_VOTES_ARE_GREEN, ballot_workbook
from tests.builders.ballots import OpenBallot
from tests.builders.workbooks import AS_AT, PAGE, raw_cells, read_result, voted
from tests.world import World
from voting.domain.labels import label
from voting.domain.people import PUBLIC
from voting.domain.workbooks import BOARD_TABLE, VOTES
from voting.queries.ballots import ResultView


@pytest.fixture
def ballot(world: World) -> OpenBallot:
    """A published result on two solutions."""
    return voted(world)


def _made(result: ResultView) -> bytes:
    return ballot_workbook(result, as_at=AS_AT, address=PAGE)


def _opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def _rows(content: bytes, sheet: str) -> list[list[object]]:
    worksheet = _opened(content)[sheet]
    (table,) = worksheet.tables.values()
    return [[cell.value for cell in row] for row in worksheet[table.ref]]


def test_the_board_table_stands_in_it_as_the_view_says(world: World, ballot: OpenBallot) -> None:
    result = read_result(world, ballot)
    head, *rows = _rows(_made(result), "Result")
    assert head == [column.heading for column in BOARD_TABLE]
    assert rows == [
        [
            option.option.title,
            label(row.category),
            *(row.seats, row.vacant, row.recused, row.approve, row.reject, row.abstain, row.silent, row.set_aside),
            row.need,
            "met" if row.quorum_met else "not met",
            label(row.finding),
            label(row.outcome),
        ]
        for option in result.options
        for row in option.rows
    ]


def test_the_sentences_and_the_derivation_stand_in_it_with_their_clauses(world: World, ballot: OpenBallot) -> None:
    result = read_result(world, ballot)
    texts = {cell.text for cell in raw_cells(_made(result), "Result").values()}
    for option in result.options:
        assert {option.outcome_sentence.text, option.why.text, option.next_step.text} <= texts
    for step in result.derivation:
        assert (f"{step.text} ({step.clause})" if step.clause else step.text) in texts
    assert f"{result.modification_number} {result.modification_title}" in texts


def test_the_public_reads_no_named_vote_and_is_told_why(world: World, ballot: OpenBallot) -> None:
    content = _made(read_result(world, ballot, PUBLIC))
    votes = _opened(content)["Votes"]
    assert votes["A2"].value == NAMED_VOTES_ARE_GREEN
    assert not votes.tables
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        everything = "\n".join(parts.read(name).decode() for name in parts.namelist())
    assert "Member Large" not in everything
    assert "makes the Code clearer" not in everything
    assert "White: for everybody" in everything


def test_a_member_reads_every_vote_and_every_seat_without_one(world: World, ballot: OpenBallot) -> None:
    result = read_result(world, ballot, "large_1")
    content = _made(result)
    head, *rows = _rows(content, "Votes")
    assert head == [column.heading for column in VOTES]
    found = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    assert len(found) == len(result.options) * len(result.seats) == 16
    by_receipt = {(row["Receipt"], row["Solution"]): row for row in found if row["Receipt"]}
    for vote in result.votes:
        row = by_receipt[vote.receipt, vote.option_title]
        assert (row["Voted by"], row["Vote"], row["Seat"]) == (vote.given_by, label(vote.choice), vote.seat_name)
        assert row["Reason"] == (vote.reason or None)
        assert row["Cast (UTC)"] == vote.cast_at.replace(tzinfo=None, microsecond=0)
    assert [row["Vote"] for row in found if not row["Receipt"]] == ["did not vote"] * 2
    assert str(_opened(content)["Result"]["B2"].value).startswith("Green")


def test_each_solution_has_a_chart_with_words_for_who_does_not_see_it(world: World, ballot: OpenBallot) -> None:
    content = _made(read_result(world, ballot))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
        charts = [name for name in parts.namelist() if name.startswith("xl/charts/")]
    assert len(charts) == 2
    assert 'descr="Bar chart of the votes by category on Proposed Solution. Large Suppliers: 3 approve' in drawing
    assert 'descr="Bar chart of the votes by category on Alternative Solution. Large Suppliers: 1 approve' in drawing


def test_nothing_in_it_is_a_formula_and_the_same_result_is_the_same_bytes(world: World, ballot: OpenBallot) -> None:
    result = read_result(world, ballot, "large_1")
    content = _made(result)
    assert content == _made(result)
    for sheet in ("Result", "Votes"):
        cells = raw_cells(content, sheet).values()
        assert not any(cell.has_formula for cell in cells)
        assert all(cell.quoted for cell in cells if cell.kind == "inlineStr")
