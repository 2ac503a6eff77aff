"""Indexes of the story graph: clause hashes by hash alone, equal texts by date."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # it doubled the size of the table, and only a takedown asks which hashes an article has
    op.drop_index("ix_fingerprint_article_id", table_name="fingerprint")
    op.drop_index("ix_article_content_sha", table_name="article")
    # a thousand identical notices: the nearest in time are read, not all of them
    op.create_index(
        "ix_article_content_sha", "article", ["content_sha", "published_date", "id"], unique=False
    )
