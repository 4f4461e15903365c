"""Ballots as each viewer may see them: lists, one ballot, its result, seats and rule sets."""
