"""Hosts that copy county news with traditional characters and pinyin: told apart, and what they copy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipelines.text.glosses import remove_glosses
from pipelines.text.script import to_simplified

if TYPE_CHECKING:
    from crawler.probe.probed_page import ProbedPage

LEAST = 5  # glosses; one may stand in an honest text
TRS = re.compile(r"/t\d{8}_\d+\.s?html?$")
# a mirror keeps the path of the original below a folder of its own; the text names the site it copies
ORIGINALS = {"大众网": "dzwww.com"}
SUBDOMAINS = {"shandong": "sd"}  # the folder's name where it is not the subdomain's


@dataclass(frozen=True)
class Mirror:
    """A mirror, with the original's address where the page betrays it: a proposal, not an assertion."""

    glosses: int
    original: str | None

    def record(self) -> dict[str, object]:
        return {"glosses": self.glosses, "original": self.original}


def of(look: ProbedPage) -> Mirror | None:
    """What the page copies, if its text carries a mirror's glosses."""
    if look.glosses < LEAST:
        return None
    body = look.document.tree.find("body")
    text, _ = remove_glosses(body.text_content() if body is not None else "")
    return Mirror(look.glosses, _original(look, to_simplified(text + look.title)))


def _original(look: ProbedPage, text: str) -> str | None:
    for rel in look.document.tree.iter("link"):
        target = look.document.address(rel.get("href") or "") if rel.get("rel") == "canonical" else None
        if target and urlsplit(target[0]).hostname != look.host:
            return target[0]
    site = next((domain for name, domain in ORIGINALS.items() if name in text), None)
    folders = [part for part in urlsplit(look.url).path.split("/") if part]
    if site and len(folders) > 1 and TRS.search(urlsplit(look.url).path):
        subdomain = SUBDOMAINS.get(folders[0], folders[0])
        return f"http://{subdomain}.{site}/{'/'.join(folders[1:])}"
    return f"http://www.{site}/" if site else None
