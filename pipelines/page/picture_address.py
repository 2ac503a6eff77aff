"""The address of the real picture behind an ``img``: pages that load pictures late put a placeholder into ``src``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

ICON_PIXELS = 60
SPACER_PIXELS = 2  # such a size belongs to the placeholder, not to the picture that replaces it
SRCSET_NAMES = ("srcset", "data-srcset", "data-lazy-srcset", "data-original-set")
MAX_SRCSET = 20_000  # characters
# where scripts that load pictures late keep the address, the largest version first; zoomfile and file are Discuz!
LAZY_NAMES = (
    "zoomfile",
    "data-actualsrc",
    "data-original",
    "data-original-src",
    "data-src",
    "data-lazy-src",
    "data-lazyload",
    "data-lazyload-src",
    "data-lazy",
    "data-real-src",
    "data-echo",
    "data-ks-lazyload",
    "lazy-src",
    "lazyload",
    "_src",
    "original",
    "file",
)
# other programs keep something else in these: they count only with the ending of a picture, or over a placeholder
UNSURE_NAMES = ("data-url", "data-image", "data-img", "data-hi-res-src", "data-big", "data-large", "url")
PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|avif|heic|tiff?)(?=$|[?#!@])", re.IGNORECASE)
NO_ADDRESS = re.compile(r"(?:data|about|javascript|blob):|#", re.IGNORECASE)
TEMPLATE = re.compile(r"[{$]\{|^\{")  # a script fills in the rest
FILE_NAME = re.compile(r"([^/?#]*?)(?:\.[A-Za-z]{3,4})?(?:[?#].*)?$", re.DOTALL)
NAME_PARTS = re.compile(r"[-_.\s]+|(?<=[a-z]{2})(?=\d)")
# a file is a placeholder if its name is one of these words, or several of them and FILLERS
PLACEHOLDER_WORDS = frozenset(
    "loading load loader lazyload lazy placeholder placehold spacer blank grey gray transparent trans pixel 1x1 1px "
    "spinner nopic noimg noimage loadimg imgloading picloading preload preloader".split()
)
WHOLE_PLACEHOLDERS = frozenset("none empty dot clear space white default px".split())
FILLERS = frozenset(
    "img image images pic picture photo icon bg small big default gif no wait more animated".split()
)
SIZE_PART = re.compile(r"\d{1,4}(?:x\d{1,4})?|x\d{1,4}|px")


def picture_address(element: HtmlElement) -> str | None:
    """The address, as written, of the picture that an ``img`` shows in the end; of several sizes the largest.

    None for icons, spacers, placeholders and inline data.
    """
    own = _plain_address(element)
    if own is None and not element.attrib:
        return None
    address = _largest_of_sets(element, own) or own or _unsure_address(element)
    if address is None or _is_icon(element, replaces=address != (element.get("src") or "").strip()):
        return None
    return address


def noscript_pictures(element: HtmlElement) -> list[str]:
    """The addresses of the pictures that a ``noscript`` shows to readers without scripts; tracking pixels are none."""
    beside = any(one is not None and one.tag == "img" for one in (element.getprevious(), element.getnext()))
    found = (picture_address(image) for image in element.iter("img"))
    return [address for address in found if address and (beside or PICTURE_FILE.search(address))]


def is_placeholder(address: str) -> bool:
    """True for inline data and files whose name says that another picture takes their place."""
    if not address or NO_ADDRESS.match(address) or TEMPLATE.search(address):
        return True
    match = FILE_NAME.search(address[-200:].lower())
    name = match[1] if match else ""
    if name in WHOLE_PLACEHOLDERS:
        return True
    parts = [part for part in NAME_PARTS.split(name) if part]
    return any(part in PLACEHOLDER_WORDS for part in parts) and all(
        part in PLACEHOLDER_WORDS or part in FILLERS or SIZE_PART.fullmatch(part) for part in parts
    )


def _plain_address(element: HtmlElement) -> str | None:
    """The first address of LAZY_NAMES or ``src`` that is no placeholder."""
    for name in (*LAZY_NAMES, "src"):
        value: str = (element.get(name) or "").strip()
        if not is_placeholder(value) and _is_address(name, value):
            return value
    return None


def _is_address(name: str, value: str) -> bool:
    """False for a flag such as ``lazyload="true"``."""
    return name == "src" or "/" in value or PICTURE_FILE.search(value) is not None


def _unsure_address(element: HtmlElement) -> str | None:
    """The address that some other attribute holds, where ``src`` and the usual attributes hold none."""
    values = [(element.get(name) or "").strip() for name in UNSURE_NAMES]
    found = next((one for one in values if "/" in one and not is_placeholder(one)), None)
    if found is not None:
        return found
    others = (str(value).strip() for name, value in element.items() if name not in ("src", "alt", "title"))
    return next((one for one in others if PICTURE_FILE.search(one) and not is_placeholder(one)), None)


def _largest_of_sets(element: HtmlElement, own: str | None) -> str | None:
    """The largest picture of the element's sets and of the ``picture`` around it; None if ``own`` is as large."""
    found = [*_sets(element)]
    # the parser takes what follows a source for its content
    picture = next(element.iterancestors("picture"), None)
    if picture is not None:
        found += [one for source in picture.iter("source") for one in _sets(source)]
    largest = max(found, key=lambda one: one[0], default=None)
    if largest is None or (own is not None and largest[0] <= 1):
        return None
    return largest[1]


def _sets(element: HtmlElement) -> Iterator[tuple[float, str]]:
    for name in SRCSET_NAMES:
        value = (element.get(name) or "")[:MAX_SRCSET]
        if value:
            yield from (one for one in read_srcset(value) if not is_placeholder(one[1]))


def read_srcset(value: str) -> Iterator[tuple[float, str]]:
    """Pairs of size and address of a ``srcset``: the size is a width in pixels or a factor, 1 where none is written."""
    address, size = None, 1.0
    for token in value.split():
        if address is None:
            address, size = token.lstrip(","), 1.0
            if address.endswith(","):
                yield 1.0, address.rstrip(",")
                address = None
            address = address or None
            continue
        descriptor, comma, rest = token.partition(",")
        size = max(size, _size(descriptor))
        if comma:
            yield size, address
            address, size = rest or None, 1.0
    if address is not None:
        yield size, address


def _size(descriptor: str) -> float:
    """The number of ``800w`` or ``2x``; 1 for a height or anything else."""
    try:
        return float(descriptor[:-1]) if descriptor[-1:] in ("w", "x") else 1.0
    except ValueError:
        return 1.0


def _is_icon(element: HtmlElement, *, replaces: bool) -> bool:
    """True if width or height are written and small; a spacer's own size says nothing of what ``replaces`` it."""
    for name in ("width", "height"):
        size = re.match(r"\s*(\d+)\s*(?:px)?\s*$", element.get(name) or "", re.IGNORECASE)
        if size and int(size[1]) < ICON_PIXELS and not (replaces and int(size[1]) <= SPACER_PIXELS):
            return True
    return False
