"""The model of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.sources.load import load
from tests.crawler.sources.source_texts import GOOD, write

if TYPE_CHECKING:
    from pathlib import Path


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
