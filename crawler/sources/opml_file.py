"""Write sources as OPML for feed readers, and read OPML. Our own keys are attributes in a namespace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.sources.model import Source

NAMESPACE = "urn:govnews"
OWN_KEYS = ("id", "family", "region", "kind", "outlet", "every", "divisions")
MAX_BYTES = 10 * 2**20
FEED = "feed/rss"


class OpmlError(Exception):
    """The file is not OPML, so nothing of it is used."""


@dataclass(frozen=True)
class OpmlEntry:
    """An outline that may be a source. ``start`` is its feed, else its page; ``own`` holds our own keys."""

    name: str
    start: str | None
    is_feed: bool
    own: dict[str, str]


def write(sources: Iterable[Source]) -> bytes:
    """Return OPML 2.0 in which feeds are subscriptions and other sources links, which feed readers ignore."""
    root = etree.Element("opml", nsmap={"govnews": NAMESPACE}, version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "govnews sources"
    body = etree.SubElement(root, "body")
    for source in sorted(sources, key=lambda one: one.id):
        outline = etree.SubElement(body, "outline", text=source.name, title=source.name)
        if source.family == FEED:
            outline.set("type", "rss")
            outline.set("xmlUrl", source.start[0])
        else:
            outline.set("type", "link")
            outline.set("url", source.start[0])
        for key in OWN_KEYS:
            if value := getattr(source, key):
                outline.set(f"{{{NAMESPACE}}}{key}", str(value))
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return document


def read(data: bytes) -> list[OpmlEntry]:
    """Return every outline of an OPML file. Raises OpmlError. Entities and DTDs are not resolved."""
    if len(data) > MAX_BYTES:
        raise OpmlError(f"{len(data):,} bytes; at most {MAX_BYTES:,} are read")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise OpmlError(f"is not XML: {error}") from None
    if etree.QName(root).localname.lower() != "opml":
        raise OpmlError(f"is not OPML: its root is {etree.QName(root).localname!r}")
    return list(_entries(root))


def _entries(root: Any) -> Iterator[OpmlEntry]:
    for outline in root.iter("outline"):
        feed = outline.get("xmlUrl")
        page = outline.get("url") or outline.get("htmlUrl")
        if feed or page:
            name = (outline.get("title") or outline.get("text") or "").strip()
            own = {key: value for key in OWN_KEYS if (value := outline.get(f"{{{NAMESPACE}}}{key}"))}
            yield OpmlEntry(name or (feed or page), (feed or page).strip(), bool(feed), own)
