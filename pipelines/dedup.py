"""What makes two texts the same: normal form, its hash, and the clause hashes that find candidates."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

import xxhash

from pipelines.text import script_of, to_simplified

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from scrapy.crawler import Crawler

    from pipelines.items import Article, PageItem

NORM_VERSION = 1
MIN_SHA = 30  # folded characters: below, equal texts prove nothing
MIN_CLAUSE = 10
MAX_CLAUSES = 400
MAX_BOILERPLATE = 160
CLAUSE = re.compile(r"[。！？；，、：\n!?;,:]+")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
PERCENT = re.compile(r"百分之([零〇一二三四五六七八九十百点]+|\d+(?:\.\d+)?)")
KEEP = re.compile(r"[^\u3400-\u9fff\U00020000-\U0003134fa-z0-9.%]+")
STRAY_POINT = re.compile(r"(?<!\d)[.%]|\.(?!\d)")
# lines that reprints add or drop; anchored, and short ones only
BOILERPLATE = re.compile(
    r"[【\[(]?(责任编辑|责编|编辑|校对|审核|监制|初审|复审|终审|一审|二审|三审|来源|信息来源|稿源|原标题|特别声明|声明|免责声明|"
    r"扫一扫|推荐阅读|相关阅读|延伸阅读|上一篇|下一篇|版权所有)[:：].*|图为.{0,60}|.{0,40}摄[)】]?|[(【]?本网讯[)】]?"
)
# the formula a paper opens with; it must end at a terminator, a greedy one ate text
LEAD = re.compile(
    r"^(?:【[^】]{2,20}讯】|(?:本报|本网|本台)[^，。,]{0,14}?(?:讯|电)(?:\([^)]{2,40}\))?|[□■][^，。,]{0,40}?报道|"
    r"\([^()]{0,12}记者[^()]{0,30}\))\s*"
)


def normal_form(body: str) -> str:
    """The folded text by which bodies are compared: one script, one width, no boilerplate, no punctuation.

    Figures are never folded away: they are what distinguishes two notices of one frame.
    """
    if script_of(body) in ("hant", "mixed"):
        body = to_simplified(body)
    return KEEP.sub("", STRAY_POINT.sub("", "".join(_lines(body))))


def _lines(body: str) -> Iterable[str]:
    for i, line in enumerate(unicodedata.normalize("NFKC", body).lower().split("\n")):
        if len(line) < MAX_BOILERPLATE and BOILERPLATE.fullmatch(line.strip()):
            continue
        text = LEAD.sub("", line) if i < 3 else line
        yield PERCENT.sub(_percent, THOUSANDS.sub("", text))


def _percent(match: re.Match[str]) -> str:
    value = match[1]
    return f"{value}%" if value[0].isdigit() else f"{_chinese(value)}%"


def _chinese(numeral: str) -> str:
    """A Chinese numeral below a thousand in digits, for percentages."""
    whole, _, fraction = numeral.partition("点")
    digits = {char: i for i, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
    total = current = 0
    for char in whole:
        if char in ("十", "百"):
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
        else:
            current = digits[char]
    text = str(total + current)
    return text + ("." + "".join(str(digits.get(char, "")) for char in fraction) if fraction else "")


def content_sha(folded: str) -> str | None:
    """sha256 of a normal form; None for an empty one."""
    return hashlib.sha256(folded.encode("utf-8")).hexdigest() if folded else None


def clause_hashes(body: str) -> tuple[int, ...]:
    """xxh3-64 of every folded clause of at least ten characters, as signed integers, each once, at most 400."""
    found: dict[int, None] = {}
    for line in _lines(to_simplified(body) if script_of(body) in ("hant", "mixed") else body):
        for clause in CLAUSE.split(line):
            key = KEEP.sub("", STRAY_POINT.sub("", clause))
            if len(key) < MIN_CLAUSE:
                continue
            value = xxhash.xxh3_64_intdigest(key.encode("utf-8"))
            found[value - (1 << 64) if value >= 1 << 63 else value] = None
            if len(found) == MAX_CLAUSES:
                return tuple(found)
    return tuple(found)


def fingerprint(article: Article) -> None:
    """Fill what deduplication stores of an article. No decision is made here: store first, look second."""
    body = article.body or ""
    article.folded = normal_form(body)
    article.norm_version = NORM_VERSION
    article.content_sha = content_sha(article.folded)
    article.fingerprints = clause_hashes(body)


class DedupPipeline:
    """Compute normal form and fingerprints of every article of a page."""

    @classmethod
    def from_crawler(cls, _crawler: Crawler) -> Self:
        return cls()

    async def process_item(self, item: PageItem) -> PageItem:
        for article in item.articles:
            fingerprint(article)
        return item
