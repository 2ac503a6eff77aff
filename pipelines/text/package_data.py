"""Read the data files that ship inside the rooms."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

# ten times as fast where it is there, and every process that extracts reads 40 KB; for files of ours alone: a source
# file is read by the one that names the line of an error and cannot be made to recurse in C
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_package_yaml(package: str, name: str) -> Any:
    """The data of a YAML file that lies in ``package`` (a dotted name)."""
    return yaml.load(resources.files(package).joinpath(name).read_text("utf-8"), Loader=LOADER)
