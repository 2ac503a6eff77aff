"""What an address alone tells: its shape, whether it is a list, the names of its neighbours."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

LIST_END = re.compile(
    r"(?:/|/(?:index|default|list|more\w*|node)(?:[_-]\d+)*\.(?:s?html?|jsp|php|aspx?|do)|/(?:col|channel_[^/]+)/?[^/]*)$",
    re.I,
)
HEX = re.compile(r"(?<![0-9a-zA-Z])[0-9a-f]{16,}(?![0-9a-zA-Z])", re.I)
NUMBERED = re.compile(r"^(?P<name>.*?)(?:(?P<sep>[_-])(?P<number>\d{1,5}))?(?P<ext>\.\w{2,5})?$")


def is_list(url: str) -> bool:
    """By its path alone: a directory, an index page, or the end of a column's own path.

    Only the end counts: articles of one system lie below ``/col/colN/art/``.
    """
    path = urlsplit(url).path
    return path in ("", "/") or bool(LIST_END.search(path))


def shape(url: str) -> str:
    """The address with its numbers and hashes taken out: equal for pages that one template made."""
    parts = urlsplit(url)
    path = re.sub(r"\d+", "0", HEX.sub("h", parts.path))
    names = "&".join(sorted(part.partition("=")[0] for part in parts.query.split("&") if part))
    return f"{parts.hostname or ''}{path}?{names}"


def number_of(url: str) -> int | None:
    """The number at the end of a list page's name: ``index_3.html`` is 3, ``index.html`` has none."""
    match = NUMBERED.match(urlsplit(url).path.rpartition("/")[2])
    return int(match["number"]) if match and match["number"] else None


def name_of(url: str) -> str:
    """A list page's name without its number: ``index`` of ``index_3.html``."""
    match = NUMBERED.match(urlsplit(url).path.rpartition("/")[2])
    return match["name"] if match else ""


def whole_name(url: str) -> str:
    """A page's name as it stands, without its extension: ``list_593`` of ``list_593.html``."""
    return urlsplit(url).path.rpartition("/")[2].rpartition(".")[0]


def numbered(url: str, number: int, *, name: str | None = None, extension: str | None = None) -> str:
    """The list page ``number`` beside this one: NAME_number.EXT in the same folder."""
    parts = urlsplit(url)
    folder, _, last = parts.path.rpartition("/")
    match = NUMBERED.match(last)
    own = match["name"] if match else ""
    sign = match["sep"] if match and match["sep"] else "_"
    ext = f".{extension.lstrip('.')}" if extension else (match["ext"] if match and match["ext"] else ".html")
    path = f"{folder}/{name or own or 'index'}{sign}{number}{ext}"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def below(url: str, number: int) -> str:
    """The list page ``number`` of a list that counts down: ``/a/b.htm`` has ``/a/b/N.htm``."""
    parts = urlsplit(url)
    folder, _, last = parts.path.rpartition("/")
    name, dot, ext = last.rpartition(".")
    if name.isdigit():
        path = f"{folder}/{number}.{ext}"
    else:
        path = f"{folder}/{name or 'index'}/{number}.{ext if dot else 'htm'}"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
