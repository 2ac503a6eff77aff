"""Parse JSON the way servers send it: behind a byte order mark or inside a callback, and search its keys."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pipelines.page import charset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.lists.list_page import ListResponse

CALLBACK = re.compile(r"[\w.$]{1,80}\s?\(")
MAX_DEPTH = 60  # brackets; a parser would run out of stack on deeper nesting


def load(response: ListResponse) -> Any:
    """Return the data of a response, or None if it is not JSON."""
    return parse(charset.decode(response.body, response.headers, response.source.charset)[0])


def parse(text: str) -> Any:
    """Return the data of a text, or None if it is not JSON."""
    text = text.strip().lstrip("\ufeff")
    if match := CALLBACK.match(text):
        text = text[match.end() :].rstrip(" ;\r\n").removesuffix(")").strip()
    if not text.startswith(("{", "[")) or _is_too_deep(text):
        return None
    try:
        return json.loads(text, strict=False)
    except ValueError:
        return None


def _is_too_deep(text: str) -> bool:
    """Return True for nesting that would exhaust the stack; brackets inside strings count, too."""
    depth = most = 0
    for bracket in re.findall(r"[\[{]|[\]}]", text):
        depth += 1 if bracket in "[{" else -1
        most = max(most, depth)
    return most > MAX_DEPTH


def objects_with(data: Any, key: str) -> Iterator[dict[str, Any]]:
    """Yield every object that has the key, at any depth, in the order of the text."""
    stack = [data]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if key in node:
                yield node
            stack.extend(reversed(list(node.values())))
        elif isinstance(node, list):
            stack.extend(reversed(node))


def first_value(data: Any, paths: Iterable[str]) -> Any:
    """Return the first value, neither null nor empty, that one of the dotted paths leads to; else None."""
    for path in paths:
        found = data
        for name in path.split("."):
            if isinstance(found, dict) and name in found:
                found = found[name]
            elif isinstance(found, list) and name.isdigit() and int(name) < len(found):
                found = found[int(name)]
            else:
                found = None
                break
        if found not in (None, ""):
            return found
    return None
