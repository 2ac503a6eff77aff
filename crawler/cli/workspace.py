"""Open what the commands share: the data folder, the database, the raw archive and the source files."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from crawler import home
from crawler.cli.messages import text, word
from crawler.cli.terminal import fail, warn
from crawler.cli.translation import translate_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.home import Home
    from crawler.sources.load import SourceSet
    from storage.articles.archive import RawArchive
    from storage.db.database import Database


Found = TypeVar("Found")


@contextmanager
def open_database(*, create: bool = False, announce: bool = True) -> Iterator[Database]:
    """Open the database of the data folder and close it at the end.

    ``create``: make the database, or upgrade its schema, if needed. ``announce``: print on standard error which
    data folder is used and why. Raises `storage.db.engine.DatabaseError` if it cannot be opened.
    """
    from storage.db.database import Database

    folder = home.home()
    if announce:
        warn(text("workspace.data_folder", path=folder.path, why=why_this_folder(folder)))
    database = Database.open(home.database_url(folder), upgrade=create)
    if (done := database.upgraded) is not None:
        warn(text("workspace.upgraded", before=done.before, after=done.after))
        if done.backup is not None:
            warn(text("workspace.backup", path=done.backup))
    try:
        yield database
    finally:
        database.close()


@contextmanager
def read_database() -> Iterator[Database]:
    """Open the database of the data folder for reading; it may be write-protected. Otherwise like ``open_database``."""
    from storage.db.database import Database

    folder = home.home()
    warn(text("workspace.data_folder", path=folder.path, why=why_this_folder(folder)))
    database = Database.open_read_only(home.database_url(folder))
    try:
        yield database
    finally:
        database.close()


def why_this_folder(folder: Home) -> str:
    """Return why the data folder is this one, in the current language."""
    return word("workspace", folder.why.replace(" ", "_").replace(".", "_"))


def find_or_fail(find: Callable[[Database], Found | None], missing: str) -> Found:
    """Return what ``find`` reads from the database; if it is None, print ``missing`` and exit with code 1."""
    with read_database() as database:
        found = find(database)
    if found is None:
        fail(missing)
    return found


def open_raw_archive() -> RawArchive:
    """Return the archive of raw responses in the data folder."""
    from storage.articles.archive import RawArchive

    return RawArchive(home.raw_root())


def load_sources() -> SourceSet:
    """Read all source files: those that ship, those of GOVNEWS_SOURCES and those of the data folder."""
    from crawler.sources.load import load_all

    return load_all(home.source_folders())


def sync_sources(database: Database, found: SourceSet) -> None:
    """Write the valid source files into the ``source`` table."""
    from crawler.run import source_rows

    source_rows.sync(database, found.sources.values())


def require_sources(found: SourceSet, names: list[str]) -> list[str]:
    """Return ``names``; for an unknown or invalid source print its errors and exit with code 2."""
    for name in names:
        if name not in found.sources:
            errors = found.errors_of(name)
            fail(translate_problem("\n".join(map(str, errors)) or found.unknown(name)), 2)
    return names
