"""Assemble the ``govnews`` command line; commands import heavy packages when they run."""

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
    recluster,
    reextract,
    run,
    schedule,
    story,
    takedown,
    typer_texts,
)
from crawler.cli.messages import text
from crawler.cli.source import group as source

INTERRUPTED = 130  # exit code that Typer returns after Ctrl-C: 128 + SIGINT
app = typer.Typer(
    name="govnews",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo")(demo.demo)
app.command("crawl")(crawl.crawl)
app.add_typer(source.app, name="source")
app.add_typer(run.app, name="run")
app.add_typer(schedule.app, name="schedule")
app.command("extract")(extract.extract)
app.add_typer(article.app, name="article")
app.command("reextract")(reextract.reextract)
app.add_typer(story.app, name="story")
app.command("recluster")(recluster.recluster)
app.command("export")(export.export)
app.command("takedown")(takedown.takedown)
app.add_typer(db.app, name="db")
app.command("doctor")(doctor.doctor)


def _print_version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"govnews {version('govnews')}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help=text("option.version")
    ),
) -> None:
    """Accept the options that stand before a command."""


typer_texts.set_help(app)
typer_texts.translate_typer()


def run_command_line() -> None:
    """Run ``govnews``; a known problem ends with one line and an exit code, not with a traceback."""
    from crawler.cli.exit_codes import exit_code_of

    try:
        code = app(standalone_mode=False)
        if code == INTERRUPTED:
            typer.echo(text("program.interrupted"), err=True)
        sys.exit(code)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone; the interpreter would complain at exit
        sys.exit(1)
    except Exception as error:
        sys.exit(exit_code_of(error))
