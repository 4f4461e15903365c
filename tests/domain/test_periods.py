"""On which days something holds."""

from dataclasses import dataclass
from datetime import date

import pytest

from voting.domain.periods import holds_on

FIRST, LAST, AFTER = date(2026, 3, 2), date(2026, 3, 8), date(2026, 3, 9)


@dataclass(frozen=True)
class Held:
    """Something that holds between two days."""

    valid_from: date
    valid_to: date | None = None


@pytest.mark.parametrize(
    ("held", "day", "holds"),
    [
        (Held(FIRST), date(2026, 3, 1), False),
        (Held(FIRST), FIRST, True),
        (Held(FIRST), date(2036, 1, 1), True),
        (Held(FIRST, AFTER), FIRST, True),
        (Held(FIRST, AFTER), LAST, True),
        (Held(FIRST, AFTER), AFTER, False),
        (Held(FIRST, FIRST), FIRST, False),
    ],
)
def test_the_first_day_counts_and_the_day_on_which_it_no_longer_holds_does_not(
    held: Held, day: date, holds: bool
) -> None:
    assert holds_on(held, day) is holds
