"""Workbooks for tests: a consultation with answers of every kind, a Board result, and a reader of files."""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from defusedxml import ElementTree

from tests.builders import ballots as boards
from tests.builders.consultations import OpenedConsultation, open_consultation
from tests.builders.responses import agree, answer, clause, observation, question
from tests.world import World, at
from voting.domain.confidentiality import Confidentiality
from voting.domain.people import PUBLIC, Actor
from voting.domain.responses import DraftingPosition, TypedItem
from voting.models.consultations import ConsultationRow
from voting.queries.ballots import ResultView, result_view
from voting.queries.consultations import shown_answers
from voting.queries.responses import ReadableAnswers

PUBLISHED = datetime(2026, 4, 7, 11, tzinfo=UTC)
AS_AT = datetime(2026, 4, 8, 9, 30, 5, tzinfo=UTC)
PAGE = "https://vote.example/consultations/1/answers"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class RawCell:
    """A cell as it stands in the file, read without any library for workbooks."""

    kind: str
    text: str
    has_formula: bool
    quoted: bool


def answered(world: World) -> OpenedConsultation:
    """Three answers: one public with hostile words, one that the public may not read, one anonymous."""
    opened = open_consultation(
        world, text=True, observations=("1", "2"), invited=("brightloop", "northgrid", "sunrise")
    )
    with_change = TypedItem(
        observation(opened),
        position=DraftingPosition.AGREE_WITH_CHANGE,
        comment="Clause 8.10 says more.",
        own_wording="Keep the register.\nAnd publish it.",
    )
    answer(
        world,
        opened,
        "brightloop",
        agree(question(opened), "=cmd|' /C calc'!A0"),
        agree(clause(opened), "8.10", also_targets=(clause(opened, "c2"),)),
        with_change,
    )
    answer(
        world,
        opened,
        "northgrid",
        agree(observation(opened, 2), "The restricted words.", declared_blank=True),
        confidentiality=Confidentiality.SECAS_AND_AUTHORITY,
    )
    disagree = TypedItem(question(opened), position=DraftingPosition.DISAGREE, comment="The anonymous words.")
    answer(world, opened, "sunrise", disagree, confidentiality=Confidentiality.ANONYMOUS)
    return opened


def publish_answers(world: World, opened: OpenedConsultation) -> None:
    """Publication as a fact; whether it may happen is not what is asked here."""
    with world.database.engine.begin() as connection:
        connection.execute(
            sa.update(ConsultationRow)
            .where(ConsultationRow.id == opened.id)
            .values(published_at=PUBLISHED, published_by_id=world.people["approver"])
        )


def read_answers(
    world: World, opened: OpenedConsultation, who: str | Actor = PUBLIC, now: datetime = AS_AT
) -> ReadableAnswers:
    """What somebody reads of the answers."""
    with at(now):
        viewer = world.actor(who) if isinstance(who, str) else who
        return world.look(shown_answers, viewer=viewer, now=now, consultation_id=opened.id)


def voted(world: World) -> boards.OpenBallot:
    """A published result on two solutions: approvals, rejections, an abstention and silence."""
    ballot = boards.open_ballot(world, options={"proposed": "Proposed Solution", "alternative": "Alternative Solution"})
    said = {
        "large_1": "aa",
        "large_2": "ar",
        "large_3": "ar",
        "small_1": "ra",
        "networks_1": "ab",
        "networks_2": "ar",
        "other_1": "ar",
    }
    with at(boards.DURING):
        for seat, letters in said.items():
            boards.vote(world, ballot, seat, letters)
    boards.publish(world, ballot)
    return ballot


def read_result(
    world: World, ballot: boards.OpenBallot, who: str | Actor = PUBLIC, now: datetime = AS_AT
) -> ResultView:
    """What somebody reads of the result."""
    with at(now):
        viewer = world.actor(who) if isinstance(who, str) else who
        return world.look(result_view, viewer=viewer, now=now, ballot_id=ballot.id)


def raw_cells(workbook: bytes, sheet: str) -> dict[str, RawCell]:
    """The cells of a sheet by walking zip and XML: a second reader that shares nothing with the writer."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        formats = _tree(parts, "xl/styles.xml").find(f"{_MAIN}cellXfs")
        quoted = [xf.get("quotePrefix") == "1" for xf in formats]
        names = [node.get("name") for node in _tree(parts, "xl/workbook.xml").iter(f"{_MAIN}sheet")]
        tree = _tree(parts, f"xl/worksheets/sheet{names.index(sheet) + 1}.xml")
    found = {}
    for cell in tree.iter(f"{_MAIN}c"):
        inline, kind = cell.find(f"{_MAIN}is"), cell.get("t", "n")
        text = cell.findtext(f"{_MAIN}v") or "" if inline is None else "".join(inline.itertext())
        has_formula = cell.find(f"{_MAIN}f") is not None
        found[cell.get("r")] = RawCell(kind, text, has_formula, quoted[int(cell.get("s", 0))])
    return found


def _tree(parts: zipfile.ZipFile, name: str) -> ElementTree:
    return ElementTree.fromstring(parts.read(name))
