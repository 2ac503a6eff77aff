"""Our own data files read the same by either loader of YAML."""

from __future__ import annotations

from importlib import resources

import pytest
import yaml

from pipelines.text.package_data import load_package_yaml

FILES = [("pipelines.page", "boilerplate.yml"), ("pipelines.places", "gb2260_zones.yml")]


@pytest.mark.parametrize(("package", "name"), FILES)
def test_the_fast_loader_reads_what_the_plain_one_reads(package: str, name: str) -> None:
    text = resources.files(package).joinpath(name).read_text("utf-8")
    assert load_package_yaml(package, name) == yaml.load(text, Loader=yaml.SafeLoader)
