"""User-visible texts in English and Chinese, and the words for stored values (states, reasons, findings, columns).

Must not know tables, pages or commands: upper packages keep their own YAML files in the same form and read them
through `Catalogue`. Code below the command line returns codes with values; only what prints looks up words.
"""

from __future__ import annotations

from storage.messages.catalogue import Catalogue, Message
from storage.messages.language import Language, current_language
from storage.messages.words import WORDS

__all__ = ["WORDS", "Catalogue", "Language", "Message", "current_language"]
