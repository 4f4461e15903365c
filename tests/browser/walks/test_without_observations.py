"""The shortest way, with the script on: no observations, so that answers hang on questions and clauses."""

import re
from collections.abc import Callable

import pytest

from tests.browser.walks import acts
from tests.browser.walks.office import Office
from tests.browser.walks.reading_back import all_texts, column, only_text_is_text, pairs, table

pytestmark = pytest.mark.browser

REPORT = """Clearer fault messages
Modification Report

A note that the template left behind.

The working group met twice.

1. Summary
Fault messages of meters are hard to read. This is a Self-Governance Modification.

2. Issue
Messages differ from one meter to the next. Changes are required to SEC Appendix D.

3. Solution
Proposed Solution
Each message has one form, which Appendix D sets out.

4. Impacts
SEC Parties
Large Suppliers ✓ Small Suppliers
Documents impacted
The following documents are impacted:
• Appendix D ‘Registration policies’

6. Implementation approach
Agreed implementation approach
• 25 June 2026 (June 2026 SEC Release) if a decision to approve is received on or before 20 April 2026.

Appendix 1: Progression timetable
Timetable
Event/Action Date
Draft Proposal raised 2 Feb 2026
Modification Report Consultation 18 Feb 2026 – 11 Mar 2026
Change Board Vote 26 Mar 2026

Appendix 2: Glossary
Acronym Full term
SEC Smart Energy Code
"""
AS_IS = """4 Messages
4.1 A meter shall report each fault.
4.2 A report shall name the meter."""
TO_BE = """4 Messages
4.1 A meter shall report each fault within a minute.
4.2 A report shall name the meter and the fault."""
DRAFT = "DP901 Clearer fault messages"
PROPOSAL = "MP901 Clearer fault messages"
CONSULTATION = "Modification Report Consultation on MP901"
BRIGHTMERE_SAYS = "+44 messages a day are read by nobody today."
NORTHGRID_ON_A_CLAUSE = "@home a minute is short; two would do."
NORTHGRID_OWN_WORDING = "A meter shall report each fault within two minutes."
MEMBER_SAYS = "Faults are found sooner."


def test_a_modification_without_observations_comes_through_by_the_shortest_way(
    office_at: Callable[..., Office],
) -> None:
    office = office_at("2026-02-02 09:30", with_script=True)
    the_report_and_the_text_are_made(office)
    the_meeting_approves_and_the_consultation_opens(office)
    one_answers_the_questions_and_one_a_clause(office)
    the_answers_are_published_and_downloaded(office)
    the_board_votes_and_closes_early(office)
    the_modification_says_where_it_stands(office)


def the_report_and_the_text_are_made(office: Office) -> None:
    analyst = office.person("analyst")
    acts.raise_proposal(analyst, "DP901", "Clearer fault messages", "2026-02-02", path="Path 3: Self-Governance")
    analyst.follows("Import, correct and publish reports", "Import a report")
    analyst.fills({"Or paste the text": REPORT})
    analyst.presses("Import as a draft")
    analyst.sees("2 passages without a place")
    analyst.follows("Place or dismiss passage 1")
    analyst.presses("Put it there", refused="Choose the field, or dismiss the passage.")
    analyst.presses("Dismiss it: it says nothing of the modification")
    analyst.sees("The working group met twice.")
    analyst.fills({"Put it at the end of": "Part 3: Text"})
    analyst.presses("Put it there")
    analyst.sees("Every passage of the text has found its place.")
    acts.pass_all_findings(analyst, "The proposal is small (test).")
    acts.import_legal_text(analyst, "DP901", "Appendix D", "Registration policies (test)", AS_IS, TO_BE)
    analyst.follows("Owners of the changes")
    analyst.sees("every change belongs to the Proposed Solution unless it is marked otherwise")
    acts.publish_legal_text(office.person("approver"), "DP901", ("Appendix D",))


def the_meeting_approves_and_the_consultation_opens(office: Office) -> None:
    office.at("2026-02-18 09:30")
    analyst, approver = office.person("analyst"), office.person("approver")
    acts.record_meeting(analyst, "DP901", "2026-02-17")
    acts.publish_report(approver, PROPOSAL)
    acts.set_implementation_options(analyst, "MP901", (("2026-06-25", "2026-04-20"),))
    analyst.follows("Prepare a consultation")
    analyst.fills({"Title": CONSULTATION, "Closes on": "2026-03-11"})
    analyst.presses("Prepare, then check the questions")
    third = analyst.main.get_by_role("group", name="Question 3")
    third.get_by_label("Question", exact=True).fill("Does the drafting say it?")
    third.get_by_label("Answered with").select_option(label="Comment by clause")
    analyst.presses("Save the questions")
    acts.open_consultation(approver, PROPOSAL)


def one_answers_the_questions_and_one_a_clause(office: Office) -> None:
    office.at("2026-03-02 14:00")
    brightmere = office.walker("brightmere_signatory")
    brightmere.follows(f"{PROPOSAL} (answer)")
    brightmere.sees("0 of 5 answered")
    brightmere.chooses("Your position", "Approve")
    brightmere.chooses("General SEC Objectives your reason rests on", "(a)")
    brightmere.fills({"Why, against the General SEC Objectives": BRIGHTMERE_SAYS})
    brightmere.page.get_by_text("Draft saved Mon 2 Mar 2026").wait_for()
    brightmere.follows("Review and submit")
    brightmere.presses("No comment on the other 4")
    brightmere.presses("Submit for Brightmere (test)")

    northgrid = office.walker("northgrid_signatory")
    northgrid.follows(f"{PROPOSAL} (answer)", re.compile("^4.1 "))
    northgrid.sees("within a minute")
    northgrid.sees_nothing_of(BRIGHTMERE_SAYS)
    northgrid.chooses("Your position", "Agree with a change")
    northgrid.fills({"Reasons for your view": NORTHGRID_ON_A_CLAUSE, "Your own wording": NORTHGRID_OWN_WORDING})
    northgrid.presses("Save and next")
    northgrid.follows("Review and submit")
    northgrid.presses("Submit for Northgrid (test)")


def the_answers_are_published_and_downloaded(office: Office) -> None:
    office.at("2026-03-12 09:30")
    acts.write_summary(office.person("analyst"), f"MP901: {CONSULTATION}", "Two Parties answered.")
    approver = office.walker("approver")
    approver.follows(f"{PROPOSAL} (publish answers)", "Publish")
    approver.presses("Publish")
    workbook = approver.downloads("Download the responses as Excel")
    assert only_text_is_text(workbook)
    points = table(workbook, "Responses", "Key")
    assert column(points, "About") == ["question", "clause"]
    assert column(points, "Clause") == [None, "4.1"]
    assert column(points, "Position") == ["Approve", "Agree with a change"]
    assert column(points, "Comment") == [BRIGHTMERE_SAYS, NORTHGRID_ON_A_CLAUSE]
    assert column(points, "Own wording") == [None, NORTHGRID_OWN_WORDING]


def the_board_votes_and_closes_early(office: Office) -> None:
    office.at("2026-03-16 09:30")
    analyst, approver = office.person("analyst"), office.person("approver")
    acts.send_to_board(analyst, "MP901", "Change Board, March 2026", "2026-03-26", "2026-03-16")
    acts.open_vote(analyst, approver, PROPOSAL)
    office.at("2026-03-24 11:00")
    chair = office.person("large_1")
    acts.vote(chair, PROPOSAL, "Approve", "a", MEMBER_SAYS)
    for member in ("networks_1", "consumer_1"):
        acts.vote(office.person(member), PROPOSAL, "Approve", "a", MEMBER_SAYS)
    chair.follows("Votes", PROPOSAL, "Close the item")
    chair.presses("Close the item")
    approver = office.walker("approver")
    approver.follows("Votes", PROPOSAL, "Close before the deadline")
    approver.presses("Close the vote")
    approver.follows("Publish the result")
    approver.presses("Publish the result")
    workbook = approver.downloads("Download the result as Excel")
    assert only_text_is_text(workbook)
    outcomes = ["approves", "not counted", "approves", "not counted", "approves"]
    assert column(table(workbook, "Result", "Solution"), "Outcome") == outcomes
    said = pairs(workbook, "Result")
    assert said["Implementation"].startswith("It is implemented on 25 Jun 2026 (June 2026 release)")
    assert MEMBER_SAYS in all_texts(workbook)


def the_modification_says_where_it_stands(office: Office) -> None:
    public = office.walker()
    public.follows("Modifications", "MP901")
    assert public.status.startswith("Approved 24 Mar 2026; to be implemented 25 Jun 2026, June 2026 release")
    public.sees_nothing_of("Observations")
