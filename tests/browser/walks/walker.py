"""Somebody at a browser: signs in, follows links, fills in forms by their labels, and checks every page they get."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.world import PASSWORD

# What is read of a page: its words with the white space folded, those inside closed folds too.
_WORDS = re.compile(r"\s+")


@dataclass
class Walker:
    """One person with a browser of their own; no e-mail address is the public.

    Links, buttons and fields are found by what people read on them. Whoever is refused stays on the form and says so
    with `refused`; any other answer than a page is a failure of the walk.
    """

    page: Any
    address: str
    email: str = ""
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self._hear("error", str(error)))

    def _hear(self, kind: str, words: str) -> None:
        # A form that is refused (422) and a password that is asked for (403) are answers; Chromium reports them too.
        if kind in {"error", "warning"} and not re.search("status of (422|403)", words):
            self.said.append(words)

    def comes(self) -> "Walker":
        """Open the front page, signing in where the sign-in of before has ended."""
        self.opens("/")
        if self.email and self.page.get_by_role("button", name="Sign out").count() == 0:
            self.follows("Sign in")
            self.fills({"E-mail address": self.email, "Password": PASSWORD})
            self.presses("Sign in")
            assert self.page.get_by_role("button", name="Sign out").count() == 1, self.words
        return self

    def opens(self, path: str) -> None:
        """Type an address."""
        self._arrived(self.page.goto(self.address + path))

    def follows(self, *links: str | re.Pattern[str]) -> None:
        """Click links, one after another; of several that are called the same the first."""
        for words in links:
            link = self.page.get_by_role("link", name=words, exact=True).first
            with self.page.expect_navigation() as navigation:
                link.click()
            if navigation.value is not None:
                self._arrived(navigation.value)

    def unfolds(self, summary: str) -> None:
        """Open what is folded under these words."""
        self.main.get_by_text(summary).first.click()

    def fills(self, answers: Mapping[str, str | Path]) -> None:
        """Type into fields, choose from lists, and pick files, each by its label."""
        for words, answer in answers.items():
            box = self._labelled(words)
            if isinstance(answer, Path):
                box.set_input_files(answer)
            elif box.evaluate("element => element.tagName") == "SELECT":
                box.select_option(label=answer)
            else:
                box.fill(answer)

    def chooses(self, group: str, *choices: str | re.Pattern[str]) -> None:
        """Choose one of several, or tick some of them, under the words of their group."""
        boxes = self.main.get_by_role("group", name=group)
        for words in choices:
            boxes.get_by_label(words, exact=True).check()

    def ticks(self, *statements: str) -> None:
        """Tick statements that stand by themselves."""
        for words in statements:
            self._labelled(words).check()

    def presses(self, button: str, *, refused: str = "") -> None:
        """Press a button; where the form is refused, the page says this, and says it as an error."""
        self._press(button, 422 if refused else 200)
        if refused:
            summary = self.page.locator("#error-summary").text_content()
            assert refused in _folded(summary), summary
            assert self.page.title().startswith("Error: ")

    def presses_and_proves_it(self, button: str) -> None:
        """Press a button so long after the sign-in that the password is asked for first."""
        self._press(button, 403)
        self.sees("Confirm that it is you")
        self.fills({"Password": PASSWORD})
        self.presses("Confirm and go on")

    def downloads(self, link: str) -> Workbook:
        """Follow a link that gives a workbook, and open it."""
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=link, exact=True).click()
        assert download.value.suggested_filename.endswith(".xlsx")
        return load_workbook(io.BytesIO(download.value.path().read_bytes()))

    def sees(self, *texts: str) -> None:
        """All this stands on the page."""
        missing = [text for text in texts if text not in self.words]
        assert not missing, f"{self.page.url} does not say {missing} but: {self.words}"

    def sees_nothing_of(self, *texts: str) -> None:
        """None of this is anywhere in the page, shown or not."""
        source = self.page.content()
        assert not [text for text in texts if text in source], self.page.url

    def holds(self, label: str) -> str:
        """What stands in a field."""
        return str(self._labelled(label).input_value())

    @property
    def main(self) -> Any:
        """The page without what stands around it."""
        return self.page.get_by_role("main")

    @property
    def words(self) -> str:
        """The words of the page, white space folded."""
        return _folded(self.main.text_content())

    @property
    def status(self) -> str:
        """The sentence under the heading."""
        return _folded(self.page.locator(".status-line").text_content())

    def _press(self, button: str, wanted: int) -> None:
        with self.page.expect_navigation() as navigation:
            self.main.get_by_role("button", name=button, exact=True).first.click()
        self._arrived(navigation.value, wanted)

    def _labelled(self, words: str) -> Any:
        return self.main.get_by_label(re.compile(rf"^\s*{re.escape(words)}(\s*\(optional\))?\s*$")).first

    def _arrived(self, response: Any, wanted: int = 200) -> None:
        assert response is not None
        assert response.status == wanted, f"{response.status} from {response.url}: {self.words}"
        assert self.page.get_by_role("heading", level=1).count() == 1
        assert self.said == [], f"the console at {response.url} says {self.said}"


def _folded(text: str | None) -> str:
    return _WORDS.sub(" ", text or "").strip()
