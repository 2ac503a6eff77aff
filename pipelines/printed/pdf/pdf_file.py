"""A page that exists as PDF alone: read in a child process with limits, then cut into its stories."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.items import Refused
from pipelines.printed.pdf import glyphs, sheet, sheet_stories

if TYPE_CHECKING:
    from pipelines.printed.text.story_split import Story

SECONDS = 7  # below the limit of the worker that waits for it
MAX_OUTPUT = 64 * 2**20
ROOT = Path(__file__).parents[3]
REASONS = {
    glyphs.MISSING: "pdf_extra_missing",
    glyphs.UNREADABLE: "pdf_unreadable",
    glyphs.MEMORY_OUT: "too_expensive",
}


def stories(body: bytes) -> tuple[list[Story], list[str]]:
    """The stories of a PDF's pages in reading order, and the lines that belong to none.

    Raises Refused: ``pdf_extra_missing`` without the extra, ``pdf_unreadable``, ``too_expensive`` for what asks for
    more than the child may use, ``no_text`` for a scan.
    """
    pages = read(body)
    if not any(page["chars"] for page in pages):
        raise Refused("no_text", "the PDF holds no text, only pictures")
    found: list[Story] = []
    left: list[str] = []
    for page in pages:
        stories, rest = sheet_stories.stories(sheet.sheet(page))
        found += stories
        left += rest
    return found, left


def read(body: bytes) -> list[dict[str, Any]]:
    """What the child says of a PDF."""
    if importlib.util.find_spec("pypdfium2") is None:
        raise Refused("pdf_extra_missing", "install govnews[pdf] to split pages that exist as PDF")
    command = [sys.executable, "-m", "pipelines.printed.pdf.glyphs"]
    try:
        done = subprocess.run(
            command, input=body, capture_output=True, timeout=SECONDS, cwd=ROOT, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused("too_expensive", f"the PDF took more than {SECONDS} s") from None
    if done.returncode != 0:
        # a signal (CPU limit) or an abort of the library, which cannot bear to run out of memory
        reason = REASONS.get(done.returncode, "too_expensive")
        raise Refused(reason, f"reading the PDF ended with code {done.returncode}")
    if len(done.stdout) > MAX_OUTPUT:
        raise Refused("too_expensive", f"{len(done.stdout)} bytes of characters")
    pages: list[dict[str, Any]] = json.loads(done.stdout)
    return pages
