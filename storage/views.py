"""The views that readers build on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


def create_views(connection: Connection) -> None:
    """Make all views."""


def drop_views(connection: Connection) -> None:
    """Drop all views."""
