"""The README holds: both languages say the same, its commands exist, its examples work."""

from __future__ import annotations

import re
import shlex
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
import typer

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH, CHINESE = "README.md", "README.zh.md"
DOCS = [ENGLISH, CHINESE, "crawler/README.md", "pipelines/README.md", "storage/README.md", "tests/README.md"]
SET_BY_US = {"GOVNEWS_DEMO", "GOVNEWS_TIED_TO"}  # for the crawls that the demo and `govnews crawl` start
TWO_COMMANDS = [
    "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/govnews demo",
    "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/python -m pytest",
]


def _blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.S | re.M)


def _demo_output(text: str) -> str:
    found = re.search(r"<!-- demo output: begin -->\n(.*?)<!-- demo output: end -->", text, flags=re.S)
    assert found
    return found[1]


def _govnews_lines(text: str) -> list[str]:
    lines = [line.strip() for block in _blocks(text, "sh") for line in block.splitlines()]
    return [line.removeprefix(".venv/bin/") for line in lines if re.match(r"(\.venv/bin/)?govnews ", line)]


@pytest.mark.parametrize("name", [ENGLISH, CHINESE])
def test_the_readme_begins_with_the_two_commands(root: Path, name: str) -> None:
    blocks = _blocks((root / name).read_text(encoding="utf-8"), "sh")
    assert [block.strip() for block in blocks[:2]] == TWO_COMMANDS


def test_both_languages_give_the_same_commands_examples_and_output(root: Path) -> None:
    english, chinese = ((root / name).read_text(encoding="utf-8") for name in (ENGLISH, CHINESE))
    for language in ("sh", "yaml", "python", "sql"):
        assert _blocks(english, language) == _blocks(chinese, language)
    assert _demo_output(english) == _demo_output(chinese)
    assert english.count("\n## ") == chinese.count("\n## ")
    for pattern in (r"\]\(([^)#]+)\)", r"`([A-Za-z]+_[A-Za-z_]+)`"):  # links, then variables and views
        named = [set(re.findall(pattern, text)) - {ENGLISH, CHINESE} for text in (english, chinese)]
        assert named[0] == named[1]


@pytest.mark.parametrize("name", DOCS)
def test_every_link_to_a_file_leads_somewhere(root: Path, name: str) -> None:
    page = root / name
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("#"):
            assert (page.parent / target.partition("#")[0]).exists(), f"{name}: {target}"


@pytest.mark.parametrize("name", DOCS)
def test_every_govnews_command_in_the_docs_exists_with_its_options(root: Path, name: str) -> None:
    from crawler.cli.app import app

    for line in _govnews_lines((root / name).read_text(encoding="utf-8")):
        command: Any = typer.main.get_command(app)
        words = shlex.split(line, comments=True)[1:]
        while (commands := getattr(command, "commands", None)) and words and not words[0].startswith("-"):
            assert words[0] in commands, f"{name}: {line}"
            command, words = commands[words[0]], words[1:]
        known = {option for param in command.params for option in (*param.opts, *param.secondary_opts)}
        used = {word.partition("=")[0] for word in words if word.startswith("-")}
        assert used <= known | {"--help"}, f"{name}: {line}"


def test_the_variables_the_readme_names_are_those_the_code_reads(root: Path) -> None:
    table = (root / ENGLISH).read_text(encoding="utf-8").partition("## Environment")[2].partition("\n## ")[0]
    rooms = [file for room in ("crawler", "pipelines", "storage") for file in (root / room).rglob("*.py")]
    code = "\n".join(file.read_text(encoding="utf-8") for file in rooms)
    variable = r"\bGOVNEWS_[A-Z_]+\b"
    assert set(re.findall(variable, table)) == set(re.findall(variable, code)) - SET_BY_US


def test_the_source_in_the_readme_is_a_source_of_about_ten_lines(root: Path, tmp_path: Path) -> None:
    from crawler.sources.load import load

    (text,) = _blocks((root / ENGLISH).read_text(encoding="utf-8"), "yaml")
    file = tmp_path / text.splitlines()[0].removeprefix("# ")
    file.write_text(text, encoding="utf-8")
    assert load(file).id == "lanhe_gov"
    assert len(text.splitlines()) <= 12


def test_the_python_in_the_readme_runs(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (text,) = _blocks((root / ENGLISH).read_text(encoding="utf-8"), "python")
    sentence = "澜河市今日启动冬季供暖，首批覆盖城区七个街道，热力公司安排抢修人员昼夜值守。"
    body = "".join(f"<p>{sentence}第{n}批用户将在本周内接通。</p>" for n in "一二三四五")
    head = "<meta charset=utf-8><title>澜河市启动供暖</title>"
    page = f"<html><head>{head}</head><body><h1>澜河市启动供暖</h1><div>{body}</div></body></html>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(text, ENGLISH, "exec"), {})
    assert "热力公司" in capsys.readouterr().out


def test_the_changelog_has_a_section_for_this_version(root: Path) -> None:
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")
