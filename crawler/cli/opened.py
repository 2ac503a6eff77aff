"""Open what commands share: the data folder, the database, the sources."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from crawler import home
from crawler.cli.language import say
from crawler.cli.output import fail, note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.sources.load import SourceSet
    from storage.articles.archive import RawArchive
    from storage.db.database import Database


@contextmanager
def database(*, create: bool = False, announce: bool = True) -> Iterator[Database]:
    """The archive's database; says on standard error which data folder is used and why, unless told not to."""
    from storage.db.database import Database

    here = home.home()
    if announce:
        note(say(f"data folder: {here.path} ({here.why})", f"数据目录：{here.path}（{here.why}）"))
    url = home.database_url(here)
    opened = Database.open(url, upgrade=create)
    try:
        yield opened
    finally:
        opened.close()


def looked_up(look: Callable[[Database], dict[str, Any] | None], missing: str) -> dict[str, Any]:
    """What the archive holds of one thing, or one clear line and exit code 1."""
    with database() as opened:
        found = look(opened)
    if found is None:
        fail(missing)
    return found


def archive() -> RawArchive:
    from storage.articles.archive import RawArchive

    return RawArchive(home.raw_root())


def sources() -> SourceSet:
    from crawler.sources.load import load_all

    return load_all(home.source_folders())


def sync(opened: Database, found: SourceSet) -> None:
    """Bring the source rows to what the files say."""
    from storage.frontier import sources as rows

    rows.sync(opened, [entry(source) for source in found.sources.values()])


def entry(source: object) -> dict[str, object]:
    from crawler.sources.model import Source

    if not isinstance(source, Source):
        raise TypeError(type(source).__name__)
    return {
        "id": source.id,
        "name": source.name,
        "region": source.region,
        "kind": source.kind,
        "status": source.status,
        "every": source.interval,
        "cron": source.cron,
    }


def known(found: SourceSet, names: list[str]) -> list[str]:
    """The named sources, or one clear line and exit code 2."""
    for name in names:
        if name not in found.sources:
            broken = found.errors_of(name)
            fail("\n".join(map(str, broken)) if broken else found.unknown(name), 2)
    return names
