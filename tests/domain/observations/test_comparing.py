"""Annex A beside the register: new, the same, different; and its reading as JSON."""

import json
from dataclasses import replace

import pytest

from voting.domain.observations import ObservationKind, ObservationState
from voting.domain.observations.annex_a import (
    AnnexFault,
    AnnexProblem,
    AnnexReading,
    AnnexRow,
    annex_from_json,
    annex_to_json,
    short_title,
)
from voting.domain.observations.comparing import HeldObservation, Standing, Told, cited_of, compared

ROW = AnnexRow(
    table=1,
    row=2,
    document="Appendix D",
    document_title="A policy (test)",
    number="2a",
    title="",
    kind=None,
    reference="8.3.4",
    citations=("8.3.4",),
    text="First.\n\nSecond.",
    recommendation="Mend it.",
    done="Addressed",
    state=ObservationState.ADDRESSED,
    is_state_certain=True,
)
HELD = HeldObservation(
    id=7,
    document="Appendix D",
    number="2A",
    version=3,
    title="A finding",
    text="First. Second.",
    recommendation="Mend it.",
    kind=ObservationKind.CLARITY,
    state=ObservationState.ADDRESSED,
    state_reason="Because.",
    cited_clauses="8.3.4",
)


def test_what_the_register_has_not_is_new_and_its_document_counts() -> None:
    for held in ((), (replace(HELD, document="Appendix L"),), (replace(HELD, number="2"),)):
        (line,) = compared([ROW], held)
        assert (line.standing, line.held) == (Standing.NEW, None)


def test_white_space_case_of_numbers_and_what_the_file_does_not_say_are_no_difference() -> None:
    (line,) = compared([ROW], [HELD])
    assert (line.standing, line.held, line.differences) == (Standing.SAME, HELD, ())
    silent = replace(ROW, recommendation="", reference="", state=None, done="")
    assert compared([silent], [HELD])[0].standing is Standing.SAME
    told_with_its_state = replace(ROW, done="Addressed. Because.")
    assert compared([told_with_its_state], [HELD])[0].standing is Standing.SAME


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"title": "Another"}, Told.TITLE),
        ({"text": "First. Third."}, Told.TEXT),
        ({"recommendation": "Leave it."}, Told.RECOMMENDATION),
        ({"reference": "8.3.5"}, Told.CLAUSES),
        ({"kind": ObservationKind.TECHNICAL}, Told.KIND),
        ({"state": ObservationState.WITHDRAWN}, Told.STATE),
        ({"done": "Addressed by a new clause"}, Told.DONE),
    ],
)
def test_each_thing_that_a_file_tells_can_differ(change: dict[str, object], what: Told) -> None:
    (line,) = compared([replace(ROW, **change)], [HELD])  # type: ignore[arg-type]
    assert line.standing is Standing.DIFFERENT
    assert [difference.what for difference in line.differences] == [what]


def test_the_clauses_are_the_cell_as_written_or_what_the_observation_cites() -> None:
    assert cited_of(replace(ROW, reference="section 5 and (A7)")) == "section 5 and (A7)"
    assert cited_of(replace(ROW, reference="", citations=("8.3.4", "(A7)"))) == "8.3.4, (A7)"


def test_a_reading_comes_back_from_json_as_it_was() -> None:
    problem = AnnexProblem(AnnexFault.NO_NUMBER, 1, 4, "", "", "It has no number.")
    whole = AnnexProblem(AnnexFault.NO_TABLES, None, None, "", "", "No table.")
    odd = replace(ROW, kind=ObservationKind.TECHNICAL, state=None, text="=cmd <script>")
    reading = AnnexReading((ROW, odd), (problem, whole), ("Look.",))
    assert annex_from_json(json.loads(json.dumps(annex_to_json(reading)))) == reading
    assert [each["place"] for each in annex_to_json(reading)["problems"]] == ["Table 1, row 4", "The whole file"]
    assert replace(problem, row=None).place == "Table 1"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The list is short. It was never extended.", "The list is short"),
        ("One.\n\nTwo.", "One"),
        ("See 8.3.4 of the policy for it", "See 8.3.4 of the policy for it"),
        ("word " * 40, ("word " * 16).strip() + " …"),
    ],
)
def test_an_observation_without_a_title_is_called_by_its_first_words(text: str, title: str) -> None:
    assert short_title(text) == title
