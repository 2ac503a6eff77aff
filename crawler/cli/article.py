"""``govnews article``: one article, its versions and where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from crawler.cli import terminal, text_diff, workspace
from crawler.cli.language import say

if TYPE_CHECKING:
    from storage.read.article_history import Provenance, Version

app = typer.Typer(no_args_is_help=True, help=say("Stored articles.", "已存文章。"))
SHOWN = [
    "title",
    "kicker",
    "subtitle",
    "outlet",
    "platform",
    "published_at",
    "published_precision",
    "published_from",
    "dateline",
    "column",
    "state",
    "versions",
    "source",
    "url",
    "story_id",
    "canonical",
]


@app.command("show")
def show(
    ident: str = typer.Argument(metavar="ID|URL"),
    versions: bool = typer.Option(
        False, "--versions", help=say("Every text seen at the address.", "该地址出现过的全部文本。")
    ),
    diff: tuple[int, int] = typer.Option(
        None, "--diff", metavar="A B", help=say("What changed between two versions.", "两个版本之间的差异。")
    ),
    provenance: bool = typer.Option(
        False,
        "--provenance",
        help=say("Page, response, run, rule of the date.", "页面、响应、抓取、日期依据。"),
    ),
    json: bool = terminal.JSON,
) -> None:
    """Show an article by number or address."""
    from storage.read import article_history

    with workspace.open_database() as database:
        record = article_history.find_article(database, ident) or article_history.find_article(
            database, _key(ident)
        )
        if record is None:
            terminal.fail(say(f"no article {ident}", f"没有文章 {ident}"))
        if diff:
            _diff(article_history.article_versions(database, record["id"]), *diff, json=json)
        elif versions:
            _versions(article_history.article_versions(database, record["id"]), json=json)
        elif provenance:
            origin = article_history.article_provenance(database, record["id"])
            _pairs(origin, json=json)
        elif json:
            terminal.print_json(record)
        else:
            _print(record)


def _key(ident: str) -> str:
    """An address with somebody's tracking in it, or its mobile twin, is the same article."""
    from pipelines import urls

    try:
        return urls.key(ident)
    except ValueError:
        return ident


def _print(record: dict[str, Any]) -> None:
    for name in SHOWN:
        if record[name] not in (None, "", []):
            terminal.print_line(f"{name + ':':22}{record[name]}")
    for byline in record["bylines"]:
        terminal.print_line(f"{byline['role'] + ':':22}{byline['name']}")
    for region in record["regions"]:
        zone = f", {region['zone']}" if region.get("zone") else ""
        terminal.print_line(f"{'region:':22}{region['code']} {region['name']} ({region['how']}{zone})")
    for image in record["images"]:
        terminal.print_line(f"{'image:':22}{image['url']}  {image.get('caption') or ''}")
    for file in record["attachments"]:
        terminal.print_line(f"{'attachment:':22}{file['url']}  {file.get('name') or ''}")
    terminal.print_line()
    terminal.print_line(record["body"] or "")


def _versions(rows: list[Version], *, json: bool) -> None:
    if json:
        terminal.print_json(rows)
        return
    terminal.print_table(
        ("version", "seen", "cause", "characters", "title"),
        [(row["number"], row["seen_at"], row["cause"], len(row["body"] or ""), row["title"]) for row in rows],
    )


def _diff(rows: list[Version], a: int, b: int, *, json: bool) -> None:
    texts = {row["number"]: (row["title"] or "", row["body"] or "") for row in rows}
    for number in (a, b):
        if number not in texts:
            terminal.fail(
                say(
                    f"no version {number} (there are {len(texts)})",
                    f"没有第 {number} 版（共 {len(texts)} 版）",
                )
            )
    lines = text_diff.unified(texts[a], texts[b], (f"version {a}", f"version {b}"))
    if json:
        terminal.print_json(lines)
        return
    for line in lines:
        terminal.print_line(line)


def _pairs(found: Provenance, *, json: bool) -> None:
    if json:
        terminal.print_json(found)
        return
    for name, value in found.items():
        terminal.print_line(f"{name + ':':16}{terminal.cell_text(value)}")
