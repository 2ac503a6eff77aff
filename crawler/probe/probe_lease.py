"""Hold the leases of a site's hosts during a probe, so that no crawl of this archive asks the site meanwhile."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crawler import home
from storage.db.database import Database
from storage.db.engine import DatabaseError
from storage.frontier import leases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

RENEW_S = 15.0  # a lease expires 60 s after its last renewal


@contextmanager
def hold_hosts(hosts: Sequence[str]) -> Iterator[Mapping[str, float | None]]:
    """Hold the leases of the hosts; yields host -> seconds since its last request. Raises LeaseTaken.

    Without an archive that can be opened no crawl can run, so no lease is needed.
    """
    try:
        database = Database.open(home.database_url(home.home()))
    except DatabaseError:
        yield {}
        return
    token, done = leases.new_token(), threading.Event()
    try:
        with database.write() as connection:
            who = f"source add {hosts[0]}"
            idle, _ = leases.take(database, connection, hosts, leases.Owner.current(), token, who)
        renewing = threading.Thread(target=_renew, args=(database, hosts, token, done), daemon=True)
        renewing.start()
        try:
            yield idle
        finally:
            done.set()
            renewing.join()
            with database.write() as connection:
                leases.release(database, connection, hosts, token)
    finally:
        database.close()


def _renew(database: Database, hosts: Sequence[str], token: str, done: threading.Event) -> None:
    while not done.wait(RENEW_S):
        try:
            with database.write() as connection:
                leases.renew(database, connection, hosts, token)
        except leases.LeaseLost:
            return  # the machine was suspended; the few requests that remain are still paced
        except DatabaseError:
            continue
