"""Alembic's entry: runs on the connection that storage.db.migrate hands over, never opens one of its own."""

from __future__ import annotations

from alembic import context

from storage.db.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
context.run_migrations()
