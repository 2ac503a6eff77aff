"""What can be read from an address alone: its shape, whether it is a list page, and its numbered neighbours."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from crawler import urldates

LIST_END = re.compile(
    r"(?:/|/(?:index|default|list|more\w*|node)(?:[_-]\d+)*\.(?:s?html?|jsp|php|aspx?|do)|/(?:col|channel_[^/]+)/?[^/]*)$",
    re.I,
)
HEX = re.compile(r"(?<![0-9a-zA-Z])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{16,}(?![0-9a-zA-Z])", re.I)
NUMBER = re.compile(r"[A-Za-z]?(\d+)")
LONGEST_SHORT_NUMBER = 3  # digits; page numbers, days and months are short, article ids are longer
NUMBERED = re.compile(r"^(?P<name>.*?)(?:(?P<sep>[_-])(?P<number>\d{1,5}))?(?P<ext>\.\w{2,5})?$")


def is_list(url: str) -> bool:
    """Return True if the path is that of a directory, an index page or a column.

    Only the end of the path counts: some systems publish articles below ``/col/colN/art/``.
    """
    path = urlsplit(url).path
    return path in ("", "/") or bool(LIST_END.search(path))


def shape(url: str) -> str:
    """Return the address with its variable parts replaced; pages made by one template have the same shape.

    A date becomes ``@``, a long hexadecimal id ``H``, a number of up to three digits ``#``, a longer one ``##``.
    Of the query only the parameter names remain.
    """
    parts = urlsplit(url)
    path = HEX.sub("H", parts.path)
    if urldates.date_in(parts.path) is not None:
        for pattern, _ in urldates.WRITTEN:
            path = pattern.sub("@", path)
    path = NUMBER.sub(lambda match: "#" if len(match[1]) <= LONGEST_SHORT_NUMBER else "##", path)
    names = "&".join(sorted(part.partition("=")[0] for part in parts.query.split("&") if part))
    return f"{parts.hostname or ''}{path}{f'?{names}' if names else ''}"


def is_numbered(shape: str) -> bool:
    """Return True if a shape contains a number behind its date (or anywhere, if it has no date)."""
    return "#" in shape.partition("?")[0].rpartition("@")[2]


def number_of(url: str) -> int | None:
    """Return the page number in a list page's file name: 3 for ``index_3.html``, None for ``index.html``."""
    match = NUMBERED.match(urlsplit(url).path.rpartition("/")[2])
    return int(match["number"]) if match and match["number"] else None


def name_without_number(url: str) -> str:
    """Return a list page's file name without its page number and extension: ``index`` for ``index_3.html``."""
    match = NUMBERED.match(urlsplit(url).path.rpartition("/")[2])
    return match["name"] if match else ""


def file_name(url: str) -> str:
    """Return a page's file name without its extension: ``list_593`` for ``list_593.html``."""
    return urlsplit(url).path.rpartition("/")[2].rpartition(".")[0]


def numbered(url: str, number: int, *, name: str | None = None, extension: str | None = None) -> str:
    """Return the address of list page ``number`` in the same folder: NAME_number.EXT."""
    parts = urlsplit(url)
    folder, _, last = parts.path.rpartition("/")
    match = NUMBERED.match(last)
    own = match["name"] if match else ""
    separator = match["sep"] if match and match["sep"] else "_"
    ext = f".{extension.lstrip('.')}" if extension else (match["ext"] if match and match["ext"] else ".html")
    path = f"{folder}/{name or own or 'index'}{separator}{number}{ext}"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def numbered_in_folder(url: str, number: int) -> str:
    """Return the address of page ``number`` of a list that counts down: ``/a/b.htm`` continues at ``/a/b/N.htm``."""
    parts = urlsplit(url)
    folder, _, last = parts.path.rpartition("/")
    name, dot, ext = last.rpartition(".")
    if name.isdigit():
        path = f"{folder}/{number}.{ext}"
    else:
        path = f"{folder}/{name or 'index'}/{number}.{ext if dot else 'htm'}"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
