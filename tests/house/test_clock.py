"""The clock gives an aware instant in UTC."""

from datetime import UTC, datetime, timedelta, timezone

import time_machine

from voting import clock


def test_now_is_aware_and_in_utc_wherever_the_machine_stands() -> None:
    there = timezone(timedelta(hours=9))
    with time_machine.travel(datetime(2026, 11, 24, 2, 0, tzinfo=there), tick=False):
        assert clock.now() == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
        assert clock.now().tzinfo is UTC
