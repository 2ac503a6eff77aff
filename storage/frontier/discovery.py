"""Write links that a page contained: new ones become rows, known ones are made due again where needed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from storage.db.models import IssueRow, PageRow
from storage.values import PENDING, Settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection, RowMapping

    from storage.db.database import Database
    from storage.values import Link

REVIVABLE = ("outside_window", "beyond_max_pages")  # refused because of a run's limits, not of the page
CHUNK = 400  # bound values per statement, well below the limit of SQLite


@dataclass(frozen=True, kw_only=True, slots=True)
class Walk:
    """The run that finds links."""

    source_id: str
    run_id: int
    number: int  # the source's completed walks, plus one
    now: datetime


def discover(
    database: Database,
    connection: Connection,
    links: Iterable[Link],
    walk: Walk,
    parent_id: int | None = None,
) -> Settled:
    """Write links and return how many were new; ``parent_id`` is the page that contained them."""
    unique = _unique(links)
    known = _known(connection, walk.source_id, list(unique))
    issues: dict[date, int] = {}
    new = 0
    all_known_before = True
    for key, link in unique.items():
        row = known.get(key)
        if row is not None:
            _revive(connection, row, link, walk.run_id)
            before = row["found_walk"] < walk.number
            all_known_before = all_known_before and (link.kind != "article" or before)
            continue
        all_known_before = all_known_before and link.kind != "article"
        new += 1
        issue_id = None
        if (day := link.issue_date) is not None:
            if day not in issues:
                issues[day] = issue_of_day(database, connection, walk.source_id, day, link.url, walk.now)
            issue_id = issues[day]
        _insert(database, connection, link, walk, parent_id, issue_id)
    return Settled(new=new, known=len(unique) - new, all_known_before=all_known_before)


def _insert(
    database: Database,
    connection: Connection,
    link: Link,
    walk: Walk,
    parent_id: int | None,
    issue_id: int | None,
) -> None:
    connection.execute(
        database.insert(PageRow)
        .values(
            source_id=walk.source_id,
            url=link.url,
            url_key=link.url_key,
            kind=link.kind,
            state=link.state,
            reason=link.reason,
            parent_id=parent_id,
            position=link.position,
            issue_id=issue_id,
            hint=link.hint.as_json(),
            hint_date=link.hint_date,
            found_walk=walk.number,
            found_at=walk.now,
            attempts=0,
            not_modified=0,
        )
        .on_conflict_do_nothing()
    )


def _unique(links: Iterable[Link]) -> dict[str, Link]:
    """Return one link per address. A list may link an article twice, by picture and by title: keep the hint."""
    unique: dict[str, Link] = {}
    for link in links:
        first = unique.get(link.url_key)
        if first is None or (link.state == "due" and first.state != "due"):
            unique[link.url_key] = link
        elif first.hint.is_empty and not link.hint.is_empty and link.state == first.state:
            unique[link.url_key] = replace(first, hint=link.hint, hint_date=link.hint_date or first.hint_date)
    return unique


def _known(connection: Connection, source_id: str, keys: Sequence[str]) -> dict[str, RowMapping]:
    found: dict[str, RowMapping] = {}
    for start in range(0, len(keys), CHUNK):
        rows = connection.execute(
            select(PageRow.__table__).where(
                PageRow.source_id == source_id, PageRow.url_key.in_(keys[start : start + CHUNK])
            )
        ).mappings()
        found |= {row["url_key"]: row for row in rows}
    return found


def _revive(connection: Connection, row: RowMapping, link: Link, run_id: int) -> None:
    """Make a known page due again if the link asks for it, and add the hint that the page lacks."""
    values: dict[str, Any] = {}
    was_limited = row["state"] == "refused" and row["reason"] in REVIVABLE and link.state == "due"
    refresh = link.refresh and row["state"] not in PENDING
    if row["claim_run_id"] is None and row["last_run_id"] != run_id and (was_limited or refresh):
        values |= {"state": "due", "reason": None, "next_at": None}
    replaces_hint = (
        values and row["kind"] == "list"
    )  # the hint of the newest walk is the one that can read the list
    if not link.hint.is_empty and (replaces_hint or not row["hint"]):
        values |= {"hint": link.hint.as_json(), "hint_date": link.hint_date}
    if values:
        connection.execute(update(PageRow).where(PageRow.id == row["id"]).values(**values))


def issue_of_day(
    database: Database, connection: Connection, source_id: str, day: date, url: str, now: datetime
) -> int:
    """Return the id of a newspaper's edition of that day; it is created with ``url`` if it is new."""
    connection.execute(
        database.insert(IssueRow)
        .values(source_id=source_id, issue_date=day, url=url, pages=0, first_seen_at=now)
        .on_conflict_do_nothing()
    )
    return connection.execute(
        select(IssueRow.id).where(IssueRow.source_id == source_id, IssueRow.issue_date == day)
    ).scalar_one()
