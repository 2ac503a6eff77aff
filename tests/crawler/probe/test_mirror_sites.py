"""Mirror sites."""

from __future__ import annotations

from crawler.probe import mirror_sites
from tests.crawler.probe.probed_pages import probed_page

MIRRORED = (
    "大众网消息，青嵐市發(fā)布網(wǎng)上辦(bàn)事指南，責(zé)任編(biān)輯說(shuō)，縣(xiàn)里的羣眾可以在家裡辦理。"
    * 3
)


def test_mirror_is_detected_by_glosses_and_its_original_proposed() -> None:
    html = f"<html><body><p>{MIRRORED}</p></body></html>"
    found = mirror_sites.mirror_on(
        probed_page(html, "http://mirror.test/shandong/sdnews/202608/t20260811_3389092.htm")
    )
    assert found is not None
    assert found.original == "http://sd.dzwww.com/sdnews/202608/t20260811_3389092.htm"
    assert (
        mirror_sites.mirror_on(
            probed_page("<html><body><p>垚(yáo)字读音，重庆(qìng)方言。</p></body></html>")
        )
        is None
    )
