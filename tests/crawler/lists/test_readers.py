"""The reader of each list mechanism."""

from __future__ import annotations

from typing import get_args

import pytest

from crawler.lists.readers import reader_of
from crawler.sources.field_types import ListRules
from tests.crawler.lists.list_pages import article_paths, read, response, source


@pytest.mark.parametrize(
    ("part", "family"),
    [
        ("<record>", "gov/hanweb_jcms"),
        ("unitid=1 jpage webid:'", "gov/hanweb_jcms"),
        ("queryData={'a':'", "gov/hanweb_jpaas"),
        ("f(   )", "gov/ucap"),
    ],
)
def test_repeated_markup_is_read_in_linear_time(part: str, family: str) -> None:
    read(part * 30_000, family=family)  # quadratic work would take minutes
    assert article_paths(read("", family=family)) == []


def test_every_mechanism_has_a_reader() -> None:
    names = get_args(get_args(ListRules.model_fields["mechanism"].annotation)[0])
    for name in names:
        rules = {"mechanism": name, "api": {"address": ["/list?page={page}"]}}
        asked = source("gov/generic", list=rules)
        assert reader_of(asked).alternatives(response("", family="gov/generic")) is not None
