"""LibreOffice shows the same numbers, wherever it counts as Word does: shared lists, restarts, skipped levels."""

import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.builders.numbering import a_list, level, numbered_file, numbering_of, numbers, said, use
from voting.documents.word.package import open_package

FORMATS = ("decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "decimalZero", "ordinal")
SPACED = '<w:suff w:val="space"/>'


@pytest.fixture
def office(tmp_path: Path) -> list[str]:
    """LibreOffice with a profile of its own, or a skip that says why."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = (tmp_path / "profile").as_uri()
    return ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", "txt:Text (encoded):UTF8"]


def _levels(chance: random.Random) -> list[str]:
    found = []
    for index in range(chance.randint(2, 5)):
        shown = range(chance.randint(0, index), index + 1) if chance.random() < 0.5 else (index,)
        text = chance.choice(["{}", "({})", "{}.", "{})"]).format(".".join(f"%{each + 1}" for each in shown))
        start = chance.choice([1, 1, 1, 3])
        found.append(level(index, text, chance.choice(FORMATS), start=start, more=SPACED))
    return found


def _any_document(chance: random.Random) -> tuple[list[str], list[str]]:
    """Lists and paragraphs: several lists, several instances of each, levels up and down and skipped."""
    lists, places = [], []
    for list_id in range(12):
        levels = _levels(chance)
        lists.append(a_list(list_id, *levels))
        places.append((list_id, len(levels)))
    instances = [(3 * list_id + at + 1, list_id, depth) for list_id, depth in places for at in range(3)]
    lists.extend(use(num_id, list_id) for num_id, list_id, _depth in instances)
    paragraphs = []
    for _ in range(600):
        num_id, _list_id, depth = chance.choice(instances)
        paragraphs.extend(numbers(num_id, chance.randrange(depth)) for _ in range(chance.randint(1, 3)))
    return lists, paragraphs


@pytest.mark.libreoffice
def test_libreoffice_shows_the_same_numbers(office: list[str], tmp_path: Path) -> None:
    data = numbered_file(*_any_document(random.Random(20260401)))
    file = tmp_path / "numbers.docx"
    file.write_bytes(data)
    subprocess.run([*office, "--outdir", str(tmp_path), str(file)], check=True, capture_output=True, timeout=120)
    theirs = re.findall(r"^ *(.*?) ?¶\d+¶$", file.with_suffix(".txt").read_text("utf-8-sig"), re.MULTILINE)

    package = open_package(data)
    counter = numbering_of(package)[1].counter()
    ours = [counter.number(properties) for properties in said(package)]
    assert len(theirs) > 600
    assert ["" if number is None else number.text for number in ours] == theirs
