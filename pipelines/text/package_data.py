"""Read the YAML data files that ship inside the packages."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

# the C loader takes a tenth of the time; files from users go through the source loader, which reports line numbers
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_package_yaml(package: str, name: str) -> Any:
    """The data of the YAML file ``name`` in ``package`` (a dotted name)."""
    return yaml.load(resources.files(package).joinpath(name).read_text("utf-8"), Loader=LOADER)
