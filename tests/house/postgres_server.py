"""A PostgreSQL server for the tests: the one that `VOTING_TEST_DATABASE_URL` names, else one started for this run.

The server refuses to run as root, so that as root it is started as another user. It listens on a socket in its own
temporary folder and nowhere else, and does not wait for the disk, because what it holds may be lost with the machine.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

OTHER_USERS = ("postgres", "nobody")
LONGEST_START = 30.0


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server to test on, or why there is none. `url` reaches its maintenance database, or is None."""

    url: str | None
    reason: str = ""

    @contextmanager
    def fresh_database(self, template: str = "template0") -> Iterator[str]:
        """The address of an empty database (or a copy of `template`, a database's name), dropped afterwards."""
        assert self.url, self.reason
        name = f"voting_{uuid.uuid4().hex[:12]}"
        plain = self.url.replace("postgresql+psycopg://", "postgresql://", 1)
        with psycopg.connect(plain, autocommit=True) as connection:
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
            try:
                yield _with_database(self.url, name)
            finally:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def postgres_url(environ: Mapping[str, str] = os.environ) -> Iterator[PostgresServer]:
    """A server while the block runs; where none can be had, one without `url` whose `reason` says why."""
    given = environ.get("VOTING_TEST_DATABASE_URL", "")
    if given:
        yield PostgresServer(given.replace("postgresql://", "postgresql+psycopg://", 1))
        return
    programs = find_programs(environ.get("PATH", ""))
    user = find_user()
    if programs is None:
        yield PostgresServer(None, "no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    elif user is None:
        yield PostgresServer(
            None, f"PostgreSQL refuses to run as root, and there is no user {' or '.join(OTHER_USERS)}"
        )
    else:
        with _running(programs, user) as url:
            yield PostgresServer(url)


def find_programs(path: str, debian: Path = Path("/usr/lib/postgresql")) -> Path | None:
    """The folder of the newest server's programs in Debian's place, which is off the path, else of the path's own."""
    versions = [program for program in debian.glob("*/bin/initdb") if program.parts[-3].isdigit()]
    if versions:
        return max(versions, key=lambda program: int(program.parts[-3])).parent
    on_path = shutil.which("initdb", path=path)
    return Path(on_path).resolve().parent if on_path else None


def find_user() -> str | None:
    """Who is to run the server: ourselves, unless we are root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((user for user in OTHER_USERS if user in known), None)


@contextmanager
def _running(programs: Path, user: str) -> Iterator[str]:
    # A socket's path may have about a hundred characters, so the folder is not made inside pytest's own deep one.
    folder = Path(tempfile.mkdtemp(prefix="voting-pg-"))
    shutil.chown(folder, user)
    # As root we step down to the other user; as anybody else there is nothing to step down from.
    step_down = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    data, log = folder / "data", folder / "log"
    init = [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"]
    subprocess.run(init, cwd=folder, check=True, capture_output=True, timeout=120, **step_down)  # type: ignore[call-overload]
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "fsync": "off",
        "full_page_writes": "off",
        "max_connections": "60",
        "shared_buffers": "32MB",
    }
    command = [str(programs / "postgres"), "-D", str(data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, **step_down)  # type: ignore[call-overload]
    try:
        _wait_until_it_answers(server, f"postgresql://postgres@/postgres?host={folder}", log)
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        server.send_signal(3)  # SIGQUIT: at once, without tidying what is thrown away anyway.
        with suppress(subprocess.TimeoutExpired):
            server.wait(20)
        server.kill()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_it_answers(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(psycopg.OperationalError):
            psycopg.connect(url).close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}")


def _with_database(url: str, name: str) -> str:
    """The same address with another database in it."""
    address, mark, options = url.partition("?")
    return f"{address.rsplit('/', 1)[0]}/{name}{mark}{options}"
