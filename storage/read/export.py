"""Give articles away: JSON lines and CSV, filtered, streamed, never half a file."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import secrets
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from storage.read import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from storage.db.database import Database

FORMATS = ("jsonl", "csv")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is run by spreadsheets
NESTED = (*records.LISTS, *records.OBJECTS)
# JSON allows these as they are, but some readers end a line at them, terminals obey them, and UTF-8 has no
# halves of a pair
ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """Which articles; the days count on ``published_date``, inclusive."""

    source: str | None = None
    region: str | None = None  # prefix of a code: 3715
    since: date | None = None
    until: date | None = None
    after_seq: int | None = None
    canonical: bool = False

    def where(self) -> tuple[str, dict[str, Any]]:
        """The condition over v_article and its values. Tombstones pass filters that they cannot answer."""
        tests: list[str] = []
        values: dict[str, Any] = {}
        if self.source is not None:
            tests.append("source = :source")
            values["source"] = self.source
        if self.after_seq is not None:
            tests.append("change_seq > :after_seq")
            values["after_seq"] = self.after_seq
        content: list[str] = []
        if self.region is not None:
            content.append(
                "id IN (SELECT article_id FROM article_region WHERE code BETWEEN :region_from AND :region_to)"
            )
            # digits alone: where other signs sort depends on a PostgreSQL server's locale
            values |= {"region_from": self.region.ljust(6, "0"), "region_to": self.region.ljust(6, "9")}
        if self.since is not None:
            content.append("published_date >= :since")
            values["since"] = self.since
        if self.until is not None:
            content.append("published_date <= :until")
            values["until"] = self.until
        if self.canonical:
            content.append("canonical IS NOT FALSE")  # an article not yet compared stands for itself
        if content:
            tests.append(f"(state = 'taken_down' OR ({' AND '.join(content)}))")
        return " AND ".join(tests), values


def export(
    database: Database,
    out: Path | IO[bytes],
    format: str,
    filters: Filters | None = None,
    *,
    excel: bool = False,
) -> int:
    """Write the articles that fit and give their number. One snapshot: a crawl meanwhile changes nothing in it.

    To a path: written beside it and renamed at the end, so that a reader meets the old file or the new one.
    ``excel`` (CSV) writes a byte order mark. Raises ValueError for an unknown format, OSError for the file.
    """
    if format not in FORMATS:
        raise ValueError(f"unknown format {format!r} (one of {', '.join(FORMATS)})")
    where, values = (filters or Filters()).where()
    with database.read() as connection:
        if database.dialect == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        with closing(records.select(connection, where, values)) as found, _target(out) as file:
            return _jsonl(file, found) if format == "jsonl" else _csv(file, found, excel=excel)


@contextmanager
def _target(out: Path | IO[bytes]) -> Iterator[IO[bytes]]:
    if not isinstance(out, Path):
        yield out
        out.flush()
        return
    out = out.resolve()  # behind a link its target is replaced, not the link
    if out.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(out))
    if out.exists() and not out.is_file():  # a pipe or a device cannot be renamed over
        with out.open("wb") as file:
            yield file
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".govnews-{secrets.token_hex(6)}.part")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _jsonl(file: IO[bytes], found: Iterable[dict[str, Any]]) -> int:
    count = 0
    for record in found:
        file.write(_json(record).encode("utf-8") + b"\n")
        count += 1
    return count


def _json(value: Any) -> str:
    return ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))


def _csv(file: IO[bytes], found: Iterable[dict[str, Any]], *, excel: bool) -> int:
    buffer = io.TextIOWrapper(
        file, encoding="utf-8-sig" if excel else "utf-8", newline="", write_through=True
    )
    writer = csv.DictWriter(buffer, records.KEYS, lineterminator="\r\n")
    writer.writeheader()
    count = 0
    try:
        for record in found:
            writer.writerow({key: _cell(key, value) for key, value in record.items()})
            count += 1
    finally:
        buffer.detach()  # or the caller's file is closed with it
    return count


def _cell(key: str, value: Any) -> Any:
    """A cell that no spreadsheet runs: an apostrophe before what would be read as a formula."""
    if key in NESTED:
        value = None if value is None else _json(value)
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value
