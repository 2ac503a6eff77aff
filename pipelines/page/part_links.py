"""Find the other pages of an article that is spread over several: ``1.html``, ``1_2.html``, ``1_3.html``.

A link counts only if both agree: its address is made from that of the first page as content systems make it, and its
label is a number, 下一页 or 尾页. Addresses with a query are left out, because comments have such pagers too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from pipelines.page.pager_lines import is_last, is_next, part_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

MAX_PARTS = 20  # follow-up requests for one article
MAX_LABEL = 12  # characters
MAX_ANCESTORS = 8
# createPageHTML(3, 0, "t20261101_77", "html"), on some sites with the id of the pager's element as first argument
PAGE_COUNT_CALL = re.compile(
    r"create\w{0,12}Page\w{0,12}\s{0,9}\(\s{0,9}(?:[\"'][^\"'\n]{0,60}[\"']\s{0,9},\s{0,9})?[\"']?(\d{1,5})[\"']?\s{0,9},\s{0,9}"
    r"[\"']?(\d{1,5})[\"']?\s{0,9},\s{0,9}[\"']([\w.-]{0,60})[\"']\s{0,9},\s{0,9}[\"']\.?(\w{1,5})[\"']",
    re.IGNORECASE,
)
FILE = re.compile(r"(?P<stem>[^/]*[^/.])(?P<extension>\.(?:s?html?|jsp|php|aspx?))", re.IGNORECASE)
RELATIVE_LINK = re.compile(
    r"href\s?=\s?[\"']?(?:\./)?2/?[\"'>\s]", re.IGNORECASE
)  # to the second page of a folder
LIST_NAMES = frozenset(("index", "default", "list", "node", "page"))  # their numbered files are list pages
OTHER_PAGER = re.compile(r"comment|reply|pinglun|liuyan|relat|recommend", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PartName:
    """How the addresses of the other parts are made from the first: ``before`` + separator + number + ``after``."""

    host: str
    before: str  # of the path
    after: str
    separators: str

    def number(self, url: str) -> tuple[str, int] | None:
        """The separator and number of an address of this article, None for any other address."""
        parts = urlsplit(url)
        path = parts.path
        if parts.query or parts.netloc.lower() != self.host or not path.startswith(self.before):
            return None
        rest = path[len(self.before) :]
        if self.after:
            if not rest.endswith(self.after):
                return None
            rest = rest[: -len(self.after)]
        else:
            rest = rest.rstrip("/")
        if rest[:1] not in self.separators or not re.fullmatch(r"[1-9]\d{0,2}", rest[1:]):
            return None
        return rest[0], int(rest[1:])


def part_name(url: str) -> PartName | None:
    """How parts of the article at ``url`` would be named; None where such names would be those of list pages."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    folder, _, name = parts.path.rstrip("/").rpartition("/")
    if parts.query or not name or name.lower() in LIST_NAMES:
        return None
    if match := FILE.fullmatch(name):
        if match["stem"].lower() in LIST_NAMES:
            return None
        return PartName(parts.netloc.lower(), f"{folder}/{match['stem']}", match["extension"], "_-")
    return None if "." in name else PartName(parts.netloc.lower(), f"{folder}/{name}", "", "/")


def may_have_parts(url: str, source: str) -> bool:
    """True if the markup of a page may link to further parts: a cheap test before the page is parsed."""
    name = part_name(url)
    if name is None:
        return False
    own = name.before.rpartition("/")[2]
    for separator in name.separators:
        if own + separator not in source:
            continue  # much cheaper than the pattern
        if re.search(rf"{re.escape(own + separator)}\d{{1,3}}{re.escape(name.after)}", source):
            return True
    if url.endswith("/") and RELATIVE_LINK.search(source):
        return True
    return "create" in source and PAGE_COUNT_CALL.search(source) is not None


def find_parts(tree: HtmlElement, source: str, url: str, base: str, position: int = 1) -> tuple[str, ...]:
    """The addresses of the other parts in their order, as one page of the article at ``url`` shows them.

    ``source`` is the decoded page with its scripts, ``base`` what its links are joined to, ``position`` the number of
    the page among the parts. Addresses before that of the page itself may be missing.
    """
    name = part_name(url)
    if name is None or not may_have_parts(url, source):
        return ()
    return _by_script(source, url, name) or _by_links(tree, name, base, position)


def _by_script(source: str, url: str, name: PartName) -> tuple[str, ...]:
    """The parts that TRS's pager script draws: it calls the second page NAME_1.EXT."""
    for match in PAGE_COUNT_CALL.finditer(source):
        address = urljoin(url, f"{match[3]}_1.{match[4]}")
        if name.number(address):
            count = int(match[1])
            return tuple(urljoin(url, f"{match[3]}_{i}.{match[4]}") for i in range(1, count))
    return ()


def _by_links(tree: HtmlElement, name: PartName, base: str, position: int) -> tuple[str, ...]:
    """The parts that links lead to; those between the last number and 尾页 are filled in."""
    by_number: dict[int, str] = {}  # number in the address -> address
    offsets: set[int] = (
        set()
    )  # of the part's place to the number in its address: 0, or 1 where they count from 1
    last = 0
    for label, address, number in _candidates(tree, name, base):
        place = part_number(label)
        if place is None and is_next(label):
            place = position + 1
        if place is not None:
            if place - number not in (0, 1):
                continue
            if place > 1:
                offsets.add(place - number)
        elif is_last(label):
            last = max(last, number)
        else:
            continue
        by_number.setdefault(number, address)
    if len(offsets) != 1:
        return ()
    first = 2 - offsets.pop()  # the number in the address of the second part
    if first + position - 1 not in by_number:
        return ()  # numbers without the next part among them count something else
    wanted = range(first, max([last, *by_number]) + 1)
    sample = by_number[max(by_number)]
    return tuple(by_number.get(number) or _renumbered(sample, name, number) for number in wanted)


def _renumbered(address: str, name: PartName, number: int) -> str:
    """The address of another part, made like one that was linked."""
    found = name.number(address)
    assert found is not None, "only addresses of parts are renumbered"
    separator, old = found
    start = address.rindex(f"{separator}{old}")
    return f"{address[:start]}{separator}{number}{address[start + len(separator) + len(str(old)) :]}"


def _candidates(tree: HtmlElement, name: PartName, base: str) -> Iterator[tuple[str, str, int]]:
    """Label, absolute address and number of each link that is named like a part of the article."""
    for link in tree.iter("a"):
        try:
            address = urljoin(base, (link.get("href") or "").strip()).partition("#")[0]
            found = name.number(address)
        except ValueError:
            continue
        if found is None or _is_in_other_pager(link):
            continue
        label = "".join(link.itertext()).strip() or (link.get("title") or "").strip()
        if len(label) <= MAX_LABEL:
            yield label, address, found[1]


def _is_in_other_pager(link: HtmlElement) -> bool:
    around: Iterable[HtmlElement] = islice(link.iterancestors(), MAX_ANCESTORS)
    return any(OTHER_PAGER.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in around)
