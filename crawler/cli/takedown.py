"""``govnews takedown``: remove an article's content for good."""

from __future__ import annotations

import typer

from crawler.cli import terminal, workspace
from crawler.cli.language import say


def takedown(
    url: str = typer.Argument(help=say("Address of the article.", "文章地址。")),
    reason: str = typer.Option(..., help=say("Why; kept with the tombstone.", "原因，随墓碑保留。")),
) -> None:
    """Blank an article in all versions; a tombstone stays, and no crawl brings it back."""
    from pipelines import urls
    from storage.maintain import takedown as takedowns

    try:
        canonical, key = urls.canonical(url), urls.key(url)
        with workspace.open_database(create=True) as database:
            done = takedowns.takedown(
                database, workspace.open_raw_archive(), url=canonical, url_key=key, reason=reason
            )
    except ValueError as error:
        terminal.fail(str(error), 2)
    known = (
        say("taken down", "已下架")
        if done["known"]
        else say("was not stored; it will not be", "尚未存入，今后也不会存入")
    )
    numbers = ", ".join(map(str, done["article_ids"]))
    terminal.print_line(f"{canonical}: {known} (article {numbers}, {done['raw_removed']} raw removed)")
