"""Read the articles of a page: parse, find the body, read its facts, trim it, and build the article.

Every stage is a function from the values it needs to the value it makes. ``understand`` is called by the crawl, by
re-extraction and by the benchmarks alike, usually in a worker process.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines import dedup
from pipelines.body import pictures
from pipelines.body.find import find_body
from pipelines.body.refuse import Candidate, check_article
from pipelines.body.text_end import find_text_end
from pipelines.credits.collect import add_declared_authors, collect_credits
from pipelines.credits.header import header_of
from pipelines.facts import descriptors
from pipelines.facts.assemble import ArticleParts, build_article
from pipelines.facts.attachments import attachments
from pipelines.facts.further_pages import read_further_pages
from pipelines.facts.headline import read_headline
from pipelines.facts.outlet import read_outlet
from pipelines.facts.published import read_published
from pipelines.items import Article, Page, Refused
from pipelines.page.parsed_page import parse
from pipelines.places import article_regions
from pipelines.printed import split_page
from pipelines.trim import trim

if TYPE_CHECKING:
    from pipelines.body.span import Span
    from pipelines.page.parsed_page import ParsedPage

VERSION = "2026.11.12"  # of the rules: changes whenever the same page may yield another record
SHORT_REASONS = frozenset(("too_short", "no_body", "no_text"))


def understand(page: Page) -> list[Article]:
    """The articles of a page; more than one only if a printed page is split.

    Raises Refused for a page that is no article, and nothing else, whatever the bytes are.
    """
    try:
        if page.given is not None:
            return [read_article(page)]
        return split_page.split_articles(page, read_article) or [read_article(page)]
    except Refused:
        raise
    except MemoryError:
        raise Refused("too_expensive", "memory") from None
    except RecursionError:
        raise Refused("too_expensive", "nesting") from None
    except Exception as error:  # hostile markup finds every corner: it must not end a crawl
        raise Refused("extract_error", f"{type(error).__name__}: {error}"[:200]) from error


def read_article(page: Page) -> Article:
    """The one article of a page. Raises Refused for a page that is no article."""
    parsed, span, parts = _read_parts(parse(page))
    joined = read_further_pages(parsed, parts, _read_further_page)
    _check(parsed, span, joined.parts)
    article = build_article(parsed, joined.parts, extractor=VERSION)
    places = article_regions.resolve_regions(
        article, page.rules, site_code=parsed.data.meta.get("siteidcode")
    )
    unresolved = {"unresolved_regions": list(places.unresolved)} if places.unresolved else {}
    fingerprint = dedup.fingerprint(article.body or "")
    return replace(
        article,
        regions=list(places.regions),
        evidence=article.evidence | joined.evidence | unresolved,
        folded=fingerprint.folded,
        norm_version=fingerprint.norm_version,
        content_sha=fingerprint.content_sha,
        fingerprints=fingerprint.hashes,
    )


def _read_further_page(page: Page) -> tuple[ParsedPage, ArticleParts]:
    """What the stages find on a further page of an article. Raises Refused for a page without text or pictures."""
    parsed, span, parts = _read_parts(parse(page))
    try:
        _check(parsed, span, parts)
    except Refused as refused:
        known = span.certain or parts.published.day is not None  # the last page may hold one short line
        if refused.reason not in SHORT_REASONS or not known or not (parts.body or parts.images):
            raise
    return parsed, parts


def _check(parsed: ParsedPage, span: Span, parts: ArticleParts) -> None:
    """Raise Refused unless what was found is an article."""
    published, files = parts.published, parts.attachments
    check_article(
        parsed,
        span,
        Candidate(
            title=parts.headline.title,
            body=parts.body,
            date_rule=published.rule,
            credits=(published.at is not None) + bool(parts.bylines) + bool(parts.outlet.name),
            has_files=bool(parts.images or files),
            attachments=tuple(file.name or file.url for file in files),
        ),
    )


def _read_parts(parsed: ParsedPage) -> tuple[ParsedPage, Span, ArticleParts]:
    """What the stages find on a page, and the page as it was read: perhaps with its hidden lines."""
    parsed, span = find_body(parsed)
    headline = read_headline(parsed, span, header_of(span.before, span, None))
    title = headline.title
    header = header_of(span.before, span, title)
    above = [] if parsed.foreign else [line for line in header.below if line.kind == "caption"]
    images = [*pictures.above(parsed, above, span.beside), *span.beside]
    captions = (*(line.text for line in above), *span.captions)
    if above:
        span = replace(span, before=tuple(line for line in span.before if line not in above))
        header = header_of(span.before, span, title)
    text_end = find_text_end(span)
    known = {image.url for image in images}
    images += [one for one in pictures.inside(span, parsed.base_url, text_end) if one.url not in known]
    body_credits = collect_credits(parsed, span, header, title=title, captions=captions, text_end=text_end)
    published = read_published(parsed, header, body_credits.credits)
    outlet = read_outlet(parsed, span, body_credits.credits)
    bylines = add_declared_authors(body_credits.credits, parsed, span)
    files = attachments(parsed, span, title)
    trimmed = trim(span, body_credits, title=title, published=published.day, text_end=text_end)
    body = descriptors.without_summaries(trimmed)
    parts = ArticleParts(
        headline=headline,
        body=body,
        published=published,
        outlet=outlet,
        credits=body_credits.credits,
        bylines=bylines,
        images=tuple(images),
        captions=captions,
        attachments=files,
        column=descriptors.column(parsed, span.before, title),
        keywords=descriptors.keywords(parsed),
        summary=descriptors.summary(span.before, span),
        path=span.path,
        guard=span.guard,
    )
    return parsed, span, parts
