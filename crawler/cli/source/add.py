"""``govnews source add URL``: look at a site, say what it is, show its articles, write its file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from crawler.cli import terminal, workspace
from crawler.cli.language import say
from crawler.cli.source import options, reasons, site_report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.probe.site_explorer import SiteFindings
    from crawler.probe.site_region import SiteRegion
    from crawler.probe.source_proposals import ProposalChoice, SourceProposal
    from crawler.sources.load import SourceSet


def add(
    url: str = typer.Argument(
        help=say(
            "Home page, list, article, feed, sitemap or edition.",
            "首页、列表、文章、订阅、站点地图或报纸版面。",
        )
    ),
    id: str = typer.Option(None, "--id", help=say("Name of the source.", "来源标识。")),
    out: Path = typer.Option(
        None, "--out", help=say("Folder for the file.", "写入的目录。"), file_okay=False
    ),
    region: str = typer.Option(None, "--region", help=say("GB/T 2260 code.", "行政区划代码。")),
    name: str = typer.Option(None, "--name", help=say("What the site is called.", "网站名称。")),
    mirror_of: str = typer.Option(
        None, "--mirror-of", help=say("The original of a mirror.", "镜像的原站网址。")
    ),
    delay: float = typer.Option(
        1.5, "--delay", min=0, max=60, help=say("Seconds between requests.", "请求间隔秒数。")
    ),
    allow_private: bool = typer.Option(
        False, "--allow-private", help=say("The site is on a private address.", "网站位于内网地址。")
    ),
    record: bool = typer.Option(
        False, "--record", help=say("Keep the answers for source test.", "保存响应，供 source test 使用。")
    ),
    yes: bool = typer.Option(False, "--yes", "-y", help=say("Ask nothing.", "不询问。")),
    json: bool = terminal.JSON,
) -> None:
    """Look at a site politely, say what was found, try it on a few articles, write a source file."""
    from crawler.probe import probe_lease
    from crawler.probe.source_draft import source_id
    from crawler.sources.model import host_of
    from storage.frontier.leases import LeaseTaken

    url = options.with_scheme(url)
    options.usable(url, region, mirror_of, delay=delay, allow_private=allow_private)
    folder = options.target_folder(out)
    known = workspace.load_sources()
    taken = {*known.files, *(path.stem for path in folder.glob("*.yml"))}
    chosen_id = options.checked_id(id, taken) if id else source_id(url, taken)
    about = {"name": name, "mirror_of": mirror_of, "allow_private": allow_private, "delay": delay}
    file = folder / f"{chosen_id}.yml"
    try:
        with probe_lease.held([host_of(url)]) as idle:
            found = _explore(url, idle, delay=delay, allow_private=allow_private, quiet=json)
            _refuse(found, mirror_of, json=json)
            _known(found, known, wanted=id is not None, json=json)
            if not json:
                site_report.describe(found)
            place = options.place_of(found, region, yes=yes, json=json)
            _finish(found, place, about, file, record=record, yes=yes, json=json)
    except LeaseTaken as taken:
        terminal.fail(say(f"not now: {taken}", f"请稍后再试：{taken}"))


# ------------------------------------------------------------------ looking


def _explore(
    url: str, idle: Mapping[str, float | None], *, delay: float, allow_private: bool, quiet: bool
) -> SiteFindings:
    from crawler import home
    from crawler.probe import prober
    from crawler.probe.site_explorer import SiteExplorer
    from crawler.sources import family_files
    from crawler.sources.model import host_of

    known = family_files.by_rank(home.source_folders())
    private = frozenset({host_of(url)}) if allow_private else frozenset()

    def told(asked: str) -> None:
        if not quiet:
            terminal.warn(say(f"asking {asked}", f"正在读取 {asked}"))

    found: SiteFindings = prober.run(
        lambda prober: SiteExplorer(prober, url, known).run(),
        delay=delay,
        private=private,
        idle=idle,
        told=told,
    )
    return found


def _refuse(found: SiteFindings, mirror_of: str | None, *, json: bool) -> None:
    """What cannot become a source ends here: blocked, broken, a mirror of somebody else."""
    if found.mirror is not None and mirror_of is None:
        if json:
            terminal.print_json(site_report.record(found, stopped="mirror"))
        original = found.mirror.original
        hint = (
            say(f"; the original seems to be {original}: add that", f"；原站似为 {original}，请添加原站")
            if original
            else ""
        )
        terminal.fail(
            say(
                f"{found.url} is a mirror ({found.mirror.glosses} pinyin glosses in traditional text){hint}"
                f", or name it with --mirror-of",
                f"{found.url} 是镜像（繁体夹注拼音 {found.mirror.glosses} 处）{hint}，或用 --mirror-of 指明原站",
            )
        )
    if found.stopped is not None:
        words = reasons.in_words(found.stopped)
        reason = f"{found.state}: {found.stopped}" + (f" ({words})" if words != found.stopped else "")
        if json:
            terminal.print_json(site_report.record(found, stopped=reason))
        terminal.fail(f"{found.url}: {reason}" + (f". {found.why}" if found.why else ""))


def _known(found: SiteFindings, known: SourceSet, *, wanted: bool, json: bool) -> None:
    """Two files for one list would ask its host twice for everything: so only who names an id gets a second."""
    starts = {_key(start) for start in found.start}
    for name, source in known.sources.items():
        if starts and starts <= {_key(start) for start in source.start}:
            told = say(
                f"{found.url} is already the source {name} ({source.status}): govnews source check {name}",
                f"{found.url} 已是来源 {name}（{source.status}）：govnews source check {name}",
            )
            if wanted:
                terminal.warn(told)
                continue
            if json:
                terminal.print_json(site_report.record(found, stopped="known"))
            terminal.fail(told + say("; --id ID writes a second file", "；加 --id 可另写一个文件"))


def _key(start: str) -> str:
    """A start address as what it leads to; the part behind # names a column, and a template is no address."""
    from pipelines import urls

    try:
        return urls.key(start.partition("#")[0]) + start.partition("#")[2]
    except ValueError:
        return start


# ------------------------------------------------------------------ trying and writing


def _finish(
    found: SiteFindings,
    place: SiteRegion,
    options: dict[str, Any],
    file: Path,
    *,
    record: bool,
    yes: bool,
    json: bool,
) -> None:
    from crawler import home
    from crawler.probe import fixtures, source_draft
    from crawler.probe import source_proposals as adding

    if not json:
        about = round(adding.ARTICLES_TRIED * max(options["delay"], 0.2)) + 5
        terminal.warn(
            say(f"trying it on a few articles, about {about} s …", f"正在试抓几篇文章，约 {about} 秒……")
        )
    chosen = adding.prove(found, place, options, record=record)
    best = chosen.best
    if best is None:
        if json:
            terminal.print_json(site_report.record(found, stopped="no_articles", place=place, chosen=chosen))
        else:
            site_report.groups(found)
        terminal.fail(_why_none(found, chosen))
    text = source_draft.text(best.says)
    if not json:
        site_report.samples(best)
        terminal.print_line()
        terminal.print_line(text.rstrip("\n"))
    if json and not yes:
        adding.discard(best)
        terminal.print_json(site_report.record(found, place=place, chosen=chosen, text=text))
        terminal.warn(say("nothing written: --yes writes the file", "未写入：加 --yes 写入文件"))
        return
    if not yes and not typer.confirm(say(f"Write {file}?", f"写入 {file}？"), default=True):
        adding.discard(best)
        raise typer.Exit(1)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8") as opened_file:
        opened_file.write(text)
    if not any(file.resolve().is_relative_to(one.resolve()) for one in home.source_folders()):
        where = file.parent
        terminal.warn(
            say(
                f"{where} is no source folder: name it in GOVNEWS_SOURCES",
                f"{where} 不是来源目录：请加入 GOVNEWS_SOURCES",
            )
        )
    if best.tape is not None:
        fixtures.keep(best.tape, fixtures.folder_of(file), best.trial)
    if json:
        terminal.print_json(site_report.record(found, place=place, chosen=chosen, file=file, text=text))
        return
    terminal.print_line(say(f"written: {file}", f"已写入：{file}"))
    terminal.print_line(
        say(f"next: govnews crawl {file.stem} --limit 20", f"下一步：govnews crawl {file.stem} --limit 20")
    )


def _why_none(found: SiteFindings, chosen: ProposalChoice) -> str:
    tried = [
        f"{one.match.family.name if one.match else 'selectors'}: {_outcome(one)}" for one in chosen.failed
    ]
    none = say("no article could be read from it", "未能读出文章")
    return f"{found.url}: {none}" + (f" ({'; '.join(tried)})" if tried else "")


def _outcome(proposal: SourceProposal) -> str:
    reasons = ", ".join(f"{reason} {count}" for reason, count in proposal.trial.reasons().items())
    first = proposal.trial.findings[0]["text"] if proposal.trial.findings else ""
    return reasons or first or proposal.trial.message or f"{proposal.trial.links} links"
