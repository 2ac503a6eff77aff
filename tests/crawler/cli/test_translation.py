"""Problems reported in English by lower packages are printed in Chinese."""

from __future__ import annotations

import ast
import logging
import re
from pathlib import Path

import pytest

from crawler.cli.messages import CATALOGUE
from crawler.cli.schedule import log_formatter
from crawler.cli.translation import compile_template, translate_problem

SOURCES = Path(__file__).parents[3] / "crawler" / "sources"


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVNEWS_LANG", "zh")


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("a.yml:5: regio: unknown key, did you mean region?", "a.yml:5: regio: 未知的键，是否为 region？"),
        ("a.yml:7: delay: must be a number (it is 'x')", "a.yml:7: delay: 必须是数字（现为 'x'）"),
        ("a.yml:1: list.max_pages: must be at least 1", "a.yml:1: list.max_pages: 必须不小于 1"),
        ("a.yml:2: name: is missing", "a.yml:2: name: 缺少"),
        ("no source is called 'x', did you mean y?", "没有叫 'x' 的来源，是否为 y？"),
        ("limit: '0' must be a whole number of at least 1", "limit: '0' 必须是不小于 1 的整数"),
        ("an unheard of message", "an unheard of message"),
    ],
)
def test_problem_is_translated_behind_file_and_key(english: str, chinese: str) -> None:
    assert translate_problem(english) == chinese


def test_problem_stays_english_in_an_english_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVNEWS_LANG", "en")
    assert translate_problem("a.yml:2: name: is missing") == "a.yml:2: name: is missing"


def test_scheduler_log_is_translated() -> None:
    record = logging.LogRecord(
        "crawler.run.scheduler", logging.INFO, "", 1, "%s: crawl started, log %s", ("qinglan", "x.log"), None
    )
    assert log_formatter().format(record).endswith("INFO qinglan：开始抓取，日志 x.log")


def _raised_texts() -> set[str]:
    """Texts of the errors of source files, with ``{}`` for the varying parts."""
    found = set()
    for file in ("field_types.py", "model.py", "yaml_lines.py"):
        for node in ast.walk(ast.parse((SOURCES / file).read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("ValueError", "YamlError"):
                argument = node.args[-1]
                if isinstance(argument, ast.Constant):
                    found.add(str(argument.value))
                elif isinstance(argument, ast.JoinedStr):
                    found.add(
                        "".join(
                            str(part.value) if isinstance(part, ast.Constant) else "{}"
                            for part in argument.values
                        )
                    )
    return {text for text in found if re.search("[a-z]{3}", text)}


def test_every_error_of_source_files_has_a_message() -> None:
    patterns = [compile_template(message.en) for message in CATALOGUE.messages("problem").values()]
    # without the key in front, and without a hint such as ", did you mean x?" at the end
    texts = {re.sub(r"^(robots|list\.api|start|\{\}): |(?<=\w)\{\}$", "", text) for text in _raised_texts()}
    assert len(texts) > 15
    assert {
        text for text in texts if not any(p.fullmatch(text.replace("{}", "x")) for p in patterns)
    } == set()
