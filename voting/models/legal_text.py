"""Code documents, and each version of the legal text that a modification proposes for one, clause by clause."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from voting.db import Base
from voting.domain.legal_text import ClauseState, HunkOwner, HunkState
from voting.models.modifications import UploadedFile


class CodeDocument(Base):
    """A Section or Appendix of the code."""

    __tablename__ = "code_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]


class LegalTextVersion(Base):
    """One drafting of one code document by one modification, against a named version of the SEC.

    Text and pages are made once, at import and at publication; from `published_at` on only hunk states may change,
    by an event of their own.
    """

    __tablename__ = "legal_text_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    modification_id: Mapped[int] = mapped_column(sa.ForeignKey("modification.id"))
    code_document_id: Mapped[int] = mapped_column(sa.ForeignKey("code_document.id"), index=True)
    number: Mapped[int]
    sec_version: Mapped[str]
    as_is_text: Mapped[str] = mapped_column(deferred=True)
    to_be_text: Mapped[str] = mapped_column(deferred=True)
    # The Word file that it was read from, or of a comparison the proposed text; none for pasted text.
    original_file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("uploaded_file.id"))
    # Clause and hunk keys of the previous version that found no place in this one: listed, never lost.
    unplaced: Mapped[list[Any]] = mapped_column(default=list)
    prepared_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    # Why it was published though some observations of the document have no change in it.
    published_past: Mapped[str | None]
    page_etag: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    code_document: Mapped[CodeDocument] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("modification_id", "code_document_id", "number"),
        sa.CheckConstraint("published_by_id <> prepared_by_id", name="published_by_a_second_person"),
    )


class ClauseRow(Base):
    """One clause of one version, in both views; its HTML is rendered once."""

    __tablename__ = "clause"

    id: Mapped[int] = mapped_column(primary_key=True)
    legal_text_version_id: Mapped[int] = mapped_column(sa.ForeignKey("legal_text_version.id"))
    key: Mapped[str]
    position: Mapped[int]
    kind: Mapped[str]
    level: Mapped[int]
    label_as_is: Mapped[str | None]
    label_to_be: Mapped[str | None]
    text_as_is: Mapped[str | None]
    text_to_be: Mapped[str | None]
    state: Mapped[ClauseState]
    # The whole clause as the rulebook's value, so that it is read back exactly.
    value: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    html: Mapped[str]
    words: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        sa.UniqueConstraint("legal_text_version_id", "key"),
        sa.UniqueConstraint("legal_text_version_id", "position"),
    )


class HunkRow(Base):
    """One tracked change, who owns it, and whether it still stands."""

    __tablename__ = "hunk"

    id: Mapped[int] = mapped_column(primary_key=True)
    legal_text_version_id: Mapped[int] = mapped_column(sa.ForeignKey("legal_text_version.id"))
    key: Mapped[str]
    position: Mapped[int]
    clause_key: Mapped[str]
    value: Mapped[dict[str, Any]]
    state: Mapped[HunkState]
    cancelled_because: Mapped[str | None]
    owner: Mapped[HunkOwner | None]
    observation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("observation.id"), index=True)

    __table_args__ = (
        sa.UniqueConstraint("legal_text_version_id", "key"),
        sa.CheckConstraint("(owner = 'observation') = (observation_id IS NOT NULL)", name="observation_owner_is_named"),
        sa.CheckConstraint("(state = 'cancelled') = (cancelled_because IS NOT NULL)", name="cancelled_because"),
    )


class TextImport(Base):
    """Word files handed in together for one modification, until a person has said which document each of them is."""

    __tablename__ = "text_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    modification_id: Mapped[int] = mapped_column(sa.ForeignKey("modification.id"), index=True)
    sec_version: Mapped[str]
    prepared_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class TextImportFile(Base):
    """One of these files. With `in_force_file_id` two clean texts are compared; without, the file is a redline.

    `legal_text_version_id` says what became of it; a settled import has left out the files that have none.
    """

    __tablename__ = "text_import_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    text_import_id: Mapped[int] = mapped_column(sa.ForeignKey("text_import.id"))
    position: Mapped[int]
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("uploaded_file.id"))
    in_force_file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("uploaded_file.id"))
    legal_text_version_id: Mapped[int | None] = mapped_column(sa.ForeignKey("legal_text_version.id"))

    file: Mapped[UploadedFile] = relationship(foreign_keys=[file_id])

    __table_args__ = (sa.UniqueConstraint("text_import_id", "position"),)


class TextReading(Base):
    """What reading one file gave. It can be had again from the file's bytes, so that the record does not hold it."""

    __tablename__ = "text_reading"

    text_import_file_id: Mapped[int] = mapped_column(sa.ForeignKey("text_import_file.id"), primary_key=True)
    # The reading as `voting read-redline --json` prints it; empty where the file was refused.
    value: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    opening: Mapped[str] = mapped_column(default="")
    clauses: Mapped[int] = mapped_column(default=0)
    changes: Mapped[int] = mapped_column(default=0)
    warnings: Mapped[list[Any]] = mapped_column(default=list)
    refusal: Mapped[str] = mapped_column(default="")
    read_at: Mapped[datetime]

    __table_args__ = {"info": {"scratch": True}}
