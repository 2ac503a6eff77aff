"""Detect sites that copy county news in traditional characters with pinyin glosses, and propose the original."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipelines.text.glosses import remove_glosses
from pipelines.text.script import to_simplified

if TYPE_CHECKING:
    from crawler.probe.probed_page import ProbedPage

LEAST_GLOSSES = 5  # an ordinary text may contain one or two
TRS_ARTICLE = re.compile(r"/t\d{8}_\d+\.s?html?$")
# a mirror keeps the original's path below a folder of its own; its text names the site it copies
ORIGINALS = {"大众网": "dzwww.com"}
SUBDOMAINS = {"shandong": "sd"}  # folder -> subdomain of the original, where they differ


@dataclass(frozen=True)
class Mirror:
    """A mirror site, with the address of the original if the page reveals it; that is a proposal only."""

    glosses: int
    original: str | None

    def record(self) -> dict[str, object]:
        """Return the mirror as JSON data."""
        return {"glosses": self.glosses, "original": self.original}


def mirror_on(page: ProbedPage) -> Mirror | None:
    """Return what a page copies, or None if its text lacks the glosses of a mirror."""
    if page.glosses < LEAST_GLOSSES:
        return None
    text, _ = remove_glosses(page.body_text)
    return Mirror(page.glosses, _original(page, to_simplified(text + page.title)))


def _original(page: ProbedPage, text: str) -> str | None:
    for link in page.document.tree.iter("link"):
        target = page.document.address(link.get("href") or "") if link.get("rel") == "canonical" else None
        if target and urlsplit(target[0]).hostname != page.host:
            return target[0]
    domain = next((domain for name, domain in ORIGINALS.items() if name in text), None)
    path = urlsplit(page.url).path
    folders = [part for part in path.split("/") if part]
    if domain and len(folders) > 1 and TRS_ARTICLE.search(path):
        subdomain = SUBDOMAINS.get(folders[0], folders[0])
        return f"http://{subdomain}.{domain}/{'/'.join(folders[1:])}"
    return f"http://www.{domain}/" if domain else None
