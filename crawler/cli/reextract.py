"""``govnews reextract``: extract stored pages again with the current rules, without the network."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import typer

from crawler.cli import filters, terminal, workspace
from crawler.cli.messages import text, word
from storage.messages import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.run.reextract_pages import ReextractionReport

PROGRESS_S = 10  # seconds between two lines of progress


def reextract(
    source: str = typer.Option(None, help=text("option.source")),
    since: str = typer.Option(None, metavar="DATE", help=text("option.since")),
    dry_run: bool = typer.Option(False, "--dry-run", help=text("option.dry_run_reextract")),
    json: bool = terminal.JSON,
) -> None:
    """Extract stored pages again; a text that changes becomes a version with cause ``extractor``."""
    from crawler.run.comparer import COMPARER
    from crawler.run.reextract_pages import REASONS, Reextraction
    from pipelines.article_reader import VERSION
    from storage.maintain.stored_pages import Wanted, count
    from storage.stories import link

    found = workspace.load_sources()
    if source is not None:
        workspace.require_sources(found, [source])
    rules = {name: one.rules() for name, one in found.sources.items()}
    first_day, _ = filters.parse_days(since, None)
    wanted = Wanted(version=VERSION, source=source, since=first_day, reasons=REASONS)
    with workspace.open_database(create=not dry_run) as database:
        total = count(database, wanted)
        archive = workspace.open_raw_archive()
        report = Reextraction(database, archive, rules, dry_run=dry_run).run(wanted, _progress(total))
        if not dry_run:
            while link.sweep(database, COMPARER):
                pass
    if json:
        terminal.print_json(report.plain())
    else:
        _print(report)
    if report.lost:
        raise typer.Exit(1)


def _progress(total: int) -> Callable[[int], None]:
    """Return a function that prints the number of finished pages, at most every `PROGRESS_S` seconds."""
    last = time.monotonic()

    def report(done: int) -> None:
        nonlocal last
        if time.monotonic() - last >= PROGRESS_S:
            last = time.monotonic()
            terminal.warn(text("reextract.progress", done=done, total=total))

    return report


def _print(report: ReextractionReport) -> None:
    terminal.print_line(text("reextract.total", pages=report.pages, articles=report.articles))
    if not report.dry_run:
        stored = [(words.state(state), count) for state, count in report.words.most_common()]
        terminal.print_table(("result", "articles"), stored)
    terminal.print_line(text("reextract.changed_fields"))
    fields = [(word("field", name), count) for name, count in report.fields.most_common()]
    terminal.print_table(("field", "articles"), fields)
    for reason, count in report.refused.most_common():
        terminal.print_line(text("reextract.refused", reason=words.reason(reason), count=count))
    for message in report.lost:
        terminal.warn(message)
    for sample in report.samples:
        terminal.print_line()
        terminal.print_line(sample["url"])
        for name, (old, new) in sample["fields"].items():
            terminal.print_line(f"  {word('field', name)}: {old!s} → {new!s}")
        for line in sample.get("diff", ()):
            terminal.print_line(f"  {line}")
    if report.dry_run:
        terminal.print_line(text("reextract.dry_run"))
