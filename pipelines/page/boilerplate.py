"""The vocabulary of page furniture (furniture.yml), compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipelines.text.folding import fold
from pipelines.text.package_data import load_package_yaml

NAME = re.compile(r"[\w-]{4,}")
TITLE_NAME = re.compile(
    r"title|biaoti|(?:^|[\s_-])bt(?:$|[\s_-]|\d)|headline|(?:^|[\s_-])tit(?:$|[\s_-])", re.IGNORECASE
)
MAKER_NAME = re.compile(
    r"(?:^|[\s_-])(?:[a-z]{1,7}[_-])?(?:(?P<author>authors?|zuozhe|writer)|(?P<source>source|laiyuan|media-?name))"
    r"(?:$|[\s_-]|name|baidu)",
    re.IGNORECASE,
)
TITLE_PARTS = ("tit", "bt", "biaoti", "headline")
MAKER_PARTS = ("auth", "zuozhe", "writer", "source", "laiyuan", "media")
MAX_NAMES = 500  # characters of class and id that are looked at
MAX_LINE = 420  # longer lines are text, whatever they say


@dataclass(frozen=True, slots=True)
class Furniture:
    # groups of (selector, name that must occur on the page), and whether the part holds the body alone
    containers: tuple[tuple[tuple[tuple[str, str], ...], bool], ...]
    prune: re.Pattern[str]
    prune_inside: re.Pattern[str]
    drop: re.Pattern[str]
    tool: re.Pattern[str]
    description: re.Pattern[str]
    cut: re.Pattern[str]
    end: re.Pattern[str]
    address: re.Pattern[str]
    word: re.Pattern[str]

    def intrudes(self, css: str | None, ident: str | None) -> bool:
        """Whether class or id of a part say that it is furniture even within the body."""
        return self.prune_inside.search(f"{css or ''} {ident or ''}"[:MAX_NAMES].strip()) is not None

    def drops(self, line: str) -> bool:
        """Whether a line is furniture and nothing else."""
        return _is(self.drop, line)

    def tools(self, line: str) -> bool:
        """Whether a line is furniture even between two sentences of a text."""
        return _is(self.tool, line)

    def describes(self, line: str) -> bool:
        """Whether a line is made like a caption: 图为…"""
        return _is(self.description, line)

    def cuts(self, line: str) -> bool:
        """Whether a line may begin what follows an article."""
        return _is(self.cut, line)

    def heads(self, line: str) -> bool:
        """Whether a line is the heading of a ranking or of other stories, and never one of a text."""
        return self.cuts(line) and not (self.words(line) or self.addresses(line))

    def heads_others(self, line: str) -> bool:
        """Whether a line is the heading of other stories, of comments, or the first of a disclaimer."""
        return bool(line) and self.cuts(line) and not self.addresses(line)

    def ends(self, line: str) -> bool:
        """Whether a line begins what follows an article, whatever stands around it."""
        return _is(self.end, line)

    def addresses(self, line: str) -> bool:
        """Whether a line says who is host and where to call: footers do, and notices."""
        return _is(self.address, line)

    def words(self, line: str) -> bool:
        """Whether a line is a heading of recommendations that a text may have as well."""
        return _is(self.word, line)


@lru_cache(maxsize=1)
def furniture() -> Furniture:
    data = load_package_yaml("pipelines.page", "boilerplate.yml")
    prune, drop, cut = data["prune"], data["drop"], data["cut"]
    return Furniture(
        containers=tuple(
            (
                tuple((one, NAME.findall(one)[-1]) for one in re.split(r",\s*", entry["css"])),
                entry.get("alone", False),
            )
            for entry in data["containers"]
        ),
        prune=_tokens(prune),
        prune_inside=_tokens([entry for entry in prune if entry.get("inside")]),
        drop=_lines(drop),
        tool=_lines([entry for entry in drop if entry.get("inside")]),
        description=_lines(_of_kind(drop, "describes")),
        cut=_lines(cut),
        end=_lines(_of_kind(cut, "ends")),
        address=_lines(_of_kind(cut, "addresses")),
        word=_lines(_of_kind(cut, "words")),
    )


@lru_cache(maxsize=20_000)
def names(css: str | None, ident: str | None) -> tuple[bool, bool, str]:
    """Whether class and id of an element say that it is furniture, that it is a title, and which maker it names."""
    suspect, title, maker = False, False, ""
    for word in f"{css or ''} {ident or ''}"[:MAX_NAMES].split():
        found = _name(word)
        suspect, title, maker = suspect or found[0], title or found[1], maker or found[2]
    return suspect, title, maker


@lru_cache(maxsize=20_000)
def _name(word: str) -> tuple[bool, bool, str]:
    """The same for one class name; the few letters are asked for before the patterns, which cost ten times as much."""
    low = word.lower()
    title = any(part in low for part in TITLE_PARTS) and TITLE_NAME.search(word) is not None
    maker = MAKER_NAME.search(word) if any(part in low for part in MAKER_PARTS) else None
    return furniture().prune.search(word) is not None, title, (maker.lastgroup or "") if maker else ""


def _is(pattern: re.Pattern[str], line: str) -> bool:
    return len(line) <= MAX_LINE and pattern.fullmatch(fold(line)) is not None


def _of_kind(entries: list[dict[str, str]], kind: str) -> list[dict[str, str]]:
    return [entry for entry in entries if entry.get("kind") == kind]


def _tokens(entries: list[dict[str, str]]) -> re.Pattern[str]:
    tokens = "|".join(f"(?:{entry['token']})" for entry in entries)
    # a token stands alone or between separators: "content-nav" is navigation, "navy-report" is not
    return re.compile(
        rf"(?:^|[\s_-])(?:{tokens})(?:$|[\s_-]|\d|list|box|bar|wrap|con|area|s\b)", re.IGNORECASE
    )


def _lines(entries: list[dict[str, str]]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{entry['line']})" for entry in entries))
