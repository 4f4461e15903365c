"""Finds the folders of files that the product reads, in a checkout or in an installed wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def templates_dir() -> Path:
    """The folder of page templates."""
    return _folder("templates")


def migrations_dir() -> Path:
    """The folder of Alembic's `env.py` and `versions/`."""
    return _folder("migrations")


def static_dir() -> Path:
    """The folder of style sheets and scripts; it lies inside the package in a checkout, too."""
    return PACKAGE / "static"


def _folder(name: str) -> Path:
    # A wheel carries these folders inside the package (pyproject.toml, `sources`); in a checkout they stand beside it.
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parent / name
