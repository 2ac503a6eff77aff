"""Load the installed families: the keys that all sources of one publishing system share, and its fingerprint."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from crawler.sources.field_types import Fingerprint
from crawler.sources.load import FAMILY_ONLY_KEYS, family_roots, read_family, without_none

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclasses.dataclass(frozen=True)
class Family:
    """A publishing system: the source keys that all its sites share, and the signs by which it is recognised."""

    name: str
    file: Path
    preset: dict[str, Any]  # source keys as written in the family's file
    fingerprint: Fingerprint | None

    @property
    def evidence(self) -> str | None:
        return self.preset.get("evidence")


def families(folders: Sequence[Path] = ()) -> dict[str, Family]:
    """Return name -> family. A shipped family wins over one of the same name elsewhere. Raises SourceInvalid."""
    found: dict[str, Family] = {}
    for root in family_roots(folders):
        for file in sorted(root.rglob("*.yml")):
            name = file.relative_to(root).with_suffix("").as_posix()
            if name not in found:
                data = without_none(read_family(file).data)
                fingerprint = data.get("fingerprint")
                preset = {key: value for key, value in data.items() if key not in FAMILY_ONLY_KEYS}
                found[name] = Family(
                    name,
                    file,
                    preset,
                    Fingerprint.model_validate(fingerprint) if fingerprint is not None else None,
                )
    return found


def by_rank(folders: Sequence[Path] = ()) -> list[Family]:
    """Return the families with a fingerprint, in the order in which a site is matched against them."""
    signed = [family for family in families(folders).values() if family.fingerprint is not None]
    return sorted(signed, key=lambda family: (family.fingerprint.rank, family.name))  # type: ignore[union-attr]
