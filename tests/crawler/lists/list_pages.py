"""Build responses of list pages and read them, without a crawl. All sites are invented."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from crawler.lists.list_page import ListResponse
from crawler.lists.readers import reader_of
from crawler.sources.family_files import families
from crawler.sources.model import Source
from pipelines import urls
from storage.values import ListHint

if TYPE_CHECKING:
    from crawler.lists.list_page import ListPage

HOST = "http://www.qinglan.test"
LIST_URL = f"{HOST}/xw/index.html"


def source(family: str = "gov/generic", start: str = LIST_URL, **keys: Any) -> Source:
    """Return a source of a shipped family."""
    preset = families()[family].preset
    return Source.model_validate(
        {"id": "q", "name": "q", "region": "371525", "start": (start,), **preset, **keys}
    )


def response(
    body: str | bytes,
    url: str = LIST_URL,
    *,
    family: str = "gov/generic",
    position: int = 1,
    start: str | None = None,
    **hint: Any,
) -> ListResponse:
    """Return a response; ``hint`` gives the fields of its ListHint."""
    start = start or (url if position == 1 else LIST_URL)
    return ListResponse(
        body=body.encode() if isinstance(body, str) else body,
        url=url,
        headers={"content-type": "text/html; charset=utf-8"} if isinstance(body, str) else {},
        source=source(family, start),
        requested_url=url.partition("#")[0],
        position=position,
        hint=ListHint(**hint),
        known_lists=frozenset({urls.key(url), urls.key(start)}),
    )


def read(body: str | bytes, url: str = LIST_URL, **more: Any) -> ListPage:
    """Read a response with the reader of its family."""
    asked = response(body, url, **more)
    return reader_of(asked.source).read(asked)


def article_paths(page: ListPage) -> list[str]:
    """Return the addresses of the articles without the invented host."""
    return [one.url.removeprefix(HOST) for one in page.articles]


def next_paths(page: ListPage) -> list[str]:
    """Return the addresses of the next pages without the invented host."""
    return [one.url.removeprefix(HOST) for one in page.next_pages]


def shown(hint: ListHint) -> dict[str, Any]:
    """Return the fields of a hint, to build the response of the page it belongs to."""
    return {one.name: getattr(hint, one.name) for one in dataclasses.fields(hint)}
