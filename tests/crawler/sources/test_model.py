"""The model of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.sources.load import SourceInvalid, load

if TYPE_CHECKING:
    from pathlib import Path


GOOD = """\
name: 青岚市人民政府
shape: listing
region: 371525
start: [http://www.qinglan.test/col/1/index.html]
"""


def write(folder: Path, text: str, name: str = "qinglan_gov") -> Path:
    path = folder / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    return path


def errors(folder: Path, text: str) -> list[str]:
    with pytest.raises(SourceInvalid) as caught:
        load(write(folder, text))
    return [str(error).removeprefix(f"{folder}/qinglan_gov.yml:") for error in caught.value.errors]


def test_scalars_stay_text_as_written(tmp_path: Path) -> None:
    text = GOOD.replace("青岚市人民政府", "2021-08-19") + "outlet: no\nevidence: 0635\n"
    read = load(write(tmp_path, text))
    assert (read.name, read.outlet, read.evidence) == ("2021-08-19", "no", "0635")


def test_every_accepts_a_cron_line(tmp_path: Path) -> None:
    read = load(write(tmp_path, GOOD + 'every: "5 8-20 * * mon-fri"\n'))
    assert (read.cron, read.interval) == ("5 8-20 * * mon-fri", None)


def test_rules_for_the_pipelines_contain_platform_and_selectors(tmp_path: Path) -> None:
    rules = load(write(tmp_path, GOOD + "kind: portal\narticle: {body: '#zoom', remove: [.ad]}\n")).rules()
    assert (rules.id, rules.platform, rules.selectors.body) == ("qinglan_gov", "青岚市人民政府", "#zoom")
    assert rules.selectors.remove == (".ad",)
