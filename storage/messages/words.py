"""Words for values that the archive stores as codes: states, reasons, relations and findings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from storage.messages.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WORDS = Catalogue("storage.messages")
HTTP = re.compile(r"http_(\d{3})")


def state(code: str | None) -> str:
    """Return the words for the state of a page, run, article or source, or for the kind of a page."""
    return WORDS.word("state", code) if code else ""


def relation(code: str | None) -> str:
    """Return the words for a kind of relation between two articles."""
    return WORDS.word("relation", code) if code else ""


def reason(code: str | None) -> str:
    """Return a short phrase for a reason such as ``http_404`` or ``spider_error:OSError``; unknown codes stay."""
    if not code:
        return ""
    if status := HTTP.fullmatch(code):
        return f"HTTP {status[1]}"
    if WORDS.find(f"reason.{code}") is not None:
        return WORDS.word("reason", code)
    if code.startswith("robots_"):
        return WORDS.text("reason.robots_answer")
    kind, _, detail = code.partition(":")
    return f"{WORDS.word('reason', kind)} ({detail})" if detail else code


def counts(found: Mapping[str, int], word: str = "reason") -> str:
    """Return ``phrase count`` pairs for a mapping from codes to counts; ``word``: the topic of the codes."""
    name = {"reason": reason, "state": state, "relation": relation}[word]
    return ", ".join(f"{name(code)} {count}" for code, count in found.items())


def finding(found: Mapping[str, Any]) -> str:
    """Return one line for a finding of a run: what it is and what it is about.

    A finding is an object with ``kind``, ``text`` (English) and the values of the message ``finding.<kind>``.
    Findings stored by earlier releases have no such values: their English text is returned.
    """
    kind = str(found.get("kind", ""))
    message = WORDS.find(f"finding.{kind}")
    if message is None:
        return f"{kind}: {found.get('text', '')}"
    translate: dict[str, Callable[[Any], str]] = {"reason": reason, "state": state, "faults": counts}
    values = {name: translate.get(name, str)(value) for name, value in found.items() if name != "kind"}
    try:
        return WORDS.text(f"finding.{kind}", **values)
    except KeyError:
        return f"{WORDS.word('finding_kind', kind)}: {found.get('text', '')}"


def conflict(code: str) -> str:
    """Return the words for a kind of difference that keeps two texts apart, such as ``numbers``."""
    return WORDS.word("conflict", code)
