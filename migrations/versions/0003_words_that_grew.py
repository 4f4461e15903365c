"""Words that may stand in a column grow: roles of the approving bodies, and the correction of a result."""

from collections.abc import Collection
from typing import NamedTuple

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


class Grown(NamedTuple):
    """A column with all its words in order, and those of them that are new."""

    table: str
    column: str
    check: str
    words: tuple[str, ...]
    new: Collection[str]


GROWN = (
    Grown(
        "role_grant",
        "role",
        "ck_role_grant_role",
        (
            "administrator",
            "secas_analyst",
            "secas_approver",
            "party_contributor",
            "party_reviewer",
            "party_signatory",
            "panel_member",
            "change_sub_committee_member",
            "attendee",
            "auditor",
        ),
        {"change_sub_committee_member", "panel_member"},
    ),
    Grown(
        "modification_move",
        "move",
        "ck_modification_move_move",
        (
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
            "board_corrects",
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
        ),
        {"board_corrects"},
    ),
    Grown(
        "timetable_event",
        "kind",
        "ck_timetable_event_eventkind",
        (
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
            "result_corrected",
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
        ),
        {"result_corrected"},
    ),
)


def upgrade() -> None:
    """Go up."""
    for each in GROWN:
        _allow(each, each.words)


def downgrade() -> None:
    """Go back down."""
    for each in GROWN:
        _allow(each, [word for word in each.words if word not in each.new])


def _allow(grown: Grown, words: Collection[str]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(grown.table) as batch_op:
        batch_op.drop_constraint(batch_op.f(grown.check), type_="check")
        batch_op.create_check_constraint(batch_op.f(grown.check), f"{grown.column} IN ({listed})")
