"""Imports point one way only, and the contracts that say so would notice if one did not."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = [
    "Every module of voting has a layer, and imports point from left to right",
    "Workbooks and bundles are written from views, and services do not write them",
    "Flask, WTForms and Jinja stay in web, api and app",
    "Pages, API and workbooks see frozen views, never tables",
]

# One file for each thing that must not happen, and the contract that has to notice.
OFFENCES = {
    "voting/utils.py": ("", 0),
    "voting/domain/looking_up.py": ("from voting.models import looked_at", 0),
    "voting/services/writing_files.py": ("import exports.offending", 1),
    "voting/queries/rendering.py": ("from flask import render_template", 2),
    "voting/web/reading_tables.py": ("import sqlalchemy.orm", 3),
    "exports/offending.py": ("import voting.models.looked_at", 3),
}


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """What import-linter says about the packages in this folder."""
    command = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as c; c()"
    options = ["--no-cache", "--no-logo"]
    return subprocess.run([sys.executable, "-c", command, *options], cwd=root, capture_output=True, text=True)


def kept(report: str) -> dict[str, bool]:
    """Whether each contract was kept."""
    flat = " ".join(report.split())
    return {name: f"{name} KEPT" in flat for name in CONTRACTS if name in flat}


def test_every_contract_is_kept() -> None:
    ended = lint(ROOT)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert kept(ended.stdout) == dict.fromkeys(CONTRACTS, True)


def test_each_contract_notices_what_it_forbids(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "static", "content")
    for package in ("voting", "exports"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignored)
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "voting" / "models" / "looked_at.py").touch()
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for file, (line, _) in OFFENCES.items():
        (tmp_path / file).write_text(f"{line}\n")
    ended = lint(tmp_path)
    assert ended.returncode == 1
    assert kept(ended.stdout) == dict.fromkeys(CONTRACTS, False), ended.stdout + ended.stderr
    for file in OFFENCES:
        assert file.removesuffix(".py").split("/")[-1] in ended.stdout, f"nobody noticed {file}"


def sources(*folders: str) -> Iterator[Path]:
    """Every Python file in these folders of the checkout."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def imported_by(source: str) -> set[str]:
    """The top-level names that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or ".")
    return names


def foreign_to_the_domain(source: str) -> set[str]:
    """What a module of the domain may not import: all but the standard library and the domain itself."""
    return {
        name
        for name in imported_by(source)
        if name.split(".")[0] not in sys.stdlib_module_names and not f"{name}.".startswith("voting.domain.")
    }


@pytest.mark.parametrize(
    ("source", "foreign"),
    [
        ("import datetime\nfrom collections.abc import Iterator\nfrom voting.domain.errors import RuleBroken", set()),
        ("import holidays", {"holidays"}),
        ("def rule():\n    import sqlalchemy.orm", {"sqlalchemy.orm"}),
        ("from voting import clock", {"voting"}),
        ("from voting.domains import x", {"voting.domains"}),
        ("from . import errors", {"."}),
    ],
)
def test_what_is_foreign_to_the_domain_is_seen(source: str, foreign: set[str]) -> None:
    assert foreign_to_the_domain(source) == foreign


def test_the_domain_imports_the_standard_library_and_itself_alone() -> None:
    foreign = {
        str(file.relative_to(ROOT)): names
        for file in sources("voting/domain")
        if (names := foreign_to_the_domain(file.read_text()))
    }
    assert foreign == {}


def test_every_folder_of_modules_is_a_package() -> None:
    # The contracts do not see a folder without `__init__.py`.
    folders = {file.parent for file in sources("voting", "exports")}
    assert sorted(str(one.relative_to(ROOT)) for one in folders if not (one / "__init__.py").exists()) == []


def test_nothing_is_named_for_being_left_over() -> None:
    names = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
    assert [str(file) for file in sources("voting", "exports") if {file.stem, *file.parts} & names] == []
