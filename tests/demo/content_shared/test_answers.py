"""Every answer and reply of the four invented modifications is one that the rulebook would accept."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from tests.demo.content_shared.reading import (
    DAYS,
    Table,
    calendar,
    clauses_of,
    consultations,
    day_of,
    instant_of,
    named,
    organisations,
    people,
    read,
    start_of,
    words_of,
)
from voting.domain.calendar import deadline_at
from voting.domain.confidentiality import Confidentiality, PublicVersion
from voting.domain.consultations import KIND_RULES, ConsultationKind, QuestionKind
from voting.domain.dispositions import Confirmation, DecidedBy, Disposition, DispositionKind, check_disposition, confirm
from voting.domain.people import Role
from voting.domain.responses import (
    ApprovalPosition,
    DraftingPosition,
    ResponseItem,
    Target,
    TargetKind,
    YesNo,
    item_refusals,
)

POSITIONS: tuple[type[DraftingPosition | ApprovalPosition | YesNo], ...] = (DraftingPosition, ApprovalPosition, YesNo)


def position_of(text: str | None) -> DraftingPosition | ApprovalPosition | YesNo | None:
    if text is None:
        return None
    return next(kind(text) for kind in POSITIONS if text in {member.value for member in kind})


def target_of(folder: str, consultation: Table, target: Table) -> Target:
    """The rulebook's target; a citation of something that does not exist fails here."""
    if "question" in target:
        (question,) = [row for row in consultation["question"] if row["number"] == target["question"]]
        kind = QuestionKind(question["kind"])
        return Target(TargetKind.QUESTION, str(target["question"]), kind, tuple(question.get("options", [])))
    assert target["document"] in consultation["documents"]
    if "observation" in target:
        numbers = {(row["document"], row["number"]) for row in read(f"{folder}/observations.toml")["observation"]}
        assert (target["document"], target["observation"]) in numbers
        return Target(TargetKind.OBSERVATION, f"{target['document']} {target['observation']}")
    (document,) = [row for row in read(f"{folder}/documents.toml")["document"] if row["code"] == target["document"]]
    side, label = ("to_be", target["clause"]) if "clause" in target else ("as_is", target["clause_in_force"])
    assert label in clauses_of(document[side]).texts
    return Target(TargetKind.CLAUSE, f"{target['document']} {label}")


def item_of(folder: str, consultation: Table, row: Table) -> ResponseItem:
    version = row.get("public_version")
    choice = row.get("confidentiality")
    return ResponseItem(
        key=row.get("key", "draft"),
        targets=tuple(target_of(folder, consultation, target) for target in row["targets"]),
        position=position_of(row.get("position")),
        comment=row.get("comment", ""),
        own_wording=row.get("own_wording", ""),
        chosen=row.get("chosen", ""),
        objectives=tuple(row.get("objectives", [])),
        confidentiality=Confidentiality(choice) if choice else None,
        public_version=PublicVersion(version, "", shows_position=True) if version else None,
    )


def works_for(person: str, organisation: str) -> bool:
    """Whether somebody is of the organisation or of an affiliate in its voting group."""
    theirs = people()[person]["organisation"]
    group = organisations()[organisation].get("voting_group")
    return theirs == organisation or (group is not None and organisations()[theirs].get("voting_group") == group)


@named(consultations())
def test_every_answer_is_complete_by_the_rulebook(folder: str, row: Table) -> None:
    for response in row["response"]:
        choice = Confidentiality(response["confidentiality"])
        items = [item_of(folder, row, item) for item in response["item"]]
        assert [item_refusals(item, choice) for item in items] == [()] * len(items)
        first_targets = [(item.targets[0].kind, item.targets[0].key) for item in items]
        assert len(set(first_targets)) == len(first_targets), "one item a target"


@named(consultations())
def test_answers_have_the_length_of_an_argument(folder: str, row: Table) -> None:
    items = [item for one in [*row["response"], *row.get("draft", [])] for item in one["item"]]
    lengths = {item.get("key", folder): len(item["comment"].split()) for item in items if "comment" in item}
    assert {key: words for key, words in lengths.items() if not 30 <= words <= 150} == {}
    assert len(lengths) >= 7


@named(consultations())
def test_those_who_draft_and_sign_are_of_the_organisation_and_were_invited(folder: str, row: Table) -> None:
    assert set(row["invited"]) <= organisations().keys()
    assert len(set(row["invited"])) == len(row["invited"])
    answered = [one["organisation"] for one in [*row["response"], *row.get("draft", []), *row.get("nil_return", [])]]
    assert len(set(answered)) == len(answered)
    assert set(answered) <= set(row["invited"])
    for response in [*row["response"], *row.get("nil_return", [])]:
        assert Role.PARTY_SIGNATORY in people()[response["signatory"]]["roles"]
        assert people()[response["signatory"]]["organisation"] == response["organisation"]
        assert set(response.get("on_behalf_of", [])) <= set(row["invited"]), folder
        assert all(works_for(item["drafted_by"], response["organisation"]) for item in response.get("item", []))
    for draft in row.get("draft", []):
        writers = {item["saved_by"] for item in draft["item"]}
        assert len(writers) > 1
        assert all(people()[person]["organisation"] == draft["organisation"] for person in writers)


@pytest.mark.parametrize("today", DAYS, ids=str)
@named(consultations())
def test_a_consultation_s_times_are_in_order_on_any_day(folder: str, row: Table, today: date) -> None:
    closes_on = day_of(row["close_on"], today)
    window = calendar().working_days_between(day_of(row["issue_on"], today), closes_on)
    opened, closes = instant_of(row["opened_at"], today), deadline_at(closes_on)
    assert (
        14 <= window <= 15
        if folder == "mp901"
        else window >= KIND_RULES[ConsultationKind(row["kind"])].minimum_working_days
    )
    assert instant_of(row["prepared_at"], today) < opened
    assert opened.date() == day_of(row["issue_on"], today)
    for response in [*row["response"], *row.get("nil_return", [])]:
        submitted = instant_of(response["submitted"], today)
        assert opened < submitted < start_of(today)
        assert (submitted > closes) == response.get("late", False)
    for item in (item for draft in row.get("draft", []) for item in draft["item"]):
        assert opened < instant_of(item["saved_at"], today) < start_of(today)
    for reply in row.get("reply", []):
        drafted = instant_of(reply["drafted_at"], today)
        assert closes < drafted < instant_of(reply.get("confirmed_at", "today"), today)
    if "published_at" in row:
        assert closes < instant_of(row["published_at"], today) < start_of(today)
    assert (closes > start_of(today)) == (folder == "mp901")


@named(consultations())
def test_a_consultation_is_opened_and_published_by_a_second_person(folder: str, row: Table) -> None:
    seconds = {row["opened_by"], row.get("published_by", row["opened_by"])}
    assert Role.SECAS_ANALYST in people()[row["prepared_by"]]["roles"]
    assert all(Role.SECAS_APPROVER in people()[person]["roles"] for person in seconds), folder
    assert ("published_at" in row) == bool(row.get("summary"))


@named(consultations())
def test_every_reply_stands_by_the_rulebook(folder: str, row: Table) -> None:
    asks_replies = KIND_RULES[ConsultationKind(row["kind"])].asks_replies
    items = {item["key"]: item_of(folder, row, item) for one in row["response"] for item in one["item"]}
    proposer = read(f"{folder}/modification.toml")["proposer_person"]
    for reply in row.get("reply", []):
        disposition = Disposition(
            item=reply["item"],
            kind=DispositionKind(reply["disposition"]),
            decided_by=DecidedBy(reply["decided_by"]),
            drafted_by=list(people()).index(reply["drafted_by"]),
            detail=reply["detail"],
            editorial=reply.get("editorial", False),
            hunks_changed=tuple(f"{one['document']} {one['clause']}" for one in reply.get("changes", [])),
        )
        assert reply["item"] in items
        check_disposition(disposition, items, {}, asks_replies=asks_replies)
        if reply["state"] == "drafted":
            assert "confirmed_by" not in reply
            continue
        by_secas = people()[reply["confirmed_by"]]["organisation"] == "secas"
        assert by_secas or reply["confirmed_by"] == proposer
        confirm(
            disposition,
            Confirmation(
                on_behalf_of=disposition.decided_by,
                confirmed_by=list(people()).index(reply["confirmed_by"]),
                confirmed_at=datetime(2026, 11, 23, tzinfo=UTC),
                evidence=reply.get("evidence", ""),
                confirmed_by_secas=by_secas,
            ),
        )
    for group in row.get("group", []):
        assert set(group["items"]) <= items.keys()
        assert len(group["items"]) > 1


@named(consultations())
def test_a_published_consultation_has_a_reply_to_every_point_that_is_asked_for(folder: str, row: Table) -> None:
    if "published_at" not in row or not KIND_RULES[ConsultationKind(row["kind"])].asks_replies:
        return
    public = {
        item["key"]
        for one in row["response"]
        for item in one["item"]
        if "comment" in item and "confidentiality" not in item
    }
    assert {reply["item"] for reply in row["reply"] if reply["state"] == "confirmed"} == public, folder


@named(consultations())
def test_no_confidential_words_stand_in_what_is_published(folder: str, row: Table) -> None:
    items = [item for one in row["response"] for item in one["item"]]
    length = 6
    public = [text for item in items for text in (item.get("public_version"), *_public_texts(item)) if text]
    public += [reply["detail"] for reply in row.get("reply", [])]
    told = {tuple(words[at : at + length]) for words in map(words_of, public) for at in range(len(words) - length + 1)}
    for item in items:
        if "public_version" in item:
            words = words_of(item["comment"])
            leaked = [
                words[at : at + length]
                for at in range(len(words) - length + 1)
                if tuple(words[at : at + length]) in told
            ]
            assert leaked == [], folder


def _public_texts(item: Table) -> tuple[str, ...]:
    if item.get("confidentiality", "public") != "public":
        return ()
    return (item.get("comment", ""), item.get("own_wording", ""))


def test_the_demonstration_shows_each_thing_that_a_consultation_can_hold() -> None:
    by_name = {(folder, row["key"]): row for folder, row in consultations()}
    open_now = by_name["mp901", "refinement"]
    assert (len(open_now["question"]), len(open_now["response"])) == (5, 3)
    assert (len(open_now["draft"]), len(open_now["nil_return"])) == (1, 1)
    closed = by_name["mp902", "legal-text"]
    in_time = [one for one in closed["response"] if not one.get("late")]
    states = Counter(reply["state"] for reply in closed["reply"])
    worded = {item["key"] for one in in_time for item in one["item"] if "comment" in item}
    assert (len(in_time), len(closed["response"])) == (7, 8)
    assert min(states["drafted"], states["confirmed"]) >= 4
    assert worded - {reply["item"] for reply in closed["reply"]}, "some points still wait for a reply"
    assert [item["key"] for one in in_time for item in one["item"] if "public_version" in item] == ["wrenfield-1"]
    assert [len(group["items"]) for group in closed["group"]] == [3]
    report = by_name["mp903", "modification-report"]
    first = [position_of(item["position"]) for one in report["response"] for item in one["item"][:1]]
    assert Counter(first) == {ApprovalPosition.APPROVE: 4, ApprovalPosition.REJECT: 2}
