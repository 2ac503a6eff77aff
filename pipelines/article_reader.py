"""A page becomes articles: decode, parse, extract, metadata, text, region, check, on one tree."""

from __future__ import annotations

from pipelines import dedup, trim, urls
from pipelines.body import extract, refuse
from pipelines.facts import metadata
from pipelines.items import Article, Byline, Image, Page, Refused, Region
from pipelines.page import charset, embedded, given
from pipelines.page.parse import Document, parse
from pipelines.places import article_regions
from pipelines.printed import split_page
from pipelines.text import clean, glosses, script

VERSION = "2026.11.7"  # of the rules: moves whenever the same page may give another record


def understand(page: Page) -> list[Article]:
    """The articles of a page; more than one only when a printed page is split.

    Raises Refused, and nothing else whatever the bytes, for a page that is no article.
    """
    try:
        if page.given is not None:
            return [_understand(page)]
        return split_page.split_articles(page, _understand) or [_understand(page)]
    except Refused:
        raise
    except MemoryError:
        raise Refused("too_expensive", "memory") from None
    except RecursionError:
        raise Refused("too_expensive", "nesting") from None
    except (
        Exception
    ) as error:  # hostile markup finds every corner: it must not end a crawl, and is counted by name
        raise Refused("extract_error", f"{type(error).__name__}: {error}"[:200]) from error


def _understand(page: Page) -> Article:
    doc = _document(page)
    extract.extract(doc)
    metadata.head(doc)
    reading = doc.evidence.pop("reading")
    doc.body = trim.wash(doc, reading, doc.evidence.pop("end"))
    _summary_out_of_body(doc)
    refuse.gate(doc)
    _identify(doc)
    _simplify(doc)
    rules = page.rules
    doc.article.regions = article_regions.resolve_regions(
        doc.article, rules, site_code=doc.meta.get("siteidcode")
    )
    doc.article.evidence = metadata.evidence_of(doc)
    if rules is not None and rules.mirror_of:
        doc.article.evidence["mirror_of"] = rules.mirror_of
    dedup.fingerprint(doc.article)
    return doc.article


def _document(page: Page) -> Document:
    """The parsed page, and the article text that came with it or that it embeds as data."""
    if page.given is not None:
        return Document(page, "", "", given.tree_of(page.given), given=page.given)
    if not page.body or page.body.isspace():
        raise Refused("empty")
    if _is_binary(page.body):
        raise Refused("not_html")
    markup, encoding = charset.decode(page.body, page.headers, page.rules.charset if page.rules else None)
    doc = parse(page, markup)
    doc.evidence["charset"] = encoding
    doc.given = embedded.find(doc)
    return doc


def _is_binary(body: bytes) -> bool:
    head = body[:1024]
    if head.startswith(
        (
            b"%PDF",
            b"\x89PNG",
            b"\xff\xd8\xff",
            b"GIF8",
            b"PK\x03\x04",
            b"MZ",
            b"\x1f\x8b",
            b"\xd0\xcf\x11\xe0",
        )
    ):
        return True
    return b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and head.count(b"\x00") > 8


def _summary_out_of_body(doc: Document) -> None:
    """核心提示 is the lead cut off in mid-sentence: a summary, never a line of the body."""
    doc.body = [line for line in doc.body if metadata.SUMMARY.match(line) is None]


def _identify(doc: Document) -> None:
    """Addresses, source, language: what the page is called, before its text is touched."""
    page, article = doc.page, doc.article
    try:
        article.url = urls.canonical(doc.url)
    except ValueError:
        article.url = page.url or ""
    article.fetched_url = doc.url
    article.source = page.rules.id if page.rules else None
    article.newspaper = page.newspaper
    article.extractor = VERSION


def _simplify(doc: Document) -> None:
    """Glosses out, script noted, traditional text to simplified; then every string is clean and stored as printed."""
    article = doc.article
    raw = "\n".join(doc.body)
    whole, removed = glosses.remove_glosses("\n".join([article.title or "", raw, *doc.captions]))
    if removed:
        doc.evidence["glosses"] = removed
    article.script = script.script_of(whole)
    article.language = "zh" if article.script != "other" else doc.language()
    convert = article.script in ("hant", "mixed")

    def mend(value: str | None) -> str | None:
        if value is None:
            return None
        if removed:
            value = glosses.remove_line_glosses(value)
        if convert:
            value = script.to_simplified(value)
        return clean.clean(value) or None

    body = glosses.remove_line_glosses(raw) if removed else raw
    lines = clean.clean_lines(script.to_simplified(body) if convert else body)
    article.body = "\n".join(lines) or None
    for name in (
        "title",
        "kicker",
        "original_title",
        "summary",
        "outlet",
        "platform",
        "platform_account",
        "dateline",
        "column",
    ):
        setattr(article, name, mend(getattr(article, name)))
    if article.subtitle:
        article.subtitle = "\n".join(mend(line) or "" for line in article.subtitle.split("\n"))
    article.bylines = [Byline(role=one.role, name=mend(one.name) or one.name) for one in article.bylines]
    article.images = [Image(url=one.url, caption=mend(one.caption)) for one in article.images]
    article.keywords = [mend(word) or word for word in article.keywords]


__all__ = ["VERSION", "Region", "understand"]
