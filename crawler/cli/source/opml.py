"""``govnews source export`` and ``source import``: the list of sources as OPML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from crawler.cli import terminal, workspace
from crawler.cli.language import say

if TYPE_CHECKING:
    from crawler.sources.opml_file import OpmlEntry


def export(
    opml: bool = typer.Option(False, "--opml", help=say("As OPML 2.0.", "以 OPML 2.0 导出。")),
    out: Path = typer.Option(
        None, "-o", "--output", help=say("File; else standard output.", "文件；默认标准输出。")
    ),
) -> None:
    """Give the list of sources to feed readers and colleagues."""
    from crawler.sources import opml_file as writer

    _only_opml(opml)
    data = writer.write(workspace.load_sources().sources.values())
    if out is None:
        sys.stdout.buffer.write(data)
    else:
        out.write_bytes(data)


def import_(
    file: Path = typer.Argument(help="OPML"),
    opml: bool = typer.Option(False, "--opml", help=say("Read OPML.", "读取 OPML。")),
    out: Path = typer.Option(
        None, "--out", help=say("Folder for the files.", "写入的目录。"), file_okay=False
    ),
    region: str = typer.Option(
        None, "--region", help=say("Code for those that name none.", "未注明地区者使用的代码。")
    ),
    json: bool = terminal.JSON,
) -> None:
    """Write a paused source file for every feed of an OPML list, and for every source of our own export."""
    from crawler.cli.source.options import target_folder
    from crawler.sources import opml_file as reader

    _only_opml(opml)
    try:
        entries = reader.read(file.read_bytes())
    except reader.OpmlError as error:
        terminal.fail(f"{file}: {error}", 2)
    folder = target_folder(out)
    done = [_add(entry, folder, region) for entry in entries]
    written = [one for one in done if one["file"]]
    if json:
        terminal.print_json(done)
    else:
        for one in done:
            terminal.print_line(f"{one['id'] or one['name']}  {one['file'] or one['problem']}")
        terminal.warn(
            say(f"{len(written)} of {len(done)} written", f"{len(done)} 个中写入 {len(written)} 个")
        )
    if len(written) < len(done):
        raise typer.Exit(1)


def _only_opml(opml: bool) -> None:
    if not opml:
        terminal.fail(say("say --opml: it is the only format", "请加 --opml：目前只有这一种格式"), 2)


def _add(entry: OpmlEntry, folder: Path, region: str | None) -> dict[str, Any]:
    """Write one source, paused until somebody has looked at it; what cannot be written says why."""
    from crawler import home
    from crawler.probe import source_draft
    from crawler.sources.load import SourceInvalid, load
    from crawler.sources.model import ID
    from crawler.sources.opml_file import FEED

    told: dict[str, Any] = {"name": entry.name, "id": None, "file": None, "problem": None}
    family = entry.own.get("family") or (FEED if entry.is_feed else None)
    code = entry.own.get("region") or region
    known = workspace.load_sources()
    if entry.start in {start for source in known.sources.values() for start in source.start}:
        return told | {"problem": say("is a source already", "已是来源")}
    if family is None:
        return told | {
            "problem": say(
                f"no feed: govnews source add {entry.start}", f"没有订阅：govnews source add {entry.start}"
            )
        }
    if code is None:
        return told | {"problem": say("names no region: --region CODE", "未注明地区：--region 代码")}
    taken = {*known.files, *(path.stem for path in folder.glob("*.yml"))}
    wanted = entry.own.get("id", "")
    id_ = (
        wanted
        if ID.match(wanted) and wanted not in taken
        else source_draft.source_id(entry.start or "", taken)
    )
    says: dict[str, Any] = {"name": entry.name, "family": family, "region": code}
    says |= {key: entry.own[key] for key in ("kind", "outlet", "every", "divisions") if key in entry.own}
    says |= {"start": [entry.start], "status": "paused", "evidence": "imported from OPML; not yet looked at"}
    path = folder / f"{id_}.yml"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(source_draft.text(says), "utf-8")
    try:
        load(path, [*home.source_folders(), folder])
    except SourceInvalid as invalid:
        path.unlink()
        return told | {"problem": invalid.errors[0].message}
    return told | {"id": id_, "file": str(path)}
