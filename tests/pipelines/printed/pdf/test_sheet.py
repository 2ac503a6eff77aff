"""Text blocks, pictures and ruled lines of a sheet."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines import Refused
from pipelines.printed.pdf import sheet
from pipelines.printed.pdf.sheet import sheet_of


def page(lines: list[tuple[str, float, float]], **more: list[list[float]]) -> dict[str, Any]:
    """A page of lines (text, left, baseline) in ten-point type."""
    chars = [
        [char, left + 10 * i, left + 10 * (i + 1), base, 10.0]
        for text, left, base in lines
        for i, char in enumerate(text)
    ]
    return {"width": 600, "height": 800, "chars": chars, "pictures": [], "rules": [], **more}


def test_lines_below_one_another_are_one_block() -> None:
    found = sheet_of(page([("青岚渡口今晨复航", 0, 700), ("首班渡轮离岸", 0, 686), ("社区食堂", 300, 700)]))
    assert [block.text for block in found.blocks] == ["青岚渡口今晨复航首班渡轮离岸", "社区食堂"]
    assert found.body == 10.0


def test_ruled_line_separates_two_blocks() -> None:
    found = sheet_of(page([("青岚渡口", 0, 700), ("社区食堂", 0, 682)], rules=[[0, 696, 40, 697]]))
    assert [block.text for block in found.blocks] == ["青岚渡口", "社区食堂"]


def test_frame_around_text_becomes_four_rules() -> None:
    found = sheet_of(page([("社区食堂", 10, 700)], pictures=[[0, 650, 100, 750], [200, 100, 300, 200]]))
    assert len(found.rules) == 4
    assert [picture.left for picture in found.pictures] == [200]


def test_sheet_without_text_has_no_blocks() -> None:
    assert sheet_of(page([])).blocks == []


def test_sheet_with_too_many_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MAX_LINES", 1)
    with pytest.raises(Refused, match="too_expensive"):
        sheet_of(page([("青岚", 0, 700), ("渡口", 300, 500)]))
