"""Content of the sample city: enough, varied, invented, and in the documented form."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from itertools import combinations
from pathlib import Path

import opencc
import pytest

import crawler.sample_city
import pipelines
from crawler.sample_city import addresses, mirror, sites
from crawler.sample_city.content import HOSTS, STEPS, of_source, pieces
from crawler.sample_city.truth import CITY, COUNTIES, ZONES, expected, relations, stored, truth
from crawler.sources import load

SOURCES = Path(crawler.sample_city.__file__).parent / "sources"
DIVISIONS = Path(pipelines.__file__).parent / "places"
GLOSS = re.compile(r"([㐀-鿿])\(([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6})\)")
TONED = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
# lists of terms that are parts of ordinary words, in county tables as names of districts
ORDINARY = {"城区", "郊区", "矿区"}


def page(key: str, step: int) -> str:
    piece = pieces(step)[key]
    answer = sites.answer(HOSTS[piece.source], addresses.path_of(piece), step)
    assert answer is not None
    return answer.body.decode("gb18030" if piece.source == "lanshui_gov" else "utf-8")


def test_city_has_at_least_sixty_articles() -> None:
    assert len(truth(1)) >= 60
    assert (
        len({record["url"] for record in truth(4)})
        == len(truth(4))
        == expected()["steps"][4]["totals"]["articles"]
    )


def test_every_host_ends_in_test() -> None:
    assert all(host.endswith(".test") for host in HOSTS.values())


def test_two_articles_on_lists_and_one_page_about_the_place_have_no_date() -> None:
    undated = [record for record in truth(1) if record["published_at"] is None]
    assert sorted(record["source"] for record in undated) == ["lanshan_gov", "lanshan_portal", "lanshui_gov"]


def test_text_lengths_are_realistic() -> None:
    lengths = [len(re.sub(r"\s", "", record["body"])) for record in truth(4)]
    assert min(lengths) >= 70
    assert max(lengths) <= 900
    assert sum(length >= 120 for length in lengths) >= 0.9 * len(lengths)


def test_only_declared_copies_have_similar_texts() -> None:
    own = {piece.key: piece for piece in pieces(4).values() if piece.body and piece.copies is None}
    for one, other in combinations(own.values(), 2):
        a, b = grams(one.body), grams(other.body)
        # weather warnings share a frame: they differ in every figure
        frame = "气象台发布" in one.title and "气象台发布" in other.title
        assert len(a & b) / min(len(a), len(b)) < (0.5 if frame else 0.15), (one.key, other.key)


def grams(text: str) -> set[str]:
    folded = re.sub(r"\W", "", text)
    return {folded[i : i + 5] for i in range(len(folded) - 4)}


def test_no_real_division_is_named() -> None:
    with (DIVISIONS / "gb2260.csv").open(encoding="utf-8", newline="") as file:
        real = {row["name"] for row in csv.DictReader(file)} - ORDINARY
    invented = {CITY[1], *COUNTIES}
    assert not invented & real
    text = "\n".join(
        f"{p.title}\n{p.body}\n{p.outlet}" for p in pieces(4).values() if p.source != "lanshan_mirror"
    )
    assert not [name for name in real if len(name) > 2 and name in text]
    assert not [
        name for name in real if len(name) == 2 and re.search(rf"(?<![一-鿿]){name}(?![一-鿿])", text)
    ]


def test_regions_are_in_the_invented_division_table() -> None:
    with (DIVISIONS / "sample.csv").open(encoding="utf-8", newline="") as file:
        known = {row["name"]: row["code"] for row in csv.DictReader(file)}
    assert known[CITY[1]] == CITY[0]
    assert all(known[name] == code for name, code in COUNTIES.items())
    zones = (DIVISIONS / "sample_zones.yml").read_text("utf-8")
    assert all(f"id: {zone}" in zones and name in zones for zone, (_, name) in ZONES.items())


def test_sources_are_valid_and_complete() -> None:
    found = load.load_all([SOURCES])
    assert found.errors == []
    assert sorted(found.sources) == sorted(HOSTS) == sorted(expected()["sources"])
    for one in found.sources.values():
        assert one.family is None
        assert one.divisions == "sample"
        assert one.delay == 0
        assert set(one.hosts_all()) == {HOSTS[one.id]}


@pytest.mark.parametrize("step", STEPS)
def test_every_article_is_listed_until_it_is_withdrawn(step: int) -> None:
    for name, host in HOSTS.items():
        lists = "".join(
            answer.body.decode("gb18030" if name == "lanshui_gov" else "utf-8")
            for (where, path), answer in sites.site(step).items()
            if where == host and re.search(r"index|list|node_", path) and answer.status == 200
        )
        for piece in of_source(name, step):
            assert (addresses.path_of(piece).rpartition("/")[2] in lists) is not piece.gone_at(step), (
                piece.key
            )


def test_government_list_has_at_least_three_pages() -> None:
    assert ("www.lanshan.test", "/zwdt/index_2.html") in sites.site(1)


def test_bylines_are_printed_on_the_page() -> None:
    for piece in pieces(4).values():
        if stored(piece, 4) and not piece.gone_at(4):
            for _, name in piece.by:
                printed = page(piece.key, 4)
                assert name in printed or mirror.glossed(name) in printed, (piece.key, name)


def test_bodies_contain_no_metadata_line() -> None:
    for record in truth(4):
        assert not re.search(r"^□|责任编辑|初审|^作者：|^（通讯员", record["body"], re.MULTILINE)


def test_newspaper_has_a_full_page_an_advertisement_and_a_continued_article() -> None:
    assert len(addresses.on_page("2024-11-12", "02", 1)) >= 7
    assert addresses.has_advertisement("2024-11-12", "04")
    assert not addresses.on_page("2024-11-12", "04", 1)
    assert any(piece.also for piece in of_source("lanshan_daily", 1))


@pytest.mark.parametrize("step", [1, 4])
def test_mirror_pages_are_recognised_as_glossed(step: int) -> None:
    simplify = opencc.OpenCC("t2s").convert
    for piece in of_source("lanshan_mirror", step):
        text = "\n".join(
            [mirror.glossed(piece.title), *(mirror.glossed(line.printed) for line in piece.lines)]
        )
        found = GLOSS.findall(text)
        assert all(TONED.search(syllable) and simplify(char) != char for char, syllable in found)
        assert len(found) * 1000 >= 5 * len(text)
        assert simplify(GLOSS.sub(r"\1", text)) == f"{piece.title}\n{piece.body}"


def test_each_character_is_either_always_or_never_glossed() -> None:
    simplify = opencc.OpenCC("t2s").convert
    assert all(simplify(char) != char and TONED.search(reading) for char, reading in mirror.READINGS.items())
    assert all(unicodedata.is_normalized("NFC", reading) for reading in mirror.READINGS.values())


def test_copies_and_reprints_match_the_data_files() -> None:
    pairs = {copy: original for copy, original, _ in relations(4)}
    kinds = Counter(kind for _, _, kind in relations(4))
    totals = expected()["steps"][4]["totals"]
    assert (kinds["duplicate"], kinds["reprint"]) == (totals["duplicates"], totals["reprints"])
    assert (
        pairs["http://portal.test/news/show-81.html"]
        == "http://www.lanshan.test/zwdt/202411/t20241112_1001.html"
    )


def test_no_text_copies_another_of_the_same_wave() -> None:
    waves = expected()["waves"]
    assert [name for wave in waves for name in wave] == expected()["sources"]
    hosts = {f"http://{host}/": name for name, host in HOSTS.items()}
    for copy, original, _ in relations(4):
        one, other = (
            next(n for host, n in hosts.items() if url.startswith(host)) for url in (copy, original)
        )
        assert not any({one, other} <= set(wave) for wave in waves)


@pytest.mark.parametrize("step", STEPS)
def test_expected_counts_match_the_computed_records(step: int) -> None:
    wanted = expected()["steps"][step]
    records = truth(step)
    assert wanted["totals"]["articles"] == len(records)
    assert wanted["totals"]["versions"] == sum(record["versions"] for record in records)
    assert wanted["totals"]["withdrawn"] == sum(record["state"] == "withdrawn" for record in records)
    kinds = Counter(kind for _, _, kind in relations(step))
    assert (wanted["totals"]["duplicates"], wanted["totals"]["reprints"]) == (
        kinds["duplicate"],
        kinds["reprint"],
    )
    before = {record["url"]: record for record in truth(step - 1)} if step > 1 else {}
    for name in expected()["sources"]:
        own = [record for record in records if record["source"] == name]
        words = wanted[name]["store"]
        assert words.get("inserted", 0) == sum(record["url"] not in before for record in own), name
        revised = [r for r in own if r["url"] in before and before[r["url"]]["versions"] < r["versions"]]
        assert words.get("revised", 0) == len(revised), name
