"""Web addresses: the canonical URL of a page, and the key under which two addresses are the same page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract

WWW = "www."
MAX_LENGTH = 2048  # characters; longer addresses are traps or broken links
# parameters that describe the reader's path to the page, not the page
TRACKING = re.compile(
    r"utm_\w+|spm|from|share\w*|isappinstalled|wx(?:_\w+|from\w*|share\w*)?|nsukey|_t|_r|rand(?:om)?|tdsourcetag|"
    r"fbclid|gclid|scene|clicktime|enterid|srcid|spss|bsh_bid|hmsr|hmpl|hmcu|hmkw|hmci",
    re.ASCII | re.IGNORECASE,
)
SESSION = re.compile(
    r"jsessionid|phpsessid|asp\.net_sessionid|aspsessionid\w*|sessionid|session_id|cfid|cftoken|zenid",
    re.ASCII | re.IGNORECASE,
)
# names that are a session on one site and an article number on another: the value decides
SHORT_SESSION = re.compile(r"sid|vsid|session|token", re.ASCII | re.IGNORECASE)
TOKEN = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_-]{16,}", re.ASCII)
# cache busters carry a timestamp (10, 13, 16 or 19 digits) or a random fraction; ``t=5`` may be a page number
CLOCK_NAME = re.compile(r"_|t|ts|r|rnd|time|timestamp", re.ASCII | re.IGNORECASE)
CLOCK = re.compile(r"1\d{9}(?:\d{3}){0,3}|0\.\d+", re.ASCII)
PATH_SESSION = re.compile(r";(?:jsessionid|sid|phpsessid)=[^/?#]*", re.IGNORECASE)
INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|jsp|php|aspx?)$", re.IGNORECASE)
# with parameters, an index program is not the same page as its folder
PROGRAM = re.compile(r"/(?:index|default)\.(?:jsp|php|aspx?)$", re.IGNORECASE)
STATIC = (".htm", ".html", ".shtml")
ENCODED_SLASH = re.compile(r"(%2f)", re.IGNORECASE)  # does not separate path segments

MOBILE = ("m.", "wap.", "3g.")
# paths that carry the number the content system gives the article, the same in every edition of a site
SHARED_NUMBER = re.compile(
    r"/t\d{8}_\d+\.s?html?$"  # TRS WCM
    r"|/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html$"  # Hanweb JCMS
    r"|/art/\d{4}/art_(?:[0-9a-f]{32}|\d+_\d+)\.html$"  # Hanweb JPAAS
    r"|/[0-9a-f]{32}\.s?html$"  # Kaipu (UCAP)
    r"|/doc_[0-9a-f]{24}\.html$"  # channel_doc
    r"|/post_\d+\.html$"  # NFCMS
    r"|/info/\d+/\d+\.html?$"  # Boda (VSB)
    r"|/content_\d{5,}(?:_\d+)?\.html?$"  # Founder newspapers
)
# file names of the mobile edition, and what the desktop edition calls the same file
MOBILE_FILES = (
    (re.compile(r"(/t\d{8}_\d+)_wap(\.s?html?)$"), r"\1\2"),  # TRS
    (re.compile(r"/mpost_(\d+\.html)$"), r"/post_\1"),  # NFCMS
)
NETEASE = re.compile(r"(?:(?:www|m|3g|dy|c|c\.m)\.)?163\.com")
NETEASE_PATH = re.compile(r"/(?:[a-z0-9]+/)*(?:article|article/detail|a)/([A-Z0-9]{16})(?:\.html)?")
THE_PAPER = re.compile(r"(?:(?:www|m|wap)\.)?thepaper\.cn")
THE_PAPER_PATH = re.compile(r"/(?:newsDetail_forward_|detail/)(\d+)")
# Destoon portals: /news/show.php?itemid=12, show-12.html, show-htm-itemid-12.html and show/12/ are one item
DESTOON_ITEM = re.compile(r"([^?]*/)show(?:\.php\?itemid=|-htm-itemid-|-|/)(\d+)(?:\.html|/)?")


def canonical(url: str, base: str | None = None) -> str:
    """The address under which an article is known; ``base`` resolves a relative ``url``.

    Absolute, http(s), lower-case host, uniform percent-encoding, without fragment, default port, index file, tracking
    and session parameters. Articles of a platform get the platform's documented address. The host of any other site
    stays: that its desktop edition exists is not known. Raises ValueError for anything that is not a web address.
    """
    address = _canonical(url, base)
    parts = urlsplit(address)
    platform = _platform(parts.hostname or "", parts.path)
    return platform[1] if platform else address


def desktop(url: str) -> str:
    """The desktop address of a page, if both editions of the site share the article number; else ``canonical``.

    The result may never have been fetched: it serves keys and comparison. Raises ValueError like ``canonical``.
    """
    parts = urlsplit(canonical(url))
    path = parts.path
    for pattern, plain in MOBILE_FILES:
        path = pattern.sub(plain, path)
    netloc = parts.netloc
    prefix = next((one for one in MOBILE if netloc.startswith(one)), None)
    if prefix and "." in netloc.removeprefix(prefix) and SHARED_NUMBER.search(path) and not parts.query:
        netloc = WWW + netloc.removeprefix(prefix)
    return parts._replace(netloc=netloc, path=path).geturl()


def key(url: str) -> str:
    """The identity of a page: its desktop address without scheme and ``www.``, with sorted parameters.

    An article that a platform numbers has one key on every host and path of the platform. Raises ValueError like
    ``canonical``.

    >>> key("https://www.example.test:443/a/../b/index.html?utm_source=x#top")
    'example.test/b/'
    >>> key("https://m.thepaper.cn/detail/12345678")
    'thepaper:12345678'
    """
    address = desktop(url)
    if platform := _platform_key(address):
        return _without_www(platform)
    bare, mark, query = _without_www(address.split("://", 1)[1]).partition("?")
    # a stable sort keeps the order of a parameter that occurs twice
    return bare + mark + "&".join(sorted(query.split("&"), key=lambda pair: pair.partition("=")[0]))


@lru_cache(maxsize=1)
def _suffix_list() -> TLDExtract:
    import tldextract  # loads the public suffix list that is shipped with it

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)  # never the network, never a file


@lru_cache(maxsize=2_000)
def registrable_domain(host: str) -> str:
    """The part of a host name that its owner registered, by the public suffix list; IP addresses stay whole.

    >>> registrable_domain("xw.qinglan.gov.cn")
    'qinglan.gov.cn'
    """
    found = _suffix_list()(host)
    if found.top_domain_under_public_suffix or found.suffix or found.ipv4 or found.ipv6:
        return found.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])  # not on the list: a top-level domain of tests or of an intranet


def _without_www(address: str) -> str:
    """Drop a leading ``www.`` if the rest still has a dot: owner and content are the same."""
    short = address.removeprefix(WWW)
    return short if "." in short.partition("/")[0] else address


def _canonical(url: str, base: str | None) -> str:
    joined = urljoin(base, url.strip()) if base else url.strip()
    if len(joined) > MAX_LENGTH:
        raise ValueError("address too long")
    parts = urlsplit(joined)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError(f"not a web address: {joined[:80]!r}")
    port = parts.port  # raises ValueError if it is not a number
    host = parts.hostname.lower().rstrip(".")
    try:
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"not a host name: {host!r}") from error
    if ":" in host:
        host = f"[{host}]"
    default = {"http": 80, "https": 443}[parts.scheme.lower()]
    netloc = host if port in (None, default) else f"{host}:{port}"
    path = _path(parts.path)
    query = _query(parts.query, path)
    if not (query and PROGRAM.search(path)):
        path = INDEX.sub("/", path)
    return urlunsplit((parts.scheme.lower(), netloc, path, query, ""))


def _path(path: str) -> str:
    path = PATH_SESSION.sub("", path)
    # one spelling of the same bytes: decode, then encode the way browsers do
    parts = ENCODED_SLASH.split(path)
    path = "".join("%2F" if ENCODED_SLASH.fullmatch(part) else _uniform(part) for part in parts)
    segments: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            segments = segments[:-1]
        elif segment != ".":
            segments.append(segment)
    return "/" + "/".join(segments)


def _uniform(part: str) -> str:
    decoded = unquote(part, errors="surrogateescape")
    return quote(decoded, safe="/:@!$&'()*+,;=~-._", errors="surrogateescape")


def _query(query: str, path: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    static = path.lower().endswith(STATIC)
    kept = [(name, value) for name, value in pairs if not _is_noise(name, value, static=static)]
    return urlencode(kept, errors="surrogateescape")


def _is_noise(name: str, value: str, *, static: bool) -> bool:
    """True if a query parameter does not identify the page."""
    if TRACKING.fullmatch(name) or SESSION.fullmatch(name):
        return True
    if SHORT_SESSION.fullmatch(name):
        return TOKEN.fullmatch(value) is not None
    if CLOCK_NAME.fullmatch(name):
        return CLOCK.fullmatch(value) is not None
    return name == "v" and static and value.isdigit()  # cache busters of e-newspapers on static pages


# ---- editions and platforms: two addresses are joined only if both carry the article number that is known to be
# shared. A wrong join would lose an article; a missed one only stores it twice.


def _platform_key(address: str) -> str | None:
    """The key of an article that a platform numbers, such as ``163:<id>``; None for any other address."""
    parts = urlsplit(address)
    if platform := _platform(parts.hostname or "", parts.path):
        return platform[0]
    if item := DESTOON_ITEM.fullmatch(address.partition("://")[2]):
        return f"{item[1]}show-{item[2]}.html"
    return None


def _platform(host: str, path: str) -> tuple[str, str] | None:
    """(key, canonical address) of an article of NetEase or The Paper."""
    if NETEASE.fullmatch(host) and (match := NETEASE_PATH.fullmatch(path)):
        return f"163:{match[1]}", f"https://www.163.com/dy/article/{match[1]}.html"
    if THE_PAPER.fullmatch(host) and (match := THE_PAPER_PATH.fullmatch(path)):
        return f"thepaper:{match[1]}", f"https://www.thepaper.cn/newsDetail_forward_{match[1]}"
    return None
