"""Sources for tests that need no source file."""

from __future__ import annotations

from typing import Any

from crawler.sources.model import Source


def listing_source(**keys: Any) -> Source:
    """Return a valid source of the shape ``listing`` with the id ``qinglan``; ``keys`` replace or add values."""
    return Source.model_validate(
        {
            "id": "qinglan",
            "name": "青岚",
            "shape": "listing",
            "region": "990100",
            "divisions": "sample",
            "start": ("http://www.qinglan.test/",),
            "list": {"links": "a"},
            "article": {},
        }
        | keys
    )
