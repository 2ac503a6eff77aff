"""A probe and a crawl never request one host at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.probe import probe_lease
from storage.db.database import Database
from storage.frontier import leases

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("GOVNEWS_HOME", str(tmp_path))
    monkeypatch.delenv("GOVNEWS_DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return Database.open(f"sqlite:///{tmp_path / 'govnews.db'}", upgrade=True)


def taken(database: Database, host: str, source: str) -> dict[str, float | None]:
    with database.write() as connection:
        idle, _ = leases.take(
            database, connection, [host], leases.Owner.current(), leases.new_token(), source
        )
    return idle


def test_probe_holds_and_releases_the_lease_of_its_host(archive: Database) -> None:
    with probe_lease.hold_hosts(["www.qinglan.test"]) as idle:
        assert idle == {"www.qinglan.test": None}
        with pytest.raises(leases.LeaseTaken, match="source add www"):
            taken(archive, "www.qinglan.test", "qinglan")
    after = taken(archive, "www.qinglan.test", "qinglan")["www.qinglan.test"]
    assert after is not None  # a crawl that follows keeps its distance
    archive.close()


def test_host_of_a_running_crawl_is_not_probed(archive: Database) -> None:
    taken(archive, "www.qinglan.test", "qinglan")
    with pytest.raises(leases.LeaseTaken, match="qinglan"), probe_lease.hold_hosts(["www.qinglan.test"]):
        raise AssertionError("both hold the host")
    with probe_lease.hold_hosts(["other.test"]):  # the lease of another host does not block
        pass
    archive.close()


def test_error_in_a_probe_releases_the_lease(archive: Database) -> None:
    with pytest.raises(ZeroDivisionError), probe_lease.hold_hosts(["www.qinglan.test"]):
        raise ZeroDivisionError
    taken(archive, "www.qinglan.test", "qinglan")
    archive.close()


def test_without_an_archive_no_lease_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVNEWS_HOME", str(tmp_path / "none"))
    with probe_lease.hold_hosts(["www.qinglan.test"]) as idle:
        assert idle == {}
    assert not (tmp_path / "none" / "govnews.db").exists()
