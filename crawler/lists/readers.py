"""Choose the reader for the list pages of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.lists.list_page import ListReader
    from crawler.sources.model import Source


def reader_of(source: Source) -> ListReader:
    """Return a reader for the source's list mechanism (``list.mechanism``, or what its shape implies).

    Each branch imports its own module only: feedparser alone takes 0.1 s.
    """
    match source.mechanism:
        case "html":
            from crawler.lists.html_list import HtmlListReader

            return HtmlListReader()
        case "datastore":
            from crawler.lists.xml_datastore import XmlDatastoreReader

            return XmlDatastoreReader()
        case "unit":
            from crawler.lists.jpaas_units import JpaasUnitReader

            return JpaasUnitReader()
        case "api":
            from crawler.lists.json_api import JsonApiReader

            return JsonApiReader()
        case "feed":
            from crawler.lists.feed_list import FeedReader
            from crawler.lists.feed_or_sitemap import FeedOrSitemapReader

            return FeedOrSitemapReader(FeedReader())
        case "sitemap":
            from crawler.lists.feed_or_sitemap import FeedOrSitemapReader
            from crawler.lists.sitemap_list import SitemapReader

            return FeedOrSitemapReader(SitemapReader())
        case unknown:
            raise ValueError(f"no reader for the list mechanism {unknown!r}")
