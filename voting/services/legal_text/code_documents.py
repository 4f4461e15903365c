"""The documents of the code, each entered when something is first said about it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.models.legal_text import CodeDocument


def document_of_code(session: Session, code: str, title: str) -> CodeDocument:
    """The document of this code; where it is the first time that it is named, a new one with this title."""
    row = session.scalar(sa.select(CodeDocument).where(CodeDocument.code == code))
    if row is None:
        row = CodeDocument(code=code, title=title.strip() or code)
        session.add(row)
        session.flush()
    return row
