"""Fewer indexes: none that another one already serves, none that nothing asks; votes are found by their person."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# The table and column of each index that goes.
DROPPED = (
    ("ballot_option", "ballot_id"),
    ("board_member", "seat_id"),
    ("clause", "legal_text_version_id"),
    ("draft_item", "draft_id"),
    ("history_entry", "at"),
    ("hunk", "legal_text_version_id"),
    ("implementation_option", "modification_id"),
    ("leak_decision", "consultation_id"),
    ("legal_text_version", "modification_id"),
    ("lint_acceptance", "report_version_id"),
    ("observation", "modification_id"),
    ("outbox_message", "person_id"),
    ("party_category_period", "organisation_id"),
    ("question", "consultation_id"),
    ("report_version", "modification_id"),
    ("response", "consultation_id"),
    ("response_item", "response_version_id"),
    ("response_version", "response_id"),
    ("roster", "ballot_id"),
    ("text_import_file", "text_import_id"),
    ("timetable_event", "modification_id"),
    ("vote", "ballot_id"),
    ("vote", "roster_id"),
    ("voting_group_membership", "organisation_id"),
)
VOTES_OF_A_PERSON = "ix_vote_ballot_id_vote_given_by_id"


def upgrade() -> None:
    """Go up."""
    for table, column in DROPPED:
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
    op.create_index(op.f(VOTES_OF_A_PERSON), "vote", ["ballot_id", "given_by_id"])


def downgrade() -> None:
    """Go back down."""
    op.drop_index(op.f(VOTES_OF_A_PERSON), "vote")
    for table, column in DROPPED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
