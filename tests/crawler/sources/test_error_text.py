"""Every mistake in a source file is one clear line with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawler.sources.source_texts import GOOD, errors

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("regio: x", "5: regio: unknown key, did you mean region?"),
        ("list: {lnks: a}", "5: list.lnks: unknown key, did you mean links?"),
        ("list: {links: 'ul['}", "5: list.links: 'ul[' is not a valid CSS selector"),
        ("list: {links: '//ul[@'}", "5: list.links: '//ul[@' is not a valid XPath"),
        (
            "list: {links: ul a}\narticle: {body: '//p/text()'}",
            "6: article.body: '//p/text()' selects text or an attribute: select the element that contains it",
        ),
        ("list: {links: '(//a)[1]'}", "an XPath begins with / or ./"),
        ("list: [a]", "5: list: must be a mapping"),
        ("list:\n  next: a\n  max_pages: two", "7: list.max_pages: must be a whole number (it is 'two')"),
        ("article: {url: '('}", "5: article.url: '(' is not a regular expression"),
        ("article: {remove: p}", "5: article.remove: must be a list: [p]"),
        (
            "every: 2 hours",
            "5: every: '2 hours' must look like 30s, 15m, 2h or 1d, or be a cron line of five fields, did you mean 2h?",
        ),
        ("every: often", "5: every: 'often' must look like 30s, 15m, 2h or 1d"),
        ("every: 5 8 * * 1", "5: every: '5 8 * * 1': weekdays are written by name"),
        ("cron: 5 25 * * mon", "5: cron: '5 25 * * mon': is not a cron line"),
        ("cron: 5 8 * *", "a cron line has five fields"),
        ("every: 2h\ncron: 5 8 * * mon", "every and cron exclude each other"),
        ("delay: fast", "5: delay: must be a number (it is 'fast')"),
        ("delay: -1", "5: delay: must be between 0 and 3600 seconds"),
        ("delay: .nan", "5: delay: must be a number"),
        ("robots: ignore", "robots: ignore needs a reason in evidence:"),
        ("robots: obay", "5: robots: 'obay' is not one of obey, ignore, did you mean obey?"),
        ("kind: goverment", "did you mean government?"),
        ("charset: gb99", "5: charset: 'gb99' is not a known charset"),
        ("hosts: [http://x/]", "must be only a host name"),
        ("allow_private: maybe", "5: allow_private: must be true or false (it is 'maybe')"),
        ("divisions: none_such", "5: divisions: there is no table called 'none_such'"),
        ("family: gov/none_such", "5: family: 'gov/none_such' is unknown"),
        ("family: ../../../etc", "is unknown"),
        ("expect: {articles_per_week: [9, 1]}", "must be [least, most]"),
        ("expect: {filled: {titel: 1}}", "did you mean title?"),
        ("budget: {pages: 0}", "5: budget.pages: must be at least 1 (it is '0')"),
        ("name: twice", "5: name: is written twice (first in line 1)"),
        ("id: other", "5: id: must be the file's name, qinglan_gov"),
    ],
)
def test_mistake_is_reported_with_line_and_key(tmp_path: Path, line: str, expected: str) -> None:
    assert any(expected in error for error in errors(tmp_path, GOOD + line + "\n"))


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [
        ("region: 371525\n", "", "1: region: is missing"),
        ("region: 371525", "region:", "region: is missing"),
        ("371525", "3715", "3: region: '3715' is not a region code"),
        ("371525", "371599", "3: region: 371599 is not in the table gb2260"),
        ("shape: listing\n", "", "1: shape: is missing (or a family that gives it)"),
        (
            "listing",
            "listng",
            "2: shape: 'listng' is not one of listing, newspaper, feed, api, did you mean listing?",
        ),
        (
            "listing",
            "api",
            "list.api: is missing: a JSON list needs the address of its pages and the keys of its entries",
        ),
        (
            "[http://www.qinglan.test/col/1/index.html]",
            "http://www.qinglan.test/",
            "4: start: must be a list",
        ),
        ("[http://www.qinglan.test/col/1/index.html]", "[]", "4: start: contains no address"),
        ("http://www", "ftp://www", "must begin with http:// or https://"),
        ("http://www", "http://me:secret@www", "must not contain a user name"),
        (
            "http://www.qinglan.test/col/1/index.html",
            '"http://x.test/{date:%Y%m/%d}/"',
            "start: {date:…} is allowed only with shape: newspaper",
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
def test_wrong_value_of_a_required_key_is_reported(
    tmp_path: Path, was: str, becomes: str, expected: str
) -> None:
    assert any(expected in error for error in errors(tmp_path, GOOD.replace(was, becomes)))
