"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "code_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_document")),
        sa.UniqueConstraint("code", name=op.f("uq_code_document_code")),
    )
    op.create_table(
        "history_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_history_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_head")),
        info={"queue": True},
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("once_key", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("once_key", name=op.f("uq_job_once_key")),
        info={"queue": True},
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_done_at_job_due_at"), ["done_at", "due_at"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "party",
                "dcc",
                "consumer_body",
                "authority",
                "sub_committee",
                "code_administrator",
                "other",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("ceased_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_organisation_has_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("key", name=op.f("uq_organisation_key")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("release_on", sa.Date(), nullable=False),
        sa.Column("is_ad_hoc", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("name", name=op.f("uq_release_name")),
    )
    op.create_table(
        "rule_set_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set_version")),
        sa.UniqueConstraint("version", name=op.f("uq_rule_set_version_version")),
    )
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "large_suppliers",
                "small_suppliers",
                "networks",
                "electricity_networks",
                "gas_networks",
                "other_sec_parties",
                "consumer",
                name="votingcategory",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("abolished_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("key", name=op.f("uq_seat_key")),
        sa.UniqueConstraint("name", name=op.f("uq_seat_name")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
        info={"scratch": True},
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_attempt_key_hash_sign_in_attempt_at"), ["key_hash", "at"], unique=False
        )

    op.create_table(
        "voting_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "large_suppliers",
                "small_suppliers",
                "electricity_networks",
                "gas_networks",
                "other_sec_parties",
                name="partycategory",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_group")),
        sa.UniqueConstraint("key", name=op.f("uq_voting_group_key")),
        sa.UniqueConstraint("name", name=op.f("uq_voting_group_name")),
    )
    op.create_table(
        "party_category_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "large_suppliers",
                "small_suppliers",
                "electricity_networks",
                "gas_networks",
                "other_sec_parties",
                name="partycategory",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_party_category_period_in_order")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_party_category_period_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_category_period")),
        sa.UniqueConstraint(
            "organisation_id", "valid_from", name=op.f("uq_party_category_period_organisation_id_valid_from")
        ),
    )
    with op.batch_alter_table("party_category_period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_category_period_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_in_lower_case")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_person_has_name")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "voting_group_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("voting_group_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_voting_group_membership_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_voting_group_membership_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["voting_group_id"],
            ["voting_group.id"],
            name=op.f("fk_voting_group_membership_voting_group_id_voting_group"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_group_membership")),
        sa.UniqueConstraint(
            "organisation_id", "valid_from", name=op.f("uq_voting_group_membership_organisation_id_valid_from")
        ),
    )
    with op.batch_alter_table("voting_group_membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_voting_group_membership_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_voting_group_membership_voting_group_id"), ["voting_group_id"], unique=False
        )

    op.create_table(
        "alternate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_alternate_in_order")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_alternate_person_id_person")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_alternate_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alternate")),
    )
    with op.batch_alter_table("alternate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alternate_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alternate_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "board_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_board_member_in_order")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_board_member_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_board_member_person_id_person")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_board_member_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_member")),
        sa.UniqueConstraint("seat_id", "valid_from", name=op.f("uq_board_member_seat_id_valid_from")),
    )
    with op.batch_alter_table("board_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_board_member_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_board_member_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "idempotency_key",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("use_case", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_idempotency_key_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("pk_idempotency_key")),
        info={"queue": True},
    )
    op.create_table(
        "modification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "development",
                "refinement",
                "report",
                "board",
                "authority",
                "pending_implementation",
                "implemented",
                "rejected",
                "withdrawn",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column(
            "path",
            sa.Enum(
                "authority_led",
                "authority_determined",
                "self_governance",
                "fast_track",
                name="path",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=True,
        ),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column(
            "approving_body",
            sa.Enum(
                "panel",
                "change_sub_committee",
                name="approvingbody",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("proposer_id", sa.Integer(), nullable=True),
        sa.Column("proposer_organisation_id", sa.Integer(), nullable=True),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("report_approved_on", sa.Date(), nullable=True),
        sa.Column("board_meeting", sa.Text(), nullable=True),
        sa.Column("board_meeting_on", sa.Date(), nullable=True),
        sa.Column(
            "board_outcome",
            sa.Enum(
                "approved",
                "rejected",
                "not_decided",
                name="boardoutcome",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=True,
        ),
        sa.Column("board_voted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("authority_letter_on", sa.Date(), nullable=True),
        sa.Column("is_referred", sa.Boolean(), nullable=False),
        sa.Column("referral_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_on", sa.Date(), nullable=True),
        sa.Column("implements_on", sa.Date(), nullable=True),
        sa.Column("on_hold_reason", sa.Text(), nullable=True),
        sa.Column("on_hold_review_on", sa.Date(), nullable=True),
        sa.Column("split_from_id", sa.Integer(), nullable=True),
        sa.Column("is_illustrative", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(board_meeting IS NULL) = (board_meeting_on IS NULL)", name=op.f("ck_modification_meeting_has_a_date")
        ),
        sa.CheckConstraint(
            "(on_hold_reason IS NULL) = (on_hold_review_on IS NULL)",
            name=op.f("ck_modification_hold_has_a_review_date"),
        ),
        sa.CheckConstraint(
            "implements_on IS NULL OR decision_on IS NOT NULL",
            name=op.f("ck_modification_implementation_follows_decision"),
        ),
        sa.ForeignKeyConstraint(["proposer_id"], ["person.id"], name=op.f("fk_modification_proposer_id_person")),
        sa.ForeignKeyConstraint(
            ["proposer_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_modification_proposer_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["split_from_id"], ["modification.id"], name=op.f("fk_modification_split_from_id_modification")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_modification")),
        sa.UniqueConstraint("number", name=op.f("uq_modification_number")),
    )
    with op.batch_alter_table("modification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_modification_stage"), ["stage"], unique=False)

    op.create_table(
        "non_working_day",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_non_working_day_added_by_id_person")),
        sa.PrimaryKeyConstraint("on", name=op.f("pk_non_working_day")),
    )
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("once_key", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outbox_message_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("once_key", name=op.f("uq_outbox_message_once_key")),
        info={"queue": True},
    )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_message_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_outbox_message_sent_at_outbox_message_due_at"), ["sent_at", "due_at"], unique=False
        )

    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "secas_analyst",
                "secas_approver",
                "party_contributor",
                "party_reviewer",
                "party_signatory",
                "attendee",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(role LIKE 'party\\_%' ESCAPE '\\') = (organisation_id IS NOT NULL)",
            name=op.f("ck_role_grant_party_role_has_party"),
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_role_grant_in_order")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_role_grant_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_grant_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_session_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
        info={"scratch": True},
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "uploaded_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(sha256) = 32", name=op.f("ck_uploaded_file_hash_is_sha256")),
        sa.CheckConstraint("size = length(content)", name=op.f("ck_uploaded_file_size_is_true")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["person.id"], name=op.f("fk_uploaded_file_uploaded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploaded_file")),
    )
    with op.batch_alter_table("uploaded_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_uploaded_file_sha256"), ["sha256"], unique=False)

    op.create_table(
        "history_entry",
        sa.Column("index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("use_case", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("modification_id", sa.Integer(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint('"index" >= 0', name=op.f("ck_history_entry_index_counts_from_zero")),
        sa.CheckConstraint("length(leaf_hash) = 32", name=op.f("ck_history_entry_hash_is_sha256")),
        sa.ForeignKeyConstraint(
            ["modification_id"], ["modification.id"], name=op.f("fk_history_entry_modification_id_modification")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_history_entry_person_id_person")),
        sa.PrimaryKeyConstraint("index", name=op.f("pk_history_entry")),
        sa.UniqueConstraint("receipt", name=op.f("uq_history_entry_receipt")),
    )
    with op.batch_alter_table("history_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_history_entry_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_history_entry_modification_id"), ["modification_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_history_entry_person_id"), ["person_id"], unique=False)

    op.create_table(
        "implementation_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("modification_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("release_on", sa.Date(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["modification_id"], ["modification.id"], name=op.f("fk_implementation_option_modification_id_modification")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_implementation_option")),
        sa.UniqueConstraint(
            "modification_id", "position", name=op.f("uq_implementation_option_modification_id_position")
        ),
    )
    with op.batch_alter_table("implementation_option", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_implementation_option_modification_id"), ["modification_id"], unique=False)

    op.create_table(
        "last_look",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("modification_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["modification_id"], ["modification.id"], name=op.f("fk_last_look_modification_id_modification")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_last_look_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "modification_id", name=op.f("pk_last_look")),
        info={"scratch": True},
    )
    op.create_table(
        "legal_text_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("modification_id", sa.Integer(), nullable=False),
        sa.Column("code_document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sec_version", sa.Text(), nullable=False),
        sa.Column("as_is_text", sa.Text(), nullable=False),
        sa.Column("to_be_text", sa.Text(), nullable=False),
        sa.Column("unplaced", sa.JSON(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("page_etag", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "published_by_id <> prepared_by_id", name=op.f("ck_legal_text_version_published_by_a_second_person")
        ),
        sa.ForeignKeyConstraint(
            ["code_document_id"],
            ["code_document.id"],
            name=op.f("fk_legal_text_version_code_document_id_code_document"),
        ),
        sa.ForeignKeyConstraint(
            ["modification_id"], ["modification.id"], name=op.f("fk_legal_text_version_modification_id_modification")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["person.id"], name=op.f("fk_legal_text_version_prepared_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name=op.f("fk_legal_text_version_published_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_text_version")),
        sa.UniqueConstraint(
            "modification_id",
            "code_document_id",
            "number",
            name=op.f("uq_legal_text_version_modification_id_code_document_id_number"),
        ),
    )
    with op.batch_alter_table("legal_text_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_legal_text_version_code_document_id"), ["code_document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_legal_text_version_modification_id"), ["modification_id"], unique=False)

    op.create_table(
        "modification_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("modification_id", sa.Integer(), nullable=False),
        sa.Column(
            "move",
            sa.Enum(
                "set_path",
                "mark_urgent",
                "convert",
                "begin_refinement",
                "skip_refinement",
                "end_refinement",
                "return_to_refinement",
                "approve_report",
                "fast_track_approves",
                "fast_track_rejects",
                "send_to_board",
                "board_approves",
                "board_rejects",
                "board_recommends",
                "board_returns",
                "board_defers",
                "authority_approves",
                "authority_rejects",
                "authority_sends_back",
                "refer_to_authority",
                "close_referral_window",
                "implement",
                "put_on_hold",
                "review_hold",
                "resume",
                "split",
                "withdraw",
                name="move",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("from_stage", sa.Text(), nullable=False),
        sa.Column("to_stage", sa.Text(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "causer",
            sa.Enum(
                "secas_analyst",
                "secas_approver",
                "approving_body",
                "proposer",
                "board",
                "authority",
                "party",
                name="causer",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column(
            "evidence_kind",
            sa.Enum(
                "minutes",
                "ballot_result",
                "letter",
                "notice",
                "release_note",
                "record",
                name="evidencekind",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=True,
        ),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("evidence_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_modification_move_entered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["modification_id"], ["modification.id"], name=op.f("fk_modification_move_modification_id_modification")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_modification_move")),
    )
    with op.batch_alter_table("modification_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_modification_move_modification_id"), ["modification_id"], unique=False)

    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("modification_id", sa.Integer(), nullable=False),
        sa.Column("code_document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recommendation", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "technical",
                "clarity",
                "standards",
                "typographical",
                name="observationkind",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "drafted",
                "addressed",
                "changed_after_comment",
                "carried_unresolved",
                "resolved_elsewhere",
                "withdrawn",
                name="observationstate",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("cited_clauses", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_document_id"], ["code_document.id"], name=op.f("fk_observation_code_document_id_code_document")
        ),
        sa.ForeignKeyConstraint(
            ["modification_id"], ["modification.id"], name=op.f("fk_observation_modification_id_modification")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint(
            "modification_id",
            "code_document_id",
            "number",
            name=op.f("uq_observation_modification_id_code_document_id_number"),
        ),
    )
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_observation_code_document_id"), ["code_document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_observation_modification_id"), ["modification_id"], unique=False)

    op.create_table(
        "report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("modification_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("hand_corrected", sa.JSON(), nullable=False),
        sa.Column("dismissed", sa.JSON(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(published_at IS NULL) = (published_by_id IS NULL)", name=op.f("ck_report_version_published_by_somebody")
        ),
        sa.CheckConstraint(
            "published_by_id <> prepared_by_id", name=op.f("ck_report_version_published_by_a_second_person")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["uploaded_file.id"], name=op.f("fk_report_version_file_id_uploaded_file")
        ),
        sa.ForeignKeyConstraint(
            ["modification_id"], ["modification.id"], name=op.f("fk_report_version_modification_id_modification")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["person.id"], name=op.f("fk_report_version_prepared_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name=op.f("fk_report_version_published_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
        sa.UniqueConstraint("modification_id", "number", name=op.f("uq_report_version_modification_id_number")),
    )
    with op.batch_alter_table("report_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_version_modification_id"), ["modification_id"], unique=False)

    op.create_table(
        "timetable_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("modification_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "draft_proposal_raised",
                "presented_to_committee",
                "problem_statement_comments",
                "legal_text_consultation",
                "converted",
                "path_set",
                "marked_urgent",
                "refinement_begun",
                "refinement_skipped",
                "refinement_consultation",
                "request_for_information",
                "refinement_ended",
                "report_approved",
                "report_returned",
                "modification_report_consultation",
                "sent_to_board",
                "papers_issued",
                "board_vote",
                "board_deferred",
                "board_returned",
                "board_decided",
                "recommended",
                "approving_body_decided",
                "referred",
                "referral_window_closed",
                "authority_decided",
                "authority_sent_back",
                "implemented",
                "put_on_hold",
                "hold_reviewed",
                "resumed",
                "split",
                "withdrawn",
                "consultation_withdrawn",
                "ballot_withdrawn",
                "other",
                name="eventkind",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("planned_start_on", sa.Date(), nullable=True),
        sa.Column("planned_end_on", sa.Date(), nullable=True),
        sa.Column("actual_start_on", sa.Date(), nullable=True),
        sa.Column("actual_end_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "actual_end_on IS NULL OR actual_end_on >= actual_start_on", name=op.f("ck_timetable_event_actual_in_order")
        ),
        sa.CheckConstraint(
            "planned_end_on IS NULL OR planned_end_on >= planned_start_on",
            name=op.f("ck_timetable_event_plan_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["modification_id"], ["modification.id"], name=op.f("fk_timetable_event_modification_id_modification")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timetable_event")),
        sa.UniqueConstraint("modification_id", "position", name=op.f("uq_timetable_event_modification_id_position")),
    )
    with op.batch_alter_table("timetable_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timetable_event_modification_id"), ["modification_id"], unique=False)

    op.create_table(
        "ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("modification_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("report_version_id", sa.Integer(), nullable=False),
        sa.Column("rule_set_version_id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("meeting", "ex_committee", name="ballotkind", native_enum=False, create_constraint=True, length=64),
            nullable=False,
        ),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("chair_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_early_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_early_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_because IS NULL)", name=op.f("ck_ballot_ended_because")),
        sa.CheckConstraint("(opened_at IS NULL) = (rules IS NULL)", name=op.f("ck_ballot_opening_freezes_the_rules")),
        sa.CheckConstraint("(published_at IS NULL) = (result IS NULL)", name=op.f("ck_ballot_published_with_a_result")),
        sa.CheckConstraint("opened_by_id <> prepared_by_id", name=op.f("ck_ballot_opened_by_a_second_person")),
        sa.CheckConstraint("published_at IS NULL OR ended_at IS NULL", name=op.f("ck_ballot_one_ending")),
        sa.CheckConstraint("published_by_id <> prepared_by_id", name=op.f("ck_ballot_published_by_a_second_person")),
        sa.ForeignKeyConstraint(
            ["closed_early_by_id"], ["person.id"], name=op.f("fk_ballot_closed_early_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["modification_id"], ["modification.id"], name=op.f("fk_ballot_modification_id_modification")
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_ballot_opened_by_id_person")),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["person.id"], name=op.f("fk_ballot_prepared_by_id_person")),
        sa.ForeignKeyConstraint(["published_by_id"], ["person.id"], name=op.f("fk_ballot_published_by_id_person")),
        sa.ForeignKeyConstraint(
            ["report_version_id"], ["report_version.id"], name=op.f("fk_ballot_report_version_id_report_version")
        ),
        sa.ForeignKeyConstraint(
            ["rule_set_version_id"],
            ["rule_set_version.id"],
            name=op.f("fk_ballot_rule_set_version_id_rule_set_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
    )
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_closes_at"), ["closes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ballot_modification_id"), ["modification_id"], unique=False)

    op.create_table(
        "clause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("legal_text_version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("label_as_is", sa.Text(), nullable=True),
        sa.Column("label_to_be", sa.Text(), nullable=True),
        sa.Column("text_as_is", sa.Text(), nullable=True),
        sa.Column("text_to_be", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "unchanged",
                "renumbered",
                "changed",
                "inserted",
                "deleted",
                "moved",
                "cancelled",
                name="clausestate",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["legal_text_version_id"],
            ["legal_text_version.id"],
            name=op.f("fk_clause_legal_text_version_id_legal_text_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause")),
        sa.UniqueConstraint("legal_text_version_id", "key", name=op.f("uq_clause_legal_text_version_id_key")),
        sa.UniqueConstraint("legal_text_version_id", "position", name=op.f("uq_clause_legal_text_version_id_position")),
    )
    with op.batch_alter_table("clause", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clause_legal_text_version_id"), ["legal_text_version_id"], unique=False)

    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("modification_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "legal_text",
                "refinement",
                "modification_report",
                "request_for_information",
                "problem_statement",
                name="consultationkind",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("report_version_id", sa.Integer(), nullable=True),
        sa.Column("issue_on", sa.Date(), nullable=False),
        sa.Column("close_on", sa.Date(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asks_for_replies", sa.Boolean(), nullable=False),
        sa.Column("is_open_to_secas", sa.Boolean(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summary_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(opened_at IS NULL) = (opened_by_id IS NULL)", name=op.f("ck_consultation_opened_by_somebody")
        ),
        sa.CheckConstraint("close_on > issue_on", name=op.f("ck_consultation_window_in_order")),
        sa.CheckConstraint("opened_by_id <> prepared_by_id", name=op.f("ck_consultation_opened_by_a_second_person")),
        sa.CheckConstraint(
            "published_at IS NULL OR published_at >= closes_at", name=op.f("ck_consultation_published_after_close")
        ),
        sa.ForeignKeyConstraint(
            ["modification_id"], ["modification.id"], name=op.f("fk_consultation_modification_id_modification")
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_consultation_opened_by_id_person")),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["person.id"], name=op.f("fk_consultation_prepared_by_id_person")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name=op.f("fk_consultation_published_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["report_version_id"], ["report_version.id"], name=op.f("fk_consultation_report_version_id_report_version")
        ),
        sa.ForeignKeyConstraint(["summary_by_id"], ["person.id"], name=op.f("fk_consultation_summary_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_closes_at"), ["closes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_modification_id"), ["modification_id"], unique=False)

    op.create_table(
        "history_text",
        sa.Column("entry_index", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("(text IS NULL) = (salt IS NULL)", name=op.f("ck_history_text_text_goes_with_salt")),
        sa.ForeignKeyConstraint(
            ["entry_index"], ["history_entry.index"], name=op.f("fk_history_text_entry_index_history_entry")
        ),
        sa.PrimaryKeyConstraint("entry_index", "name", name=op.f("pk_history_text")),
    )
    op.create_table(
        "hunk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("legal_text_version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("clause_key", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("proposed", "cancelled", name="hunkstate", native_enum=False, create_constraint=True, length=64),
            nullable=False,
        ),
        sa.Column("cancelled_because", sa.Text(), nullable=True),
        sa.Column(
            "owner",
            sa.Enum(
                "observation",
                "consequential",
                "housekeeping",
                "proposed_solution",
                name="hunkowner",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=True,
        ),
        sa.Column("observation_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(owner = 'observation') = (observation_id IS NOT NULL)", name=op.f("ck_hunk_observation_owner_is_named")
        ),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_because IS NOT NULL)", name=op.f("ck_hunk_cancelled_because")
        ),
        sa.ForeignKeyConstraint(
            ["legal_text_version_id"],
            ["legal_text_version.id"],
            name=op.f("fk_hunk_legal_text_version_id_legal_text_version"),
        ),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_hunk_observation_id_observation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hunk")),
        sa.UniqueConstraint("legal_text_version_id", "key", name=op.f("uq_hunk_legal_text_version_id_key")),
    )
    with op.batch_alter_table("hunk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hunk_legal_text_version_id"), ["legal_text_version_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hunk_observation_id"), ["observation_id"], unique=False)

    op.create_table(
        "lint_acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_version_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("accepted_by_id", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_lint_acceptance_has_reason")),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["person.id"], name=op.f("fk_lint_acceptance_accepted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["report_version_id"],
            ["report_version.id"],
            name=op.f("fk_lint_acceptance_report_version_id_report_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lint_acceptance")),
        sa.UniqueConstraint(
            "report_version_id", "rule", "message", name=op.f("uq_lint_acceptance_report_version_id_rule_message")
        ),
    )
    with op.batch_alter_table("lint_acceptance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lint_acceptance_report_version_id"), ["report_version_id"], unique=False)

    op.create_table(
        "observation_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_observation_move_by_id_person")),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_observation_move_observation_id_observation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_move")),
    )
    with op.batch_alter_table("observation_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_observation_move_observation_id"), ["observation_id"], unique=False)

    op.create_table(
        "report_draft_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_version_id", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"], ["uploaded_file.id"], name=op.f("fk_report_draft_import_file_id_uploaded_file")
        ),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["person.id"], name=op.f("fk_report_draft_import_imported_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["report_version_id"],
            ["report_version.id"],
            name=op.f("fk_report_draft_import_report_version_id_report_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_draft_import")),
    )
    with op.batch_alter_table("report_draft_import", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_report_draft_import_report_version_id"), ["report_version_id"], unique=False
        )

    op.create_table(
        "ballot_document",
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("legal_text_version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_document_ballot_id_ballot")),
        sa.ForeignKeyConstraint(
            ["legal_text_version_id"],
            ["legal_text_version.id"],
            name=op.f("fk_ballot_document_legal_text_version_id_legal_text_version"),
        ),
        sa.PrimaryKeyConstraint("ballot_id", "legal_text_version_id", name=op.f("pk_ballot_document")),
    )
    op.create_table(
        "ballot_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_option_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_option")),
        sa.UniqueConstraint("ballot_id", "key", name=op.f("uq_ballot_option_ballot_id_key")),
    )
    with op.batch_alter_table("ballot_option", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_option_ballot_id"), ["ballot_id"], unique=False)

    op.create_table(
        "consultation_document",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("legal_text_version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_consultation_document_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["legal_text_version_id"],
            ["legal_text_version.id"],
            name=op.f("fk_consultation_document_legal_text_version_id_legal_text_version"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", "legal_text_version_id", name=op.f("pk_consultation_document")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("modification_id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("option_key", sa.Text(), nullable=True),
        sa.Column("decision_on", sa.Date(), nullable=False),
        sa.Column("implements_on", sa.Date(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_decision_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["corrects_id"], ["decision.id"], name=op.f("fk_decision_corrects_id_decision")),
        sa.ForeignKeyConstraint(
            ["modification_id"], ["modification.id"], name=op.f("fk_decision_modification_id_modification")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_decision_recorded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_ballot_id"), ["ballot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_modification_id"), ["modification_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "confidentiality",
            sa.Enum(
                "public",
                "anonymous",
                "board_and_authority",
                "secas_and_authority",
                name="confidentiality",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("no_comment_on_the_rest", sa.Boolean(), nullable=False),
        sa.Column("also_for", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_draft_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_draft_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint(
            "consultation_id", "organisation_id", name=op.f("uq_draft_consultation_id_organisation_id")
        ),
        info={"scratch": True},
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "confirmed_by_id <> requested_by_id", name=op.f("ck_extension_confirmed_by_a_second_person")
        ),
        sa.CheckConstraint("length(notice) > 0", name=op.f("ck_extension_has_notice")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_extension_has_reason")),
        sa.CheckConstraint("to_at > from_at", name=op.f("ck_extension_only_forward")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_extension_confirmed_by_id_person")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_extension_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["requested_by_id"], ["person.id"], name=op.f("fk_extension_requested_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extension_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_invitation_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("consultation_id", "organisation_id", name=op.f("pk_invitation")),
    )
    op.create_table(
        "leak_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "confidential_words",
                "organisation_name",
                "person_name",
                "email_address",
                "phone_number",
                name="leakkind",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("published_key", sa.Text(), nullable=False),
        sa.Column("confidential_key", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_leak_decision_has_reason")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_leak_decision_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_leak_decision_decided_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leak_decision")),
        sa.UniqueConstraint(
            "consultation_id",
            "kind",
            "published_key",
            "confidential_key",
            "words",
            name=op.f("uq_leak_decision_consultation_id_kind_published_key_confidential_key_words"),
        ),
    )
    with op.batch_alter_table("leak_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leak_decision_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "yes_no_rationale",
                "free_text",
                "objectives",
                "cost",
                "lead_time",
                "preferred_option",
                "approval",
                "by_observation",
                "by_clause",
                name="questionkind",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("comment_required", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_question_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("consultation_id", "position", name=op.f("uq_question_consultation_id_position")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "refused_attempts",
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_refused_attempts_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("ballot_id", name=op.f("pk_refused_attempts")),
        info={"scratch": True},
    )
    op.create_table(
        "response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "organisation_id IS NOT NULL OR length(sender) > 0", name=op.f("ck_response_somebody_answered")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_response_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_response_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint(
            "consultation_id", "organisation_id", name=op.f("uq_response_consultation_id_organisation_id")
        ),
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_response_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "roster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("seat_key", sa.Text(), nullable=False),
        sa.Column("seat_name", sa.Text(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "large_suppliers",
                "small_suppliers",
                "networks",
                "electricity_networks",
                "gas_networks",
                "other_sec_parties",
                "consumer",
                name="votingcategory",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("holder_name", sa.Text(), nullable=True),
        sa.Column("organisation_name", sa.Text(), nullable=True),
        sa.Column("interest_declared", sa.Text(), nullable=True),
        sa.Column("is_recused", sa.Boolean(), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_roster_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_roster_holder_id_person")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_roster_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
        sa.UniqueConstraint("ballot_id", "seat_id", name=op.f("uq_roster_ballot_id_seat_id")),
    )
    with op.batch_alter_table("roster", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_ballot_id"), ["ballot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roster_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "draft_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("also_targets", sa.JSON(), nullable=False),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("own_wording", sa.Text(), nullable=False),
        sa.Column(
            "confidentiality",
            sa.Enum(
                "public",
                "anonymous",
                "board_and_authority",
                "secas_and_authority",
                name="confidentiality",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=True,
        ),
        sa.Column("public_version", sa.Text(), nullable=False),
        sa.Column("public_wording", sa.Text(), nullable=False),
        sa.Column("public_shows_position", sa.Boolean(), nullable=False),
        sa.Column("declared_blank", sa.Boolean(), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_item_draft_id_draft")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_draft_item_saved_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_item")),
        sa.UniqueConstraint("draft_id", "target", name=op.f("uq_draft_item_draft_id_target")),
        info={"scratch": True},
    )
    with op.batch_alter_table("draft_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_item_draft_id"), ["draft_id"], unique=False)

    op.create_table(
        "response_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_nil", sa.Boolean(), nullable=False),
        sa.Column(
            "confidentiality",
            sa.Enum(
                "public",
                "anonymous",
                "board_and_authority",
                "secas_and_authority",
                name="confidentiality",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("no_comment_on_the_rest", sa.Boolean(), nullable=False),
        sa.Column("also_for", sa.Text(), nullable=False),
        sa.Column(
            "route",
            sa.Enum(
                "platform",
                "email",
                "letter",
                "call",
                name="responseroute",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("linked_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("admitted", sa.Boolean(), nullable=True),
        sa.Column("ruling_reason", sa.Text(), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ruled_by_id", sa.Integer(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(route = 'platform') OR (evidence_id IS NOT NULL)",
            name=op.f("ck_response_version_other_routes_have_evidence"),
        ),
        sa.CheckConstraint(
            "admitted IS NULL OR (is_late AND length(ruling_reason) > 0)",
            name=op.f("ck_response_version_rulings_are_on_late_ones"),
        ),
        sa.CheckConstraint(
            "confirmed_by_id <> linked_by_id", name=op.f("ck_response_version_confirmed_by_another_than_linked")
        ),
        sa.CheckConstraint(
            "confirmed_by_id <> signed_by_id", name=op.f("ck_response_version_confirmed_by_a_second_person")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_response_version_confirmed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["uploaded_file.id"], name=op.f("fk_response_version_evidence_id_uploaded_file")
        ),
        sa.ForeignKeyConstraint(["linked_by_id"], ["person.id"], name=op.f("fk_response_version_linked_by_id_person")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_response_version_response_id_response")
        ),
        sa.ForeignKeyConstraint(["ruled_by_id"], ["person.id"], name=op.f("fk_response_version_ruled_by_id_person")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_response_version_signed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_version")),
        sa.UniqueConstraint("receipt", name=op.f("uq_response_version_receipt")),
        sa.UniqueConstraint("response_id", "number", name=op.f("uq_response_version_response_id_number")),
    )
    with op.batch_alter_table("response_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_version_response_id"), ["response_id"], unique=False)

    op.create_table(
        "vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum(
                "approve", "reject", "abstain", name="votechoice", native_enum=False, create_constraint=True, length=64
            ),
            nullable=False,
        ),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "given_as",
            sa.Enum("member", "alternate", name="standing", native_enum=False, create_constraint=True, length=64),
            nullable=False,
        ),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_by_id", sa.Integer(), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_because", sa.Text(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.CheckConstraint("(declined_at IS NULL) = (declined_because IS NULL)", name=op.f("ck_vote_declined_because")),
        sa.CheckConstraint("confirmed_at IS NULL OR declined_at IS NULL", name=op.f("ck_vote_confirmed_or_declined")),
        sa.CheckConstraint("confirmed_by_id <> entered_by_id", name=op.f("ck_vote_confirmed_by_a_second_person")),
        sa.CheckConstraint("declined_by_id <> entered_by_id", name=op.f("ck_vote_declined_by_a_second_person")),
        sa.CheckConstraint(
            "entered_by_id = given_by_id OR length(evidence) > 0", name=op.f("ck_vote_recorded_votes_have_evidence")
        ),
        sa.CheckConstraint("received_at <= cast_at", name=op.f("ck_vote_received_before_entered")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_vote_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_vote_confirmed_by_id_person")),
        sa.ForeignKeyConstraint(["declined_by_id"], ["person.id"], name=op.f("fk_vote_declined_by_id_person")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_vote_entered_by_id_person")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_vote_given_by_id_person")),
        sa.ForeignKeyConstraint(["option_id"], ["ballot_option.id"], name=op.f("fk_vote_option_id_ballot_option")),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"], name=op.f("fk_vote_roster_id_roster")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
    )
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_ballot_id"), ["ballot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_roster_id"), ["roster_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_vote_roster_id_vote_option_id_vote_cast_at"),
            ["roster_id", "option_id", "cast_at"],
            unique=False,
        )

    op.create_table(
        "response_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position_in_response", sa.Integer(), nullable=False),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("own_wording", sa.Text(), nullable=False),
        sa.Column(
            "confidentiality",
            sa.Enum(
                "public",
                "anonymous",
                "board_and_authority",
                "secas_and_authority",
                name="confidentiality",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=True,
        ),
        sa.Column("public_version", sa.Text(), nullable=False),
        sa.Column("public_wording", sa.Text(), nullable=False),
        sa.Column("public_shows_position", sa.Boolean(), nullable=False),
        sa.Column("declared_blank", sa.Boolean(), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_version_id"],
            ["response_version.id"],
            name=op.f("fk_response_item_response_version_id_response_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_item")),
        sa.UniqueConstraint("response_version_id", "key", name=op.f("uq_response_item_response_version_id_key")),
    )
    with op.batch_alter_table("response_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_item_response_version_id"), ["response_version_id"], unique=False)

    op.create_table(
        "disposition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_item_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "agreed_as_proposed",
                "agreed_in_part",
                "agreed_other_wording",
                "not_agreed",
                "answered",
                "resolved_elsewhere",
                "out_of_scope",
                "duplicate_of",
                "carried_forward",
                "withdrawn",
                name="dispositionkind",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column(
            "decided_by",
            sa.Enum(
                "proposer",
                "working_group",
                "secas",
                name="decidedby",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("is_editorial", sa.Boolean(), nullable=False),
        sa.Column("adopted_wording", sa.Text(), nullable=False),
        sa.Column("duplicate_of_id", sa.Integer(), nullable=True),
        sa.Column("is_shared_with_proposer", sa.Boolean(), nullable=False),
        sa.Column("returned_because", sa.Text(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmation_evidence", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'duplicate_of') = (duplicate_of_id IS NOT NULL)",
            name=op.f("ck_disposition_duplicate_names_the_other"),
        ),
        sa.CheckConstraint("kind = 'agreed_as_proposed' OR length(detail) > 0", name=op.f("ck_disposition_says_why")),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name=op.f("ck_disposition_confirmed_by_somebody")
        ),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_disposition_confirmed_by_id_person")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["person.id"], name=op.f("fk_disposition_drafted_by_id_person")),
        sa.ForeignKeyConstraint(
            ["duplicate_of_id"], ["response_item.id"], name=op.f("fk_disposition_duplicate_of_id_response_item")
        ),
        sa.ForeignKeyConstraint(
            ["response_item_id"], ["response_item.id"], name=op.f("fk_disposition_response_item_id_response_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposition")),
        sa.UniqueConstraint("response_item_id", name=op.f("uq_disposition_response_item_id")),
    )
    op.create_table(
        "item_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_item_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("observation_id", sa.Integer(), nullable=True),
        sa.Column("clause_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "CASE WHEN question_id IS NULL THEN 0 ELSE 1 END + CASE WHEN observation_id IS NULL THEN 0 ELSE 1 END + CASE WHEN clause_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_item_target_one_target"),
        ),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_item_target_clause_id_clause")),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_item_target_observation_id_observation")
        ),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_item_target_question_id_question")),
        sa.ForeignKeyConstraint(
            ["response_item_id"], ["response_item.id"], name=op.f("fk_item_target_response_item_id_response_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_target")),
    )
    with op.batch_alter_table("item_target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_target_clause_id"), ["clause_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_target_observation_id"), ["observation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_target_question_id"), ["question_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_target_response_item_id"), ["response_item_id"], unique=False)

    op.create_table(
        "disposition_hunk",
        sa.Column("disposition_id", sa.Integer(), nullable=False),
        sa.Column("hunk_id", sa.Integer(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["disposition_id"], ["disposition.id"], name=op.f("fk_disposition_hunk_disposition_id_disposition")
        ),
        sa.ForeignKeyConstraint(["hunk_id"], ["hunk.id"], name=op.f("fk_disposition_hunk_hunk_id_hunk")),
        sa.PrimaryKeyConstraint("disposition_id", "hunk_id", name=op.f("pk_disposition_hunk")),
    )


def downgrade() -> None:
    """Go back down."""
    op.drop_table("disposition_hunk")
    with op.batch_alter_table("item_target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_target_response_item_id"))
        batch_op.drop_index(batch_op.f("ix_item_target_question_id"))
        batch_op.drop_index(batch_op.f("ix_item_target_observation_id"))
        batch_op.drop_index(batch_op.f("ix_item_target_clause_id"))

    op.drop_table("item_target")
    op.drop_table("disposition")
    with op.batch_alter_table("response_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_item_response_version_id"))

    op.drop_table("response_item")
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_roster_id_vote_option_id_vote_cast_at"))
        batch_op.drop_index(batch_op.f("ix_vote_roster_id"))
        batch_op.drop_index(batch_op.f("ix_vote_ballot_id"))

    op.drop_table("vote")
    with op.batch_alter_table("response_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_version_response_id"))

    op.drop_table("response_version")
    with op.batch_alter_table("draft_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_item_draft_id"))

    op.drop_table("draft_item")
    with op.batch_alter_table("roster", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_seat_id"))
        batch_op.drop_index(batch_op.f("ix_roster_ballot_id"))

    op.drop_table("roster")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_response_consultation_id"))

    op.drop_table("response")
    op.drop_table("refused_attempts")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_consultation_id"))

    op.drop_table("question")
    with op.batch_alter_table("leak_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leak_decision_consultation_id"))

    op.drop_table("leak_decision")
    op.drop_table("invitation")
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extension_consultation_id"))

    op.drop_table("extension")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_organisation_id"))

    op.drop_table("draft")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_modification_id"))
        batch_op.drop_index(batch_op.f("ix_decision_ballot_id"))

    op.drop_table("decision")
    op.drop_table("consultation_document")
    with op.batch_alter_table("ballot_option", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ballot_option_ballot_id"))

    op.drop_table("ballot_option")
    op.drop_table("ballot_document")
    with op.batch_alter_table("report_draft_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_draft_import_report_version_id"))

    op.drop_table("report_draft_import")
    with op.batch_alter_table("observation_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_observation_move_observation_id"))

    op.drop_table("observation_move")
    with op.batch_alter_table("lint_acceptance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lint_acceptance_report_version_id"))

    op.drop_table("lint_acceptance")
    with op.batch_alter_table("hunk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hunk_observation_id"))
        batch_op.drop_index(batch_op.f("ix_hunk_legal_text_version_id"))

    op.drop_table("hunk")
    op.drop_table("history_text")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_modification_id"))
        batch_op.drop_index(batch_op.f("ix_consultation_closes_at"))

    op.drop_table("consultation")
    with op.batch_alter_table("clause", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clause_legal_text_version_id"))

    op.drop_table("clause")
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ballot_modification_id"))
        batch_op.drop_index(batch_op.f("ix_ballot_closes_at"))

    op.drop_table("ballot")
    with op.batch_alter_table("timetable_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_timetable_event_modification_id"))

    op.drop_table("timetable_event")
    with op.batch_alter_table("report_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_version_modification_id"))

    op.drop_table("report_version")
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_observation_modification_id"))
        batch_op.drop_index(batch_op.f("ix_observation_code_document_id"))

    op.drop_table("observation")
    with op.batch_alter_table("modification_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_modification_move_modification_id"))

    op.drop_table("modification_move")
    with op.batch_alter_table("legal_text_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_legal_text_version_modification_id"))
        batch_op.drop_index(batch_op.f("ix_legal_text_version_code_document_id"))

    op.drop_table("legal_text_version")
    op.drop_table("last_look")
    with op.batch_alter_table("implementation_option", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_implementation_option_modification_id"))

    op.drop_table("implementation_option")
    with op.batch_alter_table("history_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_history_entry_person_id"))
        batch_op.drop_index(batch_op.f("ix_history_entry_modification_id"))
        batch_op.drop_index(batch_op.f("ix_history_entry_at"))

    op.drop_table("history_entry")
    with op.batch_alter_table("uploaded_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_uploaded_file_sha256"))

    op.drop_table("uploaded_file")
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_session_person_id"))

    op.drop_table("sign_in_session")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grant_person_id"))
        batch_op.drop_index(batch_op.f("ix_role_grant_organisation_id"))

    op.drop_table("role_grant")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_message_sent_at_outbox_message_due_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_message_person_id"))

    op.drop_table("outbox_message")
    op.drop_table("non_working_day")
    with op.batch_alter_table("modification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_modification_stage"))

    op.drop_table("modification")
    op.drop_table("idempotency_key")
    with op.batch_alter_table("board_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_board_member_seat_id"))
        batch_op.drop_index(batch_op.f("ix_board_member_person_id"))

    op.drop_table("board_member")
    with op.batch_alter_table("alternate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alternate_seat_id"))
        batch_op.drop_index(batch_op.f("ix_alternate_person_id"))

    op.drop_table("alternate")
    with op.batch_alter_table("voting_group_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voting_group_membership_voting_group_id"))
        batch_op.drop_index(batch_op.f("ix_voting_group_membership_organisation_id"))

    op.drop_table("voting_group_membership")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_organisation_id"))

    op.drop_table("person")
    with op.batch_alter_table("party_category_period", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_category_period_organisation_id"))

    op.drop_table("party_category_period")
    op.drop_table("voting_group")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_key_hash_sign_in_attempt_at"))

    op.drop_table("sign_in_attempt")
    op.drop_table("seat")
    op.drop_table("rule_set_version")
    op.drop_table("release")
    op.drop_table("organisation")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_done_at_job_due_at"))

    op.drop_table("job")
    op.drop_table("history_head")
    op.drop_table("code_document")
