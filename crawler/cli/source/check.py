"""``govnews source check``: check source files, and on request whether the rules still work on the sites."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from crawler.cli import terminal, workspace
from crawler.cli.messages import text, word
from crawler.cli.source import advice
from crawler.cli.translation import translate_problem

if TYPE_CHECKING:
    from crawler.sources.load import SourceError, SourceSet


def check(
    names: list[str] = typer.Argument(None, metavar="[ID]...", help=text("option.source_ids")),
    all_: bool = typer.Option(False, "--all", help=text("option.check_all")),
    offline: bool = typer.Option(False, "--offline", help=text("option.check_offline")),
    file: list[Path] = typer.Option(None, "--file", help=text("option.check_file")),
    json: bool = terminal.JSON,
) -> None:
    """Check source files; for named sources, or with ``--all``, also fetch a few pages.

    Exit code 2 for an invalid file, 1 for a source whose rules no longer work.
    """
    found = workspace.load_sources()
    if file or offline or not (names or all_):
        errors, checked = _check_files(file) if file else _check_loaded(found, names)
        _print_errors(errors, checked, json=json)
        return
    errors, checked = _check_loaded(found, names)
    if errors:
        _print_errors(errors, checked, json=json)
    active = [name for name, source in found.sources.items() if source.status != "retired"]
    _check_sites(found, names or active, json=json)


def _check_files(paths: list[Path]) -> tuple[list[SourceError], int]:
    """Load files that lie outside the source folders; return their errors and the number of files."""
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


def _check_loaded(found: SourceSet, names: list[str] | None) -> tuple[list[SourceError], int]:
    """Return the errors of the named sources (default: all) and the number of files; print their warnings."""
    wanted = set(names or [])
    for name in wanted - set(found.sources) - {error.id for error in found.errors}:
        terminal.fail(translate_problem(found.unknown(name)), 2)
    for warning in found.warnings:
        if not wanted or warning.id in wanted:
            terminal.warn(translate_problem(str(warning)))
    errors = [error for error in found.errors if not wanted or error.id in wanted]
    return errors, len(wanted) or len(found.sources) + len({error.id for error in found.errors})


def _print_errors(errors: list[SourceError], checked: int, *, json: bool) -> None:
    """Print the errors and how many files are valid; exit with code 2 if there are errors."""
    if json:
        terminal.print_json([{"file": str(e.file), "line": e.line, "message": e.message} for e in errors])
    else:
        for error in errors:
            terminal.print_line(translate_problem(str(error)))
        valid = checked - len({error.file for error in errors})
        terminal.warn(text("source.valid_files", valid=valid, checked=checked))
    if errors:
        raise typer.Exit(2)


def _check_sites(found: SourceSet, names: list[str], *, json: bool) -> None:
    """Fetch a few pages of each source and print one line for it; exit with code 1 if one does not work."""
    from crawler.probe.source_verification import verify
    from crawler.run import preflight

    for name in names:
        if problem := preflight.contact_problem(found.sources[name]):
            terminal.fail(translate_problem(problem), 2)
    results = []
    for name in sorted(names):
        result = verify(found.sources[name], file_content(found.files[name]), found.files[name])
        results.append(result)
        if not json:
            numbers = {"links": result.links, "articles": result.articles, "newest": result.newest or "–"}
            problems = "; ".join(map(advice.explain, result.reasons))
            terminal.print_line(
                f"{name}  {word('source', result.state)}  {problems or text('source.works', **numbers)}"
            )
    if json:
        terminal.print_json([result.record() for result in results])
    if any(result.state != "ok" for result in results):
        raise typer.Exit(1)


def file_content(path: Path) -> dict[str, Any]:
    """Return the keys of a source file as written, without those of its family."""
    from crawler.sources import yaml_lines

    content: dict[str, Any] = yaml_lines.read(path).data
    return content
