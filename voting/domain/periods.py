"""How long something holds: from its first day until the first day on which it no longer does."""

from datetime import date
from typing import Protocol


class Period(Protocol):
    """What holds between two days; without `valid_to` it still does."""

    @property
    def valid_from(self) -> date:
        """The first day on which it holds."""

    @property
    def valid_to(self) -> date | None:
        """The first day on which it no longer holds."""


def holds_on(period: Period, day: date) -> bool:
    """Whether it holds on the day: its first day counts, its `valid_to` does not."""
    return period.valid_from <= day and (period.valid_to is None or day < period.valid_to)
