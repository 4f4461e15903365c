"""The only reading of the system clock: everything else is handed the instant it decides by."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware and in UTC."""
    return datetime.now(UTC)
