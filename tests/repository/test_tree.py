"""Rules for every file of the repository: encoding, docstrings, names, and no trace of a machine."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest
import yaml

# Home and working folders of a machine, and addresses of package registries.
MACHINE = re.compile(r"/(?:root|work|farm|Users)/|/opt/(?!homebrew)[a-z]|/home/(?!me/)[a-z]+/")
REGISTRY = re.compile(r"pypi\.[a-z]|pythonhosted\.|index-url *= *http|registry\.npmjs")
VAGUE_NAMES = {"utils", "util", "common", "helpers", "helper", "manager", "misc"}
TEXT_SUFFIXES = {".py", ".md", ".yml", ".yaml", ".toml", ".cfg", ".csv", ".json", ".mako"}


def test_the_list_of_files_contains_packages_and_dot_folders(texts: dict[Path, str]) -> None:
    for name in (
        "crawler/sources/load.py",
        "storage/db/models.py",
        ".ci/run",
        ".ci/in_copy.py",
        "scrapy.cfg",
    ):
        assert Path(name) in texts


def test_no_file_names_a_machine_or_a_registry(texts: dict[Path, str]) -> None:
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
def test_the_patterns_find_machines_and_registries(line: str) -> None:
    assert MACHINE.search(line) or REGISTRY.search(line)


def test_text_files_are_utf8_with_unix_line_ends_and_a_final_newline(files: list[Path]) -> None:
    wrong = []
    for file in files:
        if file.suffix not in TEXT_SUFFIXES:
            continue
        data = file.read_bytes()
        data.decode("utf-8")
        if data.startswith(b"\xef\xbb\xbf") or b"\r\n" in data or (data and not data.endswith(b"\n")):
            wrong.append(file.name)
    assert wrong == []


def test_every_module_has_a_docstring(texts: dict[Path, str]) -> None:
    modules = [(path, text) for path, text in texts.items() if path.suffix == ".py" and text.strip()]
    assert [str(path) for path, text in modules if not ast.get_docstring(ast.parse(text))] == []


def test_every_module_with_functions_postpones_annotations(texts: dict[Path, str]) -> None:
    modules = [(path, text) for path, text in texts.items() if path.suffix == ".py" and "\ndef " in text]
    assert [str(path) for path, text in modules if "from __future__ import annotations" not in text] == []


def test_no_file_or_folder_has_a_vague_name(files: list[Path], root: Path) -> None:
    paths = [file.relative_to(root).with_suffix("") for file in files]
    assert [str(path) for path in paths if VAGUE_NAMES & set(path.parts)] == []


@pytest.mark.parametrize("package", ["crawler", "pipelines", "storage", "tests"])
def test_every_package_has_a_readme(root: Path, package: str) -> None:
    assert (root / package / "README.md").is_file()


def test_every_yaml_file_can_be_parsed(files: list[Path]) -> None:
    for file in files:
        if file.suffix in {".yml", ".yaml"}:
            assert yaml.safe_load(file.read_text(encoding="utf-8")) is not None, file


def test_the_workflow_runs_the_ci_script_and_the_hooks_download_nothing(root: Path) -> None:
    workflow = yaml.safe_load((root / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    commands = [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    assert commands == ["bash .ci/run"]
    hooks = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert {repo["repo"] for repo in hooks["repos"]} == {"local"}


def test_the_ci_script_is_executable(root: Path) -> None:
    assert os.access(root / ".ci/run", os.X_OK)


def _sequences(text: str) -> set[str]:
    """Every run of 16 Chinese characters: longer than the name of an office, shorter than a sentence."""
    runs = re.findall(r"[\u4e00-\u9fff]{16,}", text)
    return {run[i : i + 16] for run in runs for i in range(len(run) - 15)}


@pytest.mark.shared
def test_no_sentence_of_the_reference_pages_is_in_the_repository(texts: dict[Path, str], root: Path) -> None:
    shared = Path(os.environ.get("GOVNEWS_SHARED") or root.parent / "shared")
    pages = sorted((shared / "seeds").glob("*.txt"))
    if not pages:
        pytest.skip(f"no reference pages in {shared}")
    copied = set().union(*(_sequences(page.read_text(encoding="utf-8", errors="replace")) for page in pages))
    assert copied
    assert {str(path): found for path, text in texts.items() if (found := _sequences(text) & copied)} == {}
