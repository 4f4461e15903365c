"""Word files of legal text."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "text_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("modification_id", sa.Integer(), nullable=False),
        sa.Column("sec_version", sa.Text(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["modification_id"], ["modification.id"], name=op.f("fk_text_import_modification_id_modification")
        ),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["person.id"], name=op.f("fk_text_import_prepared_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_import")),
    )
    with op.batch_alter_table("text_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_text_import_modification_id"), ["modification_id"], unique=False)

    op.create_table(
        "text_import_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_import_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("in_force_file_id", sa.Integer(), nullable=True),
        sa.Column("legal_text_version_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"], ["uploaded_file.id"], name=op.f("fk_text_import_file_file_id_uploaded_file")
        ),
        sa.ForeignKeyConstraint(
            ["in_force_file_id"], ["uploaded_file.id"], name=op.f("fk_text_import_file_in_force_file_id_uploaded_file")
        ),
        sa.ForeignKeyConstraint(
            ["legal_text_version_id"],
            ["legal_text_version.id"],
            name=op.f("fk_text_import_file_legal_text_version_id_legal_text_version"),
        ),
        sa.ForeignKeyConstraint(
            ["text_import_id"], ["text_import.id"], name=op.f("fk_text_import_file_text_import_id_text_import")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_import_file")),
        sa.UniqueConstraint("text_import_id", "position", name=op.f("uq_text_import_file_text_import_id_position")),
    )
    with op.batch_alter_table("text_import_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_text_import_file_text_import_id"), ["text_import_id"], unique=False)

    op.create_table(
        "text_reading",
        sa.Column("text_import_file_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("clauses", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["text_import_file_id"],
            ["text_import_file.id"],
            name=op.f("fk_text_reading_text_import_file_id_text_import_file"),
        ),
        sa.PrimaryKeyConstraint("text_import_file_id", name=op.f("pk_text_reading")),
        info={"scratch": True},
    )
    with op.batch_alter_table("legal_text_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("original_file_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("published_past", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_legal_text_version_original_file_id_uploaded_file"),
            "uploaded_file",
            ["original_file_id"],
            ["id"],
        )


def downgrade() -> None:
    """Go back down."""
    with op.batch_alter_table("legal_text_version", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_legal_text_version_original_file_id_uploaded_file"), type_="foreignkey")
        batch_op.drop_column("published_past")
        batch_op.drop_column("original_file_id")

    op.drop_table("text_reading")
    with op.batch_alter_table("text_import_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_text_import_file_text_import_id"))

    op.drop_table("text_import_file")
    with op.batch_alter_table("text_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_text_import_modification_id"))

    op.drop_table("text_import")
