"""Scores of the invented pages per field, floors that only rise: ``python -m tests.quality.score [--update]``."""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines import Article, Page, Refused, understand
from storage.values import SHANGHAI
from tests.quality.cases import CASES, Case

if TYPE_CHECKING:
    from collections.abc import Iterable

FLOORS = Path(__file__).with_name("floors.json")
FETCHED = datetime(2026, 11, 22, 3, tzinfo=UTC)
FIELDS = ("body", "title", "date", "outlet", "bylines", "attachments", "kicker", "subtitle", "refused")


def grams(text: str) -> Counter[str]:
    """The character 4-grams of a text, width of characters and white space aside."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return Counter(plain[i : i + 4] for i in range(max(1, len(plain) - 3)))


def f1(gold: str, found: str) -> float:
    a, b = grams(gold), grams(found)
    both = sum((a & b).values())
    return 2 * both / (sum(a.values()) + sum(b.values()))


def scores(case: Case) -> dict[str, float]:
    """Each field of one page between 0 and 1; only those that the page states."""
    page = Page(url=case.url, body=case.html, fetched_at=FETCHED)
    try:
        (article,) = understand(page)
    except Refused as refused:
        if case.refused:
            return {"refused": float(refused.reason == case.refused)}
        return {"body": 0.0, "refused": 0.0}
    if case.refused:
        return {"refused": 0.0}
    return _article(case, article)


def _article(case: Case, article: Article) -> dict[str, float]:
    content = case.content
    local = article.published_at.astimezone(SHANGHAI) if article.published_at else None
    form = "%Y-%m-%d %H:%M" if case.clock else "%Y-%m-%d"
    expected = f"{content.day} {content.clock}" if case.clock else content.day
    found = {
        "body": f1("\n".join(content.body), article.body or ""),
        "title": float(article.title == content.title),
        "date": float(local is not None and local.strftime(form) == expected),
        "bylines": float({(one.role, one.name) for one in article.bylines} == set(content.bylines)),
        "attachments": float(tuple(one.name for one in article.attachments) == case.attachments),
        "kicker": float(article.kicker == case.kicker),
        "subtitle": float(article.subtitle == case.subtitle),
        "refused": 1.0,
    }
    if case.outlet:
        found["outlet"] = float(article.outlet == content.outlet)
    return found


def table(cases: Iterable[Case] = CASES) -> tuple[dict[str, float], list[tuple[str, str, float]]]:
    """Means per field (and the worst body), and every (page, field, score) that is not perfect."""
    values: dict[str, list[float]] = defaultdict(list)
    wrong = []
    for case in cases:
        for field, score in scores(case).items():
            values[field].append(score)
            if score < (0.98 if field == "body" else 1):
                wrong.append((case.name, field, score))
    means = {field: round(sum(values[field]) / len(values[field]), 4) for field in FIELDS}
    return means | {"worst_body": round(min(values["body"]), 4), "pages": len(CASES)}, wrong


def raised(floors: dict[str, float], found: dict[str, float]) -> dict[str, float]:
    """New floors. Raises ValueError where one would be lower than before: a gate that gives way is none."""
    lower = {name: (floor, found[name]) for name, floor in floors.items() if found[name] < floor}
    if lower:
        raise ValueError(f"floors are never lowered: {lower}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="raise the floors to what is reached today")
    options = parser.parse_args()
    found, wrong = table()
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}
    for name, value in found.items():
        print(f"{name:12} {value:8.4f}   floor {floors.get(name, 0):8.4f}")
    for name, field, score in wrong:
        print(f"  {name:28} {field:12} {score:.3f}")
    if options.update:
        FLOORS.write_text(json.dumps(raised(floors, found), indent=1) + "\n", "utf-8")
    print("quality:", " ".join(f"{name} {value:g}" for name, value in found.items()))
    return 0 if all(found[name] >= floor for name, floor in floors.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
