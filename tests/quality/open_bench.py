"""Read the open bench: saved pages with gold text, which lie beside the repository and are never copied into it."""

from __future__ import annotations

import gzip
import json
import os
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SHARED = Path(os.environ.get("GOVNEWS_SHARED") or Path(__file__).parents[3] / "shared")
BENCH = SHARED / "bench" / "extraction"
NO_ADDRESS = "http://www.example.test/a/1.html"
NGRAM = 4
PUBLIC_SUFFIXES = frozenset("com.cn gov.cn org.cn net.cn edu.cn com.hk com.tw co.jp co.kr co.uk".split())


@dataclass(frozen=True)
class BenchPage:
    """A saved page; ``optional`` lines may stand in a body or not, ``site`` is its registrable domain or its own name."""

    name: str
    group: str
    language: str
    url: str
    site: str
    html: bytes
    body: str
    optional: tuple[str, ...]

    @property
    def is_chinese(self) -> bool:
        return self.group.startswith("zh")

    def f1(self, body: str) -> float:
        """F1 of a body against the gold: characters in Chinese, words elsewhere, in runs of four."""
        gold, found = self._runs(self.body), self._runs(body)
        both = sum((gold & found).values())
        return 2 * both / (sum(gold.values()) + sum(found.values())) if both else 0.0

    def _runs(self, text: str) -> Counter[str]:
        if self.language != "zh":
            for line in self.optional:
                text = text.replace(line, "\n")
            words = re.findall(r"\w+", text)
            return Counter(" ".join(words[i : i + NGRAM]) for i in range(max(1, len(words) - NGRAM + 1)))
        folded = _fold(text)
        for line in sorted(map(_fold, self.optional), key=len, reverse=True):
            folded = folded.replace(line, "") if len(line) >= NGRAM else folded
        return Counter(folded[i : i + NGRAM] for i in range(max(1, len(folded) - NGRAM + 1)))


def missing_reason() -> str | None:
    """Why the bench cannot be read; None if it can."""
    if (BENCH / "gold.json").is_file():
        return None
    return f"no {BENCH / 'gold.json'}: set GOVNEWS_SHARED to the folder of the reference material"


def bench_pages() -> list[BenchPage]:
    """All pages of the bench, in the order of its gold file."""
    gold = json.loads((BENCH / "gold.json").read_text(encoding="utf-8"))
    return [
        BenchPage(
            name=name,
            group=entry["group"],
            language=entry.get("lang", "zh"),
            url=entry.get("url") or NO_ADDRESS,
            site=_site(entry.get("url")) or name,
            html=_read(name),
            body=entry["body"],
            optional=tuple(entry.get("optional") or ()),
        )
        for name, entry in gold.items()
    ]


def _read(name: str) -> bytes:
    packed = BENCH / "pages" / f"{name}.html.gz"
    return gzip.decompress(packed.read_bytes()) if packed.exists() else packed.with_suffix("").read_bytes()


def _site(url: str | None) -> str:
    """The registrable domain of an address, well enough for the sites of the bench."""
    labels = (urlsplit(url or "").hostname or "").split(".")
    size = 3 if ".".join(labels[-2:]) in PUBLIC_SUFFIXES else 2
    return ".".join(labels[-size:])


def _fold(text: str) -> str:
    from pipelines.text.script import to_simplified

    return to_simplified(re.sub(r"[\s|\u200b-\u200f\ufeff]+", "", unicodedata.normalize("NFKC", text)))
