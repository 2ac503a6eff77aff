"""What ``govnews source add`` tells: for people in lines, for programs as one record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.cli import terminal
from crawler.cli.language import say

if TYPE_CHECKING:
    from crawler.probe.site_explorer import SiteFindings
    from crawler.probe.site_region import SiteRegion
    from crawler.probe.source_proposals import ProposalChoice, SourceProposal


def describe(found: SiteFindings) -> None:
    page = found.looks[0]
    best = found.matches[0] if found.matches else None
    rows = [
        (say("page", "页面"), f"{found.kind}  {page.title[:60]}"),
        (say("family", "建站系统"), best.family.name if best else say("none fits", "无匹配")),
        *[("", sign) for sign in (best.signs[:4] if best else [])],
        *[(say("also", "其次"), f"{m.family.name}: {m.signs[0]}") for m in found.matches[1:3]],
        (say("charset", "编码"), page.charset),
        ("robots.txt", found.robots),
        (say("feeds", "订阅"), ", ".join(found.feeds) or "–"),
        (say("sitemap", "站点地图"), ", ".join(found.sitemaps) or "–"),
        (say("columns", "栏目"), "、".join(c.name or c.url for c in found.columns[:12]) or "–"),
        (say("start", "起始页"), ", ".join(found.start)),
        (say("why", "依据"), found.why),
    ]
    for label, value in rows:
        terminal.print_line(f"{label:12}{value}")
    if best is None:
        groups(found)


def groups(found: SiteFindings) -> None:
    """Candidate lists by their shape, with the selectors that would take them."""
    terminal.print_table(
        ("score", "links", "dated", "selector", "shape", "first_title"),
        [
            (f"{g.score:.1f}", len(g.urls), f"{g.dated:.0%}", g.selector, g.shape, g.titles[0][:30])
            for g in found.groups[:5]
        ],
    )


def samples(best: SourceProposal) -> None:
    from crawler.probe.source_proposals import sample

    terminal.print_line(
        say(f"{best.trial.links} article links; samples:", f"文章链接 {best.trial.links} 条；样例：")
    )
    for article in best.trial.articles[:5]:
        one = sample(article)
        terminal.print_line(f"  {one['published_date'] or '–':10}  {one['title']}")
        terminal.print_line(f"  {'':10}  {one['outlet'] or '–'}  {one['length']}  {one['first_line']}")


def record(
    found: SiteFindings,
    *,
    stopped: str | None = None,
    place: SiteRegion | None = None,
    chosen: ProposalChoice | None = None,
    file: Path | None = None,
    text: str | None = None,
    proposals: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    """Everything found, for programs."""
    from crawler.probe.source_proposals import sample

    page = found.looks[0] if found.looks else None
    best = chosen.best if chosen else None
    match = best.match if best else found.matches[0] if found.matches else None
    return {
        "url": found.url,
        "final_url": page.url if page else None,
        "stopped": stopped,
        "reason": found.stopped,
        "status": found.status or None,
        "page": found.kind,
        "why": found.why or None,
        "family": match.family.name if match else None,
        "signs": match.signs if match else [],
        "candidates": [one.record() for one in found.matches],
        "charset": page.charset if page else None,
        "robots": found.robots,
        "feeds": found.feeds,
        "sitemaps": found.sitemaps,
        "columns": [{"name": c.name, "url": c.url} for c in found.columns[:20]],
        "groups": [group.record() for group in found.groups[:5]],
        "mirror": found.mirror.record() if found.mirror else None,
        "region": place.record() if place else None,
        "regions_proposed": proposals or [],
        "start": best.says["start"] if best else found.start,
        "requests": found.requests,
        "links": best.trial.links if best else 0,
        "samples": [sample(article) for article in best.trial.articles[:5]] if best else [],
        "id": file.stem if file else None,
        "file": str(file) if file else None,
        "yaml": text,
    }
