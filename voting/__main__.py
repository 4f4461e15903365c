"""`python3 -m voting …` on bare Python: prepares `.venv` beside the checkout, then starts the same command inside it.

Nothing but the standard library is imported before that, and the grammar of this file is that of Python 3.6, so that an
old Python can still read it and say what is missing.
"""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this is the line that tells the owner of an older Python.
    sys.exit(
        "This needs Python 3.11 or later, and {} is Python {}.{}. Start it with a later one, for example: "
        "python3.12 -m voting demo".format(sys.executable, *sys.version_info[:2])
    )

ROOT = Path(__file__).resolve().parent.parent
INSTALL_NOTHING_ELSE = ["--no-deps", "--no-build-isolation", "--editable"]


class NotPrepared(Exception):
    """The environment could not be made; the text says what failed and what to do."""


class Checkout:
    """A folder with `pyproject.toml` and `requirements.lock`, and the environment that belongs to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment = root / ".venv"
        self.python = self.environment / "bin" / "python"
        self.lock = root / "requirements.lock"
        self.project = root / "pyproject.toml"
        self.stamp = self.environment / "voting-stamp"

    def exists(self) -> bool:
        """Whether this is a checkout at all; an installed wheel has neither file beside it."""
        return self.lock.is_file() and self.project.is_file()

    def wanted_stamp(self) -> str:
        """What the stamp says when the environment fits: lock, project, Python version and place.

        The place counts because a copied folder would go on importing the modules of the folder it was copied from.
        """
        parts = [self.lock.read_bytes(), self.project.read_bytes(), _python_version().encode(), os.fsencode(self.root)]
        return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()

    def is_ready(self) -> bool:
        """Whether the environment was finished, and for exactly this lock, project, Python and place."""
        try:
            return self.stamp.read_text() == self.wanted_stamp() and self.python.exists()
        except OSError:
            return False


def main() -> None:
    """Run the command line, inside the checkout's own environment where there is a checkout."""
    checkout = Checkout(ROOT)
    if checkout.exists():
        _enter(checkout)
    from voting.cli import main as command_line

    command_line()


def _enter(checkout: Checkout) -> None:
    """Return inside a fitting environment; otherwise prepare it and replace this process by one inside."""
    inside = Path(sys.prefix).resolve() == checkout.environment.resolve()
    # Who made an environment here by hand or with `uv run` keeps it as it is: only what carries our stamp is ours to
    # bring up to date from within.
    if inside and (checkout.is_ready() or not checkout.stamp.exists()):
        return
    try:
        if not checkout.is_ready():
            prepare(checkout)
    except NotPrepared as reason:
        sys.exit(str(reason))
    except OSError as error:
        sys.exit(f"Preparing {checkout.environment} failed: {error}. Mend that, then run the same command again.")
    except KeyboardInterrupt:
        sys.exit("Stopped. Run the same command again: it goes on where it stopped.")
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(checkout.python, [str(checkout.python), "-m", "voting", *sys.argv[1:]])  # noqa: S606 - ourselves, inside.


def prepare(checkout: Checkout) -> None:
    """Make `.venv` fit the lock: everything in it by hash, then the checkout itself, then the stamp.

    Raises `NotPrepared` with what failed and what to do. An interrupted preparation is gone on with by the next one.
    """
    if os.name != "posix":
        raise NotPrepared("This runs on Linux and macOS. On Windows, start it inside WSL (wsl --install).")
    began = time.monotonic()
    with _one_at_a_time(checkout):
        if checkout.is_ready():
            return
        _say("Preparing .venv (about half a minute the first time)")
        _make_environment(checkout)
        _install(checkout)
        checkout.stamp.write_text(checkout.wanted_stamp())
    _say(f"Ready after {time.monotonic() - began:.0f} s")


@contextlib.contextmanager
def _one_at_a_time(checkout: Checkout) -> Iterator[None]:
    """Hold the checkout's folder locked, so that two first starts do not write the same environment at once."""
    import fcntl

    descriptor = os.open(checkout.root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("Another start is preparing .venv: waiting for it")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError:
            # Some network folders have no locks; then two starts at once are the one thing we cannot keep apart.
            _say("This folder cannot be locked: do not start a second time until .venv is ready")
        yield
    finally:
        os.close(descriptor)


def _make_environment(checkout: Checkout) -> None:
    """Leave a sound, perhaps empty, environment in place: the one that is there where it works, else a new one."""
    try:
        with contextlib.suppress(FileNotFoundError):
            checkout.stamp.unlink()
        if _is_sound(checkout):
            return
        if checkout.environment.exists():
            _say("  the .venv that is here is broken or belongs elsewhere: making it anew")
            shutil.rmtree(checkout.environment)
    except OSError as error:
        raise NotPrepared(f"{checkout.environment} cannot be replaced: {error}. Move it away, then go on.") from None
    _say("  making the environment")
    # Its own pip comes later, and only where it is needed: --without-pip works where ensurepip is not installed.
    said = _run([sys.executable, "-m", "venv", "--without-pip", str(checkout.environment)])
    if said is not None or not _is_sound(checkout):
        lacking = said is not None and "No module named" in said
        advice = _missing_package() if lacking else "Look whether this folder can be written to and the disk has room."
        raise NotPrepared(f"{said or ''}\nMaking {checkout.environment} failed. {advice}")


def _is_sound(checkout: Checkout) -> bool:
    """Whether the environment's Python runs, is this version, and was made for this very place."""
    question = "import sys; print(sys.implementation.cache_tag); print(sys.prefix)"
    try:
        answer = subprocess.run(  # noqa: S603 - our own environment's Python.
            [str(checkout.python), "-I", "-c", question], capture_output=True, text=True, timeout=60, check=True
        ).stdout
        # The scripts of an environment hold its absolute place, so a copied one would start the programs of another.
        stays = str(checkout.environment) in (checkout.environment / "bin" / "activate").read_text()
    except (OSError, subprocess.SubprocessError):
        return False
    return stays and answer.splitlines() == [_python_version(), str(checkout.environment)]


def _install(checkout: Checkout) -> None:
    """Install the lock and then the checkout, by uv where there is one and by pip where it cannot."""
    packages = sum("==" in line for line in checkout.lock.read_text().splitlines())
    said = ""
    for name, command in _installers(checkout):
        _say(f"  installing {packages} packages from requirements.lock with {name}")
        failed = _run([*command, "--require-hashes", "-r", str(checkout.lock)], watch=packages)
        if failed is None:
            _say("  installing the checkout itself")
            failed = _run([*command, *INSTALL_NOTHING_ELSE, str(checkout.root)])
        if failed is None:
            return
        said += f"{name} said:\n{failed}\n"
    if not said:
        raise NotPrepared(_missing_package())
    raise NotPrepared(
        f"{said}\nInstalling requirements.lock failed; the lines above say why. Check that this machine reaches the "
        "package index of its own pip configuration (python3 -m pip config list), then run the same command again: it "
        "goes on where it stopped."
    )


def _installers(checkout: Checkout) -> Iterator[tuple[str, list[str]]]:
    """Each way of installing into the environment that this machine has, best first, as (name, command)."""
    uv = shutil.which("uv")
    if uv:
        yield "uv", [uv, "pip", "install", "--python", str(checkout.python)]
    options = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    own = [str(checkout.python), "-m", "pip", "install", *options]
    if _has_pip(checkout):
        yield "pip", own
    elif _can_run("pip"):
        yield "pip", [sys.executable, "-m", "pip", "--python", str(checkout.python), "install", *options]


def _has_pip(checkout: Checkout) -> bool:
    """Whether the environment has its own pip, once ensurepip has been asked for it."""
    python = str(checkout.python)
    if _run([python, "-I", "-c", "import pip"]) is None:
        return True
    return _can_run("ensurepip") and _run([python, "-I", "-m", "ensurepip"]) is None


def _can_run(module: str) -> bool:
    """Whether this Python has the module as a program; an emptied folder of its name, left by a package, is none."""
    try:
        return importlib.util.find_spec(f"{module}.__main__") is not None
    except ImportError:
        return False


def _run(command: Sequence[str], watch: int = 0) -> str | None:
    """Run a program; None where it succeeded, else the last lines that it wrote. `watch` counts packages aloud."""
    # PYTHONPATH would make pip believe that what lies there is installed; PIP_USER would send packages elsewhere.
    surroundings = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTHONHOME"}}
    surroundings["PIP_USER"] = "0"
    last: deque[str] = deque(maxlen=15)
    found, told = 0, time.monotonic()
    with subprocess.Popen(  # noqa: S603 - the command is ours: this machine's Python, pip or uv.
        command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        text=True, errors="replace",
    ) as program:  # fmt: skip
        for line in program.stdout or ():
            last.append(f"    {line.rstrip()}")
            found += line.startswith(("Collecting ", "Processing "))
            if watch and (time.monotonic() - told > 5 or line.startswith("Installing collected")):
                told = time.monotonic()
                _say(f"    {min(found, watch)} of {watch} found")
    return None if program.returncode == 0 else "\n".join(last)


def _missing_package() -> str:
    return (
        "This Python can make no complete environment: it has neither venv with ensurepip, nor pip, and uv is not on "
        "the path. Install one of them (Debian and Ubuntu: sudo apt install python3-venv), then run the same command."
    )


def _python_version() -> str:
    """The version an environment is bound to, for example `cpython-311`."""
    return str(sys.implementation.cache_tag)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
