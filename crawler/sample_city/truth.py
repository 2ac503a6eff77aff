"""Compute the records that a correct crawl stores at each step, from the data that the pages are made of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from crawler.sample_city.addresses import pdf_of, printed_pages, url_of
from crawler.sample_city.content import HOSTS, STEPS, pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.sample_city.content import Piece

CHINA = timezone(timedelta(hours=8))
CITY = ("990100", "澜山市")
COUNTIES = {"岚水县": "990121"}
ZONES = {"9901-etdz": ("990100", "澜山经济技术开发区")}
OWN_REGION = {"lanshui_gov": ("990121", "岚水县")}
OWN_OUTLET = {"lanshan_daily": "澜山日报"}
PLATFORM = {"lanshan_portal": "澜山生活网", "lanshan_mirror": "澜山镜像站"}
PORTAL_COLUMN = "资讯"
IMAGES = {"lanshan_gov": "/images/", "lanshui_gov": "/news/pic/", "lanshan_daily": "/images/"}


@lru_cache(maxsize=1)
def expected() -> dict[str, Any]:
    """Return the content of expected.yml: the counts of each step, by source."""
    text = resources.files("crawler.sample_city").joinpath("expected.yml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def truth(step: int) -> list[dict[str, Any]]:
    """Return the records stored after a step, keyed as in the article schema; regions and bylines are sorted."""
    return [_record(piece, step) for piece in pieces(step).values() if stored(piece, step)]


def stored(piece: Piece, step: int) -> bool:
    """True if the article is in the archive after this step."""
    if piece.fault in ("missing", "removed", "robots"):
        return False
    return not (piece.fault == "503" and step == 1)


def relations(step: int) -> list[tuple[str, str, str]]:
    """Return (URL of the copy, URL of the original, ``duplicate`` or ``reprint``) for every copied article.

    A copy that only adds an editor's note (编者按) is a duplicate; one with a lead of its own is a reprint.
    """
    return [
        (url_of(piece), url_of(piece.copies), _kind(piece))
        for piece in pieces(step).values()
        if piece.copies is not None
    ]


def _kind(piece: Piece) -> str:
    first, _, rest = piece.body.partition("\n")
    noted = first.startswith("编者按：") and piece.copies is not None and rest == piece.copies.body
    return "duplicate" if piece.exact or noted else "reprint"


def differences(step: int, source: str, stats: Mapping[str, int]) -> list[str]:
    """Return one line for each count of a run that differs from expected.yml."""
    wanted = expected()["steps"][step][source]
    lines = []
    for part, prefix in (("store", "store/"), ("link", "link/"), ("pages", "frontier/")):
        counted = {key.removeprefix(prefix): n for key, n in stats.items() if key.startswith(prefix) and n}
        for word in sorted(wanted[part].keys() | counted.keys()):
            should, did = wanted[part].get(word, 0), counted.get(word, 0)
            if word.startswith("retry/") and did and should:
                continue  # the number of retries depends on how long the run takes
            if should != did:
                lines.append(f"step {step} {source}: {prefix}{word} is {did}, expected {should}")
    return lines


def _record(piece: Piece, step: int) -> dict[str, Any]:
    published, precision = _published(piece)
    return {
        "url": url_of(piece),
        "source": piece.source,
        "title": piece.title,
        "kicker": piece.kicker,
        "subtitle": piece.subtitle,
        "summary": piece.summary,
        "body": piece.body,
        "script": "hant" if piece.source == "lanshan_mirror" else "hans",
        "language": "zh",
        "published_at": published and published.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "published_date": published and published.date().isoformat(),
        "published_precision": precision,
        "outlet": _outlet(piece),
        "platform": PLATFORM.get(piece.source),
        "bylines": sorted({(role, name) for role, name in piece.by}),
        "dateline": piece.dateline,
        "regions": _regions(piece),
        "column": _column(piece),
        "keywords": list(piece.keywords),
        "images": [
            {"url": f"http://{HOSTS[piece.source]}{IMAGES[piece.source]}{file}", "caption": caption}
            for file, caption in piece.images
        ],
        "attachments": [
            {"url": url_of(piece).rpartition("/")[0] + "/" + file, "name": name}
            for file, name in piece.attachments
        ],
        "newspaper": _newspaper(piece),
        "state": "withdrawn" if piece.gone_from is not None and step > piece.gone_from else "live",
        "versions": _versions(piece, step),
    }


def _published(piece: Piece) -> tuple[datetime | None, str | None]:
    printed = piece.issue or piece.at
    if printed is None:
        return None, None
    precision = "minute" if len(printed) > 10 else "day"
    return datetime.fromisoformat(printed).replace(tzinfo=CHINA), precision


def _outlet(piece: Piece) -> str | None:
    if piece.source == "lanshan_portal" and piece.at is None:
        return None  # the portal prints date and outlet together, or neither
    return piece.outlet or OWN_OUTLET.get(piece.source)


def _column(piece: Piece) -> str | None:
    if piece.source == "lanshan_portal":
        return PORTAL_COLUMN
    if piece.issue is not None:
        return dict(printed_pages(piece.issue))[piece.page or ""]
    return piece.column if piece.source == "lanshan_gov" else None


def _regions(piece: Piece) -> list[tuple[str, str | None]]:
    """Return (code, zone) of the places that the text names, else the region of its source."""
    named: set[tuple[str, str | None]] = {(COUNTIES[name], None) for name in piece.counties}
    named |= {(ZONES[zone][0], zone) for zone in piece.zones}
    if CITY[1] in f"{piece.title}\n{piece.body}":
        named.add((CITY[0], None))
    return sorted(named or {(OWN_REGION.get(piece.source, CITY)[0], None)}, key=str)


def _newspaper(piece: Piece) -> dict[str, Any] | None:
    if piece.issue is None or piece.page is None:
        return None
    host = f"http://{HOSTS[piece.source]}"
    order = [
        one.id for one in pieces(STEPS[-1]).values() if (one.issue, one.page) == (piece.issue, piece.page)
    ].index(piece.id)
    return {
        "issue_date": date.fromisoformat(piece.issue).isoformat(),
        "page_no": piece.page,
        "page_name": dict(printed_pages(piece.issue))[piece.page],
        "order": order + 1,
        "page_pdf": host + pdf_of(piece.issue, piece.page),
        "page_image": f"{host}/resfile/{piece.issue}/{piece.page}/page.jpg",
    }


def _versions(piece: Piece, step: int) -> int:
    first = pieces(piece.first_step)[piece.key]
    return 2 if (first.title, first.body) != (piece.title, piece.body) else 1
