"""The demonstration: an invented SEC world, played through the product's own services, rebuilt at each start."""

from voting.demo.guide import Guide, guide
from voting.demo.preparing import NotADemonstration, prepare

__all__ = ["Guide", "NotADemonstration", "guide", "prepare"]
