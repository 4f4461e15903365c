"""When a failed mail or job is tried again, and when it is given up."""

from datetime import datetime, timedelta

# About a day and a half of trying, then a person has to look.
TRIES = 10
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=8)


def next_try_at(now: datetime, attempts: int) -> datetime | None:
    """When to try again after this many attempts (1, 2, …), doubling each time; None: give up."""
    if attempts >= TRIES:
        return None
    return now + min(FIRST_WAIT * (1 << (attempts - 1)), LONGEST_WAIT)
