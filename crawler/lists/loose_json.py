"""JSON as servers really send it: with a mark before it, a function around it, a key here or there."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pipelines.page import charset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.lists.list_page import ListResponse

CALLED = re.compile(r"[\w.$]{1,80}\s?\(")
MAX_DEPTH = 60


def loaded(answer: ListResponse) -> Any:
    """The answer's data; None where it is no JSON."""
    return parsed(charset.decode(answer.body, answer.headers, answer.source.charset)[0])


def parsed(text: str) -> Any:
    """The data of a text; None where it is no JSON."""
    text = text.strip().lstrip("\ufeff")
    if match := CALLED.match(text):
        text = text[match.end() :].rstrip(" ;\r\n").removesuffix(")").strip()
    if not text.startswith(("{", "[")) or _deep(text):
        return None
    try:
        return json.loads(text, strict=False)
    except ValueError:
        return None


def _deep(text: str) -> bool:
    """Nested so far that the parser would recurse without end; brackets in texts count, which does no harm here."""
    depth = most = 0
    for sign in re.findall(r"[\[{]|[\]}]", text):
        depth += 1 if sign in "[{" else -1
        most = max(most, depth)
    return most > MAX_DEPTH


def having(data: Any, key: str) -> Iterator[dict[str, Any]]:
    """Every object that has the key, in the order of the text, wherever it stands."""
    stack = [data]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if key in node:
                yield node
            stack.extend(reversed(list(node.values())))
        elif isinstance(node, list):
            stack.extend(reversed(node))


def dig(data: Any, paths: Iterable[str]) -> Any:
    """The first value that one of the dotted paths leads to."""
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
