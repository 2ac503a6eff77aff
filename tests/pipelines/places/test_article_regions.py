"""Regions of an article, in the invented city of the samples."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.items import Article, Rules
from pipelines.places.article_regions import region_of_outlet, region_of_site_code, resolve_regions
from pipelines.places.division_tables import load_table

CITY = Rules(id="x", name="澜山市人民政府", region="990100", divisions="sample")
PORTAL = Rules(id="y", name="y", divisions="sample", kind="portal")


def codes(rules: Rules | None = CITY, **fields: Any) -> list[tuple[str, str | None, str]]:
    """(code, zone, evidence) of the regions of an article with these fields."""
    return [(one.code, one.zone, one.how) for one in resolve_regions(Article(**fields), rules).regions]


def test_chain_counts_as_its_deepest_county() -> None:
    assert codes(title="云岭省澜山市岚水县石门镇见闻") == [("990121", None, "title")]


def test_town_counts_as_its_county_in_its_own_city_only() -> None:
    assert codes(title="石门镇助农见闻") == [("990121", None, "title")]
    assert codes(PORTAL, title="石门镇助农见闻") == []


def test_short_name_counts_in_its_own_city_only() -> None:
    assert codes(title="岚水：丰收时节") == [("990121", None, "title")]
    assert codes(PORTAL, title="岚水：丰收时节") == []


def test_zone_has_the_code_of_its_parent_and_its_own_id() -> None:
    assert codes(title="澜山经济技术开发区举行签约") == [("990100", "9901-etdz", "title")]
    assert codes(title="开发区举行签约") == [("990100", "9901-etdz", "title")]


def test_region_of_the_source_is_used_only_if_no_place_is_named() -> None:
    assert codes(title="关于放假的通知") == [("990100", None, "source")]
    assert ("990100", None, "source") not in codes(title="松台县放假的通知")


def test_place_mentioned_once_below_the_lead_does_not_count() -> None:
    body = "\n".join(["临溪区召开会议。", "会议很好。", "来自白枫县的客人也到场。", "会议结束。"])
    assert codes(title="会议召开", body=body) == [("990102", None, "body")]


def test_evidence_names_where_a_place_was_found() -> None:
    assert codes(dateline="岚水", title="会议召开", body="会议在澜山市松台县举行。") == [
        ("990121", None, "dateline"),
        ("990122", None, "body"),
    ]


def test_province_is_left_out_if_one_of_its_places_is_named() -> None:
    assert codes(title="云岭省发布预警", body="临溪区做好准备。") == [("990102", None, "body")]
    assert codes(title="云岭省发布预警") == [("990000", None, "title")]


def test_outlet_is_the_last_resort_of_a_portal() -> None:
    assert codes(PORTAL, title="会议召开", outlet="澜山日报") == [("990100", None, "outlet")]
    assert codes(PORTAL, title="会议召开") == []


@pytest.mark.parametrize(
    ("code", "region"),
    [("9901210001", "990121"), (" 9901000003 ", "990100"), ("9999990001", None), ("99", None), (None, None)],
)
def test_region_of_a_site_code(code: str | None, region: str | None) -> None:
    assert region_of_site_code(code, load_table("sample")) == region


@pytest.mark.parametrize(
    ("outlet", "region"),
    [
        ("澜山日报", "990100"),
        ("岚水县融媒体中心", "990121"),
        ("云岭日报", None),
        ("新澜山报", None),
        (None, None),
    ],
)
def test_region_of_an_outlet(outlet: str | None, region: str | None) -> None:
    assert region_of_outlet(outlet, load_table("sample")) == region
