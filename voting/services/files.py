"""Files that people hand in: kept whole, with their fingerprint, beside what was made of them."""

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from voting.domain.people import Actor
from voting.domain.typed_text import storable
from voting.models.modifications import UploadedFile

LONGEST_FILE_NAME = 200


def keep_file(
    session: Session, *, actor: Actor, now: datetime, name: str, content: bytes, without_name: str
) -> UploadedFile:
    """The file as kept, with its id; `without_name` is what it is called where its own name says nothing."""
    file = UploadedFile(
        # The end of a name tells more than its beginning: it holds the kind of file.
        name=storable(name).strip()[-LONGEST_FILE_NAME:] or without_name,
        sha256=hashlib.sha256(content).digest(),
        size=len(content),
        content=content,
        uploaded_at=now,
        uploaded_by_id=actor.person_id,
    )
    session.add(file)
    session.flush()
    return file
