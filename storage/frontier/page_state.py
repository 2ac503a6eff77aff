"""The state of a page in the frontier, as the row was before the current outcome."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import RowMapping


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredPage:
    """A row of the ``page`` table as it was before the current outcome."""

    id: int
    source_id: str
    url: str
    url_key: str
    kind: str  # list | edition | article
    state: str
    article_id: int | None
    raw_sha: str | None
    attempts: int
    next_at: datetime | None
    not_modified: int  # answers 304 in a row
    found_at: datetime
    claim_run_id: int | None

    @classmethod
    def from_row(cls, row: RowMapping) -> Self:
        """Take the columns of a selected row."""
        return cls(**{one.name: row[one.name] for one in fields(cls)})
