"""Leases: one crawl per host, taken over from processes that died."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from storage.db.models import LeaseRow, RunRow
from storage.frontier import leases
from storage.frontier.leases import Owner
from storage.ledger import LeaseLost, LeaseTaken, Ledger, NotClaimed
from storage.values import Outcome
from tests.storage.rows import claim_one, close, ledger, link, page, source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.db.database import Database
    from tests.conftest import Clock


ELSEWHERE = Owner("another-machine", 4711, 12.5)


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    """Return a process that runs until the test ends it."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield process
    process.kill()
    process.wait()


def _owner(process: subprocess.Popen[bytes]) -> Owner:
    return Owner(socket.gethostname(), process.pid, leases.process_started(process.pid))


def _run(database: Database, run_id: int) -> RunRow:
    with database.read() as connection:
        return connection.execute(select(RunRow.__table__).where(RunRow.id == run_id)).one()  # type: ignore[return-value]


def test_second_crawl_of_a_source_learns_holder_and_end_of_lease(clocked: Database) -> None:
    first = ledger(clocked)
    with pytest.raises(LeaseTaken) as caught:
        ledger(clocked)
    taken = caught.value
    assert (taken.machine, taken.pid) == (socket.gethostname(), os.getpid())
    assert (taken.source_id, taken.run_id) == ("qinglan_gov", first.run_id)
    assert "2026-03-02 08:01:00 UTC" in str(taken)
    assert _run(clocked, first.run_id).state == "running"


def test_sources_sharing_a_host_take_turns(clocked: Database) -> None:
    source(clocked, "qinglan_daily")
    first = ledger(clocked, hosts=["a.test", "shared.test"])
    with pytest.raises(LeaseTaken, match=r"shared\.test is being crawled by qinglan_gov"):
        ledger(clocked, "qinglan_daily", hosts=["shared.test", "z.test"])
    with clocked.read() as connection:
        kept = set(connection.execute(select(LeaseRow.key)).scalars())
    assert kept == {"a.test", "shared.test"}, "all hosts or none"
    close(first, 0)
    ledger(clocked, "qinglan_daily", hosts=["shared.test", "z.test"])


def test_source_whose_hosts_changed_is_crawled_once(clocked: Database) -> None:
    first = ledger(clocked, hosts=["old.test"])
    with pytest.raises(LeaseTaken, match=r"old\.test"):
        ledger(clocked, hosts=["new.test"])
    clocked_run = _run(clocked, first.run_id)
    assert clocked_run.state == "running"


def test_source_without_hosts_is_refused(clocked: Database) -> None:
    with pytest.raises(ValueError, match="no host"):
        ledger(clocked, hosts=[])


def test_lease_of_another_machine_expires_after_a_minute(clocked: Database, clock: Clock) -> None:
    first = ledger(clocked, owner=ELSEWHERE)
    clock.forward(seconds=59)
    with pytest.raises(LeaseTaken, match="another-machine"):
        ledger(clocked)
    clock.forward(seconds=2)
    second = ledger(clocked)
    assert _run(clocked, first.run_id).state == "interrupted"
    assert _run(clocked, second.run_id).state == "running"


def test_renewed_lease_lasts_another_minute(clocked: Database, clock: Clock) -> None:
    first = ledger(clocked, owner=ELSEWHERE)
    for _ in range(10):
        clock.forward(seconds=45)
        first.renew()
    clock.forward(seconds=59)
    with pytest.raises(LeaseTaken):
        ledger(clocked)


def test_dead_owner_on_this_machine_loses_its_lease_at_once(
    clocked: Database, sleeper: subprocess.Popen[bytes]
) -> None:
    first = ledger(clocked, owner=_owner(sleeper))
    first.seed([link(1)])
    first.claim(1)
    with pytest.raises(LeaseTaken):
        ledger(clocked)
    sleeper.kill()
    sleeper.wait()
    second = ledger(clocked)
    assert second.freed == 1
    assert second.idle_s == {"qinglan_gov.test": 0.0}, "the dead crawl may have asked the host this moment"
    assert _run(clocked, first.run_id).state == "interrupted"
    assert len(second.claim(10)) == 1


def test_zombie_owner_counts_as_dead(clocked: Database, sleeper: subprocess.Popen[bytes]) -> None:
    ledger(clocked, owner=_owner(sleeper))
    sleeper.kill()
    os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)  # dead now, and still in the table of processes
    ledger(clocked)


def test_process_with_reused_pid_is_not_the_owner(
    clocked: Database, sleeper: subprocess.Popen[bytes]
) -> None:
    owner = _owner(sleeper)
    assert owner.started is not None
    ledger(clocked, owner=Owner(owner.machine, owner.pid, owner.started - 100))
    ledger(clocked)


def test_stopped_owner_is_not_dead(clocked: Database, sleeper: subprocess.Popen[bytes]) -> None:
    ledger(clocked, owner=_owner(sleeper))
    sleeper.send_signal(signal.SIGSTOP)
    with pytest.raises(LeaseTaken):
        ledger(clocked)


def test_paused_crawl_cannot_write_after_losing_its_lease(clocked: Database, clock: Clock) -> None:
    paused = ledger(clocked, owner=ELSEWHERE)
    held = claim_one(paused, 1)
    clock.forward(seconds=61)
    ledger(clocked)
    attempts: list[Callable[[], object]] = [
        lambda: paused.settle(held.id, Outcome(state="stored")),
        lambda: paused.seed([link(2)]),
        lambda: paused.claim(1),
        paused.renew,
        lambda: paused.pause_host("qinglan_gov.test", clock(), "retry_after"),
        lambda: close(paused, 1),
    ]
    for attempt in attempts:
        with pytest.raises(LeaseLost):
            attempt()
    assert page(clocked, 1)["state"] == "due"
    assert _run(clocked, paused.run_id).outcomes == 0


def test_crawl_with_expired_lease_may_go_on_if_not_replaced(clocked: Database, clock: Clock) -> None:
    slow = ledger(clocked, owner=ELSEWHERE)
    held = claim_one(slow, 1)
    clock.forward(minutes=10)
    slow.settle(held.id, Outcome(state="refused", reason="no_article"))
    slow.renew()
    with pytest.raises(LeaseTaken):
        ledger(clocked)


def test_closed_run_leaves_the_time_of_last_use(clocked: Database, clock: Clock) -> None:
    assert ledger(clocked, "other_gov").idle_s == {"other_gov.test": None}
    first = ledger(clocked)
    clock.forward(seconds=30)
    close(first, 0)
    clock.forward(seconds=7)
    assert ledger(clocked).idle_s == {"qinglan_gov.test": pytest.approx(7)}


def test_closed_run_cannot_write(clocked: Database) -> None:
    book = ledger(clocked)
    close(book, 0)
    with pytest.raises(LeaseLost):
        close(book, 0)
    with pytest.raises(LeaseLost):
        book.claim(1)


def test_one_of_several_concurrent_opens_succeeds(database: Database) -> None:
    source(database)
    barrier = threading.Barrier(4)
    won: list[Ledger] = []
    lost: list[LeaseTaken] = []

    def race(number: int) -> None:
        barrier.wait()
        try:
            won.append(ledger(database, hosts=["b.test", "a.test"][:: 1 if number % 2 else -1]))
        except LeaseTaken as taken:
            lost.append(taken)

    racers = [threading.Thread(target=race, args=(number,)) for number in range(4)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert (len(won), len(lost)) == (1, 3)
    assert {taken.run_id for taken in lost} == {won[0].run_id}
    with database.read() as connection:
        assert len(connection.execute(select(RunRow.id)).all()) == 1


def test_outcome_cannot_be_written_twice(clocked: Database) -> None:
    book = ledger(clocked)
    held = claim_one(book, 1)
    book.settle(held.id, Outcome(state="refused", reason="no_article"))
    with pytest.raises(NotClaimed):
        book.settle(held.id, Outcome(state="refused", reason="no_article"))
    assert _run(clocked, book.run_id).outcomes == 1


def test_current_process_is_alive_and_impossible_pid_is_dead() -> None:
    assert not Owner.current().is_dead()
    assert Owner(socket.gethostname(), 2**22 + 1, None).is_dead()
    assert not Owner("another-machine", 2**22 + 1, None).is_dead()


@pytest.mark.skipif(shutil.which("ps") is None, reason="needs ps")
def test_systems_without_proc_are_read_with_ps(
    monkeypatch: pytest.MonkeyPatch, sleeper: subprocess.Popen[bytes]
) -> None:
    monkeypatch.setattr(leases, "_has_proc", lambda: False)
    started = leases.process_started(sleeper.pid)
    assert started is not None
    owner = Owner(socket.gethostname(), sleeper.pid, started)
    assert not owner.is_dead()
    sleeper.kill()
    sleeper.wait()
    assert leases.process_started(sleeper.pid) is None
    assert owner.is_dead()


def test_owner_without_known_start_is_alive_while_its_pid_exists() -> None:
    assert not Owner(socket.gethostname(), os.getpid(), None).is_dead()
