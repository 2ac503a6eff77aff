"""``govnews takedown``: delete the text of an article for good."""

from __future__ import annotations

import typer

from crawler.cli import terminal, workspace
from crawler.cli.messages import text


def takedown(
    url: str = typer.Argument(help=text("option.takedown_url")),
    reason: str = typer.Option(..., help=text("option.takedown_reason")),
) -> None:
    """Delete an article's text in all versions; a tombstone stays, and no crawl brings it back."""
    from pipelines import urls
    from storage.maintain import takedown as takedowns

    try:
        canonical, key = urls.canonical(url), urls.key(url)
        with workspace.open_database(create=True) as database:
            archive = workspace.open_raw_archive()
            done = takedowns.takedown(database, archive, url=canonical, url_key=key, reason=reason)
    except ValueError as error:
        terminal.fail(str(error), 2)
    numbers = ", ".join(map(str, done["article_ids"]))
    outcome = "takedown.done" if done["known"] else "takedown.not_stored"
    terminal.print_line(text(outcome, url=canonical, articles=numbers, raw=done["raw_removed"]))
