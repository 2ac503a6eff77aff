"""Articles that a JSON list contains in full: stored with their link, and used if their own page is missing.

The entry is stored in the raw archive as JSON under a content type of its own, so that it can be read again later.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.lists import loose_json
from pipelines.items import Given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.sources.field_types import ApiRules

MAX_PACKED = 100_000  # characters in a row of the frontier; a longer article has to be fetched
MAX_BYTES = 4 * 2**20
CONTENT_TYPE = "application/vnd.govnews.list-entry+json; charset=utf-8"
PAGE_BREAK = "#PAGE_BREAK#"  # where the scripts of gov/ucap split a long text


@dataclass(frozen=True)
class EmbeddedArticle:
    """An article taken from a list: the body to archive, its headers, and the text (None: ``body`` is HTML)."""

    body: bytes
    headers: Mapping[str, str]
    given: Given | None


def pack(item: Any, rules: ApiRules) -> str | None:
    """Return a list entry as compressed text for the frontier, or None if it does not hold the article's text."""
    content = loose_json.first_value(item, rules.content)
    if not isinstance(content, str) or not content.strip():
        return None
    title = " ".join(str(loose_json.first_value(item, rules.title) or "").split())
    published = loose_json.first_value(item, rules.date)
    entry = {
        "title": title or None,
        "published_raw": None if published is None else str(published),
        "html": content.replace(PAGE_BREAK, ""),
        "entry": item,
    }
    body = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    packed = base64.b64encode(zlib.compress(body, 9)).decode("ascii")
    return packed if len(packed) <= MAX_PACKED else None


def unpack(packed: str | None) -> EmbeddedArticle | None:
    """Return the article that ``pack`` stored, or None for anything else.

    Frontiers written by release 0.1.0 hold an HTML page instead of JSON.
    """
    if not packed:
        return None
    try:
        body = zlib.decompressobj().decompress(base64.b64decode(packed), MAX_BYTES)
    except (ValueError, binascii.Error, zlib.error):
        return None
    if not body:
        return None
    if body.startswith(b"<"):
        return EmbeddedArticle(body, {"content-type": "text/html; charset=utf-8"}, None)
    headers = {"content-type": CONTENT_TYPE}
    given = given_in(body, headers)
    return EmbeddedArticle(body, headers, given) if given is not None else None


def given_in(body: bytes, headers: Mapping[str, str]) -> Given | None:
    """Return the text in an archived list entry, or None if the response is an ordinary page."""
    if headers.get("content-type") != CONTENT_TYPE:
        return None
    entry = loose_json.parse(body.decode("utf-8", "replace"))
    if not isinstance(entry, dict) or not isinstance(entry.get("html"), str):
        return None
    return Given(title=entry.get("title"), published_raw=entry.get("published_raw"), html=entry["html"])
