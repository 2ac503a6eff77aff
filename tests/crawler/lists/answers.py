"""List pages as a mechanism gets them, without a crawl around them."""

from __future__ import annotations

from typing import Any

from crawler.lists import mechanism_of
from crawler.lists.list_page import ListPage, ListResponse
from crawler.sources.family_files import families
from crawler.sources.model import Source
from pipelines import urls

HOST = "http://www.qinglan.test"


def source(family: str = "gov/generic", start: str = f"{HOST}/xw/index.html", **keys: Any) -> Source:
    says = families()[family].says
    return Source.model_validate(
        {"id": "q", "name": "q", "region": "371525", "start": (start,), **says, **keys}
    )


def answer(
    body: str | bytes,
    url: str = f"{HOST}/xw/index.html",
    *,
    family: str = "gov/generic",
    position: int = 1,
    **hint: Any,
) -> ListResponse:
    start = hint.pop("start", url if position == 1 else f"{HOST}/xw/index.html")
    return ListResponse(
        body=body.encode() if isinstance(body, str) else body,
        url=url,
        headers={"content-type": "text/html; charset=utf-8"} if isinstance(body, str) else {},
        source=source(family, start),
        asked=url.partition("#")[0],
        position=position,
        hint=hint,
        skip=frozenset({urls.key(url), urls.key(start)}),
    )


def read(body: str | bytes, url: str = f"{HOST}/xw/index.html", **more: Any) -> ListPage:
    """What the family's mechanism makes of the page."""
    asked = answer(body, url, **more)
    return mechanism_of(asked.source).read(asked)


def found(reading: ListPage) -> list[str]:
    return [one.url.removeprefix(HOST) for one in reading.found]


def ahead(reading: ListPage) -> list[str]:
    return [one.url.removeprefix(HOST) for one in reading.onward]
