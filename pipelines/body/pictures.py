"""The pictures of an article with their captions, also those that stand beside the body's container."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pipelines.items import Image
from pipelines.page.text_lines import read_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.page.parse import Document
    from pipelines.page.text_lines import TextLine

# where e-newspapers put the pictures of an article: a table or box of its own before the body
BESIDE = frozenset(["newspic", "attachment"])
BOXES = " | ".join(f"//*[contains(@id, '{name}') or contains(@class, '{name}')]" for name in sorted(BESIDE))


def inside(found: Sequence[TextLine], base: str) -> list[tuple[int, Image]]:
    """The pictures between the lines of the body, each with the number of lines before it."""
    images: list[tuple[int, Image]] = []
    known: set[str] = set()
    lines = 0
    for i, block in enumerate(found):
        lines += bool(block.text) and block.kind != "caption"
        address = joined(base, block.image) if block.kind == "image" else None
        if address is None:
            continue
        caption = None
        for other in found[i + 1 : i + 3]:
            if other.kind == "image":
                break
            if other.kind in ("caption", "note"):
                caption = other.text
                break
        if address not in known:
            known.add(address)
            images.append((lines, Image(url=address, caption=caption)))
    return images


def joined(base: str, address: str | None) -> str | None:
    """The whole address of a picture; None for what is no address of the web."""
    try:
        whole = urljoin(base, address or "")
    except ValueError:
        return None
    return whole if whole.startswith(("http://", "https://")) else None


def beside(doc: Document) -> tuple[list[Image], list[str]]:
    """Pictures in the boxes made for them outside the container, and all lines there: captions and credits."""
    images: list[Image] = []
    lines: list[str] = []
    for box in _boxes(doc.tree, doc.container) if doc.mentions(*BESIDE) else ():
        url: str | None = None
        for block in read_lines(box):
            if block.kind == "image":
                if url is not None:
                    images.append(Image(url=url))
                url = joined(doc.base, block.image)
                continue
            lines.append(block.text)
            if (
                url is not None
            ):  # the first line below a picture is its caption, further ones name who took it
                images.append(Image(url=url, caption=block.text))
                url = None
        if url is not None:
            images.append(Image(url=url))
    return images, lines if images else []


def over(doc: Document, region: Sequence[TextLine]) -> None:
    """Give the article the pictures with captions that stand between its headline and its text."""
    captions = [block for block in region if block.kind == "caption"]
    known = {image.url for image in doc.article.images}
    images: list[Image] = []
    for caption in captions:
        at = doc.blocks.index(caption)
        near = [block for block in doc.blocks[max(0, at - 2) : at] if block.kind == "image"]
        url = joined(doc.base, near[-1].image) if near else None
        if url is not None and url not in known:
            images.append(Image(url=url, caption=caption.text))
    doc.article.images = [*images, *doc.article.images]
    doc.captions = [*(block.text for block in captions), *doc.captions]
    doc.before = [block for block in doc.before if block not in captions]


def _boxes(tree: HtmlElement, container: HtmlElement | None) -> list[HtmlElement]:
    around = set() if container is None else {container, *container.iterancestors()}
    found: list[HtmlElement] = []
    for element in tree.xpath(BOXES):
        names = {element.get("id") or "", *(element.get("class") or "").split()}
        if not names & BESIDE or element in around:
            continue
        ancestors = set(element.iterancestors())
        if container not in ancestors and not ancestors.intersection(found):
            found.append(element)
    return found
