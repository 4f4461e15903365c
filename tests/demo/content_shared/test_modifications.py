"""The four invented modifications keep the life cycle, and report, timetable and legal text agree with each other."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, time
from itertools import pairwise
from pathlib import Path

import pytest

from tests.demo.content_shared.reading import (
    CONTENT,
    DAYS,
    MODIFICATIONS,
    clauses_of,
    day_of,
    documents_of,
    people,
    read,
    words_of,
)
from voting.domain.calendar import london_instant
from voting.domain.modifications import lifecycle
from voting.domain.modifications.implementation import ImplementationOption, implementation_date
from voting.domain.modifications.lifecycle import (
    ApprovingBody,
    BoardOutcome,
    Causer,
    Evidence,
    EvidenceKind,
    ModificationFacts,
    Move,
    MoveDetails,
    MoveRequest,
    NamedMeeting,
    Stage,
    check_move,
    parse_number,
)
from voting.domain.modifications.timetable import EventKind, Span, TimetableEvent, order_findings
from voting.domain.observations import ObservationKey, ObservationState
from voting.domain.people import Role


@pytest.mark.parametrize("folder", MODIFICATIONS)
def test_a_modification_names_its_number_its_proposer_and_words_of_the_rulebook(folder: str) -> None:
    row = read(f"{folder}/modification.toml")
    assert row["number"] == folder.upper()
    assert people()[row["proposer_person"]]["organisation"] == row["proposer_organisation"]
    assert Role.SECAS_ANALYST in people()[row["lead_analyst"]]["roles"]
    assert Role.SECAS_APPROVER in people()[row["approver"]]["roles"]
    assert lifecycle.Path(row["path"])
    assert ApprovingBody(row["approving_body"])
    assert row["illustrative"] is True
    assert 40 <= len(row["summary"].split()) <= 120


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("folder", MODIFICATIONS)
def test_the_moves_are_those_of_the_life_cycle_and_end_at_the_stage_named(folder: str, today: date) -> None:
    row = read(f"{folder}/modification.toml")
    # What services will have done between the moves: the report is there, its consultation over, the Board has voted.
    facts = ModificationFacts(
        number=parse_number(row["number"].replace("MP", "DP")),
        report_drafted=True,
        report_published=True,
        report_consultation_closed=True,
        report_responses_published=True,
    )
    last = date.min
    for move in row["move"]:
        on = day_of(move["on"], today)
        assert last <= on < today
        last = on
        given = move.get("meeting")
        meeting = NamedMeeting(given["name"], day_of(given["held_on"], today)) if given else None
        proof = move["evidence"]
        request = MoveRequest(
            Move(move["move"]),
            Causer(move["causer"]),
            Evidence(EvidenceKind(proof["kind"]), proof["reference"], day_of(proof["dated_on"], today)),
            MoveDetails(path=lifecycle.Path(move["path"]) if "path" in move else None, meeting=meeting),
        )
        ready = replace(facts, board_outcome=BoardOutcome.APPROVED)
        facts = check_move(ready, request, london_instant(on, time(18))).facts
        assert people()[move["entered_by"]]["organisation"] == "secas"
    assert facts.stage is Stage(row["stage"])
    assert str(facts.number) == row["number"]
    assert facts.path is lifecycle.Path(row["path"])


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("folder", MODIFICATIONS)
def test_the_timetable_is_in_order_and_has_actual_dates_only_for_what_happened(folder: str, today: date) -> None:
    events = []
    for row in read(f"{folder}/modification.toml")["timetable"]:
        spans = []
        for name in ("planned", "actual"):
            end = row.get(f"{name}_end")
            spans.append(Span(day_of(row[name], today), day_of(end, today) if end else None) if name in row else None)
        planned, actual = spans
        assert planned is not None
        assert actual is None or actual.last_on < today
        assert actual is not None or planned.last_on > today
        events.append(TimetableEvent(EventKind(row["kind"]), row["event"], planned, actual))
    assert order_findings(tuple(events)) == ()


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("folder", MODIFICATIONS)
def test_every_implementation_option_can_still_be_met_and_follows_its_decide_by_date(folder: str, today: date) -> None:
    row = read(f"{folder}/modification.toml")
    options = [
        ImplementationOption(day_of(one["release"], today), day_of(one["decide_by"], today), "a release")
        for one in row["implementation"]
    ]
    board_vote = next(event for event in row["timetable"] if event["kind"] in {"authority_decided", "board_vote"})
    decided = day_of(row.get("decision", {}).get("decision_on", board_vote["planned"]), today)
    assert implementation_date(options, decided).option == options[0]
    assert [one.decide_by for one in options] == sorted({one.decide_by for one in options})
    assert all(one.decide_by < one.release_on for one in options)
    assert options[0].release_on < options[1].release_on


PARTS = ("Summary", "Issue", "Solution", "Impacts", "Costs", "Implementation approach", "Assessment of the proposal")
HEADINGS = (
    "About this document",
    "Contact",
    *(f"{number}. {title}" for number, title in enumerate(PARTS, start=1)),
    "Appendix 1: Progression timetable",
    "Appendix 2: Glossary",
)


def report_of(folder: str) -> str:
    return (CONTENT / folder / "report.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", MODIFICATIONS)
def test_a_report_has_every_part_in_order_and_a_length_that_people_read(folder: str) -> None:
    lines = report_of(folder).splitlines()
    row = read(f"{folder}/modification.toml")
    assert lines[0] == f"{row['number']} ‘{row['title']}’"
    assert [line for line in lines if line in HEADINGS] == list(HEADINGS)
    assert 1_200 <= len(report_of(folder).split()) <= 2_000
    assert any(line.startswith("Illustrative:") for line in lines)


@pytest.mark.parametrize("folder", MODIFICATIONS)
def test_every_date_in_a_report_is_of_the_grammar(folder: str) -> None:
    written = re.findall(r"\{([^}]*)\}", report_of(folder))
    assert written
    for text in written:
        day_of(text.removesuffix(" name"), DAYS[0])
        assert not text.endswith(" name") or text.startswith("release")


@pytest.mark.parametrize("folder", MODIFICATIONS)
def test_every_acronym_of_a_report_is_in_its_glossary(folder: str) -> None:
    body, glossary = report_of(folder).split("Appendix 2: Glossary")
    defined = {line.split(" ")[0] for line in glossary.splitlines() if re.match(r"[A-Z]{2,} ", line)}
    plain = re.sub(r"Appendix [A-Z]{1,2}|Section [A-Z]|MP\d+|\{[^}]*\}", " ", body)
    assert set(re.findall(r"\b[A-Z]{2,}\b", plain)) <= defined
    assert set(defined) - {"ESME"} <= set(re.findall(r"\b[A-Z]{2,}\b", plain))


@pytest.mark.parametrize("folder", MODIFICATIONS)
def test_the_documents_of_issue_impacts_and_annex_are_the_same(folder: str) -> None:
    report = report_of(folder)
    required = next(line for line in report.splitlines() if line.startswith("Changes are required to"))
    in_issue = set(re.findall(r"Section [A-Z]|Appendix [A-Z]{1,2}", required))
    in_impacts = dict(re.findall(r"^• (Section [A-Z]|Appendix [A-Z]{1,2}) ‘([^’]+)’$", report, re.MULTILINE))
    drafted = {row["code"]: row["title"] for row in read(f"{folder}/documents.toml")["document"]}
    assert in_issue == set(drafted)
    assert in_impacts == drafted


@pytest.mark.parametrize("folder", MODIFICATIONS)
def test_the_bodies_that_the_summary_names_are_those_that_are_ticked(folder: str) -> None:
    report = report_of(folder)
    (named_line,) = re.findall(r"(.*?) are directly impacted", report)
    ticked = set(
        re.findall(
            r"✓ ((?:Large|Small) Suppliers|Electricity Network Operators|Gas Network Operators|Other SEC Parties|DCC)",
            report,
        )
    )
    names = (
        "Large Suppliers",
        "Small Suppliers",
        "Electricity Network Operators",
        "Gas Network Operators",
        "Other SEC Parties",
        "DCC",
    )
    assert {name for name in names if name in named_line} == ticked


@pytest.mark.parametrize("folder", MODIFICATIONS)
def test_the_timetable_of_a_report_is_the_modification_s(folder: str) -> None:
    table = report_of(folder).split("Event/Action Date")[1].split("Appendix 2")[0]
    rows = dict(re.findall(r"^(.+?) (\{.*\})$", table, re.MULTILINE))
    for event in read(f"{folder}/modification.toml")["timetable"]:
        name = "actual" if "actual_end" in event or ("actual" in event and "planned_end" not in event) else "planned"
        if event["kind"] == "authority_decided":
            # The report was written before the decision, so it can only give the planned day.
            name = "planned"
        span = [f"{{{event[key]}}}" for key in (name, f"{name}_end") if key in event]
        assert rows.pop(event["event"]) == " – ".join(span)
    assert not rows


def test_no_report_copies_a_sentence_of_the_real_one(shared: Path) -> None:
    real = words_of((shared / "seed" / "modification-report.txt").read_text(encoding="utf-8"))
    length = 8
    runs = {tuple(real[at : at + length]) for at in range(len(real) - length + 1)}
    copied = [
        (folder, " ".join(run))
        for folder in MODIFICATIONS
        for line in report_of(folder).splitlines()
        for words in [words_of(line)]
        for at in range(len(words) - length + 1)
        if (run := tuple(words[at : at + length])) in runs
    ]
    # The names of the template's headings and rows are facts; no longer run than these is common to both.
    headings = {"lower bills than would otherwise be the case", "csc converts draft proposal to modification proposal"}
    assert {run for _, run in copied} <= headings


@pytest.mark.parametrize("folder", MODIFICATIONS)
def test_each_document_is_numbered_throughout_and_is_of_a_readable_size(folder: str) -> None:
    rows = documents_of(folder)
    assert 1 <= len(read(f"{folder}/documents.toml")["document"]) <= 4
    for row in rows:
        assert row["illustrative"] is True
        assert "illustrative" in row["sec_version"]
        for text in (row["as_is"], row["to_be"]):
            numbered = clauses_of(text).numbered
            assert 5 <= len(numbered) <= 25
            stems = dict.fromkeys(label.split(".")[0] for label in numbered)
            counts = Counter(label.split(".")[0] for label in numbered)
            assert numbered == [f"{stem}.{number}" for stem in stems for number in _run(stem, counts[stem], numbered)]


def _run(stem: str, count: int, numbered: list[str]) -> range:
    first = int(next(label for label in numbered if label.startswith(f"{stem}.")).split(".")[1])
    return range(first, first + count)


@pytest.mark.parametrize("folder", MODIFICATIONS)
def test_the_drafting_changes_inserts_deletes_moves_and_renumbers(folder: str) -> None:
    seen: Counter[str] = Counter()
    for row in documents_of(folder):
        old, new = clauses_of(row["as_is"]).texts, clauses_of(row["to_be"]).texts
        labels = list(old)
        # Where each clause came from: the one in force that it is most like, if it is like any.
        origins = {label: _origin(text, old) for label, text in new.items()}
        places = [labels.index(origin) for origin in origins.values() if origin]
        seen["moved"] += sum(later < earlier for earlier, later in pairwise(places))
        seen["inserted"] += sum(origin is None for origin in origins.values())
        seen["deleted"] += len(old.keys() - origins.values())
        seen["renumbered"] += sum(origin not in (None, label) for label, origin in origins.items())
        seen["changed"] += sum(old[origin] != new[label] for label, origin in origins.items() if origin)
    assert all(seen[what] for what in ("moved", "inserted", "deleted", "renumbered", "changed")), seen


def _origin(text: str, old: dict[str, str]) -> str | None:
    closest = max(old, key=lambda label: _alike(text, old[label]))
    return closest if _alike(text, old[closest]) >= 0.5 else None


def _alike(one: str, other: str) -> float:
    """The share of words in common, from 0 to 1."""
    ones, others = Counter(words_of(one)), Counter(words_of(other))
    return 2 * (ones & others).total() / ((ones + others).total() or 1)


def test_only_mp902_has_a_register() -> None:
    assert [folder for folder in MODIFICATIONS if (CONTENT / folder / "observations.toml").exists()] == ["mp902"]


def test_the_register_of_mp902_cites_clauses_that_exist() -> None:
    rows = read("mp902/observations.toml")["observation"]
    documents = {row["code"]: row for row in documents_of("mp902")}
    assert len(rows) == 6
    for row in rows:
        assert ObservationKey(parse_number("MP902"), row["document"], row["number"])
        assert ObservationState(row["state"])
        assert row["state_reason"]
        assert row["recommendation"]
        for place in [row, *row.get("elsewhere", [])]:
            document = documents[place.get("document", row["document"])]
            assert set(place.get("clauses", [])) <= clauses_of(document["to_be"]).texts.keys()
            assert set(place.get("clauses_in_force", [])) <= clauses_of(document["as_is"]).texts.keys()
