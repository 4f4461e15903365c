"""`python3 -m voting …` on bare Python prepares `.venv` and starts again inside it, whatever state things are in."""

import ast
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "voting" / "__main__.py"

# Stands for the product: says where it runs and with what.
COMMAND_LINE = """
import json, sys
def main():
    print(json.dumps({"prefix": sys.prefix, "arguments": sys.argv[1:]}))
    sys.exit(7 if "--fail" in sys.argv else 0)
"""

# Stands for uv: notes what it was asked, takes as long and ends as it is told.
UV = """#!/bin/sh
echo "$@" >> "$UV_NOTES"
sleep "${UV_SECONDS:-0}"
[ -z "$UV_FAILS" ] || { echo "no route to the index" >&2; exit 2; }
"""

# A build backend of the test's own, so that nothing has to be fetched to install the small checkout.
BACKEND = """
import zipfile
def _wheel(folder, files):
    name = "voting-1-py3-none-any.whl"
    info = {"METADATA": "Metadata-Version: 2.1\\nName: voting\\nVersion: 1\\n",
            "WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n", "RECORD": ""}
    with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
        for path, text in files.items(): wheel.writestr(path, text)
        for path, text in info.items(): wheel.writestr("voting-1.dist-info/" + path, text)
    return name
def build_editable(folder, settings=None, metadata=None):
    import os
    return _wheel(folder, {"voting.pth": os.getcwd()})
build_wheel = build_editable
"""


@dataclass
class Tree:
    """A small checkout with the real `__main__.py`, and the surroundings that it is started in."""

    root: Path
    environ: dict[str, str]
    notes: Path
    executable: list[str] = field(default_factory=lambda: [sys.executable, "-m", "voting"])

    def start(self, *arguments: str, python: list[str] | None = None, **environ: str) -> subprocess.Popen[str]:
        """Start `python -m voting` in the checkout."""
        return subprocess.Popen(
            [*(python or self.executable), *arguments],
            cwd=self.root,
            env=self.environ | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, python: list[str] | None = None, **environ: str) -> tuple[int, str, str]:
        """Run it to its end: exit code, output, messages."""
        started = self.start(*arguments, python=python, **environ)
        output, messages = started.communicate(timeout=120)
        return started.returncode, output, messages

    def runs_inside(self, *arguments: str) -> str:
        """Run it, make sure that it ended inside `.venv`, and give the messages."""
        code, output, messages = self.run(*arguments)
        assert code == 0, messages
        assert json.loads(output) == {"prefix": str(self.environment), "arguments": list(arguments)}
        return messages

    @property
    def environment(self) -> Path:
        return self.root / ".venv"

    @property
    def asked_of_uv(self) -> list[str]:
        """What uv was asked so far, one line each, with the folder left out."""
        return self.notes.read_text().replace(str(self.root), "ROOT").splitlines() if self.notes.exists() else []


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A small checkout on a machine whose only installer is a uv of our own."""
    root = tmp_path.resolve() / "checkout"
    (root / "voting").mkdir(parents=True)
    shutil.copy(MAIN, root / "voting" / "__main__.py")
    (root / "voting" / "__init__.py").write_text("")
    (root / "voting" / "cli.py").write_text(COMMAND_LINE)
    (root / "backend.py").write_text(BACKEND)
    (root / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    )
    (root / "requirements.lock").write_text("one==1.0 --hash=sha256:00\ntwo==2.0 --hash=sha256:00\n")
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "uv").write_text(UV)
    (programs / "uv").chmod(0o755)
    environ = {
        "PATH": f"{programs}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "UV_NOTES": str(tmp_path / "notes"),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
    }
    return Tree(root, environ, tmp_path / "notes")


def without(*modules: str) -> list[str]:
    """A Python that lacks these modules, as Debian's does without python3-venv."""
    lacking = "".join(f"sys.modules['{module}'] = None; " for module in modules)
    return [sys.executable, "-c", f"import sys, runpy; {lacking}runpy.run_module('voting', run_name='__main__')"]


def test_a_first_start_prepares_everything_and_ends_inside(tree: Tree) -> None:
    messages = tree.runs_inside("demo", "--keep", "two words")
    assert tree.asked_of_uv == [
        "pip install --python ROOT/.venv/bin/python --require-hashes -r ROOT/requirements.lock",
        "pip install --python ROOT/.venv/bin/python --no-deps --no-build-isolation --editable ROOT",
    ]
    assert "Preparing .venv" in messages
    assert "installing 2 packages from requirements.lock with uv" in messages


def test_a_second_start_prepares_nothing_and_says_nothing(tree: Tree) -> None:
    tree.runs_inside()
    began = time.monotonic()
    assert tree.runs_inside() == ""
    assert len(tree.asked_of_uv) == 2
    assert time.monotonic() - began < 5


def test_the_exit_code_of_the_command_is_kept(tree: Tree) -> None:
    assert tree.run("--fail")[0] == 7


@pytest.mark.parametrize("file", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_or_project_is_installed_into_the_same_environment(tree: Tree, file: str) -> None:
    tree.runs_inside()
    (tree.environment / "kept").touch()
    (tree.root / file).write_text((tree.root / file).read_text() + "# changed\n")
    tree.runs_inside()
    assert len(tree.asked_of_uv) == 4
    assert (tree.environment / "kept").exists()


def test_an_environment_made_by_hand_is_adopted(tree: Tree) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tree.environment], check=True)
    (tree.environment / "kept").touch()
    tree.runs_inside()
    assert (tree.environment / "kept").exists()
    assert len(tree.asked_of_uv) == 2


def test_from_inside_an_environment_made_by_hand_nothing_is_touched(tree: Tree) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tree.environment], check=True)
    code, output, messages = tree.run(python=[str(tree.environment / "bin" / "python"), "-m", "voting"])
    assert (code, messages, tree.asked_of_uv) == (0, "", [])
    assert json.loads(output)["prefix"] == str(tree.environment)


def test_from_inside_our_own_environment_a_changed_lock_is_still_installed(tree: Tree) -> None:
    tree.runs_inside()
    (tree.root / "requirements.lock").write_text("three==3.0 --hash=sha256:00\n")
    code, _, messages = tree.run(python=[str(tree.environment / "bin" / "python"), "-m", "voting"])
    assert code == 0
    assert "installing 1 packages" in messages
    assert len(tree.asked_of_uv) == 4


def half_made(tree: Tree) -> None:
    (tree.environment / "bin").mkdir(parents=True)


def without_its_python(tree: Tree) -> None:
    tree.runs_inside()
    (tree.environment / "bin" / "python").unlink()
    (tree.environment / "bin" / "python").symlink_to("/nowhere/python3")


def of_another_python(tree: Tree) -> None:
    tree.runs_inside()
    (tree.environment / "voting-stamp").unlink()
    python = tree.environment / "bin" / "python"
    python.unlink()
    python.write_text("#!/bin/sh\necho cpython-310\n")
    python.chmod(0o755)


def copied_from_elsewhere(tree: Tree) -> None:
    tree.runs_inside()
    other = tree.root.with_name("copied")
    shutil.copytree(tree.root, other, symlinks=True)
    tree.root = other


@pytest.mark.parametrize("damage", [half_made, without_its_python, of_another_python, copied_from_elsewhere])
def test_a_broken_environment_is_made_anew(tree: Tree, damage: Callable[[Tree], None]) -> None:
    damage(tree)
    (tree.environment / "left").touch()
    assert "making it anew" in tree.runs_inside()
    assert not (tree.environment / "left").exists()
    assert tree.runs_inside() == ""


def test_two_first_starts_at_once_install_once(tree: Tree) -> None:
    started = [tree.start("demo", UV_SECONDS="0.5") for _ in range(2)]
    ended = [one.communicate(timeout=60) for one in started]
    assert [one.returncode for one in started] == [0, 0]
    assert len(tree.asked_of_uv) == 2
    assert sum("waiting for it" in messages for _, messages in ended) == 1


def test_a_failed_installation_says_what_failed_and_the_next_start_goes_on(tree: Tree) -> None:
    code, _, messages = tree.run(python=without("ensurepip", "pip"), UV_FAILS="1")
    assert code == 1
    assert "no route to the index" in messages
    assert "Installing requirements.lock failed" in messages
    assert "run the same command again" in messages
    assert "Traceback" not in messages
    tree.runs_inside()


def test_without_any_installer_one_sentence_names_the_package(tree: Tree) -> None:
    code, _, messages = tree.run(python=without("ensurepip", "pip"), PATH="/usr/bin:/bin")
    assert code == 1
    assert "sudo apt install python3-venv" in messages
    assert "Traceback" not in messages


def test_a_folder_that_cannot_hold_an_environment_is_named(tree: Tree) -> None:
    tree.environment.write_text("a file where the folder should be")
    code, _, messages = tree.run()
    assert code == 1
    assert f"{tree.environment} cannot be replaced" in messages
    assert "Traceback" not in messages


def test_a_python_that_cannot_make_environments_says_why(tree: Tree) -> None:
    (tree.root / "venv.py").write_text("raise SystemExit('no room left on this disk')\n")
    code, _, messages = tree.run()
    assert code == 1
    assert "no room left on this disk" in messages
    assert f"Making {tree.environment} failed" in messages
    assert "python3-venv" not in messages


@pytest.fixture
def wheels(tree: Tree) -> Path:
    """A folder with the one wheel that the lock names, and its hash in the lock."""
    folder = tree.root.parent / "wheels"
    folder.mkdir()
    wheel = folder / "tiny-1.0-py3-none-any.whl"
    files = {
        "tiny.py": "",
        "tiny-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        "tiny-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip('=')},\n"
        for name, text in files.items()
    )
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        archive.writestr("tiny-1.0.dist-info/RECORD", record)
    (tree.root / "requirements.lock").write_text(
        f"tiny==1.0 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
    )
    return folder


@pytest.mark.parametrize("missing", [(), ("ensurepip",)], ids=["with ensurepip", "with this Python's pip alone"])
def test_pip_installs_from_where_its_own_configuration_says(tree: Tree, wheels: Path, missing: tuple[str, ...]) -> None:
    code, output, messages = tree.run(python=without(*missing), PATH="/usr/bin:/bin", PIP_FIND_LINKS=str(wheels))
    assert code == 0, messages
    assert json.loads(output)["prefix"] == str(tree.environment)
    python = str(tree.environment / "bin" / "python")
    subprocess.run([python, "-I", "-c", "import tiny, voting.cli"], cwd="/", check=True)
    # The next start needs nothing from anywhere.
    assert tree.run(PATH="/usr/bin:/bin")[2] == ""


def test_a_package_with_another_hash_than_the_lock_says_is_not_installed(tree: Tree, wheels: Path) -> None:
    (tree.root / "requirements.lock").write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")
    code, _, messages = tree.run(python=without("ensurepip"), PATH="/usr/bin:/bin", PIP_FIND_LINKS=str(wheels))
    assert code == 1
    assert "DO NOT MATCH THE HASHES" in messages
    assert not (tree.environment / "voting-stamp").exists()


def test_what_fails_in_uv_is_tried_with_pip(tree: Tree, wheels: Path) -> None:
    code, _, messages = tree.run(python=without("ensurepip"), UV_FAILS="1", PIP_FIND_LINKS=str(wheels))
    assert code == 0, messages
    assert len(tree.asked_of_uv) == 1


def test_an_installed_wheel_starts_at_once(tree: Tree) -> None:
    (tree.root / "pyproject.toml").unlink()
    code, output, _ = tree.run("demo")
    assert (code, json.loads(output)) == (0, {"prefix": sys.prefix, "arguments": ["demo"]})
    assert not tree.environment.exists()


def test_an_older_python_is_told_what_is_needed(tree: Tree) -> None:
    older = "import sys, runpy; sys.version_info = (3, 9, 18); runpy.run_module('voting', run_name='__main__')"
    code, _, messages = tree.run(python=[sys.executable, "-c", older])
    assert code == 1
    assert "needs Python 3.11 or later" in messages
    assert "is Python 3.9" in messages
    assert len(messages.splitlines()) == 1


def test_an_older_python_can_read_the_file_at_all() -> None:
    ast.parse(MAIN.read_text(), feature_version=(3, 6))


def test_nothing_but_the_standard_library_is_imported_before_the_environment_stands() -> None:
    imported = set()
    for node in ast.walk(ast.parse(MAIN.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(str(node.module).removesuffix(".abc"))
    assert imported - sys.stdlib_module_names == {"voting.cli"}
