"""Each kind of page: no accessibility violation, nothing wider than a phone, nothing in the browser's console."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PUBLIC = ""
SIGNATORY = "martin-scholes"
PROPOSER = "penelope-asante"
MEMBER = "abigail-ferreira"
ANALYST = "imran-qureshi"
APPROVER = "catriona-muir"
ADMINISTRATOR = "bethan-prosser"

PAGES = (
    (PUBLIC, "/"),
    (PUBLIC, "/about"),
    (PUBLIC, "/sign-in"),
    (PUBLIC, "/modifications"),
    (PUBLIC, "/modifications/MP900"),
    (PUBLIC, "/modifications/MP904/reports"),
    (PUBLIC, "/modifications/MP904/reports/1"),
    (PUBLIC, "/modifications/MP900/legal-text"),
    (PUBLIC, "/modifications/MP900/legal-text/appendix-d"),
    (PUBLIC, "/modifications/MP900/legal-text/appendix-d?show=changes&view=words"),
    (PUBLIC, "/modifications/MP900/legal-text/appendix-d/versions/1/2"),
    (PUBLIC, "/modifications/MP902/legal-text/appendix-ab?find=time"),
    (PUBLIC, "/modifications/MP900/observations"),
    (PUBLIC, "/consultations"),
    (PUBLIC, "/consultations/{consultation mp904/modification-report}"),
    (PUBLIC, "/consultations/{consultation mp904/modification-report}/answers"),
    (PUBLIC, "/ballots"),
    (PUBLIC, "/ballots/{ballot mp904/board}/result"),
    (PUBLIC, "/receipts"),
    (PUBLIC, "/calendar/days"),
    (SIGNATORY, "/"),
    (SIGNATORY, "/me"),
    (SIGNATORY, "/consultations/{consultation mp901/refinement}/respond/{organisation thornbeck-energy}"),
    (SIGNATORY, "/consultations/{consultation mp901/refinement}/respond/{organisation thornbeck-energy}/review"),
    (PROPOSER, "/consultations/{consultation mp902/legal-text}/replies/to-confirm"),
    (MEMBER, "/"),
    (MEMBER, "/ballots/{ballot mp903/ex-committee}"),
    (ANALYST, "/desk"),
    (ANALYST, "/consultations/{consultation mp901/refinement}/desk"),
    (ANALYST, "/consultations/{consultation mp902/legal-text}/replies"),
    (ANALYST, "/modifications/MP901/reports/1/desk"),
    (ANALYST, "/modifications/MP902/observations/files"),
    (ANALYST, "/modifications/MP902/observations/files/{annex_file MP902}"),
    (ANALYST, "/modifications/MP902/legal-text"),
    (ANALYST, "/modifications/MP902/legal-text/files"),
    (ANALYST, "/modifications/MP902/legal-text/files/{text_import MP902}"),
    (ANALYST, "/modifications/MP902/legal-text/appendix-ab"),
    (ANALYST, "/modifications/MP902/legal-text/appendix-ab/owners"),
    (ANALYST, "/modifications/MP902/legal-text/appendix-ab/links"),
    (APPROVER, "/modifications/MP902/legal-text/appendix-ab/publish"),
    (ANALYST, "/modifications/MP903"),
    (ANALYST, "/modifications/MP903/timetable"),
    (ANALYST, "/consultations/{consultation mp902/legal-text}/desk"),
    (ANALYST, "/modifications/new"),
    (APPROVER, "/desk"),
    (APPROVER, "/ballots/{ballot mp903/ex-committee}"),
    (ADMINISTRATOR, "/organisations"),
    (ADMINISTRATOR, "/people"),
    (ADMINISTRATOR, "/ballots/seats"),
    (ADMINISTRATOR, "/ballots/rule-sets/{rule_set default}"),
    (ADMINISTRATOR, "/calendar/releases"),
    (ADMINISTRATOR, "/history"),
)


@pytest.mark.parametrize(("person", "pattern"), PAGES)
def test_a_page_is_sound_on_a_phone_in_light_and_dark(
    demonstration: Any, page_of: Callable[[str], Any], person: str, pattern: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (the extra e2e)")
    page = page_of(person)
    said: list[str] = []

    def note_console(message: Any) -> None:
        if message.type in {"error", "warning"}:
            said.append(message.text)

    def note_error(error: Any) -> None:
        said.append(str(error))

    page.on("console", note_console)
    page.on("pageerror", note_error)
    problems: dict[str, list[str]] = {}
    try:
        page.emulate_media(color_scheme="light")
        answer = page.goto(demonstration.path(pattern))
        assert answer.status == 200
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            problems[scheme] = _violations(axe.Axe().run(page))
    finally:
        page.remove_listener("console", note_console)
        page.remove_listener("pageerror", note_error)
    assert problems == {"light": [], "dark": []}
    assert wide <= 320, f"the page is {wide} px wide"
    assert said == []


def _violations(results: Any) -> list[str]:
    """Each rule that is broken, with the first places where."""
    return [
        f"{each['id']}: {', '.join(node['html'][:160] for node in each['nodes'][:3])}"
        for each in results.response["violations"]
    ]
