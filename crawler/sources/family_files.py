"""The families that are installed, as data: what they preset, and how a site of each shows itself."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from crawler.sources.field_types import Fingerprint
from crawler.sources.load import SAID_BY_FAMILY_ALONE, family_roots, read_family, without_none

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclasses.dataclass(frozen=True)
class Family:
    """The keys of a source that all sites of one system share, and how such a site shows itself."""

    name: str
    file: Path
    says: dict[str, Any]  # as written, before a source is laid over it
    fingerprint: Fingerprint | None

    @property
    def evidence(self) -> str | None:
        return self.says.get("evidence")


def families(folders: Sequence[Path] = ()) -> dict[str, Family]:
    """Every family by its name; a shipped one wins over one of the same name elsewhere. Raises SourceInvalid."""
    found: dict[str, Family] = {}
    for root in family_roots(folders):
        for file in sorted(root.rglob("*.yml")):
            name = file.relative_to(root).with_suffix("").as_posix()
            if name not in found:
                data = without_none(read_family(file).data)
                sign = data.get("fingerprint")
                says = {key: value for key, value in data.items() if key not in SAID_BY_FAMILY_ALONE}
                found[name] = Family(
                    name, file, says, Fingerprint.model_validate(sign) if sign is not None else None
                )
    return found


def by_rank(folders: Sequence[Path] = ()) -> list[Family]:
    """The families that have a fingerprint, in the order in which a site is held against them."""
    signed = [family for family in families(folders).values() if family.fingerprint is not None]
    return sorted(signed, key=lambda family: (family.fingerprint.rank, family.name))  # type: ignore[union-attr]
