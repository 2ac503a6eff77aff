"""``govnews export``: write article records to a file or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from crawler.cli import filters, terminal, workspace
from crawler.cli.messages import text


def export(
    format: str = typer.Option(None, "--format", help=text("option.format")),
    out: Path = typer.Option(None, "-o", "--output", help=text("option.out_file")),
    source: str = typer.Option(None, help=text("option.source")),
    region: str = typer.Option(None, help=text("option.region")),
    since: str = typer.Option(None, metavar="DATE", help=text("option.since")),
    until: str = typer.Option(None, metavar="DATE", help=text("option.until")),
    after_seq: int = typer.Option(None, help=text("option.after_seq")),
    canonical: bool = typer.Option(False, help=text("option.canonical")),
    excel: bool = typer.Option(False, help=text("option.excel")),
) -> None:
    """Export article records as JSON lines or CSV, in the order of change_seq, tombstones included."""
    from storage.frontier import stored_sources
    from storage.read import export as exports

    format = format or (exports.format_of(out) if out else None) or "jsonl"
    if format not in exports.FORMATS:
        terminal.fail(text("export.unknown_format", format=format, formats=" | ".join(exports.FORMATS)), 2)
    if excel and format != "csv":
        terminal.fail(text("export.excel_needs_csv"), 2)
    first, last = filters.parse_days(since, until)
    wanted = exports.ExportFilter(
        source=source,
        region=filters.parse_region(region),
        since=first,
        until=last,
        after_seq=after_seq,
        canonical=canonical,
    )
    with workspace.read_database() as database:
        if source is not None and stored_sources.get(database, source) is None:
            terminal.fail(text("export.unknown_source", source=source), 2)
        undated = exports.count_undated(database, wanted)
        count = exports.export(database, out or sys.stdout.buffer, format, wanted, excel=excel)
    terminal.warn(text("export.written", count=count) + (f" → {out}" if out else ""))
    if undated:
        terminal.warn(text("export.undated", count=undated))
