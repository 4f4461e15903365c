"""The demonstration's MP900 is whole: counts, keys, words and states, and every text goes through the rulebook."""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from voting.documents.legal_text.comparison import redline_from_texts
from voting.documents.report import read_report_text
from voting.domain.calendar import LONDON
from voting.domain.confidentiality import (
    Audience,
    Confidentiality,
    ItemFacts,
    ItemKind,
    PublicVersion,
    PublishableItem,
    confidential_items,
    leak_check,
    publication_view,
)
from voting.domain.consultations import QuestionKind
from voting.domain.dispositions import DecidedBy, Disposition, DispositionKind, check_disposition
from voting.domain.legal_text import Redline
from voting.domain.modifications.lint import lint_report
from voting.domain.observations import ObservationState
from voting.domain.responses import (
    ApprovalPosition,
    DraftingPosition,
    Position,
    ResponseItem,
    Target,
    TargetKind,
    YesNo,
    item_refusals,
)

_CONTENT = Path(__file__).parents[2] / "voting" / "demo" / "content"
_FOLDER = _CONTENT / "mp900"
_CODES = [
    "Section L",
    *(f"Appendix {letter}" for letter in "ABCDJKLMNOPQSTUVWX"),
]
_KINDS = {"technical", "clarity", "typographical", "standards"}
_POSITIONS: dict[str, Position] = {
    position.value: position for kind in (DraftingPosition, ApprovalPosition, YesNo) for position in kind
}
Table = dict[str, Any]


def _read(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _documents() -> dict[str, Table]:
    return {document["code"]: document for document in _read(_FOLDER / "documents.toml")["document"]}


@cache
def _register() -> list[Table]:
    observations: list[Table] = _read(_FOLDER / "observations.toml")["observation"]
    return observations


@cache
def _redline(code: str, version: str) -> Redline:
    document = _documents()[code]
    text = document[version] if version in document else document["to_be"]
    return redline_from_texts(document["as_is"], text, document=code)


@cache
def _clauses(code: str, version: str) -> dict[str, str]:
    """The words of each clause of one text, without its number, by the whole number."""
    if version == "as_is":
        held = {clause.path_as_is: clause.text_as_is for clause in _redline(code, "to_be").clauses}
    else:
        held = {clause.path_to_be: clause.text_to_be for clause in _redline(code, version).clauses}
    return {path: text or "" for path, text in held.items() if path}


@cache
def _consultation(file: str) -> Table:
    consultations: list[Table] = _read(_FOLDER / file)["consultation"]
    return consultations[0]


@cache
def _answers() -> list[Table]:
    return [
        response
        for file in _consultation("consultation_legal_text.toml")["responses"]
        for response in _read(_FOLDER / file)["response"]
    ]


@cache
def _replies() -> list[Table]:
    return [
        reply
        for file in _consultation("consultation_legal_text.toml")["responses"]
        for reply in _read(_FOLDER / file)["reply"]
    ]


@cache
def _ballot() -> Table:
    ballots: list[Table] = _read(_FOLDER / "ballot.toml")["ballot"]
    return ballots[0]


@cache
def _organisations() -> dict[str, Table]:
    return {one["key"]: one for one in _read(_CONTENT / "organisations.toml")["organisation"]}


@cache
def _people() -> dict[str, Table]:
    return {person["key"]: person for person in _read(_CONTENT / "people.toml")["person"]}


def _counts(response: Table) -> bool:
    return not response.get("late") or bool(response["ruling"]["admitted"])


def _counting_items() -> Iterator[tuple[Table, Table]]:
    return ((response, item) for response in _answers() if _counts(response) for item in response["item"])


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)


def _length(text: str) -> int:
    return len(text.split())


# --- The modification and its documents ------------------------------------------------------------------------------


def test_the_modification_says_that_its_number_is_invented_and_shows_its_decision() -> None:
    modification = _read(_FOLDER / "modification.toml")
    assert (modification["number"], modification["was_number"]) == ("MP900", "DP900")
    assert modification["illustrative"] is True
    assert len(modification["timetable"]) == 7
    assert sum("planned_end" in row for row in modification["timetable"]) == 2
    options = [(option["release"], option["decide_by"]) for option in modification["implementation"]]
    assert options == [("2022-02-24", "2022-02-10"), ("2022-06-30", "2022-06-16")]
    assert modification["decision"]["implements_on"] == "2022-02-24"
    assert modification["stage"] == "implemented"


def test_there_are_nineteen_documents_in_the_order_of_the_code_and_everything_is_about_them() -> None:
    assert list(_documents()) == _CODES
    for table in (_consultation("consultation_legal_text.toml"), _consultation("consultation_report.toml"), _ballot()):
        assert table["documents"] == _CODES


def test_the_report_names_each_document_by_the_title_it_has_here() -> None:
    report = (_FOLDER / "report.txt").read_text(encoding="utf-8")
    for code, document in _documents().items():
        assert f"• {code} ‘{document['title']}’" in report


def test_the_report_is_read_with_the_same_facts_as_the_real_one() -> None:
    report = read_report_text((_FOLDER / "report.txt").read_text(encoding="utf-8")).report
    assert [part.number for part in report.parts] == ["1", "2", "3", "4", "5", "6", "7"]
    assert len(report.appendices) == 2
    assert sum("2" in document.required_by for document in report.documents) == 13
    assert [document.code for document in report.documents if "4" in document.required_by] == _CODES
    assert report.impacted == ("DCC",)
    assert (len(report.timetable), len(report.glossary), len(report.implementation_options)) == (7, 12, 2)
    assert [(view.letter, view.effect) for view in report.objectives] == [("f", "better"), ("g", "better")]
    assert {area.effect for area in report.consumer_areas} == {"neutral"}
    secas = next(cost for cost in report.costs if cost.body == "SECAS")
    assert (int(secas.effort_days or 0), int(secas.amount_gbp or 0)) == (2, 1200)
    cited = {(one.document, one.number, one.state) for one in report.observations}
    assert cited == {(one["document"], one["number"], one["state"]) for one in _register() if _is_cited(one)}
    assert len(report.footnotes) == 3


def _is_cited(observation: Table) -> bool:
    return (observation["document"], observation["number"]) in {
        ("Appendix L", "5"),
        ("Appendix L", "11"),
        ("Appendix D", "2"),
    }


def test_each_finding_of_the_lint_was_passed_with_a_reason() -> None:
    report = read_report_text((_FOLDER / "report.txt").read_text(encoding="utf-8")).report
    passed = _read(_FOLDER / "modification.toml")["report"][0]["lint_passed"]
    assert Counter(str(finding.rule) for finding in lint_report(report)) == Counter(one["rule"] for one in passed)
    assert all(one["reason"] for one in passed)


@pytest.mark.parametrize("code", _CODES)
def test_a_document_has_clauses_enough_and_changes_of_observations_and_housekeeping(code: str) -> None:
    assert len(_clauses(code, "as_is")) >= (30 if code in {"Appendix D", "Appendix L"} else 8)
    owners = _owners(code)
    changed = _changed(code)
    assert sum(place in owners for place in changed) >= 3
    assert sum(place not in owners for place in changed) >= 3


def _owners(code: str) -> dict[tuple[str, str], str]:
    """Who owns the changes of a clause, by (text, number); a clause named twice would have two owners."""
    owners: dict[tuple[str, str], str] = {}
    for observation in _register():
        if observation["document"] == code:
            places = [("to_be", label) for label in observation["owns"]]
            places += [("as_is", label) for label in observation.get("owns_in_force", [])]
            for place in places:
                assert place not in owners, f"{code} {place} has two owners"
                owners[place] = observation["number"]
    return owners


def _changed(code: str) -> set[tuple[str, str]]:
    """The clauses of version 1 that hold changes, by (text, number)."""
    redline = _redline(code, "to_be_first")
    touched = {key for hunk in redline.hunks for key in hunk.places}
    return {
        ("to_be", clause.path_to_be) if clause.path_to_be else ("as_is", clause.path_as_is or "")
        for clause in redline.clauses
        if clause.key in touched
    }


@pytest.mark.parametrize("code", _CODES)
def test_every_change_that_an_observation_owns_is_there(code: str) -> None:
    changed = _changed(code)
    rewritten = {("as_is", label) for text, label in _owners(code) if text == "to_be"}
    for place in _owners(code):
        assert place in changed or place in rewritten, f"{code}: nothing changes in {place}"


def test_one_paragraph_moves_unaltered() -> None:
    states = Counter(clause.state.value for clause in _redline("Appendix L", "to_be").clauses)
    assert states["moved"] == 2
    assert _clauses("Appendix L", "to_be")["2.3"] == _clauses("Appendix L", "as_is")["4.9"]


def test_the_deletions_in_appendix_d_8_3_4_were_consulted_on_and_cancelled() -> None:
    in_force, first, final = (_clauses("Appendix D", text) for text in ("as_is", "to_be_first", "to_be"))
    for label in ("8.3.4(a)", "8.3.4(c)", "8.3.4(d)"):
        assert "SMKI PMA Member" in in_force[label]
        assert "SMKI PMA Member" not in first[label]
        assert final[label] == in_force[label]
    assert first["8.3.3(d)"] == final["8.3.3(d)"] == in_force["8.3.3(d)"]
    assert final["8.3.4(b)"] == first["8.3.4(b)"] != in_force["8.3.4(b)"]


def test_the_steps_in_dispute_are_left_as_they_are() -> None:
    in_force, final = _clauses("Appendix L", "as_is"), _clauses("Appendix L", "to_be")
    for step in ("5.1", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8"):
        assert final[step] == in_force[step]


# --- The register ----------------------------------------------------------------------------------------------------


def test_the_register_has_more_than_66_observations_numbered_from_one_in_each_document() -> None:
    numbers: dict[str, list[str]] = defaultdict(list)
    for observation in _register():
        numbers[observation["document"]].append(observation["number"])
    assert sum(map(len, numbers.values())) >= 66
    assert list(numbers) == _CODES
    for code, held in numbers.items():
        assert held == [str(number) for number in range(1, len(held) + 1)], code
    assert len(numbers["Appendix L"]) >= 11


def test_every_state_of_an_observation_appears_and_those_of_the_report_are_as_it_says() -> None:
    states = {(one["document"], one["number"]): ObservationState(one["state"]) for one in _register()}
    assert set(states.values()) == set(ObservationState)
    unresolved = {key for key, state in states.items() if state is ObservationState.CARRIED_UNRESOLVED}
    assert unresolved == {("Appendix L", "5"), ("Appendix L", "11")}
    assert states["Appendix D", "2"] is ObservationState.CHANGED_AFTER_COMMENT
    elsewhere = [one for one in _register() if one["state"] == "resolved_elsewhere"]
    assert [one["document"] for one in elsewhere] == ["Appendix D"]
    assert "Organisation Information Form" in elsewhere[0]["state_place"]


@pytest.mark.parametrize("observation", _register(), ids=lambda one: f"{one['document']} {one['number']}")
def test_an_observation_says_enough_and_cites_clauses_that_exist(observation: Table) -> None:
    assert 40 <= _length(observation["text"]) <= 90
    assert 15 <= _length(observation["recommendation"]) <= 50
    assert observation["title"].strip()
    assert observation["state_reason"].strip()
    assert observation["kind"] in _KINDS
    code = observation["document"]
    for label in (*observation["clauses"], *observation["owns"]):
        assert label in _clauses(code, "to_be"), label
    for label in (*observation.get("clauses_in_force", []), *observation.get("owns_in_force", [])):
        assert label in _clauses(code, "as_is"), label
    drafted = observation["state"] in {"addressed", "changed_after_comment"}
    assert bool(observation["owns"]) is drafted
    assert ("state_comment" in observation) is (observation["state"] == "changed_after_comment")


# --- The legal text consultation -------------------------------------------------------------------------------------


def _targets(consultation: Table, item: Table) -> tuple[Target, ...]:
    kinds = {question["number"]: QuestionKind(question["kind"]) for question in consultation["question"]}
    targets = []
    for target in item["targets"]:
        if "question" in target:
            targets.append(Target(TargetKind.QUESTION, str(target["question"]), kinds[target["question"]]))
        elif "observation" in target:
            key = (target["document"], target["observation"])
            assert any((one["document"], one["number"]) == key for one in _register()), key
            targets.append(Target(TargetKind.OBSERVATION, " ".join(key)))
        else:
            assert target["clause"] in _clauses(target["document"], "to_be_first"), target
            targets.append(Target(TargetKind.CLAUSE, f"{target['document']} {target['clause']}"))
    return tuple(targets)


def _value(consultation: Table, item: Table) -> ResponseItem:
    public = item.get("public_version")
    return ResponseItem(
        key=item["key"],
        targets=_targets(consultation, item),
        position=_POSITIONS[item["position"]] if "position" in item else None,
        comment=item["comment"],
        own_wording=item.get("own_wording", ""),
        objectives=tuple(item.get("objectives", ())),
        confidentiality=Confidentiality(item["confidentiality"]) if "confidentiality" in item else None,
        public_version=PublicVersion(public, "", shows_position=item["public_shows_position"]) if public else None,
        declared_blank=item.get("declared_blank", False),
    )


def _all_items() -> list[tuple[str, Table, Table]]:
    files = [("consultation_legal_text.toml", response) for response in _answers()]
    files += [("consultation_report.toml", one) for one in _consultation("consultation_report.toml")["response"]]
    return [(file, response, item) for file, response in files for item in response["item"]]


@pytest.mark.parametrize(("file", "response", "item"), _all_items(), ids=[one[2]["key"] for one in _all_items()])
def test_an_answer_has_30_to_200_words_and_could_be_submitted(file: str, response: Table, item: Table) -> None:
    assert 30 <= _length(item["comment"]) <= 200
    value = _value(_consultation(file), item)
    assert not item_refusals(value, Confidentiality(response["confidentiality"]))
    drafter = _people()[item["drafted_by"]]
    assert drafter["organisation"] == response["organisation"]


def test_at_least_150_different_answers_count() -> None:
    comments = [item["comment"] for _, item in _counting_items()]
    assert len(comments) >= 150
    assert len({re.sub(r"\W+", " ", comment).casefold() for comment in comments}) == len(comments)
    openings = Counter(" ".join(comment.split()[:4]) for comment in comments)
    assert max(openings.values()) == 1


def test_keys_of_answers_are_unique_and_each_first_target_is_answered_once_by_an_organisation() -> None:
    keys = Counter(item["key"] for _, _, item in _all_items())
    assert max(keys.values()) == 1
    for response in _answers():
        first = [str(item["targets"][0]) for item in response["item"]]
        assert len(set(first)) == len(first), response["organisation"]


def test_respondents_are_invented_known_and_signed_for_by_their_own_signatories() -> None:
    consultations = [_consultation("consultation_legal_text.toml"), _consultation("consultation_report.toml")]
    returns = [*_answers(), *consultations[0]["nil_return"], *consultations[1]["response"]]
    for one in returns:
        assert _organisations()[one["organisation"]]["illustrative"] is True
        assert set(one.get("on_behalf_of", ())) <= set(_organisations())
        signatory = _people()[one["signatory"]]
        assert signatory["organisation"] == one["organisation"]
        assert "party_signatory" in signatory["roles"]
    for consultation in consultations:
        assert set(consultation["invited"]) <= set(_organisations())


def test_who_answered_in_time_and_who_late_is_as_the_clock_says() -> None:
    consultation = _consultation("consultation_legal_text.toml")
    opened, closed = _instant(consultation["opened_at"]), _instant(f"{consultation['close_on']} 17:00")
    for one in [*_answers(), *consultation["nil_return"]]:
        assert opened < _instant(one["submitted"])
        assert one.get("late", False) is (_instant(one["submitted"]) > closed)
    rulings = [response["ruling"] for response in _answers() if response.get("late")]
    assert sorted(ruling["admitted"] for ruling in rulings) == [False, True]
    assert all(ruling["reason"].strip() for ruling in rulings)
    assert 12 <= sum(not response.get("late") for response in _answers()) <= 14
    assert len(consultation["nil_return"]) == 2
    heard = {one["organisation"] for one in (*_answers(), *consultation["nil_return"])}
    assert set(consultation["invited"]) - heard, "nobody is silent"


def test_every_choice_of_confidentiality_is_made_once_at_least() -> None:
    whole = {response["confidentiality"] for response in _answers()}
    apart = {
        item["confidentiality"] for response in _answers() for item in response["item"] if "confidentiality" in item
    }
    assert whole | apart == {choice.value for choice in Confidentiality}
    assert any("declared_blank" in item for _, item in _counting_items())


def test_positions_are_spread_and_the_most_disputed_observations_are_argued_both_ways() -> None:
    positions = Counter(item["position"] for _, item in _counting_items() if "position" in item)
    assert set(positions) >= {position.value for position in DraftingPosition}
    assert max(positions.values()) < len(list(_counting_items())) / 2
    for disputed in (("Appendix D", "2"), ("Appendix L", "3"), ("Appendix L", "5"), ("Appendix B", "3")):
        taken = {
            item["position"]
            for _, item in _counting_items()
            for target in item["targets"]
            if (target.get("document"), target.get("observation")) == disputed
        }
        assert "disagree" in taken
        assert taken & {"agree", "agree_with_change"}, disputed


# --- Replies ---------------------------------------------------------------------------------------------------------


def _disposition(reply: Table) -> Disposition:
    return Disposition(
        item=reply["item"],
        kind=DispositionKind(reply["disposition"]),
        decided_by=DecidedBy(reply["decided_by"]),
        drafted_by=1,
        detail=reply.get("detail", ""),
        editorial=reply.get("editorial", False),
        hunks_changed=tuple(str(place) for place in reply.get("changes", ())),
        hunks_cancelled=tuple(str(place) for place in reply.get("cancels", ())),
        duplicate_of=reply.get("duplicate_of", ""),
    )


def test_every_answer_that_counts_has_one_reply_that_can_stand() -> None:
    consultation = _consultation("consultation_legal_text.toml")
    items = {item["key"]: _value(consultation, item) for _, item in _counting_items()}
    need = {key for key, item in items.items() if not item.declared_blank}
    assert Counter(reply["item"] for reply in _replies()) == Counter(need)
    all_of_them = {reply["item"]: _disposition(reply) for reply in _replies()}
    for disposition in all_of_them.values():
        check_disposition(disposition, items, all_of_them, asks_replies=True)


def test_all_kinds_of_reply_and_all_who_decide_appear() -> None:
    assert {reply["disposition"] for reply in _replies()} == {kind.value for kind in DispositionKind}
    assert {reply["decided_by"] for reply in _replies()} == {who.value for who in DecidedBy}


def test_a_reply_is_confirmed_by_whoever_decided_and_before_publication() -> None:
    published = _instant(_consultation("consultation_legal_text.toml")["published_at"])
    confirms = {"proposer": "rosalind-achebe", "secas": "dilip-rawal", "working_group": "dilip-rawal"}
    for reply in _replies():
        assert reply["confirmed_by"] == confirms[reply["decided_by"]] != reply["drafted_by"]
        assert _instant(reply["drafted_at"]) < _instant(reply["confirmed_at"]) < published
        assert ("evidence" in reply) is (reply["decided_by"] == "working_group")


def test_what_a_reply_changed_or_cancelled_is_so_in_the_text() -> None:
    touched = set()
    for reply in _replies():
        for place in reply.get("changes", ()):
            code, label = place["document"], place["clause"]
            texts = [_clauses(code, text).get(label) for text in ("as_is", "to_be_first", "to_be")]
            assert texts[1] != texts[2] != texts[0], place
            touched.add((code, label))
        for place in reply.get("cancels", ()):
            code, label = place["document"], place["clause"]
            texts = [_clauses(code, text)[label] for text in ("as_is", "to_be_first", "to_be")]
            assert texts[0] == texts[2] != texts[1], place
            touched.add((code, label))
    differing = {
        (code, label)
        for code in _CODES
        for label, text in _clauses(code, "to_be_first").items()
        if _clauses(code, "to_be").get(label) != text
    }
    assert touched == differing


def test_agreed_as_proposed_took_the_words_exactly() -> None:
    wordings = {item["key"]: item.get("own_wording", "") for _, item in _counting_items()}
    for reply in _replies():
        places = (*reply.get("changes", ()), *reply.get("cancels", ()))
        if reply["disposition"] != "agreed_as_proposed" or not places or not wordings[reply["item"]]:
            continue
        final = _clauses(places[0]["document"], "to_be")[places[0]["clause"]]
        proposed = re.sub(r"^(?:[\d.]+|\([a-z]\)) ", "", wordings[reply["item"]]).rstrip(".,;")
        assert proposed.casefold() in final.casefold(), reply["item"]


def test_nothing_confidential_leaks_into_the_published_answers() -> None:
    replies = {reply["item"]: reply for reply in _replies()}
    published = tuple(
        PublishableItem(
            key=item["key"],
            facts=ItemFacts(
                organisation_id=number,
                kind=ItemKind.SUBMITTED,
                response_choice=Confidentiality(response["confidentiality"]),
                item_choice=Confidentiality(item["confidentiality"]) if "confidentiality" in item else None,
                has_public_version="public_version" in item,
                counts=_counts(response),
            ),
            organisation=_organisations()[response["organisation"]]["name"],
            category="",
            targets=(str(item["targets"]),),
            position=item.get("position", ""),
            comment=item["comment"],
            own_wording=item.get("own_wording", ""),
            public_version=_value(_consultation("consultation_legal_text.toml"), item).public_version,
            reply_detail=replies.get(item["key"], {}).get("detail", ""),
        )
        for number, response in enumerate(_answers())
        for item in response["item"]
    )
    people = defaultdict(list)
    for person in _people().values():
        people[_organisations()[person["organisation"]]["name"]].append(person["name"])
    secrets = confidential_items(published, Audience.PUBLIC, {name: tuple(names) for name, names in people.items()})
    assert len(secrets) >= 4
    texts = [
        text for code in _CODES for version in ("as_is", "to_be_first") for text in _clauses(code, version).values()
    ]
    assert leak_check(publication_view(published, Audience.PUBLIC), secrets, known_public=texts) == ()


# --- The Modification Report Consultation and the vote ----------------------------------------------------------------


def test_eight_organisations_answered_on_the_report_for_and_against_with_objectives() -> None:
    responses = _consultation("consultation_report.toml")["response"]
    assert len({response["organisation"] for response in responses}) == len(responses) == 8
    positions = Counter(item["position"] for response in responses for item in response["item"] if "position" in item)
    assert set(positions) == {position.value for position in ApprovalPosition}
    assert sum(positions.values()) == 8
    for response in responses:
        assert response["item"][0]["objectives"] or response["item"][0]["position"] == "no_view"


def _seats() -> dict[str, Table]:
    return {seat["key"]: seat for seat in _read(_CONTENT / "seats.toml")["seat"]}


def _holder(seat: Table, day: str) -> str:
    for term in seat.get("earlier", ()):
        if term["appointed_on"] <= day < term["ended_on"]:
            return str(term["member"])
    return str(seat["member"])


def test_every_seat_voted_or_was_silent_or_vacant() -> None:
    voted = {vote["seat"] for vote in _ballot()["vote"]}
    silent, vacant = set(_ballot()["silent"]), set(_ballot()["vacant"])
    assert voted | silent | vacant == set(_seats())
    assert not voted & silent
    assert not (voted | silent) & vacant
    assert silent
    assert {key for key, seat in _seats().items() if not seat["member"]} == vacant


def test_every_vote_was_cast_in_time_by_somebody_entitled_with_a_reason() -> None:
    ballot, seats = _ballot(), _seats()
    alternates = _read(_CONTENT / "seats.toml")["alternate"]
    for vote in ballot["vote"]:
        received = _instant(vote.get("received", vote["cast"]))
        assert _instant(ballot["opens"]) <= received <= _instant(ballot["closes"])
        assert 20 <= _length(vote["reason"]) <= 80
        assert bool(vote["objectives"]) is (vote["choice"] != "abstain")
        day = f"{received:%Y-%m-%d}"
        if vote["capacity"] == "alternate":
            appointed = [
                one["person"] for one in alternates if one["seat"] == vote["seat"] and one["appointed_on"] <= day
            ]
            assert vote["person"] in appointed
        else:
            assert _holder(seats[vote["seat"]], day) == vote["person"]
    times = Counter((vote["seat"], vote["cast"]) for vote in ballot["vote"])
    assert max(times.values()) == 1


def test_one_vote_is_an_alternates_one_was_recorded_with_a_second_person_and_one_was_changed() -> None:
    votes = _ballot()["vote"]
    assert Counter(vote["capacity"] for vote in votes) == {"member": len(votes) - 2, "alternate": 1, "secretary": 1}
    recorded = next(vote for vote in votes if vote["capacity"] == "secretary")
    assert recorded["evidence"]
    assert len({recorded["recorded_by"], recorded["confirmed_by"], recorded["person"]}) == 3
    assert sorted(Counter(vote["seat"] for vote in votes).values())[-2:] == [1, 2]


def test_the_votes_add_up_to_what_is_expected_with_one_category_tied() -> None:
    last = {vote["seat"]: vote for vote in sorted(_ballot()["vote"], key=lambda vote: str(vote["cast"]))}
    groups = {"large": "large_suppliers", "small": "small_suppliers", "other": "other_sec_parties"}
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for key, vote in last.items():
        category = str(_seats()[key]["voting_category"])
        counted[groups.get(category, category)][vote["choice"]] += 1
    expected = dict(_ballot()["expected"]["proposed"])
    assert expected.pop("overall") == "approved"
    for category, row in expected.items():
        assert {choice: row[choice] for choice in ("approve", "reject", "abstain")} == {
            choice: counted[category][choice] for choice in ("approve", "reject", "abstain")
        }
    tied = [name for name, votes in counted.items() if votes["approve"] == votes["reject"] > 0]
    assert tied == ["networks"]


# --- Our own words ---------------------------------------------------------------------------------------------------


def _words(text: str) -> list[str]:
    # Titles, which stand in quotation marks, and names of documents and bodies, and dates, are facts and no sentences.
    documents = r"\b(?:Section|Appendix|Appendices)(?: [A-Z]\b,?(?: and)?)+"
    dates = r"\b[0-9]{1,2} [A-Z][a-z]+ 20[0-9]{2}\b"
    bare = re.sub(rf"‘[^’]*’|{documents}|{dates}|{_bodies()}", " ", " ".join(text.split()))
    return re.findall(r"[a-z0-9]+", bare.casefold())


@cache
def _bodies() -> str:
    report = (_FOLDER / "report.txt").read_text(encoding="utf-8")
    rows = report.partition("Acronym Full term")[2].split("\n\n")
    return "|".join(re.escape(row.strip().partition(" ")[2].removeprefix("PMA ")) for row in rows if row.strip())


def _prose(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if _length(line) > 9 and line.rstrip().endswith((".", ";", ":", ",")))


@pytest.mark.parametrize("path", sorted(_FOLDER.iterdir()), ids=lambda path: path.name)
def test_no_run_of_nine_words_is_taken_from_the_real_report(path: Path, shared: Path) -> None:
    real = _words((shared / "seed" / "modification-report.txt").read_text(encoding="utf-8"))
    runs = {tuple(real[at : at + 9]) for at in range(len(real) - 8)}
    text = path.read_text(encoding="utf-8")
    for line in _prose(text) if path.suffix == ".txt" else text.splitlines():
        ours = _words(line)
        found = next((ours[at : at + 9] for at in range(len(ours) - 8) if tuple(ours[at : at + 9]) in runs), None)
        assert found is None, " ".join(found or ())


def test_every_file_begins_by_saying_that_it_is_illustrative() -> None:
    for path in _FOLDER.glob("*.toml"):
        beginning = path.read_text(encoding="utf-8")[:400]
        assert beginning.startswith("#")
        assert "llustrative" in beginning
        assert "our own writing" in beginning
