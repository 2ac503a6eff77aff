"""List mechanisms: one small class for each way in which a system tells what it has published."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.lists.reading import Mechanism
    from crawler.sourcemodel import Source


def mechanism_of(source: Source) -> Mechanism:
    """The reader of the source's list pages."""
    from crawler.lists.markup import Markup

    return {"html": Markup}[source.list.mechanism or "html"]()
