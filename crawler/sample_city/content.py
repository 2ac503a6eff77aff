"""Read the articles of the sample city from its data files, as published at each step."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

STEPS = (1, 2, 3, 4)  # day 1, day 1 again, day 2, day 2 again
HOSTS = {
    "lanshan_gov": "www.lanshan.test",
    "lanshui_gov": "www.lanshui.test",
    "lanshan_daily": "paper.lanshan.test",
    "lanshan_portal": "portal.test",
    "lanshan_mirror": "mirror.test",
}
IMAGE = re.compile(r"!\[(?P<caption>[^\]]*)\]\((?P<file>[\w.-]+)\)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text. Kinds: p, h (subhead), li, row, image, and meta (printed in the body but not part of it)."""

    kind: str
    text: str
    file: str = ""  # of an image

    @property
    def cells(self) -> list[str]:
        return [cell.strip() for cell in self.text.strip("| ").split("|")]

    @property
    def printed(self) -> str:
        """The line as it appears in the article record."""
        return "\t".join(self.cells) if self.kind == "row" else self.text


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """One article as its site publishes it at one step of the demo."""

    source: str
    id: int
    title: str
    at: str | None = None  # as printed: day, or day and minute
    outlet: str | None = None
    column: str | None = None
    column_key: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    summary: str | None = None
    dateline: str | None = None
    by: tuple[tuple[str, str], ...] = ()
    keywords: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    images: tuple[tuple[str, str], ...] = ()  # (file, caption)
    attachments: tuple[tuple[str, str], ...] = ()  # (file, name)
    author_line: str | None = None
    issue: str | None = None
    page: str | None = None
    also: str | None = None  # number of another page on which the article is continued
    path: str | None = None
    fault: str | None = None  # 503 | robots | missing | removed
    false_charset: str | None = None  # wrong charset that the page declares
    first_step: int = 1
    gone_from: int | None = None
    copies: Piece | None = field(default=None, repr=False)
    exact: bool = False

    @property
    def key(self) -> str:
        return f"{self.source}/{self.id}"

    @property
    def body(self) -> str:
        return "\n".join(line.printed for line in self.lines if line.kind in ("p", "h", "li", "row"))

    def shown_at(self, step: int) -> bool:
        return self.first_step <= step

    def gone_at(self, step: int) -> bool:
        return self.gone_from is not None and step >= self.gone_from


@lru_cache(maxsize=8)
def data(name: str) -> dict[str, Any]:
    """Return the content of a data file."""
    text = resources.files("crawler.sample_city").joinpath("data", f"{name}.yml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@lru_cache(maxsize=len(STEPS))
def pieces(step: int) -> dict[str, Piece]:
    """Return all articles published up to a step by key, with the texts of that step; withdrawn ones are included."""
    found: dict[str, Piece] = {}
    for source in ("lanshan_gov", "lanshui_gov", "lanshan_daily"):
        for entry in data(source)["articles"]:
            piece = _piece(source, entry, _edits(source, step))
            found[piece.key] = piece
    for entry in data("lanshan_portal")["articles"]:
        piece = _reprint(
            _piece("lanshan_portal", entry, _edits("lanshan_portal", step)), entry, pieces_of=found
        )
        found[piece.key] = piece
    mirror = data("lanshan_mirror")
    for first_step, keys in ((1, mirror["copies"]), (3, mirror["later"])):
        for key in keys:
            piece = _copy(found[key], first_step)
            found[piece.key] = piece
    return {key: piece for key, piece in found.items() if piece.shown_at(step)}


def of_source(source: str, step: int) -> list[Piece]:
    """Return the articles of one source at a step, in the order of its data file."""
    return [piece for piece in pieces(step).values() if piece.source == source]


def pages_with_changed_boilerplate(source: str, step: int) -> set[int]:
    """Return the ids of pages on which only the boilerplate changes on day two."""
    return {edit["id"] for edit in data(source).get("edits", ()) if edit.get("frame") and step >= 3}


def _edits(source: str, step: int) -> dict[int, list[list[str]]]:
    if step < 3:
        return {}
    return {edit["id"]: edit.get("replace", []) for edit in data(source).get("edits", ())}


def _piece(source: str, entry: dict[str, Any], edits: dict[int, list[list[str]]]) -> Piece:
    text = entry.get("body", "")
    if name := entry.get("template"):
        text = data(source)["templates"][name].format(**entry["with"])
    for old, new in edits.get(entry["id"], []):
        if old not in text:
            raise ValueError(f"{source}/{entry['id']}: the text to be edited does not contain {old!r}")
        text = text.replace(old, new)
    columns = data(source).get("columns", {})
    column_key = entry.get("column") or (next(iter(columns)) if columns else None)
    issue = entry.get("issue")
    return Piece(
        source=source,
        id=entry["id"],
        title=entry["title"],
        at=entry.get("at"),
        outlet=entry.get("source"),
        column=columns.get(column_key),
        column_key=column_key,
        kicker=entry.get("kicker"),
        subtitle=entry.get("subtitle"),
        summary=entry.get("summary"),
        dateline=entry.get("dateline"),
        by=tuple((role, name) for role, name in entry.get("by", ())),
        keywords=tuple(entry.get("keywords", ())),
        counties=tuple(entry.get("counties", ())),
        zones=tuple(entry.get("zones", ())),
        lines=parse(text),
        images=tuple((one["file"], one["caption"]) for one in entry.get("images", ())),
        attachments=tuple((one["file"], one["name"]) for one in entry.get("attachments", ())),
        author_line=entry.get("author_line"),
        issue=str(issue) if issue else None,
        page=entry.get("page"),
        also=entry.get("also"),
        path=entry.get("path"),
        fault=entry.get("fault"),
        false_charset=entry.get("declared_charset"),
        first_step=entry.get("from", 3 if str(issue) == "2024-11-13" else 1),
        gone_from=entry.get("gone_from"),
        exact=entry.get("exact", False),
    )


def parse(text: str) -> tuple[Line, ...]:
    """Parse the markup of the data files: # subhead, - item, | cells |, ![caption](file), @ metadata line."""
    lines = []
    for raw in filter(None, map(str.strip, text.splitlines())):
        if match := IMAGE.fullmatch(raw):
            lines.append(Line("image", match["caption"], match["file"]))
        elif raw.startswith("|"):
            lines.append(Line("row", raw))
        elif raw[:2] in ("# ", "- ", "@ "):
            lines.append(Line({"#": "h", "-": "li", "@": "meta"}[raw[0]], raw[2:].strip()))
        else:
            lines.append(Line("p", raw))
    return tuple(lines)


def _reprint(piece: Piece, entry: dict[str, Any], *, pieces_of: dict[str, Piece]) -> Piece:
    if "reprint" not in entry:
        return piece
    original = pieces_of[entry["reprint"]]
    # a portal prints only the text, without pictures and bylines of the newspaper
    lines = [line for line in original.lines if line.kind not in ("image", "meta")][entry.get("drop", 0) :]
    lead = [Line("p", entry["lead"])] if "lead" in entry else []
    return replace(
        piece,
        lines=(*lead, *lines),
        copies=original,
        dateline=original.dateline,
        by=piece.by or tuple(one for one in original.by if original.dateline),
    )


def _copy(original: Piece, first_step: int) -> Piece:
    return replace(
        original,
        source="lanshan_mirror",
        images=(),
        lines=tuple(line for line in original.lines if line.kind != "image"),
        by=tuple(one for one in original.by if one[0] not in ("author", "photographer")),
        attachments=(),
        first_step=first_step,
        column=None,
        column_key=None,
        keywords=(),
        copies=original,
        exact=True,
    )
