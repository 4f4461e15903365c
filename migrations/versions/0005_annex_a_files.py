"""Word files of observations with what was read of them.

One that waits to be taken in since before has to be handed in again: what was read of it was not stored.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "annex_file",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("modification_id", sa.Integer(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["uploaded_file.id"], name=op.f("fk_annex_file_file_id_uploaded_file")),
        sa.ForeignKeyConstraint(
            ["modification_id"], ["modification.id"], name=op.f("fk_annex_file_modification_id_modification")
        ),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_annex_file")),
    )
    op.create_index(op.f("ix_annex_file_modification_id"), "annex_file", ["modification_id"])


def downgrade() -> None:
    """Go back down."""
    op.drop_table("annex_file")
