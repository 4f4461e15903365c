"""The whole job on the seed's report, in browsers without JavaScript: from the upload to two workbooks read back."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.browser.walks import acts
from tests.browser.walks.office import Office
from tests.browser.walks.reading_back import all_texts, column, only_text_is_text, pairs, table
from tests.browser.walks.walker import Walker

pytestmark = pytest.mark.browser

# Legal text of our own: the shape of the documents that the report names, none of their words.
APPENDIX_D = """8 Revocation
8.3.3 A member of the PMA may ask for a credential to be revoked.
8.3.4 The authority shall check each request of a member of the PMA before it revokes the credential.
8.3.5 The authority shall keep a record of each request."""
APPENDIX_D_PROPOSED = """8 Revocation
8.3.3 A member of the PMA may ask in writing for a credential to be revoked.
8.3.4 The authority shall check each request before it revokes the credential.
8.3.5 The Authority shall keep a record of each request."""
SECTION_L = """L1.17 The PMA shall look through its documents from time to time.
L1.18 The PMA shall report what it finds to the Panel."""
SECTION_L_PROPOSED = """L1.17 The PMA shall look through its documents each year.
L1.18 The PMA shall report what it finds to the Panel."""


DRAFT_CONSULTATION = "Legal text consultation on DP900"
REPORT_CONSULTATION = "Modification Report Consultation on MP900"
DRAFT = "DP900 SMKI Document Set review"
TIMETABLE = (
    ("Legal text consultation", "2021-10-22", "2021-11-12"),
    ("Modification Report Consultation", "2021-12-01", "2021-12-22"),
    ("Change Board Vote", "2022-01-20", ""),
)
PROPOSAL = "MP900 SMKI Document Set review"
REASON = "Looked at with the Proposer; the table of part 4 is the right one (test)."
BRIGHTMERE_APPROVES = "It leaves the Code with fewer contradictions."
MEMBER_APPROVES = "It mends what nobody could read."
MEMBER_WRITES = "As our e-mail says."
MEMBER_REJECTS = "-1+2: telephones are how control rooms work."
RESULT = (
    "The Change Board approved the Proposed Solution.",
    (
        "2 categories approve (Large Suppliers and Small Suppliers) and 1 category rejects (Networks); "
        "more approve than reject: approved."
    ),
    (
        "It is implemented on 24 Feb 2022 (February 2022 release), because the decision of 20 Jan 2022 is on or before "
        "10 Feb 2022."
    ),
)
BRIGHTMERE_DISAGREES = "A check without a name behind it is <b>no check</b>."
IN_A_FORMULA = "=1+1 says whoever reads this in a cell; in writing means on paper to some of us."
NORTHGRID_SAYS_TO_SECAS = "Our control room in Ashdown takes such requests by telephone at night."
NORTHGRID_SAYS_TO_ALL = "Some requests cannot wait for a letter."


def test_the_seed_report_comes_through_the_whole_job_from_upload_to_workbooks(
    office_at: Callable[..., Office], shared: Path
) -> None:
    office = office_at("2021-06-21 09:30", with_script=False)
    the_draft_proposal_is_raised(office)
    observations_and_legal_text_are_drafted(office)
    the_legal_text_is_consulted_on(office)
    two_parties_answer_the_drafting(office)
    the_points_get_their_replies(office)
    each_reads_what_is_theirs_to_read(office)
    the_text_follows_the_replies(office)
    the_report_is_imported_and_finished(office, shared)
    the_meeting_approves_the_report(office)
    the_report_is_consulted_on(office)
    the_board_is_asked(office)
    three_members_vote_and_one_writes(office)
    the_result_is_published(office)
    the_workbooks_say_the_same(office)
    the_modification_says_where_it_stands(office)


def the_draft_proposal_is_raised(office: Office) -> None:
    analyst = office.person("analyst")
    acts.raise_proposal(analyst, "DP900", "SMKI Document Set review", "2021-06-21")
    analyst.follows("Timetable")
    for row, (event, first, last) in enumerate(TIMETABLE, start=2):
        analyst.fills({f"Row {row}: what happens": event, f"Row {row}: planned first or only day": first})
        analyst.fills({f"Row {row}: planned last day": last})
    analyst.presses("Save timetable")
    analyst.sees("The timetable is saved.", *(event for event, _, _ in TIMETABLE))

    office.at("2021-06-29 15:00")
    office.walker("analyst").follows("Modifications", "DP900", "Set the path")
    analyst.fills({"Path": "Path 3: Self-Governance", "Where that is found": "Item 4 of the minutes (test)"})
    analyst.presses("Record", refused="Give its date: what it proves counts from that day.")
    assert analyst.holds("Where that is found") == "Item 4 of the minutes (test)"
    analyst.fills({"Date of the evidence": "2021-06-29"})
    analyst.presses("Record")
    analyst.sees("Set the path: recorded.", "Path 3: Self-Governance")


def observations_and_legal_text_are_drafted(office: Office) -> None:
    office.at("2021-10-20 10:00")
    analyst = office.walker("analyst")
    analyst.follows("Modifications", "DP900", "Observations: add, change")
    for number, title, clauses in (("2", "Who may ask", "8.3.4"), ("3", "How they ask", "8.3.3")):
        analyst.follows("Add an observation")
        analyst.fills(
            {
                "Document": "Appendix D",
                "Number": number,
                "Short title": title,
                "Observation": "The two clauses do not say the same.",
                "Recommendation": "Say it once.",
                "Clauses it cites": clauses,
            }
        )
        analyst.chooses("Kind", "Clarity")
        analyst.presses("Add observation")
        analyst.sees(title)
    for document, title, as_is, to_be in (
        ("Appendix D", "Registration policies (test)", APPENDIX_D, APPENDIX_D_PROPOSED),
        ("Section L", "Key infrastructure (test)", SECTION_L, SECTION_L_PROPOSED),
    ):
        acts.import_legal_text(analyst, "DP900", document, title, as_is, to_be)
        analyst.follows("Owners of the changes")
        if document == "Appendix D":
            analyst.presses("Give the chosen changes this owner", refused="Choose why these changes are there.")
            for clause, observation in (("8.3.3", "3 How they ask"), ("8.3.4", "2 Who may ask")):
                analyst.chooses("Changes", re.compile(rf"^\s*{clause}"))
                analyst.chooses("Why they are there", "Observation")
                analyst.fills({"Which observation": observation})
                analyst.presses("Give the chosen changes this owner")
            analyst.sees("1 of 3 changes have no owner yet.")
        analyst.presses("Mark all remaining as housekeeping")
        analyst.sees("1 change is marked as housekeeping.")

    acts.publish_legal_text(office.person("approver"), "DP900", ("Appendix D", "Section L"))


def the_legal_text_is_consulted_on(office: Office) -> None:
    office.at("2021-10-21 11:00")
    analyst = office.walker("analyst")
    analyst.follows("Modifications", "DP900", "Prepare a consultation")
    analyst.chooses("Kind", "Legal text consultation")
    analyst.fills(
        {
            "Title": DRAFT_CONSULTATION,
            "Issued on": "2021-10-22",
            "Closes on": "2021-11-12",
            "Introduction": "The drafting, *observation by observation*.",
        }
    )
    analyst.presses("Prepare, then check the questions")
    analyst.presses("Save the questions")
    analyst.sees("An approver, who is a second person, opens it.", "15 Working Days")

    office.at("2021-10-22 09:00")
    acts.open_consultation(office.person("approver"), DRAFT)


def two_parties_answer_the_drafting(office: Office) -> None:
    office.at("2021-10-27 10:00")
    brightmere = office.walker("brightmere_signatory")
    brightmere.follows(f"{DRAFT} (answer)")
    brightmere.sees("0 of 5 answered")
    brightmere.chooses("Your position", "Agree")
    brightmere.presses("Save and next")
    brightmere.presses("Save and next")
    brightmere.sees("Appendix D, observation 2", "The two clauses do not say the same.", "of a member of the PMA")
    brightmere.chooses("Your position", "Disagree")
    brightmere.presses("Save and next")
    brightmere.chooses("Your position", "Agree with a change")
    brightmere.fills({"Reasons for your view": IN_A_FORMULA, "Your own wording": "may ask in writing or by e-mail for"})
    brightmere.presses("Save and next")
    brightmere.follows("Review and submit")
    brightmere.sees("1 point is not complete", "Complete the points named above")
    brightmere.follows("Appendix D, observation 2")
    brightmere.fills({"Reasons for your view": BRIGHTMERE_DISAGREES})
    brightmere.presses("Save draft")
    brightmere.follows("Review and submit")
    brightmere.presses("No comment on the other 2")
    brightmere.presses("Submit for Brightmere (test)")
    brightmere.sees("Submitted. A full copy is on its way to you by mail.", "3 points", "Check this receipt")

    office.at("2021-11-09 16:00")
    northgrid = office.walker("northgrid_signatory")
    northgrid.follows(f"{DRAFT} (answer)")
    northgrid.sees_nothing_of(BRIGHTMERE_DISAGREES)
    northgrid.follows("2 Appendix D: Who may ask To do")
    northgrid.chooses("Your position", "Agree")
    northgrid.presses("Save and next")
    northgrid.chooses("Your position", "Disagree")
    northgrid.fills({"Reasons for your view": NORTHGRID_SAYS_TO_SECAS})
    northgrid.unfolds("Who may read this point: Public")
    northgrid.chooses("Who may read this point", "SECAS and Authority only")
    northgrid.fills({"Comment for publication": NORTHGRID_SAYS_TO_ALL})
    northgrid.presses("Save and next")
    northgrid.sees("Section L, clause L1.17", "each year")
    northgrid.presses("Save and review")
    northgrid.sees("2 points", "SECAS and Authority only")
    northgrid.presses("Submit for Northgrid (test)")
    northgrid.sees("Submitted. A full copy is on its way to you by mail.")

    # Nobody reads an answer of somebody else before the close, SECAS neither.
    brightmere = office.walker("brightmere_signatory")
    brightmere.follows("Consultations", DRAFT_CONSULTATION)
    brightmere.sees_nothing_of(NORTHGRID_SAYS_TO_ALL, NORTHGRID_SAYS_TO_SECAS)
    analyst = office.walker("analyst")
    analyst.follows("SECAS desk", f"DP900: {DRAFT_CONSULTATION}")
    analyst.sees("2 submitted", "0 of 2 invited silent")
    analyst.sees_nothing_of(BRIGHTMERE_DISAGREES, NORTHGRID_SAYS_TO_ALL)


def the_points_get_their_replies(office: Office) -> None:
    office.at("2021-11-15 09:30")
    analyst = office.walker("analyst")
    analyst.follows(f"{DRAFT} (reply)")
    analyst.sees("5 points", "<b>no check</b>", NORTHGRID_SAYS_TO_SECAS)
    analyst.follows("Reply to point 2")
    analyst.chooses("Reply", "Not agreed")
    analyst.chooses("Who decided", "Proposer")
    analyst.presses("Save the draft and go to the next", refused="Say why, or in what way: the respondent reads it.")
    analyst.fills({"Detail or reason": "The form that is filled in names who asks."})
    analyst.presses("Save the draft and go to the next")
    analyst.chooses("Reply", "Agreed, other wording")
    analyst.fills(
        {"Detail or reason": "E-mail is in writing.", "The words as they now stand": "may ask by letter or e-mail for"}
    )
    analyst.presses("Save the draft and go to the next")
    analyst.follows("Replies", "Reply to point 5")
    analyst.chooses("Reply", "Answered")
    analyst.fills({"Detail or reason": "An e-mail at night is in writing too."})
    analyst.chooses("Who decided", "SECAS")
    analyst.ticks("It is an editorial point")
    analyst.presses("Save the draft")
    analyst.ticks("Point 2: Appendix D, observation 2", "Point 3: Appendix D, observation 3")
    analyst.presses("Share the ticked with the Proposer")
    analyst.sees("2 replies are shared with the Proposer.")

    proposer = office.walker("proposer")
    proposer.follows(f"{DRAFT} (confirm replies)")
    proposer.sees_nothing_of(NORTHGRID_SAYS_TO_SECAS)
    for point in ("2: Appendix D, observation 2", "3: Appendix D, observation 3"):
        proposer.ticks(f"Confirm the reply to point {point}")
    proposer.presses("Confirm the ticked replies")
    proposer.sees("2 replies are confirmed.")

    approver = office.walker("approver")
    approver.follows(f"{DRAFT} (publish answers)")
    approver.sees("Not ready to publish", "1 reply is not confirmed by whoever decided.")
    approver.follows("Work on the replies")
    approver.ticks("Point 5: Appendix D, observation 3")
    approver.presses("Confirm the ticked")
    approver.presses("Confirm 1 reply")
    approver.sees("1 reply is confirmed.")
    approver.follows("Desk")
    approver.sees("Ready to publish.", "3 points; 0 without a reply, 0 waiting for confirmation, 3 confirmed.")
    approver.follows("Publish")
    approver.presses("Publish")
    approver.sees("Everything is published, and the respondents are told.")


def each_reads_what_is_theirs_to_read(office: Office) -> None:
    office.at("2021-11-16 10:00")
    brightmere = office.walker("brightmere_signatory")
    brightmere.follows("Consultations", DRAFT_CONSULTATION, "Read the responses")
    brightmere.sees(NORTHGRID_SAYS_TO_ALL, "Not agreed")
    brightmere.sees_nothing_of(NORTHGRID_SAYS_TO_SECAS)
    brightmere.opens("/")
    brightmere.follows("Consultations", DRAFT_CONSULTATION, "what became of your points")
    brightmere.sees(
        "3 points", "Not agreed", "The form that is filled in names who asks.", "None was given to this point."
    )
    northgrid = office.walker("northgrid_signatory")
    northgrid.follows("Consultations", DRAFT_CONSULTATION, "Read the responses")
    northgrid.sees(NORTHGRID_SAYS_TO_SECAS, "An e-mail at night is in writing too.", BRIGHTMERE_DISAGREES)


def the_text_follows_the_replies(office: Office) -> None:
    analyst = office.walker("analyst")
    analyst.follows("Modifications", "DP900", "Legal text", "Appendix D", "Cancel a change")
    analyst.follows("Cancel it in 8.3.4: of a member of the PMA")
    analyst.presses("Cancel this change", refused="Say why it is cancelled.")
    analyst.fills({"Because of": "a response to the legal text consultation"})
    analyst.presses("Cancel this change")
    analyst.sees("cancelled because of a response to the legal text consultation")
    analyst.opens("/")
    analyst.follows("Modifications", "DP900", "Observations", "Appendix D, 2", "Change the state")
    analyst.fills({"New state": "Addressed"})
    analyst.presses("Change the state")
    analyst.follows("Change the state")
    analyst.fills({"New state": "Changed after comment"})
    analyst.presses("Change the state", refused="Give the reason for this change of state")
    analyst.fills(
        {"Reason": "The clause keeps its words.", "The comment that prompted it": "Point 2 of the consultation"}
    )
    analyst.presses("Change the state")
    analyst.sees("changed after comment")


def the_report_is_imported_and_finished(office: Office, shared: Path) -> None:
    office.at("2021-11-26 09:00")
    analyst = office.walker("analyst")
    analyst.follows("Modifications", "DP900", "Import, correct and publish reports", "Import a report")
    analyst.presses("Import as a draft", refused="file")
    analyst.fills({"The report": shared / "seed" / "modification-report.txt"})
    analyst.presses("Import as a draft")
    analyst.sees(
        "0 passages without a place",
        "Part 2 requires changes to 13 documents and part 4 names 19.",
        "Part 1 says that SMKI PMA is directly affected, and the form in part 4 has no box for it.",
        "Annex B has no file for",
        "Self governance",
    )
    analyst.follows("Title , correct")
    analyst.fills({"Title": "SMKI Document Set review"})
    analyst.presses("Save")
    analyst.sees("SMKI Document Set review● By hand")
    analyst.follows(acts.PASS_IT)
    analyst.presses("Pass with this reason", refused="Say why the report is published with this finding.")
    analyst.follows("Go back")
    acts.pass_all_findings(analyst, REASON)


def the_meeting_approves_the_report(office: Office) -> None:
    office.at("2021-11-30 14:00")
    acts.record_meeting(office.person("analyst"), "DP900", "2021-11-30")
    approver = office.person("approver")
    acts.publish_report(approver, PROPOSAL)
    approver.sees("Published with these findings", REASON)


def the_report_is_consulted_on(office: Office) -> None:
    office.at("2021-12-01 09:00")
    analyst = office.person("analyst")
    acts.set_implementation_options(analyst, "MP900", (("2022-02-24", "2022-02-10"), ("2022-06-30", "2022-06-16")))
    analyst.sees("24 Feb 2022 (February 2022 release) if decided by 10 Feb 2022; otherwise 30 Jun 2022")
    analyst.follows("Prepare a consultation")
    analyst.fills({"Title": REPORT_CONSULTATION, "Closes on": "2021-12-22"})
    analyst.presses("Prepare, then check the questions")
    analyst.presses("Save the questions")
    analyst.sees("Modification Report Consultation: ", "15 Working Days", "a factual summary")
    acts.open_consultation(office.person("approver"), PROPOSAL)

    office.at("2021-12-14 15:00")
    brightmere = office.walker("brightmere_signatory")
    brightmere.follows(f"{PROPOSAL} (answer)")
    brightmere.chooses("Your position", "Approve")
    brightmere.chooses("General SEC Objectives your reason rests on", "(g)")
    brightmere.fills({"Why, against the General SEC Objectives": BRIGHTMERE_APPROVES})
    brightmere.presses("Save and check")
    brightmere.presses("Submit for Brightmere (test)")
    northgrid = office.walker("northgrid_signatory")
    northgrid.follows(f"{PROPOSAL} (answer)", "No response")
    northgrid.presses("Send “No response”")
    northgrid.sees("Sent: no response.")

    office.at("2021-12-23 10:00")
    summary = "One Party answered and *supports* approval."
    acts.write_summary(office.person("analyst"), f"MP900: {REPORT_CONSULTATION}", summary)
    approver = office.walker("approver")
    approver.follows(f"{PROPOSAL} (publish answers)", "Publish")
    # Half an hour and more at that page: the press of the button asks for the password first.
    office.at("2021-12-23 10:50")
    approver.presses_and_proves_it("Publish")
    approver.sees("Everything is published, and the respondents are told.", BRIGHTMERE_APPROVES, "sent no response")


def the_board_is_asked(office: Office) -> None:
    office.at("2022-01-06 09:30")
    analyst = office.person("analyst")
    acts.send_to_board(analyst, "MP900", "Change Board, January 2022", "2022-01-20", "2022-01-06")
    acts.open_vote(analyst, office.person("approver"), PROPOSAL)


def three_members_vote_and_one_writes(office: Office) -> None:
    office.at("2022-01-18 11:00")
    acts.vote(office.person("large_1"), PROPOSAL, "Approve", "fg", MEMBER_APPROVES)
    rejects = office.person("networks_1")
    acts.vote(rejects, PROPOSAL, "Reject", "a", MEMBER_REJECTS)
    rejects.opens("/")
    rejects.follows("Votes", PROPOSAL)
    rejects.sees(MEMBER_REJECTS)
    rejects.sees_nothing_of(MEMBER_APPROVES)
    acts.vote(office.person("consumer_1"), PROPOSAL, "Abstain")

    office.at("2022-01-19 10:00")
    analyst = office.walker("analyst")
    analyst.follows("Votes", PROPOSAL)
    analyst.sees("3 of 4 seats have voted. How they voted is sealed until close.")
    analyst.sees_nothing_of(MEMBER_APPROVES, MEMBER_REJECTS)
    analyst.follows("Record a vote that came by another route")
    analyst.fills(
        {
            "Whose vote it is": "Small 1: Member Small 1, member",
            "Received on": "2022-01-19",
            "Received at": "09:12",
            "Evidence": "E-mail of 19 January (test)",
            "Reason": MEMBER_WRITES,
        }
    )
    analyst.chooses("Shall it be approved?", "Approve")
    analyst.chooses("General SEC Objectives your reason rests on", "(g)")
    analyst.presses("Record this vote")
    approver = office.walker("approver")
    approver.follows(f"{PROPOSAL} (confirm vote)", "Confirm the recorded vote of Small 1")
    approver.sees("E-mail of 19 January (test)", MEMBER_WRITES)
    approver.presses("Confirm this vote")
    approver.sees("4 of 4 seats have voted.")


def the_result_is_published(office: Office) -> None:
    office.at("2022-01-20 17:00:01")
    late = office.walker("networks_1")
    late.sees("Nothing waits for you.")
    late.follows("Votes", PROPOSAL)
    late.sees("4 of 4 seats voted. SECAS publishes the result next.")

    office.at("2022-01-21 09:00")
    approver = office.walker("approver")
    approver.follows(f"{PROPOSAL} (publish result)")
    approver.sees("What would come out of the votes as they stand. For SECAS alone.", *RESULT)
    approver.follows("Go on to publish")
    approver.presses("Publish the result")
    approver.sees("Result: approved", "Members and respondents are told.", *RESULT)


def the_workbooks_say_the_same(office: Office) -> None:
    for_public, for_party, for_secas = (
        _answers_of(office.walker(name)) for name in ("", "brightmere_signatory", "analyst")
    )
    for workbook in (for_public, for_party):
        assert NORTHGRID_SAYS_TO_SECAS not in all_texts(workbook)
        assert pairs(workbook, "Cover")["Classification"] == "White: for everybody"
    assert pairs(for_secas, "Cover")["Classification"].startswith("Red: ")
    for workbook, northgrid_says, position in (
        (for_public, NORTHGRID_SAYS_TO_ALL, None),
        (for_party, NORTHGRID_SAYS_TO_ALL, None),
        (for_secas, NORTHGRID_SAYS_TO_SECAS, "Disagree"),
    ):
        assert workbook.sheetnames == ["Cover", "Summary", "Responses", "Respondents"]
        assert only_text_is_text(workbook)
        points = table(workbook, "Responses", "Key")
        assert column(points, "Organisation") == ["Brightmere (test)"] * 3 + ["Northgrid (test)"] * 2
        assert column(points, "Position") == ["Agree", "Disagree", "Agree with a change", "Agree", position]
        assert column(points, "Comment") == [None, BRIGHTMERE_DISAGREES, IN_A_FORMULA, None, northgrid_says]
        assert column(points, "Reply") == [None, "Not agreed", "Agreed, other wording", None, "Answered"]

    counts, named = (_result_of(office.walker(name)) for name in ("", "consumer_1"))
    for workbook in (counts, named):
        assert workbook.sheetnames == ["Result", "Votes"]
        assert only_text_is_text(workbook)
        said = pairs(workbook, "Result")
        assert [said["Proposed Solution"], said["Why"], said["Implementation"]] == list(RESULT)
        by_category = table(workbook, "Result", "Solution")
        assert column(by_category, "Approve") == [1, 1, 0, 0, 0]
        assert column(by_category, "Reject") == [0, 0, 1, 0, 0]
        assert column(by_category, "Abstain") == [0, 0, 0, 0, 1]
        outcomes = ["approves", "approves", "rejects", "not counted", "not counted"]
        assert column(by_category, "Outcome") == outcomes
    assert MEMBER_REJECTS not in all_texts(counts)
    votes = table(named, "Votes", "Solution")
    assert column(votes, "Seat") == ["Large 1", "Small 1", "Networks 1", "Consumer 1"]
    assert column(votes, "Vote") == ["Approve", "Approve", "Reject", "Abstain"]
    assert column(votes, "Reason") == [MEMBER_APPROVES, MEMBER_WRITES, MEMBER_REJECTS, None]
    assert column(votes, "Recorded for them by") == [None, "Analyst", None, None]


def _answers_of(walker: Walker) -> Workbook:
    walker.follows("Consultations", DRAFT_CONSULTATION, "Read the responses")
    return walker.downloads("Download the responses as Excel")


def _result_of(walker: Walker) -> Workbook:
    walker.follows("Votes", PROPOSAL)
    return walker.downloads("Download the result as Excel")


def the_modification_says_where_it_stands(office: Office) -> None:
    public = office.walker()
    public.sees(RESULT[0])
    public.follows("Modifications", "MP900")
    assert public.status == (
        "Approved 20 Jan 2022; to be implemented 24 Feb 2022, February 2022 release; "
        "a Party may refer it to the Authority until Fri 4 Feb 2022 17:00 UK time."
    )
    public.sees("Legal text consultation (done)", "Change Board Vote (done)", "Decision date 20 Jan 2022")
