"""The words that people read for members of enums: one dictionary an enum, found by its type."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from voting.domain.labels import (
    ballots,
    confidentiality,
    consultations,
    dispositions,
    legal_text,
    modifications,
    observations,
    people,
    responses,
)

LABELS: dict[type[StrEnum], Mapping[Any, str]] = {
    **people.LABELS,
    **modifications.LABELS,
    **legal_text.LABELS,
    **observations.LABELS,
    **consultations.LABELS,
    **responses.LABELS,
    **confidentiality.LABELS,
    **dispositions.LABELS,
    **ballots.LABELS,
}


def label(member: StrEnum) -> str:
    """The words that people read for this member; raises KeyError for an enum or member without any."""
    return LABELS[type(member)][member]
