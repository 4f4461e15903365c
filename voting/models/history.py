"""The append-only history: one entry a use case, its bytes stored as hashed, texts that may have to go beside it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from voting.db import Base


class HistoryEntry(Base):
    """One entry. `leaf` is the canonical JSON that was hashed, kept as made and never re-made."""

    __tablename__ = "history_entry"

    # Gapless, counted from 0 under one lock: the index of the leaf in the tree.
    index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    use_case: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    modification_id: Mapped[int | None] = mapped_column(sa.ForeignKey("modification.id"), index=True)
    receipt: Mapped[str | None] = mapped_column(unique=True)
    leaf: Mapped[bytes]
    leaf_hash: Mapped[bytes]

    __table_args__ = (
        sa.CheckConstraint('"index" >= 0', name="index_counts_from_zero"),
        sa.CheckConstraint("length(leaf_hash) = 32", name="hash_is_sha256"),
    )


class HistoryText(Base):
    """A text whose salted hash is in the leaf. A redaction empties text and salt; the leaf still verifies."""

    __tablename__ = "history_text"

    entry_index: Mapped[int] = mapped_column(sa.ForeignKey("history_entry.index"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str | None]
    salt: Mapped[bytes | None]
    digest: Mapped[bytes]

    __table_args__ = (sa.CheckConstraint("(text IS NULL) = (salt IS NULL)", name="text_goes_with_salt"),)


class HistoryHead(Base):
    """One row: how many entries there are. Locked while the next index is given."""

    __tablename__ = "history_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]

    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"), {"info": {"queue": True}})


class IdempotencyKey(Base):
    """One intent of one person: the same key and body gives the same result again, another body is refused."""

    __tablename__ = "idempotency_key"
    __table_args__ = {"info": {"queue": True}}

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    use_case: Mapped[str]
    body_hash: Mapped[bytes]
    result: Mapped[dict[str, Any]]
    at: Mapped[datetime]
