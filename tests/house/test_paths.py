"""The folders of files are found in a checkout and in an installed wheel."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from voting import paths


def test_in_a_checkout_the_folders_stand_beside_the_package() -> None:
    root = Path(__file__).resolve().parents[2]
    assert paths.templates_dir() == root / "templates"
    assert paths.migrations_dir() == root / "migrations"
    assert paths.static_dir() == root / "voting" / "static"


@pytest.mark.parametrize("name", ["templates", "migrations", "static"])
def test_in_an_installed_wheel_they_lie_inside_it(tmp_path: Path, name: str) -> None:
    package = tmp_path / "voting"
    for folder in ("templates", "migrations", "static"):
        (package / folder).mkdir(parents=True)
    # A folder of the same name beside an installed package belongs to somebody else.
    (tmp_path / name).mkdir()
    (package / "__init__.py").write_text("")
    shutil.copy(paths.__file__, package / "paths.py")
    question = f"from voting.paths import {name}_dir; print({name}_dir())"
    answer = subprocess.run([sys.executable, "-c", question], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == str(package / name)
