"""Modification Reports for tests: texts of our own writing, imported by the product's own services."""

from functools import cache

from tests.builders.modifications import add_modification
from tests.remembering import remembered
from tests.world import World
from voting.models.modifications import ReportVersion
from voting.services.reports import Imported, import_report, read_upload

PLAIN = """Clearer meter messages (test)
Modification Report

1. Summary
What is the issue?
Messages of meters are hard to read.

2. Issue
Messages differ from one Device to the next. Changes are required to SEC Appendix D.

3. Solution
Proposed Solution
Appendix D is changed so that each message has one form.

4. Impacts
SEC Parties
Large Suppliers ✓ Small Suppliers
Documents impacted
The following documents are impacted:
• Appendix D ‘SMKI Registration Authority Policies and Procedures’

5. Costs
DCC costs
The estimated DCC costs are between £100,000 and £150,000.
SECAS costs
SECAS effort is two days, approximately £1,200.

6. Implementation approach
Agreed implementation approach
• 24 February 2028 (February 2028 SEC Release) if a decision to approve is received on or before 10 February 2028; or
• 29 June 2028 (June 2028 SEC Release) if a decision to approve is received after 10 February 2028 but on or before
15 June 2028.

7. Assessment of the proposal
Views against the General SEC Objectives
Proposer’s views
The Proposer believes that the modification will better facilitate General SEC Objective (a) because meters are read
with fewer mistakes.
"""


# Each reading is a process of its own that reads again what it read before.
_read = cache(read_upload)


@remembered
def imported_report(
    world: World,
    text: str | bytes = PLAIN,
    *,
    modification_id: int | None = None,
    by: str = "analyst",
    filename: str = "report.txt",
    intent: str = "",
) -> Imported:
    """A report read and kept; on a new modification `DP901` if none is given."""
    content = text if isinstance(text, bytes) else text.encode()
    return world.do(
        import_report,
        by,
        modification_id=modification_id or add_modification(world),
        filename=filename,
        content=content,
        read=_read(content, filename),
        intent=intent,
    )


def version_at(world: World, version_id: int) -> ReportVersion:
    """The row as it stands."""
    with world.database.reading() as (session, _now):
        return session.get_one(ReportVersion, version_id)
