"""List mechanisms: one small class for each way in which a system tells what it has published."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.lists.reading import Mechanism
    from crawler.sourcemodel import Source


def mechanism_of(source: Source) -> Mechanism:
    """The reader of the source's list pages."""
    from crawler.lists.api import Api
    from crawler.lists.datastore import Datastore
    from crawler.lists.feed import Feed
    from crawler.lists.markup import Markup
    from crawler.lists.sitemap import Sitemap
    from crawler.lists.unit import Unit

    known: dict[str, type[Mechanism]] = {
        "html": Markup,
        "datastore": Datastore,
        "unit": Unit,
        "api": Api,
        "feed": Feed,
        "sitemap": Sitemap,
    }
    return known[source.mechanism]()
