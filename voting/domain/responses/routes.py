"""By which way an answer reached us."""

from enum import StrEnum


class ResponseRoute(StrEnum):
    """The platform itself, or another way: then SECAS keeps the message as evidence and a second person confirms."""

    PLATFORM = "platform"
    EMAIL = "email"
    LETTER = "letter"
    CALL = "call"
