"""The article record: JSON types, in the order of the schema."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from pipelines import Article, Byline, Newspaper, Refused


def test_record_holds_json_types_and_no_internal_fields() -> None:
    article = Article(
        title="签约",
        published_at=datetime(2026, 9, 3, 0, 30, tzinfo=UTC),
        published_date=date(2026, 9, 3),
        bylines=[Byline(role="author", name="周文远")],
        evidence={"charset": "utf-8"},
    )
    record = article.record()
    assert json.loads(json.dumps(record)) == record
    assert (record["published_at"], record["published_date"]) == ("2026-09-03T00:30:00Z", "2026-09-03")
    assert record["bylines"] == [{"role": "author", "name": "周文远"}]
    assert not {"evidence", "folded", "norm_version", "fingerprints"} & set(record)


def test_record_of_an_incomplete_edition_keeps_only_known_values() -> None:
    assert Article(newspaper=Newspaper(order=2)).record()["newspaper"] == {"order": 2}


def test_refusal_shows_reason_and_detail() -> None:
    assert str(Refused("soft_404", "404")) == "soft_404: 404"
    assert str(Refused("empty")) == "empty"
