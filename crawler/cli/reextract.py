"""``govnews reextract``: the raw archive through today's rules, without the network."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from crawler.cli import terminal, workspace
from crawler.cli.language import say

if TYPE_CHECKING:
    from crawler.run.reextract_pages import ReextractionReport

EVERY_S = 10  # seconds between two lines of progress


def reextract(
    source: str = typer.Option(None, help=say("Of one source.", "只处理某个来源。")),
    since: str = typer.Option(None, metavar="DATE", help=say("Published on or after.", "发布日期不早于。")),
    dry_run: bool = typer.Option(
        False, "--dry-run", help=say("Only say what would change.", "只报告变化，不写入。")
    ),
    json: bool = terminal.JSON,
) -> None:
    """Read stored pages again. A text that changes becomes a version with cause ``extractor``, no edit of the publisher."""
    from crawler.run.comparer import COMPARER
    from crawler.run.reextract_pages import REASONS, Reextraction
    from pipelines.article_reader import VERSION
    from storage.maintain.stored_pages import Wanted, count
    from storage.stories import link

    found = workspace.load_sources()
    if source is not None:
        workspace.require_sources(found, [source])
    rules = {name: one.rules() for name, one in found.sources.items()}
    wanted = Wanted(version=VERSION, source=source, since=_day(since), reasons=REASONS)
    with workspace.open_database(create=not dry_run) as database:
        total = count(database, wanted)
        report = Reextraction(database, workspace.open_raw_archive(), rules, dry_run=dry_run).run(
            wanted, _progress(total)
        )
        if not dry_run:
            while link.sweep(database, COMPARER):
                pass
    if json:
        terminal.print_json(report.plain())
    else:
        _print(report)
    if report.lost:
        raise typer.Exit(1)


def _day(value: str | None) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        terminal.fail(
            say(f"--since: {value!r} is no day (YYYY-MM-DD)", f"--since：{value!r} 不是日期（YYYY-MM-DD）"), 2
        )


def _progress(total: int) -> Any:
    last = time.monotonic()

    def tell(done: int) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY_S:
            last = time.monotonic()
            terminal.warn(say(f"{done} of {total} pages", f"已处理 {done}/{total} 页"))

    return tell


def _print(report: ReextractionReport) -> None:
    terminal.print_line(
        say(
            f"{report.pages} pages, {report.articles} articles",
            f"{report.pages} 页，{report.articles} 篇文章",
        )
    )
    if not report.dry_run:
        terminal.print_table(("result", "articles"), report.words.most_common())
    terminal.print_line(say("fields that differ:", "有变化的字段："))
    terminal.print_table(("field", "articles"), report.fields.most_common())
    for reason, number in report.refused.most_common():
        terminal.print_line(
            say(f"refused today, kept: {reason} {number}", f"按现行规则会拒绝，已保留：{reason} {number}")
        )
    for message in report.lost:
        terminal.warn(message)
    for sample in report.samples:
        terminal.print_line()
        terminal.print_line(sample["url"])
        for name, (old, new) in sample["fields"].items():
            terminal.print_line(f"  {name}: {old!s} → {new!s}")
        for line in sample.get("diff", ()):
            terminal.print_line(f"  {line}")
    if report.dry_run:
        terminal.print_line(say("dry run: nothing was written", "试运行：未写入任何内容"))
