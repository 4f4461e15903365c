"""Which changes an observation is likely to own, from what the register cites."""

from itertools import count

import pytest

from voting.domain.legal_text import (
    CitationFault,
    CitingObservation,
    Clause,
    ClauseKind,
    ClauseState,
    Redline,
    Span,
    SpanKind,
    citations_in,
    mark_hunks,
    propose_links,
)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("8.3.4", ("8.3.4",)),
        ("see L1.17, L1.17(f) and L10.3 above", ("L1.17", "L1.17(f)", "L10.3")),
        ("Appendix L section 5", ("Appendix L section 5",)),
        ("Section L16.3", ("Section L16.3",)),
        ("8.3.3 to 8.3.5", ("8.3.3", "8.3.4", "8.3.5")),
        ("Appendix D 8.3.3–8.3.5", ("Appendix D 8.3.3", "Appendix D 8.3.4", "Appendix D 8.3.5")),
        ("L9.3(c) to (e)", ("L9.3(c)", "L9.3(d)", "L9.3(e)")),
        ("4.2(i) to (iv)", ("4.2(i)", "4.2(ii)", "4.2(iii)", "4.2(iv)")),
        ("8.3.4 (a) and (b)", ("8.3.4(a)", "8.3.4(b)")),
        ("8.3.4(a)(i) and (ii)", ("8.3.4(a)(i)", "8.3.4(a)(ii)")),
        ("8.3.4(a)(i) and (b)", ("8.3.4(a)(i)", "8.3.4(b)")),
        ("sections 5 and 11 of the policy", ("sections 5", "sections 11")),
        ("within 5 Working Days, costs £1,200 of 1,300 in 2022 (50%)", ()),
        ("as figure 2.1 and table 3.4 show", ()),
        ("8.3.4 and again 8.3.4", ("8.3.4",)),
        ("1.1 to 1.900", ("1.1", "1.900")),
        ("", ()),
    ],
)
def test_running_text_cites_clauses(text: str, cited: tuple[str, ...]) -> None:
    assert citations_in(text) == cited


@pytest.mark.parametrize(
    ("text", "cited"),
    [("(A7)", ("(A7)",)), ("5; 11", ("5", "11")), ("5 to 7", ("5", "6", "7")), ("(a)", ("(a)",))],
)
def test_in_a_list_of_citations_a_bare_number_is_one(text: str, cited: tuple[str, ...]) -> None:
    assert citations_in(text, is_list=True) == cited


def _clause(path: str, *, level: int, changes: bool = True) -> Clause:
    spans = (Span(SpanKind.EQUAL, f"Text of {path}"), *([Span(SpanKind.INSERT, " anew")] if changes else []))
    after = f"Text of {path}" + (" anew" if changes else "")
    state = ClauseState.CHANGED if changes else ClauseState.UNCHANGED
    return Clause(f"k{path}", ClauseKind.CLAUSE, level, path, path, f"Text of {path}", after, state, spans, path, path)


def _redline(*clauses: Clause) -> Redline:
    numbers = count(1)
    marked, hunks = mark_hunks(clauses, lambda: f"h{next(numbers)}")
    return Redline("Appendix D", "SEC 1.0", marked, hunks)


_DOCUMENT = _redline(
    _clause("8.3", level=2, changes=False),
    _clause("8.3.3", level=3),
    _clause("8.3.4", level=3, changes=False),
    _clause("8.3.4(a)", level=4),
    _clause("8.3.4(b)", level=4),
    _clause("8.4", level=2, changes=False),
    _clause("9.1", level=2),
)


def _links(*observations: tuple[str, tuple[str, ...]], unowned: set[str] | None = None) -> dict[str, str]:
    citing = [CitingObservation(name, citations) for name, citations in observations]
    return {link.hunk_key: link.observation for link in propose_links(_DOCUMENT, citing, unowned).links}


def test_a_citation_proposes_the_changes_of_its_clause() -> None:
    assert _links(("2", ("8.3.3",))) == {"h1": "2"}


def test_a_clause_that_does_not_change_itself_stands_for_those_beneath_it() -> None:
    assert _links(("2", ("8.3.4",))) == {"h2": "2", "h3": "2"}


def test_the_closer_citation_wins() -> None:
    assert _links(("2", ("8.3.4",)), ("5", ("8.3.4(b)",))) == {"h2": "2", "h3": "5"}
    assert _links(("1", ("8.3",)), ("2", ("8.3.4",))) == {"h1": "1", "h2": "2", "h3": "2"}


def test_a_change_cited_equally_closely_by_two_is_left_to_a_person() -> None:
    citing = [CitingObservation("2", ("8.3.3",)), CitingObservation("3", ("Appendix D 8.3.3",))]
    proposals = propose_links(_DOCUMENT, citing)
    assert proposals.links == ()
    assert [(each.hunk_key, each.observations) for each in proposals.contested] == [("h1", ("2", "3"))]


def test_two_citations_by_one_observation_are_one_claim() -> None:
    assert _links(("2", ("8.3.3", "Appendix D 8.3.3"))) == {"h1": "2"}


@pytest.mark.parametrize(
    ("citation", "fault", "keys"),
    [
        ("12.1", CitationFault.NO_SUCH_CLAUSE, ()),
        ("Appendix L 8.3.3", CitationFault.NO_SUCH_CLAUSE, ()),
        ("8.4", CitationFault.NOTHING_CHANGES, ("k8.4",)),
    ],
)
def test_a_citation_that_leads_to_no_change_is_listed_with_why(
    citation: str, fault: CitationFault, keys: tuple[str, ...]
) -> None:
    proposals = propose_links(_DOCUMENT, [CitingObservation("2", (citation,))])
    assert proposals.links == ()
    assert [(each.citation, each.fault, each.clause_keys) for each in proposals.unplaced] == [(citation, fault, keys)]


def test_a_citation_of_several_clauses_proposes_nothing_and_lists_them() -> None:
    twice = _redline(_clause("1(a)", level=2), _clause("2(a)", level=2))
    proposals = propose_links(twice, [CitingObservation("2", ("(a)",))])
    assert proposals.links == ()
    assert proposals.unplaced[0].fault is CitationFault.SEVERAL_CLAUSES
    assert proposals.unplaced[0].clause_keys == ("k1(a)", "k2(a)")


def test_changes_that_have_an_owner_are_not_proposed_again() -> None:
    assert _links(("2", ("8.3.4",)), unowned={"h3"}) == {"h3": "2"}
    assert propose_links(_DOCUMENT, [CitingObservation("2", ("8.3.4",))], ()).unplaced == ()
