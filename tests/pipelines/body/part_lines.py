"""Lines of invented parts of pages, for tests of single stages of the body finder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import html

from pipelines.page.text_lines import read_page_lines

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.page.line_types import TextLine

SENTENCE = "青岚市今年第{}批项目集中开工，涉及交通、水利和民生等多个领域，总投资超过三十亿元，年内全部建成。"


def sentences(count: int, start: int = 1) -> list[str]:
    """Different paragraphs of more than forty characters."""
    return [SENTENCE.format(number) for number in range(start, start + count)]


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def parsed_part(markup: str) -> tuple[HtmlElement, list[TextLine]]:
    """The first element inside the body of a page with this markup, and its lines."""
    tree = html.document_fromstring(f"<html><body><div>{markup}</div></body></html>")
    part = next(tree.iter("div"))
    return part, [line for line in read_page_lines(tree).lines if line.text or line.image]
