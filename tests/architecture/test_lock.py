"""The lock holds everything that the project asks for, by hash, and nothing about the machine that made it."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
ASKED_FOR = [*PROJECT["dependencies"], *(one for extra in PROJECT["optional-dependencies"].values() for one in extra)]
LOCKED = {
    canonicalize_name(match["name"]): (match["version"], match["hashes"].count("--hash=sha256:"))
    for match in re.finditer(
        r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?P<hashes>(?:[^\n]*\\\n)*[^\n]*)",
        (ROOT / "requirements.lock").read_text(),
        re.MULTILINE,
    )
}


@pytest.mark.parametrize("wanted", ASKED_FOR)
def test_everything_asked_for_is_locked_in_a_version_that_fits(wanted: str) -> None:
    requirement = Requirement(wanted)
    version, _ = LOCKED[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(version)


def test_every_package_has_several_hashes() -> None:
    # One hash each would mean that the lock was made against an index that holds only this machine's files.
    assert {name: hashes for name, (_, hashes) in LOCKED.items() if hashes < 2} == {}
    assert len(LOCKED) > 40


def test_the_lock_holds_no_address() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    assert [line for line in lines if re.search(r"://|file:|--(extra-)?index|--find-links", line)] == []
