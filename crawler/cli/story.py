"""``govnews story`` and ``govnews recluster``: who published first, who reprinted when, what each added or cut."""

from __future__ import annotations

import dataclasses
import sys
from typing import TYPE_CHECKING, Any

import typer

from crawler.cli import terminal, text_diff, workspace
from crawler.cli.language import say

if TYPE_CHECKING:
    from storage.read.timeline import StoryTimeline

app = typer.Typer(
    no_args_is_help=True, help=say("Stories: one text at many addresses.", "同一报道的各处刊载。")
)
SHOWN = 120  # characters of a passage


@app.command("show")
def show(
    ident: int = typer.Argument(
        metavar="ID",
        help=say("Number of a story, or of any article in it.", "报道编号，或其中任一文章的编号。"),
    ),
    diff: bool = typer.Option(
        True, "--diff/--no-diff", help=say("What each one added or cut.", "各处的增删内容。")
    ),
    json: bool = terminal.JSON,
) -> None:
    """One story: a timeline with similarity, changed titles, what each text added or cut, and what is related."""
    from storage.read import timeline

    missing = say(f"no story and no article {ident}", f"没有编号为 {ident} 的报道或文章")
    found = workspace.find_or_fail(lambda database: timeline.story_timeline(database, ident), missing)
    _compared(found, diff=diff)
    if json:
        terminal.print_json(found)
    else:
        _print(found)


def _compared(found: StoryTimeline, *, diff: bool) -> None:
    """Add to each member what it changed against the one that stands for the story; bodies go."""
    best = next(one for one in found["members"] if one["id"] == found["canonical_id"])
    title, body = best["title"], best["body"] or ""
    for one in found["members"]:
        own = one.pop("body") or ""
        one["title_changed"] = one is not best and one["title"] != title
        one["changes"] = text_diff.passages(body, own) if diff and one is not best else []


def _print(found: StoryTimeline) -> None:
    number = found["story_id"] or found["canonical_id"]
    terminal.print_line(
        say(f"story {number}, {found['size']} articles", f"报道 {number}，共 {found['size']} 篇")
    )
    terminal.print_line()
    terminal.print_table(
        ("published", "article", "source", "outlet", "relation", "similarity", "title"),
        [_row(one, found["canonical_id"]) for one in found["members"]],
    )
    for one in found["members"]:
        if one["title_changed"] or one["changes"]:
            terminal.print_line()
            terminal.print_line(f"{one['id']}  {one['outlet'] or one['source']}  {one['url']}")
            if one["title_changed"]:
                terminal.print_line(f"  {say('title', '标题')}: {one['title']}")
            for change in one["changes"]:
                for mark, text in (("-", change["cut"]), ("+", change["added"])):
                    if text:
                        terminal.print_line(f"  {mark} {_short(text)}")
    if found["related"]:
        terminal.print_line()
        terminal.print_line(say("related, not part of the story:", "相关但不属于本报道："))
        terminal.print_table(
            ("article", "relation", "of", "similarity", "conflicts", "outlet", "title"),
            [
                (
                    one["id"],
                    one["kind"]
                    if one["part"] != "excerpt"
                    else f"{one['kind']} ({say('holds it', '包含之')})",
                    one["of"],
                    f"{one['score']:.0%}",
                    " ".join(one["conflicts"]),
                    one["outlet"],
                    one["title"],
                )
                for one in found["related"]
            ],
        )


def _row(one: dict[str, Any], best: int) -> tuple[Any, ...]:
    exact = one["published_precision"] in ("minute", "second") and one["published_at"]
    when = terminal.local_time(one["published_at"]) if exact else one["published_date"]
    relation = one["relation"]
    kind = say("stands for it", "代表") if one["id"] == best else relation["kind"] if relation else ""
    return (
        when or say(f"seen {one['first_seen_at']:%Y-%m-%d}", f"首见 {one['first_seen_at']:%Y-%m-%d}"),
        one["id"],
        one["source"],
        one["outlet"],
        kind + ("" if one["state"] == "live" else f" [{one['state']}]"),
        f"{relation['score']:.0%}" if relation else "",
        one["title"],
    )


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text)})"


def recluster(
    rule_version: int = typer.Option(
        None,
        "--rule-version",
        metavar="N",
        help=say(
            "Go on only if this program decides by rules of version N: for scripts that must not decide by others.",
            "仅当本程序的规则版本为 N 时才执行，供须固定规则版本的脚本使用。",
        ),
    ),
    json: bool = terminal.JSON,
) -> None:
    """Decide all relations and stories anew from stored texts; nothing is fetched.

    Run it after an upgrade that changed the rules. Crawls may go on; stopped before its end, it leaves everything as it was.
    """
    from crawler.run.comparer import COMPARER
    from storage.maintain.recluster import recluster as run

    if rule_version not in (None, COMPARER.rule_version):
        terminal.fail(
            say(
                f"--rule-version {rule_version}: this program decides by version {COMPARER.rule_version}; nothing was changed",
                f"--rule-version {rule_version}：本程序的规则版本为 {COMPARER.rule_version}；未作任何改动",
            ),
            2,
        )
    with workspace.open_database(announce=not json) as database:
        found = run(database, COMPARER, None if json else _progress())
    if json:
        terminal.print_json(dataclasses.asdict(found) | {"rule_version": COMPARER.rule_version})
    else:
        relations = terminal.cell_text(found.relations) or "0"
        terminal.print_line(
            say(
                f"{found.articles} articles, {found.stories} stories, relations: {relations}; {found.changed} articles changed",
                f"{found.articles} 篇文章，{found.stories} 个报道，关系：{relations}；{found.changed} 篇有变化",
            )
        )
    for story, size in found.alarms:
        terminal.warn(
            say(f"story {story} has {size} members: look at it", f"报道 {story} 有 {size} 篇，请检查")
        )
    if found.alarms:
        raise typer.Exit(1)


def _progress() -> Any:
    """A live line on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        return None

    def show_step(step: str, done: int, total: int) -> None:
        sys.stderr.write(f"\r{step} {done}/{total}".ljust(60) + ("\n" if done >= total else ""))
        sys.stderr.flush()

    return show_step
