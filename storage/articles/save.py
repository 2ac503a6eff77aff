"""T1, the article's half: one address becomes one row, and every text it ever carried a version."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from storage.articles import children
from storage.db.models import ArticleRow, ArticleVersionRow, IssueRow, PageRow
from storage.stories import candidates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, RowMapping

    from storage.db.database import Database
    from storage.values import Seen

PLAIN = (
    *("url", "fetched_url", "platform", "platform_account", "outlet"),
    *("title", "kicker", "subtitle", "original_title", "summary", "body", "script", "language"),
    *("published_precision", "published_from", "published_raw", "dateline", "content_sha", "extractor"),
)
MISSING_LIMIT = 2  # one absence may be an accident of the site, two in different runs are not


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleToSave:
    """An article to save: its record (plain JSON types), and what deduplication needs of it."""

    record: Mapping[str, Any]
    url_key: str
    evidence: Mapping[str, Any] = field(default_factory=dict)
    folded: str | None = None
    norm_version: int | None = None
    fingerprints: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Saving:
    """What all articles of one page share while they are saved."""

    page: Mapping[str, Any] | RowMapping  # the claimed row of the frontier
    run_id: int | None  # None: no crawl, the archive is read again
    seen: Seen
    now: datetime


def save(
    database: Database, connection: Connection, article: ArticleToSave, saving: Saving, seq: int
) -> tuple[int | None, str]:
    """Insert or update one article; gives its id and one word: inserted, revised, unchanged, duplicate,
    taken_down.

    ``seq`` is used only where a reader can see a change.
    """
    columns = _columns(database, connection, article, saving)
    _follow_move(connection, article, columns, saving)
    inserted = connection.execute(
        database.insert(ArticleRow)
        .values(
            **columns,
            url_key=article.url_key,
            source_id=saving.page["source_id"],
            page_id=saving.page["id"],
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
        _version(connection, inserted, 1, "publisher", columns, saving)
        return inserted, "inserted"
    row = (
        connection.execute(
            select(ArticleRow.__table__).where(ArticleRow.url_key == article.url_key).with_for_update()
        )
        .mappings()
        .one()
    )
    if row["state"] == "taken_down":
        return None, "taken_down"
    if _is_alias(row, saving):
        _touch(connection, row, saving, seq)
        return row["id"], "duplicate"
    return row["id"], _update(database, connection, row, article, columns, saving, seq)


def _follow_move(
    connection: Connection, article: ArticleToSave, columns: Mapping[str, Any], saving: Saving
) -> None:
    """A page that now leads to another address with the text it had: its article moved there, and is no second one."""
    if saving.page["article_id"] is None or saving.page["url_key"] == article.url_key:
        return
    row = (
        connection.execute(select(ArticleRow.__table__).where(ArticleRow.id == saving.page["article_id"]))
        .mappings()
        .one_or_none()
    )
    if row is None or row["url_key"] != saving.page["url_key"] or row["page_id"] != saving.page["id"]:
        return
    taken = connection.execute(select(ArticleRow.id).where(ArticleRow.url_key == article.url_key)).first()
    if taken is None and row["state"] != "taken_down" and _same_body(row, columns):
        connection.execute(
            update(ArticleRow).where(ArticleRow.id == row["id"]).values(url_key=article.url_key)
        )


def _update(
    database: Database,
    connection: Connection,
    row: RowMapping,
    article: ArticleToSave,
    columns: dict[str, Any],
    saving: Saving,
    seq: int,
) -> str:
    text_changed = not _same_text(row, columns)
    shown_before = children.stored(connection, row["id"])
    changed = (
        text_changed or shown_before != children.rows(article.record) or _visible(row) != _visible(columns)
    )
    values: dict[str, Any] = {"last_seen_at": saving.seen.fetched_at, "missing": 0}
    if _at_home(row, saving) and not _home_kept(connection, row):
        values["page_id"] = saving.page["id"]  # stored from another address before its own was read
    if row["state"] == "withdrawn":
        changed = True
        values["state"] = "live"
    if changed:
        values |= columns | {"change_seq": seq, "changed_at": saving.now, "run_id": saving.run_id}
        children.write(connection, row["id"], article.record)
    if text_changed:
        number = row["versions"] + 1
        # the same bytes read otherwise: our rules changed, not the publisher's text
        same_bytes = columns["raw_sha"] in {row["raw_sha"], saving.page["raw_sha"]} - {None}
        _version(connection, row["id"], number, "extractor" if same_bytes else "publisher", columns, saving)
        candidates.write(database, connection, row["id"], article.fingerprints)
        values |= {"versions": number, "dedup_state": "pending"}
    connection.execute(update(ArticleRow).where(ArticleRow.id == row["id"]).values(**values))
    return "revised" if text_changed else "unchanged"


def reread(
    database: Database, connection: Connection, article: ArticleToSave, saving: Saving, seq: int
) -> tuple[int | None, str]:
    """Bring a stored article to what today's rules read in the same bytes; gives its id and one word: same,
    changed, revised, unknown, taken_down.

    No sighting: state and times of the publication stay as they are, and a new text is a version of cause
    ``extractor``.
    """
    query = select(ArticleRow.__table__).where(ArticleRow.url_key == article.url_key).with_for_update()
    row = connection.execute(query).mappings().one_or_none()
    if row is None or row["page_id"] != saving.page["id"]:
        return None, "unknown"
    if row["state"] == "taken_down":
        return None, "taken_down"
    columns = _columns(database, connection, article, saving)
    text_changed = not _same_text(row, columns)
    shown = children.stored(connection, row["id"]) != children.rows(article.record)
    changed = text_changed or shown or _visible(row) != _visible(columns)
    values: dict[str, Any] = {"extractor": columns["extractor"]}
    if changed:
        values |= columns | {"change_seq": seq, "changed_at": saving.now}
        children.write(connection, row["id"], article.record)
    if text_changed:
        number = row["versions"] + 1
        _version(connection, row["id"], number, "extractor", columns, saving)
        candidates.write(database, connection, row["id"], article.fingerprints)
        values |= {"versions": number, "dedup_state": "pending"}
    connection.execute(update(ArticleRow).where(ArticleRow.id == row["id"]).values(**values))
    return row["id"], "revised" if text_changed else "changed" if changed else "same"


def seen_again(connection: Connection, page_id: int, at: datetime, seq: int, now: datetime) -> None:
    """The page of these articles answered 304: still there, still the same."""
    for row in _of_page(connection, page_id):
        values: dict[str, Any] = {"last_seen_at": at, "missing": 0}
        if row["state"] == "withdrawn":
            values |= {"state": "live", "change_seq": seq, "changed_at": now}
            seq += 1
        connection.execute(update(ArticleRow).where(ArticleRow.id == row["id"]).values(**values))


def missed(connection: Connection, page_id: int, seq: int, now: datetime) -> int:
    """The page of these articles is gone; at the second sighting they are withdrawn, their text kept.

    Gives the number of articles withdrawn now.
    """
    withdrawn = 0
    for row in _of_page(connection, page_id):
        values: dict[str, Any] = {"missing": row["missing"] + 1}
        if row["missing"] + 1 >= MISSING_LIMIT and row["state"] == "live":
            values |= {"state": "withdrawn", "change_seq": seq + withdrawn, "changed_at": now}
            withdrawn += 1
        connection.execute(update(ArticleRow).where(ArticleRow.id == row["id"]).values(**values))
    return withdrawn


def count_of_page(connection: Connection, page_id: int) -> int:
    return connection.execute(
        select(func.count()).select_from(ArticleRow).where(ArticleRow.page_id == page_id)
    ).scalar_one()


def _of_page(connection: Connection, page_id: int) -> Sequence[RowMapping]:
    return (
        connection.execute(
            select(ArticleRow.__table__)
            .where(ArticleRow.page_id == page_id, ArticleRow.state != "taken_down")
            .order_by(ArticleRow.id)
            .with_for_update()
        )
        .mappings()
        .all()
    )


def _is_alias(row: RowMapping, saving: Saving) -> bool:
    """Whether this page is a second address of an article that was stored from another page."""
    if row["page_id"] is None or row["page_id"] == saving.page["id"]:
        return False
    return not _at_home(row, saving)


def _at_home(row: RowMapping, saving: Saving) -> bool:
    """Whether this page's address is the article's own (of a split page: up to the headline's mark)."""
    return _is_own(row["url_key"], saving.page["url_key"])


def _home_kept(connection: Connection, row: RowMapping) -> bool:
    """Whether the page that the article is kept under is one of the article's own address."""
    home = connection.execute(
        select(PageRow.url_key).where(PageRow.id == row["page_id"])
    ).scalar_one_or_none()
    return home is not None and _is_own(row["url_key"], home)


def _is_own(article_key: str, page_key: str) -> bool:
    return article_key == page_key or article_key.startswith(page_key + "#")


def _touch(connection: Connection, row: RowMapping, saving: Saving, seq: int) -> None:
    values: dict[str, Any] = {"last_seen_at": saving.seen.fetched_at, "missing": 0}
    if row["state"] == "withdrawn":
        values |= {"state": "live", "change_seq": seq, "changed_at": saving.now}
    connection.execute(update(ArticleRow).where(ArticleRow.id == row["id"]).values(**values))


def _same_text(row: Mapping[str, Any] | RowMapping, columns: Mapping[str, Any]) -> bool:
    """Whether both are one version: the same normal form of the text, the same title but for white space."""
    titles = ["".join((one["title"] or "").split()) for one in (row, columns)]
    return titles[0] == titles[1] and _same_body(row, columns)


def _same_body(row: Mapping[str, Any] | RowMapping, columns: Mapping[str, Any]) -> bool:
    # normal forms of two versions say nothing of one another; then the texts themselves do
    if row["norm_version"] != columns["norm_version"] or not row["content_sha"]:
        return bool(row["body"] == columns["body"])
    return bool(row["content_sha"] == columns["content_sha"])


def _visible(row: Mapping[str, Any] | RowMapping) -> tuple[Any, ...]:
    """What a reader sees of the row itself. The extractor's version alone is no change of the article."""
    names = [name for name in PLAIN if name not in ("extractor", "fetched_url")]
    more = ("column_name", "keywords", "newspaper", "published_at", "published_date")
    return tuple(row[name] for name in (*names, *more))


def _columns(
    database: Database, connection: Connection, article: ArticleToSave, saving: Saving
) -> dict[str, Any]:
    record = article.record
    columns: dict[str, Any] = {name: record[name] for name in PLAIN}
    columns["published_at"] = _moment(record["published_at"])
    columns["published_date"] = _day(record["published_date"])
    columns["column_name"] = record["column"]
    columns["keywords"] = list(record["keywords"])
    columns["newspaper"] = record["newspaper"]
    columns["issue_id"] = _issue(database, connection, record["newspaper"], saving)
    columns["evidence"] = dict(article.evidence)
    columns["folded"] = article.folded
    columns["norm_version"] = article.norm_version
    columns["raw_sha"] = saving.seen.raw.sha if saving.seen.raw else None
    return columns


def _issue(
    database: Database, connection: Connection, paper: Mapping[str, Any] | None, saving: Saving
) -> int | None:
    if paper is None or not paper.get("issue_date"):
        return None
    day = _day(paper["issue_date"])
    source_id = saving.page["source_id"]
    connection.execute(
        database.insert(IssueRow)
        .values(
            source_id=source_id, issue_date=day, url=saving.page["url"], pages=0, first_seen_at=saving.now
        )
        .on_conflict_do_nothing()
    )
    return connection.execute(
        select(IssueRow.id).where(IssueRow.source_id == source_id, IssueRow.issue_date == day)
    ).scalar_one()


def _version(
    connection: Connection,
    article_id: int,
    number: int,
    cause: str,
    columns: Mapping[str, Any],
    saving: Saving,
) -> None:
    connection.execute(
        insert(ArticleVersionRow).values(
            article_id=article_id,
            number=number,
            cause=cause,
            run_id=saving.run_id,
            seen_at=saving.now,
            **{
                name: columns[name]
                for name in ("content_sha", "title", "body", "published_at", "raw_sha", "extractor")
            },
        )
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
