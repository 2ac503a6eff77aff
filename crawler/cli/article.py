"""``govnews article``: show a stored article, its versions and its provenance."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from crawler.cli import terminal, text_diff, workspace
from crawler.cli.messages import text, word
from storage.messages import words

if TYPE_CHECKING:
    from storage.read.article_history import Provenance, Version

app = typer.Typer(no_args_is_help=True)
FIELDS = (
    "title",
    "kicker",
    "subtitle",
    "outlet",
    "platform",
    "published_date",
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
)
LABEL_WIDTH = 22  # terminal columns
EXACT = ("hour", "minute", "second")  # precisions of a time that is more than a day


@app.command("show")
def show(
    ident: str = typer.Argument(metavar="ID|URL", help=text("option.article")),
    versions: bool = typer.Option(False, "--versions", help=text("option.versions")),
    diff: tuple[int, int] = typer.Option(None, "--diff", metavar="A B", help=text("option.diff")),
    provenance: bool = typer.Option(False, "--provenance", help=text("option.provenance")),
    json: bool = terminal.JSON,
) -> None:
    """Show an article by number or address."""
    from storage.read import article_history

    with workspace.read_database() as database:
        record = article_history.find_article(database, ident) or article_history.find_article(
            database, _url_key(ident)
        )
        if record is None:
            terminal.fail(text("article.not_found", ident=ident))
        if diff:
            _print_diff(article_history.article_versions(database, record["id"]), *diff, json=json)
        elif versions:
            _print_versions(article_history.article_versions(database, record["id"]), json=json)
        elif provenance:
            _print_provenance(article_history.article_provenance(database, record["id"]), json=json)
        elif json:
            terminal.print_json(record)
        else:
            _print_article(record)


def _url_key(ident: str) -> str:
    """Return the key of an address (without tracking parameters and mobile hosts), or what was given."""
    from pipelines import urls

    try:
        return urls.key(ident)
    except ValueError:
        return ident


def _print_article(record: dict[str, Any]) -> None:
    when = (
        record["published_at"] if record["published_precision"] in EXACT else None
    )  # a day alone has no time
    shown = record | {
        "state": words.state(record["state"]),
        "published_precision": word("field", record["published_precision"] or ""),
        "published_from": word("field", record["published_from"] or ""),
        "published_at": when and terminal.local_time(datetime.fromisoformat(when)),
    }
    for name in FIELDS:
        if shown[name] not in (None, "", []):
            terminal.print_field(word("field", name), _value(shown[name]), LABEL_WIDTH)
    for byline in record["bylines"]:
        terminal.print_field(word("field", byline["role"]), byline["name"], LABEL_WIDTH)
    for region in record["regions"]:
        zone = f", {region['zone']}" if region.get("zone") else ""
        value = f"{region['code']} {region['name']} ({word('field', region['how'])}{zone})"
        terminal.print_field(text("field.region"), value, LABEL_WIDTH)
    for image in record["images"]:
        terminal.print_field(
            text("field.image"), f"{image['url']}  {image.get('caption') or ''}", LABEL_WIDTH
        )
    for file in record["attachments"]:
        terminal.print_field(
            text("field.attachment"), f"{file['url']}  {file.get('name') or ''}", LABEL_WIDTH
        )
    terminal.print_line()
    terminal.print_line(record["body"] or "")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return text("field.yes" if value else "field.no")
    return terminal.cell_text(value)


def _print_versions(rows: list[Version], *, json: bool) -> None:
    if json:
        terminal.print_json(rows)
        return
    terminal.print_table(
        ("version", "seen", "cause", "characters", "title"),
        [
            (row["number"], row["seen_at"], word("field", row["cause"]), len(row["body"] or ""), row["title"])
            for row in rows
        ],
    )


def _print_diff(rows: list[Version], a: int, b: int, *, json: bool) -> None:
    texts = {row["number"]: (row["title"] or "", row["body"] or "") for row in rows}
    for number in (a, b):
        if number not in texts:
            terminal.fail(text("article.no_version", number=number, count=len(texts)))
    names = (text("article.version", number=a), text("article.version", number=b))
    lines = text_diff.unified(texts[a], texts[b], names)
    if json:
        terminal.print_json(lines)
        return
    for line in lines:
        terminal.print_line(line)


def _print_provenance(found: Provenance, *, json: bool) -> None:
    if json:
        terminal.print_json(found)
        return
    for name, value in found.items():
        terminal.print_field(word("field", name), terminal.cell_text(value), LABEL_WIDTH)
