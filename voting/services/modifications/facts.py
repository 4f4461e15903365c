"""The facts that moves are judged on, for services: the same reading as the pages have."""

from voting.queries.modifications.facts import facts_of, options_of

__all__ = ["facts_of", "options_of"]
