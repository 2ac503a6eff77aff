"""What commands print: tables on a terminal, plain lines in a pipe, JSON when asked."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NoReturn

import typer

from storage.values import SHANGHAI

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # an escape in a title must not steer a terminal
JSON = typer.Option(False, "--json", help="JSON")


def fail(message: str, code: int = 1) -> NoReturn:
    """One line on standard error, and out."""
    typer.echo(safe(message), err=True)
    raise typer.Exit(code)


def note(message: str) -> None:
    """Something to know that is no result: standard error."""
    typer.echo(safe(message), err=True)


def line(message: str = "") -> None:
    typer.echo(safe(message))


def as_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A Rich table on a terminal; tab-separated lines elsewhere, so that programs can read them."""
    cells = [[shown(value) for value in row] for row in rows]
    if not sys.stdout.isatty():
        for row in cells:
            typer.echo("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    drawn = Table(*columns, box=None, header_style="bold", pad_edge=False)
    for row in cells:
        drawn.add_row(*[escape(cell) for cell in row])
    Console().print(drawn)


def shown(value: Any) -> str:
    """A value for people: times in Asia/Shanghai with their zone, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {count}" for key, count in value.items())
    return safe(str(value))


def moment(value: datetime | None) -> str:
    if value is None:
        return ""
    return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S +08:00")


def safe(text: str) -> str:
    return CONTROL.sub("�", text)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
