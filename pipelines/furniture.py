"""The vocabulary of page furniture (furniture.yml), compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import yaml

from pipelines.text import fold

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NAME = re.compile(r"[\w-]{4,}")
MAX_NAMES = 500  # characters of class and id that are looked at
MAX_LINE = 420  # longer lines are text, whatever they say


@dataclass(frozen=True, slots=True)
class Furniture:
    containers: tuple[
        tuple[tuple[str, str], ...], ...
    ]  # groups of (selector, name that must occur on the page)
    prune: re.Pattern[str]
    drop: re.Pattern[str]
    cut: re.Pattern[str]

    def suspects(self, element: HtmlElement) -> bool:
        """Whether class or id say that a part of the page is furniture."""
        css, name = element.get("class"), element.get("id")
        return (css is not None or name is not None) and _suspect(css, name)

    def drops(self, line: str) -> bool:
        """Whether a line is furniture and nothing else."""
        return len(line) <= MAX_LINE and self.drop.fullmatch(fold(line)) is not None

    def cuts(self, line: str) -> bool:
        """Whether a line begins what follows an article."""
        return len(line) <= MAX_LINE and self.cut.fullmatch(fold(line)) is not None


@lru_cache(maxsize=1)
def furniture() -> Furniture:
    data = yaml.safe_load(resources.files("pipelines").joinpath("furniture.yml").read_text("utf-8"))
    tokens = "|".join(f"(?:{entry['token']})" for entry in data["prune"])
    return Furniture(
        containers=tuple(
            tuple((one, NAME.findall(one)[-1]) for one in re.split(r",\s*", entry["css"]))
            for entry in data["containers"]
        ),
        # a token stands alone or between separators: "content-nav" is navigation, "navy-report" is not
        prune=re.compile(
            rf"(?:^|[\s_-])(?:{tokens})(?:$|[\s_-]|\d|list|box|bar|wrap|con|area|s\b)", re.IGNORECASE
        ),
        drop=_lines(data["drop"]),
        cut=_lines(data["cut"]),
    )


@lru_cache(maxsize=20_000)
def _suspect(css: str | None, name: str | None) -> bool:
    return furniture().prune.search(f"{css or ''} {name or ''}"[:MAX_NAMES].strip()) is not None


def _lines(entries: list[dict[str, str]]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{entry['line']})" for entry in entries))
