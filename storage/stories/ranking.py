"""Choose the canonical article of a story: issuing government, newspaper, portal, platform; then the earliest."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from storage.db.models import ArticleRow, SourceRow
from storage.stories.relations import CHUNK, IDS
from storage.values import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sqlalchemy import Connection, RowMapping

KIND_RANK = {"government": 0.0, "newspaper": 1.0, "portal": 2.0, "platform": 3.0}
MIRROR_RANK = 9.0
OTHER_GOVERNMENT = 0.5  # a government that republishes what another one issued
OF_A_MEDIUM = 1.5  # a government site that reprints a newspaper: after the newspaper
MEDIUM = re.compile("(报|报社|通讯社|新华社|电视台|广播电台|融媒体中心|新闻网)$")
SELECT_RANKED = (
    select(
        *(
            ArticleRow.id,
            ArticleRow.url_key,
            ArticleRow.story_id,
            ArticleRow.canonical,
            ArticleRow.evidence,
            ArticleRow.outlet,
        ),
        *(ArticleRow.published_at, ArticleRow.published_date, ArticleRow.first_seen_at, ArticleRow.state),
        func.length(ArticleRow.body).label("size"),
        SourceRow.kind,
        SourceRow.name,
    )
    .join(SourceRow, SourceRow.id == ArticleRow.source_id)
    .where(ArticleRow.id.in_(IDS))
)
SELECT_NAMES = select(SourceRow.name).where(SourceRow.name.in_(IDS))


def rows_of(connection: Connection, ids: Iterable[int]) -> dict[int, RowMapping]:
    """Return the columns that ranking and grouping need, by article id."""
    wanted = sorted(ids)
    found: dict[int, RowMapping] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = connection.execute(SELECT_RANKED, {"ids": wanted[start : start + CHUNK]}).mappings()
        found |= {row["id"]: row for row in rows}
    return found


def best_of(connection: Connection, ids: set[int]) -> int:
    """Return the id of the best-ranked article."""
    ranks = ranks_of(connection, rows_of(connection, ids))
    return min(ranks, key=ranks.__getitem__)


def ranks_of(connection: Connection, rows: Mapping[int, RowMapping]) -> dict[int, tuple[Any, ...]]:
    """Return the sort key of each article, by id; see ``rank``."""
    # only outlets named on government sites matter: see rank
    passed_on = {row["outlet"] for row in rows.values() if row["kind"] == "government"}
    asked = passed_on - {None} - {row["name"] for row in rows.values()} if len(rows) > 1 else set()
    names = {row["name"] for row in rows.values()}
    if asked:
        names |= set(connection.execute(SELECT_NAMES, {"ids": sorted(asked)}).scalars())
    return {article_id: rank(row, names) for article_id, row in rows.items()}


def rank(row: Mapping[str, Any] | RowMapping, names: set[str]) -> tuple[Any, ...]:
    """Return a sort key, the best article first.

    Order: live before withdrawn, kind of source, dated before undated, earliest, longest, address. ``names`` are
    outlets that are sources themselves: a government site that names one of them republishes its text.
    """
    kind = KIND_RANK.get(row["kind"], MIRROR_RANK)
    outlet = row["outlet"]
    if row["kind"] == "government" and outlet and outlet != row["name"]:
        kind = OF_A_MEDIUM if MEDIUM.search(outlet) else OTHER_GOVERNMENT if outlet in names else kind
    if (row["evidence"] or {}).get("mirror_of"):
        kind = MIRROR_RANK
    return (
        row["state"] != "live",
        kind,
        not (row["published_at"] or row["published_date"]),
        row["published_at"] or _start_of_day(row["published_date"]) or row["first_seen_at"],
        -(row["size"] or 0),
        row["url_key"],
    )


def _start_of_day(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, SHANGHAI)
