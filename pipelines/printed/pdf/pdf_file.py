"""Read a PDF in a child process with limits and split its pages into stories."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.items import Refused
from pipelines.printed.pdf import glyphs, sheet_stories
from pipelines.printed.pdf.sheet import sheet_of

if TYPE_CHECKING:
    from pipelines.printed.printed_story import PrintedStory

TIMEOUT_S = 7  # below the time limit of the worker process that waits for it
MAX_OUTPUT = 64 * 2**20  # bytes
ROOT = Path(__file__).parents[3]
REASONS = {
    glyphs.MISSING: "pdf_extra_missing",
    glyphs.UNREADABLE: "pdf_unreadable",
    glyphs.MEMORY_OUT: "too_expensive",
}


def read_stories(body: bytes) -> tuple[list[PrintedStory], list[str]]:
    """The stories of a PDF's pages in reading order, and the lines that belong to none.

    Raises Refused: ``pdf_extra_missing`` without the extra, ``pdf_unreadable``, ``too_expensive`` for a file beyond
    the limits of the child process, ``no_text`` for a scan.
    """
    pages = read_pages(body)
    if not any(page["chars"] for page in pages):
        raise Refused("no_text", "the PDF holds no text, only pictures")
    found: list[PrintedStory] = []
    left: list[str] = []
    for page in pages:
        stories, unassigned = sheet_stories.find_stories(sheet_of(page))
        found += stories
        left += unassigned
    return found, left


def read_pages(body: bytes) -> list[dict[str, Any]]:
    """The pages of a PDF as ``glyphs.read`` returns them. Raises Refused like ``read_stories``."""
    if importlib.util.find_spec("pypdfium2") is None:
        raise Refused("pdf_extra_missing", "install govnews[pdf] to split pages that exist as PDF")
    command = [sys.executable, "-m", "pipelines.printed.pdf.glyphs"]
    try:
        done = subprocess.run(
            command, input=body, capture_output=True, timeout=TIMEOUT_S, cwd=ROOT, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused("too_expensive", f"the PDF took more than {TIMEOUT_S} s") from None
    if done.returncode != 0:
        # other codes: a signal (CPU limit) or an abort of the library when memory ran out
        reason = REASONS.get(done.returncode, "too_expensive")
        raise Refused(reason, f"the PDF reader exited with code {done.returncode}")
    if len(done.stdout) > MAX_OUTPUT:
        raise Refused("too_expensive", f"{len(done.stdout)} bytes of characters")
    pages: list[dict[str, Any]] = json.loads(done.stdout)
    return pages
