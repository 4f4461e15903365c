"""What every change of a register begins and ends with: its modification, if the actor may, and the rows in order."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.observations import document_sort_key, number_sort_key
from voting.domain.people import Action, Actor, Subject, check_permitted
from voting.models.legal_text import CodeDocument
from voting.models.modifications import Modification
from voting.models.observations import ObservationRow
from voting.queries.modifications.loading import modification_known


def permitted_modification(session: Session, actor: Actor, modification_id: int) -> Modification:
    """The modification, where the actor may change its register. Raises `NotFound`, `NotPermitted`."""
    modification = modification_known(session, modification_id)
    check_permitted(actor, Action.EDIT_OBSERVATIONS, Subject(state=modification.stage.value))
    return modification


def put_in_order(session: Session, modification_id: int) -> None:
    """Number the places of a register, so that the database can sort it as people count: 2 before 10 before 10a."""
    rows = session.execute(
        sa.select(ObservationRow, CodeDocument.code)
        .join(CodeDocument, CodeDocument.id == ObservationRow.code_document_id)
        .where(ObservationRow.modification_id == modification_id)
    ).all()
    ordered = sorted(rows, key=lambda row: (document_sort_key(row[1]), number_sort_key(row[0].number)))
    for position, (row, _code) in enumerate(ordered):
        if row.position != position:
            row.position = position
