"""While a site is looked at, no crawl of this archive asks it, and a crawl that runs is left alone."""

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

RENEW_S = 15.0


@contextmanager
def held(hosts: Sequence[str]) -> Iterator[Mapping[str, float | None]]:
    """Hold the leases of the hosts; gives how long ago each was last asked. Raises LeaseTaken.

    Where there is no archive yet, or none that can be opened, nobody else crawls by it: nothing is held.
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
            return  # the machine slept for a minute; the few requests that are left are paced all the same
        except DatabaseError:
            continue
