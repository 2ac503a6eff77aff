"""Exploring a site from one address, on pages given without a network."""

from __future__ import annotations

from tests.crawler.probe.probed_pages import dated_rows, explore, page


def test_list_of_a_government_without_tags_is_generic() -> None:
    body = f"<table>{dated_rows(*(f'Show.asp?id={n}' for n in range(6)))}</table>"
    foot = "<div class='footer'>主办：青岚市人民政府办公室 网站标识码1234000009</div>"
    site = {f"/Show.asp?id={n}": page(f"<h1>标题</h1><p>{n}</p>{foot}") for n in range(6)}
    found = explore("/List.asp", {"/List.asp": page(body + foot), **site})
    assert [match.family.name for match in found.matches] == ["gov/generic"]
    plain = "<html><head><title>青岚纪事</title></head><body>{}</body></html>"
    found = explore("/List.asp", {"/List.asp": plain.format(body)})
    assert found.matches == []


def test_pdf_and_soft_404_are_refused() -> None:
    found = explore("/a.pdf", {"/a.pdf": b"%PDF-1.4\n1 0 obj"})
    assert (found.state, found.stopped) == ("refused", "not_html")
    found = explore("/gone", {"/gone": page("<p>抱歉，您访问的页面不存在</p>")})
    assert found.stopped == "soft_404"
