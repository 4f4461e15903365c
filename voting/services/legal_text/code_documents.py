"""The documents of the code, each entered when something is first said about it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.models.legal_text import CodeDocument


def document_of_code(session: Session, code: str, title: str) -> CodeDocument:
    """The document of this code; the first title that anybody gives it is its title, until then its code stands in."""
    row = session.scalar(sa.select(CodeDocument).where(CodeDocument.code == code))
    if row is None:
        row = CodeDocument(code=code, title=title.strip() or code)
        session.add(row)
        session.flush()
    elif row.title == code and title.strip():
        row.title = title.strip()
    return row
