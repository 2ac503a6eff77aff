"""The data folder, the database, the source folders and the contact, as the environment variables set them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

SHIPPED = Path(__file__).parent / "sources"


@dataclass(frozen=True, slots=True)
class Home:
    """The data folder, and why it is this one (printed for users)."""

    path: Path
    why: str


def home() -> Home:
    """Return the data folder: GOVNEWS_HOME, else ``data`` beside scrapy.cfg inside the project, else the user's."""
    named = os.environ.get("GOVNEWS_HOME")
    if named:
        return Home(Path(named).expanduser().absolute(), "GOVNEWS_HOME")
    project = _project()
    if project is not None:
        return Home(project / "data", "beside scrapy.cfg")
    return Home(Path(platformdirs.user_data_dir("govnews", appauthor=False)), "user data folder")


def _project() -> Path | None:
    """Return the checkout that contains the current folder, if its scrapy.cfg names our settings."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        config = folder / "scrapy.cfg"
        if config.is_file():
            ours = "crawler.settings" in config.read_text("utf-8", errors="replace")
            return folder if ours and (folder / "crawler" / "settings.py").is_file() else None
    return None


def database_url(here: Home | None = None) -> str:
    """Return GOVNEWS_DATABASE_URL, else DATABASE_URL, else the URL of an SQLite file in the data folder."""
    for name in ("GOVNEWS_DATABASE_URL", "DATABASE_URL"):
        if url := os.environ.get(name):
            return url
    return f"sqlite:///{(here or home()).path / 'govnews.db'}"


def source_folders(here: Home | None = None) -> list[Path]:
    """Return the folders of source files: shipped, those of GOVNEWS_SOURCES, and ``sources`` in the data folder."""
    named = [Path(one).expanduser() for one in os.environ.get("GOVNEWS_SOURCES", "").split(os.pathsep) if one]
    own = (here or home()).path / "sources"
    folders = [SHIPPED, *named, *([own] if own.is_dir() else [])]
    return list(dict.fromkeys(folder.absolute() for folder in folders))


def contact() -> str | None:
    """Return GOVNEWS_CONTACT, the mail address or URL for site owners; None if it is empty or not printable."""
    value = os.environ.get("GOVNEWS_CONTACT", "").strip()
    return value if value and value.isprintable() else None


def raw_root(here: Home | None = None) -> Path:
    """Return the folder of the raw archive."""
    return (here or home()).path / "raw"


def log_folder(here: Home | None = None) -> Path:
    """Return the folder of the crawl logs."""
    return (here or home()).path / "logs"
