"""Read a page as the crawl would read it under a family: its articles, and what its data would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from crawler.lists import mechanism_of
from crawler.lists.reading import Answer, Reading
from crawler.sourcemodel import Source

if TYPE_CHECKING:
    from crawler.families import Family
    from crawler.probe.page import Look

LEAST = 3  # articles that make a list


def reading(page: Look, family: Family, start: str | None = None) -> Reading | None:
    """What the family's own mechanism finds on a page; None where it cannot read it."""
    if family.says.get("shape") == "newspaper":
        return None
    says = {
        **family.says,
        "id": "probe",
        "name": "probe",
        "region": "110000",
        "start": [start or page.answer.url],
    }
    try:
        source = Source.model_validate(says)
        answer = Answer(
            body=page.answer.body,
            url=page.url,
            headers=page.answer.headers,
            source=source,
            asked=page.answer.url.partition("#")[0],
        )
        return mechanism_of(source).read(answer)
    except (ValidationError, ValueError, LookupError):
        return None


def is_list(page: Look, family: Family, start: str | None = None) -> bool:
    """Whether it lists articles of the family, or says where the data of its list is."""
    read = reading(page, family, start)
    if read is None or read.broken:
        return False
    return len(read.found) >= LEAST or (not read.found and bool(read.onward))
