"""Lines built from the characters of a sheet."""

from __future__ import annotations

from pipelines.printed.pdf.boxes import SheetLine
from pipelines.printed.pdf.glyph_lines import character_runs, join_spaced, join_upright, merge_runs

Character = tuple[str, float, float, float, float]


def characters(text: str, left: float = 0.0, base: float = 100.0, size: float = 10.0) -> list[Character]:
    """Characters side by side, each as wide as the type size."""
    return [(char, left + i * size, left + (i + 1) * size, base, size) for i, char in enumerate(text)]


def test_characters_on_one_baseline_are_one_run() -> None:
    runs = character_runs([*characters("青岚渡口"), *characters("复航", base=80)])
    assert [(run.text, run.left, run.right) for run in runs] == [("青岚渡口", 0, 40), ("复航", 0, 20)]


def test_character_that_is_drawn_twice_is_read_once() -> None:
    twice = [
        one
        for char in characters("青岚")
        for one in (char, (char[0], char[1] + 0.3, char[2] + 0.3, *char[3:]))
    ]
    assert [run.text for run in character_runs(twice)] == ["青岚"]


def test_spaces_at_the_ends_become_positions() -> None:
    [run] = character_runs(characters("\u3000\u3000渡口"))
    assert (run.text, run.left) == ("渡口", 20)


def test_runs_of_one_line_are_merged_in_any_order() -> None:
    runs = character_runs([*characters("复航", left=20), *characters("渡口")])
    assert [line.text for line in merge_runs(runs)] == ["渡口复航"]


def test_large_characters_below_one_another_are_one_upright_line() -> None:
    single = [
        SheetLine(0, 100 - 26 * i, 24, 124 - 26 * i, char, 24, 104 - 26 * i)
        for i, char in enumerate("渡口复航")
    ]
    [line] = join_upright(single, 9)
    assert (line.text, line.upright) == ("渡口复航", True)


def test_parts_around_a_wide_space_are_joined_if_the_next_line_runs_across() -> None:
    parts = [SheetLine(0, 100, 50, 110, "青岚渡口", 10, 101), SheetLine(65, 100, 100, 110, "复航", 10, 101)]
    below = SheetLine(0, 86, 100, 96, "首班渡轮六点离岸", 10, 87)
    assert [line.text for line in join_spaced([*parts, below])] == ["青岚渡口 复航", "首班渡轮六点离岸"]
