"""The workbook of answers: cell by cell what the view says, with nothing that its reader may not read."""

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from exports.responses_workbook import NAME_WITHHELD, WITHHELD, responses_classification, responses_workbook
from tests.builders.consultations import AFTER_CLOSE, OpenedConsultation, instant
from tests.builders.office import converted
from tests.builders.workbooks import AS_AT, PAGE, answered, publish_answers, raw_cells, read_answers
from tests.world import World
from voting.domain.confidentiality import Classification
from voting.domain.labels import label
from voting.domain.people import PUBLIC, Actor
from voting.domain.workbooks import RESPONDENTS, RESPONSES, Profile
from voting.queries.responses import ReadableAnswers

SHEETS = ("Cover", "Summary", "Responses", "Respondents")
BOARD = Actor(person_id=9001, name="Member", member_of_seats=frozenset({1}))


@pytest.fixture
def opened(world: World) -> OpenedConsultation:
    """Three answers, published."""
    made = answered(world)
    publish_answers(world, made)
    return made


def _made(answers: ReadableAnswers, profile: Profile = Profile.WORKING) -> bytes:
    return responses_workbook(answers, as_at=AS_AT, address=PAGE, profile=profile)


def _opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def _rows(content: bytes, sheet: str) -> list[dict[str, object]]:
    """The table of a sheet, by heading."""
    worksheet = _opened(content)[sheet]
    area = next(iter(worksheet.tables.values())).ref
    head, *rows = ([cell.value for cell in row] for row in worksheet[area])
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def _cover(content: bytes) -> dict[str, object]:
    # Some words stand in the legend again, further down.
    rows = [row for row in _opened(content)["Cover"].values if row[0]]
    return {str(row[0]).strip(): row[1] for row in reversed(rows)}


def _all_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist())


def test_every_point_stands_in_it_once_for_each_place_as_the_view_says(
    world: World, opened: OpenedConsultation
) -> None:
    answers = read_answers(world, opened, "analyst")
    rows = _rows(_made(answers), "Responses")
    said = [(item, target) for item in answers.items for target in item.targets]
    assert len(rows) == len(said) == 6
    assert list(rows[0]) == [column.heading for column in RESPONSES]
    for row, (item, target) in zip(rows, said, strict=True):
        assert (row["Key"], row["Organisation"], row["Comment"]) == (item.key, item.organisation, item.comment)
        assert row["Own wording"] == (item.own_wording or None)
        assert row["Position"] == (label(item.position) if item.position else None)
        assert (row["Document"], row["Clause"]) == (target.document_code, target.clause_label)
        assert row["Confidentiality"] == label(item.confidentiality)
        assert item.submitted_at is not None
        assert row["Submitted (UTC)"] == item.submitted_at.replace(tzinfo=None)
        assert row["Version"] == item.version


def test_both_readers_find_the_same_text_and_no_formula_anywhere(world: World, opened: OpenedConsultation) -> None:
    content = _made(read_answers(world, opened, "analyst"))
    for sheet in SHEETS:
        by_openpyxl = {cell.coordinate: cell for row in _opened(content)[sheet].iter_rows() for cell in row}
        raw = raw_cells(content, sheet)
        assert not any(cell.has_formula for cell in raw.values())
        texts = {place: cell.text for place, cell in raw.items() if cell.kind == "inlineStr"}
        assert texts == {place: cell.value for place, cell in by_openpyxl.items() if cell.data_type == "s"}
        assert all(raw[place].quoted for place in texts)
    assert "<f>" not in _all_text(content)


def test_clause_numbers_and_dangerous_words_stay_as_typed(world: World, opened: OpenedConsultation) -> None:
    comments = [row["Comment"] for row in _rows(_made(read_answers(world, opened)), "Responses")]
    assert "8.10" in comments
    assert "=cmd|' /C calc'!A0" in comments


def test_the_publics_workbook_holds_nothing_restricted(world: World, opened: OpenedConsultation) -> None:
    content = _made(read_answers(world, opened), Profile.PUBLICATION)
    everything = _all_text(content)
    assert "The anonymous words." in everything
    assert "restricted words" not in everything
    assert "unrise" not in everything  # The name of the anonymous respondent.
    by_name = {str(row["Organisation"]): row for row in _rows(content, "Responses")}
    assert by_name["Northgrid (test)"]["Comment"] == WITHHELD
    assert by_name["Northgrid (test)"]["Position"] is None
    anonymous = by_name[NAME_WITHHELD]
    assert (anonymous["Submitted (UTC)"], anonymous["Version"], anonymous["Party Category"]) == (None, None, None)
    assert str(_cover(content)["Classification"]).startswith("White")


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (PUBLIC, Classification.WHITE),
        ("brightloop_signatory", Classification.WHITE),
        (BOARD, Classification.WHITE),
        ("northgrid_signatory", Classification.RED),
        ("analyst", Classification.RED),
    ],
)
def test_a_workbook_carries_the_highest_class_of_what_its_reader_reads(
    world: World, opened: OpenedConsultation, who: str | Actor, expected: Classification
) -> None:
    assert responses_classification(read_answers(world, opened, who)) is expected


def test_before_publication_nothing_is_white(world: World) -> None:
    made = answered(world)
    answers = read_answers(world, made, "analyst", instant(AFTER_CLOSE))
    public_alone = replace(answers, items=answers.items[:1], respondents=answers.respondents[:1])
    assert responses_classification(public_alone) is Classification.AMBER
    assert responses_classification(replace(answers, items=(), respondents=())) is Classification.AMBER


def test_the_counts_on_the_cover_add_up(world: World, opened: OpenedConsultation) -> None:
    for who in (PUBLIC, "analyst"):
        content = _made(read_answers(world, opened, who))
        cover = {words: value for words, value in _cover(content).items() if isinstance(value, int)}
        assert cover["Rows on Respondents"] == len(_rows(content, "Respondents")) == 3
        assert cover["answered"] == cover["with a name"] + cover["name withheld"] == 3
        shown = ("in full", "without the name", "version for publication", "withheld by the respondent")
        assert cover["Points that count"] == sum(cover[reading] for reading in shown) == 5
        assert cover["Rows on Responses"] == 5 + cover["Further places of the same points"] == 6
        summary = _rows(content, "Summary")
        assert sum(int(str(row["Points"])) for row in summary) == cover["Rows on Responses"]
        for row in summary:
            counted = [
                value for heading, value in row.items() if heading in {"Agree", "Disagree", "Agree with a change"}
            ]
            assert sum(map(int, map(str, [*counted, row["No position shown"]]))) == row["Points"]


def test_respondents_stand_in_it_as_the_view_says(world: World, opened: OpenedConsultation) -> None:
    answers = read_answers(world, opened, "analyst")
    rows = _rows(_made(answers), "Respondents")
    assert list(rows[0]) == [column.heading for column in RESPONDENTS]
    assert [(row["Organisation"], row["Receipt"], row["Counts"]) for row in rows] == [
        (one.organisation, one.receipt, "yes") for one in answers.respondents
    ]


def test_times_are_told_by_both_clocks_in_summer(world: World, opened: OpenedConsultation) -> None:
    answers = read_answers(world, opened, "analyst")
    item = answers.items[0]
    assert item.submitted_at is not None
    summer = replace(answers, items=(replace(item, submitted_at=item.submitted_at + timedelta(days=90)),))
    row = _rows(_made(summer), "Responses")[0]
    assert str(row["Submitted (UTC)"]) == "2026-06-08 10:00:00"
    assert str(row["Submitted (UK time)"]) == "2026-06-08 11:00:00"


def test_a_text_that_was_cut_is_listed_on_the_cover(world: World, opened: OpenedConsultation) -> None:
    answers = read_answers(world, opened)
    long = replace(answers, items=(replace(answers.items[0], comment="=" * 40_000), *answers.items[1:]))
    content = _made(long)
    assert str(_rows(content, "Responses")[0]["Comment"]).endswith(f"[continues in the platform: {PAGE}]")
    assert PAGE in str(_cover(content)["Responses, L4"])


def test_every_link_leads_to_a_sheet_and_titles_stand_in_a1(world: World, opened: OpenedConsultation) -> None:
    workbook = _opened(_made(read_answers(world, opened)))
    assert tuple(workbook.sheetnames) == SHEETS
    links = [cell.hyperlink for row in workbook["Cover"].iter_rows() for cell in row if cell.hyperlink]
    assert [link.location for link in links] == [f"'{name}'!A1" for name in SHEETS[1:]]
    assert all(workbook[name]["A1"].value for name in SHEETS)
    assert workbook.properties.language == "en-GB"


def test_the_publication_profile_has_no_filter_and_no_frozen_row_and_the_working_one_has_both(
    world: World, opened: OpenedConsultation
) -> None:
    answers = read_answers(world, opened)
    for profile, wanted in ((Profile.WORKING, True), (Profile.PUBLICATION, False)):
        for sheet in _opened(_made(answers, profile)).worksheets[1:]:
            (table,) = sheet.tables.values()
            assert (table.autoFilter is not None, sheet.freeze_panes is not None) == (wanted, wanted)
            assert not sheet.merged_cells.ranges


def test_a_consultation_that_nobody_answered_gives_a_workbook_that_says_so(
    world: World, opened: OpenedConsultation
) -> None:
    empty = replace(read_answers(world, opened), items=(), respondents=())
    workbook = _opened(_made(empty))
    assert workbook["Responses"]["A3"].value == "Nothing to show: there is no row."
    assert not workbook["Responses"].tables


def test_the_fingerprint_is_of_the_data_and_not_of_the_moment(world: World, opened: OpenedConsultation) -> None:
    answers = read_answers(world, opened)
    first, again = _made(answers), _made(answers)
    later = responses_workbook(answers, as_at=AS_AT + timedelta(days=1), address=PAGE, profile=Profile.WORKING)
    changed = _made(replace(answers, items=answers.items[1:]))
    printed = [_cover(content)["SHA-256 of the data"] for content in (first, later, changed)]
    assert first == again != later
    assert printed[0] == printed[1] != printed[2]
    assert re.fullmatch("[0-9a-f]{64}", str(printed[0]))


_MAKE = """
import hashlib, sys
from tests.builders.workbooks import AS_AT, PAGE, answered, publish_answers, read_answers, read_result, voted
from tests.databases import begun_world, sqlite_in_memory
from exports.ballot_workbook import ballot_workbook
from exports.responses_workbook import responses_workbook
from voting.domain.workbooks import Profile
world = begun_world(sqlite_in_memory())
opened = answered(world)
publish_answers(world, opened)
content = responses_workbook(read_answers(world, opened), as_at=AS_AT, address=PAGE, profile=Profile.WORKING)
content += ballot_workbook(read_result(world, voted(world)), as_at=AS_AT, address=PAGE)
print(hashlib.sha256(content).hexdigest())
"""


@pytest.mark.slow
def test_the_same_data_are_the_same_bytes_whatever_the_hash_seed_and_the_time_zone() -> None:
    root = Path(__file__).parents[2]

    def made(seed: str, zone: str) -> str:
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(root)}
        done = subprocess.run(
            [sys.executable, "-c", _MAKE], env=environment, cwd=root, capture_output=True, text=True, check=True
        )
        return done.stdout

    assert made("1", "UTC") == made("77", "Pacific/Auckland") == made("random", "America/New_York")


@pytest.mark.libreoffice
def test_libreoffice_opens_it_and_shows_its_text(world: World, opened: OpenedConsultation, tmp_path: Path) -> None:
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        pytest.skip("LibreOffice (soffice) or pdftotext is not installed")
    workbook = _made(read_answers(world, opened), Profile.PUBLICATION)
    (tmp_path / "responses.pdf").write_bytes(converted(workbook, "xlsx", "pdf", tmp_path))
    shown = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "responses.pdf"), "-"], check=True, capture_output=True, timeout=30
    ).stdout.decode()
    for words in ("=cmd|' /C calc'!A0", "8.10", "The anonymous words.", "Northgrid (test)", WITHHELD):
        assert words in shown
    assert "Err:" not in shown
    assert "#NAME?" not in shown
