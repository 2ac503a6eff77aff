"""The room's README names every finding, and its example is a source."""

from __future__ import annotations

import re
from pathlib import Path

from crawler.sources.model import Source

ROOM = Path(__file__).parents[2] / "crawler"
README = (ROOM / "README.md").read_text(encoding="utf-8")


def test_every_finding_stands_in_the_readme() -> None:
    files = [*ROOM.glob("*.py"), *ROOM.glob("spiders/*.py")]
    kinds = {
        kind
        for path in files
        for kind in re.findall(r'(?:report|self)\.add\(\s*"(\w+)"', path.read_text("utf-8"))
    }
    assert len(kinds) >= 6
    assert {kind for kind in kinds if f"`{kind}`" not in README} == set()


def test_the_example_of_the_readme_loads() -> None:
    import yaml

    example = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert example
    data = yaml.load(example[1], Loader=yaml.BaseLoader)
    assert set(data) <= set(Source.model_fields)
