"""What both walks do in the same way: each act as people of one role do it, from the front page on."""

import re
from collections.abc import Iterable

from tests.browser.walks.walker import Walker

PASS_IT = re.compile("^Pass it with a reason")


def raise_proposal(analyst: Walker, number: str, title: str, raised_on: str, *, path: str = "Not set yet") -> None:
    """Put a Draft Proposal into the register."""
    analyst.comes().follows("Modifications", "Raise a Draft Proposal")
    analyst.fills({"Number": number, "Title": title, "Raised on": raised_on, "Path": path})
    analyst.fills({"Proposer": "Proposer, SMKI PMA (test)", "On behalf of": "SMKI PMA (test)"})
    analyst.presses("Raise it")
    analyst.sees("The Draft Proposal is in the register.")


def import_legal_text(analyst: Walker, number: str, document: str, title: str, as_is: str, to_be: str) -> None:
    """Paste the text in force and the proposed text of a document; ends on its redline."""
    analyst.comes().follows("Modifications", number, "Legal text: import, owners", "Import legal text")
    analyst.follows("Paste two texts instead")
    analyst.fills({"Document": document, "Its title": title, "SEC version": "SEC 30.0"})
    analyst.fills({"Text in force": as_is, "Proposed text": to_be})
    analyst.presses("Import as a draft")


def publish_legal_text(approver: Walker, number: str, documents: Iterable[str]) -> None:
    """Publish the drafts of some documents as a second person."""
    for document in documents:
        approver.comes().follows("Modifications", number, "Legal text", document, "Publish this version")
        approver.presses("Publish")
        approver.sees("Published. This version never changes.")


def pass_all_findings(analyst: Walker, reason: str) -> None:
    """From the desk of a report: pass each finding that is open, with the same reason."""
    while analyst.main.get_by_role("link", name=PASS_IT).count():
        analyst.follows(PASS_IT)
        analyst.fills({"Reason": reason})
        analyst.presses("Pass with this reason")
    analyst.sees("0 findings open.", "You prepared this version, so somebody else has to publish it.")


def record_meeting(analyst: Walker, number: str, held_on: str) -> None:
    """Record that one meeting converted the proposal and approved its report."""
    analyst.comes().follows("Modifications", number, "Record several decisions of one meeting")
    decided = ("Convert to a Modification Proposal", "Skip refinement", "Approve the Modification Report")
    analyst.chooses("What the meeting decided", *decided)
    analyst.fills({"The minutes": "Item 3 of the minutes (test)", "Date of the meeting": held_on})
    analyst.presses("Record")
    analyst.sees("What the meeting decided is recorded.", number.replace("DP", "MP"))


def publish_report(approver: Walker, about: str) -> None:
    """Publish the draft that waits, as a second person."""
    approver.comes().follows(f"{about} (publish report)", "Finish and publish version 1", "Publish")
    approver.presses("Publish")
    approver.sees("Published. This version never changes.")


def set_implementation_options(analyst: Walker, number: str, options: Iterable[tuple[str, str]]) -> None:
    """Set the Releases, each with the day by which the decision has to be made."""
    analyst.comes().follows("Modifications", number, "Implementation options")
    for place, (release, decide_by) in enumerate(options, start=1):
        analyst.fills({f"Option {place}: release date": release, f"Option {place}: decided on or before": decide_by})
    analyst.presses("Save options")


def open_consultation(approver: Walker, about: str) -> None:
    """Open the consultation that waits, as a second person."""
    approver.comes().follows(f"{about} (open)", "Open it")
    approver.presses("Open it and tell the invited")
    approver.sees("It is open", "0 submitted", "What they say is sealed until the close, for SECAS too.")


def write_summary(analyst: Walker, consultation: str, summary: str) -> None:
    """Write the summary of a consultation that has closed; `consultation` is its line on the desk."""
    analyst.comes().follows("SECAS desk", consultation, "Summary and leak check", "Write the summary")
    analyst.fills({"Factual summary": summary})
    analyst.presses("Save the summary")


def send_to_board(analyst: Walker, number: str, meeting: str, held_on: str, sent_on: str) -> None:
    """Send a modification to a meeting of the Board."""
    analyst.comes().follows("Modifications", number, "Send to the Change Board")
    analyst.fills({"Where that is found": "Papers of the Board (test)", "Date of the evidence": sent_on})
    analyst.fills({"Meeting": meeting})
    analyst.presses("Record", refused="Give the date of that meeting.")
    assert analyst.holds("Meeting") == meeting
    analyst.fills({"Date of the meeting": held_on})
    analyst.presses("Record")


def open_vote(analyst: Walker, approver: Walker, about: str) -> None:
    """Prepare the vote from the modification's page with what its form suggests, and open it as a second person."""
    analyst.follows("Prepare a Change Board vote")
    analyst.presses("Prepare the vote")
    analyst.sees("Prepared, not open yet. A second person opens it.", "Shall it be approved?")
    approver.comes().follows(f"{about} (open vote)", "Open the vote")
    approver.presses("Open the vote")
    approver.sees("The vote is open, and every member is told.", "4 seats were frozen into this vote when it opened")


def vote(member: Walker, about: str, choice: str, objectives: str = "", reason: str = "") -> None:
    """Cast a member's vote: check what will be recorded, record it, and get its receipt."""
    member.comes().follows(f"{about} (vote)")
    member.chooses("Shall it be approved?", choice)
    member.chooses("General SEC Objectives your reason rests on", *(f"({letter})" for letter in objectives))
    if reason:
        # A reason is asked for, and asking loses nothing.
        member.presses("Check your vote", refused=f"Say why the seat votes to {choice.lower()}.")
        member.fills({"Reason": reason})
    member.presses("Check your vote")
    member.sees("Nothing is recorded yet.", choice, reason)
    member.presses("Record this vote")
    member.sees("Receipt ", "by you")
