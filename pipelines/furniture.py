"""The vocabulary of page furniture (furniture.yml), compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from pipelines.text import fold

NAME = re.compile(r"[\w-]{4,}")
MAX_LINE = 420  # longer lines are text, whatever they say


@dataclass(frozen=True, slots=True)
class Furniture:
    containers: tuple[tuple[str, tuple[str, ...]], ...]  # selector, and names of which one must occur
    prune: re.Pattern[str]
    drop: re.Pattern[str]
    cut: re.Pattern[str]

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
        containers=tuple((entry["css"], tuple(NAME.findall(entry["css"]))) for entry in data["containers"]),
        # a token stands alone or between separators: "content-nav" is navigation, "navy-report" is not
        prune=re.compile(
            rf"(?:^|[\s_-])(?:{tokens})(?:$|[\s_-]|\d|list|box|bar|wrap|con|area|s\b)", re.IGNORECASE
        ),
        drop=_lines(data["drop"]),
        cut=_lines(data["cut"]),
    )


def _lines(entries: list[dict[str, str]]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{entry['line']})" for entry in entries))
