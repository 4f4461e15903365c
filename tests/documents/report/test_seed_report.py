"""The real report is read exactly: every count and every fact that it states."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

from voting.documents.report import read_report_file
from voting.domain.modifications.lifecycle import Path
from voting.domain.modifications.lint import LintRule, Severity, lint_report
from voting.domain.modifications.report import (
    AreaEffect,
    CitedObservation,
    ConsumerArea,
    Contact,
    ObjectiveEffect,
    Proposer,
    ReadReport,
    ReportOption,
    SolutionKind,
    passages_for,
    report_to_json,
    words_of,
)
from voting.domain.observations import ObservationState

_REQUIRED_BY_ISSUE = {*(f"Appendix {letter}" for letter in "ABCDLMNQ"), *(f"Appendix {letter}" for letter in "STUVW")}


def _same_shape(shape: Any, found: Any, where: str = "") -> None:
    if isinstance(shape, dict):
        assert list(shape) == list(found), where
        for key, value in shape.items():
            _same_shape(value, found[key], f"{where}/{key}")
    elif isinstance(shape, list) and shape and found:
        _same_shape(shape[0], found[0], where)


def test_its_json_has_the_published_shape(seed: ReadReport, shared: FilePath) -> None:
    shape = json.loads((shared / "seed" / "shape.json").read_text(encoding="utf-8"))
    _same_shape(shape, report_to_json(seed.report))


def test_it_reads_the_same_from_its_bytes(seed: ReadReport, seed_text: str) -> None:
    assert read_report_file(seed_text.encode(), "report.txt") == seed


def test_it_has_seven_parts_and_two_appendices(seed: ReadReport) -> None:
    assert [(part.number, part.heading) for part in seed.report.parts] == [
        *(("1", "Summary"), ("2", "Issue"), ("3", "Solution"), ("4", "Impacts"), ("5", "Costs")),
        *(("6", "Implementation approach"), ("7", "Assessment of the proposal")),
    ]
    assert [(part.number, part.heading) for part in seed.report.appendices] == [
        ("1", "Progression timetable"),
        ("2", "Glossary"),
    ]


def test_its_paragraphs_are_put_together_and_its_bullets_kept(seed: ReadReport) -> None:
    issue = next(part.text for part in seed.report.parts if part.number == "2")
    assert max(len(paragraph) for paragraph in issue.split("\n")) > 300
    assert issue.count("\n• ") >= 4
    assert not any(line.endswith(" the") for line in issue.split("\n"))


def test_it_names_nineteen_documents_of_which_the_issue_requires_thirteen(seed: ReadReport) -> None:
    documents = {document.code: document for document in seed.report.documents}
    assert len(documents) == 19
    assert {code for code, document in documents.items() if "2" in document.required_by} == _REQUIRED_BY_ISSUE
    assert all("4" in document.required_by for document in documents.values())
    assert all(document.title for document in documents.values())


def test_documents_that_are_only_mentioned_are_cited(seed: ReadReport) -> None:
    documents = {document.code: document for document in seed.report.documents}
    assert documents["Section L"].required_by == ("4",)
    assert documents["Section L"].cited_in == ("1", "2", "7")
    assert documents["Appendix D"].cited_in == ("7",)
    assert documents["Appendix A"].cited_in == ()
    # The clause of the Code that the Issue quotes mentions Section G: that is the Code's mention, not the report's.
    assert "Section G" not in documents


def test_its_timetable_has_seven_rows_two_of_them_ranges(seed: ReadReport) -> None:
    rows = seed.report.timetable
    assert len(rows) == 7
    assert [(row.starts_on, row.ends_on) for row in rows if row.ends_on] == [
        (date(2021, 10, 22), date(2021, 11, 12)),
        (date(2021, 12, 1), date(2021, 12, 22)),
    ]
    assert [row.starts_on for row in rows if not row.ends_on] == [
        *(date(2021, 6, 21), date(2021, 6, 29), date(2021, 11, 30), date(2021, 11, 30), date(2022, 1, 20))
    ]


def test_its_glossary_has_twelve_rows(seed: ReadReport) -> None:
    assert [entry.acronym for entry in seed.report.glossary] == [
        *("BEIS", "CSC", "DCC", "DCCKI", "IKI", "RFC", "SEC", "SECAS", "SMKI PMA", "SoLR", "SSC", "TABASC")
    ]


def test_it_has_two_implementation_options(seed: ReadReport) -> None:
    assert seed.report.implementation_options == (
        ReportOption(date(2022, 2, 24), date(2022, 2, 10)),
        ReportOption(date(2022, 6, 30), date(2022, 6, 16)),
    )


def test_what_it_says_of_itself(seed: ReadReport) -> None:
    report = seed.report
    assert (report.title, report.number) == (None, None)
    assert report.path is Path.SELF_GOVERNANCE
    assert report.urgent is None
    assert report.impacted == ("DCC",)
    assert [annex.letter for annex in report.annexes] == ["A", "B"]
    assert [solution.kind for solution in report.solutions] == [SolutionKind.PROPOSED]


def test_the_people_it_names(seed: ReadReport, seed_text: str) -> None:
    # No real person is named here: the names are looked up in the report itself.
    named = re.search(r"raised by (\w+ \w+) on behalf of", seed_text)
    assert named is not None
    assert seed.report.proposer == Proposer(named[1], "SMKI Policy Management Authority")
    asked = [line.strip() for line in seed_text.split("please contact:")[1].split("\n") if line.strip()][:3]
    assert seed.report.contact == Contact(*asked)


def test_objectives_and_consumer_areas(seed: ReadReport) -> None:
    assert [(view.letter, view.effect, view.by) for view in seed.report.objectives] == [
        ("f", ObjectiveEffect.BETTER, "proposer"),
        ("g", ObjectiveEffect.BETTER, "proposer"),
    ]
    assert [(view.area, view.effect) for view in seed.report.consumer_areas] == [
        (area, AreaEffect.NEUTRAL) for area in ConsumerArea
    ]


def test_costs_and_what_costs_nothing(seed: ReadReport) -> None:
    costs = {cost.body: cost for cost in seed.report.costs}
    assert list(costs) == ["DCC", "SECAS", "SEC Parties"]
    secas = costs["SECAS"]
    assert (secas.effort_days, secas.amount_gbp, secas.approximate) == (2, 1200, True)
    assert (secas.min_gbp, secas.max_gbp) == (None, None)
    assert [costs[body].amount_gbp for body in ("DCC", "SEC Parties")] == [Decimal(0), Decimal(0)]


def test_the_observations_it_cites(seed: ReadReport) -> None:
    assert seed.report.observations == (
        CitedObservation("Appendix L", "5", ObservationState.CARRIED_UNRESOLVED),
        CitedObservation("Appendix L", "11", ObservationState.CARRIED_UNRESOLVED),
        CitedObservation("Appendix D", "2", ObservationState.CHANGED_AFTER_COMMENT),
    )


def test_footnotes_leave_the_words_they_were_glued_to(seed: ReadReport) -> None:
    assert [note.mark for note in seed.report.footnotes] == ["1", "2", "3"]
    assessment = seed.report.parts[6].text
    assert "June 2021." in assessment
    assert "20211" not in assessment
    assert "\nObjective (f)\n" in assessment


def test_nothing_is_unread_and_the_furniture_is_of_the_template(seed: ReadReport) -> None:
    assert seed.report.unread == ()
    assert seed.warnings == ()
    assert len(seed.report.furniture) == 6


def test_each_field_has_the_passage_it_was_read_from(seed: ReadReport) -> None:
    for path, words in (
        ("proposer/person", "on behalf of"),
        ("path", "Self-Governance"),
        ("impacted", "✓ DCC"),
        ("documents/Appendix J/required_by", "Enduring Test Approach Document"),
        ("costs/SECAS/amount_gbp", "£1,200"),
        ("implementation_options/2/decide_by", "16 June 2022"),
        ("timetable/change board vote/starts_on", "20 Jan 2022"),
        ("observations/Appendix L 11/state", "Observations 5 and 11"),
        ("objectives/g proposer/effect", "Objective (g)"),
        ("consumer_areas/society/effect", "society"),
        ("glossary/SoLR/term", "Supplier of Last Resort"),
        ("contact/email", "@"),
        ("footnotes/1/text", "SECP_93"),
        ("parts/5/heading", "Costs"),
    ):
        passages = passages_for(seed, path)
        assert passages, path
        assert any(words in words_of(seed, passage) for passage in passages), path


def test_its_lint_finds_the_two_contradictions(seed: ReadReport) -> None:
    findings = {finding.rule: finding for finding in lint_report(seed.report)}
    documents = findings[LintRule.DOCUMENTS_DIFFER]
    assert documents.severity is Severity.ERROR
    assert documents.message == (
        "Part 2 requires changes to 13 documents and part 4 names 19. Part 2 does not name Section L, Appendix J, "
        "Appendix K, Appendix O, Appendix P and Appendix X."
    )
    assert [place.part for place in documents.places] == ["2", "2", *"444444"]
    body = findings[LintRule.BODY_WITHOUT_BOX]
    assert "SMKI PMA" in body.message
    assert [place.part for place in body.places] == ["1", "4"]
    assert "✓ DCC" in body.places[1].quote
    # Besides these, only acronyms that the report really does not explain.
    assert set(findings) == {LintRule.DOCUMENTS_DIFFER, LintRule.BODY_WITHOUT_BOX, LintRule.ACRONYM_UNDEFINED}
