"""Addresses of pictures that are loaded late, in several sizes, or only without scripts."""

from __future__ import annotations

import pytest
from lxml import html

from pipelines.page.picture_address import is_placeholder, picture_address, read_srcset
from pipelines.page.text_lines import read_lines


def address_of(markup: str) -> str | None:
    return picture_address(next(html.fromstring(f"<div>{markup}</div>").iter("img")))


def addresses_in(markup: str) -> list[str | None]:
    """The pictures among the lines of a piece of markup."""
    root = html.fromstring(f"<div><p>澜山市举行签约仪式</p>{markup}</div>")
    return [line.image for line in read_lines(root) if line.kind == "image"]


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ("<img src='/a.jpg'>", "/a.jpg"),
        ("<img src='data:image/gif;base64,AA' data-src='/b.jpg'>", "/b.jpg"),
        ("<img src='data:image/gif;base64,AA'>", None),
        ("<img src='/icon.png' width='16'>", None),
        ("<img src='/wide.jpg' width='50%'>", "/wide.jpg"),
        ("<img alt='x'>", None),
    ],
)
def test_address_of_a_picture_skips_icons_and_inline_data(markup: str, address: str | None) -> None:
    assert address_of(markup) == address


@pytest.mark.parametrize(
    "name",
    "data-lazy-src data-src data-original data-lazyload data-echo data-url zoomfile file data-actualsrc "
    "data-real-src data-ks-lazyload data-whatever".split(),
)
@pytest.mark.parametrize(
    "placeholder", ["/static/loading.gif", "data:image/gif;base64,AA", "/images/blank.png?v=2", ""]
)
def test_late_loaded_picture_wins_over_the_placeholder(name: str, placeholder: str) -> None:
    assert address_of(f"<img src='{placeholder}' {name}='/up/2026/real.jpg'>") == "/up/2026/real.jpg"


@pytest.mark.parametrize("name", ["data-lazy-src", "data-url", "data-src"])
def test_late_loaded_picture_needs_no_file_ending(name: str) -> None:
    assert address_of(f"<img src='/grey.gif' {name}='/show?id=7'>") == "/show?id=7"


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='/1x1.gif'>",
        "<img src='/img/lazy_loading.gif' data-src=''>",
        "<img src='/spacer.gif' data-src='data:image/png;base64,AA' srcset='data:image/png;base64,AA 1w'>",
        "<img src='about:blank'>",
        "<img src='/icon-spinner-animated.svg' data-src='/image/592_${size}.jpg'>",
        "<img src='none.gif' lazyload='true'>",
    ],
)
def test_placeholder_alone_is_no_picture(markup: str) -> None:
    assert address_of(markup) is None


def test_size_of_a_spacer_is_not_the_size_of_the_picture() -> None:
    assert address_of("<img src='/1x1.gif' width='1' height='1' data-src='/b.jpg'>") == "/b.jpg"
    assert address_of("<img src='/1x1.gif' width='20' height='20' data-src='/icon.png'>") is None


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='/loading.gif' data-srcset='/s.jpg 480w, /l.jpg 1200w, /m.jpg 800w'>",
        "<img src='/s.jpg' srcset='/s.jpg 1x,/l.jpg 2x'>",
        "<img src='/s.jpg' data-src='/m.jpg' srcset='/l.jpg 1600w'>",
        "<picture><source srcset='/s.webp 400w, /l.jpg 900w'><img src='/s.jpg'></picture>",
        "<picture><source srcset='/l.jpg' type='image/webp'><img src='/grey.png'></picture>",
        "<picture><source data-srcset='/m.jpg 1x, /l.jpg 1.5x'><img src='data:image/gif;base64,AA'></picture>",
    ],
)
def test_largest_picture_of_a_set_is_taken(markup: str) -> None:
    assert address_of(markup) == "/l.jpg"


def test_addresses_with_commas_in_a_set_stay_whole() -> None:
    assert list(read_srcset("/w_100,c_fit/a.jpg 100w, /w_900,c_fit/a.jpg 900w 600h")) == [
        (100.0, "/w_100,c_fit/a.jpg"),
        (900.0, "/w_900,c_fit/a.jpg"),
    ]


@pytest.mark.parametrize(
    "name", ["greywolf.jpg", "loading-dock-opens.jpg", "20260901_blank_check.jpg", "W020260819.jpg", "1.gif"]
)
def test_photograph_with_a_similar_name_is_no_placeholder(name: str) -> None:
    assert not is_placeholder(f"/up/{name}")


@pytest.mark.parametrize(
    "markup",
    [
        "<p><img src='/loading.gif'><noscript><img src='/r.jpg'></noscript></p>",
        "<noscript><img src='/r.jpg'></noscript>",
        "<p><img src='/loading.gif' data-src='/r.jpg'><noscript><img src='/r-small.jpg'></noscript></p>",
    ],
)
def test_picture_for_readers_without_scripts_is_read_once(markup: str) -> None:
    assert addresses_in(markup) == ["/r.jpg"]


@pytest.mark.parametrize(
    "markup",
    [
        "<noscript><img src='https://count.test/hit?id=1' width='1' height='1'></noscript>",
        "<noscript><img src='https://count.test/hm.gif?si=2' height='1' width='1'></noscript>",
        "<noscript><img src='https://count.test/pixel.gif'></noscript>",
        "<noscript><img src='https://count.test/tr?id=3'></noscript>",
    ],
)
def test_tracking_pixel_is_no_picture(markup: str) -> None:
    assert addresses_in(markup) == []
