"""Tables. Importing this package registers every one of them with `voting.db.Base`."""

from voting.models import (  # noqa: F401 - imported for the tables they register
    ballots,
    calendar,
    consultations,
    dispositions,
    history,
    legal_text,
    modifications,
    notices,
    observations,
    people,
    responses,
)
