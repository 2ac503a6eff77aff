"""Print what ``govnews source add`` found about a site: lines for people, one record for programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.cli import terminal
from crawler.cli.messages import text

if TYPE_CHECKING:
    from crawler.probe.site_region import SiteRegion
    from crawler.probe.site_visit import SiteFindings
    from crawler.probe.source_proposals import ProposalChoice, SourceProposal

LABEL_WIDTH = 14  # terminal columns


def describe(found: SiteFindings) -> None:
    """Print the kind of page, the family with its signs, robots.txt, feeds and columns."""
    from crawler.probe.probed_page import MAX_LINKS

    page = found.pages[0]
    best = found.matches[0] if found.matches else None
    rows = [
        ("page", f"{found.kind}  {page.title[:60]}"),
        ("family", best.family.name if best else text("site.no_family")),
        *[("sign", sign) for sign in (best.signs[:4] if best else [])],
        *[("other_family", f"{match.family.name}: {match.signs[0]}") for match in found.matches[1:3]],
        ("charset", page.charset),
        ("robots", found.robots),
        ("feeds", ", ".join(found.feeds) or "–"),
        ("sitemaps", ", ".join(found.sitemaps) or "–"),
        ("columns", "、".join(column.name or column.url for column in found.columns[:12]) or "–"),
        ("start", ", ".join(found.start)),
        ("why", found.why),
        *[("cut", text("site.links_cut", most=MAX_LINKS, url=url)) for url in found.cut_pages],
    ]
    for name, value in rows:
        terminal.print_field(text(f"site.{name}"), value, LABEL_WIDTH)
    if best is None:
        print_link_groups(found)


def print_link_groups(found: SiteFindings) -> None:
    """Print the groups of links that may be the list of articles, with a selector for each."""
    from crawler.probe.list_selectors import summarise

    terminal.print_table(
        ("score", "links", "dated", "selector", "shape", "first_title"),
        [
            (
                f"{group.score:.1f}",
                group.links,
                f"{group.dated:.0%}",
                group.selector,
                group.shape,
                group.first[0][0][:30],
            )
            for group in map(summarise, found.groups[:5])
        ],
    )


def print_samples(best: SourceProposal) -> None:
    """Print the first articles of the trial: date, title, outlet, length and first line."""
    from crawler.probe.source_proposals import sample

    terminal.print_line(text("site.samples", links=best.trial.links))
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
    """Return everything found, as the JSON of ``source add --json``; ``text``: the source file written or proposed."""
    from crawler.probe.list_selectors import summarise
    from crawler.probe.source_proposals import sample

    page = found.pages[0] if found.pages else None
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
        "columns": [{"name": column.name, "url": column.url} for column in found.columns[:20]],
        "groups": [summarise(group).record() for group in found.groups[:5]],
        "mirror": found.mirror.record() if found.mirror else None,
        "region": place.record() if place else None,
        "regions_proposed": proposals or [],
        "start": best.keys["start"] if best else found.start,
        "requests": found.requests,
        "pages_cut": found.cut_pages,
        "links": best.trial.links if best else 0,
        "samples": [sample(article) for article in best.trial.articles[:5]] if best else [],
        "id": file.stem if file else None,
        "file": str(file) if file else None,
        "yaml": text,
    }
