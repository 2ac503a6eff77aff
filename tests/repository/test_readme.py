"""The READMEs: both languages have the same commands, the commands exist, and the examples run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

ROOT = Path(__file__).parents[2]
ENGLISH, CHINESE = "README.md", "README.zh.md"
DOCS = [ENGLISH, CHINESE, "crawler/README.md", "pipelines/README.md", "storage/README.md", "tests/README.md"]
SET_BY_THE_PROGRAM = {
    "GOVNEWS_DEMO",
    "GOVNEWS_PARENT_PID",
}  # for the crawls that the demo and `govnews crawl` start
TWO_COMMANDS = [
    "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/govnews demo",
    "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/python -m pytest",
]


def _blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.S | re.M)


def _without_comments(block: str) -> str:
    """The block without its comments, which each language has in its own words."""
    return re.sub(r" *#[^!].*$", "", block, flags=re.M)


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
        blocks = [[*map(_without_comments, _blocks(text, language))] for text in (english, chinese)]
        assert blocks[0] == blocks[1]
    assert _demo_output(english) == _demo_output(chinese)
    assert english.count("\n## ") == chinese.count("\n## ")
    for pattern in (r"\]\(([^)#]+)\)", r"`([A-Za-z]+_[A-Za-z_]+)`"):  # links, then variables and views
        named = [set(re.findall(pattern, text)) - {ENGLISH, CHINESE} for text in (english, chinese)]
        assert named[0] == named[1]


@pytest.mark.parametrize("name", DOCS)
def test_links_to_files_exist(root: Path, name: str) -> None:
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


def test_the_environment_table_lists_the_variables_that_the_code_reads(root: Path) -> None:
    table = (root / ENGLISH).read_text(encoding="utf-8").partition("## Environment")[2].partition("\n## ")[0]
    files = [
        file for package in ("crawler", "pipelines", "storage") for file in (root / package).rglob("*.py")
    ]
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    variable = r"\bGOVNEWS_[A-Z_]+\b"
    assert set(re.findall(variable, table)) == set(re.findall(variable, code)) - SET_BY_THE_PROGRAM


def test_the_example_source_is_valid_and_short(root: Path, tmp_path: Path) -> None:
    from crawler.sources.load import load

    (text,) = _blocks((root / ENGLISH).read_text(encoding="utf-8"), "yaml")
    file = tmp_path / text.splitlines()[0].removeprefix("# ")
    file.write_text(text, encoding="utf-8")
    assert load(file).id == "lanhe_gov"
    assert len(text.splitlines()) <= 12


def _run_script(script: str, folder: Path, **environment: str) -> None:
    """Run shell lines in ``folder`` with ``govnews`` on the path; the first command that fails ends them."""
    (folder / "bin").mkdir()
    command = folder / "bin" / "govnews"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "from crawler.cli import main; main()" "$@"\n')
    command.chmod(0o755)
    path = os.pathsep.join((str(command.parent), os.environ["PATH"]))
    set_here = {"PATH": path, "PYTHONPATH": str(ROOT), "GOVNEWS_LANG": "en"} | environment
    done = subprocess.run(
        ["sh", "-ec", script],
        cwd=folder,
        env=os.environ | set_here,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def _block_with(text: str, words: str) -> str:
    (found,) = [block for block in _blocks(text, "sh") if words in block]
    return found


def test_extract_and_the_python_example_read_the_page_of_the_readme(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (root / ENGLISH).read_text(encoding="utf-8")
    _run_script(_block_with(readme, "govnews extract"), tmp_path, GOVNEWS_HOME=str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (example,) = _blocks(readme, "python")
    exec(compile(example, ENGLISH, "exec"), {})
    assert "热力公司" in capsys.readouterr().out


@pytest.mark.slow
def test_every_command_for_the_demo_archive_works_after_the_demo(root: Path, tmp_path: Path) -> None:
    commands = _block_with((root / ENGLISH).read_text(encoding="utf-8"), "data/demo")
    script = f'export GOVNEWS_HOME="$PWD/data"\ngovnews demo\n{commands}'
    _run_script(script, tmp_path)
    assert len((tmp_path / "articles.jsonl").read_text(encoding="utf-8").splitlines()) > 1
    assert len((tmp_path / "articles.csv").read_text(encoding="utf-8-sig").splitlines()) > 1
    assert (tmp_path / "changes.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("section", ["Added", "Changed", "Fixed"])
def test_the_unreleased_changelog_has_the_sections_of_keep_a_changelog(root: Path, section: str) -> None:
    unreleased = (root / "CHANGELOG.md").read_text(encoding="utf-8").partition("## Unreleased")[2]
    assert f"### {section}\n" in unreleased.partition("\n## ")[0]


def test_changelog_lines_have_at_most_120_characters(root: Path) -> None:
    lines = (root / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 120] == []


def test_the_changelog_has_a_section_for_this_version(root: Path) -> None:
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")
