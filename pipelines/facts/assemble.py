"""Build the article from the values of all stages: clean every string, and convert traditional script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines import urls
from pipelines.items import Article, Byline, Image
from pipelines.text.clean import clean, clean_lines
from pipelines.text.glosses import remove_glosses, remove_line_glosses
from pipelines.text.script import script_of, to_simplified

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.body.span import BodyPath
    from pipelines.credits.credit_types import Credits
    from pipelines.facts.headline import Headline
    from pipelines.facts.outlet import Outlet
    from pipelines.facts.published import Published
    from pipelines.items import Attachment
    from pipelines.page.parsed_page import ParsedPage

MAX_EVIDENCE = 100  # entries of one list of evidence
DECLARED_ADDRESS = "//link[@rel='canonical']/@href"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleParts:
    """What the stages found, as the page prints it."""

    headline: Headline
    body: tuple[str, ...]
    published: Published
    outlet: Outlet
    credits: Credits
    bylines: tuple[Byline, ...]
    images: tuple[Image, ...]
    captions: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    column: str | None
    keywords: tuple[str, ...]
    summary: str | None
    path: BodyPath
    guard: str | None


@dataclass(frozen=True, slots=True)
class _Normaliser:
    """Cleans strings of one article: pinyin glosses out, traditional script to simplified where ``convert`` is set."""

    glosses: int
    convert: bool

    def body(self, raw: str) -> str | None:
        text = remove_line_glosses(raw) if self.glosses else raw
        return "\n".join(clean_lines(to_simplified(text) if self.convert else text)) or None

    def text(self, value: str | None) -> str | None:
        """One string; None if nothing is left of it."""
        if value is None:
            return None
        if self.glosses:
            value = remove_line_glosses(value)
        if self.convert:
            value = to_simplified(value)
        return clean(value) or None

    def name(self, value: str) -> str:
        """As ``text``, but never empty."""
        return self.text(value) or value


def build_article(parsed: ParsedPage, parts: ArticleParts, *, extractor: str) -> Article:
    """The article of a page, without regions and fingerprints. ``extractor`` is the version of the rules."""
    page, headline, published = parsed.page, parts.headline, parts.published
    raw = "\n".join(parts.body)
    whole, glosses = remove_glosses("\n".join([headline.title or "", raw, *parts.captions]))
    script = script_of(whole)
    normal = _Normaliser(glosses, convert=script in ("hant", "mixed"))
    subtitle = headline.subtitle.split("\n") if headline.subtitle else []
    return Article(
        url=_address(parsed),
        fetched_url=parsed.url,
        source=page.rules.id if page.rules else None,
        platform=normal.text(parts.outlet.platform),
        platform_account=normal.text(parts.outlet.account),
        outlet=normal.text(parts.outlet.name),
        title=normal.text(headline.title),
        kicker=normal.text(headline.kicker),
        subtitle="\n".join(normal.text(line) or "" for line in subtitle) if subtitle else headline.subtitle,
        original_title=normal.text(parts.credits.original_title),
        summary=normal.text(parts.summary),
        body=normal.body(raw),
        script=script,
        language="zh" if script != "other" else parsed.data.language,
        published_at=published.at,
        published_date=published.day,
        published_precision=published.precision,
        published_from=published.rule,
        published_raw=published.raw,
        bylines=[Byline(role=one.role, name=normal.name(one.name)) for one in parts.bylines],
        dateline=normal.text(parts.credits.dateline),
        column=normal.text(parts.column),
        keywords=[normal.name(word) for word in parts.keywords],
        images=[Image(url=one.url, caption=normal.text(one.caption)) for one in parts.images],
        attachments=list(parts.attachments),
        newspaper=page.newspaper,
        extractor=extractor,
        evidence=_evidence(parsed, parts, glosses),
    )


def _evidence(parsed: ParsedPage, parts: ArticleParts, glosses: int) -> dict[str, Any]:
    """What is kept beside the article to explain it: plain JSON values, bounded."""
    rules, published = parsed.page.rules, parts.published
    evidence = {
        "charset": parsed.encoding,
        "embedded": parsed.given is not None and parsed.page.given is None,
        "hidden": parsed.hidden_shown,
        "body": {"path": parts.path, "guard": parts.guard},
        "other_dates": _lists(published.others),
        "refused_dates": [[*pair, "future"] for pair in _lists(published.refused)],
        "date_correction": published.correction,
        "glosses": glosses,
        "mirror_of": rules.mirror_of if rules is not None else None,
    }
    return {name: value for name, value in evidence.items() if value}


def _lists(pairs: Sequence[tuple[str, str]]) -> list[list[str]]:
    return [list(pair) for pair in pairs[:MAX_EVIDENCE]]


def _address(parsed: ParsedPage) -> str:
    """The address the page declares (``<link rel="canonical">``) if it is the same page, else the one it came from."""
    try:
        key = urls.key(parsed.url)
        for declared in parsed.tree.xpath(DECLARED_ADDRESS)[:MAX_EVIDENCE]:
            try:
                address = urls.canonical(declared, parsed.url)
            except ValueError:
                continue
            if urls.key(address) == key:
                return address
        return urls.canonical(parsed.url)
    except ValueError:
        return parsed.page.url or ""
