"""What a person gives ``source add`` beside the address, held against what can be: region, id, folder."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from crawler.cli import terminal
from crawler.cli.language import say
from crawler.cli.source import site_report

if TYPE_CHECKING:
    from crawler.probe.site_explorer import SiteFindings
    from crawler.probe.site_region import SiteRegion

NO_SCHEME = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?].*)?$", re.IGNORECASE | re.ASCII)


def with_scheme(url: str) -> str:
    """An address as people copy it, ``www.lanhe.gov.cn/xw``, is meant as http: a site that wants https sends us there."""
    bare = url.strip()
    return f"http://{bare}" if NO_SCHEME.match(bare) else bare


def usable(url: str, region: str | None, mirror_of: str | None, *, delay: float, allow_private: bool) -> None:
    from crawler.home import contact
    from crawler.net.ip_addresses import is_local_name, parse_ip
    from crawler.probe import site_region as regions
    from crawler.run import preflight
    from crawler.sources.model import address_problem, host_of

    for given in (url, *filter(None, (mirror_of,))):
        if wrong := address_problem(given):
            terminal.fail(f"{given!r} {wrong}", 2)
    if region is not None and regions.given(region) is None:
        from pipelines.places.division_tables import suggest_codes

        close = (
            ", ".join(f"{code} ({label})" for code, label in suggest_codes(region))
            if region.isdigit()
            else ""
        )
        terminal.fail(
            say(f"--region: {region} is no GB/T 2260 code", f"--region：{region} 不是行政区划代码")
            + (say(f", did you mean {close}?", f"，是否为 {close}？") if close else ""),
            2,
        )
    host = host_of(url)
    address = parse_ip(host)
    loopback = allow_private and (is_local_name(host) or (address is not None and address.is_loopback))
    if not (contact() or os.environ.get(preflight.DEMO) == "1" or loopback):
        terminal.fail(preflight.NO_CONTACT, 2)


def target_folder(out: Path | None) -> Path:
    """Where new files go: as told, else the first folder of GOVNEWS_SOURCES, else ``sources`` in the data folder."""
    from crawler import home

    if out is not None:
        return out
    named = [one for one in os.environ.get("GOVNEWS_SOURCES", "").split(os.pathsep) if one]
    return Path(named[0]).expanduser() if named else home.home().path / "sources"


def checked_id(given: str, taken: set[str]) -> str:
    from crawler.sources.model import ID

    if not ID.match(given):
        terminal.fail(
            say("--id: ASCII letters, digits, _ and - only", "--id：只能用 ASCII 字母、数字、_ 和 -"), 2
        )
    if given in taken:
        terminal.fail(say(f"--id: a source is already called {given}", f"--id：已有来源叫 {given}"), 2)
    return given


def place_of(found: SiteFindings, region: str | None, *, yes: bool, json: bool) -> SiteRegion:
    from crawler.probe import site_region as regions
    from crawler.probe import source_proposals as adding

    place, proposals = adding.where(found, region)
    if place is not None:
        # a template copied from another city, or a wrong code: a person should look
        for other in proposals[:1] if region is not None else ():
            says = f"{other.code} {other.name} ({other.how})"
            terminal.warn(
                say(
                    f"the site says of itself {says}; the file says {place.code} {place.name}",
                    f"网站自称 {says}；文件写为 {place.code} {place.name}",
                )
            )
        return place
    hint = ", ".join(f"{one.code} {one.name} ({one.how})" for one in proposals[:3])
    if yes or json:
        if json:
            terminal.print_json(
                site_report.record(
                    found, stopped="region_unknown", proposals=[one.record() for one in proposals]
                )
            )
        terminal.fail(
            say(
                "the region is not certain: name it with --region CODE",
                "地区不能确定：请用 --region 指明代码",
            )
            + (f" [{hint}]" if hint else ""),
            2,
        )
    if hint:
        terminal.print_line(say(f"region, not certain: {hint}", f"地区（不确定）：{hint}"))
    while (
        place := regions.given(typer.prompt(say("Region code (six digits)", "行政区划代码（六位）")))
    ) is None:
        terminal.warn(say("no such code", "没有此代码"))
    return place
