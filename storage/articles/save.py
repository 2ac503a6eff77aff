"""Insert or update an article: one row per address, and a version for every text the address had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from storage.articles import children
from storage.articles.article_columns import (
    columns_of,
    keep_earlier_parts,
    same_body,
    same_text,
    visible,
    write_version,
)
from storage.db.models import ArticleRow, PageRow
from storage.stories import candidates
from storage.values import Saved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, RowMapping

    from storage.articles.article_columns import ArticleToSave, Saving
    from storage.db.database import Database


def save(
    database: Database, connection: Connection, article: ArticleToSave, saving: Saving, seq: int
) -> Saved:
    """Insert or update one article and return its id with what happened.

    Words: inserted, revised (a new text), unchanged, duplicate (another address of a stored article), taken_down.
    ``seq`` is the change number; it is used only if readers can see a change.
    """
    columns = columns_of(database, connection, article, saving)
    _follow_move(connection, article, columns, saving)
    inserted = connection.execute(
        database.insert(ArticleRow)
        .values(
            **columns,
            url_key=article.url_key,
            source_id=saving.page.source_id,
            page_id=saving.page.id,
            state="live",
            missing=0,
            versions=1,
            first_seen_at=saving.now,
            last_seen_at=saving.seen.fetched_at,
            changed_at=saving.now,
            change_seq=seq,
            run_id=saving.run_id,
            dedup_state="pending",
        )
        .on_conflict_do_nothing(index_elements=["url_key"])
        .returning(ArticleRow.id)
    ).scalar_one_or_none()
    if inserted is not None:
        children.write(connection, inserted, article.record)
        candidates.write(database, connection, inserted, article.fingerprints)
        write_version(connection, inserted, 1, "publisher", columns, saving)
        return Saved(inserted, "inserted")
    row = _locked(connection, article.url_key)
    assert row is not None, "the insert met a row with this key"
    if row["state"] == "taken_down":
        return Saved(None, "taken_down")
    if _is_other_address(row, saving):
        _touch(connection, row, saving, seq)
        return Saved(row["id"], "duplicate")
    return Saved(row["id"], _update(database, connection, row, article, columns, saving, seq))


def reread(
    database: Database, connection: Connection, article: ArticleToSave, saving: Saving, seq: int
) -> Saved:
    """Replace a stored article by what the current rules extract from the same bytes.

    Words: same, changed (other columns than the text), revised (a version with cause ``extractor``), unknown (no
    such article on this page), taken_down. The state and the times of the article stay: nothing was fetched.
    """
    row = _locked(connection, article.url_key)
    if row is None or row["page_id"] != saving.page.id:
        return Saved(None, "unknown")
    if row["state"] == "taken_down":
        return Saved(None, "taken_down")
    columns = columns_of(database, connection, article, saving)
    text_changed = not same_text(row, columns)
    keep_earlier_parts(row, columns)
    values: dict[str, Any] = {"extractor": columns["extractor"]}
    changed = text_changed or _visibly_differs(connection, row, article, columns)
    if changed:
        values |= columns | {"change_seq": seq, "changed_at": saving.now}
        children.write(connection, row["id"], article.record)
    if text_changed:
        values |= _add_version(database, connection, row, article, columns, saving, "extractor")
    connection.execute(update(ArticleRow).where(ArticleRow.id == row["id"]).values(**values))
    return Saved(row["id"], "revised" if text_changed else "changed" if changed else "same")


def _locked(connection: Connection, url_key: str) -> RowMapping | None:
    query = select(ArticleRow.__table__).where(ArticleRow.url_key == url_key).with_for_update()
    return connection.execute(query).mappings().one_or_none()


def _update(
    database: Database,
    connection: Connection,
    row: RowMapping,
    article: ArticleToSave,
    columns: dict[str, Any],
    saving: Saving,
    seq: int,
) -> str:
    text_changed = not same_text(row, columns)
    keep_earlier_parts(row, columns)
    changed = text_changed or _visibly_differs(connection, row, article, columns)
    values: dict[str, Any] = {"last_seen_at": saving.seen.fetched_at, "missing": 0}
    if _is_own_address(row["url_key"], saving.page.url_key) and not _page_is_own(connection, row):
        values["page_id"] = saving.page.id  # was stored from another address first
    if row["state"] == "withdrawn":
        changed = True
        values["state"] = "live"
    if changed:
        values |= columns | {"change_seq": seq, "changed_at": saving.now, "run_id": saving.run_id}
        children.write(connection, row["id"], article.record)
    if text_changed:
        # another text from the same bytes: our rules changed, not the page
        same_bytes = columns["raw_sha"] in {row["raw_sha"], saving.page.raw_sha} - {None}
        cause = "extractor" if same_bytes else "publisher"
        values |= _add_version(database, connection, row, article, columns, saving, cause)
    connection.execute(update(ArticleRow).where(ArticleRow.id == row["id"]).values(**values))
    return "revised" if text_changed else "unchanged"


def _visibly_differs(
    connection: Connection, row: RowMapping, article: ArticleToSave, columns: Mapping[str, Any]
) -> bool:
    """Return whether a reader would see a difference other than in the text."""
    stored = children.read(connection, row["id"])
    return stored != children.rows_of(article.record) or visible(row) != visible(columns)


def _add_version(
    database: Database,
    connection: Connection,
    row: RowMapping,
    article: ArticleToSave,
    columns: Mapping[str, Any],
    saving: Saving,
    cause: str,
) -> dict[str, Any]:
    """Write the next version and its fingerprints; return the columns of the article that follow from it."""
    number = row["versions"] + 1
    write_version(connection, row["id"], number, cause, columns, saving)
    candidates.write(database, connection, row["id"], article.fingerprints)
    return {"versions": number, "dedup_state": "pending"}


def _follow_move(
    connection: Connection, article: ArticleToSave, columns: Mapping[str, Any], saving: Saving
) -> None:
    """Give a stored article its new address if its page now leads to another address with the same text."""
    page = saving.page
    if page.article_id is None or page.url_key == article.url_key:
        return
    query = select(ArticleRow.__table__).where(ArticleRow.id == page.article_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None or row["url_key"] != page.url_key or row["page_id"] != page.id:
        return
    taken = connection.execute(select(ArticleRow.id).where(ArticleRow.url_key == article.url_key)).first()
    if taken is None and row["state"] != "taken_down" and same_body(row, columns):
        connection.execute(
            update(ArticleRow).where(ArticleRow.id == row["id"]).values(url_key=article.url_key)
        )


def _is_other_address(row: RowMapping, saving: Saving) -> bool:
    """Return whether this page is a second address of an article that was stored from another page."""
    if row["page_id"] is None or row["page_id"] == saving.page.id:
        return False
    return not _is_own_address(row["url_key"], saving.page.url_key)


def _page_is_own(connection: Connection, row: RowMapping) -> bool:
    """Return whether the page that an article is stored under has the article's own address."""
    query = select(PageRow.url_key).where(PageRow.id == row["page_id"])
    url_key = connection.execute(query).scalar_one_or_none()
    return url_key is not None and _is_own_address(row["url_key"], url_key)


def _is_own_address(article_key: str, page_key: str) -> bool:
    """Return whether a page's address is the article's own; keys of parts of a page go on behind #."""
    return article_key == page_key or article_key.startswith(page_key + "#")


def _touch(connection: Connection, row: RowMapping, saving: Saving, seq: int) -> None:
    """Record that the article was seen at another address."""
    values: dict[str, Any] = {"last_seen_at": saving.seen.fetched_at, "missing": 0}
    if row["state"] == "withdrawn":
        values |= {"state": "live", "change_seq": seq, "changed_at": saving.now}
    connection.execute(update(ArticleRow).where(ArticleRow.id == row["id"]).values(**values))
