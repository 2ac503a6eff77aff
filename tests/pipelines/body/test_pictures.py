"""Pictures of an article and their captions."""

from __future__ import annotations

from tests.pipelines.pages import (
    BODY,
    H1,
    OTHER_STORY,
    article,
    bare_page,
)


def test_pictures_after_the_end_of_the_text_are_left_out() -> None:
    after = f"<h4>热门排行</h4><p>{OTHER_STORY}</p><img src='/other.jpg'>"
    found = bare_page(f"{H1}<div><p><img src='/own.jpg'></p>{BODY}{after}</div>")
    assert [image.url for image in found.images] == ["http://www.lanshan.test/own.jpg"]


def test_picture_with_caption_above_the_text_is_kept() -> None:
    picture = (
        "<div><img src='/1.jpg'></div><div>项目签约现场。　周文远 摄</div><div><img src='/icon.gif'></div>"
    )
    found = article(H1 + picture)
    assert [image.caption for image in found.images] == ["项目签约现场。 周文远 摄"]
    assert [(one.role, one.name) for one in found.bylines] == [("photographer", "周文远")]
