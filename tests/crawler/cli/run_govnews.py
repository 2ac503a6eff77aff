"""Run ``govnews`` as a process on a test's own data folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

    from tests.crawler.crawling import Bench

ARTICLE = '{url: "/art/", body: "div.article", title: h1, date: ".info"}'  # rules for the loopback site


def govnews(bench: Bench, *arguments: str, lang: str = "en", **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command with the environment of ``bench``; ``more``: further environment variables."""
    return bench.govnews(*arguments, GOVNEWS_LANG=lang, **more)
