"""The register of observations: numbered findings per code document."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from voting.db import Base
from voting.domain.observations import ObservationKind, ObservationState
from voting.models.legal_text import CodeDocument
from voting.models.modifications import UploadedFile


class ObservationRow(Base):
    """One finding. Its key is (modification, document, number)."""

    __tablename__ = "observation"

    id: Mapped[int] = mapped_column(primary_key=True)
    modification_id: Mapped[int] = mapped_column(sa.ForeignKey("modification.id"))
    code_document_id: Mapped[int] = mapped_column(sa.ForeignKey("code_document.id"), index=True)
    number: Mapped[str]
    position: Mapped[int]
    title: Mapped[str]
    text: Mapped[str]
    recommendation: Mapped[str]
    kind: Mapped[ObservationKind]
    state: Mapped[ObservationState]
    state_reason: Mapped[str] = mapped_column(default="")
    # Labels as the register cites them; the hunks carry the link to the text itself.
    cited_clauses: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    code_document: Mapped[CodeDocument] = relationship()

    __table_args__ = (sa.UniqueConstraint("modification_id", "code_document_id", "number"),)


class ObservationMove(Base):
    """One change of an observation's state. Appended, never changed."""

    __tablename__ = "observation_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(sa.ForeignKey("observation.id"), index=True)
    from_state: Mapped[str]
    to_state: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))


class AnnexFile(Base):
    """A Word file of observations that was handed in for a register, with what was read of it."""

    __tablename__ = "annex_file"

    file_id: Mapped[int] = mapped_column(sa.ForeignKey("uploaded_file.id"), primary_key=True)
    modification_id: Mapped[int] = mapped_column(sa.ForeignKey("modification.id"), index=True)
    # As `annex_to_json` writes it.
    reading: Mapped[dict[str, Any]]
    taken_in_at: Mapped[datetime | None]

    file: Mapped[UploadedFile] = relationship()
