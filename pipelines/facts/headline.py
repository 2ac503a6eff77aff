"""The headline of an article: title, kicker above it and subtitle below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.facts import printed_headline, subtitle, title, title_tag
from pipelines.page.elements import visible_text
from pipelines.page.select import select_values

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.body.span import Span
    from pipelines.credits.header import Header
    from pipelines.page.parsed_page import ParsedPage


@dataclass(frozen=True, slots=True)
class Headline:
    """The lines of a headline, as printed; None for what the page does not have."""

    title: str | None = None
    kicker: str | None = None
    subtitle: str | None = None


def read_headline(parsed: ParsedPage, span: Span, header: Header) -> Headline:
    """Title, kicker and subtitle by the most exact evidence.

    ``header`` holds the lines before the body, read without a title. Pages of newspapers are completed by the names
    that newspaper systems give to these lines.
    """
    known = title.usable(parsed.given.title) if parsed.given is not None else None
    if known is not None and parsed.given is not None:
        found = Headline(known, parsed.given.kicker, parsed.given.subtitle)
    else:
        found = _find(parsed, span, header)
    newspaper = parsed.data.newspaper
    rules = parsed.page.rules.selectors if parsed.page.rules else None
    found = Headline(
        newspaper["title"] if newspaper.get("title") and not (rules and rules.title) else found.title,
        found.kicker or newspaper.get("introtitle") or None,
        found.subtitle or newspaper.get("subtitle") or None,
    )
    if not subtitle.is_newspaper_page(parsed):
        return found
    whole = printed_headline.article_title(parsed, found.title)
    return Headline(
        whole,
        printed_headline.kicker(parsed, whole, found.kicker),
        printed_headline.subtitle(parsed, whole, found.subtitle),
    )


def _find(parsed: ParsedPage, span: Span, header: Header) -> Headline:
    element, text = _title_element(parsed)
    if text is None:
        text = (
            title.from_open_graph(parsed)
            or title.from_list(parsed)
            or title_tag.from_title_tag(parsed, span)
            or title.lone_heading(parsed, span)
        )
    if text is None and parsed.page.hint is not None:
        text = title.usable(parsed.page.hint.title)
    if text is None:
        text = title.above_date_line(parsed, header)
    if text is None:
        return Headline()
    if element is None:
        element = title.line_element(parsed, text)
    if element is None:
        return Headline(text)
    kicker, below = subtitle.lines_beside(parsed, span, element, text)
    return Headline(text, kicker, below)


def _title_element(parsed: ParsedPage) -> tuple[HtmlElement | None, str | None]:
    """The title by the source's selector, the article's meta tag, or the heading that ``<title>`` repeats."""
    rules = parsed.page.rules.selectors if parsed.page.rules else None
    if rules and rules.title:
        element, text = _selected(parsed, rules.title)
        if text is not None:
            return element, text
    text = title.declared(parsed.data.meta.get("articletitle"))
    return (None, text) if text is not None else title.repeated_heading(parsed)


def _selected(parsed: ParsedPage, selector: str) -> tuple[HtmlElement | None, str | None]:
    """The first usable title that the source's selector matches; the element is None for attributes and texts."""
    for match in select_values(parsed.tree, selector):
        if isinstance(match, str):
            text = title.usable(match)
            if text is not None:
                return None, text
            continue
        text = title.usable("".join(visible_text(match)))
        if text is not None and match.tag == "title":
            return None, title_tag.without_site(parsed, text)
        if text is not None:
            return match, text
    return None, None
