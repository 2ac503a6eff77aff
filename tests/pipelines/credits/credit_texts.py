"""Invented names, and short forms of credits for the tests of this folder."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipelines.credits.credit_line import read_credit_line

if TYPE_CHECKING:
    from pipelines.credits.credit_types import Credits

FETCHED = datetime(2026, 11, 22, 3, tzinfo=UTC)
A, B, C = "周文远", "吴晓", "郑大海"


def read(line: str, *, caption: bool = False) -> Credits:
    """The credits of one line of a page fetched at FETCHED."""
    return read_credit_line(line, FETCHED, caption=caption)


def bylines_of(credits: Credits) -> str:
    """The bylines as ``role=name``, joined by spaces."""
    return " ".join(f"{one.role}={one.name}" for one in credits.bylines)
