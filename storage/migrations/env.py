"""Entry point of Alembic: migrates on the connection that ``storage.db.migrate`` passes in."""

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
