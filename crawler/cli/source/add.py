"""``govnews source add URL``: examine a site, try it on a few articles and write a source file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from crawler.cli import terminal, workspace
from crawler.cli.messages import text
from crawler.cli.source import advice, options, site_report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.probe.site_region import SiteRegion
    from crawler.probe.site_visit import SiteFindings
    from crawler.probe.source_draft import GivenOptions
    from crawler.probe.source_proposals import ProposalChoice, SourceProposal
    from crawler.sources.load import SourceSet


@dataclass(frozen=True, slots=True)
class AddRequest:
    """The user's request: the new file, its settings, and how to create it."""

    file: Path
    settings: GivenOptions  # name, mirror_of, allow_private, delay
    record: bool
    yes: bool
    json: bool


def add(
    url: str = typer.Argument(help=text("option.new_source_url")),
    id: str = typer.Option(None, "--id", help=text("option.new_source_id")),
    out: Path = typer.Option(None, "--out", help=text("option.out_folder"), file_okay=False),
    region: str = typer.Option(None, "--region", help=text("option.new_source_region")),
    name: str = typer.Option(None, "--name", help=text("option.new_source_name")),
    mirror_of: str = typer.Option(None, "--mirror-of", help=text("option.mirror_of")),
    delay: float = typer.Option(1.5, "--delay", min=0, max=60, help=text("option.delay")),
    allow_private: bool = typer.Option(False, "--allow-private", help=text("option.allow_private")),
    record: bool = typer.Option(False, "--record", help=text("option.record")),
    yes: bool = typer.Option(False, "--yes", "-y", help=text("option.yes")),
    json: bool = terminal.JSON,
) -> None:
    """Examine a site, try it on a few articles and write a source file."""
    from crawler.probe import probe_lease
    from crawler.probe.site_naming import source_id
    from crawler.probe.source_draft import GivenOptions
    from crawler.sources.model import host_of
    from storage.frontier.leases import LeaseTaken

    url = options.with_scheme(url)
    options.check_options(url, region, mirror_of, delay=delay, allow_private=allow_private)
    folder = options.target_folder(out)
    known = workspace.load_sources()
    taken = {*known.files, *(path.stem for path in folder.glob("*.yml"))}
    chosen_id = options.check_id(id, taken) if id else source_id(url, taken)
    settings = GivenOptions(name=name, mirror_of=mirror_of, allow_private=allow_private, delay=delay)
    request = AddRequest(folder / f"{chosen_id}.yml", settings, record, yes, json)
    try:
        with probe_lease.hold_hosts([host_of(url)]) as idle:
            found = _explore(url, idle, request)
            _stop_if_unusable(found, mirror_of, json=json)
            _stop_if_known(found, known, id_given=id is not None, json=json)
            if not json:
                site_report.describe(found)
            place = options.choose_region(found, region, yes=yes, json=json)
            _try_and_write(found, place, request)
    except LeaseTaken as error:
        terminal.fail(text("source.host_busy", detail=error))


def _explore(url: str, idle: Mapping[str, float | None], request: AddRequest) -> SiteFindings:
    """Fetch the pages that show what kind of site it is; print each address unless the output is JSON."""
    from crawler import home
    from crawler.probe import prober
    from crawler.probe.site_explorer import explore
    from crawler.sources import family_files
    from crawler.sources.model import host_of

    families = family_files.by_rank(home.source_folders())
    private = frozenset({host_of(url)}) if request.settings.allow_private else frozenset()

    def show(address: str) -> None:
        if not request.json:
            terminal.warn(text("source.reading", url=address))

    found: SiteFindings = prober.run(
        lambda client: explore(client, url, families),
        delay=request.settings.delay,
        private=private,
        idle=idle,
        on_request=show,
    )
    return found


def _stop_if_unusable(found: SiteFindings, mirror_of: str | None, *, json: bool) -> None:
    """Exit with code 1 for a blocked or broken site, and for a mirror whose original was not named."""
    if found.mirror is not None and mirror_of is None:
        if json:
            terminal.print_json(site_report.record(found, stopped="mirror"))
        message = text("source.is_mirror", url=found.url, glosses=found.mirror.glosses)
        if found.mirror.original:
            message += text("source.add_original", original=found.mirror.original)
        terminal.fail(message + text("source.name_original"))
    if found.stopped is not None:
        explained = advice.explain(found.stopped)
        reason = f"{found.state}: {found.stopped}" + (f" ({explained})" if explained != found.stopped else "")
        if json:
            terminal.print_json(site_report.record(found, stopped=reason))
        terminal.fail(f"{found.url}: {reason}" + (f". {found.why}" if found.why else ""))


def _stop_if_known(found: SiteFindings, known: SourceSet, *, id_given: bool, json: bool) -> None:
    """Exit with code 1 if a source reads the same lists; with an explicit id only warn.

    Two sources for one list would fetch everything twice.
    """
    starts = {_start_key(start) for start in found.start}
    for name, source in known.sources.items():
        if starts and starts <= {_start_key(start) for start in source.start}:
            message = text("source.is_known", url=found.url, source=name, status=source.status)
            if id_given:
                terminal.warn(message)
                continue
            if json:
                terminal.print_json(site_report.record(found, stopped="known"))
            terminal.fail(message + text("source.second_file"))


def _start_key(start: str) -> str:
    """Return the key of a start address; the part after # names a column and counts, a template stays as it is."""
    from pipelines import urls

    try:
        return urls.key(start.partition("#")[0]) + start.partition("#")[2]
    except ValueError:
        return start


def _try_and_write(found: SiteFindings, place: SiteRegion, request: AddRequest) -> None:
    """Crawl a few articles with each proposal, show the best one and write its file if the user agrees."""
    from crawler.probe import source_draft, source_proposals

    if not request.json:
        seconds = round(source_proposals.TRIAL_REQUESTS * max(request.settings.delay, 0.2)) + 5
        terminal.warn(text("source.trying", seconds=seconds))
    chosen = source_proposals.try_proposals(found, place, request.settings, record=request.record)
    best = chosen.best
    if best is None:
        _fail_without_articles(found, place, chosen, json=request.json)
    content = source_draft.as_yaml(best.keys)
    if not request.json:
        site_report.print_samples(best)
        terminal.print_line()
        terminal.print_line(content.rstrip("\n"))
    if request.json and not request.yes:
        source_proposals.discard(best)
        terminal.print_json(site_report.record(found, place=place, chosen=chosen, text=content))
        terminal.warn(text("source.nothing_written"))
        return
    if not request.yes and not typer.confirm(text("source.ask_write", file=request.file), default=True):
        source_proposals.discard(best)
        raise typer.Exit(1)
    _write(request.file, content, best)
    if request.json:
        report = site_report.record(found, place=place, chosen=chosen, file=request.file, text=content)
        terminal.print_json(report)
        return
    terminal.print_line(text("source.written", file=request.file))
    terminal.print_line(text("source.next_command", source=request.file.stem))


def _write(file: Path, content: str, best: SourceProposal) -> None:
    """Write the source file and keep the recorded responses beside it."""
    from crawler import home
    from crawler.probe import fixtures

    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8") as stream:
        stream.write(content)
    if not any(file.resolve().is_relative_to(folder.resolve()) for folder in home.source_folders()):
        terminal.warn(text("source.outside_folders", folder=file.parent))
    if best.recording is not None:
        fixtures.keep(best.recording, fixtures.folder_of(file), best.trial)


def _fail_without_articles(
    found: SiteFindings, place: SiteRegion, chosen: ProposalChoice, *, json: bool
) -> NoReturn:
    """Print what each proposal came to, and exit with code 1."""
    if json:
        terminal.print_json(site_report.record(found, stopped="no_articles", place=place, chosen=chosen))
    else:
        site_report.print_link_groups(found)
    tried = [
        f"{one.match.family.name if one.match else text('source.selectors')}: {_outcome(one)}"
        for one in chosen.failed
    ]
    message = text("source.no_articles", url=found.url)
    terminal.fail(message + (f" ({'; '.join(tried)})" if tried else ""))


def _outcome(proposal: SourceProposal) -> str:
    """Return why a proposal found no article: the reasons of its pages, else its first finding or message."""
    from storage.messages import words

    trial = proposal.trial
    if reasons := trial.reasons():
        return ", ".join(f"{reason} {count}" for reason, count in reasons.items())
    if trial.findings:
        return words.finding(trial.findings[0])
    return trial.message or text("source.link_count", count=trial.links)
