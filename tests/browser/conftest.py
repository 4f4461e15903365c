"""The demonstration, served to a real Chromium by each test process that runs browser tests."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.browser.serving import served
from tests.demonstration import Demonstration as Built
from voting.demo.content import read
from voting.demo.register import PASSWORD
from voting.demo.replay import Story

CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Where the demonstration is served, and the ids of what is in it by the content's keys."""

    address: str
    story: Story

    def path(self, pattern: str) -> str:
        """An address with ids in place of keys: `/ballots/{ballot mp903/ex-committee}`."""
        ids = {f"{kind} {key}": made for (kind, key), made in self.story.made.items()}
        ids |= {f"organisation {key}": made for key, made in self.story.organisations.items()}
        ids |= {f"person {key}": made for key, made in self.story.people.items()}
        ids |= {f"seat {key}": made for key, made in self.story.seats.items()}
        for key, made in ids.items():
            pattern = pattern.replace(f"{{{key}}}", str(made))
        assert "{" not in pattern, f"the demonstration has no such thing: {pattern}"
        return self.address + pattern


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The system's Chromium, or a skip that says what is missing."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no chromium on the PATH")
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (the extra e2e)")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demonstration(
    chromium: Any, built_demonstration: Built, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demonstration]:
    """The demonstration in a file of its own, served by threads of this process."""
    with (
        built_demonstration.copied(tmp_path_factory.mktemp("browser")) as story,
        served(story.database, VOTING_DEMONSTRATION="yes") as address,
    ):
        yield Demonstration(address, story)


@pytest.fixture(scope="session")
def page_of(chromium: Any, demonstration: Demonstration) -> Iterator[Callable[[str], Any]]:
    """`page_of("imran-qureshi")`: a page 320 px wide of somebody who signed in once; no name is the public."""
    pages: dict[str, Any] = {}

    def page_for(person: str) -> Any:
        if person not in pages:
            context = chromium.new_context(viewport={"width": 320, "height": 800}, reduced_motion="reduce")
            context.set_default_timeout(30_000)
            pages[person] = context.new_page()
            if person:
                _sign_in(pages[person], demonstration.address, person)
        return pages[person]

    yield page_for
    for page in pages.values():
        page.context.close()


def _sign_in(page: Any, address: str, person: str) -> None:
    emails = {row["key"]: row["email"] for row in read("people.toml")["person"]}
    page.goto(f"{address}/sign-in")
    page.get_by_label("E-mail address").fill(emails[person])
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for(state="attached")
