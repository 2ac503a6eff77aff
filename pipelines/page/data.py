"""Read the machine-readable data of a page: meta tags, JSON-LD, embedded JSON, and the comment of newspaper systems."""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipelines.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

OUTLET_TAGS = ("contentsource", "article:source")
MAX_META_CHARS = 2000
MAX_JSON_CHARS = 2 * 2**20
MAX_JSON_DEPTH = 60  # 100,000 nested brackets are an attack on the parser, not data
MAX_NODES = 20_000
MAX_LIST_ITEMS = 500
MAX_PROPERTIES_CHARS = 5000
# cases are spelt out: a pattern with IGNORECASE is searched for many times slower
SCRIPT_TAG = re.compile(r"<[sS][cC][rR][iI][pP][tT]\b[^>]{0,2000}>")
BRACKET = re.compile(r"[\[{\]}]")
PROPERTIES_START = "<!--enpproperty"
PROPERTY = re.compile(
    r"<(?P<tag>date|author|title|subtitle|introtitle|nodename)>(?P<value>.*?)</(?P=tag)>", re.DOTALL
)
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class PageData:
    """Machine-readable values of a page.

    ``meta``: lower-case names of meta tags to their values. ``json``: parsed JSON-LD and ``__NEXT_DATA__``, in page
    order. ``newspaper``: properties that e-newspapers of one vendor keep in a comment (date, author, title, subtitle,
    introtitle, nodename). ``language``: the declared language as BCP 47.
    """

    meta: Mapping[str, str] = field(default_factory=dict)
    json: tuple[Any, ...] = ()
    newspaper: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None

    @property
    def outlet(self) -> str | None:
        """The outlet that a meta tag states, as written."""
        return next((self.meta[name] for name in OUTLET_TAGS if name in self.meta), None)


def read_data(source: str, tree: HtmlElement) -> PageData:
    """The data of a page from its decoded source (scripts included) and its tree."""
    return PageData(
        meta_tags(tree), tuple(embedded_json(source)), newspaper_properties(source), language(tree)
    )


def meta_tags(tree: HtmlElement) -> dict[str, str]:
    """Names of meta tags (name, property or itemprop, in lower case) to their last value that is not empty.

    Templates repeat tags, and often the empty one comes last.
    """
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        value = clean(element.get("content") or "")
        if (name := name.strip().lower()) and value:
            found[name] = value[:MAX_META_CHARS]
    return found


def embedded_json(source: str) -> list[Any]:
    """JSON-LD and ``__NEXT_DATA__`` in page order; JSON that is broken or nested too deep is left out."""
    found: list[Any] = []
    for match in SCRIPT_TAG.finditer(source):
        tag = match[0].lower()
        if "ld+json" not in tag and "__next_data__" not in tag:
            continue
        end = source.find("</", match.end())
        while end != -1 and source[end : end + 8].lower() != "</script":
            end = source.find("</", end + 2)
        raw = source[match.end() : end if end != -1 else len(source)][:MAX_JSON_CHARS]
        if _depth(raw) > MAX_JSON_DEPTH:
            continue
        try:
            found.append(json.loads(raw, strict=False))
        except ValueError:
            continue
    return found


def json_objects(data: Any) -> Iterator[dict[str, Any]]:
    """The objects in embedded data, breadth first; at most MAX_NODES nodes are visited."""
    queue, visited = deque([data]), 0
    while queue and visited < MAX_NODES:
        node = queue.popleft()
        visited += 1
        if isinstance(node, dict):
            yield node
            queue.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list | tuple):
            queue.extend(node[:MAX_LIST_ITEMS])


def json_values(data: Any, names: tuple[str, ...]) -> Iterator[tuple[str, str | int | float]]:
    """Pairs of key and value for the named keys with a text or a number, breadth first."""
    for node in json_objects(data):
        for name in names:
            if isinstance(value := node.get(name), str | int | float):
                yield name, value


def newspaper_properties(source: str) -> dict[str, str]:
    """The properties of an article in the ``enpproperty`` comment; empty where there is none."""
    start = source.find(PROPERTIES_START)
    if start == -1:
        return {}
    limit = start + MAX_PROPERTIES_CHARS
    end = source.find("-->", start)
    comment = source[start : min(end if end != -1 else limit, limit)]
    return {
        match["tag"]: clean(re.sub(r"<[^>]{0,50}>", " ", match["value"]))
        for match in PROPERTY.finditer(comment)
    }


def language(tree: HtmlElement) -> str | None:
    """The language that the root element declares, as BCP 47."""
    declared = (tree.get("lang") or tree.get("xml:lang") or "").strip()
    return declared if LANGUAGE_TAG.fullmatch(declared) else None


def _depth(raw: str) -> int:
    depth = deepest = 0
    for match in BRACKET.finditer(raw):
        depth += 1 if match[0] in "[{" else -1
        deepest = max(deepest, depth)
    return deepest
