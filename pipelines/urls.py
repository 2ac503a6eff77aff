"""The canonical URL of a page, and the key by which two addresses are the same page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from pipelines import twins

WWW = "www."
MAX_LENGTH = 2048  # longer ones are traps or broken links
# parameters that say how a reader came, never what he reads
TRACKING = re.compile(
    r"utm_\w+|spm|from|share\w*|isappinstalled|wx(?:_\w+|from\w*|share\w*)?|nsukey|_t|_r|rand(?:om)?|tdsourcetag|"
    r"fbclid|gclid|scene|clicktime|enterid|srcid|spss|bsh_bid|hmsr|hmpl|hmcu|hmkw|hmci",
    re.ASCII | re.IGNORECASE,
)
SESSION = re.compile(
    r"jsessionid|phpsessid|asp\.net_sessionid|aspsessionid\w*|sessionid|session_id|cfid|cftoken|zenid",
    re.ASCII | re.IGNORECASE,
)
# names that are a session on one site and an article's number on another: the value decides
SHORT_SESSION = re.compile(r"sid|vsid|session|token", re.ASCII | re.IGNORECASE)
TOKEN = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_-]{16,}", re.ASCII)
# cache busters carry a clock (10, 13, 16 or 19 digits) or a random fraction; ``t=5`` is a page
CLOCK_NAME = re.compile(r"_|t|ts|r|rnd|time|timestamp", re.ASCII | re.IGNORECASE)
CLOCK = re.compile(r"1\d{9}(?:\d{3}){0,3}|0\.\d+", re.ASCII)
PATH_SESSION = re.compile(r";(?:jsessionid|sid|phpsessid)=[^/?#]*", re.IGNORECASE)
INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|jsp|php|aspx?)$", re.IGNORECASE)
# with parameters it is a program: the folder may hold another page, which answers whatever is asked
PROGRAM = re.compile(r"/(?:index|default)\.(?:jsp|php|aspx?)$", re.IGNORECASE)
STATIC = (".htm", ".html", ".shtml")
SLASH = re.compile(r"(%2f)", re.IGNORECASE)  # an encoded slash is no border between segments


def canonical(url: str, base: str | None = None) -> str:
    """The address under which an article is known: absolute, http(s), without fragment, tracking and session.

    Raises ValueError for what is no web address. Rules: fragment and parameters of the reader's way go, the host is
    lower-cased, default ports and index files go (a program's name stays where it has parameters), percent-encoding is
    made uniform, the mobile edition of a page whose number both editions share takes the desktop's address
    (``twins.py``); what names the page stays.
    """
    return twins.desktop(_canonical(url, base))


def key(url: str) -> str:
    """The identity of an address: its canonical form without the scheme, its parameters in order.

    http and https are one page, and so is a host with and without ``www.``; a platform that numbers its articles is
    one key whatever host or path shows them.

    >>> key("https://www.example.test:443/a/../b/index.html?utm_source=x#top")
    'example.test/b/'
    >>> key("https://m.thepaper.cn/detail/12345678")
    'thepaper:12345678'
    """
    address = canonical(url)
    if numbered := twins.number(address):
        return _bare(numbered)
    bare, mark, query = _bare(address.split("://", 1)[1]).partition("?")
    # a stable sort: of a parameter that stands twice the order may mean something
    return bare + mark + "&".join(sorted(query.split("&"), key=lambda pair: pair.partition("=")[0]))


def _bare(address: str) -> str:
    """Without the ``www.`` before a name that can stand alone: who owns one owns the other."""
    short = address.removeprefix(WWW)
    return short if "." in short.partition("/")[0] else address


def _canonical(url: str, base: str | None) -> str:
    joined = urljoin(base, url.strip()) if base else url.strip()
    if len(joined) > MAX_LENGTH:
        raise ValueError("address too long")
    parts = urlsplit(joined)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError(f"no web address: {joined[:80]!r}")
    port = parts.port  # raises ValueError for what is no number
    host = parts.hostname.lower().rstrip(".")
    try:
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"no host name: {host!r}") from error
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
    # one spelling of the same octets: decoded where safe, then encoded the way browsers do
    path = "".join("%2F" if SLASH.fullmatch(part) else _spelled(part) for part in SLASH.split(path))
    segments: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            segments = segments[:-1]
        elif segment != ".":
            segments.append(segment)
    return "/" + "/".join(segments)


def _spelled(part: str) -> str:
    return quote(unquote(part, errors="surrogateescape"), safe="/:@!$&'()*+,;=~-._", errors="surrogateescape")


def _query(query: str, path: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    static = path.lower().endswith(STATIC)
    kept = [(name, value) for name, value in pairs if not _dropped(name, value, static=static)]
    return urlencode(kept, errors="surrogateescape")


def _dropped(name: str, value: str, *, static: bool) -> bool:
    """Whether a parameter says nothing of what is read."""
    if TRACKING.fullmatch(name) or SESSION.fullmatch(name):
        return True
    if SHORT_SESSION.fullmatch(name):
        return TOKEN.fullmatch(value) is not None
    if CLOCK_NAME.fullmatch(name):
        return CLOCK.fullmatch(value) is not None
    return name == "v" and static and value.isdigit()  # cache busters of e-newspapers on static pages
