"""``govnews export``: articles to files and programs."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import typer

from crawler.cli import terminal, workspace
from crawler.cli.language import say


def export(
    format: str = typer.Option("jsonl", "--format", help="jsonl | csv"),
    out: Path = typer.Option(
        None, "-o", "--output", help=say("File (default: standard output).", "文件（默认标准输出）。")
    ),
    source: str = typer.Option(None, help=say("Of one source.", "某个来源。")),
    region: str = typer.Option(None, help=say("Prefix of a region code.", "地区代码前缀。")),
    since: str = typer.Option(None, metavar="DATE", help=say("Published on or after.", "发布日期不早于。")),
    until: str = typer.Option(None, metavar="DATE", help=say("Published on or before.", "发布日期不晚于。")),
    after_seq: int = typer.Option(
        None, help=say("Changes above this change_seq.", "change_seq 大于此值的变更。")
    ),
    canonical: bool = typer.Option(False, help=say("One article per story.", "每个事件只取一篇。")),
    excel: bool = typer.Option(
        False, help=say("CSV with byte order mark, for Excel.", "带 BOM 的 CSV，供 Excel 使用。")
    ),
) -> None:
    """Write article records as JSON lines or CSV, in the order of change_seq, tombstones included."""
    from storage.frontier import stored_sources
    from storage.read import export as exports

    if format not in exports.FORMATS:
        terminal.fail(f"--format: {format}: {' | '.join(exports.FORMATS)}", 2)
    if excel and format != "csv":
        terminal.fail(say("--excel goes with --format csv", "--excel 只用于 --format csv"), 2)
    filters = exports.ExportFilter(
        source=source,
        region=region,
        since=_day("--since", since),
        until=_day("--until", until),
        after_seq=after_seq,
        canonical=canonical,
    )
    with workspace.open_database() as database:
        if source is not None and stored_sources.get(database, source) is None:
            terminal.fail(say(f"no source {source} in this archive", f"此存档中没有来源 {source}"), 2)
        count = exports.export(database, out or sys.stdout.buffer, format, filters, excel=excel)
    terminal.warn(say(f"{count} articles", f"{count} 篇文章") + (f" → {out}" if out else ""))


def _day(name: str, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        terminal.fail(
            say(f"{name}: {value!r} is no day (YYYY-MM-DD)", f"{name}：{value!r} 不是日期（YYYY-MM-DD）"), 2
        )
