"""List mechanisms: one small class for each way in which a system tells what it has published."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.lists.list_page import ListReader
    from crawler.sources.model import Source

CLASSES = {
    "html": "html_list.HtmlListReader",
    "datastore": "xml_datastore.XmlDatastoreReader",
    "unit": "jpaas_units.JpaasUnitReader",
    "api": "json_api.JsonApiReader",
    "feed": "feed_list.FeedReader",
    "sitemap": "sitemap_list.SitemapReader",
}


def mechanism_of(source: Source) -> ListReader:
    """The reader of the source's list pages; only its own module is imported (feedparser alone takes 0.1 s)."""
    module, name = CLASSES[source.mechanism].split(".")
    found: ListReader = getattr(import_module(f"crawler.lists.{module}"), name)()
    return found
