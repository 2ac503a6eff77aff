"""Explain why a site could not be examined, and what the user can do about it."""

from __future__ import annotations

from crawler.cli.messages import CATALOGUE, text
from storage.messages import words


def explain(reason: str) -> str:
    """Return a sentence for a reason of the probe, in the current language; the reason itself if there is none."""
    if CATALOGUE.find(f"advice.{reason}") is not None:
        return text(f"advice.{reason}")
    if reason.startswith("robots_"):
        return text("advice.robots_unreadable")
    return words.reason(reason)
