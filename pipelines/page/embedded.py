"""Find an article that a page contains only as data for its scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.items import Given
from pipelines.page.data import json_objects
from pipelines.page.elements import visible_text
from pipelines.page.given_tree import tree_of
from pipelines.text.script import count_han

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.html import HtmlElement

TITLE_KEYS = ("name", "title", "headline")
# hidden form fields: a part of their class, name or id, and the key it means
FORM_FIELDS = {"title": "title", "content": "content", "time": "publish_time", "source": "source"}
MAX_OUTLET_CHARS = 40
MIN_TEXT_CHARS = 40  # Han characters; less is a notice, not an article
PRINTED_SHARE = 0.5  # of the data's text; a page that prints more of it has the article itself


def find_embedded(tree: HtmlElement, json_data: Sequence[Any]) -> Given | None:
    """The article in embedded JSON or in hidden form fields; None where there is none, or the page prints the text."""
    body = tree.find("body")
    entry = _json_entry(json_data) or _form_entry(tree)
    if entry is None or body is None:
        return None
    outlet, published = entry.get("source"), entry.get("publish_time")
    given = Given(
        title=" ".join(next(str(entry[key]) for key in TITLE_KEYS if entry.get(key)).split()),
        html=entry["content"],
        published_raw=str(published) if published else None,
        outlet=outlet[:MAX_OUTLET_CHARS] if isinstance(outlet, str) else None,
    )
    size = count_han(tree_of(given).text_content())
    if size < MIN_TEXT_CHARS or count_han("".join(visible_text(body))) >= PRINTED_SHARE * size:
        return None
    return given


def _json_entry(json_data: Sequence[Any]) -> Mapping[str, Any] | None:
    """The first object that has a title and a text under ``content``."""
    for node in json_objects(json_data):
        content = node.get("content")
        if isinstance(content, str) and len(content) >= MIN_TEXT_CHARS:
            titles = [node.get(key) for key in TITLE_KEYS]
            if any(isinstance(title, str) and title.strip() for title in titles):
                return node
    return None


def _form_entry(tree: HtmlElement) -> Mapping[str, Any] | None:
    """An article kept as escaped markup in hidden form fields, one field for each value."""
    fields: dict[str, str] = {}
    for element in tree.iter("textarea"):
        name = f"{element.get('class') or ''} {element.get('name') or ''} {element.get('id') or ''}".lower()
        text = (element.text or "").strip()
        part = next((part for part in FORM_FIELDS if part in name), None)
        if part and text:
            fields.setdefault(FORM_FIELDS[part], text)
    content = fields.get("content", "")
    if "title" not in fields or len(content) < MIN_TEXT_CHARS or "<p" not in content.lower():
        return None
    return fields
