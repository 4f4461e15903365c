"""What is logged is written in the code: a few plain words and listed keys, so that no log line can quote a person."""

import ast
from pathlib import Path

import pytest

from voting.logs import ALLOWED_KEYS, EVENT_NAME

ROOT = Path(__file__).resolve().parents[2]
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}


def wrong_lines(source: str) -> list[str]:
    """What is wrong with the log calls of a module: words that are filled in, keys that would be dropped."""
    if "getLogger" not in source and "get_logger" not in source:
        return []
    tree = ast.parse(source)
    loggers = {
        ast.unparse(target)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and "getLogger" in ast.unparse(node.value).replace("get_logger", "getLogger")
        for target in node.targets
    }
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in LEVELS
        and ast.unparse(node.func.value) in loggers
    ]
    return [f"line {call.lineno}: {reason}" for call in calls for reason in _reasons(call)]


def _reasons(call: ast.Call) -> list[str]:
    event = call.args[0] if call.args else None
    reasons = [f"no key {one.arg}" for one in call.keywords if one.arg not in ALLOWED_KEYS | {"exc_info"}]
    if not (isinstance(event, ast.Constant) and isinstance(event.value, str) and EVENT_NAME.fullmatch(event.value)):
        reasons.append("the event is not a few plain words")
    if len(call.args) > 1:
        reasons.append("the event is filled in")
    return reasons


@pytest.mark.parametrize(
    "line",
    [
        "log.info(f'{name} voted')",
        "log.info('vote cast by %s', name)",
        "log.warning('Vote Cast')",
        "log.error(name)",
        "log.info('vote cast', name=name)",
        "log.info('vote cast', **everything)",
    ],
)
def test_a_line_that_could_quote_a_person_is_seen(line: str) -> None:
    assert wrong_lines(f"import structlog\nlog = structlog.get_logger()\n{line}\n") != []


def test_a_plain_line_is_left_alone() -> None:
    source = "import structlog\nlog = structlog.get_logger()\nlog.exception('vote cast', ballot_id=7, exc_info=error)\n"
    assert wrong_lines(source) == []


def test_every_log_line_is_written_in_the_code() -> None:
    files = [file for folder in ("voting", "exports") for file in sorted((ROOT / folder).rglob("*.py"))]
    found = {str(file.relative_to(ROOT)): wrong_lines(file.read_text()) for file in files}
    assert {file: lines for file, lines in found.items() if lines} == {}
