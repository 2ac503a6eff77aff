"""Cost of deduplication as the archive grows: CPU per article, candidate query, size of the index, memory.

Run by hand: ``python -m tests.benchmarks.dedup [DATABASE_URL] [SIZE ...]`` (default: an SQLite file of its own; 10000 100000;
with 1000000 it takes a quarter of an hour and 1 GB). The tables are those of the archive. Most articles are simulated: only
their clause hashes exist, inserted in random order. Measured are whole texts that are stored and linked among them.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import event, text

from crawler.run.comparer import COMPARER
from pipelines.places import division_tables
from storage.db.database import Database
from storage.db.models import FingerprintRow
from storage.stories import candidates, link
from tests.pipelines.dedup.dedup_texts import reprint, story
from tests.storage.city import Desk

if TYPE_CHECKING:
    from pipelines.items import Article

HASHES = 20  # an article; the texts measured here have about 40
SLOGANS = 2000  # clauses that many articles share
MEASURED = 300
REPRINTS = 0.3  # of the measured texts
FIRST_ID = 10_000_000  # of the simulated articles
BATCH = 2_000


def features(rng: Random) -> list[int]:
    """Clause hashes of a simulated article: most are unique, one or two are shared with other articles."""
    own = [rng.getrandbits(64) - (1 << 63) for _ in range(HASHES - 2)]
    return own + [int(rng.paretovariate(0.7)) % SLOGANS for _ in range(2)]


def grow(database: Database, size: int, have: int, rng: Random) -> None:
    """Insert simulated articles up to ``size``. Hashes are random, so that inserts spread over the whole index."""
    with database.engine.connect() as connection:
        held: dict[int, int] = {}
        for start in range(have, size, BATCH):
            rows = []
            for number in range(start, min(start + BATCH, size)):
                for value in set(features(rng)):
                    if abs(value) < SLOGANS:
                        held[value] = held.get(value, 0) + 1
                        if held[value] > candidates.COMMON_FROM:
                            continue
                    rows.append({"hash": value, "article_id": FIRST_ID + number})
            with connection.begin():
                connection.execute(database.insert(FingerprintRow).on_conflict_do_nothing(), rows)


def index_bytes(database: Database) -> int:
    with database.read() as connection:
        if database.dialect == "sqlite":
            query = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%fingerprint%'"
        else:
            query = "SELECT pg_indexes_size('fingerprint')"
        return int(connection.execute(text(query)).scalar() or 0)


def queries(database: Database, rng: Random) -> list[float]:
    """Milliseconds of the candidate query for new simulated articles."""
    spent = []
    with database.read() as connection:
        for number in range(1000):
            hashes = sorted(set(features(rng)))
            began = time.perf_counter()
            candidates.sharing(connection, -1 - number, hashes)
            spent.append((time.perf_counter() - began) * 1000)
    return spent


def step(database: Database, rng: Random, name: str) -> float:
    """CPU milliseconds an article: normal form and hashes, candidates, comparison, relations and story."""
    desk = Desk(database)
    texts: list[Article] = []
    spent = 0.0
    for number in range(MEASURED):
        if texts and rng.random() < REPRINTS:
            one = reprint(rng.choice(texts), rng, cut=rng.choice((0, 0.2)))
        else:
            one = story(rng, 12)
            texts.append(one)
        article_id = desk.put("portal", f"{name}-{number}", one)
        began = time.process_time()
        link.link(database, article_id, COMPARER, COMPARER.features(one.body or "").hashes)
        spent += time.process_time() - began
    desk.close()
    return spent * 1000 / MEASURED


def main() -> None:
    arguments = sys.argv[1:]
    url = arguments.pop(0) if arguments and not arguments[0].isdecimal() else None
    sizes = [int(one) for one in arguments] or [10_000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(url or f"sqlite:///{Path(folder) / 'bench.db'}", upgrade=True)
        if database.dialect == "sqlite":  # simulated articles have no row of their own
            event.listen(database.engine, "connect", lambda one, _: one.execute("PRAGMA foreign_keys=OFF"))
            database.engine.dispose()
        else:
            with database.write() as connection:
                connection.execute(text("ALTER TABLE fingerprint DISABLE TRIGGER ALL"))
        measure(database, sizes)
        database.close()


def measure(database: Database, sizes: list[int]) -> None:
    rng = Random(2026)
    division_tables.load_table()  # half a second once in a process, whatever the number of articles
    have, first = 0, 0.0
    print(f"{database.dialect}; {HASHES} hashes an article")
    print("articles   step CPU ms  (growth)   query p50 / p95 / p99 ms   index B/article   memory MB")
    for size in sizes:
        grow(database, size, have, rng)
        have = size
        spent = sorted(queries(database, rng))
        cpu = step(database, rng, str(size))
        first = first or cpu
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        p50, p95, p99 = statistics.median(spent), spent[int(0.95 * len(spent))], spent[int(0.99 * len(spent))]
        print(
            f"{size:9}  {cpu:11.2f}  (×{cpu / first:.2f})     {p50:6.2f} / {p95:.2f} / {p99:.2f}"
            f"        {index_bytes(database) / size:15.0f}   {memory:9.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
