"""``govnews story``: who published a text first, who reprinted it when, and what each text added or cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from crawler.cli import terminal, text_diff, workspace
from crawler.cli.messages import text
from storage.messages import words

if TYPE_CHECKING:
    from storage.read.timeline import StoryTimeline

app = typer.Typer(no_args_is_help=True)
PASSAGE_LENGTH = 120  # characters of a changed passage that are printed
EXACT = ("hour", "minute", "second")  # precisions of a time that is more than a day


@app.command("show")
def show(
    ident: int = typer.Argument(metavar="ID", help=text("option.story")),
    diff: bool = typer.Option(True, "--diff/--no-diff", help=text("option.no_diff")),
    json: bool = terminal.JSON,
) -> None:
    """Show a story: timeline, similarity, changed titles, what each text added or cut, related articles."""
    from storage.read import timeline

    missing = text("story.not_found", ident=ident)
    found = workspace.find_or_fail(lambda database: timeline.story_timeline(database, ident), missing)
    _add_changes(found, diff=diff)
    if json:
        terminal.print_json(found)
    else:
        _print(found)


def _add_changes(found: StoryTimeline, *, diff: bool) -> None:
    """Replace the body of each member by its differences from the canonical article."""
    best = next(one for one in found["members"] if one["id"] == found["canonical_id"])
    title, body = best["title"], best["body"] or ""
    for one in found["members"]:
        own = one.pop("body") or ""
        one["title_changed"] = one is not best and one["title"] != title
        one["changes"] = text_diff.passages(body, own) if diff and one is not best else []


def _print(found: StoryTimeline) -> None:
    number = found["story_id"] or found["canonical_id"]
    terminal.print_line(text("story.size", story=number, size=found["size"]))
    terminal.print_line()
    terminal.print_table(
        ("published", "article", "source", "outlet", "relation", "similarity", "title"),
        [_member(one, found["canonical_id"]) for one in found["members"]],
    )
    for one in found["members"]:
        if one["title_changed"] or one["changes"]:
            _print_changes(one)
    if found["related"]:
        terminal.print_line()
        terminal.print_line(text("story.related"))
        terminal.print_table(
            ("article", "relation", "of", "similarity", "conflicts", "outlet", "title"),
            [_related(one) for one in found["related"]],
        )


def _print_changes(one: dict[str, Any]) -> None:
    terminal.print_line()
    terminal.print_line(f"{one['id']}  {one['outlet'] or one['source']}  {one['url']}")
    if one["title_changed"]:
        terminal.print_line(f"  {text('field.title')}: {one['title']}")
    for change in one["changes"]:
        for mark, passage in (("-", change["cut"]), ("+", change["added"])):
            if passage:
                terminal.print_line(f"  {mark} {_shortened(passage)}")


def _member(one: dict[str, Any], canonical: int) -> tuple[Any, ...]:
    exact = one["published_precision"] in EXACT and one["published_at"]
    when = terminal.local_time(one["published_at"]) if exact else one["published_date"]
    relation = one["relation"]
    kind = words.relation("canonical" if one["id"] == canonical else relation and relation["kind"])
    return (
        when or text("story.first_seen", day=f"{one['first_seen_at']:%Y-%m-%d}"),
        one["id"],
        one["source"],
        one["outlet"],
        kind + ("" if one["state"] == "live" else f" [{words.state(one['state'])}]"),
        f"{relation['score']:.0%}" if relation else "",
        one["title"],
    )


def _related(one: dict[str, Any]) -> tuple[Any, ...]:
    kind = words.relation(one["kind"])
    return (
        one["id"],
        text("relation.contains", kind=kind) if one["part"] == "excerpt" else kind,
        one["of"],
        f"{one['score']:.0%}",
        " ".join(words.conflict(name) for name in one["conflicts"]),
        one["outlet"],
        one["title"],
    )


def _shortened(passage: str) -> str:
    return passage if len(passage) <= PASSAGE_LENGTH else f"{passage[:PASSAGE_LENGTH]}… ({len(passage)})"
