"""Names of outlets (来源) as pages state them, as opposed to platforms, placeholders and sentences."""

from __future__ import annotations

import re

from pipelines.text.package_data import load_package_yaml

_DATA = load_package_yaml("pipelines.text", "outlets.yml")


def _any(words: list[str]) -> str:
    return f"(?:{'|'.join(words)})"


MAX_OUTLET = 40  # characters
PLATFORM = re.compile(_any(_DATA["platforms"]), re.IGNORECASE)
PORTALS = {host: re.compile(names) for host, names in _DATA["portals"].items()}
PLACEHOLDER = re.compile(_any([*_DATA["placeholders"].split(), "[-—/.]*", r"\d+"]), re.IGNORECASE)
OWN_NAME = re.compile(_any(_DATA["own"].split()))
MEDIUM = re.compile(_any(_DATA["media"].split()) + "$")
COLUMN = re.compile(_any(_DATA["column_topics"].split()) + _any(_DATA["column_kinds"].split()))
ORGAN = re.compile(_any(_DATA["organs"].split()) + "$")
RELEASE_NOTE = re.compile(r"^[此本]件|公开发布$")  # （此件公开发布） closes official documents
SENTENCE_OR_ADDRESS = re.compile(r"[。！？!?]|https?://")
EDGES = " :：,，;；。|\"'"
BRACKETS = (("(", ")"), ("（", "）"), ("[", "]"), ("【", "】"), ("<", ">"), ("《", "》"))
# 岚水县 融媒体中心: one name that is printed with a space
SPACED_PLACE = re.compile(
    r"(?<=[省市区县旗镇乡])\s(?=融媒体?中心$|广播电视台$|人民政府$|[\u3400-\u9fff]{2,8}[局委办]$)"
)


def clean_outlet(value: str) -> str | None:
    """A stated 来源 as the name of an outlet; None for placeholders, platforms, sentences and addresses."""
    name = SPACED_PLACE.sub("", _without_brackets(value.strip(EDGES)))
    if not name or len(name) > MAX_OUTLET or PLACEHOLDER.fullmatch(name) or is_platform(name):
        return None
    return None if SENTENCE_OR_ADDRESS.search(name) else name


def _without_brackets(name: str) -> str:
    """A name without brackets around it, and without a bracket whose other half is missing."""
    for opening, closing in BRACKETS:
        if name.startswith(opening) and name.endswith(closing) and name.count(opening) == 1:
            name = name[1:-1].strip(EDGES)
        if name.startswith(opening) and closing not in name:
            name = name[1:].strip(EDGES)
        if name.endswith(opening):
            name = name[:-1].strip(EDGES)
        if name.endswith(closing) and opening not in name:
            name = name[:-1].strip(EDGES)
    return name


def is_platform(name: str) -> bool:
    """True for a platform or portal that publishes what others wrote, such as 网易号, 今日头条 or 腾讯新闻."""
    return PLATFORM.fullmatch(name.strip()) is not None or portal_host(name) is not None


def portal_host(name: str) -> str | None:
    """The domain of the portal that has this name; None for other names."""
    return next((host for host, names in PORTALS.items() if names.fullmatch(name.strip())), None)


def is_medium(name: str) -> bool:
    """True if a name ends like that of a newspaper, station, agency or online medium."""
    return (
        3 <= len(name) <= MAX_OUTLET
        and MEDIUM.search(name) is not None
        and RELEASE_NOTE.search(name) is None
        and not re.search(r"[，。,;；!?]", name)
    )


def is_publisher(name: str) -> bool:
    """True if a name beside a date can be the publisher: a medium or an authority, but not a column of a site."""
    return (
        2 < len(name) <= MAX_OUTLET
        and COLUMN.fullmatch(name) is None
        and (is_medium(name) or ORGAN.search(name) is not None)
        and not re.search(r"[，。,;；!?:：\d]", name)
    )
