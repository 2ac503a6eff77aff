"""PDF files are read in a child process with limits."""

from __future__ import annotations

import resource
import zlib

import pytest

from pipelines import Page, Refused, Rules, understand
from tests.pipelines.printed.typeset import Sheet

PAPER = Rules(id="qinglan_daily", name="青岚日报", kind="newspaper", outlet="青岚日报")


def test_scan_and_broken_pdf_are_refused_with_a_reason() -> None:
    scan = Sheet()
    scan.picture(40, 40, 600, 900)
    for body, reason in ((scan.pdf(), "no_text"), (b"%PDF-1.7 no more", "pdf_unreadable")):
        with pytest.raises(Refused, match=reason):
            understand(Page(url="http://epaper.qinglan.test/03.pdf", body=body, rules=PAPER))


@pytest.mark.slow
def test_pdf_that_unpacks_to_gigabytes_is_refused_within_the_limits() -> None:
    packer, block = zlib.compressobj(1), bytes(2**20)
    drawn = zlib.compress(b"".join(packer.compress(block) for _ in range(600)) + packer.flush())
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"%PDF-1.7\n"
    offsets = []
    for number, part in enumerate(parts, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    body += b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )
    with pytest.raises(Refused, match="too_expensive"):
        understand(Page(url="http://epaper.qinglan.test/03.pdf", body=body, rules=PAPER))
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 512 * 1024


def test_pdf_without_the_extra_is_refused_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Refused, match="pdf_extra_missing"):
        understand(Page(url="http://epaper.qinglan.test/03.pdf", body=b"%PDF-1.7", rules=PAPER))
