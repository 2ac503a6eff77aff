"""Understand: a Page becomes Articles. No network, no SQL.

>>> from pipelines import Page, understand          # doctest: +SKIP
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pipelines.items import (
    Article,
    Attachment,
    Byline,
    Given,
    Hint,
    Image,
    Newspaper,
    Page,
    Refused,
    Region,
    Rules,
    Selectors,
)

if TYPE_CHECKING:
    from pipelines.understand import understand as understand  # noqa: TC004  (the property below gives it)

__all__ = [
    "Article",
    "Attachment",
    "Byline",
    "Given",
    "Hint",
    "Image",
    "Newspaper",
    "Page",
    "Refused",
    "Region",
    "Rules",
    "Selectors",
    "understand",
]


class _Pipelines(ModuleType):
    """This package: `pipelines.understand` is the function, also once its module was imported."""

    @property
    def understand(self) -> Any:
        # trafilatura takes 0.4 s to import: only who understands pages pays for it
        from pipelines.understand import understand

        return understand

    @understand.setter
    def understand(self, module: ModuleType) -> None:
        """The import system binds each submodule to its name in the package; here the name is taken."""


sys.modules[__name__].__class__ = _Pipelines
