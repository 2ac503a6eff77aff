"""Tables on terminals of several widths and in pipes."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest

from crawler.cli import terminal

COLUMNS = ("source", "page", "title")
URL = "http://www.qinglan.test/art/2026/11/15/art_1234_567890.html"
ROW = ("qinglan_daily", URL, "青岚市启动冬季供暖，首批覆盖城区七个街道")


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVNEWS_LANG", "en")


def _on_terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))


def test_piped_table_has_a_header_and_complete_cells(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.print_table(COLUMNS, [ROW, ("a\tb", None, "c\nd")])
    assert capsys.readouterr().out.splitlines() == [
        "SOURCE\tPAGE\tTITLE",
        "\t".join(ROW),
        "a b\t\tc d",
    ]


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
def test_ids_and_addresses_are_never_cut_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int
) -> None:
    _on_terminal(monkeypatch, width)
    terminal.print_table(COLUMNS, [ROW])
    printed = capsys.readouterr().out
    assert "qinglan_daily" in printed
    assert URL in printed
    assert "…" not in printed


def test_narrow_terminal_gets_one_block_a_row(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _on_terminal(monkeypatch, 60)
    terminal.print_table(COLUMNS, [ROW])
    assert capsys.readouterr().out.splitlines()[0] == "SOURCE  qinglan_daily"


def test_control_characters_are_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.print_line("a\x1b[31mb")
    assert capsys.readouterr().out == "a�[31mb\n"


def test_times_are_printed_in_shanghai() -> None:
    assert terminal.cell_text(datetime(2026, 5, 1, 23, 30, tzinfo=UTC)) == "2026-05-02 07:30:00 +08:00"


def test_mapping_is_printed_as_pairs() -> None:
    assert terminal.cell_text({"live": 2, "withdrawn": 1}) == "live 2, withdrawn 1"
