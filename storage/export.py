"""Give articles away: JSON lines and CSV, filtered, streamed, never half a file."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from storage import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from storage.database import Database

FORMATS = ("jsonl", "csv")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is run by spreadsheets
NESTED = (*records.LISTS, *records.OBJECTS)


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
                "id IN (SELECT article_id FROM article_region WHERE code >= :region_from AND code < :region_to)"
            )
            values |= {"region_from": self.region.ljust(6, "0"), "region_to": self.region + ":"}
        if self.since is not None:
            content.append("published_date >= :since")
            values["since"] = self.since
        if self.until is not None:
            content.append("published_date <= :until")
            values["until"] = self.until
        if self.canonical:
            content.append("COALESCE(canonical, :yes) = :yes")
            values["yes"] = True
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
        found = records.select(database, connection, where, values)
        with _target(out) as file:
            return _jsonl(file, found) if format == "jsonl" else _csv(file, found, excel=excel)


@contextmanager
def _target(out: Path | IO[bytes]) -> Iterator[IO[bytes]]:
    if not isinstance(out, Path):
        yield out
        out.flush()
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o644)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _jsonl(file: IO[bytes], found: Iterable[dict[str, Any]]) -> int:
    count = 0
    for record in found:
        # U+2028 and its like end a line for some readers: JSON may escape them
        line = (
            json.dumps(record, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        )
        file.write(line.replace("\x85", "\\u0085").encode("utf-8") + b"\n")
        count += 1
    return count


def _csv(file: IO[bytes], found: Iterable[dict[str, Any]], *, excel: bool) -> int:
    buffer = io.TextIOWrapper(
        file, encoding="utf-8-sig" if excel else "utf-8", newline="", write_through=True
    )
    writer: csv.DictWriter[str] | None = None
    count = 0
    for record in found:
        if writer is None:
            writer = csv.DictWriter(buffer, list(record), lineterminator="\r\n")
            writer.writeheader()
        writer.writerow({key: _cell(key, value) for key, value in record.items()})
        count += 1
    buffer.flush()
    buffer.detach()
    return count


def _cell(key: str, value: Any) -> Any:
    """A cell that no spreadsheet runs: an apostrophe before what would be read as a formula."""
    if key in NESTED:
        value = None if value is None else json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value
