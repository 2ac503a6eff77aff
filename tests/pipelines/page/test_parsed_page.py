"""Parsing whole pages."""

from __future__ import annotations

from dataclasses import replace

from pipelines.items import Selectors
from tests.pipelines.pages import BODY, GOVERNMENT, TITLE, article

CERTAIN = replace(GOVERNMENT, selectors=Selectors(body="div.content"))


def test_relative_addresses_are_joined_to_the_base_element() -> None:
    head = f"<title>{TITLE}</title><base href='http://img.lanshan.test/up/'>"
    body = BODY + "<p><img src='p/1.jpg'></p><p><a href='f/1.pdf'>附表</a></p>"
    found = article(head=head, body=body)
    assert [image.url for image in found.images] == ["http://img.lanshan.test/up/p/1.jpg"]
    assert [one.url for one in found.attachments] == ["http://img.lanshan.test/up/f/1.pdf"]
