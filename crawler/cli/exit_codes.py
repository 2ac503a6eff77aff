"""Known problems as one line and an exit code: 1 for a problem, 2 for configuration."""

from __future__ import annotations

import errno

import typer

from crawler.cli.language import say


def as_exit(error: Exception) -> int:
    """Print a known problem and give its exit code; anything unknown is raised again, with its trace."""
    from storage.articles.archive import ArchiveError
    from storage.db.engine import DatabaseError

    if isinstance(error, DatabaseError):
        typer.echo(str(error), err=True)
        return 2
    if isinstance(error, ArchiveError):
        typer.echo(str(error), err=True)
        return 1
    if isinstance(error, OSError):
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        text = say("no space left on the disk", "磁盘已满") if full else (error.strerror or str(error))
        typer.echo(f"{error.filename or 'govnews'}: {text}", err=True)
        return 1
    if "database or disk is full" in str(error):
        typer.echo(say("the database cannot grow: the disk is full", "数据库无法写入：磁盘已满"), err=True)
        return 1
    raise error
