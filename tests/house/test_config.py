"""Settings: each wrong one gets its sentence, all at once, and no secret is ever shown."""

from pathlib import Path

import pytest

from voting.config import LogLevel, MailSecurity, Purpose, Settings, SettingsWrong

KEY = "k3y-of-at-least-32-characters-0123456789"
PASSWORD = "sw0rdfish"


def problems(environ: dict[str, str], purpose: Purpose = Purpose.COMMAND) -> tuple[str, ...]:
    """The sentences that these settings are refused with, or none."""
    try:
        Settings.from_environment(environ, purpose)
    except SettingsWrong as wrong:
        return wrong.problems
    return ()


def test_nothing_needs_to_be_set_on_ones_own_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings.from_environment({})
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/voting.sqlite3"
    assert (settings.host, settings.port, settings.base_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert (settings.workers, settings.log_level, settings.demonstration) == (1, LogLevel.INFO, False)
    assert settings.upload_max_bytes == 25 * 1024 * 1024
    assert settings.mail_server is None
    assert settings.is_sqlite
    assert not settings.has_https


def test_the_demonstration_has_a_database_of_its_own_and_a_new_key_at_each_start(tmp_path: Path) -> None:
    environ = {"VOTING_HOME": str(tmp_path)}
    first, second = (Settings.from_environment(environ, Purpose.DEMONSTRATION) for _ in "ab")
    assert first.demonstration
    assert first.database_url == f"sqlite:///{tmp_path}/instance/demonstration.sqlite3"
    assert len(first.secret_key) >= 32
    assert first.secret_key != second.secret_key


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("sqlite:///votes.sqlite3", "sqlite:////data/votes.sqlite3"),
        ("sqlite:////srv/votes.sqlite3", "sqlite:////srv/votes.sqlite3"),
        ("postgresql://a:b@db:5432/votes", "postgresql+psycopg://a:b@db:5432/votes"),
        ("postgresql+psycopg://a:b@db/votes?sslmode=require", "postgresql+psycopg://a:b@db/votes?sslmode=require"),
        ("postgresql://votes@/votes?host=/run/postgresql", "postgresql+psycopg://votes@/votes?host=/run/postgresql"),
    ],
)
def test_a_database_address_is_taken_in_the_engines_form(given: str, taken: str) -> None:
    settings = Settings.from_environment({"VOTING_HOME": "/data", "VOTING_DATABASE_URL": given})
    assert settings.database_url == taken


@pytest.mark.parametrize(
    ("given", "host", "port", "security", "user", "password"),
    [
        ("smtp://mail.example.org", "mail.example.org", 587, MailSecurity.STARTTLS, "", ""),
        ("smtp://a%40b:p%2Fw@mail.example.org:2525", "mail.example.org", 2525, MailSecurity.STARTTLS, "a@b", "p/w"),
        ("smtps://a:b@mail.example.org", "mail.example.org", 465, MailSecurity.TLS, "a", "b"),
        ("smtp://localhost", "localhost", 25, MailSecurity.NONE, "", ""),
        ("smtp://[::1]:1025/", "::1", 1025, MailSecurity.NONE, "", ""),
    ],
)
def test_mail_goes_out_encrypted_except_on_this_machine(
    given: str, host: str, port: int, security: MailSecurity, user: str, password: str
) -> None:
    server = Settings.from_environment({"VOTING_SMTP_URL": given, "VOTING_MAIL_FROM": "a@example.org"}).mail_server
    assert server is not None
    assert (server.host, server.port, server.security, server.user, server.password) == (
        host,
        port,
        security,
        user,
        password,
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("VOTING_DATABASE_URL", "", "is empty"),
        ("VOTING_DATABASE_URL", "mysql://a/b", "sqlite:/// or postgresql://"),
        ("VOTING_DATABASE_URL", "postgres://a/b", "sqlite:/// or postgresql://"),
        ("VOTING_DATABASE_URL", "sqlite://", "must name a file"),
        ("VOTING_DATABASE_URL", "sqlite:///:memory:", "must name a file"),
        ("VOTING_DATABASE_URL", "sqlite:///a?mode=memory", "must name a file"),
        ("VOTING_DATABASE_URL", "postgresql://a:b@db", "names no database"),
        ("VOTING_SECRET_KEY", "short", "has 5 characters and needs at least 32"),
        ("VOTING_SECRET_KEY", "ab" * 20, "can be guessed"),
        ("VOTING_HOST", "http://0.0.0.0", "an address to listen on"),
        ("VOTING_HOST", "127.0.0.1:80", "an address to listen on"),
        ("VOTING_PORT", "0", "from 1 to 65535"),
        ("VOTING_PORT", "eighty", "from 1 to 65535"),
        ("VOTING_PORT", "٨٠", "from 1 to 65535"),
        ("VOTING_BASE_URL", "vote.example.org", "the address that people type"),
        ("VOTING_BASE_URL", "http://vote.example.org", "use https"),
        ("VOTING_BASE_URL", "http://localhost.example.org", "use https"),
        ("VOTING_BASE_URL", "https://example.org/votes", "end after the host name"),
        ("VOTING_BASE_URL", "https://a@example.org", "end after the host name"),
        ("VOTING_BASE_URL", "https://example.org:notaport", "not a valid address"),
        ("VOTING_BASE_URL", "https://[::1", "not a valid address"),
        ("VOTING_SMTP_URL", "mail.example.org", "must look like smtp://"),
        ("VOTING_SMTP_URL", "smtp://ann@mail.example.org", "both a user and a password"),
        ("VOTING_MAIL_FROM", "Ann", "one e-mail address"),
        ("VOTING_MAIL_FROM", "a@b\nBcc: c@d", "one e-mail address"),
        ("VOTING_WORKERS", "many", "from 1 to 64"),
        ("VOTING_LOG_LEVEL", "loud", "one of debug, info, warning, error"),
        ("VOTING_DEMONSTRATION", "maybe", "yes or no"),
        ("VOTING_SESSION_IDLE_MINUTES", "-1", "from 1 to 1440"),
        ("VOTING_SESSION_ABSOLUTE_HOURS", "9999999999999", "from 1 to 168"),
        ("VOTING_UPLOAD_MAX_BYTES", "25MB", "whole number"),
    ],
)
def test_a_wrong_setting_is_refused_with_one_sentence(name: str, value: str, words: str) -> None:
    (problem,) = problems({name: value})
    assert problem.startswith(f"{name} ")
    assert words in problem
    assert problem.endswith((".", '"'))


@pytest.mark.parametrize("value", ["https://vote.example.org", "https://vote.example.org/", "http://localhost:8000"])
def test_an_address_that_nobody_can_listen_in_on_is_taken(value: str) -> None:
    assert Settings.from_environment({"VOTING_BASE_URL": value}).base_url == value.rstrip("/")


def test_every_problem_is_told_at_once() -> None:
    wrong = {"VOTING_PORT": "x", "VOTING_HOST": "0.0.0.0", "VOTING_WORKERS": "2", "VOTING_COLOUR": "red"}  # noqa: S104 - the setting under test.
    told = problems(wrong, Purpose.SERVE)
    assert [problem.split()[0] for problem in told] == [
        "VOTING_PORT",
        "VOTING_COLOUR",
        "VOTING_SECRET_KEY",
        "VOTING_BASE_URL",
        "VOTING_WORKERS",
    ]


@pytest.mark.parametrize(
    ("purpose", "environ", "words"),
    [
        (Purpose.SERVE, {}, "VOTING_SECRET_KEY is missing"),
        (Purpose.SERVE, {"VOTING_SECRET_KEY": KEY, "VOTING_HOST": "192.0.2.1"}, "VOTING_BASE_URL is missing"),
        (Purpose.COMMAND, {"VOTING_SMTP_URL": "smtps://mail.example.org"}, "VOTING_MAIL_FROM is missing"),
        (Purpose.COMMAND, {"VOTING_WORKERS": "2"}, "takes exactly one process, because"),
        (Purpose.COMMAND, {"VOTING_SESSION_IDLE_MINUTES": "90", "VOTING_SESSION_ABSOLUTE_HOURS": "1"}, "never count"),
    ],
)
def test_what_is_missing_or_contradicts_is_told(purpose: Purpose, environ: dict[str, str], words: str) -> None:
    (problem,) = problems(environ, purpose)
    assert words in problem


def test_several_processes_are_taken_with_postgresql() -> None:
    assert problems({"VOTING_WORKERS": "4", "VOTING_DATABASE_URL": "postgresql://a@db/votes"}) == ()


def test_a_server_with_all_it_needs_is_taken() -> None:
    assert problems({"VOTING_SECRET_KEY": KEY, "VOTING_BASE_URL": "https://vote.example.org"}, Purpose.SERVE) == ()


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("VOTING_DATABSE_URL", "did you mean VOTING_DATABASE_URL?"),
        ("VOTING_SECRETKEY", "did you mean VOTING_SECRET_KEY?"),
        ("VOTING_COLOUR_OF_THE_SKY", "the settings are VOTING_BASE_URL, "),
    ],
)
def test_a_name_that_is_no_setting_is_refused_with_the_nearest_one(name: str, advice: str) -> None:
    (problem,) = problems({name: "1"})
    assert problem.startswith(f"{name} is not a setting: {advice}")


@pytest.mark.parametrize("name", ["VOTING_SHARED", "VOTING_TEST_DATABASE_URL", "VOTING_NO_SKIPS", "PATH", "voting_x"])
def test_names_of_the_tests_and_of_others_are_left_alone(name: str) -> None:
    assert problems({name: "1"}) == ()


def test_no_secret_is_shown_by_a_representation_or_by_a_refusal() -> None:
    secret = {
        "VOTING_SECRET_KEY": KEY,
        "VOTING_DATABASE_URL": f"postgresql://ann:{PASSWORD}@db/votes",
        "VOTING_SMTP_URL": f"smtps://ann:{PASSWORD}@mail.example.org",
        "VOTING_MAIL_FROM": "votes@example.org",
    }
    shown = repr(Settings.from_environment(secret))
    assert "mail.example.org" in shown
    assert KEY not in shown
    assert PASSWORD not in shown
    broken = {
        "VOTING_SECRET_KEY": KEY[:20],
        "VOTING_DATABASE_URL": f"mysql://ann:{PASSWORD}@db/votes",
        "VOTING_SMTP_URL": f"smtps://ann:{PASSWORD}@mail.example.org:port",
        "VOTING_BASE_URL": f"https://ann:{PASSWORD}@example.org",
    }
    told = problems(broken)
    assert len(told) == 4
    assert KEY[:20] not in str(told)
    assert PASSWORD not in str(told)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Settings.from_environment({}).port = 1  # type: ignore[misc]
