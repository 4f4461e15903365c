"""What a broken rule looks like to everybody above the rulebook."""

from dataclasses import dataclass


@dataclass(eq=False)
class RuleBroken(Exception):
    """A rule refused something. Each rule raises its own named subclass, and `str()` is a sentence for a person.

    `sentence` says what is wrong and what to do; `field` names the form field it belongs to, or is empty.
    """

    sentence: str
    field: str = ""

    def __str__(self) -> str:
        return self.sentence


class NotPermitted(RuleBroken):
    """The actor may not do this, here and now."""


class NotFound(RuleBroken):
    """There is no such thing, or the actor may not know that there is (the two look the same on purpose)."""
