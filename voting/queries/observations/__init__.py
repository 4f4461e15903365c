"""The register of observations, one observation with its trace, and Word files that wait to be taken in."""

from voting.queries.observations.files import AnnexPage, WaitingFile, annex_page, waiting_files
from voting.queries.observations.register import (
    MoveLine,
    ObservationLine,
    ObservationPage,
    OwnedChange,
    RegisterPage,
    observation_page,
    observation_register,
)

__all__ = [
    "AnnexPage",
    "MoveLine",
    "ObservationLine",
    "ObservationPage",
    "OwnedChange",
    "RegisterPage",
    "WaitingFile",
    "annex_page",
    "observation_page",
    "observation_register",
    "waiting_files",
]
