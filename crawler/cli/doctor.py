"""``govnews doctor``: is everything in place?"""

from __future__ import annotations

import os
import platform
import shutil
from typing import Any

import typer

from crawler import home
from crawler.cli import terminal, workspace
from crawler.cli.language import say

PACKAGES = [
    "scrapy",
    "trafilatura",
    "lxml",
    "sqlalchemy",
    "alembic",
    "apscheduler",
    "opencc",
    "pebble",
    "zstandard",
]
MIN_FREE = 2**30
PROXIES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


def doctor(json: bool = terminal.JSON) -> None:
    """Check versions, data folder, database, contact, proxies, sources, disk; exit code 1 on a problem."""
    rows = [*_program(), *_folder(), *_database(), *_crawling()]
    if json:
        terminal.print_json([{"what": what, "value": value, "ok": ok} for what, value, ok in rows])
    else:
        terminal.print_table(
            ("result", "check", "value"), [("ok" if ok else "!!", what, value) for what, value, ok in rows]
        )
    if not all(ok for _, _, ok in rows):
        raise typer.Exit(1)


def _program() -> list[tuple[str, Any, bool]]:
    from importlib.metadata import PackageNotFoundError, version
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    rows: list[tuple[str, Any, bool]] = [("python", platform.python_version(), True)]
    for name in ("govnews", *PACKAGES):
        try:
            rows.append((name, version(name), True))
        except PackageNotFoundError:
            rows.append((name, say("missing", "缺失"), False))
    try:
        rows.append(("time zone", str(ZoneInfo("Asia/Shanghai")), True))
    except ZoneInfoNotFoundError:
        rows.append(("time zone", say("no data for Asia/Shanghai", "缺少 Asia/Shanghai 数据"), False))
    return rows


def _folder() -> list[tuple[str, Any, bool]]:
    here = home.home()
    existing = next(path for path in (here.path, *here.path.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    return [
        ("data folder", f"{here.path} ({here.why})", os.access(existing, os.W_OK)),
        ("free disk", f"{free // 2**20} MiB", free > MIN_FREE),
    ]


def _database() -> list[tuple[str, Any, bool]]:
    from storage.db import migrate
    from storage.db.database import Database
    from storage.db.engine import DatabaseError, display_url, parse_url

    url = home.database_url()
    try:
        parsed = parse_url(url)
        where = display_url(parsed)
        if parsed.get_backend_name() == "sqlite" and not os.path.exists(where):
            return [("database", say(f"{where} (not made yet)", f"{where}（尚未建立）"), True)]
        opened_ = Database.open(url)
        opened_.close()
    except DatabaseError as error:
        return [("database", str(error), False)]
    return [("database", f"{where} (schema {migrate.HEAD})", True)]


def _crawling() -> list[tuple[str, Any, bool]]:
    contact = home.contact()
    missing = say(
        "GOVNEWS_CONTACT is not set: nothing but loopback is crawled",
        "未设置 GOVNEWS_CONTACT：只抓取本机来源",
    )
    found = workspace.load_sources()
    proxies = {name: os.environ[name] for name in PROXIES if os.environ.get(name)}
    shown = say(
        f"{len(found.sources)} sound, {len(found.errors)} errors",
        f"{len(found.sources)} 个无误，{len(found.errors)} 处错误",
    )
    rows: list[tuple[str, Any, bool]] = [("contact", contact or missing, contact is not None)]
    rows.append(("proxies", proxies or say("none", "无"), True))
    rows += [("source folder", str(folder), folder.is_dir()) for folder in home.source_folders()]
    rows.append(("sources", shown, not found.errors))
    rows += [("source", str(error), False) for error in found.errors]
    return rows
