"""``govnews source add URL``: look at a site, say what it is, show its articles, write its file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from crawler.cli import opened, output, sourcetell
from crawler.cli.language import say

if TYPE_CHECKING:
    from crawler.probe.add import Chosen, Proposal
    from crawler.probe.explore import Found
    from crawler.probe.region import Place


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
    json: bool = output.JSON,
) -> None:
    """Look at a site politely, say what was found, try it on a few articles, write a source file."""
    from crawler.probe.compose import source_id

    _usable(url, region, mirror_of, delay=delay, allow_private=allow_private)
    folder = target_folder(out)
    known = opened.sources()
    taken = {*known.files, *(path.stem for path in folder.glob("*.yml"))}
    chosen_id = _checked_id(id, taken) if id else source_id(url, taken)
    found = _explore(url, delay=delay, allow_private=allow_private)
    _refuse(found, mirror_of, json=json)
    if not json:
        sourcetell.describe(found)
    place = _place(found, region, yes=yes, json=json)
    options = {"name": name, "mirror_of": mirror_of, "allow_private": allow_private, "delay": delay}
    _finish(found, place, options, folder / f"{chosen_id}.yml", record=record, yes=yes, json=json)


# ------------------------------------------------------------------ before anything is asked


def _usable(
    url: str, region: str | None, mirror_of: str | None, *, delay: float, allow_private: bool
) -> None:
    from crawler import guard, preflight
    from crawler.home import contact
    from crawler.probe import region as regions
    from crawler.sourcemodel import address_problem, host_of

    for given in filter(None, (url, mirror_of)):
        if wrong := address_problem(given):
            output.fail(f"{given!r} {wrong}", 2)
    if region is not None and regions.given(region) is None:
        from pipelines.region import suggest

        close = ", ".join(f"{code} ({label})" for code, label in suggest(region)) if region.isdigit() else ""
        output.fail(
            say(f"--region: {region} is no GB/T 2260 code", f"--region：{region} 不是行政区划代码")
            + (say(f", did you mean {close}?", f"，是否为 {close}？") if close else ""),
            2,
        )
    host = host_of(url)
    address = guard.literal(host)
    loopback = allow_private and (guard.is_local_name(host) or (address is not None and address.is_loopback))
    if not (contact() or os.environ.get(preflight.DEMO) == "1" or loopback):
        output.fail(preflight.NO_CONTACT, 2)


def target_folder(out: Path | None) -> Path:
    """Where new files go: as told, else the first folder of GOVNEWS_SOURCES, else ``sources`` in the data folder."""
    from crawler import home

    if out is not None:
        return out
    named = [one for one in os.environ.get("GOVNEWS_SOURCES", "").split(os.pathsep) if one]
    return Path(named[0]).expanduser() if named else home.home().path / "sources"


def _checked_id(given: str, taken: set[str]) -> str:
    from crawler.sourcemodel import ID

    if not ID.match(given):
        output.fail(
            say("--id: ASCII letters, digits, _ and - only", "--id：只能用 ASCII 字母、数字、_ 和 -"), 2
        )
    if given in taken:
        output.fail(say(f"--id: a source is already called {given}", f"--id：已有来源叫 {given}"), 2)
    return given


# ------------------------------------------------------------------ looking


def _explore(url: str, *, delay: float, allow_private: bool) -> Found:
    from crawler import families, home
    from crawler.probe import fetch
    from crawler.probe.explore import Explorer
    from crawler.sourcemodel import host_of

    known = families.by_rank(home.source_folders())
    private = frozenset({host_of(url)}) if allow_private else frozenset()
    found: Found = fetch.run(lambda prober: Explorer(prober, url, known).run(), delay=delay, private=private)
    return found


def _refuse(found: Found, mirror_of: str | None, *, json: bool) -> None:
    """What cannot become a source ends here: blocked, broken, a mirror of somebody else."""
    from crawler.probe import blocked

    if found.mirror is not None and mirror_of is None:
        if json:
            output.as_json(sourcetell.record(found, stopped="mirror"))
        original = found.mirror.original
        hint = (
            say(f"; the original seems to be {original}: add that", f"；原站似为 {original}，请添加原站")
            if original
            else ""
        )
        output.fail(
            say(
                f"{found.url} is a mirror ({found.mirror.glosses} pinyin glosses in traditional text){hint}"
                f", or name it with --mirror-of",
                f"{found.url} 是镜像（繁体夹注拼音 {found.mirror.glosses} 处）{hint}，或用 --mirror-of 指明原站",
            )
        )
    if found.stopped is not None:
        words = blocked.in_words(found.stopped)
        reason = f"{found.state}: {found.stopped}" + (f" ({words})" if words != found.stopped else "")
        if json:
            output.as_json(sourcetell.record(found, stopped=reason))
        output.fail(f"{found.url}: {reason}" + (f". {found.why}" if found.why else ""))


def _place(found: Found, region: str | None, *, yes: bool, json: bool) -> Place:
    from crawler.probe import add as adding
    from crawler.probe import region as regions

    place, proposals = adding.where(found, region)
    if place is not None:
        return place
    hint = ", ".join(f"{one.code} {one.name} ({one.how})" for one in proposals[:3])
    if yes or json:
        if json:
            output.as_json(
                sourcetell.record(
                    found, stopped="region_unknown", proposals=[one.record() for one in proposals]
                )
            )
        output.fail(
            say(
                "the region is not certain: name it with --region CODE",
                "地区不能确定：请用 --region 指明代码",
            )
            + (f" [{hint}]" if hint else ""),
            2,
        )
    if hint:
        output.line(say(f"region, not certain: {hint}", f"地区（不确定）：{hint}"))
    while (
        place := regions.given(typer.prompt(say("Region code (six digits)", "行政区划代码（六位）")))
    ) is None:
        output.note(say("no such code", "没有此代码"))
    return place


# ------------------------------------------------------------------ trying and writing


def _finish(
    found: Found,
    place: Place,
    options: dict[str, Any],
    file: Path,
    *,
    record: bool,
    yes: bool,
    json: bool,
) -> None:
    from crawler import home
    from crawler.probe import add as adding
    from crawler.probe import compose, fixtures

    if not json:
        output.note(say("trying it on a few articles …", "正在试抓几篇文章……"))
    chosen = adding.prove(found, place, options, record=record)
    best = chosen.best
    if best is None:
        if json:
            output.as_json(sourcetell.record(found, stopped="no_articles", place=place, chosen=chosen))
        else:
            sourcetell.groups(found)
        output.fail(_why_none(found, chosen))
    text = compose.text(best.says)
    if not json:
        sourcetell.samples(best)
        output.line()
        output.line(text.rstrip("\n"))
    if json and not yes:
        adding.discard(best)
        output.as_json(sourcetell.record(found, place=place, chosen=chosen, text=text))
        output.note(say("nothing written: --yes writes the file", "未写入：加 --yes 写入文件"))
        return
    if not yes and not typer.confirm(say(f"Write {file}?", f"写入 {file}？"), default=True):
        adding.discard(best)
        raise typer.Exit(1)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8") as opened_file:
        opened_file.write(text)
    if not any(file.resolve().is_relative_to(one.resolve()) for one in home.source_folders()):
        where = file.parent
        output.note(
            say(
                f"{where} is no source folder: name it in GOVNEWS_SOURCES",
                f"{where} 不是来源目录：请加入 GOVNEWS_SOURCES",
            )
        )
    if best.tape is not None:
        fixtures.keep(best.tape, fixtures.folder_of(file), best.trial)
    if json:
        output.as_json(sourcetell.record(found, place=place, chosen=chosen, file=file, text=text))
        return
    output.line(say(f"written: {file}", f"已写入：{file}"))
    output.line(
        say(f"next: govnews crawl {file.stem} --limit 20", f"下一步：govnews crawl {file.stem} --limit 20")
    )


def _why_none(found: Found, chosen: Chosen) -> str:
    tried = [
        f"{one.match.family.name if one.match else 'selectors'}: {_outcome(one)}" for one in chosen.failed
    ]
    none = say("no article could be read from it", "未能读出文章")
    return f"{found.url}: {none}" + (f" ({'; '.join(tried)})" if tried else "")


def _outcome(proposal: Proposal) -> str:
    reasons = ", ".join(f"{reason} {count}" for reason, count in proposal.trial.reasons().items())
    first = proposal.trial.findings[0]["text"] if proposal.trial.findings else ""
    return reasons or first or proposal.trial.message or f"{proposal.trial.links} links"
