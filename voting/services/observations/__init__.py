"""The register of observations: by hand, one at a time, or from the tables of a Word file."""

from voting.services.observations.editing import (
    NumberTaken,
    TextMissing,
    add_observation,
    change_observation_state,
    edit_observation,
)
from voting.services.observations.importing import (
    ImportChoices,
    Imported,
    KindNotChosen,
    NothingToImport,
    StateNotChosen,
    hand_in_annex,
    import_observations,
    read_annex_file,
)

__all__ = [
    "ImportChoices",
    "Imported",
    "KindNotChosen",
    "NothingToImport",
    "NumberTaken",
    "StateNotChosen",
    "TextMissing",
    "add_observation",
    "change_observation_state",
    "edit_observation",
    "hand_in_annex",
    "import_observations",
    "read_annex_file",
]
