"""Find an article that a page carries only as data for its scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.items import Given
from pipelines.page.given import tree_of
from pipelines.page.text_lines import visible_text
from pipelines.text.script import count_han

if TYPE_CHECKING:
    from pipelines.page.parse import Document

TITLES = ("name", "title", "headline")
FIELDS = {"title": "title", "content": "content", "time": "publish_time", "source": "source"}
MOST_NODES = 20_000
MAX_SOURCE = 40
MIN_TEXT = 40  # Han characters; less is a notice, not an article
PRINTED = 0.5  # of the data's text: a page that prints more than this share has the article itself


def find(doc: Document) -> Given | None:
    """The article in the page's data; None where there is none, or the page prints the text itself.

    Read are JSON that the page embeds (the first object with a title and a text) and hidden form fields.
    """
    body = doc.tree.find("body")
    entry = _entry(doc.json) or _in_fields(doc)
    if entry is None or body is None:
        return None
    source, published = entry.get("source"), entry.get("publish_time")
    given = Given(
        title=" ".join(next(str(entry[name]) for name in TITLES if entry.get(name)).split()),
        html=entry["content"],
        published_raw=str(published) if published else None,
        outlet=source[:MAX_SOURCE] if isinstance(source, str) else None,
    )
    size = count_han(tree_of(given).text_content())
    if size < MIN_TEXT or count_han("".join(visible_text(body))) >= PRINTED * size:
        return None
    return given


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
