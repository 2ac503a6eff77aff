"""Lines below a picture: captions leave the body, paragraphs and headings stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.items import Selectors
from tests.pipelines.pages import BODY, GOVERNMENT, article

CERTAIN = replace(GOVERNMENT, selectors=Selectors(body="div.content"))
IMAGE = "<p style='text-align:center'><img src='/p/1.jpg'></p>"


@pytest.mark.parametrize(
    "markup",
    [
        "<p><img src='/p/1.jpg'>　　11月20日，区里召开会议，研究工作。会议由区长主持，各部门参加。</p>",
        "<center><img src='/p/1.jpg'>区里召开会议，研究工作。会议由区长主持，各部门参加。</center>",
        IMAGE + "<p>　　广大干部群众正携手描绘乡村振兴的新蓝图。</p>",
        IMAGE + "<p>　　会后，全体代表在广场合影。</p>",
        IMAGE + "<p>　　这部短片全部在临溪区拍摄。</p>",
        IMAGE + "<p align='center'>一、工作成效</p>",
        IMAGE + "<p align='center'>（二）工作成效</p>",
    ],
)
def test_text_below_a_picture_stays_in_the_body(markup: str) -> None:
    found = article(body=BODY + markup + BODY.replace("次", "回"), rules=CERTAIN)
    assert found.body is not None
    assert len(found.body.split("\n")) == 9
    assert [image.caption for image in found.images] == [None]


@pytest.mark.parametrize(
    ("caption", "photographer"),
    [
        ("签约仪式现场。（周文远 摄）", "周文远"),
        ("签约仪式现场。记者 周文远 摄", "周文远"),
        ("区里举行签约。图为现场。各方参加。（本报记者 周文远 摄）", "周文远"),
        ("图为签约仪式现场。", None),
    ],
)
def test_caption_is_kept_with_its_picture_and_leaves_the_body(caption: str, photographer: str | None) -> None:
    found = article(body=BODY + IMAGE + f"<p>{caption}</p>" + BODY.replace("次", "回"), rules=CERTAIN)
    assert [image.caption for image in found.images] == [caption]
    assert [one.name for one in found.bylines] == ([photographer] if photographer else [])
    assert found.body is not None
    assert len(found.body.split("\n")) == 8
