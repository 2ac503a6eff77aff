"""``govnews source check`` and ``source test``: do the files hold, do the sites, do the recorded pages."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from crawler.cli import terminal, workspace
from crawler.cli.language import say
from crawler.cli.source import reasons

if TYPE_CHECKING:
    from crawler.sources.load import SourceError, SourceSet


def check(
    names: list[str] = typer.Argument(None, metavar="[ID]..."),
    all_: bool = typer.Option(
        False, "--all", help=say("Fetch from every source that is not retired.", "检查全部未停用的来源。")
    ),
    offline: bool = typer.Option(
        False, "--offline", help=say("Read the files, fetch nothing.", "只检查文件，不联网。")
    ),
    file: list[Path] = typer.Option(
        None,
        "--file",
        help=say("A file that is in no source folder; fetches nothing.", "不在来源目录中的文件；不联网。"),
    ),
    json: bool = terminal.JSON,
) -> None:
    """Check source files; for sources named, or --all, fetch a few pages too and say whether they hold."""
    found = workspace.load_sources()
    if file or offline or not (names or all_):
        errors, checked = _files(file) if file else _validate(found, names)
        _tell(errors, checked, json=json)
        return
    errors, checked = _validate(found, names)
    if errors:
        _tell(errors, checked, json=json)
    wanted = names or [name for name, source in found.sources.items() if source.status != "retired"]
    _fetch(found, wanted, json=json)


def _files(paths: list[Path]) -> tuple[list[SourceError], int]:
    from crawler import home
    from crawler.sources.load import SourceInvalid, load

    errors: list[SourceError] = []
    for path in paths:
        try:
            load(path, home.source_folders())
        except SourceInvalid as invalid:
            errors += invalid.errors
        except OSError as unreadable:
            terminal.fail(f"{path}: {unreadable.strerror}", 2)
    return errors, len(paths)


def _validate(found: SourceSet, names: list[str] | None) -> tuple[list[SourceError], int]:
    wanted = set(names or [])
    for name in wanted - set(found.sources) - {error.id for error in found.errors}:
        terminal.fail(found.unknown(name), 2)
    for warning in found.warnings:
        if not wanted or warning.id in wanted:
            terminal.warn(str(warning))
    errors = [error for error in found.errors if not wanted or error.id in wanted]
    return errors, len(wanted) or len(found.sources) + len({error.id for error in found.errors})


def _tell(errors: list[SourceError], checked: int, *, json: bool) -> None:
    if json:
        terminal.print_json([{"file": str(e.file), "line": e.line, "message": e.message} for e in errors])
    else:
        for error in errors:
            terminal.print_line(str(error))
        good = checked - len({error.file for error in errors})
        terminal.warn(
            say(f"{good} of {checked} source files are sound", f"{checked} 个来源文件中 {good} 个无误")
        )
    if errors:
        raise typer.Exit(2)


def _fetch(found: SourceSet, names: list[str], *, json: bool) -> None:
    """One line a source, as soon as it is known."""
    from crawler.probe.source_verification import verify
    from crawler.run import preflight

    for name in names:
        if problem := preflight.contact_problem(found.sources[name]):
            terminal.fail(problem, 2)
    verdicts = []
    for name in sorted(names):
        verdict = verify(found.sources[name], _says(found.files[name]), found.files[name])
        verdicts.append(verdict)
        if not json:
            told = "; ".join(map(reasons.in_words, verdict.reasons)) or say(
                f"{verdict.links} links, {verdict.articles} articles read, newest {verdict.newest or '–'}",
                f"链接 {verdict.links} 条，读取文章 {verdict.articles} 篇，最新 {verdict.newest or '–'}",
            )
            terminal.print_line(f"{name}  {verdict.state}  {told}")
    if json:
        terminal.print_json([verdict.record() for verdict in verdicts])
    if any(verdict.state != "ok" for verdict in verdicts):
        raise typer.Exit(1)


def _says(path: Path) -> dict[str, Any]:
    """What a file itself says, its family not merged in."""
    from crawler.sources import yaml_lines

    data: dict[str, Any] = yaml_lines.read(path).data
    return data


def replay(
    names: list[str] = typer.Argument(None, metavar="[ID]..."),
    accept: bool = typer.Option(
        False, "--accept", help=say("What comes now is right from here on.", "以本次结果为准。")
    ),
    json: bool = terminal.JSON,
) -> None:
    """Play back what ``source add --record`` kept, offline, and compare the articles field by field."""
    from crawler.probe import fixtures

    found = workspace.load_sources()
    workspace.require_sources(found, names or [])
    wanted = names or [
        name for name, path in found.files.items() if name in found.sources and fixtures.exist(path)
    ]
    outcomes = []
    for name in sorted(wanted):
        path = found.files[name]
        if not fixtures.exist(path):
            terminal.fail(
                say(
                    f"{name}: nothing was recorded (source add --record)",
                    f"{name}：没有录制（source add --record）",
                ),
                2,
            )
        outcome = fixtures.replay(path, _says(path), accept=accept)
        outcomes.append(outcome)
        if not json:
            terminal.print_line(f"{name}  {_word(outcome)}")
            for difference in outcome.differences:
                terminal.print_line(f"  {difference}")
    if json:
        terminal.print_json([asdict(outcome) for outcome in outcomes])
    elif not outcomes:
        terminal.warn(say("no source has recorded pages", "没有来源录制过页面"))
    if any(outcome.differences for outcome in outcomes):
        raise typer.Exit(1)


def _word(outcome: Any) -> str:
    count, day = len(outcome.differences), outcome.recorded_on
    if count:
        return say(f"{count} differences to {day}", f"与 {day} 相比有 {count} 处不同")
    return say(f"ok  {outcome.articles} articles as on {day}", f"ok  {outcome.articles} 篇文章与 {day} 一致")
