"""Invented texts whose stories are known: originals, reprints, similar notices, unrelated texts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text

from storage.db.models import ArticleRow, RelationRow
from storage.stories import link
from tests.pipelines.dedup.dedup_texts import notices, reprint, story
from tests.storage.rows import claim_one, close, ledger, seen, source, understood

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipelines.items import Article
    from storage.db.database import Database
    from storage.ledger import Ledger
    from storage.stories.text_comparison import Comparer

KINDS = {"gov": "government", "daily": "newspaper", "portal": "portal", "platform": "platform"}


@dataclass
class City:
    """Texts as (source, name, article), and the names of texts that form one story."""

    texts: list[tuple[str, str, Article]] = field(default_factory=list)
    stories: list[set[str]] = field(default_factory=list)


def city(seed: int, size: int = 6) -> City:
    """Return ``size`` stories, each in up to four sources, with similar notices and unrelated texts between them."""
    rng = Random(seed)
    made = City()
    for number in range(size):
        original = story(rng)
        names = {f"{number}-gov"}
        made.texts.append(("gov", f"{number}-gov", original))
        for where in rng.sample(("daily", "portal", "platform"), rng.randrange(1, 4)):
            names.add(f"{number}-{where}")
            made.texts.append(
                (where, f"{number}-{where}", reprint(original, rng, cut=rng.choice((0, 0, 0.2))))
            )
        made.stories.append(names)
        pair = notices(rng)
        made.texts += [("gov", f"{number}-notice-a", pair.a), ("gov", f"{number}-notice-b", pair.b)]
        made.texts.append(("portal", f"{number}-alone", story(rng)))
    return made


def shuffled(made: City, seed: int) -> list[tuple[str, str, Any]]:
    """Return the texts in another order of arrival."""
    texts = list(made.texts)
    Random(seed).shuffle(texts)
    return texts


class Desk:
    """Saves articles without linking them, through one open run per source."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.books: dict[str, Ledger] = {}
        self.claimed: Counter[str] = Counter()

    def put(self, source_id: str, name: str, article: Article, **more: Any) -> int:
        if source_id not in self.books:
            source(self.database, source_id, kind=KINDS[source_id])
            self.books[source_id] = ledger(self.database, source_id)
        book = self.books[source_id]
        row = understood(
            name,
            article.body or "",
            title=article.title,
            **{"published_at": None, "published_date": article.published_date} | more,
        )
        [(article_id, _)] = book.save(claim_one(book, name).id, [row], seen(article.body))
        self.claimed[source_id] += 1
        assert article_id is not None
        return article_id

    def close(self) -> None:
        for source_id, book in self.books.items():
            close(book, self.claimed[source_id])


def put(database: Database, texts: Iterable[tuple[str, str, Article]], **more: Any) -> list[int]:
    """Save texts without linking them and return their ids."""
    desk = Desk(database)
    ids = [desk.put(source_id, name, article, **more) for source_id, name, article in texts]
    desk.close()
    return ids


def ingest(
    database: Database, texts: Iterable[tuple[str, str, Article]], comparer: Comparer
) -> dict[str, str]:
    """Save and link texts one after the other; return the result of linking by name."""
    desk = Desk(database)
    words = {
        name: link.link(database, desk.put(source_id, name, article), comparer).word
        for source_id, name, article in texts
    }
    desk.close()
    return words


def partition(database: Database) -> tuple[set[frozenset[str]], set[str]]:
    """Return the stories as sets of names, and the names of the canonical articles."""
    with database.read() as connection:
        rows = connection.execute(text("SELECT url_key, story_id, canonical FROM article")).all()
    groups: dict[int, set[str]] = {}
    for row in rows:
        if row.story_id is not None:
            groups.setdefault(row.story_id, set()).add(_name(row.url_key))
    leaders = {_name(row.url_key) for row in rows if row.story_id is not None and row.canonical}
    return {frozenset(group) for group in groups.values()}, leaders


def _name(url_key: str) -> str:
    return url_key.rpartition("/")[2].removesuffix(".html")


def stored_relation(database: Database, one: int, other: int) -> dict[str, Any]:
    """Return the row of the relation of two articles."""
    with database.read() as connection:
        query = select(RelationRow.__table__).where(
            RelationRow.a_id == min(one, other), RelationRow.b_id == max(one, other)
        )
        return dict(connection.execute(query).mappings().one())


def ids_by_name(database: Database) -> dict[str, int]:
    """Return the article ids by the names of their texts."""
    with database.read() as connection:
        rows = connection.execute(select(ArticleRow.url_key, ArticleRow.id))
        return {key.rpartition("/")[2].removesuffix(".html"): one for key, one in rows}
