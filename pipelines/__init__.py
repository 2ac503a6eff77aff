"""Understand pages: a ``Page`` (one response) becomes ``Article`` values.

Contains the rules about markup, Chinese text and regions. Must not know the network, the database or spiders.

>>> from pipelines import Page, understand          # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.items import (
    Article,
    Attachment,
    Byline,
    Given,
    Hint,
    Image,
    Newspaper,
    Page,
    PagePart,
    Refused,
    Region,
    Rules,
    Selectors,
)

if TYPE_CHECKING:
    from pipelines.article_reader import understand

__all__ = [
    "Article",
    "Attachment",
    "Byline",
    "Given",
    "Hint",
    "Image",
    "Newspaper",
    "Page",
    "PagePart",
    "Refused",
    "Region",
    "Rules",
    "Selectors",
    "understand",
]


def __getattr__(name: str) -> Any:
    """Import ``understand`` on first use: its libraries take half a second to load (PEP 562)."""
    if name == "understand":
        from pipelines.article_reader import understand

        return understand
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
