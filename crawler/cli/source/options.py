"""Check the options of ``govnews source add``: address, region, id and target folder."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from crawler.cli import terminal
from crawler.cli.messages import text
from crawler.cli.source import site_report
from crawler.cli.translation import translate_problem

if TYPE_CHECKING:
    from crawler.probe.site_region import SiteRegion
    from crawler.probe.site_visit import SiteFindings

NO_SCHEME = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?].*)?$", re.IGNORECASE | re.ASCII)


def with_scheme(url: str) -> str:
    """Return the address with ``http://`` in front if it has no scheme; a site that requires https redirects."""
    bare = url.strip()
    return f"http://{bare}" if NO_SCHEME.match(bare) else bare


def check_options(
    url: str, region: str | None, mirror_of: str | None, *, delay: float, allow_private: bool
) -> None:
    """Exit with code 2 if an address or the region is wrong, or if no contact is configured."""
    from crawler.home import contact
    from crawler.net.ip_addresses import is_local_name, parse_ip
    from crawler.run import preflight
    from crawler.sources.model import address_problem, host_of

    for address in (url, *filter(None, (mirror_of,))):
        if problem := address_problem(address):
            terminal.fail(translate_problem(f"{address!r} {problem}"), 2)
    if region is not None:
        _check_region(region)
    host = host_of(url)
    ip = parse_ip(host)
    loopback = allow_private and (is_local_name(host) or (ip is not None and ip.is_loopback))
    if not (contact() or os.environ.get(preflight.DEMO) == "1" or loopback):
        terminal.fail(translate_problem(preflight.NO_CONTACT), 2)


def _check_region(region: str) -> None:
    from crawler.probe import site_region
    from pipelines.places.division_tables import suggest_codes

    if site_region.region_of_code(region) is not None:
        return
    similar = suggest_codes(region) if region.isdigit() else []
    message = text("source.unknown_region", value=region)
    if similar:
        codes = ", ".join(f"{code} ({name})" for code, name in similar)
        message += text("source.similar_regions", codes=codes)
    terminal.fail(message, 2)


def target_folder(out: Path | None) -> Path:
    """Return where new files go: ``--out``, else the first of GOVNEWS_SOURCES, else ``sources`` in the data folder."""
    from crawler import home

    if out is not None:
        return out
    folders = [one for one in os.environ.get("GOVNEWS_SOURCES", "").split(os.pathsep) if one]
    return Path(folders[0]).expanduser() if folders else home.home().path / "sources"


def check_id(wanted: str, taken: set[str]) -> str:
    """Return the id; exit with code 2 if it has other characters than those of file names, or is taken."""
    from crawler.sources.model import ID

    if not ID.match(wanted):
        terminal.fail(text("source.invalid_id"), 2)
    if wanted in taken:
        terminal.fail(text("source.id_taken", id=wanted), 2)
    return wanted


def choose_region(found: SiteFindings, region: str | None, *, yes: bool, json: bool) -> SiteRegion:
    """Return the region of the site: the one given, else the certain one, else ask; exit with code 2 if not allowed to.

    Prints a warning if the site names another region than ``--region``: it may be a copied template, or a wrong code.
    """
    from crawler.probe import site_region, source_proposals

    place, proposals = source_proposals.choose_region(found, region)
    if place is not None:
        for other in proposals[:1] if region is not None else ():
            terminal.warn(
                text(
                    "source.other_region",
                    site=f"{other.code} {other.name} ({other.how})",
                    given=f"{place.code} {place.name}",
                )
            )
        return place
    hint = ", ".join(f"{one.code} {one.name} ({one.how})" for one in proposals[:3])
    if yes or json:
        if json:
            records = [one.record() for one in proposals]
            terminal.print_json(site_report.record(found, stopped="region_unknown", proposals=records))
        terminal.fail(text("source.region_uncertain") + (f" [{hint}]" if hint else ""), 2)
    if hint:
        terminal.print_line(text("source.region_hint", hint=hint))
    while (place := site_region.region_of_code(typer.prompt(text("source.ask_region")))) is None:
        terminal.warn(text("source.no_such_code"))
    return place
