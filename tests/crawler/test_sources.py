"""Source files: what they may say, and one clear line for everything else."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from crawler.sources.family_files import by_rank, families
from crawler.sources.load import SHIPPED, SourceInvalid, load, load_all, load_one
from crawler.sources.model import Source
from tests.crawler.crawling import Bench

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
name: 青岚市人民政府
shape: listing
region: 371525
start: [http://www.qinglan.test/col/1/index.html]
"""


def write(folder: Path, text: str, name: str = "qinglan_gov") -> Path:
    path = folder / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    return path


def errors(folder: Path, text: str) -> list[str]:
    with pytest.raises(SourceInvalid) as caught:
        load(write(folder, text))
    return [str(error).removeprefix(f"{folder}/qinglan_gov.yml:") for error in caught.value.errors]


def test_defaults_are_those_of_the_design(tmp_path: Path) -> None:
    read = load(write(tmp_path, GOOD))
    assert (read.id, read.kind, read.interval, read.delay, read.robots) == (
        "qinglan_gov",
        "government",
        "6h",
        1.5,
        "obey",
    )
    assert (read.list.max_pages, read.budget.pages, read.budget.minutes) == (None, 2000, 30.0)
    assert (read.status, read.divisions, read.region) == ("active", "gb2260", "371525")
    assert read.hosts_all() == ("www.qinglan.test",)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("regio: x", "5: regio: unknown key, did you mean region?"),
        ("list: {lnks: a}", "5: list.lnks: unknown key, did you mean links?"),
        ("list: {links: 'ul['}", "5: list.links: 'ul[' is no CSS selector"),
        ("list: {links: '//ul[@'}", "5: list.links: '//ul[@' is no XPath"),
        (
            "list: {links: ul a}\narticle: {body: '//p/text()'}",
            "6: article.body: '//p/text()' takes a text or an attribute: name the element that holds it",
        ),
        ("list: {links: '(//a)[1]'}", "an XPath begins with / or ./"),
        ("list: [a]", "5: list: must be a mapping"),
        ("list:\n  next: a\n  max_pages: two", "7: list.max_pages: must be a whole number (it is 'two')"),
        ("article: {url: '('}", "5: article.url: '(' is not a regular expression"),
        ("article: {remove: p}", "5: article.remove: must be a list: [p]"),
        ("every: often", "5: every: 'often' must look like 30s, 15m, 2h or 1d"),
        ("every: 5 8 * * 1", "5: every: '5 8 * * 1': weekdays are written by name"),
        ("cron: 5 25 * * mon", "5: cron: '5 25 * * mon': is no cron line"),
        ("cron: 5 8 * *", "a cron line has five fields"),
        ("every: 2h\ncron: 5 8 * * mon", "every and cron exclude each other"),
        ("delay: fast", "5: delay: must be a number (it is 'fast')"),
        ("delay: -1", "5: delay: must be between 0 and 3600 seconds"),
        ("delay: .nan", "5: delay: must be a number"),
        ("robots: ignore", "robots: ignore must carry its reason in evidence:"),
        ("robots: obay", "5: robots: 'obay' is not one of obey, ignore, did you mean obey?"),
        ("kind: goverment", "did you mean government?"),
        ("charset: gb99", "5: charset: 'gb99' is no charset"),
        ("hosts: [http://x/]", "must be a host name alone"),
        ("allow_private: maybe", "5: allow_private: must be true or false (it is 'maybe')"),
        ("divisions: none_such", "5: divisions: there is no table called 'none_such'"),
        ("family: gov/none_such", "5: family: 'gov/none_such' is unknown"),
        ("family: ../../../etc", "is unknown"),
        ("expect: {articles_per_week: [9, 1]}", "must be [least, most]"),
        ("expect: {filled: {titel: 1}}", "did you mean title?"),
        ("budget: {pages: 0}", "5: budget.pages: must be at least 1 (it is '0')"),
        ("name: twice", "5: name: stands here twice (first in line 1)"),
        ("id: other", "5: id: must be the file's name, qinglan_gov"),
    ],
)
def test_each_mistake_is_one_line_with_its_place(tmp_path: Path, line: str, expected: str) -> None:
    assert any(expected in error for error in errors(tmp_path, GOOD + line + "\n"))


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [
        ("region: 371525\n", "", "1: region: is missing"),
        ("region: 371525", "region:", "region: is missing"),
        ("371525", "3715", "3: region: '3715' is no region code"),
        ("371525", "371599", "3: region: 371599 is not in the table gb2260"),
        ("shape: listing\n", "", "1: shape: is missing (or a family that gives it)"),
        (
            "listing",
            "listng",
            "2: shape: 'listng' is not one of listing, newspaper, feed, api, did you mean listing?",
        ),
        ("listing", "api", "list.api: is missing: a JSON list needs its address and its keys"),
        (
            "[http://www.qinglan.test/col/1/index.html]",
            "http://www.qinglan.test/",
            "4: start: must be a list",
        ),
        ("[http://www.qinglan.test/col/1/index.html]", "[]", "4: start: names no address"),
        ("http://www", "ftp://www", "must begin with http:// or https://"),
        ("http://www", "http://me:secret@www", "must not carry a user name"),
        (
            "http://www.qinglan.test/col/1/index.html",
            '"http://x.test/{date:%Y%m/%d}/"',
            "start: {date:…} is for the shape newspaper",
        ),
        (
            "http://www.qinglan.test/col/1/index.html",
            '"http://x.test/{date:%Y%m}/"',
            "must name year, month and day",
        ),
        ("/col/1/", "/{date:%Y%m/%d}/", "an address with {date:…} needs quotes"),
        ("http://www.qinglan.test/col/1/index.html", '"http://x.test/{dat}/"', "holds a brace"),
    ],
)
def test_each_key_that_must_be_right_is_checked(
    tmp_path: Path, was: str, becomes: str, expected: str
) -> None:
    assert any(expected in error for error in errors(tmp_path, GOOD.replace(was, becomes)))


def test_scalars_stay_what_was_written(tmp_path: Path) -> None:
    text = GOOD.replace("青岚市人民政府", "2021-08-19") + "outlet: no\nevidence: 0635\n"
    read = load(write(tmp_path, text))
    assert (read.name, read.outlet, read.evidence) == ("2021-08-19", "no", "0635")


def test_an_alias_bomb_is_refused_at_once(tmp_path: Path) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    names = "abcdefghij"
    for before, name in itertools.pairwise(names):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]")
    assert "more than 10,000 values" in errors(tmp_path, "\n".join(lines))[0]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"name: [", "is not valid YAML"),
        (b"", "is empty"),
        (b"- a\n- b\n", "must be a mapping"),
        (b"name: \xff\xfe\n", "is not UTF-8 text"),
        (b"name: a\x00b\n", "a character that YAML does not allow"),
        (b"x: " + b"[" * 5000, "nested too deeply"),
        (b"# " + b"x" * 300_000, "a source file has at most"),
        (b"name: a\nname2: b\n? [a]\n: c\n", "a key must be a word"),
        (b"!!python/object/apply:os.system ['true']", "must be a mapping"),
    ],
)
def test_a_file_that_is_no_source_is_refused_with_its_line(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    path = tmp_path / "qinglan_gov.yml"
    path.write_bytes(content)
    with pytest.raises(SourceInvalid) as caught:
        load(path)
    assert expected in str(caught.value)


def test_a_broken_file_stops_itself_alone(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD + "x: 1\n", "broken")
    found = load_all([tmp_path])
    assert list(found.sources) == ["qinglan_gov"]
    assert [error.id for error in found.errors] == ["broken"]


def test_two_files_of_one_name_are_both_left_out(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, GOOD)
    found = load_all([tmp_path / "a", tmp_path / "b"])
    assert found.sources == {}
    assert "is already the id of" in str(found.errors[0])


def test_a_folder_named_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    assert load_all([tmp_path, tmp_path]).errors == []


def test_a_family_gives_what_the_source_does_not_say(tmp_path: Path) -> None:
    family = tmp_path / "families" / "gov"
    family.mkdir(parents=True)
    (family / "simple.yml").write_text("shape: listing\nlist: {links: ul a, max_pages: 3}\nevery: 1h\n")
    text = (
        GOOD.replace("shape: listing", "family: gov/simple") + "list: {next: a.next}\ncron: 5 8 * * mon-fri\n"
    )
    read = load(write(tmp_path, text), [tmp_path])
    assert (read.list.links, read.list.next, read.list.max_pages) == ("ul a", "a.next", 3)
    assert (read.every, read.cron, read.interval) == (None, "5 8 * * mon-fri", None)
    assert list(load_all([tmp_path]).sources) == ["qinglan_gov"]


def test_a_mistake_in_a_family_is_located_in_the_family(tmp_path: Path) -> None:
    (tmp_path / "families").mkdir()
    (tmp_path / "families" / "odd.yml").write_text("shape: listing\n\ndelay: slow\n")
    with pytest.raises(SourceInvalid, match=r"families/odd\.yml:3: delay"):
        load(write(tmp_path, GOOD.replace("shape: listing", "family: odd")), [tmp_path])


def test_cron_may_stand_in_every(tmp_path: Path) -> None:
    read = load(write(tmp_path, GOOD + 'every: "5 8-20 * * mon-fri"\n'))
    assert (read.cron, read.interval) == ("5 8-20 * * mon-fri", None)


def test_too_often_is_a_warning(tmp_path: Path) -> None:
    write(tmp_path, GOOD + "every: 30s\n")
    found = load_all([tmp_path])
    assert "more often than each 5 minutes" in str(found.warnings[0])
    assert found.sources["qinglan_gov"].interval_s == 30


def test_one_source_is_found_without_reading_the_others(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, "[", "broken")
    assert load_one([tmp_path], "qinglan_gov").errors == []
    assert "did you mean qinglan_gov?" in load_one([tmp_path], "qinglan").unknown("qinglan")


def test_what_understanding_may_know(tmp_path: Path) -> None:
    rules = load(write(tmp_path, GOOD + "kind: portal\narticle: {body: '#zoom', remove: [.ad]}\n")).rules()
    assert (rules.id, rules.platform, rules.selectors.body) == ("qinglan_gov", "青岚市人民政府", "#zoom")
    assert rules.selectors.remove == (".ad",)


def test_shipped_sources_load() -> None:
    assert load_all([SHIPPED]).errors == []


def test_scrapy_list_shows_what_loads_and_reports_what_does_not(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.source("qinglan_gov", GOOD)
    bench.source("broken", GOOD + "x: 1\n")
    done = bench.run("list")
    assert done.code == 2
    assert [name for name in done.out.split() if name in ("qinglan_gov", "broken")] == ["qinglan_gov"]
    assert "broken.yml:5: x: unknown key" in done.err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("broken",), "broken.yml:5: x: unknown key"),
        (("qinglan_gv",), "no source is called 'qinglan_gv', did you mean qinglan_gov?"),
        (("qinglan_gov", "-a", "since=yesterday"), "since: 'yesterday' is no day (YYYY-MM-DD)"),
        (("qinglan_gov", "-a", "sinse=2026-01-01"), "sinse: unknown argument, did you mean since?"),
        (("qinglan_gov", "-a", "since=2026-02-02", "-a", "until=2026-01-01"), "lies after until"),
        (("qinglan_gov", "-a", "limit=0"), "limit: '0' must be a whole number of at least 1"),
        (("qinglan_gov",), "GOVNEWS_CONTACT is not set"),
    ],
)
def test_a_crawl_that_cannot_start_says_why_in_one_line(
    tmp_path: Path, arguments: tuple[str, ...], expected: str
) -> None:
    bench = Bench(tmp_path)
    bench.source("qinglan_gov", GOOD)
    bench.source("broken", GOOD + "x: 1\n")
    done = bench.run("crawl", *arguments)
    assert (done.code, len(done.err.strip().splitlines())) == (2, 1)
    assert expected in done.err
    assert not (bench.home / "govnews.db").exists()


def test_every_shipped_family_loads_and_has_its_page() -> None:
    found = families()
    assert {"gov/generic", "gov/trs_wcm"} <= set(found)
    for name, family in found.items():
        data = {"id": "q", "name": "q", "region": "371525", "start": ("http://q.test/",), **family.preset}
        assert Source.model_validate(data).shape == family.preset["shape"]
        assert family.file.with_suffix(".md").read_text(encoding="utf-8").startswith(f"# {name}: ")
        assert family.evidence


def test_fingerprints_are_asked_by_rank_and_none_shares_one() -> None:
    ranks = [family.fingerprint.rank for family in by_rank() if family.fingerprint]
    assert ranks == sorted(set(ranks))


def test_a_mistake_in_a_fingerprint_is_located(tmp_path: Path) -> None:
    (tmp_path / "families").mkdir()
    (tmp_path / "families" / "odd.yml").write_text("shape: listing\nfingerprint:\n  rank: 3\n  html: ['(']\n")
    with pytest.raises(SourceInvalid, match=r"odd\.yml:4: fingerprint\.html: .* is not a regular expression"):
        families([tmp_path])
