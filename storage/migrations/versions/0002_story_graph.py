"""Indexes for linking: clause hashes by hash only, equal texts by date."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # the index doubled the size of the table; only a takedown looks hashes up by article
    op.drop_index("ix_fingerprint_article_id", table_name="fingerprint")
    op.drop_index("ix_article_content_sha", table_name="article")
    # of a thousand equal notices, linking reads the nearest in time only
    op.create_index(
        "ix_article_content_sha", "article", ["content_sha", "published_date", "id"], unique=False
    )
