"""Data files of the packages read the same with both YAML loaders."""

from __future__ import annotations

from importlib import resources

import pytest
import yaml

from pipelines.text.package_data import load_package_yaml

FILES = [
    ("pipelines.dedup", "vocabulary.yml"),
    ("pipelines.page", "boilerplate.yml"),
    ("pipelines.places", "gb2260_zones.yml"),
    ("pipelines.places", "place_words.yml"),
    ("pipelines.text", "labels.yml"),
    ("pipelines.text", "outlets.yml"),
    ("pipelines.text", "person_names.yml"),
]


@pytest.mark.parametrize(("package", "name"), FILES)
def test_c_loader_reads_the_same_as_the_python_loader(package: str, name: str) -> None:
    text = resources.files(package).joinpath(name).read_text("utf-8")
    assert load_package_yaml(package, name) == yaml.load(text, Loader=yaml.SafeLoader)
