"""Random crawls with failures never lose a page or count it twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from storage.db.models import PageRow, RunRow
from storage.frontier.leases import Owner
from storage.values import Link, Outcome, Want
from tests.storage.rows import article, close, ledger, seen, source

if TYPE_CHECKING:
    from storage.db.database import Database
    from storage.ledger import Ledger
    from storage.values import Claimed
    from tests.conftest import Clock


ELSEWHERE = Owner("another-machine", 1, None)
FINAL = ("refused", "gone", "failed", "unchanged")


numbers = count()


STEPS = st.one_of(
    st.tuples(st.just("find"), st.integers(1, 4)),
    st.tuples(st.just("claim"), st.integers(1, 4)),
    st.tuples(st.just("end"), st.sampled_from([*FINAL, "blocked", "retry", "due", "save"])),
    st.tuples(st.just("wait"), st.integers(1, 40)),
    st.tuples(st.just("close"), st.just(0)),
    st.tuples(st.just("crash"), st.just(0)),
)


@dataclass
class Model:
    """The model: what the test expects, compared with the database."""

    database: Database
    clock: Clock
    name: str
    book: Ledger = field(init=False)
    known: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)  # nothing more to do for any run
    held: dict[int, Claimed] = field(default_factory=dict)
    settled: set[int] = field(default_factory=set)  # in this run
    claimed: int = 0
    outcomes: int = 0
    returned: int = 0

    def __post_init__(self) -> None:
        source(self.database, self.name)
        self.open()

    def open(self) -> None:
        self.book = ledger(self.database, self.name, owner=ELSEWHERE)
        self.held, self.settled = {}, set()
        self.claimed = self.outcomes = self.returned = 0

    def find(self, how_many: int) -> None:
        keys = [f"{self.name}.test/{len(self.known) + extra}" for extra in range(how_many)]
        new = self.book.seed([Link(url=f"http://{one}", url_key=one, kind="article") for one in keys])
        assert new == how_many
        self.known |= set(keys)

    def claim(self, limit: int) -> None:
        for page in self.book.claim(limit):
            assert page.id not in self.held, "two claims of one page"
            assert page.url_key not in self.done, "work that was done comes back"
            assert page.id not in self.settled, "twice in one run"
            self.held[page.id] = page
            self.claimed += 1

    def end(self, how: str) -> None:
        if not self.held:
            return
        page = self.held.pop(min(self.held))
        if how == "save":
            text = f"{page.url_key}的正文"
            self.book.save(page.id, [article("x", text, url_key=page.url_key)], seen())
        else:
            later = self.clock() + timedelta(seconds=20) if how in ("retry", "blocked") else None
            self.book.settle(page.id, Outcome(state=how, retry_at=later))
        if how in ("retry", "due"):
            self.returned += 1
        else:
            self.outcomes += 1
            self.settled.add(page.id)
        if how in (*FINAL, "save"):
            self.done.add(page.url_key)

    def wait(self, seconds: int) -> None:
        self.clock.forward(seconds=seconds)
        self.book.renew()

    def close(self, _: int = 0) -> None:
        for page_id in list(self.held):
            self.book.settle(page_id, Outcome(state="due"))
            self.returned += 1
        row = close(self.book, self.claimed)
        assert row["state"] == "finished", row["findings"]
        assert (row["outcomes"], row["returned"]) == (self.outcomes, self.returned)
        self.open()

    def crash(self, _: int = 0) -> None:
        before = (self.book.run_id, self.outcomes, self.returned, len(self.held))
        self.clock.forward(seconds=61)
        self.open()
        assert self.book.freed == before[3]
        with self.database.read() as connection:
            row = connection.execute(select(RunRow.__table__).where(RunRow.id == before[0])).one()
        assert (row.id, row.outcomes, row.returned) == before[:3]
        assert row.state == "interrupted"

    def drain(self) -> None:
        """Time passes, and a last run takes exactly what was never brought to an end."""
        self.close()
        self.clock.forward(hours=1)
        self.book.renew()
        left = {page.url_key for page in self.book.claim(10_000, Want())}
        assert left == self.known - self.done
        with self.database.read() as connection:
            keys = (
                connection.execute(select(PageRow.url_key).where(PageRow.source_id == self.name))
                .scalars()
                .all()
            )
        assert sorted(keys) == sorted(self.known)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=5, max_size=20))
def test_no_page_is_lost_or_stored_twice_and_counts_add_up(
    clocked: Database, clock: Clock, steps: list[tuple[str, Any]]
) -> None:
    model = Model(clocked, clock, f"source_{next(numbers)}")
    model.find(4)
    for step, argument in steps:
        getattr(model, step)(argument)
    model.drain()
