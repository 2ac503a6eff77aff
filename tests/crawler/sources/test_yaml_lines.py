"""YAML files and the mistakes in them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from crawler.sources import yaml_lines
from crawler.sources.load import SourceInvalid, load
from tests.crawler.sources.source_texts import GOOD, errors

if TYPE_CHECKING:
    from pathlib import Path


def test_alias_bomb_is_refused(tmp_path: Path) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    names = "abcdefghij"
    for before, name in itertools.pairwise(names):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]")
    assert "more than 10,000 values" in errors(tmp_path, "\n".join(lines))[0]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"name: [", "is not valid YAML"),
        (b"", "is empty"),
        (b"- a\n- b\n", "must be a mapping"),
        (b"name: \xff\xfe\n", "is not UTF-8 text"),
        (b"name: a\x00b\n", "a character that YAML does not allow"),
        (b"x: " + b"[" * 5000, "nested too deeply"),
        (b"# " + b"x" * 300_000, "a source file has at most"),
        (b"name: a\nname2: b\n? [a]\n: c\n", "a key must be a word"),
        (b"!!python/object/apply:os.system ['true']", "must be a mapping"),
    ],
)
def test_unreadable_file_is_reported(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "qinglan_gov.yml"
    path.write_bytes(content)
    with pytest.raises(SourceInvalid) as caught:
        load(path)
    assert expected in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: 青岚\nlist:\n\tlinks: ul a\n", "3: is indented with a tab: use spaces"),
        ("name：青岚\nshape: listing\n", "1: has a full-width colon (：): write an ASCII colon"),
        ("name: 青岚\nshape：listing\nregion: x\n", "2: has a full-width colon (：)"),
        ("name:青岚\nshape:listing\n", "1: has no space after the colon"),
        ("name: “青岚”\n", "1: has typographic quotation marks (“ ”): write ASCII quotes"),
        ("name: 青岚\nlist: {links: ul a\n", "2: '{' is not closed"),
        ("name: 青岚\nstart: [http://q.test/\nshape: listing\n", "2: '[' is not closed"),
        ('name: "青岚\nshape: listing\n', "1: a quotation mark is not closed"),
    ],
)
def test_common_mistake_is_named_on_its_line(tmp_path: Path, text: str, expected: str) -> None:
    [error] = errors(tmp_path, text)
    assert error.startswith(expected)


def test_gbk_file_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "qinglan_gov.yml"
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(SourceInvalid, match="is not UTF-8 text: it looks like GBK, save the file as UTF-8"):
        load(path)


def test_line_of_a_key_is_that_of_the_nearest_key_around_it() -> None:
    marked = yaml_lines.parse("name: x\nlist:\n  links: a\n")
    assert (marked.line(("list", "links")), marked.line(("list", "next"))) == (3, 2)
