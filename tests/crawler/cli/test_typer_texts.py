"""Help pages and messages in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.cli.app import app
from crawler.cli.messages import CATALOGUE
from tests.crawler.cli.run_govnews import govnews

if TYPE_CHECKING:
    import typer

    from tests.crawler.crawling import Bench


def test_messages_are_chinese_in_a_chinese_locale(bench: Bench) -> None:
    done = govnews(bench, "crawl", lang="zh_CN.UTF-8")
    assert "请指定来源" in done.stderr


def test_help_messages_match_the_commands() -> None:
    def names(app: typer.Typer, above: str = "") -> set[str]:
        found = {f"{above}{command.name}" for command in app.registered_commands}
        for group in app.registered_groups:
            assert group.typer_instance is not None
            found |= names(group.typer_instance, f"{above}{group.name} ")
        return found

    groups = {group.name for group in app.registered_groups}
    helped = {key.removeprefix("help.") for key in CATALOGUE.messages("help")}
    assert names(app) | groups | {"govnews"} == helped


def test_help_is_chinese_in_a_chinese_locale(real: Bench) -> None:
    for arguments in (["--help"], ["crawl", "--help"], ["source", "--help"]):
        shown = govnews(real, *arguments, lang="zh").stdout
        assert "立即抓取来源" in shown or "计划抓取时跳过该来源" in shown
