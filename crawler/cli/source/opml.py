"""``govnews source export`` and ``source import``: the list of sources as OPML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from crawler.cli import terminal, workspace
from crawler.cli.messages import text
from crawler.cli.source.options import target_folder

if TYPE_CHECKING:
    from crawler.sources.opml_file import OpmlEntry

KEPT_KEYS = ("kind", "outlet", "every", "divisions")  # keys that our own export writes


def export(
    opml: bool = typer.Option(False, "--opml", help=text("option.opml_export")),
    out: Path = typer.Option(None, "-o", "--output", help=text("option.out_file")),
) -> None:
    """Export the list of sources for feed readers and colleagues."""
    from crawler.sources import opml_file

    _require_opml(opml)
    data = opml_file.write(workspace.load_sources().sources.values())
    if out is None:
        sys.stdout.buffer.write(data)
    else:
        out.write_bytes(data)


def import_(
    file: Path = typer.Argument(help=text("option.opml_file")),
    opml: bool = typer.Option(False, "--opml", help=text("option.opml_import")),
    out: Path = typer.Option(None, "--out", help=text("option.out_folder"), file_okay=False),
    region: str = typer.Option(None, "--region", help=text("option.opml_region")),
    json: bool = terminal.JSON,
) -> None:
    """Write a paused source file for every feed of an OPML list; exit code 1 if one could not be written."""
    from crawler.sources import opml_file

    _require_opml(opml)
    try:
        entries = opml_file.read(file.read_bytes())
    except opml_file.OpmlError as error:
        terminal.fail(f"{file}: {error}", 2)
    folder = target_folder(out)
    results = [_import_entry(entry, folder, region) for entry in entries]
    written = [one for one in results if one["file"]]
    if json:
        terminal.print_json(results)
    else:
        for one in results:
            terminal.print_line(f"{one['id'] or one['name']}  {one['file'] or one['problem']}")
        terminal.warn(text("source.imported", written=len(written), total=len(results)))
    if len(written) < len(results):
        raise typer.Exit(1)


def _require_opml(opml: bool) -> None:
    if not opml:
        terminal.fail(text("source.only_opml"), 2)


def _import_entry(entry: OpmlEntry, folder: Path, region: str | None) -> dict[str, Any]:
    """Write one paused source file; return its name, id and path, or the problem that prevents it."""
    from crawler import home
    from crawler.probe import source_draft
    from crawler.sources.load import SourceInvalid, load
    from crawler.sources.opml_file import FEED

    result: dict[str, Any] = {"name": entry.name, "id": None, "file": None, "problem": None}
    family = entry.own.get("family") or (FEED if entry.is_feed else None)
    code = entry.own.get("region") or region
    known = workspace.load_sources()
    if entry.start in {start for source in known.sources.values() for start in source.start}:
        return result | {"problem": text("source.known_already")}
    if family is None:
        return result | {"problem": text("source.no_feed", url=entry.start)}
    if code is None:
        return result | {"problem": text("source.no_region")}
    id_ = _free_id(entry, {*known.files, *(path.stem for path in folder.glob("*.yml"))})
    content: dict[str, Any] = {"name": entry.name, "family": family, "region": code}
    content |= {key: entry.own[key] for key in KEPT_KEYS if key in entry.own}
    content |= {
        "start": [entry.start],
        "status": "paused",
        "evidence": "imported from OPML; not yet looked at",
    }
    path = folder / f"{id_}.yml"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(source_draft.as_yaml(content), "utf-8")
    try:
        load(path, [*home.source_folders(), folder])
    except SourceInvalid as invalid:
        path.unlink()
        return result | {"problem": invalid.errors[0].message}
    return result | {"id": id_, "file": str(path)}


def _free_id(entry: OpmlEntry, taken: set[str]) -> str:
    """Return the id that the entry names if it is valid and free, else one made from its address."""
    from crawler.probe import site_naming
    from crawler.sources.model import ID

    wanted = entry.own.get("id", "")
    return (
        wanted
        if ID.match(wanted) and wanted not in taken
        else site_naming.source_id(entry.start or "", taken)
    )
