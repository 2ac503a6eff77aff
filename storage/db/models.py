"""The tables, the same for SQLite and PostgreSQL. A test compares them with the result of all migrations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.db.column_types import UtcDateTime

# SQLite autoincrements only INTEGER keys. AUTOINCREMENT (below) keeps it from reusing ids of deleted rows.
RowId = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Base of all tables: names of constraints, and column types by Python type."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy expects a plain class attribute
        str: Text,
        datetime: UtcDateTime,
        date: Date,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        float: Float,
        bool: Boolean,
        int: Integer,
    }


class SourceRow(Base):
    """A source file as last read; a status set by a command overrides the file."""

    __tablename__ = "source"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    region: Mapped[str]
    kind: Mapped[str]
    status: Mapped[str] = mapped_column(String(16), default="active")  # active | paused | retired
    status_from: Mapped[str] = mapped_column(String(16), default="file")  # file | command
    every: Mapped[str | None]
    cron: Mapped[str | None]
    next_due_at: Mapped[datetime | None]
    last_started_at: Mapped[datetime | None]
    walks: Mapped[int] = mapped_column(
        default=0
    )  # completed walks; pages found during walk n have found_walk n
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class HostRow(Base):
    """State of a host: pauses (Retry-After), its robots.txt, and failures for the circuit breaker."""

    __tablename__ = "host"

    host: Mapped[str] = mapped_column(primary_key=True)
    paused_until: Mapped[datetime | None]
    pause_reason: Mapped[str | None]
    robots_status: Mapped[str | None]  # ok | none (all allowed) | the reason why nothing may be fetched
    robots_text: Mapped[str | None]
    robots_until: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]


class RunRow(Base):
    """One crawl of one source; written at its start, closed at its end."""

    __tablename__ = "run"
    __table_args__ = (Index("ix_run_source_id_id", "source_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    state: Mapped[str] = mapped_column(String(16))  # running | finished | interrupted | failed
    reason: Mapped[str | None]
    params: Mapped[dict[str, Any]]
    machine: Mapped[str]
    pid: Mapped[int]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    claimed: Mapped[int | None]  # counted by the crawl process itself, written when it closes
    outcomes: Mapped[int] = mapped_column(default=0)  # counted row by row, in each outcome's transaction
    returned: Mapped[int] = mapped_column(default=0)
    walk_complete: Mapped[bool] = mapped_column(default=False)
    stats: Mapped[dict[str, Any]]
    findings: Mapped[list[Any]]
    log_path: Mapped[str | None]


class IssueRow(Base):
    """One edition of a newspaper: a paper's pages of one day."""

    __tablename__ = "issue"
    __table_args__ = (UniqueConstraint("source_id", "issue_date"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    issue_date: Mapped[date]
    url: Mapped[str]
    pages: Mapped[int] = mapped_column(default=0)
    first_seen_at: Mapped[datetime]


class PageRow(Base):
    """The frontier: one row per address that matched a rule of its source, with the outcome of fetching it."""

    __tablename__ = "page"
    __table_args__ = (
        UniqueConstraint("source_id", "url_key"),
        Index("ix_page_due", "source_id", "state", "next_at"),
        Index("ix_page_claim_run_id", "claim_run_id"),
        Index("ix_page_article_id", "article_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    url: Mapped[str]  # as it will be fetched
    url_key: Mapped[str]  # canonical, without scheme
    kind: Mapped[str] = mapped_column(String(16))  # list | edition | article
    state: Mapped[str] = mapped_column(
        String(16)
    )  # due retry | listed stored unchanged duplicate refused ...
    reason: Mapped[str | None]
    next_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)  # failures in a row
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"))
    position: Mapped[int] = mapped_column(default=0)  # page number of a list, order of an article
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id"))
    hint: Mapped[dict[str, Any]]
    hint_date: Mapped[date | None]
    found_walk: Mapped[int]
    found_at: Mapped[datetime]
    article_id: Mapped[int | None] = mapped_column(
        ForeignKey("article.id", use_alter=True, name="fk_page_article_id")
    )
    http_status: Mapped[int | None]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    not_modified: Mapped[int] = mapped_column(default=0)  # 304 answers in a row
    fetched_at: Mapped[datetime | None]
    raw_sha: Mapped[str | None] = mapped_column(ForeignKey("raw.sha"))
    last_run_id: Mapped[int | None]
    claim_run_id: Mapped[int | None]
    claimed_at: Mapped[datetime | None]


class ArticleRow(Base):
    """An article at its canonical address; articles that share a page have their headline in the key."""

    __tablename__ = "article"
    __table_args__ = (
        Index("ix_article_change_seq", "change_seq", unique=True),
        Index("ix_article_content_sha", "content_sha", "published_date", "id"),
        Index("ix_article_published_date", "published_date"),
        Index("ix_article_source_id", "source_id"),
        Index("ix_article_story_id", "story_id"),
        Index("ix_article_dedup_state", "dedup_state"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    url_key: Mapped[str] = mapped_column(unique=True)
    url: Mapped[str]
    fetched_url: Mapped[str | None]
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"))
    platform: Mapped[str | None]
    platform_account: Mapped[str | None]
    outlet: Mapped[str | None]
    title: Mapped[str | None]
    kicker: Mapped[str | None]
    subtitle: Mapped[str | None]
    original_title: Mapped[str | None]
    summary: Mapped[str | None]
    body: Mapped[str | None]
    script: Mapped[str | None]
    language: Mapped[str | None]
    published_at: Mapped[datetime | None]
    published_date: Mapped[date | None]
    published_precision: Mapped[str | None]
    published_from: Mapped[str | None]
    published_raw: Mapped[str | None]
    dateline: Mapped[str | None]
    column_name: Mapped[str | None]
    keywords: Mapped[list[Any]]
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id"))
    newspaper: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    evidence: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16))  # live | withdrawn | taken_down
    missing: Mapped[int] = mapped_column(default=0)  # times in a row that the page was missing
    versions: Mapped[int]
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    change_seq: Mapped[int] = mapped_column(BigInteger)
    content_sha: Mapped[str | None]
    raw_sha: Mapped[str | None] = mapped_column(ForeignKey("raw.sha"))
    extractor: Mapped[str | None]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
    folded: Mapped[str | None]
    norm_version: Mapped[int | None]
    dedup_state: Mapped[str] = mapped_column(String(8), default="pending")  # pending | rebuild | done
    story_id: Mapped[int | None] = mapped_column(
        ForeignKey("story.id", use_alter=True, name="fk_article_story_id")
    )
    canonical: Mapped[bool | None]


class ArticleVersionRow(Base):
    """Every text an article had, numbered from 1."""

    __tablename__ = "article_version"
    __table_args__ = (UniqueConstraint("article_id", "number"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    number: Mapped[int]
    cause: Mapped[str] = mapped_column(String(16))  # publisher | extractor
    content_sha: Mapped[str | None]
    title: Mapped[str | None]
    body: Mapped[str | None]
    published_at: Mapped[datetime | None]
    raw_sha: Mapped[str | None] = mapped_column(ForeignKey("raw.sha"))
    extractor: Mapped[str | None]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
    seen_at: Mapped[datetime]


class BylineRow(Base):
    """A person or office credited with an article, by role."""

    __tablename__ = "byline"
    __table_args__ = (PrimaryKeyConstraint("article_id", "position"), Index("ix_byline_name", "name"))

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    position: Mapped[int]
    role: Mapped[str] = mapped_column(String(32))
    name: Mapped[str]


class ArticleRegionRow(Base):
    """A region that an article is about, by GB/T 2260 code."""

    __tablename__ = "article_region"
    __table_args__ = (PrimaryKeyConstraint("article_id", "position"), Index("ix_article_region_code", "code"))

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(6))
    name: Mapped[str]
    zone: Mapped[str | None]
    how: Mapped[str] = mapped_column(String(16))


class MediaRow(Base):
    """Addresses of images and attachments; the files are not fetched."""

    __tablename__ = "media"
    __table_args__ = (PrimaryKeyConstraint("article_id", "kind", "position"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    kind: Mapped[str] = mapped_column(String(16))  # image | attachment
    position: Mapped[int]
    url: Mapped[str]
    label: Mapped[str | None]  # an image's caption, an attachment's name


class StoryRow(Base):
    """A group of duplicates and reprints; its id is the smallest article id in it."""

    __tablename__ = "story"

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    canonical_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    size: Mapped[int]


class RelationRow(Base):
    """How two articles are related; each pair is stored once."""

    __tablename__ = "relation"
    __table_args__ = (
        PrimaryKeyConstraint("a_id", "b_id", "rule_version"),
        Index("ix_relation_b_id", "b_id"),
    )

    a_id: Mapped[int] = mapped_column(ForeignKey("article.id"))  # a_id < b_id
    b_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    kind: Mapped[str] = mapped_column(String(16))  # duplicate | reprint | excerpt_of | variant
    direction: Mapped[str | None] = mapped_column(String(8))  # excerpt_of only: a_in_b | b_in_a
    score: Mapped[float]
    cover_a: Mapped[float]
    cover_b: Mapped[float]
    conflicts: Mapped[list[Any]]
    rule_version: Mapped[int]  # negative: prepared by a running recluster, hidden from readers


class FingerprintRow(Base):
    """Clause hashes (xxh3-64, signed). Hashes of earlier texts stay, so reprints of those are found too.

    There is no index by article: it would double the size of the table.
    """

    __tablename__ = "fingerprint"
    __table_args__ = (PrimaryKeyConstraint("hash", "article_id"), {"sqlite_with_rowid": False})

    hash: Mapped[int] = mapped_column(BigInteger)
    article_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("article.id"))


class HashStopRow(Base):
    """Hashes of common clauses (slogans, set formulas), which are stored for no further article."""

    __tablename__ = "hash_stop"

    hash: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class RawRow(Base):
    """A response body in the raw archive; its file is written before this row."""

    __tablename__ = "raw"

    sha: Mapped[str] = mapped_column(String(64), primary_key=True)
    url: Mapped[str]
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    size: Mapped[int]  # bytes before compression
    fetched_at: Mapped[datetime]


class LeaseRow(Base):
    """Which process may crawl a host; ``token`` is checked in every write transaction of a crawl."""

    __tablename__ = "lease"

    key: Mapped[str] = mapped_column(primary_key=True)
    token: Mapped[str | None]
    machine: Mapped[str | None]
    pid: Mapped[int | None]
    pid_started: Mapped[float | None]  # identifies the process together with pid, which is reused
    source_id: Mapped[str | None]
    run_id: Mapped[int | None]
    until: Mapped[datetime | None]
    used_at: Mapped[datetime | None]  # last time the host was known to be in use


class CounterRow(Base):
    """Source of ``change_seq``: the numbers of a database sequence do not follow the order of commits."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
