"""The frontier: which addresses are known, which are due, what became of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, exists, not_, or_, select, true, update

from storage.db.models import ArticleRow, IssueRow, PageRow, RawRow
from storage.frontier import rechecks
from storage.values import PENDING, Claimed, NotClaimed, Settled, read_hint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection, RowMapping

    from storage.db.database import Database
    from storage.values import Link, Outcome, RawEntry, Seen, Want

READ = ("listed", "stored", "unchanged", "duplicate")  # what was answered is what we keep
REVIVABLE = ("outside_window", "beyond_max_pages")  # refused by this run's bounds, not by the page
CHUNK = 400  # well below SQLite's limit on bound values


def claim(
    connection: Connection, source_id: str, run_id: int, want: Want, limit: int, now: datetime
) -> list[Claimed]:
    """Take up to ``limit`` rows for a run: new articles first, in the order they were found, planned rechecks last."""
    planned = rechecks.planned(now)
    rows: Sequence[RowMapping] = (
        connection.execute(
            select(PageRow.__table__, planned.label("planned"))
            .where(
                PageRow.source_id == source_id, PageRow.claim_run_id.is_(None), _claimable(run_id, want, now)
            )
            .order_by(case((planned, 2), (PageRow.kind == "article", 0), else_=1), PageRow.id)
            .limit(limit)
        )
        .mappings()
        .all()
    )
    if want.rechecks is not None and want.recheck_since is None:  # they stand last
        rows = rows[: sum(not row["planned"] for row in rows) + want.rechecks]
    if rows:
        connection.execute(
            update(PageRow)
            .where(PageRow.id.in_([row["id"] for row in rows]))
            .values(claim_run_id=run_id, claimed_at=now)
        )
    return [_claimed(row) for row in rows]


def _claimed(row: RowMapping) -> Claimed:
    values = {name: row[name] for name in Claimed.__slots__}
    return Claimed(**{**values, "hint": read_hint(row["kind"], row["hint"])})


def _claimable(run_id: int, want: Want, now: datetime) -> ColumnElement[bool]:
    untouched = or_(PageRow.last_run_id.is_(None), PageRow.last_run_id != run_id)
    since, until = want.window
    inside: ColumnElement[bool] = true()
    if since is not None:
        inside = and_(inside, or_(PageRow.hint_date.is_(None), PageRow.hint_date >= since))
    if until is not None:
        inside = and_(inside, or_(PageRow.hint_date.is_(None), PageRow.hint_date <= until))
    ways = [
        PageRow.state == "due",
        and_(retrying(), PageRow.next_at <= now),
        and_(PageRow.state.not_in(PENDING), not_(rechecks.planned(now)), PageRow.next_at <= now, untouched),
        and_(PageRow.state == "refused", PageRow.reason == "outside_window", untouched),
    ]
    if want.rechecks is None or want.rechecks > 0:
        ways.append(and_(rechecks.planned(now), untouched))
    if want.ignore_retry:
        ways.append(
            and_(untouched, PageRow.next_at.is_not(None), or_(PageRow.state == "blocked", retrying()))
        )
    if want.recheck_since is not None:
        recent = exists().where(
            or_(ArticleRow.id == PageRow.article_id, ArticleRow.page_id == PageRow.id),
            ArticleRow.first_seen_at >= want.recheck_since,
            ArticleRow.state != "taken_down",
        )
        ways.append(and_(untouched, PageRow.kind == "article", PageRow.state.not_in(PENDING), recent))
    allowed = or_(*ways)
    kinds = or_(PageRow.kind != "article", inside) if want.articles else PageRow.kind != "article"
    hosts = [
        not_(or_(PageRow.url.like(f"%://{host}/%"), PageRow.url.like(f"%://{host}:%")))
        for host in want.skip_hosts
    ]
    return and_(allowed, kinds, *hosts)


def retrying() -> ColumnElement[bool]:
    """A page whose last answer was a failure to be tried again; one with an article keeps its state."""
    return or_(PageRow.state == "retry", and_(PageRow.attempts > 0, PageRow.next_at.is_not(None)))


def settle(
    database: Database,
    connection: Connection,
    row: Mapping[str, Any] | RowMapping,
    outcome: Outcome,
    seen: Seen | None,
    *,
    run_id: int,
    now: datetime,
) -> None:
    """Write what became of a claimed row (as ``held`` gave it). Links are written by ``discover``."""
    values: dict[str, Any] = {"claim_run_id": None, "claimed_at": None}
    if seen is not None:
        values |= _seen_values(database, connection, row, outcome, seen)
    if outcome.state != "due":
        values["last_run_id"] = run_id
        values["reason"] = outcome.reason
        # a stored page that could not be read now is still a stored page
        keeps = row["article_id"] is not None and outcome.state in ("retry", "failed", "blocked", "refused")
        if not keeps:
            values["state"] = outcome.state
        values["next_at"] = outcome.retry_at
        if outcome.state == "retry":
            values["attempts"] = row["attempts"] + 1
        else:
            values["attempts"] = 0
            if outcome.retry_at is None and row["kind"] == "article":
                values["next_at"] = rechecks.after(row, outcome.state, values.get("state", row["state"]), now)
    connection.execute(update(PageRow).where(PageRow.id == row["id"]).values(**values))


def _seen_values(
    database: Database,
    connection: Connection,
    row: Mapping[str, Any] | RowMapping,
    outcome: Outcome,
    seen: Seen,
) -> dict[str, Any]:
    values: dict[str, Any] = {"http_status": seen.status, "fetched_at": seen.fetched_at}
    if seen.status == 304:
        values["not_modified"] = row["not_modified"] + 1
    elif outcome.state in READ:  # the validator of an error page would later call the error "unchanged"
        values |= {"not_modified": 0, "etag": seen.etag, "last_modified": seen.last_modified}
    if seen.raw is not None:
        keep_raw(database, connection, seen.raw)
        values["raw_sha"] = seen.raw.sha
    return values


def keep_raw(database: Database, connection: Connection, raw: RawEntry) -> None:
    """Note a body of the raw archive; the first sighting of a content is the one that is described."""
    connection.execute(
        database.insert(RawRow)
        .values(
            sha=raw.sha,
            url=raw.url,
            status=raw.status,
            headers=dict(raw.headers),
            size=raw.size,
            fetched_at=raw.fetched_at,
        )
        .on_conflict_do_nothing()
    )


def held(connection: Connection, page_id: int, run_id: int) -> RowMapping:
    """The row of a page that this run has claimed. Raises NotClaimed."""
    row = connection.execute(select(PageRow.__table__).where(PageRow.id == page_id)).mappings().one_or_none()
    if row is None or row["claim_run_id"] != run_id:
        raise NotClaimed(f"page {page_id} is not claimed by run {run_id}")
    return row


def discover(
    database: Database,
    connection: Connection,
    source_id: str,
    links: Iterable[Link],
    *,
    parent_id: int | None,
    run_id: int,
    walk: int,
    now: datetime,
) -> Settled:
    """Write found links: new ones as rows, known ones revived where this walk asks for it."""
    unique = _unique(links)
    known = _known(connection, source_id, list(unique))
    issues: dict[date, int] = {}
    new = 0
    old_news = True
    for key, link in unique.items():
        row = known.get(key)
        if row is not None:
            _revive(connection, row, link, run_id)
            old_news = old_news and (link.kind != "article" or row["found_walk"] < walk)
            continue
        old_news = old_news and link.kind != "article"
        new += 1
        issue_id = None
        if link.issue_date is not None:
            issue_id = issues.get(link.issue_date) or _issue(database, connection, source_id, link, now)
            issues[link.issue_date] = issue_id
        connection.execute(
            database.insert(PageRow)
            .values(
                source_id=source_id,
                url=link.url,
                url_key=link.url_key,
                kind=link.kind,
                state=link.state,
                reason=link.reason,
                parent_id=parent_id,
                position=link.position,
                issue_id=issue_id,
                hint=dict(link.hint),
                hint_date=link.hint_date,
                found_walk=walk,
                found_at=now,
                attempts=0,
                not_modified=0,
            )
            .on_conflict_do_nothing()
        )
    return Settled(new=new, known=len(unique) - new, all_known_before=old_news)


def _unique(links: Iterable[Link]) -> dict[str, Link]:
    """One link an address: a list names an article by picture and by headline, and one may say more."""
    unique: dict[str, Link] = {}
    for link in links:
        first = unique.get(link.url_key)
        if first is None or (link.state == "due" and first.state != "due"):
            unique[link.url_key] = link
        elif link.hint and not first.hint and link.state == first.state:
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
    values: dict[str, Any] = {}
    held_back = row["state"] == "refused" and row["reason"] in REVIVABLE and link.state == "due"
    read_again = link.refresh and row["state"] not in PENDING
    if row["claim_run_id"] is None and row["last_run_id"] != run_id and (held_back or read_again):
        values |= {"state": "due", "reason": None, "next_at": None}
    renewed = values and row["kind"] == "list"  # how a list page is read belongs to the walk that found it
    if link.hint and (renewed or not row["hint"]):
        values |= {"hint": dict(link.hint), "hint_date": link.hint_date}
    if values:
        connection.execute(update(PageRow).where(PageRow.id == row["id"]).values(**values))


def _issue(database: Database, connection: Connection, source_id: str, link: Link, now: datetime) -> int:
    connection.execute(
        database.insert(IssueRow)
        .values(source_id=source_id, issue_date=link.issue_date, url=link.url, pages=0, first_seen_at=now)
        .on_conflict_do_nothing()
    )
    return connection.execute(
        select(IssueRow.id).where(IssueRow.source_id == source_id, IssueRow.issue_date == link.issue_date)
    ).scalar_one()


def free(connection: Connection, source_id: str, run_id: int | None = None) -> int:
    """Free claims of a source: those of one run, or all of dead runs; the states were never touched."""
    which = PageRow.claim_run_id == run_id if run_id is not None else PageRow.claim_run_id.is_not(None)
    return connection.execute(
        update(PageRow)
        .where(PageRow.source_id == source_id, which)
        .values(claim_run_id=None, claimed_at=None)
    ).rowcount


def waiting(connection: Connection, source_id: str) -> datetime | None:
    """The earliest time at which a pending retry of this source falls due."""
    return connection.execute(
        select(PageRow.next_at)
        .where(PageRow.source_id == source_id, retrying(), PageRow.next_at.is_not(None))
        .order_by(PageRow.next_at)
        .limit(1)
    ).scalar_one_or_none()
