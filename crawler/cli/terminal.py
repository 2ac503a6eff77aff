"""Print results: tables for people, tab-separated lines in a pipe, JSON with ``--json``."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NoReturn

import typer

from crawler.cli.messages import text
from storage.values import SHANGHAI

CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"
)  # an escape sequence in a title must not reach the terminal
JSON = typer.Option(False, "--json", help=text("option.json"))
FOLDED = {
    "title",
    "name",
    "problem",
    "findings",
    "pages",
    "stored",
    "reason",
    "value",
    "fault",
    "first_title",
}
FOLDED_WIDTH = (
    16  # terminal columns: a prose column may be narrowed to this before the table is printed as blocks
)
GAP = 2  # spaces between two columns


def fail(message: str, code: int = 1) -> NoReturn:
    """Print a message on standard error and exit with ``code`` (1: problem found, 2: wrong usage)."""
    warn(message)
    raise typer.Exit(code)


def warn(message: str) -> None:
    """Print a message that is not part of the result on standard error."""
    typer.echo(strip_control(message), err=True)


def print_line(message: str = "") -> None:
    """Print a line of the result on standard output."""
    typer.echo(strip_control(message))


def print_field(label: str, value: str, width: int) -> None:
    """Print ``label: value`` with the values of all fields below each other; ``width``: columns for the label."""
    from rich.cells import cell_len

    print_line(f"{label}:{' ' * max(1, width - cell_len(label) - 1)}{value}")


def print_json(value: Any) -> None:
    """Print a value as indented JSON; dates and times in ISO 8601."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_json_value))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows under translated column headings.

    ``columns`` are names from the topic ``column`` of the catalogue. In a pipe the output is tab-separated with a
    header line and nothing is shortened. On a terminal the columns of `FOLDED` may wrap; where the others do not fit,
    each row is printed as a block of ``head: value`` lines. Ids and addresses are never cut.
    """
    heads = [text(f"column.{name}") for name in columns]
    cells = [[cell_text(value) for value in row] for row in rows]
    if not sys.stdout.isatty():
        for line in (heads, *cells):
            typer.echo("\t".join(re.sub(r"[\t\n]", " ", cell) for cell in line))
        return
    from rich.cells import cell_len
    from rich.console import Console

    console = Console()
    widths = [max(map(cell_len, column)) for column in zip(heads, *cells, strict=True)]
    least = [
        min(width, max(FOLDED_WIDTH, cell_len(head))) if name in FOLDED else width
        for name, head, width in zip(columns, heads, widths, strict=True)
    ]
    if sum(least) + GAP * len(columns) <= console.width:
        _print_grid(console, columns, heads, cells)
    else:
        _print_blocks(heads, cells)


def _print_grid(console: Any, columns: Sequence[str], heads: list[str], cells: list[list[str]]) -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, GAP, 0, 0))
    for name, head in zip(columns, heads, strict=True):
        table.add_column(escape(head), no_wrap=name not in FOLDED, overflow="fold")
    for row in cells:
        table.add_row(*map(escape, row))
    console.print(table)


def _print_blocks(heads: list[str], cells: list[list[str]]) -> None:
    from rich.cells import cell_len

    width = max(map(cell_len, heads))
    for row in cells:
        for head, cell in zip(heads, row, strict=True):
            if cell:
                typer.echo(f"{head}{' ' * (width - cell_len(head))}  {cell}")
        typer.echo()


def cell_text(value: Any) -> str:
    """Return a value for people: times in Asia/Shanghai, ``key count`` pairs for a mapping, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return local_time(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {count}" for key, count in value.items())
    return strip_control(str(value))


def local_time(value: datetime | None) -> str:
    """Return an aware time in Asia/Shanghai with its offset, or nothing for None."""
    if value is None:
        return ""
    return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S +08:00")


def strip_control(message: str) -> str:
    """Replace control characters, which could steer the terminal; tabs and line breaks stay."""
    return CONTROL.sub("�", message)


def _json_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
