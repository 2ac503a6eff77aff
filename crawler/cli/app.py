"""All commands, by noun; whatever is heavy is imported when its command runs."""

from __future__ import annotations

import sys

import typer

from crawler.cli import (
    article,
    crawl,
    db,
    demo,
    doctor,
    export,
    extract,
    reextract,
    run,
    schedule,
    story,
    takedown,
)
from crawler.cli.language import is_chinese, say
from crawler.cli.source import list

app = typer.Typer(
    name="govnews",
    help=say(
        "An archive of record for regional government news.",
        "区域政务新闻存档：抓取、理解、去重、保存、提供。",
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo")(demo.demo)
app.command("crawl")(crawl.crawl)
app.add_typer(list.app, name="source")
app.add_typer(run.app, name="run")
app.add_typer(schedule.app, name="schedule")
app.command("extract")(extract.extract)
app.add_typer(article.app, name="article")
app.command("reextract")(reextract.reextract)
app.add_typer(story.app, name="story")
app.command("recluster")(story.recluster)
app.command("export")(export.export)
app.command("takedown")(takedown.takedown)
app.add_typer(db.app, name="db")
app.command("doctor")(doctor.doctor)
if is_chinese():
    from crawler.cli.chinese import translate

    translate(app)


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"govnews {version('govnews')}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help=say("Show the version.", "显示版本。")
    ),
) -> None:
    """Nothing is done before a command runs."""


def run_command_line() -> None:
    """Run the command line; known problems end as one line and an exit code, never as a traceback."""
    from crawler.cli.exit_codes import as_exit

    try:
        app()
    except KeyboardInterrupt:
        typer.echo(say("interrupted", "已中断"), err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone: nothing is left to say, and nobody to say it to
        sys.exit(1)
    except Exception as error:
        sys.exit(as_exit(error))
