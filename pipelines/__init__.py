"""Understand: a Page becomes Articles. No network, no SQL.

>>> from pipelines import Page, understand          # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.items import (
    Article,
    Attachment,
    Byline,
    Hint,
    Image,
    Newspaper,
    Page,
    Refused,
    Region,
    Rules,
    Selectors,
)

if TYPE_CHECKING:
    from pipelines.understand import understand as understand

__all__ = [
    "Article",
    "Attachment",
    "Byline",
    "Hint",
    "Image",
    "Newspaper",
    "Page",
    "Refused",
    "Region",
    "Rules",
    "Selectors",
    "understand",
]


def __getattr__(name: str) -> Any:
    # trafilatura takes 0.4 s to import: only who understands pages pays for it
    if name == "understand":
        from pipelines.understand import understand

        return understand
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
