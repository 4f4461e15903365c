"""A skip fails the run where none is allowed, in one process and in several."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SKIPPING = {
    "test_while_running": "import pytest\ndef test_it(): pytest.skip('no browser here')\n",
    "test_by_mark": "import pytest\n@pytest.mark.skipif(True, reason='no browser here')\ndef test_it(): pass\n",
    "test_by_fixture": (
        "import pytest\n@pytest.fixture\ndef f(): pytest.skip('no browser here')\ndef test_it(f): pass\n"
    ),
    "test_whole_file": (
        "import pytest\npytest.skip('no browser here', allow_module_level=True)\ndef test_it(): pass\n"
    ),
}
PASSING = {"test_good": "import pytest\ndef test_good(): pass\n@pytest.mark.xfail\ndef test_known(): assert False\n"}
FAILING = {"test_bad": "def test_it(): assert False\n"}


def run(folder: Path, files: dict[str, str], *options: str, no_skips: str) -> subprocess.CompletedProcess[str]:
    """A pytest run of its own on these small files."""
    for name, source in files.items():
        (folder / f"{name}.py").write_text(source)
    (folder / "pytest.ini").write_text("[pytest]\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "VOTING_NO_SKIPS": no_skips}
    environment.pop("PYTEST_XDIST_WORKER", None)
    command = [sys.executable, "-m", "pytest", "-p", "tests.house.no_skips", "-p", "no:cacheprovider", *options, "."]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["one process", "xdist"])
def test_each_kind_of_skip_fails_the_run_and_is_named(tmp_path: Path, options: tuple[str, ...]) -> None:
    ended = run(tmp_path, SKIPPING | PASSING, *options, no_skips="1")
    assert ended.returncode == 1
    named = ended.stdout.split("VOTING_NO_SKIPS=1 allows none")[1]
    assert [file for file in SKIPPING if f"{file}.py" not in named] == []
    assert named.count("no browser here") == len(SKIPPING)
    assert "test_known" not in named


def test_a_skip_is_a_skip_where_it_is_allowed(tmp_path: Path) -> None:
    assert run(tmp_path, SKIPPING | PASSING, no_skips="0").returncode == 0


def test_a_run_without_skips_passes(tmp_path: Path) -> None:
    assert run(tmp_path, PASSING, no_skips="1").returncode == 0


def test_a_failed_run_stays_failed(tmp_path: Path) -> None:
    assert run(tmp_path, FAILING, no_skips="1").returncode == 1
