"""Child process that reads one PDF: characters with position and size, pictures and ruled lines, as JSON on stdout.

It limits its own memory and CPU time, because a PDF of one megabyte may unpack to gigabytes or never end.
"""

from __future__ import annotations

import ctypes
import json
import math
import resource
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY = 512 * 2**20  # bytes
CPU_S = 8
MAX_PAGES = 4  # usually one; some papers put two pages or the whole edition into one file
MAX_CHARS = 60_000  # of a page; a full broadsheet has about 10,000
MAX_OBJECTS = 20_000
MISSING, UNREADABLE, MEMORY_OUT = 3, 4, 5  # exit codes: no pypdfium2, not a PDF, out of memory
MIN_PICTURE, MIN_RULE, MAX_RULE_WIDTH = 15, 20, 4  # points


def set_limits() -> None:
    """Limit address space, CPU time and core files of this process."""
    for what, wanted in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(what, (value, hard))
        except (ValueError, OSError):
            continue  # macOS has no RLIMIT_AS; the parent's timeout still applies


def read(body: bytes) -> list[dict[str, Any]]:
    """The pages of a PDF in order, as dicts with width, height, chars, pictures and rules.

    Raises PdfiumError for bytes that are not a PDF.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(body) as document:
        pages = []
        for number in range(min(len(document), MAX_PAGES)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                break  # the file announces more pages than it has
            pages.append(_page(page))
        return pages


def _page(page: Any) -> dict[str, Any]:
    width, height = page.get_size()
    text = page.get_textpage()
    pictures, rules = _objects(page, width, height)
    chars = list(_chars(text))
    return {"width": width, "height": height, "chars": chars, "pictures": pictures, "rules": rules}


def _chars(text: Any) -> Iterator[tuple[str, float, float, float, float]]:
    """(character, left, right, baseline, size) in the order of the file, without rotated characters."""
    from pypdfium2 import raw

    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    for i in range(min(text.count_chars(), MAX_CHARS)):
        code = raw.FPDFText_GetUnicode(text, i)
        if code < 32 or 0xD800 <= code < 0xE000 or raw.FPDFText_IsGenerated(text, i) == 1:
            continue
        if not raw.FPDFText_GetLooseCharBox(text, i, box) or not raw.FPDFText_GetMatrix(text, i, matrix):
            continue
        raw.FPDFText_GetCharOrigin(text, i, x, y)
        size = raw.FPDFText_GetFontSize(text, i) * math.hypot(matrix.b, matrix.d)
        values = (box.left, box.right, y.value, size)
        if abs(matrix.b) > 0.1 * abs(matrix.d) or size <= 0.5 or not all(map(math.isfinite, values)):
            continue
        yield (chr(code), *(round(value, 2) for value in values))  # type: ignore[misc]


def _objects(page: Any, width: float, height: float) -> tuple[list[list[float]], list[list[float]]]:
    """Boxes of pictures and of ruled lines: (left, bottom, right, top)."""
    from pypdfium2 import raw

    pictures: list[list[float]] = []
    rules: list[list[float]] = []
    for number, item in enumerate(page.get_objects(max_depth=3)):
        if number >= MAX_OBJECTS:
            break
        if item.type not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            continue
        left, bottom, right, top = item.get_bounds()
        box = [round(value, 2) for value in (left, bottom, right, top)]
        wide, high = right - left, top - bottom
        if not all(map(math.isfinite, box)) or (wide > 0.95 * width and high > 0.95 * height):
            continue  # the background of the sheet
        if item.type == raw.FPDF_PAGEOBJ_IMAGE and min(wide, high) > MIN_PICTURE:
            pictures.append(box)
        elif item.type == raw.FPDF_PAGEOBJ_PATH and max(wide, high) > MIN_RULE:
            (rules if min(wide, high) <= MAX_RULE_WIDTH else pictures).append(box)
    return pictures, rules


def main() -> int:
    """Read a PDF from standard input; returns the exit code."""
    set_limits()
    try:
        import pypdfium2
    except ImportError:
        return MISSING
    try:
        pages = read(sys.stdin.buffer.read())
    except MemoryError:
        return MEMORY_OUT
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return UNREADABLE
    json.dump(pages, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
