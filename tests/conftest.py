"""Settings of every test run, and the database fixtures: each storage test runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from storage.db.database import Database
from storage.db.engine import parse_url
from tests.postgres_server import delete_all_rows, embedded_server, fresh_database

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from _pytest.terminal import TerminalReporter
    from sqlalchemy.engine import URL

TESTS = Path(__file__).parent

# A loaded machine is no failure: no time limit per example, none for generating the data.
hypothesis.settings.register_profile(
    "govnews", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("govnews")

# Markers whose tests must run here, separated by spaces: a skip of one of them is a failure. Set by .ci/run.
REQUIRED_MARKERS = frozenset(os.environ.get("GOVNEWS_TESTS_REQUIRED", "").split())

# Folders whose tests wait for crawls more than they compute. They start first, so that none is left over at the end.
WAITING_FOLDERS = ("shared", "crawler", "sample_city")


# ---------------------------------------------------------------- how the tests are run


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One worker per CPU, at least two, for the whole set; no workers when files or folders are named."""
    if config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
        return 0
    return max(
        2, min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2)
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the folders that wait first; inside a folder the order stays (shuffled by pytest-randomly)."""

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(TESTS).parts[0]
        return WAITING_FOLDERS.index(folder) if folder in WAITING_FOLDERS else len(WAITING_FOLDERS)

    items.sort(key=rank)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Report a skipped test as failed if one of its markers is required on this machine."""
    report = yield
    required = REQUIRED_MARKERS & {marker.name for marker in item.iter_markers()}
    if report.skipped and not hasattr(report, "wasxfail") and required:
        report.outcome = "failed"
        report.longrepr = f"skipped, but GOVNEWS_TESTS_REQUIRED names {', '.join(sorted(required))}"
    return report


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """Print how many tests were skipped for which reason, and what the marker expression left out."""
    reasons = Counter(_skip_reason(report) for report in terminalreporter.stats.get("skipped", []))
    for reason, number in reasons.most_common():
        terminalreporter.write_line(f"skipped {number} tests: {reason}")
    if expression := config.getoption("markexpr"):
        terminalreporter.write_line(
            f"selected by -m: {expression} (tests/README.md explains how to run the others)"
        )


def _skip_reason(report: pytest.TestReport) -> str:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return reason.removeprefix("Skipped: ")


# ---------------------------------------------------------------- databases


class Clock:
    """A clock that stands still until ``forward`` is called; it replaces the database's own."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **amount: float) -> None:
        """Move on by the given ``timedelta`` keywords."""
        self.moment += timedelta(**amount)


DIALECTS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """The server that GOVNEWS_TEST_POSTGRES names, else one started for this session."""
    if url := os.environ.get("GOVNEWS_TEST_POSTGRES"):
        yield parse_url(url)
        return
    if os.geteuid() == 0:
        pytest.skip("PostgreSQL refuses to run as root: run as another user, or set GOVNEWS_TEST_POSTGRES")
    with embedded_server(tmp_path_factory.mktemp("pg")) as started:
        yield started


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: URL) -> Iterator[URL]:
    """A migrated database that is emptied after each test: making one for each takes 0.5 s."""
    with fresh_database(postgres_server) as url:
        Database.open(url.render_as_string(hide_password=False), upgrade=True).close()
        yield url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "base.db"
    Database.open(f"sqlite:///{path}", upgrade=True).close()
    return path


@pytest.fixture(params=DIALECTS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'govnews.db'}"
        return
    with fresh_database(request.getfixturevalue("postgres_server")) as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture(params=DIALECTS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with the present tables and no rows."""
    if request.param == "sqlite":
        path = tmp_path / "govnews.db"
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    url = request.getfixturevalue("migrated_postgres")
    yield url.render_as_string(hide_password=False)
    delete_all_rows(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database that uses its own clock."""
    opened = Database.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def clocked(database_url: str, clock: Clock) -> Iterator[Database]:
    """An open database whose time is that of ``clock``."""
    opened = Database.open(database_url, clock=clock)
    yield opened
    opened.close()
