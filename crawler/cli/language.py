"""English or Chinese texts written in place; being replaced by `crawler.cli.messages`."""

from __future__ import annotations

from storage.messages import current_language


def is_chinese() -> bool:
    return current_language() == "zh"


def say(english: str, chinese: str) -> str:
    return chinese if is_chinese() else english
