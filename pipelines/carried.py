"""An article that a page carries only as data for its scripts: put where a reader would see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree, html

from pipelines.text import HAN

if TYPE_CHECKING:
    from pipelines.document import Document

TITLES = ("name", "title", "headline")
MOST_NODES = 20_000
MIN_TEXT = 40  # Han characters; less is a notice, not an article
PRINTED = 0.5  # of the data's text: a page that prints more than this share has the article itself


def show(doc: Document) -> None:
    """Give the tree the title and text of the data, where the page itself prints next to nothing of them."""
    entry = _entry(doc.json)
    body = doc.tree.find("body")
    if entry is None or body is None:
        return
    try:
        content = html.fragment_fromstring(entry["content"], create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    for script in content.xpath(".//script | .//style"):
        script.drop_tree()
    told = len(HAN.findall(content.text_content()))
    if told < MIN_TEXT or len(HAN.findall(body.text_content())) >= PRINTED * told:
        return
    heading = etree.SubElement(body, "h1")
    heading.text = " ".join(next(str(entry[name]) for name in TITLES if entry.get(name)).split())
    content.set("id", "articleContent")
    body.append(content)
    doc.evidence["carried"] = True


def _entry(data: Any) -> dict[str, Any] | None:
    """The first object that has a title and a text, breadth first."""
    queue, at = [data], 0
    while at < len(queue) and at < MOST_NODES:
        node = queue[at]
        at += 1
        if isinstance(node, dict):
            titled = any(isinstance(node.get(name), str) and node[name].strip() for name in TITLES)
            if titled and isinstance(node.get("content"), str) and len(node["content"]) >= MIN_TEXT:
                return node
            queue.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list):
            queue.extend(node[:500])
    return None
