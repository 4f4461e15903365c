"""How many examples a property is tried on: few in every run, many where `VOTING_FULL=1` asks for all of it."""

import os

from hypothesis import settings

FULL = os.environ.get("VOTING_FULL") == "1"


def tried_on(examples: int) -> settings:
    """So many examples, or a hundred times as many in full; none is timed, because the machine is shared."""
    return settings(max_examples=examples * 100 if FULL else examples, deadline=None)
