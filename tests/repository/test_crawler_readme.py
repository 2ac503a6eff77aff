"""README of the crawler package: findings and the example of a source file."""

from __future__ import annotations

import re
from pathlib import Path

from crawler.sources.model import Source
from storage.messages import WORDS

PACKAGE = Path(__file__).parents[2] / "crawler"
README = (PACKAGE / "README.md").read_text(encoding="utf-8")


def test_kinds_of_findings_are_in_the_readme_and_have_messages() -> None:
    files = PACKAGE.rglob("*.py")
    kinds = {
        kind
        for path in files
        for kind in re.findall(r'(?:report|self)\.add\(\s*"(\w+)"', path.read_text("utf-8"))
    }
    assert len(kinds) >= 6
    assert {kind for kind in kinds if f"`{kind}`" not in README} == set()
    assert {kind for kind in kinds if WORDS.find(f"finding.{kind}") is None} == set()


def test_keys_of_the_example_source_exist() -> None:
    import yaml

    example = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert example
    data = yaml.load(example[1], Loader=yaml.BaseLoader)
    assert set(data) <= set(Source.model_fields)
