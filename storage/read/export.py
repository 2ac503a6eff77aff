"""Export articles as JSON Lines or CSV: filtered, streamed, and written to a file completely or not at all."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import secrets
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from sqlalchemy import text

from storage.read.records import KEYS, LISTS, OBJECTS, stream_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from storage.db.database import Database
    from storage.read.records import Record

FORMATS = ("jsonl", "csv")
EXTENSIONS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # spreadsheets evaluate a cell that starts with one of these
MAX_EXCEL_CELL = 32_767  # characters; Excel refuses to open a file with longer cells
CUT = "…"  # ends a cell that was shortened
NESTED = (*LISTS, *OBJECTS)
# valid in JSON, but line separators end a line for some readers, terminals execute control characters, and
# UTF-8 cannot encode lone surrogates
ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportFilter:
    """Which articles to export; ``since`` and ``until`` are inclusive days of ``published_date``."""

    source: str | None = None
    region: str | None = None  # prefix of a region code, such as 3715
    since: date | None = None
    until: date | None = None
    after_seq: int | None = None
    canonical: bool = False

    def where(self) -> tuple[str, dict[str, Any]]:
        """Return an SQL condition over ``v_article`` and its parameters.

        Tombstones pass every filter on content, since their content is gone.
        """
        conditions: list[str] = []
        values: dict[str, Any] = {}
        if self.source is not None:
            conditions.append("source = :source")
            values["source"] = self.source
        if self.after_seq is not None:
            conditions.append("change_seq > :after_seq")
            values["after_seq"] = self.after_seq
        content: list[str] = []
        if self.region is not None:
            content.append(
                "id IN (SELECT article_id FROM article_region WHERE code BETWEEN :region_from AND :region_to)"
            )
            # digits only: the order of other characters depends on the locale of a PostgreSQL server
            values |= {"region_from": self.region.ljust(6, "0"), "region_to": self.region.ljust(6, "9")}
        if self.since is not None:
            content.append("published_date >= :since")
            values["since"] = self.since
        if self.until is not None:
            content.append("published_date <= :until")
            values["until"] = self.until
        if self.canonical:
            content.append("canonical IS NOT FALSE")  # NULL: not compared with others yet
        if content:
            conditions.append(f"(state = 'taken_down' OR ({' AND '.join(content)}))")
        return " AND ".join(conditions), values


def format_of(path: Path) -> str | None:
    """Return the format that the extension of a file name stands for, or None."""
    return EXTENSIONS.get(path.suffix.lower())


def count_undated(database: Database, filters: ExportFilter) -> int:
    """Return how many articles a filter by day leaves out because their day is unknown."""
    if filters.since is None and filters.until is None:
        return 0
    where, values = replace(filters, since=None, until=None).where()
    conditions = ["published_date IS NULL", "state <> 'taken_down'", *([where] if where else [])]
    query = text(f"SELECT count(*) FROM v_article WHERE {' AND '.join(conditions)}")
    with database.read() as connection:
        return int(connection.execute(query, values).scalar_one())


def export(
    database: Database,
    out: Path | IO[bytes],
    format: str,
    filters: ExportFilter | None = None,
    *,
    excel: bool = False,
) -> int:
    """Write the matching articles to ``out`` and return their number.

    All rows come from one snapshot, whatever a crawl writes meanwhile. A path is written beside the target and
    renamed at the end, so that readers see the old file or the complete new one. ``excel`` writes CSV for Excel:
    with a byte order mark, formulas disabled by an apostrophe, and cells cut at MAX_EXCEL_CELL. Raises ValueError
    for an unknown format and OSError if the file cannot be written.
    """
    if format not in FORMATS:
        raise ValueError(f"unknown format {format!r} (one of {', '.join(FORMATS)})")
    where, values = (filters or ExportFilter()).where()
    with database.read() as connection:
        if database.dialect == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        with closing(stream_records(connection, where, values)) as found, _target(out) as file:
            return _jsonl(file, found) if format == "jsonl" else _csv(file, found, excel=excel)


@contextmanager
def _target(out: Path | IO[bytes]) -> Iterator[IO[bytes]]:
    if not isinstance(out, Path):
        yield out
        out.flush()
        return
    out = out.resolve()  # replace the target of a symbolic link, not the link
    if out.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(out))
    if out.exists() and not out.is_file():  # a pipe or a device cannot be replaced by a rename
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


def _jsonl(file: IO[bytes], found: Iterable[Record]) -> int:
    count = 0
    for record in found:
        file.write(_json_text(record).encode("utf-8") + b"\n")
        count += 1
    return count


def _json_text(value: Any) -> str:
    return ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))


def _csv(file: IO[bytes], found: Iterable[Record], *, excel: bool) -> int:
    buffer = io.TextIOWrapper(
        file, encoding="utf-8-sig" if excel else "utf-8", newline="", write_through=True
    )
    writer = csv.DictWriter(buffer, KEYS, lineterminator="\r\n")
    writer.writeheader()
    count = 0
    try:
        for record in found:
            writer.writerow({key: _cell(key, value, excel=excel) for key, value in record.items()})
            count += 1
    finally:
        buffer.detach()  # otherwise the caller's file would be closed with the buffer
    return count


def _cell(key: str, value: Any, *, excel: bool) -> Any:
    """Return the value of a CSV cell; for Excel, text that it would run as a formula begins with an apostrophe."""
    if key in NESTED:
        value = None if value is None else _json_text(value)
    if excel and isinstance(value, str):
        value = "'" + value if value.startswith(FORMULA) else value
        return value if len(value) <= MAX_EXCEL_CELL else value[: MAX_EXCEL_CELL - len(CUT)] + CUT
    return value
