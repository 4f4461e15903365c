"""Makes every skipped test a failure where `VOTING_NO_SKIPS=1`, as in `.ci/run`, whose machine has all that is needed.

A pytest plugin. With xdist the workers only report; the verdict falls in the process that hears all of them.
"""

import os

import pytest

NAME = "voting-no-skips"


def pytest_configure(config: pytest.Config) -> None:
    """Listen for skips, in the process that sees the whole run."""
    if os.environ.get("VOTING_NO_SKIPS") == "1" and not hasattr(config, "workerinput"):
        config.pluginmanager.register(NoSkips(), NAME)


class NoSkips:
    """Collects what was skipped, fails the run for it, and says so at its end."""

    def __init__(self) -> None:
        self.skipped: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that skipped; one that is expected to fail and does is reported as skipped, too, and is none."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped[report.nodeid] = _reason(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A whole file that skipped while it was collected."""
        if report.skipped:
            self.skipped[report.nodeid] = _reason(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Turn a run that would have passed into a failed one."""
        if self.skipped and session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """One line for each skipped test."""
        if self.skipped:
            terminalreporter.section("skipped, and VOTING_NO_SKIPS=1 allows none", red=True)
            for where, reason in sorted(self.skipped.items()):
                terminalreporter.line(f"{where}: {reason}")


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
