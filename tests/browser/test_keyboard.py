"""What has to be done without a mouse: signing in and casting a vote."""

from typing import Any

import pytest

from voting.demo.content import read
from voting.demo.register import PASSWORD

pytestmark = pytest.mark.browser

MEMBER = "abigail-ferreira"
MOST_TABS = 90


def test_a_member_signs_in_and_votes_by_keyboard_alone(chromium: Any, demonstration: Any) -> None:
    emails = {row["key"]: row["email"] for row in read("people.toml")["person"]}
    ballot = demonstration.path("/ballots/{ballot mp903/ex-committee}")
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    try:
        page = context.new_page()
        page.goto(f"{demonstration.address}/sign-in")
        _tab_to(page, "main input[name=email]")
        page.keyboard.type(emails[MEMBER])
        _tab_to(page, "main input[name=password]")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Sign out").wait_for()

        page.goto(ballot)
        _tab_to(page, "#vote-form input[type=radio]")
        page.keyboard.press("Space")
        _tab_to(page, "#vote-form input[type=checkbox]")
        page.keyboard.press("Space")
        _tab_to(page, "#vote-form textarea")
        page.keyboard.type("The notice gives control rooms what they lack.")
        _tab_to(page, "#vote-form button[type=submit]")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Check your vote", level=1).wait_for()

        _tab_to(page, "main button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/receipts/*")
        assert page.get_by_role("heading", level=1).inner_text().startswith("Receipt ")
        page.goto(ballot)
        assert "Nothing yet." not in page.locator("#vote").inner_text()
    finally:
        context.close()


def _tab_to(page: Any, selector: str) -> None:
    """Press Tab until something that matches has the focus, and see that the focus is shown."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            shown = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert shown != "none", f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"{MOST_TABS} presses of Tab do not reach {selector}")
