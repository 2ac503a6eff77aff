"""An article that a page carries only as data for its scripts: put where a reader would see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree, html

from pipelines.page.page_lines import visible_text
from pipelines.text.clean import han

if TYPE_CHECKING:
    from pipelines.page.parse import Document

TITLES = ("name", "title", "headline")
FIELDS = {"title": "title", "content": "content", "time": "publish_time", "source": "source"}
MOST_NODES = 20_000
MAX_SOURCE = 40
MIN_TEXT = 40  # Han characters; less is a notice, not an article
PRINTED = 0.5  # of the data's text: a page that prints more than this share has the article itself


def show(doc: Document) -> None:
    """Give the tree the title and text of the data, where the page itself prints next to nothing of them."""
    body = doc.tree.find("body")
    entry = _entry(doc.json) or _in_fields(doc)
    if entry is None or body is None:
        return
    try:
        content = html.fragment_fromstring(entry["content"], create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    for script in content.xpath(".//script | .//style"):
        script.drop_tree()
    told = han(content.text_content())
    if told < MIN_TEXT or han("".join(visible_text(body))) >= PRINTED * told:
        return
    heading = etree.SubElement(body, "h1")
    heading.text = " ".join(next(str(entry[name]) for name in TITLES if entry.get(name)).split())
    if isinstance(entry.get("source"), str):
        line = etree.SubElement(body, "p")
        line.text = f"来源：{entry['source'][:MAX_SOURCE]}"
    content.set("id", "articleContent")
    body.append(content)
    doc.evidence["carried"] = True


def _in_fields(doc: Document) -> dict[str, Any] | None:
    """An article that stands as escaped markup in hidden form fields, one field a value: title, content, time, source."""
    if not doc.mentions("<textarea"):
        return None
    fields: dict[str, Any] = {}
    for element in doc.tree.iter("textarea"):
        name = f"{element.get('class') or ''} {element.get('name') or ''} {element.get('id') or ''}".lower()
        text = (element.text or "").strip()
        known = next((key for key in FIELDS if key in name), None)
        if known and text:
            fields.setdefault(FIELDS[known], text)
    content = fields.get("content", "")
    if "title" not in fields or len(content) < MIN_TEXT or "<p" not in content.lower():
        return None
    if "publish_time" in fields:
        doc.json.append({"publish_time": fields["publish_time"]})
    return fields


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
