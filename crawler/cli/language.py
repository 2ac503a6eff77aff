"""English or Chinese: both texts stand side by side where they are used."""

from __future__ import annotations

import os


def is_chinese() -> bool:
    """GOVNEWS_LANG decides, else LC_ALL, LC_MESSAGES, LANG."""
    for name in ("GOVNEWS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.lower().startswith("zh")
    return False


def say(english: str, chinese: str) -> str:
    return chinese if is_chinese() else english
