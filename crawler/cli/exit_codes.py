"""Turn known errors into one line and an exit code: 1 for a problem found, 2 for usage and configuration."""

from __future__ import annotations

import errno
import os
from typing import Any

import typer

from crawler.cli.messages import text
from crawler.cli.terminal import warn
from crawler.cli.translation import translate_problem
from crawler.cli.typer_texts import translate_text


def exit_code_of(error: Exception) -> int:
    """Print a known error on standard error and return its exit code; raise any other error again."""
    from storage.articles.archive import ArchiveError
    from storage.db.engine import DatabaseError

    if isinstance(error, typer.Abort):
        warn(text("typer.aborted"))
        return 1
    if isinstance(error, typer.TyperException):
        return _print_usage_error(error)
    if isinstance(error, DatabaseError | ArchiveError):
        warn(translate_problem(str(error)))
        return 2 if isinstance(error, DatabaseError) else 1
    if isinstance(error, OSError):
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = os.strerror(error.errno) if error.errno else str(error)
        path = error.filename or "govnews"
        warn(
            text("program.disk_full", path=path)
            if full
            else text("program.os_error", path=path, error=reason)
        )
        return 1
    if "database or disk is full" in str(error):
        warn(text("program.database_full"))
        return 1
    raise error


def _print_usage_error(error: Any) -> int:
    """Print an error of the command line parser with the usage of its command; return its exit code."""
    from typer import rich_utils

    message = translate_text(error.format_message())
    error.format_message = lambda: message
    rich_utils.rich_format_error(error)
    return int(error.exit_code)
