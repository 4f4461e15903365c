"""Noting when somebody last looked at a modification, so that its page can say what changed since."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from voting.domain.people import Actor
from voting.models.people import LastLook
from voting.queries.modifications.page import VISIT


def note_look(session: Session, *, actor: Actor, now: datetime, modification_id: int) -> None:
    """Write down this look, in `scratch()`. Looks less than half an hour apart are one visit, and the one before stays.

    One statement, so that two windows of one person cannot stumble over each other.
    """
    if actor.person_id is None:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    is_same_visit = LastLook.at > now - VISIT
    session.execute(
        insert(LastLook)
        .values(person_id=actor.person_id, modification_id=modification_id, at=now)
        .on_conflict_do_update(
            index_elements=[LastLook.person_id, LastLook.modification_id],
            set_={
                "before_at": sa.case((is_same_visit, LastLook.before_at), else_=LastLook.at),
                "at": now,
            },
        )
    )
