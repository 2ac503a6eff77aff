"""Assemble the commands of ``govnews source``."""

from __future__ import annotations

import typer

from crawler.cli.source import add, check, list, opml, pause, replay, show

app = typer.Typer(no_args_is_help=True)
app.command("add")(add.add)
app.command("check")(check.check)
app.command("test")(replay.replay)
app.command("import")(opml.import_)
app.command("export")(opml.export)
app.command("list")(list.list_)
app.command("show")(show.show)
app.command("pause")(pause.pause)
app.command("resume")(pause.resume)
