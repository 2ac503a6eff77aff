"""Write the sources of the YAML files into the ``source`` table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.frontier import stored_sources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.sources.model import Source
    from storage.db.database import Database


def sync(database: Database, sources: Iterable[Source]) -> None:
    """Insert or update one row for each source; a status set by ``source pause`` or ``resume`` is kept."""
    stored_sources.sync(database, [row_of(source) for source in sources])


def row_of(source: Source) -> dict[str, object]:
    """Return the columns of the ``source`` table that come from the source file."""
    return {
        "id": source.id,
        "name": source.name,
        "region": source.region,
        "kind": source.kind,
        "status": source.status,
        "every": source.interval,
        "cron": source.cron,
    }
