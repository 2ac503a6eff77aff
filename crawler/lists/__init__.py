"""List mechanisms: one small class for each way in which a system tells what it has published."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.lists.reading import Mechanism
    from crawler.sources.model import Source

CLASSES = {
    "html": "markup.Markup",
    "datastore": "datastore.Datastore",
    "unit": "unit.Unit",
    "api": "api.Api",
    "feed": "feed.Feed",
    "sitemap": "sitemap.Sitemap",
}


def mechanism_of(source: Source) -> Mechanism:
    """The reader of the source's list pages; only its own module is imported (feedparser alone takes 0.1 s)."""
    module, name = CLASSES[source.mechanism].split(".")
    found: Mechanism = getattr(import_module(f"crawler.lists.{module}"), name)()
    return found
