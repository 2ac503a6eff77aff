"""``govnews doctor``: check that everything a crawl needs is in place."""

from __future__ import annotations

import os
import platform
import shutil
from dataclasses import dataclass

import typer

from crawler import home
from crawler.cli import terminal, workspace
from crawler.cli.messages import text
from crawler.cli.translation import translate_problem

PACKAGES = (
    "scrapy",
    "trafilatura",
    "lxml",
    "sqlalchemy",
    "alembic",
    "apscheduler",
    "opencc",
    "pebble",
    "zstandard",
)
MIN_FREE = 2**30  # bytes
PROXIES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: a name from the catalogue (or of a package), what was found, and if it is well."""

    what: str
    value: str
    ok: bool = True


def doctor(json: bool = terminal.JSON) -> None:
    """Check versions, data folder, database, contact, proxies, sources and disk; exit code 1 on a problem."""
    checks = [*_program(), *_data_folder(), _database(), *_crawling()]
    if json:
        names = {"time_zone": "time zone", "data_folder": "data folder", "free_disk": "free disk"}
        names |= {"source_folder": "source folder"}
        terminal.print_json(
            [{"what": names.get(one.what, one.what), "value": one.value, "ok": one.ok} for one in checks]
        )
    else:
        terminal.print_table(
            ("result", "check", "value"),
            [
                (text("doctor.ok" if one.ok else "doctor.problem"), _name(one.what), one.value)
                for one in checks
            ],
        )
    if not all(one.ok for one in checks):
        raise typer.Exit(1)


def _name(what: str) -> str:
    return what if what in ("govnews", "python", *PACKAGES) else text(f"doctor.{what}")


def _program() -> list[Check]:
    from importlib.metadata import PackageNotFoundError, version
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    checks = [Check("python", platform.python_version())]
    for name in ("govnews", *PACKAGES):
        try:
            checks.append(Check(name, version(name)))
        except PackageNotFoundError:
            checks.append(Check(name, text("doctor.missing"), ok=False))
    try:
        checks.append(Check("time_zone", str(ZoneInfo("Asia/Shanghai"))))
    except ZoneInfoNotFoundError:
        checks.append(Check("time_zone", text("doctor.no_time_zone"), ok=False))
    return checks


def _data_folder() -> list[Check]:
    folder = home.home()
    existing = next(path for path in (folder.path, *folder.path.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    why = workspace.why_this_folder(folder)
    return [
        Check("data_folder", f"{folder.path} ({why})", os.access(existing, os.W_OK)),
        Check("free_disk", f"{free // 2**20} MiB", free > MIN_FREE),
    ]


def _database() -> Check:
    from storage.db import migrate
    from storage.db.database import Database
    from storage.db.engine import DatabaseError, display_url, parse_url

    url = home.database_url()
    try:
        parsed = parse_url(url)
        where = display_url(parsed)
        if parsed.get_backend_name() == "sqlite" and not os.path.exists(where):
            return Check("database", text("doctor.no_database", url=where))
        Database.open(url).close()
    except DatabaseError as error:
        return Check("database", translate_problem(str(error)), ok=False)
    return Check("database", text("doctor.schema", url=where, schema=migrate.HEAD))


def _crawling() -> list[Check]:
    contact = home.contact()
    found = workspace.load_sources()
    proxies = {name: os.environ[name] for name in PROXIES if os.environ.get(name)}
    return [
        Check("contact", contact or text("doctor.no_contact"), contact is not None),
        Check(
            "proxies", ", ".join(f"{name}={value}" for name, value in proxies.items()) or text("doctor.none")
        ),
        *[Check("source_folder", str(folder), folder.is_dir()) for folder in home.source_folders()],
        Check(
            "sources",
            text("doctor.source_count", valid=len(found.sources), errors=len(found.errors)),
            not found.errors,
        ),
        *[Check("source", translate_problem(str(error)), ok=False) for error in found.errors],
    ]
