"""Save an article in one run, and fetch its page again in the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.storage.rows import TEXT, close, key, ledger, link, store, stored

if TYPE_CHECKING:
    from storage.articles.article_columns import ArticleToSave
    from storage.db.database import Database
    from storage.ledger import Ledger
    from storage.values import Outcome, Seen


def save_again(database: Database, name: str | int, found: list[ArticleToSave], answer: Seen) -> str:
    """Save what the next run finds on a known page; return what became of the first article."""
    book, held = claim_again(database, name)
    word = book.save(held, found, answer)[0][1]
    assert close(book, 1)["state"] == "finished"
    return word


def settle_again(database: Database, name: str | int, outcome: Outcome, answer: Seen | None = None) -> None:
    """Settle a known page in the next run."""
    book, held = claim_again(database, name)
    book.settle(held, outcome, seen=answer)
    assert close(book, 1)["state"] == "finished"


def claim_again(database: Database, name: str | int) -> tuple[Ledger, int]:
    """Open the next run and claim a known page; return the run and the page id."""
    book = ledger(database)
    book.seed([link(name, refresh=True)])
    (held,) = [one.id for one in book.claim(100) if one.url_key == key(name)]
    return book, held


def save_first(database: Database, name: str | int = 1, words: str = TEXT, **more: Any) -> int:
    """Save an article in a run of its own and return its id."""
    book = ledger(database)
    article_id, word = store(book, name, words, **more)
    assert word == "inserted"
    close(book, 1)
    assert article_id is not None
    return article_id


def change_seq(database: Database, article_id: int) -> int:
    """Return the change number of an article."""
    number: int = stored(database, article_id)["change_seq"]
    return number
