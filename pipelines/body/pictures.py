"""The pictures of an article with their captions, also those in boxes beside the body or above the text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pipelines.items import Image
from pipelines.page.text_lines import read_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.body.span import Span
    from pipelines.page.line_types import TextLine
    from pipelines.page.parsed_page import ParsedPage

# e-newspapers put the pictures of an article into a table or box of its own before the body
BOX_NAMES = frozenset(["newspic", "attachment"])
BOXES = " | ".join(
    f"//*[contains(@id, '{name}') or contains(@class, '{name}')]" for name in sorted(BOX_NAMES)
)
CAPTION_DISTANCE = 2  # lines


def inside(span: Span, base_url: str, end: int) -> list[Image]:
    """The pictures between the first ``end`` text lines of the body; later ones belong to other articles."""
    images: dict[str, Image] = {}
    text_lines = 0
    for i, line in enumerate(span.lines):
        text_lines += bool(line.text) and line.kind != "caption"
        address = absolute_address(base_url, line.image) if line.kind == "image" else None
        if address is not None and address not in images and text_lines <= end:
            images[address] = Image(
                url=address, caption=_caption(span.lines[i + 1 : i + 1 + CAPTION_DISTANCE])
            )
    return list(images.values())


def _caption(following: Sequence[TextLine]) -> str | None:
    for line in following:
        if line.kind == "image":
            return None
        if line.kind in ("caption", "note"):
            return line.text
    return None


def beside(parsed: ParsedPage, container: HtmlElement | None) -> tuple[list[Image], list[str]]:
    """Pictures in boxes outside the container, and all lines there: captions and credits."""
    images: list[Image] = []
    lines: list[str] = []
    for box in _boxes(parsed.tree, container) if parsed.mentions(*BOX_NAMES) else ():
        url: str | None = None
        for line in read_lines(box):
            if line.kind == "image":
                if url is not None:
                    images.append(Image(url=url))
                url = absolute_address(parsed.base_url, line.image)
                continue
            lines.append(line.text)
            if url is not None:  # the first line below a picture is its caption, later ones are credits
                images.append(Image(url=url, caption=line.text))
                url = None
        if url is not None:
            images.append(Image(url=url))
    return images, lines if images else []


def above(parsed: ParsedPage, captions: Sequence[TextLine], known: Sequence[Image]) -> list[Image]:
    """The pictures of captions that stand between headline and text, without those that are known already."""
    urls = {image.url for image in known}
    images: list[Image] = []
    for caption in captions:
        at = parsed.lines.index(caption)
        near = [line for line in parsed.lines[max(0, at - CAPTION_DISTANCE) : at] if line.kind == "image"]
        url = absolute_address(parsed.base_url, near[-1].image) if near else None
        if url is not None and url not in urls:
            images.append(Image(url=url, caption=caption.text))
    return images


def absolute_address(base_url: str, address: str | None) -> str | None:
    """The complete address of a picture; None for what is no address on the web."""
    try:
        whole = urljoin(base_url, address or "")
    except ValueError:
        return None
    return whole if whole.startswith(("http://", "https://")) else None


def _boxes(tree: HtmlElement, container: HtmlElement | None) -> list[HtmlElement]:
    """The outermost picture boxes that neither hold the container nor stand in it."""
    around = set() if container is None else {container, *container.iterancestors()}
    found: list[HtmlElement] = []
    for element in tree.xpath(BOXES):
        names = {element.get("id") or "", *(element.get("class") or "").split()}
        if not names & BOX_NAMES or element in around:
            continue
        ancestors = set(element.iterancestors())
        if container not in ancestors and not ancestors.intersection(found):
            found.append(element)
    return found
