"""The settings: read once from the environment, checked as a whole, frozen from then on."""

import ipaddress
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

Value = TypeVar("Value")

PREFIX = "VOTING_"
MEGABYTE = 1024 * 1024

# Read by the tests and by `.ci/run`, never by the product, which only has to know that they are no spelling mistakes.
NAMES_OF_THE_TESTS = frozenset({"VOTING_SHARED", "VOTING_TEST_DATABASE_URL", "VOTING_NO_SKIPS"})

HOW_TO_MAKE_A_KEY = 'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'


class SettingsWrong(Exception):
    """The settings cannot be used. `problems` has one sentence for each thing that is wrong; `str()` has them all."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Purpose(StrEnum):
    """What the settings are read for, which decides what may be missing."""

    COMMAND = "command"
    SERVE = "serve"
    DEMONSTRATION = "demonstration"


class LogLevel(StrEnum):
    """The least serious event that is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class MailSecurity(StrEnum):
    """How the connection to the mail server is kept private."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over. Nothing but a server on this machine is spoken to without encryption."""

    host: str
    port: int
    security: MailSecurity
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator decides. `repr()` shows no key and no password."""

    home: Path
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    host: str
    port: int
    base_url: str
    mail_server: MailServer | None
    mail_from: str
    workers: int
    log_level: LogLevel
    demonstration: bool
    session_idle_minutes: int
    session_absolute_hours: int
    upload_max_bytes: int

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is the embedded one, which takes exactly one server process."""
        return self.database_url.startswith("sqlite:")

    @property
    def has_https(self) -> bool:
        """Whether people reach the pages by https; only then may cookies be `Secure` and carry the `__Host-` prefix."""
        return self.base_url.startswith("https:")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], purpose: Purpose = Purpose.COMMAND) -> Self:
        """The settings for this purpose; raises `SettingsWrong` with every problem at once.

        `serve` needs a secret key. The demonstration makes its own at each start where none is given, and every other
        command does without one.
        """
        reader = _Reader(environ)
        home = reader.take("VOTING_HOME", _folder, Path.cwd())
        host = reader.take("VOTING_HOST", _host, "127.0.0.1")
        port = reader.take("VOTING_PORT", _whole_number(1, 65535), 8000)
        # The demonstration is rebuilt at each start, so it must never be given the file that holds real work.
        file = "demonstration.sqlite3" if purpose is Purpose.DEMONSTRATION else "voting.sqlite3"
        embedded = f"sqlite:///{home / 'instance' / file}"
        settings = cls(
            home=home,
            database_url=reader.take("VOTING_DATABASE_URL", lambda text: _database_url(text, home), embedded),
            secret_key=reader.take("VOTING_SECRET_KEY", _secret_key, _key_where_none_is_given(purpose)),
            host=host,
            port=port,
            base_url=reader.take("VOTING_BASE_URL", _base_url, _own_address(host, port)),
            mail_server=reader.take("VOTING_SMTP_URL", _mail_server, None),
            mail_from=reader.take("VOTING_MAIL_FROM", _mail_address, ""),
            workers=reader.take("VOTING_WORKERS", _whole_number(1, 64), 1),
            log_level=reader.take("VOTING_LOG_LEVEL", _log_level, LogLevel.INFO),
            demonstration=reader.take("VOTING_DEMONSTRATION", _yes_or_no, False) or purpose is Purpose.DEMONSTRATION,
            session_idle_minutes=reader.take("VOTING_SESSION_IDLE_MINUTES", _whole_number(1, 24 * 60), 60),
            session_absolute_hours=reader.take("VOTING_SESSION_ABSOLUTE_HOURS", _whole_number(1, 24 * 7), 12),
            upload_max_bytes=reader.take("VOTING_UPLOAD_MAX_BYTES", _whole_number(1024, 500 * MEGABYTE), 25 * MEGABYTE),
        )
        problems = [*reader.problems, *reader.unknown_names()]
        problems += [sentence for name, sentence in _gaps(settings, purpose) if name not in reader.refused]
        if problems:
            raise SettingsWrong(problems)
        return settings


class _Reader:
    """Takes settings one by one and keeps what is wrong with them, so that all of it can be said at once."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.known: set[str] = set()
        self.refused: set[str] = set()
        self.problems: list[str] = []

    def take(self, name: str, parse: Callable[[str], Value], default: Value) -> Value:
        """The parsed setting, or the default where it is not set; what cannot be parsed becomes a problem."""
        self.known.add(name)
        text = self.environ.get(name)
        if text is None:
            return default
        try:
            # An empty value is mostly a variable that somebody else forgot to fill, so it never means "the default".
            if not text.strip():
                raise ValueError("is empty: give it a value or remove it.")
            return parse(text.strip())
        except ValueError as wrong:
            self.refused.add(name)
            self.problems.append(f"{name} {wrong}")
            return default

    def unknown_names(self) -> Iterator[str]:
        """One sentence for each name that looks like a setting and is none."""
        for name in sorted(self.environ):
            if name.startswith(PREFIX) and name not in self.known | NAMES_OF_THE_TESTS:
                close = get_close_matches(name, sorted(self.known), n=1, cutoff=0.75)
                advice = f"did you mean {close[0]}?" if close else f"the settings are {', '.join(sorted(self.known))}."
                yield f"{name} is not a setting: {advice}"


def _gaps(settings: Settings, purpose: Purpose) -> Iterator[tuple[str, str]]:
    """What is missing for this purpose or contradicts another setting, with the name that each sentence hangs on."""
    if purpose is Purpose.SERVE and not settings.secret_key:
        yield "VOTING_SECRET_KEY", f"VOTING_SECRET_KEY is missing: it signs the forms. {HOW_TO_MAKE_A_KEY}"
    if not settings.base_url:
        sentence = (
            f"VOTING_BASE_URL is missing: with VOTING_HOST={settings.host} people come from other machines, so say "
            "under which https:// address (a proxy in front of the server can hold the certificate)."
        )
        yield "VOTING_BASE_URL", sentence
    if settings.mail_server and not settings.mail_from:
        yield "VOTING_MAIL_FROM", "VOTING_MAIL_FROM is missing: mail by VOTING_SMTP_URL needs an address to come from."
    if settings.workers > 1 and settings.is_sqlite:
        sentence = (
            f"VOTING_WORKERS is {settings.workers}, but the embedded SQLite database takes exactly one process, "
            "because the lock that lets writes queue fairly lives inside it. Set VOTING_WORKERS=1, or give a "
            "PostgreSQL address in VOTING_DATABASE_URL."
        )
        yield "VOTING_DATABASE_URL", sentence
    if settings.session_idle_minutes > settings.session_absolute_hours * 60:
        sentence = (
            "VOTING_SESSION_IDLE_MINUTES is longer than VOTING_SESSION_ABSOLUTE_HOURS, so it would never count: "
            "shorten the first or lengthen the second."
        )
        yield "VOTING_SESSION_ABSOLUTE_HOURS", sentence


def _key_where_none_is_given(purpose: Purpose) -> str:
    return secrets.token_urlsafe(48) if purpose is Purpose.DEMONSTRATION else ""


def _own_address(host: str, port: int) -> str:
    """The address of a server that only this machine can reach, or nothing where others can."""
    if not _is_loopback(host):
        return ""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _folder(text: str) -> Path:
    folder = Path(text).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"is {text}, which is not a folder: name the folder that is to hold the data.")
    return folder


def _host(text: str) -> str:
    if any(mark in text for mark in "/@ []") or text.count(":") == 1:
        raise ValueError(f"is {text!r}: give only an address to listen on, such as 127.0.0.1 or 0.0.0.0.")
    return text


def _whole_number(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 12 and least <= int(text) <= most):
            raise ValueError(f"is {text!r}: give a whole number from {least} to {most}.")
        return int(text)

    return parse


def _database_url(text: str, home: Path) -> str:
    """The address in the form that the engine takes. It may hold a password, so no sentence repeats it."""
    scheme, _, rest = text.partition("://")
    if scheme == "sqlite":
        return f"sqlite:///{home / _sqlite_file(rest)}"
    if scheme not in {"postgresql", "postgresql+psycopg"}:
        raise ValueError("must begin with sqlite:/// or postgresql://, the two databases that this is tested on.")
    if not urlsplit(text).path.strip("/"):
        raise ValueError("names no database: write postgresql://USER:PASSWORD@HOST:5432/DATABASE.")
    return f"postgresql+psycopg://{rest}"


def _sqlite_file(rest: str) -> str:
    file = rest.removeprefix("/")
    if file == rest or not file or ":memory:" in file or "?" in file:
        raise ValueError("must name a file, as in sqlite:///instance/voting.sqlite3, without options after it.")
    return file


def _secret_key(text: str) -> str:
    if len(text) < 32:
        raise ValueError(f"has {len(text)} characters and needs at least 32. {HOW_TO_MAKE_A_KEY}")
    if len(set(text)) < 8:
        raise ValueError(f"repeats a few characters, so it can be guessed. {HOW_TO_MAKE_A_KEY}")
    return text


def _base_url(text: str) -> str:
    parts = _parts(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"is {text!r}: give the address that people type, such as https://vote.example.org.")
    if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username:
        raise ValueError("must end after the host name: the pages stand at the top of their own address.")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise ValueError(
            f"is {text!r}, and what goes over http can be read and changed on the way: use https (a proxy in front of "
            "the server can hold the certificate). Plain http is for this machine alone."
        )
    return f"{parts.scheme}://{parts.netloc}"


def _mail_server(text: str) -> MailServer:
    """The server of `smtp://` (STARTTLS, except on this machine) or `smtps://`. No sentence repeats the password."""
    parts = _parts(text)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path not in {"", "/"}:
        raise ValueError("must look like smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465.")
    if bool(parts.username) != bool(parts.password):
        raise ValueError("needs both a user and a password, or neither.")
    security = MailSecurity.TLS if parts.scheme == "smtps" else MailSecurity.STARTTLS
    if parts.scheme == "smtp" and _is_loopback(parts.hostname):
        security = MailSecurity.NONE
    port = parts.port or {MailSecurity.TLS: 465, MailSecurity.STARTTLS: 587, MailSecurity.NONE: 25}[security]
    return MailServer(parts.hostname, port, security, unquote(parts.username or ""), unquote(parts.password or ""))


def _parts(text: str) -> SplitResult:
    """The address taken apart, with a port that has been checked. The library's own sentences repeat the address."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise ValueError("is not a valid address: look at its brackets and its port.") from None
    return parts


def _mail_address(text: str) -> str:
    address = parseaddr(text)[1]
    mailbox, _, host = address.partition("@")
    if not mailbox or not host or "@" in host or not text.isprintable():
        raise ValueError(f"is {text!r}: give one e-mail address, such as Change Board <votes@example.org>.")
    return text


def _log_level(text: str) -> LogLevel:
    try:
        return LogLevel(text.lower())
    except ValueError:
        raise ValueError(f"is {text!r}: give one of {', '.join(LogLevel)}.") from None


def _yes_or_no(text: str) -> bool:
    answers = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if text.lower() not in answers:
        raise ValueError(f"is {text!r}: give yes or no.")
    return answers[text.lower()]
