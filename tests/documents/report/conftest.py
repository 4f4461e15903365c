"""The reports that the reader is tried on: our own variants of the template, and the real one beside the checkout."""

from collections.abc import Callable
from pathlib import Path

import pytest

from voting.documents.report import read_report_text
from voting.domain.modifications.report import ReadReport

_VARIANTS = Path(__file__).parent / "variants"


@pytest.fixture(scope="session")
def variant_text() -> Callable[[str], str]:
    """The text of a variant by its name."""
    return lambda name: (_VARIANTS / f"{name}.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def variant(variant_text: Callable[[str], str]) -> Callable[[str], ReadReport]:
    """A variant as it is read, by its name; each is read once."""
    held: dict[str, ReadReport] = {}

    def read(name: str) -> ReadReport:
        if name not in held:
            held[name] = read_report_text(variant_text(name))
        return held[name]

    return read


@pytest.fixture(scope="session")
def seed_text(shared: Path) -> str:
    """The text of the real report."""
    return (shared / "seed" / "modification-report.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def seed(seed_text: str) -> ReadReport:
    """The real report as it is read."""
    return read_report_text(seed_text)
