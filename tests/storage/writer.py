"""A process that writes through the ledger, for tests that kill it or run several at once.

``python -m tests.storage.writer URL SOURCE JOB COUNT``; every line it prints was committed before.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from crawler.run.comparer import COMPARER
from storage.db.database import Database
from storage.stories import link as stories
from storage.values import Outcome
from tests.storage.rows import TEXT, article, claim_one, close, ledger, link, list_link, seen

if TYPE_CHECKING:
    from collections.abc import Callable

PER_LIST = 30


def report(word: object) -> None:
    """Print a line and flush it."""
    print(word, flush=True)


def wait() -> None:
    """Wait for a line from the test, so that several processes start at once."""
    report("ready")
    sys.stdin.readline()


def text_of(number: int) -> str:
    """Return a text that two consecutive numbers share."""
    return f"{TEXT}本期为第{number // 2}号。"


def crawl(database: Database, source_id: str, count: int) -> None:
    """Crawl like the crawler: list pages, their articles, linking, and a closed run."""
    book = ledger(database, source_id)
    stories.sweep(database, COMPARER)
    book.seed([list_link(1)])
    claimed = 0
    while held := book.claim(4):
        claimed += len(held)
        for page in held:
            if page.kind == "list":
                first = (int(page.url_key.rpartition("/")[2].removesuffix(".html")) - 1) * PER_LIST
                links = [link(number) for number in range(first, min(first + PER_LIST, count))]
                onward = [list_link(first // PER_LIST + 2)] if first + PER_LIST < count else []
                book.settle(page.id, Outcome(state="listed"), links, seen(), onward=onward)
            else:
                number = int(page.url_key.rpartition("/")[2].removesuffix(".html"))
                words = text_of(number)
                ((article_id, word),) = book.save(page.id, [article(number, words)], seen(words))
                report(f"{number} {word}")
                stories.link(database, article_id or 0, COMPARER)
    row = close(book, claimed)
    report(f"end {row['state']} {row['findings']}")


def equal_texts(database: Database, source_id: str, count: int) -> None:
    """Save texts that another process saves at the same time, and link each after its commit."""
    book = ledger(database, source_id)
    book.seed([link(f"{source_id}-{number}") for number in range(count)])
    wait()
    for page in book.claim(count):
        name = page.url_key.rpartition("-")[2].removesuffix(".html")
        words = f"{TEXT}本期为第{name}号。"
        ((article_id, _),) = book.save(page.id, [article(f"{source_id}-{name}", words)], seen(words))
        report(stories.link(database, article_id or 0, COMPARER).word)


def same(database: Database, source_id: str, count: int) -> None:
    """Save the same addresses as another process at the same time."""
    book = ledger(database, source_id)
    held = [claim_one(book, number) for number in range(count)]
    wait()
    for number, page in enumerate(held):
        report(book.save(page.id, [article(number)], seen("same"))[0][1])


def changes(database: Database, source_id: str, count: int) -> None:
    """Save articles as fast as possible."""
    book = ledger(database, source_id)
    names = [f"{source_id}-{number}" for number in range(count)]
    book.seed([link(name) for name in names])
    held = {page.url_key: page for page in book.claim(count)}
    wait()
    for name in names:
        page = held[link(name).url_key]
        ((article_id, _),) = book.save(page.id, [article(name)], seen("x"))
        report(article_id)


JOBS: dict[str, Callable[[Database, str, int], None]] = {
    "crawl": crawl,
    "equal_texts": equal_texts,
    "same": same,
    "changes": changes,
}


def main() -> None:
    url, source_id, job, count = sys.argv[1:]
    database = Database.open(url)
    JOBS[job](database, source_id, int(count))
    database.close()


if __name__ == "__main__":
    main()
