"""The canonical URL of a page, and the key by which two addresses are the same page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

MAX_LENGTH = 2048  # longer ones are traps or broken links
# parameters that say how a reader came, never what he reads
TRACKING = re.compile(
    r"utm_\w+|spm|from|share\w*|isappinstalled|wx\w*|nsukey|timestamp|_t|_r|rand(om)?|tdsourcetag|"
    r"fbclid|gclid|scene|clicktime|enterid|srcid",
    re.ASCII | re.IGNORECASE,
)
SESSION = re.compile(
    r"jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id|sid|zenid|cfid|cftoken|vsid",
    re.ASCII | re.IGNORECASE,
)
PATH_SESSION = re.compile(r";(jsessionid|sid|phpsessid)=[^/?#]*", re.IGNORECASE)
INDEX = re.compile(r"/(index|default)\.(s?html?|jsp|php|aspx?)$", re.IGNORECASE)


def canonical(url: str, base: str | None = None) -> str:
    """The address under which an article is known: absolute, http(s), without fragment, tracking and session.

    Raises ValueError for what is no web address. Rules: fragment and parameters of the reader's way go, the host is
    lower-cased, default ports and index files go, percent-encoding is made uniform; what names the page stays.
    """
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
    return urlunsplit((parts.scheme.lower(), netloc, path, _query(parts.query, path), ""))


def key(url: str) -> str:
    """The identity of an address: its canonical form without the scheme (http and https are one page).

    >>> key("https://www.example.test:443/a/../b/index.html?utm_source=x#top")
    'www.example.test/b/'
    """
    return canonical(url).split("://", 1)[1]


def _path(path: str) -> str:
    path = PATH_SESSION.sub("", path)
    # one spelling of the same octets: decoded where safe, then encoded the way browsers do
    path = quote(unquote(path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~-._", errors="surrogateescape")
    segments: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            segments = segments[:-1]
        elif segment != ".":
            segments.append(segment)
    joined = "/" + "/".join(segments)
    return INDEX.sub("/", joined)


def _query(query: str, path: str) -> str:
    kept = []
    for name, value in parse_qsl(query, keep_blank_values=True, errors="surrogateescape"):
        if TRACKING.fullmatch(name) or SESSION.fullmatch(name):
            continue
        if name == "v" and value.isdigit() and path.rsplit(".", 1)[-1] in ("htm", "html", "shtml"):
            continue  # cache busters of e-newspapers on static pages
        kept.append((name, value))
    return urlencode(kept, errors="surrogateescape")
