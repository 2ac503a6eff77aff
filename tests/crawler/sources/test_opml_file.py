"""Sources as OPML."""

from __future__ import annotations

import pytest

from crawler.sources import opml_file
from crawler.sources.model import Source


def source(**keys: object) -> Source:
    given = {"id": "qinglan", "name": "青岚要闻", "region": "371525", "start": ["http://feed.test/rss.xml"]}
    return Source.model_validate({**given, "shape": "feed", "family": "feed/rss", **keys})


def test_written_sources_are_read_back() -> None:
    page = source(id="qinglan_gov", family="gov/generic", shape="listing", start=["http://q.test/xw/"])
    feed, other = opml_file.read(opml_file.write([source(), page]))
    assert (feed.name, feed.start, feed.is_feed) == ("青岚要闻", "http://feed.test/rss.xml", True)
    assert (other.start, other.is_feed, other.own["id"]) == ("http://q.test/xw/", False, "qinglan_gov")


@pytest.mark.parametrize("data", [b"", b"no xml", b"<rss/>", b"<opml>"])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(opml_file.OpmlError, match="is not"):
        opml_file.read(data)
