"""What every file of the repository keeps to, whatever it does."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest
import yaml

MOST_LINES = 390
LONGER = {
    "storage/db/models.py",  # every table in one place: a list, read by looking things up
    "pipelines/credits/credit_line.py",  # one grammar: its rules call each other
}
MACHINE = re.compile(r"/(?:root|work|farm|Users)/|/opt/(?!homebrew)[a-z]|/home/(?!me/)[a-z]+/")
REGISTRY = re.compile(r"pypi\.[a-z]|pythonhosted\.|index-url *= *http|registry\.npmjs")
EMPTY_NAMES = {"utils", "util", "common", "helpers", "helper", "manager", "misc"}
TEXT = {".py", ".md", ".yml", ".yaml", ".toml", ".cfg", ".csv", ".json", ".mako"}


def test_the_listing_of_the_tree_sees_the_three_rooms_and_the_dot_files(texts: dict[Path, str]) -> None:
    for name in (
        "crawler/sources/load.py",
        "pipelines/items.py",
        "storage/db/models.py",
        ".ci/run",
        "scrapy.cfg",
    ):
        assert Path(name) in texts


def test_no_python_file_is_longer_than_a_reader_can_hold(texts: dict[Path, str]) -> None:
    lines = {str(path): text.count("\n") for path, text in texts.items() if path.suffix == ".py"}
    assert {path: n for path, n in lines.items() if n > MOST_LINES and path not in LONGER} == {}


def test_no_file_knows_a_machine_or_a_registry(texts: dict[Path, str]) -> None:
    found = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE.search(line) or REGISTRY.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line", ["/ro" + "ot/x", "/wo" + "rk/main", "/ho" + "me/ann/a", "files.python" + "hosted.org"]
)
def test_the_search_for_machines_and_registries_finds_them(line: str) -> None:
    assert MACHINE.search(line) or REGISTRY.search(line)


def test_every_text_file_is_utf8_with_unix_lines_and_a_last_newline(files: list[Path]) -> None:
    wrong = []
    for file in files:
        if file.suffix not in TEXT:
            continue
        data = file.read_bytes()
        data.decode("utf-8")
        if data.startswith(b"\xef\xbb\xbf") or b"\r\n" in data or (data and not data.endswith(b"\n")):
            wrong.append(file.name)
    assert wrong == []


def test_every_module_says_in_its_first_lines_what_it_is_for(texts: dict[Path, str]) -> None:
    silent, old = [], []
    for path, text in texts.items():
        if path.suffix != ".py" or not text.strip():
            continue
        if not ast.get_docstring(ast.parse(text)):
            silent.append(str(path))
        if "\ndef " in text and "from __future__ import annotations" not in text:
            old.append(str(path))
    assert (silent, old) == ([], [])


def test_no_module_has_a_name_that_says_nothing(files: list[Path], root: Path) -> None:
    inside = [file.relative_to(root).with_suffix("") for file in files]
    assert [str(path) for path in inside if EMPTY_NAMES & set(path.parts)] == []


@pytest.mark.parametrize("room", ["crawler", "pipelines", "storage", "tests"])
def test_every_room_has_a_readme_at_its_door(root: Path, room: str) -> None:
    assert (root / room / "README.md").is_file()


def test_every_yaml_file_is_yaml(files: list[Path]) -> None:
    for file in files:
        if file.suffix in {".yml", ".yaml"}:
            assert yaml.safe_load(file.read_text(encoding="utf-8")) is not None, file


def test_the_workflow_only_calls_the_ci_script_and_the_hooks_fetch_nothing(root: Path) -> None:
    workflow = yaml.safe_load((root / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    commands = [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    assert commands == ["bash .ci/run"]
    hooks = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert {repo["repo"] for repo in hooks["repos"]} == {"local"}


def test_the_ci_script_can_be_started(root: Path) -> None:
    assert os.access(root / ".ci/run", os.X_OK)


def _sentences(text: str) -> set[str]:
    """Every piece of 16 Chinese characters: longer than an office is called, shorter than a sentence."""
    runs = re.findall(r"[\u4e00-\u9fff]{16,}", text)
    return {run[i : i + 16] for run in runs for i in range(len(run) - 15)}


@pytest.mark.shared
def test_no_sentence_of_the_sample_pages_is_in_the_repository(texts: dict[Path, str], root: Path) -> None:
    shared = Path(os.environ.get("GOVNEWS_SHARED") or root.parent / "shared")
    pages = sorted((shared / "seeds").glob("*.txt"))
    if not pages:
        pytest.skip(f"no sample pages in {shared}")
    theirs = set().union(*(_sentences(page.read_text(encoding="utf-8", errors="replace")) for page in pages))
    assert theirs
    assert {str(path): found for path, text in texts.items() if (found := _sentences(text) & theirs)} == {}
