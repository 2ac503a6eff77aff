"""Articles that a list carries whole: kept with their row, read where their own page is not to be had."""

from __future__ import annotations

import base64
import binascii
import html
import json
import zlib
from typing import TYPE_CHECKING, Any

from crawler.lists import loose_json

if TYPE_CHECKING:
    from crawler.sources.field_types import ApiRules

MOST_PACKED = 100_000  # characters in a row of the frontier; what is larger has to be fetched
MOST_BYTES = 4 * 2**20
PAGE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title><meta name="ArticleTitle" content="{title}">'
    '<meta name="PubDate" content="{date}"></head><body><h1>{title}</h1><div id="UCAP-CONTENT">{content}</div>'
    '<script type="application/x-list-entry">{entry}</script></body></html>'
)


def pack(item: Any, rules: ApiRules) -> str | None:
    """The entry as a page of its own, its JSON with it as evidence; None where it does not hold the text."""
    content = loose_json.dig(item, rules.content)
    if not isinstance(content, str) or not content.strip():
        return None
    page = PAGE.format(
        title=html.escape(" ".join(str(loose_json.dig(item, rules.title) or "").split())),
        date=html.escape(str(loose_json.dig(item, rules.date) or "")),
        content=content.replace("#PAGE_BREAK#", ""),  # where a browser would split it into pages
        entry=json.dumps(item, ensure_ascii=False, sort_keys=True).replace("</", "<\\/"),
    )
    packed = base64.b64encode(zlib.compress(page.encode("utf-8", "replace"), 9)).decode("ascii")
    return packed if len(packed) <= MOST_PACKED else None


def unpack(packed: object) -> bytes | None:
    """The page that ``pack`` made; None for anything else."""
    if not isinstance(packed, str):
        return None
    try:
        return zlib.decompressobj().decompress(base64.b64decode(packed), MOST_BYTES) or None
    except (ValueError, binascii.Error, zlib.error):
        return None
