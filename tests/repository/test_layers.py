"""Imports go one way between and inside the packages, without circles, and the contracts that require it are really checked."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("crawler", "pipelines", "storage")
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
TOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
LAYERS = [contract for contract in TOOLS["importlinter"]["contracts"] if contract["type"] == "layers"]


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINT_IMPORTS), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def _outermost_layers(contract: dict[str, Any]) -> tuple[str, str]:
    """An existing module of the highest and one of the lowest layer, with their full names."""
    container = "".join(f"{name}." for name in contract.get("containers", []))

    def module_of(layer: str) -> str:
        modules = [container + name.strip(" ()") for name in re.split(r"[|:]", layer)]
        return next(module for module in modules if _file_of(module, ROOT).exists())

    return module_of(contract["layers"][0]), module_of(contract["layers"][-1])


def _file_of(module: str, folder: Path) -> Path:
    path = folder / module.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and their contracts, to be changed by a test."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _add_import(module: str, imported: str, folder: Path) -> subprocess.CompletedProcess[str]:
    with _file_of(module, folder).open("a", encoding="utf-8") as file:
        file.write(f"\nimport {imported}\n")
    return _lint(folder)


def test_every_contract_is_kept() -> None:
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("contract", LAYERS, ids=[contract["name"] for contract in LAYERS])
def test_an_import_from_the_lowest_to_the_highest_layer_is_reported(
    contract: dict[str, Any], copy: Path
) -> None:
    highest, lowest = _outermost_layers(contract)
    done = _add_import(lowest, highest, copy)
    assert done.returncode == 1
    assert f"{contract['name']} BROKEN" in done.stdout


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("storage.db.column_types", "scrapy"),
        ("storage.db.column_types", "trafilatura"),
        ("crawler.spiders.base", "sqlalchemy"),
    ],
)
def test_an_import_of_a_forbidden_library_is_reported(module: str, imported: str, copy: Path) -> None:
    done = _add_import(module, imported, copy)
    assert done.returncode == 1
    assert "1 broken" in done.stdout


def test_a_layers_contract_inside_each_package_names_all_its_modules() -> None:
    inside = {name: contract for contract in LAYERS for name in contract.get("containers", [])}
    assert set(inside) == set(PACKAGES)
    assert [name for name, contract in inside.items() if not contract.get("exhaustive")] == []


def test_no_contract_makes_exceptions() -> None:
    contracts = TOOLS["importlinter"]["contracts"]
    assert [contract["name"] for contract in contracts if contract.get("ignore_imports")] == []
    assert not TOOLS["importlinter"].get("exclude_type_checking_imports")


def _circles(graph: grimp.ImportGraph) -> list[list[str]]:
    """Groups of modules that import each other, directly or through others (Tarjan's algorithm)."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        numbers[module] = lowest[module] = len(numbers)
        stack.append(module)
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            if imported not in numbers:
                visit(imported)
                lowest[module] = min(lowest[module], lowest[imported])
            elif imported in stack:
                lowest[module] = min(lowest[module], numbers[imported])
        if lowest[module] == numbers[module]:
            start = stack.index(module)
            if len(circle := stack[start:]) > 1:
                found.append(circle)
            del stack[start:]

    for module in sorted(graph.modules):
        if module not in numbers:
            visit(module)
    return found


def test_a_circle_is_found() -> None:
    graph = grimp.ImportGraph()
    for importer, imported in ("ab", "bc", "ca", "cd"):
        graph.add_module(importer)
        graph.add_module(imported)
        graph.add_import(importer=importer, imported=imported)
    assert [sorted(circle) for circle in _circles(graph)] == [["a", "b", "c"]]


def test_linters_and_tests_are_strict() -> None:
    assert TOOLS["mypy"]["strict"] is True
    assert set(TOOLS["mypy"]["packages"]) >= set(PACKAGES)
    assert TOOLS["pytest"]["ini_options"]["filterwarnings"][0] == "error"
    assert set(TOOLS["ruff"]["lint"]["select"]) >= {
        "E",
        "F",
        "I",
        "B",
        "UP",
        "PL",
        "PT",
        "RET",
        "SIM",
        "TC",
        "LOG",
    }


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Imports inside functions and under TYPE_CHECKING count."""
    assert _circles(grimp.build_graph(*PACKAGES, cache_dir=None)) == []
