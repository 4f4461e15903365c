"""The clock is read in one place: everybody else is handed the instant, so that a test and a receipt can name it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
THE_CLOCK = ROOT / "voting" / "clock.py"

# Durations (`time.monotonic`, `time.perf_counter`) are no readings of the clock.
READINGS = {
    *(f"datetime.datetime.{name}" for name in ("now", "utcnow", "today")),
    "datetime.date.today",
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "asctime", "clock_gettime")),
    # The database's own clock runs beside ours.
    *(f"sqlalchemy.func.{name}" for name in ("now", "current_timestamp", "current_date", "localtimestamp")),
    "structlog.processors.TimeStamper",
}


def readings_in(source: str) -> list[str]:
    """Every mention of a reading of the clock: a default that is called later reads it as well as a call does."""
    tree = ast.parse(source)
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            # `import a.b` makes `a` known, `import a.b as c` makes `c` known as `a.b`.
            known |= {one.asname or one.name.split(".")[0]: one.name if one.asname else "" for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            known |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            first, _, rest = _dotted(node).partition(".")
            full = f"{known[first] or first}.{rest}".rstrip(".") if first in known else ""
            if full in READINGS:
                found.append(f"line {node.lineno}: {full}")
    return found


def _dotted(node: ast.expr) -> str:
    """`a.b.c` as it is written; nothing where it does not begin with a name."""
    rest = ""
    while isinstance(node, ast.Attribute):
        rest, node = f".{node.attr}{rest}", node.value
    return f"{node.id}{rest}" if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\nx = datetime.now()",
        "import datetime as dt\nx = dt.datetime.utcnow()",
        "import datetime\nx = datetime.date.today()",
        "from datetime import date as d\nx = d.today()",
        "from time import time as t\nx = t()",
        "import time\nx = time.time_ns()",
        "from datetime import datetime\nclass A:\n    made_at = field(default_factory=datetime.now)",
        "import sqlalchemy as sa\nx = sa.func.now()",
        "from sqlalchemy import func\nx = func.current_timestamp()",
    ],
)
def test_a_reading_of_the_clock_is_seen(source: str) -> None:
    assert len(readings_in(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "from voting import clock\nx = clock.now()",
        "import time\nx = time.monotonic()",
        "from datetime import datetime\nx = datetime.fromisoformat('2026-01-01')",
        "def rule(time): return time.time",
    ],
)
def test_what_is_no_reading_of_the_clock_is_left_alone(source: str) -> None:
    assert readings_in(source) == []


def test_the_clock_is_read_in_one_place() -> None:
    files = [file for folder in ("voting", "exports", "migrations") for file in sorted((ROOT / folder).rglob("*.py"))]
    found = {str(file.relative_to(ROOT)): readings_in(file.read_text()) for file in files if file != THE_CLOCK}
    assert {file: readings for file, readings in found.items() if readings} == {}
    assert readings_in(THE_CLOCK.read_text()) != []
