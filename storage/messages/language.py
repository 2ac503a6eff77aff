"""Choose the language of messages from the environment."""

from __future__ import annotations

import os
from typing import Literal

Language = Literal["en", "zh"]
VARIABLES = ("GOVNEWS_LANG", "LC_ALL", "LC_MESSAGES", "LANG")  # the first one that is set decides


def current_language() -> Language:
    """Return ``zh`` if the first variable set among `VARIABLES` names a Chinese locale, else ``en``."""
    for name in VARIABLES:
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
