"""The rules behind single fields, each with its edges: who raised it, path, urgency, required documents, states."""

import pytest

from voting.documents.report import read_report_text
from voting.domain.modifications.report import ModificationReport


def _report(**parts: str) -> ModificationReport:
    """A report whose parts hold these words; the heading of each is its name."""
    numbered = [
        f"{number}. {name.capitalize()}\n\n{text}" for number, (name, text) in enumerate(parts.items(), start=1)
    ]
    return read_report_text("\n\n".join(numbered) + "\n").report


@pytest.mark.parametrize(
    ("sentence", "person", "on_behalf_of"),
    [
        ("This proposal has been raised by Ada Lamp on behalf of the Lamp Board (LB).", "Ada Lamp", "Lamp Board"),
        (
            "This modification was raised by Ada O’Lamp from Lamp Energy Ltd. It is good.",
            "Ada O’Lamp",
            "Lamp Energy Ltd",
        ),
        ("This proposal was raised by Ada Lamp of the DCC in June 2020.", "Ada Lamp", "DCC"),
        (
            "This proposal was raised by Ada Lamp, Chair of the Lamp Board, on 3 May 2021.",
            "Ada Lamp",
            "Lamp Board",
        ),
        ("This proposal was raised by Ada Lamp (Lamp Energy).", "Ada Lamp", "Lamp Energy"),
        ("The modification was raised on 3 May 2021 by the DCC.", None, "DCC"),
        ("The proposal was raised by the Department of Lamps and Oil to mend it.", None, "Department of Lamps and Oil"),
        ("MP905 was raised by Lamp Power plc.", None, "Lamp Power plc"),
        ("This proposal was raised as DP905 by Ada Lamp from Oil Ltd.", "Ada Lamp", "Oil Ltd"),
        ("This proposal was raised by Ada Lamp from Oil Ltd and seeks to mend it.", "Ada Lamp", "Oil Ltd"),
        ("This proposal was raised by Ada Lamp from the DCC (Data Company).", "Ada Lamp", "DCC"),
        ("A concern was raised by Bo Wick from Oil Ltd. This proposal was raised by Ada Lamp.", "Ada Lamp", None),
        ("A similar modification, MP100, was raised by Bo Wick from Oil Ltd.", None, None),
        ("Nobody is named.", None, None),
    ],
)
def test_who_raised_it(sentence: str, person: str | None, on_behalf_of: str | None) -> None:
    proposer = _report(summary=sentence, issue="None.").proposer
    assert (proposer.person, proposer.on_behalf_of) == (person, on_behalf_of)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("This is a Self-Governance Modification.", "self_governance"),
        ("This is an Authority Determined modification.", "authority_determined"),
        ("It is progressed as a Path 2: Authority Determined Modification.", "authority_determined"),
        ("This will be an Authority-Led Modification.", "authority_led"),
        ("This should be treated as a Fast-Track Modification.", "fast_track"),
        ("Path: 3", "self_governance"),
        ("The path was changed from Self-Governance to Authority-Determined.", "authority_determined"),
        (
            "It does not meet the Self-Governance criteria and is therefore Authority-Determined.",
            "authority_determined",
        ),
        ("The Authority determined that lamps are good.", None),
        ("This is not a Self-Governance Modification.", None),
        ("Some like Self-Governance. Some like an Authority-Determined Modification.", None),
        ("Nothing is said.", None),
    ],
)
def test_the_path(text: str, path: str | None) -> None:
    assert _report(summary=text, issue="None.").path == path


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("This is an Urgent Modification.", True),
        ("The Authority granted Urgent status.", True),
        ("It was requested that this be treated as Urgent, and the Authority agreed.", True),
        ("The Proposer requested that this be treated as urgent.", None),
        ("This is not an Urgent Modification.", False),
        ("Urgent modification? No", False),
        ("Urgent: Yes", True),
        ("It is urgent that Parties answer.", None),
        ("Nothing is said.", None),
    ],
)
def test_urgency(text: str, urgent: bool | None) -> None:
    assert _report(summary=text, issue="None.").urgent is urgent


@pytest.mark.parametrize(
    ("sentence", "required"),
    [
        ("Changes are required to the set in SEC Appendices A and B.", ["Appendix A", "Appendix B"]),
        ("Amendments will be made to Section F.", ["Section F"]),
        ("This requires changes to Section F and Appendix AD.", ["Section F", "Appendix AD"]),
        ("Section F needs to be amended.", ["Section F"]),
        ("Section F ‘Lamps’ will therefore be updated.", ["Section F"]),
        ("Section F requires updating.", ["Section F"]),
        ("Appendix AD has no code for it and therefore needs to be amended.", ["Appendix AD"]),
        ("The proposal will amend Section F in line with Section G.", ["Section F"]),
        ("It seeks to clarify the wording of Schedule 8.", ["Schedule 8"]),
        (
            "The following documents will be impacted: Section F, Section G and Appendix AD.",
            ["Section F", "Section G", "Appendix AD"],
        ),
        ("We propose that Section F5.4 be amended to allow this.", ["Section F"]),
        ("It will insert terms in Section A ‘Terms’ and amend Section F.", ["Section A", "Section F"]),
        ("Section F requires the DCC to update the list.", []),
        ("A Party has an obligation in Section F to review its lamps.", []),
        ("The review was carried out as required by Section F.", []),
        ("It will be updated in accordance with Section F.", []),
        ("No changes are required to Section F.", []),
        ("Section F will not be changed.", []),
        ("Changes were made to Section F by MP100.", []),
        ("Section F was amended in 2019.", []),
    ],
)
def test_a_sentence_requires_a_document_or_only_mentions_it(sentence: str, required: list[str]) -> None:
    documents = _report(summary="None.", issue=sentence).documents
    assert [document.code for document in documents if document.required_by] == required
    assert all(set(document.required_by) | set(document.cited_in) == {"2"} for document in documents)


def test_the_views_of_the_assessment_require_nothing() -> None:
    report = _report(summary="None.", assessment="The Panel said that Section F should be amended.")
    assert [(document.required_by, document.cited_in) for document in report.documents] == [((), ("2",))]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Observation 4 of Appendix L has not been addressed.", "carried_unresolved"),
        ("Observation 4 of Appendix L requires further investigation.", "carried_unresolved"),
        ("Observation 4 of Appendix L has been addressed.", "addressed"),
        ("Observation 4 of Appendix L has been withdrawn.", "withdrawn"),
        ("Observation 4 of Appendix L is being taken forward under MP100.", "resolved_elsewhere"),
        ("Observation 4 of Appendix L has been included in the legal text.", "drafted"),
        ("A comment came on observation 4 of Appendix L. The text was amended.", "changed_after_comment"),
        ("Appendix L observation 4 was discussed.", None),
    ],
)
def test_what_became_of_an_observation(text: str, state: str | None) -> None:
    (observation,) = _report(summary="None.", assessment=text).observations
    assert (observation.document, observation.number, observation.state) == ("Appendix L", "4", state)


def test_observations_in_general_are_not_cited_ones() -> None:
    text = "Observations on the issue\n\nThe observations of the review, 12 of them, were agreed."
    assert _report(summary="None.", assessment=text).observations == ()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("There are no costs to the DCC.", 0),
        ("The DCC will not incur any costs.", 0),
        ("The DCC expects no additional costs beyond those of testing.", None),
        ("The DCC costs are TBC.", None),
    ],
)
def test_a_stated_nothing_is_a_cost_of_zero(text: str, amount: int | None) -> None:
    (cost,) = _report(summary="None.", costs=f"DCC costs\n\n{text}").costs
    assert (cost.body, cost.amount_gbp, cost.min_gbp, cost.max_gbp) == ("DCC", amount, None, None)


@pytest.mark.parametrize(
    ("view", "effect"),
    [
        ("believes it better facilitates Objective (a) and harms none", "better"),
        ("believes it is detrimental to Objective (a), though it better serves others", "worse"),
        ("believes it does not better facilitate Objective (a)", "neutral"),
        ("believes it is not detrimental to Objective (a)", "neutral"),
        ("believes it is neutral against Objective (a)", "neutral"),
        ("spoke of Objective (a)", None),
    ],
)
def test_the_first_telling_words_of_a_view_count(view: str, effect: str | None) -> None:
    objectives = _report(summary="None.", assessment=f"The Proposer {view}.").objectives
    assert [one.effect for one in objectives] == ([effect] if effect else [])


def test_a_list_of_documents_may_stand_on_one_line() -> None:
    text = "SEC and subsidiary documents\n\nSection F ‘Lamps’, Section G and Appendix AC."
    documents = _report(summary="None.", impacts=text).documents
    assert [document.code for document in documents if document.required_by] == [
        "Section F",
        "Section G",
        "Appendix AC",
    ]


def test_an_event_that_was_wrapped_beside_its_date_is_put_together() -> None:
    table = (
        "Event Date\nCSC converts Draft Proposal to Modification 30 Nov 2021\nProposal\nModification Report 1 Dec "
        "2021 –\nConsultation 22 Dec 2021\nChange Board Vote 1 Jan 2022"
    )
    rows = _report(summary="None.", timetable=table).timetable
    assert [row.event for row in rows] == [
        "CSC converts Draft Proposal to Modification Proposal",
        "Modification Report Consultation",
        "Change Board Vote",
    ]
    assert [row.ends_on.isoformat() for row in rows if row.ends_on] == ["2021-12-22"]


def test_a_table_without_a_total_gives_a_cost_for_each_row() -> None:
    (first, second) = _report(
        summary="None.", costs="DCC costs\n\nActivity Cost\nDesign £5,000\nBuild £7,000 – £9,000"
    ).costs
    assert (first.amount_gbp, first.text) == (5000, "Design £5,000")
    assert (second.amount_gbp, second.min_gbp, second.max_gbp) == (None, 7000, 9000)
