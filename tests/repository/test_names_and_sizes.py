"""Names mean one thing in the whole repository; files and functions are short enough to be read at once."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

PACKAGES = ("crawler", "pipelines", "storage")
MAX_LINES_OF_FILE = 300
MAX_LINES_OF_TEST_FILE = 400
MAX_LINES_OF_FUNCTION = 45
# Longer than the limit, with the reason.
LONG_FILES: dict[str, str] = {
    "storage/db/models.py": "every table in one place: a list to look things up in",
    "storage/migrations/versions/0001_first_schema.py": "a released migration does not change",
    "crawler/spiders/base.py": "every way a request can end, side by side",
    "crawler/run/source_run.py": "one crawl from claim to close",
}
LONG_FUNCTIONS: dict[str, str] = {
    "storage/migrations/versions/0001_first_schema.py:upgrade": "a released migration does not change",
}
FRAMEWORK_CLASSES = {"Command"}  # Scrapy finds commands by this name

Trees = dict[Path, ast.Module]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.fixture(scope="session")
def trees(texts: dict[Path, str]) -> Trees:
    """The syntax trees of all Python files, by path from the top folder."""
    return {path: ast.parse(text) for path, text in texts.items() if path.suffix == ".py"}


def _in_packages(path: Path) -> bool:
    return path.parts[0] in PACKAGES


def _repeated(places: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: found for name, found in sorted(places.items()) if len(found) > 1}


def test_no_two_modules_have_the_same_file_name(trees: Trees) -> None:
    """Except ``__init__``, ``conftest``, and a command ``cli/X.py`` for the module X."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in trees:
        is_command = {"cli", "commands"} & set(path.parts)
        if path.stem not in {"__init__", "conftest"} and not is_command:
            places[path.name].append(str(path))
    assert _repeated(places) == {}


def test_no_two_classes_have_the_same_name(trees: Trees) -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and _in_packages(path) and node.name[0] != "_":
                places[node.name].append(str(path))
    assert _repeated({name: found for name, found in places.items() if name not in FRAMEWORK_CLASSES}) == {}


def test_every_folder_describes_its_duty_in_its_init_docstring(trees: Trees) -> None:
    folders = [path for path in trees if _in_packages(path) and path.name == "__init__.py"]
    silent = [str(path) for path in folders if not ast.get_docstring(trees[path])]
    assert silent == []


def test_no_file_is_long(texts: dict[Path, str]) -> None:
    long = {}
    for path, text in texts.items():
        limit = MAX_LINES_OF_TEST_FILE if path.parts[0] == "tests" else MAX_LINES_OF_FILE
        if path.suffix == ".py" and text.count("\n") > limit and str(path) not in LONG_FILES:
            long[str(path)] = text.count("\n")
    assert long == {}


def _functions(tree: ast.AST, prefix: str = "") -> dict[str, Function]:
    """Functions and methods by their qualified name."""
    found: dict[str, Function] = {}
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            name = f"{prefix}{node.name}"
            if not isinstance(node, ast.ClassDef):
                found[name] = node
            found |= _functions(node, f"{name}.")
    return found


def _length(function: Function) -> int:
    """Lines without the decorators, the signature and the docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_function_is_long(trees: Trees) -> None:
    lengths = {
        f"{path}:{name}": _length(function)
        for path, tree in trees.items()
        if _in_packages(path)
        for name, function in _functions(tree).items()
    }
    long = {
        name: n for name, n in lengths.items() if n > MAX_LINES_OF_FUNCTION and name not in LONG_FUNCTIONS
    }
    assert long == {}


def test_every_exception_is_still_needed(texts: dict[Path, str], trees: Trees) -> None:
    for name in LONG_FILES:
        assert texts[Path(name)].count("\n") > MAX_LINES_OF_FILE, name
    for name in LONG_FUNCTIONS:
        path, _, function = name.partition(":")
        assert _length(_functions(trees[Path(path)])[function]) > MAX_LINES_OF_FUNCTION, name
