"""Texts of the commands in English and Chinese; the words for states, reasons and columns come from storage.

Holds no logic. Topics are files: ``help.yml`` and ``option.yml`` for help pages, one file a command group for the rest.
"""

from __future__ import annotations

from storage.messages import WORDS, Catalogue

CATALOGUE = Catalogue("crawler.cli.messages", base=WORDS)
text = CATALOGUE.text
word = CATALOGUE.word
