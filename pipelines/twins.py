"""Two addresses of one article: mobile and desktop editions, and platforms that number their articles.

Two pages are joined only where the address carries the article's own number and both editions are known to share
it: a wrong join would lose an article, a missed one only stores it twice.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

MOBILE = ("m.", "wap.", "3g.")
# paths with the number that a content system gives the article itself, the same in every edition of the site
SHARED = re.compile(
    r"/t\d{8}_\d+\.s?html?$"  # TRS WCM
    r"|/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html$"  # Hanweb JCMS
    r"|/art/\d{4}/art_(?:[0-9a-f]{32}|\d+_\d+)\.html$"  # Hanweb JPAAS
    r"|/[0-9a-f]{32}\.s?html$"  # Kaipu (UCAP)
    r"|/doc_[0-9a-f]{24}\.html$"  # channel_doc
    r"|/post_\d+\.html$"  # NFCMS
    r"|/info/\d+/\d+\.html?$"  # Boda (VSB)
    r"|/content_\d{5,}(?:_\d+)?\.html?$"  # Founder newspapers
)
# the same file in another dress: TRS writes t20260901_12_wap.html, NFCMS mpost_12.html
DRESSED = (
    (re.compile(r"(/t\d{8}_\d+)_wap(\.s?html?)$"), r"\1\2"),
    (re.compile(r"/mpost_(\d+\.html)$"), r"/post_\1"),
)
NETEASE = re.compile(r"(?:(?:www|m|3g|dy|c|c\.m)\.)?163\.com")
NETEASE_PATH = re.compile(r"/(?:[a-z0-9]+/)*(?:article|article/detail|a)/([A-Z0-9]{16})(?:\.html)?")
PAPER = re.compile(r"(?:(?:www|m|wap)\.)?thepaper\.cn")
PAPER_PATH = re.compile(r"/(?:newsDetail_forward_|detail/)(\d+)")
# Destoon B2B portals: /news/show.php?itemid=12, show-12.html, show-htm-itemid-12.html and show/12/ are spellings of one item
ITEM = re.compile(r"([^?]*/)show(?:\.php\?itemid=|-htm-itemid-|-|/)(\d+)(?:\.html|/)?")


def desktop(address: str) -> str:
    """The desktop's address of a canonical address, where both editions share the article's number."""
    parts = urlsplit(address)
    if platform := _platform(parts.hostname or "", parts.path):
        return platform[1]
    path = parts.path
    for pattern, plain in DRESSED:
        path = pattern.sub(plain, path)
    netloc = parts.netloc
    prefix = next((one for one in MOBILE if netloc.startswith(one)), None)
    if prefix and "." in netloc.removeprefix(prefix) and SHARED.search(path) and not parts.query:
        netloc = "www." + netloc.removeprefix(prefix)
    return parts._replace(netloc=netloc, path=path).geturl()


def number(address: str) -> str | None:
    """The key of an article that a platform numbers, ``163:<id>``; None for every other address."""
    parts = urlsplit(address)
    if platform := _platform(parts.hostname or "", parts.path):
        return platform[0]
    if item := ITEM.fullmatch(address.partition("://")[2]):
        return f"{item[1]}show-{item[2]}.html"
    return None


def _platform(host: str, path: str) -> tuple[str, str] | None:
    """(key, canonical address) of an article of NetEase or The Paper."""
    if NETEASE.fullmatch(host) and (match := NETEASE_PATH.fullmatch(path)):
        return f"163:{match[1]}", f"https://www.163.com/dy/article/{match[1]}.html"
    if PAPER.fullmatch(host) and (match := PAPER_PATH.fullmatch(path)):
        return f"thepaper:{match[1]}", f"https://www.thepaper.cn/newsDetail_forward_{match[1]}"
    return None
