"""First schema: all tables, and the counter for change_seq."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.db.column_types import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counter"),
    )
    op.create_table(
        "hash_stop",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_hash_stop"),
    )
    op.create_table(
        "host",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("paused_until", UtcDateTime(), nullable=True),
        sa.Column("pause_reason", sa.Text(), nullable=True),
        sa.Column("robots_status", sa.Text(), nullable=True),
        sa.Column("robots_text", sa.Text(), nullable=True),
        sa.Column("robots_until", UtcDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_host"),
    )
    op.create_table(
        "lease",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("machine", sa.Text(), nullable=True),
        sa.Column("pid", sa.Integer(), nullable=True),
        sa.Column("pid_started", sa.Float(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_lease"),
    )
    op.create_table(
        "raw",
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("fetched_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha", name="pk_raw"),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("status_from", sa.String(length=16), nullable=False),
        sa.Column("every", sa.Text(), nullable=True),
        sa.Column("cron", sa.Text(), nullable=True),
        sa.Column("next_due_at", UtcDateTime(), nullable=True),
        sa.Column("last_started_at", UtcDateTime(), nullable=True),
        sa.Column("walks", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
    )
    op.create_table(
        "issue",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_issue_source_id"),
        sa.PrimaryKeyConstraint("id", name="pk_issue"),
        sa.UniqueConstraint("source_id", "issue_date", name="uq_issue_source_id_issue_date"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("claimed", sa.Integer(), nullable=True),
        sa.Column("outcomes", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("walk_complete", sa.Boolean(), nullable=False),
        sa.Column("stats", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("log_path", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_run_source_id"),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_run_source_id_id", "run", ["source_id", "id"], unique=False)
    op.create_table(
        "page",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("hint", sa.JSON(), nullable=False),
        sa.Column("hint_date", sa.Date(), nullable=True),
        sa.Column("found_walk", sa.Integer(), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("not_modified", sa.Integer(), nullable=False),
        sa.Column("fetched_at", UtcDateTime(), nullable=True),
        sa.Column("raw_sha", sa.String(length=64), nullable=True),
        sa.Column("last_run_id", sa.Integer(), nullable=True),
        sa.Column("claim_run_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_page_article_id", use_alter=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name="fk_page_issue_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["page.id"], name="fk_page_parent_id"),
        sa.ForeignKeyConstraint(["raw_sha"], ["raw.sha"], name="fk_page_raw_sha"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_page_source_id"),
        sa.PrimaryKeyConstraint("id", name="pk_page"),
        sa.UniqueConstraint("source_id", "url_key", name="uq_page_source_id_url_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_page_article_id", "page", ["article_id"], unique=False)
    op.create_index("ix_page_claim_run_id", "page", ["claim_run_id"], unique=False)
    op.create_index("ix_page_due", "page", ["source_id", "state", "next_at"], unique=False)
    op.create_table(
        "article",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("fetched_url", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("page_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("platform", sa.Text(), nullable=True),
        sa.Column("platform_account", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("kicker", sa.Text(), nullable=True),
        sa.Column("subtitle", sa.Text(), nullable=True),
        sa.Column("original_title", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("script", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("published_date", sa.Date(), nullable=True),
        sa.Column("published_precision", sa.Text(), nullable=True),
        sa.Column("published_from", sa.Text(), nullable=True),
        sa.Column("published_raw", sa.Text(), nullable=True),
        sa.Column("dateline", sa.Text(), nullable=True),
        sa.Column("column_name", sa.Text(), nullable=True),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("issue_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("newspaper", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("change_seq", sa.BigInteger(), nullable=False),
        sa.Column("content_sha", sa.Text(), nullable=True),
        sa.Column("raw_sha", sa.String(length=64), nullable=True),
        sa.Column("extractor", sa.Text(), nullable=True),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("folded", sa.Text(), nullable=True),
        sa.Column("norm_version", sa.Integer(), nullable=True),
        sa.Column("dedup_state", sa.String(length=8), nullable=False),
        sa.Column("story_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("canonical", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name="fk_article_issue_id"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_article_page_id"),
        sa.ForeignKeyConstraint(["raw_sha"], ["raw.sha"], name="fk_article_raw_sha"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_article_run_id"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_article_source_id"),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_article_story_id", use_alter=True),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("url_key", name="uq_article_url_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_article_change_seq", "article", ["change_seq"], unique=True)
    op.create_index("ix_article_content_sha", "article", ["content_sha"], unique=False)
    op.create_index("ix_article_dedup_state", "article", ["dedup_state"], unique=False)
    op.create_index("ix_article_published_date", "article", ["published_date"], unique=False)
    op.create_index("ix_article_source_id", "article", ["source_id"], unique=False)
    op.create_index("ix_article_story_id", "article", ["story_id"], unique=False)
    op.create_table(
        "article_region",
        sa.Column("article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_article_region_article_id"),
        sa.PrimaryKeyConstraint("article_id", "position", name="pk_article_region"),
    )
    op.create_index("ix_article_region_code", "article_region", ["code"], unique=False)
    op.create_table(
        "article_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("content_sha", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("raw_sha", sa.String(length=64), nullable=True),
        sa.Column("extractor", sa.Text(), nullable=True),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_article_version_article_id"),
        sa.ForeignKeyConstraint(["raw_sha"], ["raw.sha"], name="fk_article_version_raw_sha"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_article_version_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_article_version"),
        sa.UniqueConstraint("article_id", "number", name="uq_article_version_article_id_number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "byline",
        sa.Column("article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_byline_article_id"),
        sa.PrimaryKeyConstraint("article_id", "position", name="pk_byline"),
    )
    op.create_index("ix_byline_name", "byline", ["name"], unique=False)
    op.create_table(
        "fingerprint",
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_fingerprint_article_id"),
        sa.PrimaryKeyConstraint("hash", "article_id", name="pk_fingerprint"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_fingerprint_article_id", "fingerprint", ["article_id"], unique=False)
    op.create_table(
        "media",
        sa.Column("article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_media_article_id"),
        sa.PrimaryKeyConstraint("article_id", "kind", "position", name="pk_media"),
    )
    op.create_table(
        "relation",
        sa.Column("a_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("b_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("cover_a", sa.Float(), nullable=False),
        sa.Column("cover_b", sa.Float(), nullable=False),
        sa.Column("conflicts", sa.JSON(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["a_id"], ["article.id"], name="fk_relation_a_id"),
        sa.ForeignKeyConstraint(["b_id"], ["article.id"], name="fk_relation_b_id"),
        sa.PrimaryKeyConstraint("a_id", "b_id", "rule_version", name="pk_relation"),
    )
    op.create_index("ix_relation_b_id", "relation", ["b_id"], unique=False)
    op.create_table(
        "story",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("canonical_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["canonical_id"], ["article.id"], name="fk_story_canonical_id"),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
    )
    op.execute("INSERT INTO counter (name, value) VALUES ('change_seq', 0)")
    if op.get_bind().dialect.name == "postgresql":  # SQLite has both inline; PostgreSQL adds them last
        op.create_foreign_key("fk_page_article_id", "page", "article", ["article_id"], ["id"])
        op.create_foreign_key("fk_article_story_id", "article", "story", ["story_id"], ["id"])
